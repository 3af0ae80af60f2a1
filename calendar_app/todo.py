"""What waits for one person: to write, to answer, to post, to do. Each thing stands in one list, the pressing first.

Everything here runs inside the workspace's scope and asks a number of queries that does not depend on the rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from smplanner.workspaces.models import Membership, User

from . import asking, entries, occasions, posting, waiting
from .models import Notice, Post, Submission
from .occasions import Kind, Occasion

AHEAD = timedelta(days=14)
# What is looked back on: what lies further back than that nobody will do any more.
BEHIND = timedelta(days=90)
A_WEEK = timedelta(days=7)
# More of one kind nobody does today.
MOST = 50
# What can still be written.
UNWRITTEN = (Post.Status.IDEA, Post.Status.PLANNED, Post.Status.DRAFT)
# What waits for an answer waits for that first.
_TO_POST = frozenset(posting.OPEN) - {Post.Status.IN_REVIEW}
TASKS = frozenset({Kind.LISTENING, *occasions.TO_DO})


@dataclass(frozen=True, slots=True)
class Answered:
    """A post that came back: sent back by `by` with what they said, or because nobody answered in time."""

    post: Post
    submission: Submission
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Todo:
    """Everything that waits for one person. What is `late` or `due` may be in nobody's care."""

    late: Sequence[Post] = ()
    due: Sequence[Post] = ()
    to_review: Sequence[Post] = ()
    refused: Sequence[Answered] = ()
    lapsed: Sequence[Answered] = ()
    to_write: Sequence[Post] = ()
    mentions: Sequence[Notice] = ()
    tasks: Sequence[Occasion] = ()
    waiting: Sequence[Post] = ()

    @property
    def count(self) -> int:
        """How much of it this person can do now: not what waits for others."""
        mine = (
            self.late,
            self.due,
            self.to_review,
            self.refused,
            self.lapsed,
            self.to_write,
            self.mentions,
            self.tasks,
        )
        return sum(map(len, mine))


def of(member: Membership, now: datetime) -> Todo:
    """What waits for `member` at `now`."""
    user, today = member.user, now.astimezone(member.workspace.tz).date()
    back = {one.post.pk: one for one in _came_back(user)}
    refused = [one for one in back.values() if one.submission.outcome == Submission.Outcome.SENT_BACK]
    posts = [post for post in _mine(user, today) if post.pk not in back]
    due = [post for post in posts if post.status in _TO_POST and posting.due_at(post) <= now]
    over = {post.pk for post in due}
    to_review = list(waiting.with_answers(waiting.for_member(member))[:MOST])
    return Todo(
        late=[post for post in due if post.local_date < today],
        due=[post for post in due if post.local_date >= today],
        to_review=to_review,
        refused=refused,
        lapsed=[one for one in back.values() if one not in refused],
        to_write=[post for post in posts if _is_to_write(post, user, today) and post.pk not in over][:MOST],
        mentions=list(_mentions(user)),
        tasks=_tasks(user, today),
        waiting=_waiting(member, but={post.pk for post in to_review}),
    )


def _mine(user: User, today: date) -> list[Post]:
    """Posts of these days that are in this person's care, or in nobody's."""
    rows = Post.objects.filter(
        Q(owner=user) | Q(owner=None), local_date__range=(today - posting.LONGEST, today + AHEAD)
    )
    rows = rows.filter(status__in=(Post.Status.IDEA, *posting.OPEN)).select_related("channel__platform", "workspace")
    return list(rows.order_by("publish_at", "pk")[: 4 * MOST])


def _is_to_write(post: Post, user: User, today: date) -> bool:
    return post.owner_id == user.pk and post.status in UNWRITTEN and post.local_date >= today


# --- Review --------------------------------------------------------------------------------------------------------


def _came_back(user: User) -> list[Answered]:
    """Posts of this person whose last submission was refused, or lapsed, and that nobody handed in since."""
    later = Submission.objects.filter(post=OuterRef("post"), pk__gt=OuterRef("pk"))
    ended = (Submission.Outcome.SENT_BACK, Submission.Outcome.LAPSED)
    rows = Submission.objects.filter(
        ~Exists(later),
        Q(post__owner=user) | Q(asked_by=user),
        outcome__in=ended,
        post__deleted_at=None,
        post__status__in=UNWRITTEN,
    )
    rows = rows.select_related("post__channel__platform", "post__workspace").prefetch_related("verdicts__by")
    return [_answered(one) for one in rows.order_by("post__publish_at", "pk")[:MOST]]


def _answered(submission: Submission) -> Answered:
    last = list(submission.verdicts.all())[-1:]
    said = last[0] if last else None
    by = said.by.get_short_name() if said and said.by else said.guest if said else ""
    return Answered(submission.post, submission, by, said.comment if said else submission.plan_b)


def _waiting(member: Membership, but: Iterable[int]) -> list[Post]:
    """What this person handed in, or looks after, that waits for somebody's answer; `but` what is told already."""
    if not asking.has_approval(member.workspace):
        return []
    held = Submission.objects.open().filter(post=OuterRef("pk"), asked_by=member.user_id)
    rows = waiting.posts(member.workspace).filter(Q(owner=member.user_id) | Exists(held)).exclude(pk__in=list(but))
    return list(waiting.with_answers(rows)[:MOST])


# --- The rest ------------------------------------------------------------------------------------------------------


def _mentions(user: User) -> Iterable[Notice]:
    unread = Notice.objects.filter(user=user, kind="mention", read_at=None).select_related("actor")
    return unread.order_by("-at", "-pk")[:MOST]


def _tasks(user: User, today: date) -> list[Occasion]:
    """What the strategy asks of this person, from the last months until the end of the week to come."""
    own = [row for row in entries.occasion_rows() if row.owner == user.pk and row.kind in TASKS]
    found = occasions.between(own, today - BEHIND, today + A_WEEK)
    # Nobody knows whether a session was held: of those that come back, the next one counts.
    return [one for one in found if one.row.kind != Kind.LISTENING or one.day >= today][:MOST]
