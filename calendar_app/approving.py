"""Many yeses at once: each post is judged as approval.approve judges one, and all that have theirs are saved together.

Runs inside the workspace's scope and opens its own transaction.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from smplanner.workspaces import audit
from smplanner.workspaces.models import User, Workspace

from . import asking, together
from .approval import (
    NotAsked,
    NotYours,
    StalePost,
    Who,
    answered,
    is_not_as_read,
    may_answer,
    read_first,
    seat_of,
)
from .models import Media, Post, Submission, Verdict
from .notices import tell_all
from .workflow import note_approval

Refusal = StalePost | NotAsked | NotYours


@dataclass(frozen=True, slots=True)
class Done:
    """What became of the posts that were chosen: those that have the answer, those that were left, each with why."""

    posts: tuple[Post, ...]
    left: tuple[tuple[Post, Refusal], ...]
    batch: uuid.UUID


@dataclass(frozen=True, slots=True)
class _Yes:
    """A post that can have its yes, what it was handed in as, whether it is the first of two, and that yes, unsaved."""

    post: Post
    held: Submission
    is_first: bool
    verdict: Verdict


@transaction.atomic
def approve_all(chosen: Mapping[int, int | None], user: User, now: datetime) -> Done:
    """Approve each of the posts that `chosen` numbers at the version that was read; one batch in the log.

    A post that is gone is left out. The number of statements is the same for as many posts as together.write says.
    """
    rows = Post.objects.select_for_update(of=("self",)).select_related("workspace").filter(pk__in=list(chosen))
    posts = list(rows.order_by("publish_at", "pk"))
    batch = uuid.uuid4()
    if not posts:
        return Done((), (), batch)
    yeses, left = _judged(posts, chosen, user, now)
    Submission.objects.bulk_create([one.held for one in yeses if one.held.pk is None])
    for one in yeses:
        one.verdict.submission = one.held  # which has a number by now
    Verdict.objects.bulk_create([one.verdict for one in yeses])
    _read([one for one in yeses if one.is_first], user, now, batch)
    _approved([one for one in yeses if not one.is_first], user, now, batch)
    return Done(tuple(one.post for one in yeses), tuple(left), batch)


def _judged(
    posts: Sequence[Post], chosen: Mapping[int, int | None], user: User, now: datetime
) -> tuple[list[_Yes], list[tuple[Post, Refusal]]]:
    workspace, who = posts[0].workspace, Who(user)
    role = seat_of(who, workspace)
    open_ones = {one.post_id: one for one in Submission.objects.open().filter(post__in=posts)}
    answers: dict[int, list[Verdict]] = {}
    for verdict in Verdict.objects.filter(submission__in=open_ones.values()):
        answers.setdefault(verdict.submission_id, []).append(verdict)
    pictures: dict[int, list[Media]] = {}
    for one in Media.objects.filter(post__in=posts):
        pictures.setdefault(one.post_id, []).append(one)
    two = workspace.approval == Workspace.Approval.TWO_STEPS
    yeses: list[_Yes] = []
    left: list[tuple[Post, Refusal]] = []
    for post in posts:
        read_as = asking.fingerprint(post, pictures.get(post.pk, []))
        held = open_ones.get(post.pk)
        if held is None:
            held = asking.asked(post, None, now)
            held.fingerprint = read_as
        held.workspace, held.post = workspace, post
        given = tuple(answers.get(held.pk, ())) if held.pk else ()
        if refusal := _refusal(post, held, chosen[post.pk], read_as):
            left.append((post, refusal))
        elif why := may_answer(held, given, who, role):
            left.append((post, NotYours(why)))
        else:
            is_first = two and not any(one.answer == Verdict.Answer.APPROVE for one in given)
            yeses.append(_Yes(post, held, is_first, _yes(post, user, now)))
    return yeses, left


def _yes(post: Post, user: User, now: datetime) -> Verdict:
    answer = Verdict.Answer.APPROVE
    return Verdict(workspace=post.workspace, answer=answer, by=user, version=post.version, at=now)


def _refusal(post: Post, held: Submission, version: int | None, read_as: str) -> Refusal | None:
    """Why a post cannot be answered as it was read, as approval.opened says it."""
    if post.status != Post.Status.IN_REVIEW:
        return StalePost(post) if version not in (None, post.version) else NotAsked()
    return StalePost(post) if is_not_as_read(post, held, version, read_as) else None


def _read(yeses: Sequence[_Yes], user: User, now: datetime, batch: uuid.UUID) -> None:
    """The first of two yeses: those who approve are asked now."""
    if not yeses:
        return
    workspace = yeses[0].post.workspace
    audit.record_all(workspace, user, [("read", one.post, {}) for one in yeses], batch=batch)
    approvers = asking.approvers(workspace)
    tell_all(workspace, [read_first(one.held, one.verdict, approvers) for one in yeses], now)


def _approved(yeses: Sequence[_Yes], user: User, now: datetime, batch: uuid.UUID) -> None:
    if not yeses:
        return
    workspace = yeses[0].post.workspace
    ended = Submission.objects.filter(pk__in=[one.held.pk for one in yeses])
    ended.update(ended_at=now, outcome=Submission.Outcome.APPROVED)
    changes = []
    for one in yeses:
        before, one.post.status = one.post.status, Post.Status.APPROVED
        note_approval(one.post, before, now)
        changes.append(together.Change("approved", one.post, {"status": (before, one.post.status)}))
    together.write(changes, user, now, batch)
    tell_all(workspace, [answered(one.post, one.held, "approved", one.verdict) for one in yeses], now)
