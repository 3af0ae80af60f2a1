"""The queue of what waits to be approved: reading one after the other, and answering."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from calendar_app import approval, approving, asking, checker, waiting
from calendar_app.approval import NotAsked, NotYours, StalePost, Who
from calendar_app.approval_words import why_not
from calendar_app.forms.approval import SendBackForm
from calendar_app.forms.together import chosen_posts
from calendar_app.models import Post
from smplanner.workspaces.access import workspace
from smplanner.workspaces.keeping import keeps_typing, take_up
from smplanner.workspaces.models import AuditEvent
from smplanner.workspaces.returning import next_address, offer_undo

from .approval import found as _found
from .gone import or_where_it_went
from .looks import look
from .meanwhile import refuse_unread, version_in
from .parts import form_methods
from .saying import say_moment, today_in

ALL = "all"
MOST = 200
# How many of the posts that were left are named.
MOST_NAMED = 10


@workspace("plan.read")
@require_safe
def review_queue(request: HttpRequest) -> HttpResponse:
    """What waits for me, or for anybody, the most pressing first."""
    request.section = "review"
    of = ALL if request.GET.get("of") == ALL else ""
    rows = waiting.posts(request.workspace) if of else waiting.for_member(request.membership)
    found = list(waiting.with_answers(rows)[: MOST + 1])
    context = {
        "rows": [(post, next(iter(post.asked), None), say_moment(post)) for post in found[:MOST]],
        "has_more": len(found) > MOST,
        "of": of,
        "has_approval": asking.has_approval(request.workspace),
        "others": 0 if of else waiting.posts(request.workspace).count() - len(found),
        "two_steps": request.workspace.approval == request.workspace.Approval.TWO_STEPS,
        "now": timezone.now(),
    }
    return render(request, "approval/queue.html", context)


@workspace("post.approve")
@require_POST
def review_all(request: HttpRequest) -> HttpResponse:
    """Approve all that are chosen, each at the version that was read; what changed meanwhile is left and named."""
    back = next_address(request, reverse("review-queue", args=[request.workspace.slug]))
    try:
        chosen = chosen_posts(request.POST)
    except forms.ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(back)
    if refusal := refuse_unread(request, chosen, back):
        return refusal
    answered = approving.approve_all(chosen, request.user, timezone.now())
    done, left = answered.posts, answered.left
    if not done and not left:  # thrown away between reading them and answering
        raise Http404
    if done:
        said = ngettext("%(n)s post has your yes.", "%(n)s posts have your yes.", len(done))
        messages.success(request, said % {"n": len(done)})
        event = AuditEvent.objects.filter(batch=answered.batch, verb="approved").order_by("pk").first()
        if event:
            offer_undo(request, reverse("history-undo", args=[request.workspace.slug, event.pk]), _("Undo"))
    for sentence in _left(left):
        messages.warning(request, sentence)
    return redirect(back)


def _left(left: Sequence[tuple[Post, Exception]]) -> list[str]:
    """Why each post was left as it is, in a sentence; of many, how many more there are."""
    said = [_("“%(title)s” was left as it is. %(why)s") % {"title": post.title, "why": why_not(e)} for post, e in left]
    rest = len(said) - MOST_NAMED
    if rest > 0:
        said = [*said[:MOST_NAMED], ngettext("And %(n)s more.", "And %(n)s more.", rest) % {"n": rest}]
    return said


# --- One post ------------------------------------------------------------------------------------------------------


@workspace("plan.read")
@require_safe
@or_where_it_went
def post_review(request: HttpRequest, post_id: int) -> HttpResponse:
    """One post as readers will see it, with what the checker says and what changed since the last answer."""
    return _page(request, _found(post_id))


def _page(request: HttpRequest, post: Post, form: SendBackForm | None = None, status: int = 200) -> HttpResponse:
    request.section = "review"
    state, media = approval.state_of(post), list(post.media.all())
    of = ALL if ALL in (request.GET.get("of"), request.POST.get("of")) else ""
    rows = waiting.posts(request.workspace) if of else waiting.for_member(request.membership)
    numbers = list(rows.values_list("pk", flat=True)[:MOST])
    context = {
        "post": post,
        "state": state,
        "media": media,
        "moment": say_moment(post),
        "look": look(post.channel, post.text, post.link, media),
        "preview": checker.preview(request.workspace, post, today=today_in(request)),
        "since": waiting.since(post),
        "form": form or SendBackForm(initial={"version": post.version}),
        "why_not": _why_not(request, post, state),
        "may_answer": _may_answer(request, post, state),
        "of": of,
        "slug": request.workspace.slug,
        **_neighbours(numbers, post.pk),
    }
    return render(request, "approval/review.html", context, status=status)


def _neighbours(numbers: list[int], number: int) -> dict[str, Any]:
    """Where a post stands in the queue, with the one before and the one after; of one outside it, the first."""
    if number not in numbers:
        return {"place": 0, "count": len(numbers), "before": None, "after": next(iter(numbers), None)}
    at = numbers.index(number)
    after = numbers[at + 1] if at + 1 < len(numbers) else None
    return {"place": at + 1, "count": len(numbers), "before": numbers[at - 1] if at else None, "after": after}


def _word(request: HttpRequest, post: Post, state: approval.State) -> str:
    """Why this member may not answer now, as approval.may_answer says it."""
    held = state.submission or asking.asked(post, None, timezone.now())
    return approval.may_answer(held, state.verdicts, Who(request.user), request.membership)


def _may_answer(request: HttpRequest, post: Post, state: approval.State) -> bool:
    return (
        post.status == Post.Status.IN_REVIEW
        and asking.has_approval(request.workspace)
        and not _word(request, post, state)
    )


def _why_not(request: HttpRequest, post: Post, state: approval.State) -> str:
    word = _word(request, post, state) if post.status == Post.Status.IN_REVIEW else ""
    return why_not(NotYours(word)) if word and word != "role" else ""


@workspace("post.approve")
@require_POST
def post_approve(request: HttpRequest, post_id: int) -> HttpResponse:
    """Say yes to a post as it was read."""
    return _answer(request, _found(post_id), says_yes=True)


@keeps_typing
@workspace("post.approve")
@form_methods
def post_send_back(request: HttpRequest, post_id: int) -> HttpResponse:
    """Say what has to change."""
    return _answer(request, _found(post_id), says_yes=False)


@keeps_typing
@workspace("post.write")
@form_methods
def post_read_over(request: HttpRequest, post_id: int) -> HttpResponse:
    """The first of two answers, for which nobody has to be an approver."""
    return _answer(request, _found(post_id), says_yes="yes" in request.POST)


def _answer(request: HttpRequest, post: Post, *, says_yes: bool) -> HttpResponse:
    if request.method != "POST":
        if typed := take_up(request, request.path):
            return _page(request, post, SendBackForm(typed))
        return redirect("post-review", request.workspace.slug, post.pk)
    form = SendBackForm(request.POST, says_yes=says_yes)
    if not form.is_valid() and (version_in(request) or "comment" in form.errors):
        return _page(request, post, form, status=422)
    who, now, version = Who(request.user), timezone.now(), version_in(request)
    comment = form.cleaned_data["comment"]
    after = _after(request, post)
    try:
        if says_yes:
            answered = approval.approve(post, who, now, version, comment)
        else:
            answered = approval.send_back(post, who, now, version, comment)
    except Post.DoesNotExist:
        raise Http404 from None
    except StalePost as refused:
        approval.renew(refused.current, now)
        messages.error(request, why_not(refused))
        shown = SendBackForm({"comment": comment, "version": refused.current.version}, says_yes=True)
        return _page(request, _found(post.pk), shown, status=409)
    except (NotAsked, NotYours) as refused:
        messages.error(request, why_not(refused))
        return redirect("post-review", request.workspace.slug, post.pk)
    messages.success(request, _said(answered, says_yes=says_yes) % {"title": post.title})
    return redirect(next_address(request, after))


def _said(post: Post, *, says_yes: bool) -> str:
    if not says_yes:
        return _("“%(title)s” is sent back.")
    if post.status == Post.Status.IN_REVIEW:
        return _("“%(title)s” is read; somebody else has to approve it now.")
    return _("“%(title)s” is approved.")


def _after(request: HttpRequest, post: Post) -> str:
    """Where to go from here: the next one that waits, or the queue when it is the last."""
    of = ALL if request.POST.get("of") == ALL else ""
    rows = waiting.posts(request.workspace) if of else waiting.for_member(request.membership)
    numbers = list(rows.values_list("pk", flat=True)[:MOST])
    place = _neighbours(numbers, post.pk)
    goal = place["after"] or next((one for one in numbers if one != post.pk), None)
    slug = request.workspace.slug
    address = reverse("post-review", args=[slug, goal]) if goal else reverse("review-queue", args=[slug])
    return f"{address}?of={of}" if of else address
