"""What a table would change in the plan, row by row, without writing anything."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from calendar_app import asking
from calendar_app.models import Post
from calendar_app.moments import moment
from calendar_app.workflow import FOLLOWS
from smplanner.workspaces.models import Workspace

from . import cells, elsewhere
from .cells import Manner, Scribe
from .columns import Wrong
from .elsewhere import Mapped
from .names import Names, names_of
from .sheets import CUT, Sheet

LONGEST_TITLE = 80
# How many rows are compared between two words about how far it has come.
STEP = 250


class State(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    STALE = "stale"  # somebody changed the post after the table was written
    WRONG = "wrong"
    SAME = "same"


@dataclass(slots=True)
class Row:
    """What one row of the file would do. `values` are the fields to set; `faults` say why not, by the column."""

    line: int
    state: State
    title: str
    post: Post | None = None
    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Gone:
    """A post of the plan that the file does not have."""

    pk: int
    version: int
    title: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The rows in the order of the file, and what of the plan is not in it."""

    rows: Sequence[Row]
    gone: Sequence[Gone]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table is compared with: the posts that its rows may be about, and the names that they may use."""

    names: Names
    by_uid: Mapping[str, Post]
    alike: Mapping[tuple[Any, ...], list[Post]]  # by what a row without an identifier is told by
    trashed: frozenset[str]
    everything: Sequence[Gone]


# --- The plan ------------------------------------------------------------------------------------------------------


def plan_for(workspace: Workspace, sheet: Sheet, mapped: Mapped, *, lock: bool = False) -> Plan:
    """The part of the plan that a file may be about. Nine queries at most, whatever its rows."""
    names = names_of(workspace)
    uids: set[str] = set()
    if mapped.is_own:
        place = mapped.targets.index(cells.UID)
        uids = {uid for row in sheet.rows if (uid := _uid(row[place]))}
    posts = Post._base_manager.filter(workspace=workspace)
    if lock:
        posts = posts.select_for_update(of=("self",))
    found = list(posts.filter(uid__in=uids)) if uids else []
    known = {str(post.uid) for post in found}
    without = not mapped.is_own or any(_uid(row[place]) not in known for row in sheet.rows)
    alike: dict[tuple[Any, ...], list[Post]] = defaultdict(list)
    if without:
        for post in posts.filter(deleted_at=None).exclude(uid__in=uids).order_by("pk"):
            alike[_likeness(post.title, post.local_date, post.local_time, post.channel_id)].append(post)
    everything = []
    if found:
        everything = [Gone(*row) for row in Post.objects.order_by("publish_at", "pk").values_list(*_GONE)]
    return Plan(
        names,
        {str(post.uid): post for post in found if post.deleted_at is None},
        alike,
        frozenset(str(post.uid) for post in found if post.deleted_at is not None),
        everything,
    )


_GONE = ("pk", "version", "title")


def _uid(cell: str) -> str:
    try:
        return str(UUID(cell.strip()))
    except ValueError:
        return ""


def _likeness(title: str, day: date | None, clock: time | None, channel: int | None) -> tuple[Any, ...]:
    return " ".join(title.split()), day, clock, channel


# --- The rows ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Comparison:
    """Goes through the rows of a file, and says now and then how far it has come; `done` is what it found."""

    sheet: Sheet
    mapped: Mapped
    workspace: Workspace
    may_approve: bool
    lock: bool = False
    done: Compared | None = None
    names: Names | None = None

    def steps(self) -> Iterator[tuple[int, int]]:
        """How many rows are compared, and of how many."""
        total = len(self.sheet.rows)
        yield 0, total
        plan = plan_for(self.workspace, self.sheet, self.mapped, lock=self.lock)
        self.names = plan.names
        zone: ZoneInfo = self.workspace.tz
        manner = Manner(plan.names, zone, self.mapped.day_first, self.mapped.lenient)
        reading = _Reading(plan, manner, self.mapped, self.workspace, self.may_approve)
        rows, last = [], 0
        for count, (line, found) in enumerate(elsewhere.records(self.sheet, self.mapped), start=1):
            rows.append(reading.row(line, found))
            if count % STEP == 0 and count < total:
                last = count
                yield last, total
        self.done = Compared(rows, reading.gone())
        yield total, total


class _Reading:
    def __init__(self, plan: Plan, manner: Manner, mapped: Mapped, workspace: Workspace, may_approve: bool) -> None:
        self.plan = plan
        self.workspace = workspace
        self.manner = manner
        self.scribe = Scribe(plan.names)
        self.mapped = mapped
        self.may_approve = may_approve
        self.seen: dict[int, int] = {}  # the post -> the line that is about it
        self.readable = [name for name in mapped.targets if name in cells.CHANGEABLE]
        if elsewhere.DRAFT in mapped.targets:
            self.readable.append("status")
        if any(target.startswith(elsewhere.NETWORK) for target in mapped.targets) and "channel" not in self.readable:
            self.readable.append("channel")
        self.has_hour = "local_time" in self.readable

    def row(self, line: int, found: Mapping[str, str]) -> Row:
        uid = _uid(found.get(cells.UID, ""))
        post = self.plan.by_uid.get(uid) if uid else None
        row = Row(line, State.SAME, found.get("title", "").strip(), post, cells=found)
        if uid in self.plan.trashed:
            row.faults[cells.UID] = _("This post lies in the trash. Take it out of there first.")
        elif found.get(cells.UID, "").strip() and not uid:
            row.faults[cells.UID] = _("This is no identifier. Leave the cell empty for a new post.")
        elif post and post.pk in self.seen:
            row.faults[cells.UID] = _("Line %(line)d is about this post already.") % {"line": self.seen[post.pk]}
        else:
            self._read(row, found)
        if row.post and not row.title:
            row.title = row.post.title
        if row.post:
            self.seen.setdefault(row.post.pk, line)
        row.state = self._state(row, found)
        return row

    def _state(self, row: Row, found: Mapping[str, str]) -> State:
        if row.faults:
            return State.WRONG
        if row.post is None:
            return State.NEW
        if not row.values:
            return State.SAME
        version = found.get(cells.VERSION, "").strip()
        if version and version != str(row.post.version):
            row.notes.append(_("Somebody has changed this post since the table was written."))
            return State.STALE
        return State.CHANGED

    def _read(self, row: Row, found: Mapping[str, str]) -> None:
        if row.post is None:
            self._read_new(row, found)
        else:
            self._read_changes(row, row.post, found)
        if row.faults or (row.post and not row.values):
            return
        self._follow(row)

    # --- A post that is there ---

    def _read_changes(self, row: Row, post: Post, found: Mapping[str, str]) -> None:
        for name in self.readable:
            cell = found.get(name, "")
            now = self.scribe.written(post, name)
            shown = cells.plain(cell)
            if shown == now or (len(shown) == CUT and now.startswith(shown)):
                continue
            value = self._value(row, name, cell)
            if name not in row.faults and value != cells.value_of(post, name):
                row.values[name] = value
        if not self.has_hour and "local_date" in self.readable and "local_date" not in row.faults:
            self._hour_beside(row, post.local_time, found.get("local_date", ""))

    # --- A post that is not there yet, or has no identifier in the file ---

    def _read_new(self, row: Row, found: Mapping[str, str]) -> None:
        for name in self.readable:
            cell = found.get(name, "")
            if cell.strip() or name == "title":
                row.values[name] = self._value(row, name, cell)
        if not self.has_hour and "local_date" in row.values and "local_date" not in row.faults:
            self._hour_beside(row, None, found.get("local_date", ""))
        if not row.values.get("title") and "title" not in row.faults:
            row.values["title"] = _title_of(found)
        row.title = row.values.get("title") or row.title
        if not row.title and not row.faults:
            row.faults["title"] = _("Every post needs a title.")
        if not row.faults:
            self._meet_again(row)

    def _meet_again(self, row: Row) -> None:
        """What was brought before is not brought twice: it changes the post that it has become."""
        said = row.values
        key = _likeness(said["title"], said.get("local_date"), said.get("local_time"), said.get("channel"))
        there = self.plan.alike.get(key)
        if there:
            row.post = there.pop(0)
            row.values = {name: value for name, value in said.items() if value != cells.value_of(row.post, name)}

    def _value(self, row: Row, name: str, cell: str) -> Any:
        if name == "title" and not cell.strip():
            if row.post is not None or not _title_of(row.cells):
                row.faults[name] = _("Every post needs a title.")
            return ""
        try:
            value = cells.read(name, cell, self.manner)
        except Wrong as wrong:
            row.faults[name] = str(wrong)
            return None
        if value is None and cell.strip() and self.manner.lenient:
            said = {"column": cells.heading(name), "value": cell.strip()[:60]}
            row.notes.append(_("%(column)s: the plan does not know “%(value)s”, so it is left empty.") % said)
        return value

    def _hour_beside(self, row: Row, now: time | None, cell: str) -> None:
        """The hour that stands in the same cell as the day."""
        clock = cells.day_and_hour(cell, self.manner)[1]
        if clock is not None and clock != now:
            row.values["local_time"] = clock

    # --- What follows from it ---

    def _follow(self, row: Row) -> None:
        post, said = row.post, row.values

        def after(name: str) -> Any:
            return said[name] if name in said else (cells.value_of(post, name) if post else None)

        if after("local_time") is not None and after("local_date") is None:
            if "local_time" in said:
                row.faults["local_time"] = _("Choose a day for this time, or leave the time empty too.")
                return
            said["local_time"] = None  # what loses its day loses its hour
        had = post is not None and post.local_date is not None
        has = after("local_date") is not None
        if "status" not in said or (post is None and not said["status"]):
            before = post.status if post else Post.Status.IDEA
            if had != has:
                follows = FOLLOWS[has].get(before, before)
                if post is None or follows != before:
                    said["status"] = follows
        self._keep_what_is_approved(row, post)
        if {"local_date", "local_time", "fold"} & said.keys():
            self._place(row, after("local_date"), after("local_time"))

    def _keep_what_is_approved(self, row: Row, post: Post | None) -> None:
        """A table approves no more than its bringer may, and changes nothing that somebody approved."""
        if row.values.get("status") == Post.Status.APPROVED and not self.may_approve:
            row.faults["status"] = _("Approving posts is not part of your role.")
        elif row.values.get("status") == Post.Status.APPROVED and asking.must_be_asked(self.workspace):
            row.faults["status"] = _("In this workspace a post is approved by an answer: hand it in.")
        if post is None:
            return
        post.workspace = self.workspace
        if not asking.is_locked(post):
            return
        for name in asking.CONTENT & row.values.keys():
            row.faults[name] = _("This post is approved and locked. Reopen it, with a reason, to change it.")
        if row.values.get("status", post.status) not in asking.STAYS_APPROVED:
            row.faults["status"] = _("This post is approved: reopen it, with a reason, to work on it again.")

    def _place(self, row: Row, day: date | None, clock: time | None) -> None:
        """Of an hour that comes twice, the one that was meant; of any other hour, there is one."""
        meant = row.values.get("fold", 0)
        twice = day is not None and clock is not None and moment(day, clock, self.manner.zone).repeated
        fold = meant if twice else 0
        now = row.post.fold if row.post else 0
        row.values.pop("fold", None)
        if fold != now:
            row.values["fold"] = fold

    def gone(self) -> list[Gone]:
        return [one for one in self.plan.everything if one.pk not in self.seen]


def _title_of(found: Mapping[str, str]) -> str:
    """What a post without a title is called: the beginning of its first line."""
    line = next((line.strip() for line in found.get("text", "").splitlines() if line.strip()), "")
    if len(line) <= LONGEST_TITLE:
        return line
    return line[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
