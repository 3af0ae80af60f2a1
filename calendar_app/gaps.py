"""What is missing of a plan: posts against each channel's rhythm, silences for a persona, hours against the team's.

Nothing here is a fault: a gap is where the next idea may go. Pure: no Django, no clock.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from math import ceil

from .plan import weeks
from .plan.snapshot import Channel, Persona, Plan, Post

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
# A persona of whom nothing is heard for so long is worth a word; two a month would not be.
SILENCE = 10
# No rhythm is slower than one post in so many weeks.
SLOWEST = 104


@dataclass(frozen=True, slots=True)
class Missing:
    """A post that the rhythm of a channel expects in a week, and the day on which it would fit best."""

    channel: Channel
    monday: date
    day: date
    clock: time | None
    number: int  # how many the week lacks, this one among them


@dataclass(frozen=True, slots=True)
class Silence:
    """Days without a post for a persona: after the one on `since`, if any, and before the one on `until`, if any."""

    persona: Persona
    since: date | None
    until: date | None
    days: int
    day: date


@dataclass(frozen=True, slots=True)
class Load:
    """The hours of a week: what it asks for, and what people have."""

    monday: date
    planned: float
    available: float

    @property
    def week(self) -> int:
        """The number by which findings name it."""
        return weeks.number(self.monday)

    @property
    def is_over(self) -> bool:
        return self.planned > self.available

    @property
    def tenths(self) -> int:
        """How full the week is, from 0 to 10."""
        return min(10, ceil(10 * self.planned / self.available)) if self.available > 0 else 10


@dataclass(frozen=True, slots=True)
class Gaps:
    missing: tuple[Missing, ...]
    silences: tuple[Silence, ...]
    loads: tuple[Load, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.silences)


def of(plan: Plan, first: date, last: date) -> Gaps:
    """What is missing on the days from `first` to `last`, as far as they are not over."""
    start = max(first, plan.today)
    if last < start:
        return Gaps((), (), ())
    mondays = list(_mondays(start, last))
    missing = [one for monday in mondays for channel in plan.channels_in_use for one in _missing(plan, channel, monday)]
    shown = (one for one in missing if start <= one.day <= last)
    return Gaps(
        tuple(sorted(shown, key=lambda one: (one.day, one.channel.label, one.channel.id, one.clock or time.max))),
        tuple(_silences(plan, start, last)),
        tuple(_loads(plan, mondays)),
    )


def _mondays(first: date, last: date) -> Iterator[date]:
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield monday
        monday += A_WEEK


# --- Against the rhythm --------------------------------------------------------------------------------------------


def _missing(plan: Plan, channel: Channel, monday: date) -> Iterator[Missing]:
    if not channel.publishes or not channel.weekly_target:
        return
    open_days = [day for day in _week(monday) if not plan.is_closed_on(day)]
    free = [day for day in open_days if day >= plan.today]
    taken = _days_of(plan, channel, monday)
    number = _expected(plan, channel, monday, len(open_days)) - len(taken)
    if number <= 0 or not free:
        return
    for day, clock in _places(channel, free, taken)[:number]:
        yield Missing(channel, monday, day, clock, number)


def _week(monday: date) -> list[date]:
    return [monday + timedelta(days=number) for number in range(7)]


def _days_of(plan: Plan, channel: Channel, monday: date, length: timedelta = A_WEEK) -> list[date]:
    """The days of the posts that a channel has in a week, or in more of them."""
    return [post.day for post in plan.between(monday, monday + length) if post.day and post.channel == channel.id]


def _expected(plan: Plan, channel: Channel, monday: date, open_days: int) -> int:
    """How many posts the week owes: fewer when days of it are closed, one now and then when the rhythm is slow."""
    target = float(channel.weekly_target or 0)
    if not open_days:
        return 0
    if target >= 1:
        return int(target * open_days / 7 + 0.5)
    # A post a month is owed by the week that ends a month without one.
    before = timedelta(days=7 * (ceil(min(1 / target, SLOWEST)) - 1))
    return 0 if _days_of(plan, channel, monday - before, before) else 1


def _places(channel: Channel, free: list[date], taken: list[date]) -> list[tuple[date, time | None]]:
    """Where a post fits, the best first: the slots that are free, then the days that lie furthest from other posts."""
    empty = [day for day in free if day not in taken]
    kept = {slot.weekday: slot.time for slot in sorted(channel.slots, key=lambda slot: slot.time, reverse=True)}
    slots = [(day, kept[day.isoweekday()]) for day in empty if day.isoweekday() in kept]
    others = [day for day in empty if day.isoweekday() not in kept]
    near = [*taken, *(day for day, _clock in slots)]
    spread: list[tuple[date, time | None]] = []
    while others:
        best = max(others, key=lambda day: (day.isoweekday() < 6, _distance(day, near), -day.toordinal()))
        others.remove(best)
        near.append(best)
        spread.append((best, None))
    return [*slots, *spread]


def _distance(day: date, near: Iterable[date]) -> int:
    return min((abs((day - other).days) for other in near), default=7)


# --- Silences ------------------------------------------------------------------------------------------------------


def _silences(plan: Plan, first: date, last: date) -> Iterator[Silence]:
    """The first long silence for each persona that reaches into these days, the longest first."""
    heard = _heard(plan.dated)
    found = [
        _silence(plan, persona, sorted(heard.get(persona.id, ())), first, last) for persona in plan.active_personas
    ]
    yield from sorted((one for one in found if one), key=lambda one: (-one.days, one.persona.name, one.persona.id))


def _heard(posts: Iterable[Post]) -> Mapping[int, set[date]]:
    heard: dict[int, set[date]] = {}
    for post in posts:
        if post.persona is not None and post.day is not None:
            heard.setdefault(post.persona, set()).add(post.day)
    return heard


def _silence(plan: Plan, persona: Persona, days: list[date], first: date, last: date) -> Silence | None:
    began = persona.created_on or first
    edges: list[date | None] = [max((day for day in days if day < first), default=None)]
    edges += [day for day in days if first <= day <= last]
    later = [day for day in days if day > last][:1] or [None]
    for since, until in zip(edges, [*edges[1:], *later], strict=True):
        start = since or min(began, first)
        end = until or last + A_DAY
        length = (end - start).days
        day = next((one for one in _between(max(start + A_DAY, first), end) if not plan.is_closed_on(one)), None)
        if day is not None and day <= last and length > SILENCE:
            return Silence(persona, since, until, length - 1 if since else length, day)
    return None


def _between(start: date, end: date) -> Iterator[date]:
    """The days from `start` up to, but without, `end`."""
    for number in range((end - start).days):
        yield start + timedelta(days=number)


# --- Hours ---------------------------------------------------------------------------------------------------------


def _loads(plan: Plan, mondays: Iterable[date]) -> Iterator[Load]:
    """The weeks with something planned, where anybody said what hours there are."""
    if plan.hours_per_week <= 0:
        return
    for monday in mondays:
        planned = plan.planned_hours.get(monday, plan.standing_hours)
        yield Load(monday, planned, plan.available_hours(monday))
