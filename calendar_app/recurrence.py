"""On which days something comes again. Pure: no Django, no clock.

A day is a day of the calendar and the hour the one on the wall, so that 9:00 stays 9:00 when the clocks change; what
becomes of an hour that is skipped, or comes twice, moments.moment says.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import islice, takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .moments import moment

# As many days as one rhythm may give: a daily rendezvous of one year.
MOST = 366
FURTHEST = date(2100, 12, 31)
WEEKLY, MONTHLY, NTH_WEEKDAY = "weekly", "monthly", "nth_weekday"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How something comes again, from the day `first` on, every so many weeks or months.

    `kind` is WEEKLY (on the `weekdays`, 1 is Monday), MONTHLY (on the date of `first`; the 31st falls on the last day
    of a month that is shorter, so that no month is left out) or NTH_WEEKDAY (the `nth` of the first of the `weekdays`;
    −1 is the last one, and a month without a fifth has none). Without weekdays it is the one of `first`. It ends with
    the day `until`, after `count` days, or after MOST.
    """

    kind: str
    first: date
    every: int = 1
    weekdays: frozenset[int] = frozenset()
    nth: int = 1
    until: date | None = None
    count: int | None = None


def days(rhythm: Rhythm) -> list[date]:
    """The days of `rhythm`, in order, the first one included if it fits."""
    every = {WEEKLY: _weekly, MONTHLY: _monthly, NTH_WEEKDAY: _nth_weekdays}[rhythm.kind](rhythm)
    last = min(rhythm.until or FURTHEST, FURTHEST)
    most = MOST if rhythm.count is None else min(rhythm.count, MOST)
    return list(islice(takewhile(lambda day: day <= last, (day for day in every if day >= rhythm.first)), most))


def nth_of(day: date) -> int:
    """Which one of its weekday `day` is in its month: 1 to 5."""
    return (day.day - 1) // 7 + 1


def _weekly(rhythm: Rhythm) -> Iterator[date]:
    weekdays = sorted(rhythm.weekdays or {rhythm.first.isoweekday()})
    monday = rhythm.first - timedelta(days=rhythm.first.weekday())
    while monday <= FURTHEST:
        yield from (monday + timedelta(days=weekday - 1) for weekday in weekdays)
        monday += timedelta(weeks=rhythm.every)


def _months(rhythm: Rhythm) -> Iterator[tuple[int, int]]:
    months = rhythm.first.year * 12 + rhythm.first.month - 1
    while months // 12 <= FURTHEST.year:
        yield months // 12, months % 12 + 1
        months += rhythm.every


def _monthly(rhythm: Rhythm) -> Iterator[date]:
    for year, month in _months(rhythm):
        yield date(year, month, min(rhythm.first.day, monthrange(year, month)[1]))


def _nth_weekdays(rhythm: Rhythm) -> Iterator[date]:
    weekday = min(rhythm.weekdays or {rhythm.first.isoweekday()})
    for year, month in _months(rhythm):
        length = monthrange(year, month)[1]
        start = 1 + (weekday - date(year, month, 1).isoweekday()) % 7
        day = start + 7 * (rhythm.nth - 1) if rhythm.nth > 0 else start + 7 * ((length - start) // 7)
        if day <= length:
            yield date(year, month, day)


class Change(NamedTuple):
    """What the clocks do to an hour on a day: it is `skipped`, or it is `repeated`."""

    skipped: bool
    repeated: bool


def clock_change(day: date, clock: time | None, zone: ZoneInfo) -> Change:
    """Whether the clocks skip `clock` on `day` in `zone`, or show it twice; neither for a whole day."""
    if clock is None:
        return Change(skipped=False, repeated=False)
    placed = moment(day, clock, zone)
    return Change(placed.skipped, placed.repeated)
