"""Acts on several posts at once: all of them or none, in one transaction, told in the log as one batch.

All of them run inside the workspace's scope and open their own transaction.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction

from smplanner.workspaces import audit
from smplanner.workspaces.models import User

from . import asking, revisions
from .models import Post
from .moments import FIRST_DAY, LAST_DAY
from .workflow import SHOWN, Diff, note_approval, put, verb_of

MOST = 500
"""How many posts one act may touch."""

# So many are updated by one statement; of more, that takes much longer than several that overwrite.
FEW = 80

# What a change writes beside the fields that it is about.
BESIDE = ("version", "sequence", "changed_at", "is_proposed")
MOMENT = ("local_date", "local_time", "fold", "zone", "publish_at", "status")

# Sets in a post what the act changes, unsaved, and says what that is.
Act = Callable[[Post], Diff]


class Why(StrEnum):
    """Why a post stands in the way of an act."""

    STALE = "stale"
    FAR = "far"
    LOCKED = "locked"
    UNASKED = "unasked"


class Refused(Exception):
    """Nothing was changed, for the sake of some posts; `reasons` has each with why."""

    def __init__(self, reasons: Sequence[tuple[Post, Why]]) -> None:
        self.reasons = reasons
        super().__init__(f"{len(reasons)} posts stand in the way")


class Wont(Exception):
    """Why one post cannot be changed; `change` gathers them."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Change:
    """A post as it is to be saved, with what the log shall say of it."""

    verb: str
    post: Post
    diff: Diff

    def for_asking(self) -> asking.Changed:
        return asking.Changed(self.post, self.diff.get("status", (self.post.status,))[0], self.diff)


@dataclass(frozen=True, slots=True)
class Done:
    """What an act changed. `event` is the first row that it left in the log; None when it changed nothing."""

    posts: tuple[Post, ...]
    event: int | None


def shift(days: int) -> Act:
    """Move by so many days, keeping the hour on the wall; what is in the reserve stays there."""

    def act(post: Post) -> Diff:
        if post.local_date is None:
            return {}
        return put(post, later(post.local_date, days), post.local_time)

    return act


def later(day: date, days: int) -> date:
    """The day so many days after `day`. Raises when no plan goes that far."""
    try:
        goal = day + timedelta(days)
    except OverflowError:
        raise Wont(Why.FAR) from None
    if not FIRST_DAY <= goal <= LAST_DAY:
        raise Wont(Why.FAR)
    return goal


def place(day: date | None) -> Act:
    """Move to a day, or into the reserve when it is None, keeping the hour on the wall."""
    return lambda post: put(post, day, post.local_time)


def assign(name: str, value: Any, now: datetime) -> Act:
    """Set the field `name` to `value`; for a link to another row, that row or None."""

    def act(post: Post) -> Diff:
        attname = Post._meta.get_field(name).attname
        before, status = getattr(post, attname), post.status
        setattr(post, name, value)
        after = getattr(post, attname)
        if before == after:
            return {}
        post.is_proposed = False
        note_approval(post, status, now)
        return {name: (before, after)}

    return act


@transaction.atomic
def change(
    chosen: Mapping[int, int | None],
    act: Act,
    verb: str,
    actor: User,
    now: datetime,
    batch: uuid.UUID | None = None,
    *,
    reason: str = "",
) -> Done:
    """Let `act` change each of the posts that `chosen` numbers, each with the version that was read, or None.

    The log keeps the `reason` with each of them, if one was given.
    Raises Post.DoesNotExist when one of them is not in the plan, and Refused when any stands in the way.
    """
    posts = locked(chosen)
    changes, reasons = [], _stale(posts, chosen)
    behind = {post.pk for post, _why in reasons}
    for post in posts:
        if post.pk in behind:
            continue
        try:
            changes.append(_changed(verb, post, act))
        except Wont as wont:
            reasons.append((post, wont.why))
    if reasons:
        raise Refused(reasons)
    return write([one for one in changes if one.diff], actor, now, batch, reason=reason)


def _changed(verb: str, post: Post, act: Act) -> Change:
    """What `act` makes of `post`. Raises Wont, also for what somebody approved or has to."""
    status = post.status
    diff = act(post)
    try:
        asking.refuse(post, status, diff)
    except asking.Locked:
        raise Wont(Why.LOCKED) from None
    except asking.Unasked:
        raise Wont(Why.UNASKED) from None
    return Change(verb, post, diff)


@transaction.atomic
def trash(chosen: Mapping[int, int | None], actor: User, now: datetime) -> Done:
    """Throw several posts away. Raises as `change` does."""
    posts = locked(chosen)
    if reasons := _stale(posts, chosen):
        raise Refused(reasons)
    for post in posts:
        post.deleted_at = now
    return write([Change("trashed", post, {}) for post in posts], actor, now)


def _stale(posts: Iterable[Post], chosen: Mapping[int, int | None]) -> list[tuple[Post, Why]]:
    """Those of the `posts` of which another version was read than there is; None stands for whichever there is."""
    return [(post, Why.STALE) for post in posts if chosen[post.pk] not in (None, post.version)]


def locked(numbers: Iterable[int]) -> list[Post]:
    """The posts of these numbers in the order of the plan, locked. Raises Post.DoesNotExist when one is missing."""
    wanted = set(numbers)
    rows = Post.objects.select_for_update(of=("self",)).select_related("workspace").order_by("publish_at", "pk")
    posts = list(rows.filter(pk__in=wanted))
    if len(posts) != len(wanted):
        raise Post.DoesNotExist(f"{len(wanted) - len(posts)} of {len(wanted)} posts are not in this plan")
    return posts


def write(
    changes: Sequence[Change], actor: User, now: datetime, batch: uuid.UUID | None = None, *, reason: str = ""
) -> Done:
    """Save each post as its next version, and the log: one batch when there are several. To be called in a transaction.

    `batch` is given by whoever changes something else in the same act.
    The number of statements is the same for some eighty posts, which is what SQLite takes at once; of more, it grows by
    one for some twenty.
    """
    if not changes:
        return Done((), None)
    fields = set(BESIDE)
    for one in changes:
        post, lives = one.post, one.verb in {"trashed", "restored"}
        post.version += 1
        if lives or SHOWN & one.diff.keys():
            post.revise(now)
        post.place()
        fields |= one.diff.keys() - {"media"}
        fields |= {"deleted_at"} if lives else set()
        fields |= set(MOMENT) if one.diff.keys() & set(MOMENT) else set()
        fields |= {"approved_at"} if "status" in one.diff else set()
    posts = [one.post for one in changes]
    if len(posts) > FEW:
        overwrite(posts, fields)
    else:
        Post._base_manager.bulk_update(posts, sorted(fields))
    batch = batch or (uuid.uuid4() if len(changes) > 1 else None)
    told = [(verb_of(one.verb, one.post, one.diff), one.post, one.diff) for one in changes]
    events = audit.record_all(posts[0].workspace, actor, told, batch=batch, reason=reason)
    revisions.keep(told, events)
    asking.follow([one.for_asking() for one in changes], actor, now, is_undo=changes[0].verb == "undone")
    return Done(tuple(posts), events[0].pk)


def overwrite(posts: Sequence[Post], fields: Collection[str]) -> None:
    """Write these fields of posts that are there, whatever else of them changed since they were read.

    An update of many rows takes a condition for each value, which is twenty times as slow.
    """
    Post._base_manager.bulk_create(posts, update_conflicts=True, unique_fields=["pk"], update_fields=sorted(fields))
