"""The week in a mail: who gets which, when, and how it reads."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app import summaries as weekly_mails
from calendar_app.forms.summaries import SummaryForm
from calendar_app.models import SavedView, SummaryMail
from calendar_app.notice_mails import zone_of
from smplanner.workspaces.access import workspace
from smplanner.workspaces.models import User

from .parts import form_methods


@workspace("plan.read")
@form_methods
def summaries(request: HttpRequest) -> HttpResponse:
    """One's own subscriptions, and the form for another; `view` in the address chooses a saved view beforehand."""
    row = SummaryMail(workspace=request.workspace)
    return _page(request, row, "summaries/list.html", {"saved_view": request.GET.get("view", "")})


@workspace("plan.read")
@form_methods
def summary_change(request: HttpRequest, summary_id: int) -> HttpResponse:
    """Another day or hour for one's own subscription."""
    return _page(request, _own(request, summary_id), "summaries/form.html", {})


def _page(request: HttpRequest, row: SummaryMail, template: str, initial: dict[str, Any]) -> HttpResponse:
    request.section = "notices"
    me = User.objects.get(pk=request.user.pk)
    data = request.POST if request.method == "POST" else None
    form = SummaryForm(data, instance=row, initial=initial, user=me, workspace=request.workspace)
    if data is not None and form.is_valid():
        try:
            with transaction.atomic():
                weekly_mails.subscribe(form.instance, timezone.now())
        except IntegrityError:  # the same was sent twice at the same time
            form.add_error("saved_view", _("You get this one already: change its day or hour below."))
        else:
            messages.success(request, _("The week comes by mail: %(day)s.") % {"day": in_words(form.instance)})
            return redirect("summaries", request.workspace.slug)
    rows = SummaryMail.objects.filter(user=me).select_related("saved_view").order_by("pk")
    context = {
        "form": form,
        "rows": [(one, in_words(one)) for one in rows],
        "is_stopped": weekly_mails.KIND in me.unwanted_mails,
        "zone": zone_of(me, request.workspace),
    }
    return render(request, template, context, status=200 if data is None else 422)


def in_words(row: SummaryMail) -> str:
    """“Monday at 08:00”."""
    return _("%(day)s at %(time)s") % {"day": row.get_weekday_display(), "time": f"{row.hour:02}:00"}


@workspace("plan.read")
@require_POST
def summary_stop(request: HttpRequest, summary_id: int) -> HttpResponse:
    """End one's own subscription."""
    row = _own(request, summary_id)
    weekly_mails.stop(row)
    messages.success(request, _("No more mails about “%(name)s”.") % {"name": row})
    return redirect("summaries", request.workspace.slug)


@workspace("plan.read")
@require_safe
def summary_look(request: HttpRequest) -> HttpResponse:
    """How the mail would read now: of the whole plan, or of the saved `view` that the address names."""
    request.section = "notices"
    now, view = timezone.now(), _view(request)
    monday = weekly_mails.monday_for(now, request.workspace.tz)
    told = weekly_mails.summary(request.workspace, monday, now, request.user, view)
    return render(request, "summaries/look.html", {"summary": told, "view": view})


def _view(request: HttpRequest) -> SavedView | None:
    asked = request.GET.get("view", "")
    if not asked:
        return None
    if not asked.isascii() or not asked.isdecimal() or len(asked) > 18:
        raise Http404
    return get_object_or_404(SavedView.objects.open_to(request.user), pk=int(asked))


def _own(request: HttpRequest, summary_id: int) -> SummaryMail:
    rows = SummaryMail.objects.select_related("workspace", "user", "saved_view")
    return get_object_or_404(rows, pk=summary_id, user=request.user)
