"""What approval makes of every change of a post: what is locked, what goes back to be read again, and who is told.

An answer is about what readers will see. All of it runs inside the workspace's scope and in the caller's transaction.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from smplanner.workspaces.models import Membership, User, Workspace
from smplanner.workspaces.roles import may

from . import notices
from .models import Media, Post, Submission, Verdict
from .moments import moment

# What an answer is about, and what is locked once it was yes: what readers see, and what they are promised.
CONTENT = frozenset(
    {
        *("title", "text", "link", "channel", "format", "media"),
        *("material_link", "partner", "platform_label", "offer", "offer_until", "offer_terms", "prior_price"),
    }
)
MOMENT = frozenset({"local_date", "local_time", "fold"})
# What an approved post may become without being reopened.
STAYS_APPROVED = frozenset({Post.Status.APPROVED, Post.Status.POSTED, Post.Status.CANCELLED})
_PICTURE = ("kind", "label", "alt_text", "file")
# Whom silence shall bind has this long to speak.
SHORTEST_SILENCE = timedelta(hours=24)

Pairs = Mapping[str, tuple[Any, Any]]  # a field's name -> what it held before and after


class Locked(Exception):
    """The post is approved: these `fields` of it cannot be changed until somebody reopens it."""

    def __init__(self, post: Post, fields: Iterable[str]) -> None:
        self.post, self.fields = post, frozenset(fields)
        super().__init__(f"post {post.pk} is approved and locked: {', '.join(sorted(self.fields))}")


class Unasked(Exception):
    """In this workspace no post becomes approved but by an answer to a submission."""

    def __init__(self, post: Post) -> None:
        self.post = post
        super().__init__(f"post {post.pk} was not approved by anybody")


@dataclass(frozen=True, slots=True)
class Changed:
    """A post that was saved, with the status that it had before and what was changed."""

    post: Post
    status: str
    diff: Pairs


def has_approval(workspace: Workspace) -> bool:
    """Whether posts of this workspace are read by somebody before they go out, always or now and then."""
    return workspace.approval != Workspace.Approval.NONE


def must_be_asked(workspace: Workspace) -> bool:
    """Whether nothing becomes approved without being handed in."""
    return workspace.approval in {Workspace.Approval.REQUIRED, Workspace.Approval.TWO_STEPS}


def fingerprint(post: Post, pictures: Iterable[Media] | None = None) -> str:
    """Of what readers see of `post`; two that are equal read the same. One query, unless its `pictures` are given."""
    rows = post.media.all() if pictures is None else pictures
    told = [_plain(getattr(post, Post._meta.get_field(name).attname)) for name in sorted(CONTENT - {"media"})]
    told += [[_plain(getattr(one, name)) for name in _PICTURE] for one in rows]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, Decimal) else "" if value is None else str(value)


def is_locked(post: Post) -> bool:
    """Whether what readers see of `post`, as it is stored, can be changed only after somebody reopened it."""
    return post.status == Post.Status.APPROVED and has_approval(post.workspace)


def refuse_locked(post: Post, fields: Iterable[str]) -> None:
    """Raise Locked when `post`, as it is stored, is locked and any of `fields` is what was approved."""
    held = CONTENT.intersection(fields)
    if held and is_locked(post):
        raise Locked(post, held)


def refuse(post: Post, status: str, diff: Pairs) -> None:
    """Raise Locked or Unasked when `post`, not yet saved, may not be changed by `diff`; it had `status` before."""
    workspace, after = post.workspace, post.status
    if not has_approval(workspace):
        return
    if status == Post.Status.APPROVED:
        if held := CONTENT & diff.keys():
            raise Locked(post, held)
        is_asked_again = after == Post.Status.IN_REVIEW and workspace.approval_on_date and MOMENT & diff.keys()
        if after not in STAYS_APPROVED and not is_asked_again:
            raise Locked(post, {"status"})
    elif after == Post.Status.APPROVED and must_be_asked(workspace):
        raise Unasked(post)


def moved(post: Post, status: str, diff: dict[str, tuple[Any, Any]]) -> None:
    """Send `post`, not yet saved, back to be read where another day asks again; `diff` is told so.

    That is, if it was approved before, as its `status` of then says, and nothing else becomes of it.
    """
    if status == post.status and is_locked(post) and post.workspace.approval_on_date and MOMENT & diff.keys():
        diff["status"] = (post.status, Post.Status.IN_REVIEW)
        post.status, post.approved_at = Post.Status.IN_REVIEW, None


def was_approved_so(post: Post) -> bool:
    """Whether somebody said yes to `post` just as it reads now. What was approved before anybody was asked counts."""
    last = Submission.objects.filter(post=post, outcome=Submission.Outcome.APPROVED).first()
    return last.fingerprint == fingerprint(post) if last else post.approved_at is not None


# --- Asking --------------------------------------------------------------------------------------------------------


def default_until(post: Post, now: datetime) -> datetime | None:
    """By when an answer is wanted if nobody says otherwise; None for what has no day, or goes out too soon for that."""
    if post.publish_at is None:
        return None
    until = post.publish_at - timedelta(hours=post.workspace.silence_hours)
    return until if until > now else None


def asked(post: Post, actor: User | None, now: datetime, like: Submission | None = None) -> Submission:
    """A submission of `post` as it is stored, unsaved, with what the workspace wants, or as an earlier one said."""
    until = like.until if like and like.until and like.until > now else default_until(post, now)
    silence, plan_b = (like.silence, like.plan_b) if like else (post.workspace.silence, "")
    has_time = until is not None and until >= now + SHORTEST_SILENCE
    wait = Workspace.Silence.WAIT
    if until is None or (silence == Workspace.Silence.YES and not has_time):
        silence = wait
    if silence == Workspace.Silence.PLAN_B and not plan_b:
        silence = wait
    return Submission(
        workspace=post.workspace,
        post=post,
        version=post.version,
        asked_by=actor,
        asked_at=now,
        note=like.note if like else "",
        until=until,
        silence=silence,
        plan_b=plan_b,
    )


def follow(changes: Sequence[Changed], actor: User | None, now: datetime, *, is_undo: bool = False) -> None:
    """Keep submissions true after posts were saved: what comes to be read is handed in, what changes is asked again.

    A few statements, however many posts; none when no post is or was to be read.
    """
    review = Post.Status.IN_REVIEW
    touched = [one for one in changes if review in (one.status, one.post.status)]
    if not touched or not has_approval(touched[0].post.workspace):
        return
    numbers = [one.post.pk for one in touched]
    known = {one.post_id: one for one in Submission.objects.open().filter(post__in=numbers)}
    ended: dict[str, list[int]] = {}
    new: list[Submission] = []
    moved_on: list[Submission] = []
    for one in touched:
        held = known.get(one.post.pk)
        if one.post.status != review:
            if held:
                ended.setdefault(_outcome(one.post), []).append(held.pk)
            continue
        if held and not _asks_again(one):
            moved_on += _with_other_deadline(held, one, now)
            continue
        if held:
            ended.setdefault(Submission.Outcome.CHANGED, []).append(held.pk)
        elif is_undo and not MOMENT & one.diff.keys() and _revived(one.post):
            continue
        new.append(asked(one.post, actor, now, held))
    for outcome, held_numbers in ended.items():
        Submission.objects.filter(pk__in=held_numbers).update(ended_at=now, outcome=outcome)
    said_yes = ended.get(Submission.Outcome.APPROVED, [])
    Verdict.objects.bulk_create(
        Verdict(
            workspace=one.workspace,
            submission=one,
            answer=Verdict.Answer.APPROVE,
            by=actor,
            version=one.version,
            at=now,
        )
        for one in known.values()
        if one.pk in said_yes
    )
    if moved_on:
        Submission.objects.bulk_update(moved_on, ["until", "silence"])
    hand_in(new, actor, now)


def _with_other_deadline(held: Submission, one: Changed, now: datetime) -> list[Submission]:
    """`held`, unsaved, when the hour by which an answer is wanted follows its post to another day; else nothing.

    One that somebody chose stays, unless the post goes out before it: nobody could be heard in time.
    """
    goes_out, before = one.post.publish_at, _moment_before(one)
    if goes_out is None or before is None or before == goes_out:
        return []
    usual = before - timedelta(hours=one.post.workspace.silence_hours)
    is_chosen = held.until != usual and (held.until is not None or usual > now)
    if is_chosen and (held.until is None or held.until <= goes_out):
        return []
    held.until = None
    again = asked(one.post, None, now, held)
    held.until, held.silence = again.until, again.silence
    return [held]


def _moment_before(one: Changed) -> datetime | None:
    """When a post was to go out before it was changed, as its day and hour had it."""
    names = ("local_date", "local_time", "fold")
    day, clock, fold = (one.diff[name][0] if name in one.diff else getattr(one.post, name) for name in names)
    return moment(day, clock, ZoneInfo(one.post.zone), fold).at if isinstance(day, date) else None


def _outcome(post: Post) -> str:
    approved = post.status == Post.Status.APPROVED
    return Submission.Outcome.APPROVED if approved else Submission.Outcome.WITHDRAWN


def _asks_again(one: Changed) -> bool:
    fields = CONTENT | MOMENT if one.post.workspace.approval_on_date else CONTENT
    return bool(fields & one.diff.keys())


def _revived(post: Post) -> bool:
    """Open the last submission of `post` again, whose answer is taken back, if it was of the same text."""
    last = Submission.objects.filter(post=post).first()
    if last is None or last.ended_at is None or last.fingerprint != fingerprint(post):
        return False
    last.verdicts.all().delete()  # the log keeps who answered, and who took it back
    last.ended_at, last.outcome = None, ""
    last.save(update_fields=["ended_at", "outcome"])
    return True


def hand_in(submissions: Sequence[Submission], actor: User | None, now: datetime) -> None:
    """Save new submissions, and tell those who may answer."""
    if not submissions:
        return
    pictures: dict[int, list[Media]] = {}
    for one in Media.objects.filter(post__in=[row.post_id for row in submissions]):
        pictures.setdefault(one.post_id, []).append(one)
    for row in submissions:
        row.fingerprint = fingerprint(row.post, pictures.get(row.post_id, []))
    Submission.objects.bulk_create(submissions)
    tell_asked(submissions, actor, now)


def seal(post: Post) -> None:
    """Take the pictures of a post into its open submission, which are saved after it."""
    if post.status == Post.Status.IN_REVIEW:
        Submission.objects.open().filter(post=post).update(fingerprint=fingerprint(post))


def is_asked(post: Post, now: datetime) -> bool:
    """Whether the act of this moment handed `post` in, or in again."""
    in_review = post.status == Post.Status.IN_REVIEW and has_approval(post.workspace)
    return in_review and Submission.objects.open().filter(post=post, asked_at=now).exists()


# --- Telling -------------------------------------------------------------------------------------------------------


def approvers(workspace: Workspace) -> list[User]:
    """The members who may approve, first those who joined first."""
    return members_who(workspace, "post.approve")


def members_who(workspace: Workspace, action: str) -> list[User]:
    rows = Membership.objects.filter(workspace=workspace, user__is_active=True).select_related("user")
    return [one.user for one in rows.order_by("joined_at", "pk") if may(one.role, action)]


def readers(workspace: Workspace) -> list[User]:
    """Who is told that a post waits to be read: in two steps, editors give the first answer too."""
    two = workspace.approval == Workspace.Approval.TWO_STEPS
    return members_who(workspace, "plan.write") if two else approvers(workspace)


def tell_asked(submissions: Sequence[Submission], actor: User | None, now: datetime) -> None:
    """Tell those who may answer: of one post by its name, of several at once with one notice that leads to all."""
    first = submissions[0]
    workspace, post = first.workspace, first.post
    one = len(submissions) == 1
    notices.tell(
        workspace,
        readers(workspace),
        "review",
        f"asked:{first.pk}" if one else f"asked:{first.pk}+{len(submissions) - 1}",
        now,
        link=review_page(post) if one else reverse("review-queue", args=[workspace.slug]),
        label=post.title if one else ", ".join(row.post.title for row in submissions),
        words=first.note if one else "",
        actor=actor,
        post=post if one else None,
    )


def review_page(post: Post) -> str:
    """The path of the page on which `post` is read and answered."""
    return reverse("post-review", args=[post.workspace.slug, post.pk])
