"""Weeks and days of a month, and which post stands on which day. Pure: no Django, no clock of its own."""

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .moments import day_bounds, wall
from .plan import weeks
from .plan.snapshot import Media, Post

# What the calendar can show. Outside of it a date is a slip of the finger, and arithmetic would run off its end.
EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 12, 31)

MONDAY, SUNDAY = 1, 7
A_DAY = timedelta(days=1)
A_WEEK = 7  # days

# Views that count posts instead of naming them, and the months that each of them shows.
OVERVIEWS = ("quarter", "year")
QUARTER, YEAR = 3, 12

# Two places on Earth are at most this far apart on the clock (UTC−12 to UTC+14).
WIDEST_OFFSET = timedelta(hours=26)


class Entry(NamedTuple):
    """A post as the calendar shows it, on the day and at the time that the workspace's clock shows.

    `day` is None in the reserve; `clock` is None for a post that belongs to the day as a whole. `post` is what the
    rules read of it. `owner` is an account.
    """

    id: int
    title: str
    channel: int | None
    persona: int | None
    pillar: int | None
    status: str
    version: int
    day: date | None
    clock: time | None
    text: str = ""
    post: Post | None = None
    objective: int | None = None
    owner: int | None = None
    campaign: int | None = None

    @property
    def pictures(self) -> tuple[Media, ...]:
        """What goes with its text; nothing where only days are counted."""
        return self.post.media if self.post else ()


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, and the ISO 8601 number of the week that holds most of them."""

    number: int
    days: tuple[date, ...]

    @property
    def key(self) -> int:
        """Its number with the year before it, as findings name it."""
        return weeks.number(_thursday(self.days))


@dataclass(frozen=True, slots=True)
class Month:
    """One month, in whole weeks: the days before its first and after its last that fill them are there too."""

    first: date
    weeks: tuple[Week, ...]

    @property
    def last(self) -> date:
        """The last day of the month itself."""
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    @property
    def visible(self) -> tuple[date, date]:
        """The first and the last day of its weeks."""
        return self.weeks[0].days[0], self.weeks[-1].days[-1]

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.first.year, self.first.month)


def month_of(day: date, week_start: int = MONDAY) -> Month:
    """The month of `day`, in weeks that begin on `week_start`: 1 for Monday, 7 for Sunday."""
    first = day.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    start = first - timedelta(days=(first.isoweekday() - week_start) % 7)
    found = []
    while start <= last:
        days = tuple(start + timedelta(days=n) for n in range(7))
        found.append(Week(_thursday(days).isocalendar().week, days))
        start += timedelta(days=7)
    return Month(first, tuple(found))


def week_of(day: date, week_start: int = MONDAY) -> Week:
    """The week of `day`, which begins on `week_start`."""
    start = day - timedelta(days=(day.isoweekday() - week_start) % 7)
    days = tuple(start + timedelta(days=n) for n in range(7))
    return Week(_thursday(days).isocalendar().week, days)


def months_of(view: str, day: date, week_start: int = MONDAY) -> tuple[Month, ...]:
    """The months that the view of a quarter or a year is made of, where `day` lies."""
    number = QUARTER if view == "quarter" else YEAR
    first = day.replace(month=(day.month - 1) // number * number + 1, day=1)
    return tuple(month_of(first.replace(month=first.month + n), week_start) for n in range(number))


def weeks_between(first: date, last: date, week_start: int = MONDAY) -> tuple[Week, ...]:
    """The whole weeks that hold the days from `first` to `last`."""
    week = week_of(first, week_start)
    count = (last - week.days[0]).days // 7 + 1
    return tuple(week_of(week.days[0] + timedelta(days=7 * n), week_start) for n in range(count))


def period(view: str, day: date, week_start: int = MONDAY) -> tuple[date, date]:
    """The first and the last day of what a view shows, where `day` lies: its week, month, quarter or year."""
    if view == "week":
        days = week_of(day, week_start).days
        return days[0], days[-1]
    if view in OVERVIEWS:
        months = months_of(view, day, week_start)
        return months[0].first, months[-1].last
    month = month_of(day, week_start)
    return month.first, month.last


def step(view: str, day: date, count: int) -> date | None:
    """The day that a view shows `count` pages on; None outside what the calendar shows."""
    if view != "week":
        return shift(day, count * {"quarter": QUARTER, "year": YEAR}.get(view, 1))
    found = day + timedelta(days=7 * count)
    return found if EARLIEST <= found <= LATEST else None


def gaps(posted: Collection[date], first: date, last: date, at_least: int = A_WEEK) -> list[tuple[date, date]]:
    """Stretches of `at_least` so many days from `first` to `last` on which nothing is `posted`, by their ends."""
    found, start = [], first
    for day in (*sorted(day for day in posted if first <= day <= last), last + A_DAY):
        if (day - start).days >= at_least:
            found.append((start, day - A_DAY))
        start = day + A_DAY
    return found


def _thursday(days: Iterable[date]) -> date:
    """The day that decides, as in ISO 8601: a week from Sunday to Saturday shares six days with one ISO week."""
    return next(day for day in days if day.isoweekday() == 4)


def shift(day: date, months: int) -> date | None:
    """The same day of the month, `months` later, or that month's last day; None outside what the calendar shows."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if not EARLIEST.year <= year <= LATEST.year:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def span(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The half-open span of instants, in UTC, that holds every post which can stand on a day from `first` to `last`.

    It is wider than those days by the width of the Earth: a post without a time belongs to its date wherever that
    was written, and its instant is the beginning of that date there. `by_day` then keeps what truly falls inside.
    """
    start, end = day_bounds(first, last, zone)
    return start - WIDEST_OFFSET, end + WIDEST_OFFSET


def place(at: datetime, whole_day: date | None, zone: ZoneInfo) -> tuple[date, time | None]:
    """Where a post stands in `zone`: its instant's day and time there; one without a time, on the date it was given."""
    if whole_day is not None:
        return whole_day, None
    shown, hour, _ = wall(at if at.tzinfo else at.replace(tzinfo=UTC), zone)
    return shown, hour


def by_day(entries: Iterable[Entry], first: date, last: date) -> dict[date, list[Entry]]:
    """The dated entries of the days from `first` to `last`: each day's whole-day posts first, then by time."""
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        if entry.day is not None and first <= entry.day <= last:
            days.setdefault(entry.day, []).append(entry)
    for stack in days.values():
        stack.sort(key=_order)
    return days


def _order(entry: Entry) -> tuple[bool, time, int]:
    return entry.clock is not None, entry.clock or time.min, entry.id
