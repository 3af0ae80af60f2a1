"""Moving, copying and throwing away posts."""

from collections.abc import Iterable
from datetime import date, time

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from calendar_app import reasons, revisions, workflow
from calendar_app.forms.putting_off import RescheduleForm
from calendar_app.models import Post
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address, offer_undo

from .editor import wants_json
from .following import also_address, also_offer
from .gone import or_where_it_went
from .meanwhile import meanwhile, refuse_stale, version_in
from .previews import first_error, foresee
from .reasons import why_offer
from .saying import asked_words, calendar_address, say_clock_change, say_moment


@workspace("post.write")
@require_http_methods(["GET", "HEAD", "POST"])
@or_where_it_went
def post_move(request: HttpRequest, post_id: int) -> HttpResponse:
    """Another day or hour for a post, or the reserve: dropped, by keyboard, or by a form."""
    request.section = "calendar"
    post = get_object_or_404(Post.objects.select_related("workspace", "channel__platform"), pk=post_id)
    data = request.POST if request.method == "POST" else None
    initial = {"day": post.local_date, "time": post.local_time, "version": post.version}
    form = RescheduleForm(data, initial=initial)
    changes = data is not None and "check" not in data
    if changes and (refusal := refuse_stale(request, post, _("Move"), form)):
        return refusal
    is_good = data is not None and form.is_valid()
    if is_good and changes:
        return _move(request, post, form)
    if form.errors and wants_json(request):
        return JsonResponse({"ok": False, "message": first_error(form)}, status=422)
    context = {"post": post, "form": form, "moment": say_moment(post), "next": next_address(request, "")}
    if is_good:
        context["effect"] = foresee(request, post, form)
    return render(request, "posts/move.html", context, status=422 if form.errors else 200)


def _move(request: HttpRequest, post: Post, form: RescheduleForm) -> HttpResponse:
    goal = form.cleaned_data
    clock = goal["time"] if "time" in request.POST else post.local_time
    undo = {"day": _iso(post.local_date), "time": _clock(post.local_time), "fold": str(post.fold)}
    fold, now = goal["fold"] or 0, timezone.now()
    try:
        to = (goal["day"], clock, goal["version"], request.user, now)
        moved = workflow.move(post, *to, fold=fold, reason=goal["reason"])
    except Post.DoesNotExist:  # thrown away between reading it and moving
        raise Http404 from None
    except workflow.StalePost:
        return meanwhile(request, post, _("Move"), form)
    message = _("“%(title)s” moved: %(moment)s.") % {"title": moved.title, "moment": say_moment(moved)}
    message = " ".join(filter(None, [message, asked_words(moved, now)]))
    undo["version"] = str(moved.version)
    url = reverse("post-move", args=[request.workspace.slug, moved.pk])
    if wants_json(request):
        answer = {"ok": True, "version": moved.version, "day": _iso(moved.local_date), "time": _clock(moved.local_time)}
        answer |= {"message": message, "undo": {"url": url, **undo}}
        is_asked = moved.status in reasons.ASKS and not goal["reason"] and moved.version != post.version
        why = why_offer(request, revisions.event_of(moved), [moved]) if is_asked else {}
        return JsonResponse(answer | why | also_offer(request, moved))
    messages.success(request, message)
    say_clock_change(request, moved)
    back = next_address(request, calendar_address(request, moved))
    offer_undo(request, url, _("Undo the move"), undo.items())
    return redirect(also_address(request, moved, back))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _clock(clock: time | None) -> str:
    return clock.isoformat("seconds" if clock.second else "minutes") if clock else ""


@workspace("post.write")
@require_POST
def post_intent(request: HttpRequest, post_id: int) -> HttpResponse:
    """Accept at once what the words of a post say it is for."""
    post = get_object_or_404(Post.objects.select_related("workspace"), pk=post_id)
    intent, before = request.POST.get("intent"), post.intent
    if intent not in {"", *Post.Intent.values}:
        raise BadRequest("no button sends such a purpose")
    try:
        declared = workflow.declare(post, intent, request.user, timezone.now(), version_in(request))
    except Post.DoesNotExist:  # thrown away between reading it and declaring
        raise Http404 from None
    except workflow.StalePost:
        return meanwhile(request, post, _("Say it"))
    words = {"title": declared.title, "intent": declared.get_intent_display() or _("not said")}
    messages.success(request, _("“%(title)s” – what it is for: %(intent)s.") % words)
    if before != intent:
        url = reverse("post-intent", args=[request.workspace.slug, post.pk])
        offer_undo(request, url, _("Take it back"), [("intent", before), ("version", str(declared.version))])
    return redirect(next_address(request, reverse("post", args=[request.workspace.slug, post.pk])))


@workspace("post.write")
@require_POST
def post_duplicate(request: HttpRequest, post_id: int) -> HttpResponse:
    """A copy on the same day, opened for what differs."""
    post = get_object_or_404(Post.objects.select_related("workspace"), pk=post_id)
    copy = workflow.duplicate(post, request.user, timezone.now())
    messages.success(request, _("This is the copy. Change what differs: channel, day, opening words."))
    offer_to_throw_away(request, copy, _("Throw the copy away"))
    return redirect("post", request.workspace.slug, copy.pk)


def offer_to_throw_away(request: HttpRequest, post: Post, label: str, fields: Iterable[tuple[str, str]] = ()) -> None:
    """Let the next page undo that `post` was made, if this person may throw posts away."""
    if request.rights.post_delete:
        url = reverse("post-delete", args=[request.workspace.slug, post.pk])
        offer_undo(request, url, label, [*fields, ("version", str(post.version))])


@workspace("post.delete")
@require_POST
def post_delete(request: HttpRequest, post_id: int) -> HttpResponse:
    """Into the trash, from where it can be taken back."""
    post = get_object_or_404(Post.objects.select_related("workspace"), pk=post_id)
    try:
        thrown = workflow.trash(post, request.user, timezone.now(), version_in(request))
    except Post.DoesNotExist:  # someone was quicker
        raise Http404 from None
    except workflow.StalePost:
        return meanwhile(request, post, _("Throw away"))
    back = next_address(request, calendar_address(request, post))
    if back.partition("?")[0] == reverse("post", args=[request.workspace.slug, post.pk]):
        back = calendar_address(request, post)  # its own page is gone
    messages.success(request, _("“%(title)s” is in the trash.") % {"title": post.title})
    url = reverse("post-restore", args=[request.workspace.slug, post.pk])
    offer_undo(request, url, _("Take it back"), [("version", str(thrown.version))])
    return redirect(back)


@workspace("post.delete")
@require_POST
def post_restore(request: HttpRequest, post_id: int) -> HttpResponse:
    """Out of the trash, to the day where it stood."""
    post = get_object_or_404(Post.trash.select_related("workspace"), pk=post_id)
    try:
        workflow.restore(post, request.user, timezone.now(), version_in(request))
    except Post.DoesNotExist:  # someone was quicker
        raise Http404 from None
    except workflow.StalePost:
        return meanwhile(request, post, _("Take back"))
    messages.success(request, _("“%(title)s” is back.") % {"title": post.title})
    return redirect(next_address(request, calendar_address(request, post)))
