"""Review and approval: one function an act. Each checks the version, writes the answer, the post, the log and notices.

An answer is for what the post said when it was handed in (see asking). All of them run inside the workspace's scope
and open their own transaction.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from smplanner.workspaces import audit
from smplanner.workspaces.models import Membership, User, Workspace

from . import asking, notices
from .asking import Locked, Unasked, fingerprint, is_locked, refuse_locked, review_page
from .models import GuestLink, Post, Submission, Verdict
from .notices import Tiding
from .workflow import StalePost, _locked, _write, note_approval

__all__ = [
    "Locked",
    "NotAsked",
    "NotYours",
    "StalePost",
    "Unasked",
    "Who",
    "answered",
    "approve",
    "fingerprint",
    "is_locked",
    "is_not_as_read",
    "lapse",
    "may_answer",
    "opened",
    "read_first",
    "refuse_locked",
    "remind",
    "renew",
    "reopen",
    "seat_of",
    "send_back",
    "state_of",
    "submit",
    "withdraw",
]
# What can be handed in: what is still worked on.
BEFORE_REVIEW = (Post.Status.IDEA, Post.Status.PLANNED, Post.Status.DRAFT)


class NotAsked(Exception):
    """Nobody waits for an answer about this post, or it is not in a state for this act."""


class NotYours(Exception):
    """This person may not give this answer: the role does not allow it, or somebody else must."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who answers: a member, or an outsider under the name `guest` with a `link`; neither means silence."""

    user: User | None = None
    link: GuestLink | None = None
    guest: str = ""

    @property
    def outside(self) -> dict[str, Any]:
        """What the log says of somebody outside: the name that was given, and the number of the link."""
        return {"guest": self.guest, "link": self.link.pk if self.link else None}

    def gave(self, verdict: Verdict) -> bool:
        """Whether this is the one who gave that answer."""
        if self.user:
            return verdict.by_id == self.user.pk
        return self.link is not None and verdict.link_id == self.link.pk


@dataclass(frozen=True, slots=True)
class State:
    """Where a post stands in review: its open submission, the answers to it, and the last one that ended."""

    submission: Submission | None
    verdicts: tuple[Verdict, ...]
    last: Submission | None
    answers: tuple[Verdict, ...]  # those to `last`
    is_two_steps: bool

    @property
    def is_read(self) -> bool:
        """Whether the first of two has said yes."""
        return self.is_two_steps and any(one.answer == Verdict.Answer.APPROVE for one in self.verdicts)


def state_of(post: Post) -> State:
    """Three queries at most."""
    rows = list(Submission.objects.filter(post=post).select_related("asked_by").order_by("-pk")[:2])
    answers: dict[int, list[Verdict]] = {}
    for one in Verdict.objects.filter(submission__in=rows).select_related("by"):
        answers.setdefault(one.submission_id, []).append(one)
    held = next((one for one in rows if one.ended_at is None), None)
    last = next((one for one in rows if one.ended_at is not None), None)
    return State(
        held,
        tuple(answers.get(held.pk, ())) if held else (),
        last,
        tuple(answers.get(last.pk, ())) if last else (),
        post.workspace.approval == Workspace.Approval.TWO_STEPS,
    )


# --- Who may answer ------------------------------------------------------------------------------------------------


def may_answer(submission: Submission, verdicts: tuple[Verdict, ...], who: Who, role: Membership | None) -> str:
    """Why `who` may not answer now, as a word; empty when they may. `role` is a member's seat.

    "role" where it takes another role; "asked" for whoever asked, who is not the first of two to read it; "read" for
    whoever was the first of the two.
    """
    if who.user is None and who.link is None:
        return ""
    approves = role.may("post.approve") if role else bool(who.link and who.link.may_approve)
    if submission.workspace.approval != Workspace.Approval.TWO_STEPS:
        return "" if approves else "role"
    first = next((one for one in verdicts if one.answer == Verdict.Answer.APPROVE), None)
    if first is None:
        if who.user and submission.asked_by_id == who.user.pk:
            return "asked"
        return "" if approves or (role and role.may("post.write")) else "role"
    if who.gave(first):
        return "read"
    return "" if approves else "role"


def seat_of(who: Who, workspace: Workspace) -> Membership | None:
    """The seat of a member who answers; None for somebody outside. Raises NotYours for who has none here."""
    if who.user is None:
        return None
    seat = Membership.objects.filter(workspace=workspace, user=who.user, user__is_active=True).first()
    if seat is None:
        raise NotYours("role")
    return seat


# --- Asking --------------------------------------------------------------------------------------------------------


@transaction.atomic
def submit(
    post: Post,
    actor: User,
    now: datetime,
    version: int | None,
    *,
    note: str = "",
    until: datetime | None = None,
    silence: str = "",
    plan_b: str = "",
) -> Submission:
    """Hand `post` in to be approved. Without `silence`, the workspace says what it means that nobody answers.

    Raises StalePost, and NotAsked for what is approved, out or cancelled, or is handed in already.
    """
    post = _locked(post, version)
    if post.status not in BEFORE_REVIEW:
        raise NotAsked
    before, post.status = post.status, Post.Status.IN_REVIEW
    _write(post, actor, "submitted", {"status": (before, post.status)}, now, reason=note)
    submission = asking.asked(post, actor, now)
    submission.note = note
    if silence:
        submission.until, submission.silence, submission.plan_b = until, silence, plan_b
    asking.hand_in([submission], actor, now)
    return submission


@transaction.atomic
def withdraw(post: Post, actor: User, now: datetime, version: int | None = None) -> Post:
    """Take back what was handed in; the post is a draft again.

    Raises StalePost, and NotAsked when nothing waits for an answer.
    """
    post = _locked(post, version)
    if post.status != Post.Status.IN_REVIEW:
        raise NotAsked
    post.status = Post.Status.DRAFT
    _write(post, actor, "withdrawn", {"status": (Post.Status.IN_REVIEW, post.status)}, now)
    Submission.objects.open().filter(post=post).update(ended_at=now, outcome=Submission.Outcome.WITHDRAWN)
    return post


# --- Answering -----------------------------------------------------------------------------------------------------


def opened(what: Submission | Post, now: datetime, version: int | None) -> tuple[Post, Submission]:
    """The post, locked, and the submission that waits for an answer, for whoever read the post at `version`.

    A post that came to be read without being handed in is handed in now. Raises NotAsked, and StalePost when what was
    read is not what waits for an answer any more.
    """
    number = what.post_id if isinstance(what, Submission) else what.pk
    post = Post.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=number)
    if post.status != Post.Status.IN_REVIEW:
        if isinstance(what, Submission) or (version is not None and version != post.version):
            raise StalePost(post)
        raise NotAsked
    held = Submission.objects.open().filter(post=post).first()
    if held is None:
        held = asking.asked(post, None, now)
        held.fingerprint = fingerprint(post)
        held.save()
    held.workspace = post.workspace
    held.post = post
    is_other = isinstance(what, Submission) and what.pk != held.pk
    if is_other or is_not_as_read(post, held, version, fingerprint(post)):
        raise StalePost(post)
    return post, held


def is_not_as_read(post: Post, held: Submission, version: int | None, read_as: str) -> bool:
    """Whether `held`, by which `post` waits for an answer, is about something else than was read at `version`.

    `read_as` is the fingerprint of the post. It differs, too, by what is no act on a post: its channel is gone.
    """
    is_other = version is not None and not held.version <= version <= post.version
    return is_other or held.fingerprint != read_as


@transaction.atomic
def approve(
    what: Submission | Post,
    who: Who,
    now: datetime,
    version: int | None,
    comment: str = "",
    *,
    batch: uuid.UUID | None = None,
    reason: str = "",
) -> Post:
    """Say yes. Where two have to, the first yes leaves the post to be read by the second.

    `version` is that of the post as it was read. Raises StalePost, NotAsked and NotYours; nothing is changed then.
    """
    post, held = opened(what, now, version)
    verdicts = tuple(held.verdicts.all())
    if why := may_answer(held, verdicts, who, seat_of(who, post.workspace)):
        raise NotYours(why)
    verdict = _answer(held, post, Verdict.Answer.APPROVE, who, comment, now)
    two = post.workspace.approval == Workspace.Approval.TWO_STEPS and (who.user or who.link)
    if two and not any(one.answer == Verdict.Answer.APPROVE for one in verdicts):
        audit.record(post.workspace, who.user, "read", post, batch=batch, reason=comment, **who.outside)
        notices.tell_all(post.workspace, [read_first(held, verdict, asking.approvers(post.workspace))], now)
        return post
    _end(held, Submission.Outcome.APPROVED, now)
    before, post.status = post.status, Post.Status.APPROVED
    note_approval(post, before, now)
    diff = {"status": (before, post.status)}
    _write(post, who.user, "approved", diff, now, reason=reason or comment, batch=batch, **who.outside)
    _tell_asker(post, held, "approved", verdict, now)
    return post


@transaction.atomic
def send_back(what: Submission | Post, who: Who, now: datetime, version: int | None, comment: str) -> Post:
    """Say what has to change; the post is a draft again.

    Raises ValueError without a `comment`, and whatever approve raises.
    """
    if not comment.strip():
        raise ValueError("whoever sends a post back says why")
    post, held = opened(what, now, version)
    if why := may_answer(held, tuple(held.verdicts.all()), who, seat_of(who, post.workspace)):
        raise NotYours(why)
    verdict = _answer(held, post, Verdict.Answer.SEND_BACK, who, comment, now)
    _end(held, Submission.Outcome.SENT_BACK, now)
    diff = {"status": (post.status, Post.Status.DRAFT)}
    post.status = Post.Status.DRAFT
    _write(post, who.user, "sent_back", diff, now, reason=comment, **who.outside)
    _tell_asker(post, held, "sent-back", verdict, now)
    return post


@transaction.atomic
def renew(post: Post, now: datetime) -> None:
    """Hand `post` in again when what waits is not what it says: something that is no act on it changed it.

    Its channel may have been thrown away, for example.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=post.pk)
    held = Submission.objects.open().filter(post=post).select_related("asked_by").first()
    if post.status == Post.Status.IN_REVIEW and held and held.fingerprint != fingerprint(post):
        _end(held, Submission.Outcome.CHANGED, now)
        asking.hand_in([asking.asked(post, held.asked_by, now, held)], None, now)


@transaction.atomic
def lapse(held: Submission, now: datetime, reason: str) -> Post:
    """Nobody answered in time, and plan B holds: the post is a draft again. Raises NotAsked and StalePost."""
    post, held = opened(held, now, None)
    _end(held, Submission.Outcome.LAPSED, now)
    diff = {"status": (post.status, Post.Status.DRAFT)}
    post.status = Post.Status.DRAFT
    _write(post, None, "lapsed", diff, now, reason=reason)
    _tell_asker(post, held, "lapsed", None, now, words=held.plan_b)
    return post


def _answer(held: Submission, post: Post, answer: str, who: Who, comment: str, now: datetime) -> Verdict:
    return Verdict.objects.create(
        workspace=post.workspace,
        submission=held,
        answer=answer,
        by=who.user,
        link=who.link,
        guest=who.guest,
        comment=comment,
        version=post.version,
        at=now,
    )


def _end(held: Submission, outcome: str, now: datetime) -> None:
    held.ended_at, held.outcome = now, outcome
    held.save(update_fields=["ended_at", "outcome"])


# --- Opening again -------------------------------------------------------------------------------------------------


@transaction.atomic
def reopen(post: Post, actor: User, reason: str, now: datetime, version: int | None) -> Post:
    """Make a draft of an approved post, so that it can be changed, for a `reason`.

    Whoever approved it is told. Raises ValueError without a reason, StalePost, and NotAsked for what is not approved.
    """
    if not reason.strip():
        raise ValueError("whoever reopens an approved post says why")
    post = _locked(post, version)
    if post.status != Post.Status.APPROVED:
        raise NotAsked
    before, post.status = post.status, Post.Status.DRAFT
    note_approval(post, before, now)
    event = _write(post, actor, "reopened", {"status": (before, post.status)}, now, reason=reason)
    last = Submission.objects.filter(post=post, outcome=Submission.Outcome.APPROVED).first()
    told = {post.owner_id, *([last.asked_by_id, *last.verdicts.values_list("by", flat=True)] if last else [])}
    notices.tell_all(post.workspace, [_tiding(post, told, f"reopened:{event.pk}", words=reason, actor=actor)], now)
    return post


# --- Telling -------------------------------------------------------------------------------------------------------


def _tell_asker(
    post: Post, held: Submission, what: str, verdict: Verdict | None, now: datetime, words: str = ""
) -> None:
    notices.tell_all(post.workspace, [answered(post, held, what, verdict, words)], now)


def answered(post: Post, held: Submission, what: str, verdict: Verdict | None, words: str = "") -> Tiding:
    """What those who asked are told of the answer: `what` became of it."""
    return _tiding(
        post,
        {post.owner_id, held.asked_by_id},
        f"{what}:{held.pk}",
        words=verdict.comment if verdict else words,
        actor=verdict.by if verdict else None,
        guest=verdict.guest if verdict else "",
    )


def _tiding(post: Post, users: Iterable[int | None], key: str, **said: Any) -> Tiding:
    link = reverse("post", args=[post.workspace.slug, post.pk])
    return Tiding(frozenset(users) - {None}, "answer", key, link=link, label=post.title, post=post, **said)


def read_first(held: Submission, verdict: Verdict, approvers: Iterable[User]) -> Tiding:
    """What `approvers` are told of a post that somebody has read: they are asked now."""
    return Tiding(
        frozenset(one.pk for one in approvers),
        "review",
        f"read:{held.pk}:{verdict.pk}",
        link=review_page(held.post),
        label=held.post.title,
        words=verdict.comment or held.note,
        actor=verdict.by,
        guest=verdict.guest,
        post=held.post,
    )


def remind(held: Submission, step: str, users: list[User], now: datetime) -> None:
    """Tell `users` that an answer to `held` is wanted soon, or was: once for each `step`."""
    notices.tell(
        held.workspace,
        users,
        "review",
        f"{step}:{held.pk}",
        now,
        link=review_page(held.post),
        label=held.post.title,
        words=held.note,
        post=held.post,
    )
