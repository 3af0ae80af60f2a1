"""Writing what a table brings: all of it in one transaction, told in the log as one act that can be taken back."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from calendar_app import asking, revisions
from calendar_app.models import Post
from calendar_app.together import overwrite
from calendar_app.workflow import SHOWN, Diff, note_approval, verb_of
from smplanner.workspaces import audit
from smplanner.workspaces.models import User, Workspace

from . import cells
from .comparing import Compared, Row, State

# What is written of a post that changes, whatever changed.
BESIDE = (
    *("version", "sequence", "changed_at", "is_proposed", "approved_at", "zone", "publish_at", "fold", "deleted_at"),
    *("local_date", "local_time", "status"),
)
STEP = 500
LEAVE, CANCEL, TRASH = "leave", "cancel", "trash"

Told = tuple[str, Post, Diff]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person chose: the lines to write although somebody changed their posts, and what becomes of gone ones.

    `seen` has the version of each post that was looked at, by its number: what grew since is left as it is. The log
    keeps the `reason`, if one was given.
    """

    seen: Mapping[int, int]
    over: frozenset[int] = frozenset()
    over_all: bool = False
    gone: str = LEAVE
    reason: str = ""


@dataclass(slots=True)
class Taking:
    """Writes the rows of `compared`, to be called in a transaction; what it did is in the other fields then."""

    workspace: Workspace
    actor: User
    now: datetime
    compared: Compared
    wish: Wish
    new: int = 0
    changed: int = 0
    gone: int = 0
    left: list[Row] = field(default_factory=list)
    event: int | None = None

    def steps(self) -> Iterator[tuple[int, int]]:
        """How many posts are written, and of how many."""
        new = [row for row in self.compared.rows if row.state == State.NEW]
        changed = [row for row in self.compared.rows if self._is_wanted(row)]
        gone = self._gone()
        total = len(new) + len(changed) + len(gone)
        done = 0
        yield done, total
        told: list[Told] = [("created", self._made(row), {}) for row in new]
        fields: set[str] = set(BESIDE)
        for row in changed:
            if row.post is not None:
                fields |= row.values.keys()
                diff = self._changed(row.post, row.values)
                told.append((verb_of("edited", row.post, diff), row.post, diff))
        told += [self._parted_with(post) for post in gone]
        self.new, self.changed, self.gone = len(new), len(changed), len(gone)
        for some in _pieces(told[: len(new)]):
            Post._base_manager.bulk_create([post for _verb, post, _diff in some])
            done += len(some)
            yield done, total
        for some in _pieces(told[len(new) :]):
            overwrite([post for _verb, post, _diff in some], fields)
            done += len(some)
            yield done, total
        if told:
            batch = uuid.uuid4() if len(told) > 1 else None
            events = audit.record_all(self.workspace, self.actor, told, batch=batch, reason=self.wish.reason)
            revisions.keep(told, events)
            asking.follow([_for_asking(*one) for one in told], self.actor, self.now)
            self.event = events[0].pk

    def _is_wanted(self, row: Row) -> bool:
        if row.post is None or row.state not in {State.CHANGED, State.STALE}:
            return False
        if self.wish.seen.get(row.post.pk) != row.post.version:
            self.left.append(row)
            return False
        return row.state == State.CHANGED or self.wish.over_all or row.line in self.wish.over

    def _gone(self) -> list[Post]:
        """The posts that the file does not have, as they were looked at."""
        if self.wish.gone == LEAVE:
            return []
        numbers = [one.pk for one in self.compared.gone if self.wish.seen.get(one.pk) == one.version]
        posts = Post.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("publish_at", "pk")
        if self.wish.gone == CANCEL:
            posts = posts.exclude(status=Post.Status.CANCELLED)
        return list(posts)

    def _made(self, row: Row) -> Post:
        post = Post(workspace=self.workspace, zone=self.workspace.zone)
        for name, value in row.values.items():
            setattr(post, cells.field_of(name).attname, value)
        post.created_by = self.actor
        post.created_at = post.changed_at = self.now
        if post.owner_id is None:
            post.owner = self.actor
        note_approval(post, "", self.now)
        post.place()
        return post

    def _changed(self, post: Post, values: Mapping[str, Any]) -> Diff:
        before = post.status
        diff: dict[str, tuple[Any, Any]] = {}
        for name, value in values.items():
            attname = cells.field_of(name).attname
            diff[name] = (getattr(post, attname), value)
            setattr(post, attname, value)
        if {"local_date", "local_time", "fold"} & values.keys():
            post.zone = self.workspace.zone
        asking.moved(post, before, diff)
        note_approval(post, before, self.now)
        self._grow(post, shown=bool(SHOWN & values.keys()))
        return diff

    def _parted_with(self, post: Post) -> Told:
        if self.wish.gone == TRASH:
            post.deleted_at = self.now
            self._grow(post, shown=True)
            return "trashed", post, {}
        return "cancelled", post, self._changed(post, {"status": Post.Status.CANCELLED})

    def _grow(self, post: Post, *, shown: bool) -> None:
        post.is_proposed = False
        post.version += 1
        if shown:
            post.revise(self.now)
        post.place()


def _for_asking(verb: str, post: Post, diff: Diff) -> asking.Changed:
    return asking.Changed(post, "" if verb == "created" else diff.get("status", (post.status,))[0], diff)


def _pieces(told: Sequence[Told]) -> Iterator[Sequence[Told]]:
    for start in range(0, len(told), STEP):
        yield told[start : start + STEP]
