"""What was done to posts, and taking it back without a limit of time."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from calendar_app import campaign_days, history, reasons
from calendar_app.history_words import posts_of, several, told, verb
from calendar_app.models import Post
from smplanner.workspaces.access import workspace
from smplanner.workspaces.models import AuditEvent
from smplanner.workspaces.returning import next_address, offer_undo

from .editor import wants_json
from .saying import stands

# Rows of the log on a page, and posts of one act that are told singly.
PAGE = 50
MOST_TOLD = 100
LARGEST = 2**63 - 1


@workspace("plan.read")
@require_safe
def post_history(request: HttpRequest, post_id: int) -> HttpResponse:
    """Everything that was done to one post, in the trash too, the latest first."""
    request.section = "calendar"
    posts = Post._base_manager.select_related("workspace").filter(workspace=request.workspace)
    post = get_object_or_404(posts, pk=post_id)
    rows = history.of_post(post.pk)
    before = before_of(request)
    events = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    shown = events[:PAGE]
    known = history.Known(request.workspace, shown, [post])
    context = {
        "post": post,
        "rows": [told(event, post, known, request.membership) for event in shown],
        "unexplained": reasons.unexplained(shown),
        "older": shown[-1].pk if len(events) > PAGE else None,
        "is_latest": before is None,
    }
    return render(request, "history/post.html", context)


@workspace("plan.read")
@require_safe
def workspace_history(request: HttpRequest) -> HttpResponse:
    """What was done to the posts of a workspace, act by act, the latest first."""
    request.section = "calendar"
    before = before_of(request)
    events = history.acts(before, PAGE + 1)
    shown = events[:PAGE]
    numbers = history.counts(shown)
    context = {
        "acts": [_act(event, numbers.get(event.batch, {})) for event in shown],
        "older": shown[-1].pk if len(events) > PAGE else None,
        "is_latest": before is None,
    }
    return render(request, "history/list.html", context)


def before_of(request: HttpRequest) -> int | None:
    """The row of the log below which a page begins; None for the first page, and for what is no number."""
    asked = request.GET.get("before", "")
    return min(int(asked), LARGEST) if asked.isascii() and asked.isdecimal() else None


def _act(event: AuditEvent, numbers: dict[str, int]) -> dict[str, Any]:
    count = sum(numbers.values())
    return {"event": event, "others": count - 1 if count > 1 else 0, "what": _what(event, numbers)}


def _what(event: AuditEvent, numbers: dict[str, int]) -> str:
    return several(numbers) if sum(numbers.values()) > 1 else verb(event.verb)


@workspace("plan.read")
@require_safe
def act(request: HttpRequest, event_id: int) -> HttpResponse:
    """One act, post by post, with the button that takes it back."""
    event = get_object_or_404(AuditEvent.objects.select_related("actor"), pk=event_id, target_kind="post")
    return _render_act(request, event)


def _render_act(request: HttpRequest, event: AuditEvent, conflict: bool = False) -> HttpResponse:
    request.section = "calendar"
    rows = history.act_of(event)
    posts = posts_of(rows)
    known = history.Known(request.workspace, rows, posts.values())
    told_rows = [told(row, posts.get(row.target_id), known, request.membership) for row in rows]
    numbers: dict[str, int] = {}
    beside = campaign_days.moved_with(event)
    for row in rows:
        numbers[row.verb] = numbers.get(row.verb, 0) + 1
    context = {
        "event": event,
        "what": _what(event, numbers),
        "rows": [(one, posts.get(one.event.target_id)) for one in told_rows[:MOST_TOLD]],
        "unshown": len(told_rows[MOST_TOLD:]),
        "can_undo": sum(one.can_undo for one in told_rows),
        "held_back": sum(one.is_held_back for one in told_rows),
        "conflict": conflict,
        "campaign": (beside.target_label, campaign_days.told(beside)) if beside else None,
    }
    return render(request, "history/act.html", context, status=409 if conflict else 200)


@workspace("post.write")
@require_POST
def undo(request: HttpRequest, event_id: int) -> HttpResponse:
    """Take back an act: the whole batch, `alone` this row of it, or its one step `key`; with `rest`, what still can."""
    event = get_object_or_404(AuditEvent.objects, pk=event_id, target_kind="post")
    alone = bool(request.POST.get("alone") or request.POST.get("key"))
    events = [event] if alone else history.act_of(event)
    wishes = {"key": request.POST.get("key", ""), "rest": bool(request.POST.get("rest"))}
    beside = None if alone else campaign_days.moved_with(event)
    try:
        done = history.undo(events, request.membership, timezone.now(), beside=beside, **wishes)
    except history.Conflict as conflict:
        return _say_conflict(request, event, conflict, alone=alone)
    except history.NothingToUndo:
        return _answer(request, event, _("There is nothing left to undo here: it stands as it was before."), status=422)
    return _say_undone(request, event, done)


def _say_conflict(request: HttpRequest, event: AuditEvent, conflict: history.Conflict, *, alone: bool) -> HttpResponse:
    number = len(conflict.posts)
    if conflict.are_locked:
        said = ngettext(
            "Nothing is undone: %(n)s post is approved and locked, or only an answer can approve it. Reopen it first.",
            "Nothing is undone: %(n)s posts are approved and locked, or only an answer can approve them. "
            "Reopen them first.",
            number,
        )
    else:
        said = ngettext(
            "Nothing is undone: %(n)s post has changed since. The history shows what stands there now.",
            "Nothing is undone: %(n)s posts have changed since. The history shows what stands there now.",
            number,
        )
    message = said % {"n": number}
    if wants_json(request):
        return JsonResponse({"ok": False, "message": message}, status=409)
    if alone:
        return _answer(request, event, message, status=409)
    return _render_act(request, event, conflict=True)


def _answer(request: HttpRequest, event: AuditEvent, message: str, status: int) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"ok": False, "message": message}, status=status)
    messages.warning(request, message)
    return redirect(next_address(request, reverse("history-act", args=[request.workspace.slug, event.pk])))


def _say_undone(request: HttpRequest, event: AuditEvent, done: history.Done) -> HttpResponse:
    number = len(done.posts)
    message = ngettext("%(n)s post is as it was before.", "%(n)s posts are as they were before.", number) % {
        "n": number
    }
    url = reverse("history-undo", args=[request.workspace.slug, done.event])
    if wants_json(request):
        return JsonResponse({"ok": True, "message": message, "posts": stands(done.posts), "undo": {"url": url}})
    messages.success(request, message)
    offer_undo(request, url, _("Do it again"))
    return redirect(next_address(request, reverse("history-act", args=[request.workspace.slug, event.pk])))
