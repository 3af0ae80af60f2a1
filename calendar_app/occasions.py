"""What stands on the calendar beside posts: days to listen, to question, to decide, and days that everybody knows.

An occasion is never stored. It follows from a row of the strategy, and is gone once that row says that it is done; or
from a row of the catalogue, every year; or from what the house knows of its own days: key dates, campaigns, school
holidays, closed days, notes. Pure: no Django, no clock.
"""

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from . import observances

# How long an answer holds before it is worth asking again. Personas renewed at least twice a year were judged effective
# with 5.5 points of 7, those renewed rarely with 3.9 (Post Affiliate Pro, after the Nielsen Norman Group).
REVIEW_DAYS = 180


class Kind(StrEnum):
    """What there is to do on the day, in the order in which a day lists it; at last what the day is known for."""

    NOTE = "note"
    KEY_DATE = "keydate"
    LISTENING = "listening"
    REVIEW = "review"
    TRIAL = "trial"
    ACTION = "action"
    OBJECTIVE = "objective"
    CAMPAIGN = "campaign"
    SCHOOL = "school"
    CLOSED = "closed"
    MARRONNIER = "marronnier"
    SENSITIVE = "sensitive"
    # No occasion, but switched on and off with them: what is missing, beside the calendar.
    GAP = "gap"


ALL = frozenset(Kind)
# There is nothing to do about these: they are named beside the public holidays.
NAMED = frozenset({Kind.MARRONNIER, Kind.SENSITIVE})
# These go on for days, from `Row.day` until `Row.until`.
STRETCHES = frozenset({Kind.KEY_DATE, Kind.CAMPAIGN, Kind.SCHOOL, Kind.CLOSED})
# Somebody has something to do, and may be late.
TO_DO = frozenset({Kind.REVIEW, Kind.TRIAL, Kind.ACTION, Kind.OBJECTIVE})
# What a key date that comes back every year is `about`.
YEARLY = "yearly"
# A row of this kind is no occasion, but a post that the welcome proposed: read with the others, it costs no query.
SLOT = "slot"
ORDER = {kind: place for place, kind in enumerate(Kind)}


class Row(NamedTuple):
    """What a row of the strategy says of its occasions, in plain values.

    `about` is the kind of the object `id` and `name` stand for: "plan", "persona", "channel", "strategy", "action" or
    "objective"; of a day that has a name, the rule by which it falls; of a campaign its colour, of school holidays
    their zone, of a key date whether it is "yearly". `day` is the day that someone chose; a review
    without one follows `asked`, the day of the last answer. A session comes back every so many `days`, at `clock` if
    there is one. `owner` is the account in whose care it is; `channel` and `persona` are what it concerns. What goes
    on for several days does so `until` the last of them.
    """

    kind: str
    about: str
    id: int
    name: str
    day: date | None = None
    asked: date | None = None
    clock: time | None = None
    days: int | None = None
    owner: int | None = None
    channel: int | None = None
    persona: int | None = None
    until: date | None = None


class Occasion(NamedTuple):
    """One row of the strategy on one day of the calendar."""

    day: date
    row: Row

    @property
    def clock(self) -> time | None:
        return self.row.clock

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it is still to be done; nobody knows whether a session was held."""
        return self.day < today and self.row.kind in TO_DO


def due(row: Row) -> date | None:
    """The day on which what `row` asks for is due; None when nothing says so."""
    if row.day or not row.asked:
        return row.day
    return row.asked + timedelta(days=REVIEW_DAYS) if row.asked < date.max - timedelta(days=REVIEW_DAYS) else None


def between(rows: Iterable[Row], first: date, last: date) -> list[Occasion]:
    """The occasions of `rows` on the days from `first` to `last`, both included, in order."""
    found = [Occasion(day, row) for row in merged(rows) if row.kind != SLOT for day in _days(row, first, last)]
    return sorted(found, key=_order)


def merged(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, where zones that have their school holidays on the same days share one: “A, B”."""
    breaks: dict[tuple[str, date | None, date | None], Row] = {}
    for row in rows:
        if row.kind != Kind.SCHOOL:
            yield row
            continue
        same = (row.name.casefold(), row.day, row.until)
        other = breaks.get(same)
        breaks[same] = row if other is None else other._replace(about=_zones(other.about, row.about))
    yield from breaks.values()


def _zones(*zones: str) -> str:
    """“Zone A” and “Zone B” are “Zone A, B”."""
    first, *others = sorted({one for zone in zones for one in _apart(zone)})
    return ", ".join((first, *(other.removeprefix("Zone ") for other in others)))


def _apart(zones: str) -> Iterator[str]:
    start = "Zone " if zones.startswith("Zone ") else ""
    for zone in zones.split(", "):
        yield f"{start}{zone}" if start and len(zone) == 1 else zone


def _days(row: Row, first: date, last: date) -> Iterator[date]:
    if row.kind in NAMED:
        yield from observances.falling(row.about, first, last)
        return
    if row.kind in STRETCHES:
        yield from _stretched(row, first, last)
        return
    start = due(row)
    if start is None or start > last:
        return
    if not row.days:
        if start >= first:
            yield start
        return
    # Straight to the first one that counts, however long ago they began: 0, or (first - start) / days rounded up.
    skipped = max(0, -((start - first).days // row.days))
    for count in range(skipped, (last - start).days // row.days + 1):
        yield start + timedelta(days=count * row.days)


def _stretched(row: Row, first: date, last: date) -> Iterator[date]:
    for begin, end in spans(row, first, last):
        for number in range((min(end, last) - max(begin, first)).days + 1):
            yield max(begin, first) + timedelta(days=number)


def spans(row: Row, first: date, last: date) -> Iterator[tuple[date, date]]:
    """The stretches of `row`, whole, that touch the days from `first` to `last`: one, or one of each year."""
    if row.day is None:
        return
    length = (row.until or row.day) - row.day
    years = range(first.year - 1, last.year + 1) if row.about == YEARLY and row.kind == Kind.KEY_DATE else (None,)
    for year in years:
        begin = row.day if year is None else _in_year(row.day, year)
        if begin is not None and begin <= last and begin >= first - length:
            yield begin, begin + length


def _in_year(day: date, year: int) -> date | None:
    """That day of `year`, once it has come for the first time; 29 February comes every four years."""
    try:
        found = day.replace(year=year)
    except ValueError:
        return None
    return found if found >= day else None


def _order(occasion: Occasion) -> tuple[date, int, time, str, int]:
    row = occasion.row
    return occasion.day, ORDER[Kind(row.kind)], row.clock or time.min, row.name.casefold(), row.id


def by_day(occasions: Iterable[Occasion]) -> dict[date, list[Occasion]]:
    """The occasions of each day."""
    days: dict[date, list[Occasion]] = {}
    for occasion in occasions:
        days.setdefault(occasion.day, []).append(occasion)
    return days
