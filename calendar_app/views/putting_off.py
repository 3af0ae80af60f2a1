"""Postponing and calling off a post: acts of their own, with a reason that the log keeps."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from calendar_app import workflow
from calendar_app.forms.putting_off import CancelForm, PostponeForm
from calendar_app.models import Post
from smplanner.workspaces.access import workspace
from smplanner.workspaces.models import AuditEvent
from smplanner.workspaces.returning import next_address, offer_undo

from .following import also_address
from .meanwhile import meanwhile, refuse_stale
from .saying import calendar_address, say_clock_change, say_moment


@workspace("post.write")
@require_http_methods(["GET", "HEAD", "POST"])
def post_postpone(request: HttpRequest, post_id: int) -> HttpResponse:
    """A later day for a post, or none for the time being, with the reason."""
    post = _found(request, post_id)
    initial = {"time": post.local_time, "version": post.version}
    form = PostponeForm(request.POST if request.method == "POST" else None, initial=initial, post=post)
    if request.method == "POST" and (refusal := refuse_stale(request, post, _("Postpone"), form)):
        return refusal
    if not form.is_valid():
        return _page(request, post, form, "posts/postpone.html")
    goal = form.cleaned_data

    def act() -> tuple[Post, AuditEvent]:
        now, reason = timezone.now(), goal["reason"]
        return workflow.postpone(post, goal["day"], goal["time"], goal["version"], request.user, now, reason=reason)

    said = _("“%(title)s” is postponed: %(moment)s.")
    return _done(request, post, act, said, lambda: meanwhile(request, post, _("Postpone"), form))


@workspace("post.write")
@require_http_methods(["GET", "HEAD", "POST"])
def post_cancel(request: HttpRequest, post_id: int) -> HttpResponse:
    """Call off a post, with the reason. It stays where it is, struck out."""
    post = _found(request, post_id)
    form = CancelForm(request.POST if request.method == "POST" else None, initial={"version": post.version})
    if request.method == "POST" and (refusal := refuse_stale(request, post, _("Cancel this post"), form)):
        return refusal
    if not form.is_valid():
        return _page(request, post, form, "posts/cancel.html")
    goal = form.cleaned_data

    def act() -> tuple[Post, AuditEvent]:
        return workflow.cancel(post, goal["version"], request.user, timezone.now(), reason=goal["reason"])

    said = _("“%(title)s” is cancelled.")
    return _done(request, post, act, said, lambda: meanwhile(request, post, _("Cancel this post"), form))


def _found(request: HttpRequest, post_id: int) -> Post:
    request.section = "calendar"
    return get_object_or_404(Post.objects.select_related("workspace", "channel__platform"), pk=post_id)


def _page(request: HttpRequest, post: Post, form: PostponeForm | CancelForm, template: str) -> HttpResponse:
    context = {
        "post": post,
        "form": form,
        "moment": say_moment(post),
        "next": next_address(request, ""),
        "is_over": post.status in workflow.OVER,
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _done(
    request: HttpRequest,
    post: Post,
    act: Callable[[], tuple[Post, AuditEvent]],
    said: str,
    refuse: Callable[[], HttpResponse],
) -> HttpResponse:
    """Carry out `act`, say so, and offer to take it back; `refuse` answers whoever was slower than somebody else."""
    here = reverse("post", args=[request.workspace.slug, post.pk])
    try:
        saved, event = act()
    except Post.DoesNotExist:  # thrown away between reading it and this
        raise Http404 from None
    except workflow.StalePost:
        return refuse()
    except workflow.Unfounded:
        messages.error(request, _("This post has gone out or is cancelled already, or has no day: nothing is changed."))
        return redirect(here)
    messages.success(request, said % {"title": saved.title, "moment": say_moment(saved)})
    say_clock_change(request, saved)
    offer_undo(request, reverse("history-undo", args=[request.workspace.slug, event.pk]), _("Take it back"))
    return redirect(also_address(request, saved, next_address(request, calendar_address(request, saved))))
