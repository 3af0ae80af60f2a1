"""A week gone through: what went out of it and what slipped, and what the one after it holds and lacks.

Weeks are those of ISO 8601, by the clock of the workspace. Everything here runs inside the workspace's scope, asks a
number of queries that does not depend on the rows (see `of`), and changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from django.http import QueryDict

from smplanner.workspaces.models import AuditEvent, User, Workspace

from . import checker, entries, gaps
from .checker import Finding, Mark
from .facets import Facets, Key, facets
from .filters import State, parse, sift
from .grid import Entry
from .models import Post
from .moments import day_bounds
from .plan import snapshot as plan
from .plan import weeks

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
OVER = (Post.Status.POSTED, Post.Status.CANCELLED)
# What the facets of the calendar are called in the values of a plan; findings are no value of a post.
FACETS = ("channel", "status", "persona", "pillar", "objective", "owner", "campaign")
# Moved before its week began, a post did not slip: that was planning. Put off in so many words, it did.
PUT_OFF = "postponed"


@dataclass(frozen=True, slots=True)
class Slip:
    """A post that left the week for a later day, or the reserve: `since` is the day it had there, `entry` is it now."""

    entry: Entry
    since: date
    verb: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coming:
    """A post of the week to come, with what the checker says of it."""

    entry: Entry
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Reach:
    """How many posts go to a persona, or towards an objective: in the week, in the next one, and beyond both.

    `since` is the day of the last one before the next week, `until` that of the first one after it.
    """

    ref: plan.Ref
    was: int
    comes: int
    since: date | None
    until: date | None

    @property
    def is_gap(self) -> bool:
        """Whether nothing is planned for it in the week to come."""
        return not self.comes


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done with a post: "carry" it over, "write" it, wait for an "answer" to it, "post" it."""

    entry: Entry
    act: str


@dataclass(frozen=True, slots=True)
class Person:
    """What one account has to do, the soonest first; of posts in nobody's care, `owner` is None."""

    owner: int | None
    label: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """One week from its `monday` on, and the next one, as they stand on the day `today`.

    Of the week: what went `out`, what `slipped` and stands there still, what `left` it for later, was `cancelled`, or
    is `open` because its day is not over. Of the next: `coming`, the `findings` on it as a whole, and what it lacks.
    """

    monday: date
    today: date
    out: tuple[Entry, ...]
    slipped: tuple[Entry, ...]
    left: tuple[Slip, ...]
    open: tuple[Entry, ...]
    cancelled: tuple[Entry, ...]
    coming: tuple[Coming, ...]
    findings: tuple[Finding, ...]
    personas: tuple[Reach, ...]
    objectives: tuple[Reach, ...]
    missing: tuple[gaps.Missing, ...]
    silences: tuple[gaps.Silence, ...]
    load: gaps.Load | None
    people: tuple[Person, ...]

    @property
    def sunday(self) -> date:
        return self.monday + A_WEEK - A_DAY

    @property
    def next_monday(self) -> date:
        return self.monday + A_WEEK

    @property
    def next_sunday(self) -> date:
        return self.next_monday + A_WEEK - A_DAY

    @property
    def is_over(self) -> bool:
        return self.sunday < self.today

    @property
    def has_gaps(self) -> bool:
        return bool(self.missing or self.silences or any(one.is_gap for one in (*self.personas, *self.objectives)))


def monday_of(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def last_week(today: date) -> date:
    """The Monday of the last week that is over."""
    return monday_of(today) - A_WEEK


def spelt(monday: date) -> str:
    """A week as addresses spell it: “2026-W48”."""
    year, week, _day = monday.isocalendar()
    return f"{year:04}-W{week:02}"


def read(text: str) -> date | None:
    """The Monday of a week that an address spells; None when it is none."""
    year, sign, week = text.partition("-W")
    digits = year + week
    if not (sign and len(year) == 4 and len(week) == 2 and digits.isascii() and digits.isdecimal()):
        return None
    try:
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return None


def of_view(workspace: Workspace, monday: date, now: datetime, user: User, address: str = "") -> Week:
    """The week from `monday` on, of what a saved view of `user` shows: its `address`, a query string; empty, of all."""
    today, (known, _kept) = now.astimezone(workspace.tz).date(), facets(user)
    state, _notes = parse(QueryDict(address), today=today, view="week", known=known)
    return of(workspace, monday, now, state, known)


def of(workspace: Workspace, monday: date, now: datetime, state: State, known: Facets) -> Week:
    """The week from `monday` on and the one after it, of the posts that the filters of `state` let through.

    As many queries as a check, and three: the posts of both weeks, what the log says of days, and the posts that left.
    `known` is what facets.facets found.
    """
    today = now.astimezone(workspace.tz).date()
    report = checker.check(workspace, today)
    marks = checker.marks_in(report, "post")
    both = entries.dated(workspace, monday, monday + 2 * A_WEEK - A_DAY)
    departed = _departed(workspace, monday)
    there = {entry.id for entry in both}
    elsewhere = entries.numbered(workspace, departed.keys() - there)
    severities = {number: str(mark.severity) for number, mark in marks.items()}
    shown = sift([*both, *elsewhere], state, known, severities).shown
    week = [entry for entry in shown if entry.id in there and entry.day < monday + A_WEEK]
    coming = [entry for entry in shown if entry.id in there and entry.day >= monday + A_WEEK]
    waiting = [entry for entry in week if entry.status not in OVER]
    slipped = tuple(entry for entry in waiting if entry.day < today)
    to_come = [entry for entry in coming if entry.status != Post.Status.CANCELLED]
    first, last = monday + A_WEEK, monday + 2 * A_WEEK - A_DAY
    lacks = gaps.of(report.plan, first, last)
    heard = [post for post in report.plan.dated if _fits(post, state)]
    return Week(
        monday=monday,
        today=today,
        out=tuple(entry for entry in week if entry.status == Post.Status.POSTED),
        slipped=slipped,
        left=tuple(_slips(departed, shown, monday)),
        open=tuple(entry for entry in waiting if entry.day >= today),
        cancelled=tuple(entry for entry in week if entry.status == Post.Status.CANCELLED),
        coming=tuple(Coming(entry, marks.get(entry.id)) for entry in to_come),
        findings=tuple(one for one in report.findings if one.ref.kind == weeks.WEEK and one.ref.id == _number(first)),
        personas=tuple(_reached("persona", _looked_at(report.plan.active_personas, state, "persona"), heard, first)),
        objectives=tuple(
            _reached("objective", _looked_at(report.plan.active_objectives, state, "objective"), heard, first)
        ),
        missing=_first_of_each(one for one in lacks.missing if _is_looked_at(one.channel.id, state, "channel")),
        silences=tuple(one for one in lacks.silences if _is_looked_at(one.persona.id, state, "persona")),
        load=next((one for one in lacks.loads if one.monday == first), None),
        people=tuple(_people(slipped, to_come, known)),
    )


_number = weeks.number


# --- What left -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Move:
    """What the log says of a post that had a day of the week: the day, and the last act that gave it another."""

    since: date
    verb: str
    reason: str


def _departed(workspace: Workspace, monday: date) -> Mapping[int, _Move]:
    """The posts that were given another day than theirs in the week, by number, since the week began."""
    days = [(monday + timedelta(days=number)).isoformat() for number in range(7)]
    begins, _ends = day_bounds(monday, monday, workspace.tz)
    told = AuditEvent.objects.filter(target_kind="post", diff__local_date__0__in=days).exclude(verb="undone")
    found: dict[int, _Move] = {}
    for number, verb, at, diff, reason in told.order_by("pk").values_list("target_id", "verb", "at", "diff", "reason"):
        if at >= begins or verb == PUT_OFF:
            since = found[number].since if number in found else date.fromisoformat(diff["local_date"][0])
            found[number] = _Move(since, verb, reason)
    return found


def _slips(departed: Mapping[int, _Move], shown: Iterable[Entry], monday: date) -> Iterator[Slip]:
    """Those of the departed that now stand later, or nowhere; what came back, or was brought forward, did not slip."""
    later = [entry for entry in shown if entry.id in departed and (entry.day is None or entry.day >= monday + A_WEEK)]
    for entry in sorted(later, key=lambda one: (departed[one.id].since, one.id)):
        move = departed[entry.id]
        yield Slip(entry, move.since, move.verb, move.reason)


# --- What is missing -----------------------------------------------------------------------------------------------


class _Named(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def ref(self) -> plan.Ref: ...


Aim = TypeVar("Aim", bound=_Named)


def _is_looked_at(key: Key, state: State, facet: str) -> bool:
    chosen = state.chosen.get(facet)
    return not chosen or key in chosen


def _looked_at(rows: Sequence[Aim], state: State, facet: str) -> list[Aim]:
    return [row for row in rows if _is_looked_at(row.id, state, facet)]


def _fits(post: plan.Post, state: State) -> bool:
    return all(_is_looked_at(getattr(post, facet), state, facet) for facet in FACETS)


def _reached(facet: str, rows: Iterable[_Named], posts: Iterable[plan.Post], first: date) -> Iterator[Reach]:
    """How `rows` are reached around the week that begins on `first`, those that it forgets before the others."""
    days: dict[int, list[date]] = {}
    for post in posts:
        number = getattr(post, facet)
        if number is not None and post.day is not None:
            days.setdefault(number, []).append(post.day)
    found = [_reach(row.ref, sorted(days.get(row.id, ())), first) for row in rows]
    yield from sorted(found, key=lambda one: (not one.is_gap, one.since or date.min if one.is_gap else date.min))


def _reach(ref: plan.Ref, days: Sequence[date], first: date) -> Reach:
    was = sum(first - A_WEEK <= day < first for day in days)
    comes = sum(first <= day < first + A_WEEK for day in days)
    since = max((day for day in days if day < first), default=None)
    return Reach(ref, was, comes, since, min((day for day in days if day >= first + A_WEEK), default=None))


def _first_of_each(missing: Iterable[gaps.Missing]) -> tuple[gaps.Missing, ...]:
    """One of each channel: it says how many there are."""
    found: dict[int, gaps.Missing] = {}
    for one in missing:
        found.setdefault(one.channel.id, one)
    return tuple(found.values())


# --- Who has what to do --------------------------------------------------------------------------------------------

_ACTS: Mapping[str, str] = {Post.Status.IN_REVIEW: "answer", Post.Status.APPROVED: "post"}


def _people(slipped: Iterable[Entry], coming: Iterable[Entry], known: Facets) -> Iterator[Person]:
    """Everybody with something to do, in the order of the calendar's legend; nobody's comes last."""
    tasks: dict[Key, list[Task]] = {}
    for entry in slipped:
        tasks.setdefault(entry.owner, []).append(Task(entry, "carry"))
    for entry in coming:
        if entry.status != Post.Status.POSTED:
            tasks.setdefault(entry.owner, []).append(Task(entry, _ACTS.get(entry.status, "write")))
    for owner, option in known["owner"].items():
        if owner in tasks:
            yield Person(owner if isinstance(owner, int) else None, option.label, tuple(tasks[owner]))
