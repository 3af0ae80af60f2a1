"""What stands on the calendar beside posts: days to listen, to question, to decide, and days that everybody knows.

An occasion is never stored. It follows from a row of the strategy, and is gone once that row says that it is done; or
from a row of the catalogue, every year. Pure: no Django, no clock.
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

    LISTENING = "listening"
    REVIEW = "review"
    TRIAL = "trial"
    ACTION = "action"
    OBJECTIVE = "objective"
    MARRONNIER = "marronnier"
    SENSITIVE = "sensitive"


ALL = frozenset(Kind)
# There is nothing to do about these: they are named beside the public holidays.
NAMED = frozenset({Kind.MARRONNIER, Kind.SENSITIVE})
# A row of this kind is no occasion, but a post that the welcome proposed: read with the others, it costs no query.
SLOT = "slot"
ORDER = {kind: place for place, kind in enumerate(Kind)}


class Row(NamedTuple):
    """What a row of the strategy says of its occasions, in plain values.

    `about` is the kind of the object `id` and `name` stand for: "plan", "persona", "channel", "strategy", "action" or
    "objective"; of a day that has a name, the rule by which it falls. `day` is the day that someone chose; a review
    without one follows `asked`, the day of the last answer. A session comes back every so many `days`, at `clock` if
    there is one. `owner` is the account in whose care it is; `channel` and `persona` are what it concerns.
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


class Occasion(NamedTuple):
    """One row of the strategy on one day of the calendar."""

    day: date
    row: Row

    @property
    def clock(self) -> time | None:
        return self.row.clock

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it is still to be done; nobody knows whether a session was held."""
        return self.day < today and self.row.kind != Kind.LISTENING


def due(row: Row) -> date | None:
    """The day on which what `row` asks for is due; None when nothing says so."""
    if row.day or not row.asked:
        return row.day
    return row.asked + timedelta(days=REVIEW_DAYS) if row.asked < date.max - timedelta(days=REVIEW_DAYS) else None


def between(rows: Iterable[Row], first: date, last: date) -> list[Occasion]:
    """The occasions of `rows` on the days from `first` to `last`, both included, in order."""
    found = [Occasion(day, row) for row in rows if row.kind != SLOT for day in _days(row, first, last)]
    return sorted(found, key=_order)


def _days(row: Row, first: date, last: date) -> Iterator[date]:
    if row.kind in NAMED:
        yield from observances.falling(row.about, first, last)
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


def _order(occasion: Occasion) -> tuple[date, int, time, str, int]:
    row = occasion.row
    return occasion.day, ORDER[Kind(row.kind)], row.clock or time.min, row.name.casefold(), row.id


def by_day(occasions: Iterable[Occasion]) -> dict[date, list[Occasion]]:
    """The occasions of each day."""
    days: dict[date, list[Occasion]] = {}
    for occasion in occasions:
        days.setdefault(occasion.day, []).append(occasion)
    return days
