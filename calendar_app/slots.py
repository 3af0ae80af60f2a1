"""The next slot of a channel that nobody has taken yet. Pure: no Django, no clock."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

# Whoever is booked out for longer than this has other worries.
WEEKS_AHEAD = 26


class Slot(NamedTuple):
    """An hour of the week that a channel keeps for a post; weekday 1 is Monday."""

    weekday: int
    clock: time


class Span(NamedTuple):
    """Days from `first` to `last`, both included."""

    first: date
    last: date


def next_free(
    slots: Iterable[Slot],
    after: datetime,
    *,
    taken: Collection[date] = frozenset(),
    closed: Collection[Span] = (),
    weeks: int = WEEKS_AHEAD,
) -> tuple[date, time] | None:
    """The first slot later than `after`, a wall time; None when there is none within so many weeks.

    A day on which the channel has a post already is `taken`, whatever its hour; nothing is published on `closed` days.
    """
    weekly = sorted(set(slots))
    for ahead in range(7 * weeks + 1):
        day = after.date() + timedelta(days=ahead)
        if day in taken or any(span.first <= day <= span.last for span in closed):
            continue
        for slot in weekly:
            if slot.weekday == day.isoweekday() and (ahead or slot.clock > after.time()):
                return day, slot.clock
    return None
