"""Saying why a post was moved or called off, where the act itself had no room for that: after a drag, or later on."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from calendar_app import history_words, log_words, reasons
from calendar_app.forms.reasons import WhyForm
from calendar_app.history import act_of
from calendar_app.models import Post
from smplanner.workspaces.access import workspace
from smplanner.workspaces.models import AuditEvent
from smplanner.workspaces.returning import next_address


def why_offer(request: HttpRequest, event: int | None, posts: Iterable[Post]) -> dict[str, dict[str, str]]:
    """What the calendar's script needs to ask why, beside the message of an act without a reason; mostly nothing."""
    if event is None or not any(post.status in reasons.ASKS for post in posts):
        return {}
    return {"why": {"url": reverse("history-why", args=[request.workspace.slug, event]), "label": _("Say why")}}


@workspace("post.write")
@require_http_methods(["GET", "HEAD", "POST"])
def history_why(request: HttpRequest, event_id: int) -> HttpResponse:
    """Why a post, or all that were moved or called off with it, stand elsewhere or nowhere."""
    request.section = "calendar"
    rows = AuditEvent.objects.select_related("workspace", "actor").filter(verb__in=reasons.ACTS, target_kind="post")
    event = get_object_or_404(rows, pk=event_id)
    here = reverse("post-history", args=[request.workspace.slug, event.target_id])
    form = WhyForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        others = sum(one.verb in reasons.ACTS for one in act_of(event)) - 1
        context = {
            "event": event,
            "form": form,
            "what": history_words.verb(event.verb),
            "said": log_words.sentence(event),
            "others": others,
            "next": next_address(request, ""),
            "back": here,
        }
        return render(request, "history/why.html", context, status=422 if form.errors else 200)
    if not reasons.explain(event, request.user, form.cleaned_data["reason"]):
        raise Http404
    messages.success(request, _("The log says why now."))
    return redirect(next_address(request, here))
