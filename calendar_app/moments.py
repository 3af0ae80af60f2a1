"""From what a clock on the wall says to an instant, and back. Pure: no Django, no clock of its own."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# No plan reaches further: what is outside is a slip of the pen.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall time placed on the line of instants.

    `at` is in UTC. `skipped` says that the clocks jumped over that wall time, which was then read with the offset
    before the jump (RFC 5545, 3.3.5): 02:30 becomes 03:30. `repeated` says that it happens twice; `fold` chose one.
    """

    at: datetime
    skipped: bool = False
    repeated: bool = False


def moment(day: date, clock: time | None, zone: ZoneInfo, fold: int = 0) -> Moment:
    """The instant of `clock` on `day` in `zone`; without a clock, the day's first instant.

    `fold` is 0 for the first of two equal wall times, 1 for the second.
    """
    wall = datetime.combine(day, clock or time.min)
    first = wall.replace(tzinfo=zone, fold=0)
    second = wall.replace(tzinfo=zone, fold=1)
    offset, later = first.utcoffset(), second.utcoffset()
    if offset is None or later is None or offset == later:
        return Moment(first.astimezone(UTC))
    if offset < later:  # the clocks jumped forward over it
        if clock is None:  # the day begins when the jump is over
            return Moment(_end_of_jump(first))
        return Moment(first.astimezone(UTC), skipped=True)
    if clock is None:  # the day begins with the first of two midnights
        return Moment(first.astimezone(UTC))
    return Moment((second if fold else first).astimezone(UTC), repeated=True)


def _end_of_jump(skipped: datetime) -> datetime:
    """The instant, in UTC, at which the clocks of `skipped`'s zone jumped over that wall time."""
    zone = skipped.tzinfo
    offset = skipped.replace(fold=0).utcoffset()  # the one before the jump
    before = int(skipped.replace(fold=1).timestamp())
    after = int(skipped.replace(fold=0).timestamp())
    while after - before > 1:
        middle = (before + after) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return datetime.fromtimestamp(after, UTC)


def day_bounds(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The half-open span of instants, in UTC, that the days from `first` to `last` (both included) cover in `zone`."""
    return moment(first, None, zone).at, moment(last + timedelta(days=1), None, zone).at


def wall(at: datetime, zone: ZoneInfo) -> tuple[date, time, int]:
    """The day, clock time and fold that a clock in `zone` shows at the instant `at`."""
    local = at.astimezone(zone)
    return local.date(), local.time(), local.fold
