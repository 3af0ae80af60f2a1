"""When mails may come: not in a person's quiet hours, and the gathered ones once a day or a week. Pure: no Django."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .moments import moment, wall

A_DAY = timedelta(days=1)
# The gathered mail comes at this hour of the morning.
MORNING = time(8)
MONDAY = 1


def awake(at: datetime, zone: ZoneInfo, begins: time | None, ends: time | None) -> datetime:
    """The first instant from `at` on outside of the quiet hours, by a clock in `zone`; they may run over midnight.

    Where the clocks go back over their end, they end when it comes for the first time that is not past.
    """
    if begins is None or ends is None or begins == ends:
        return at
    day, clock, _fold = wall(at, zone)
    over_midnight = begins > ends
    is_quiet = (clock >= begins or clock < ends) if over_midnight else begins <= clock < ends
    if not is_quiet:
        return at
    last = day + A_DAY if over_midnight and clock >= begins else day
    return _not_before(at, last, ends, zone)


def _not_before(at: datetime, day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant of `clock` on `day`, of two the first that is not before `at`."""
    first = moment(day, clock, zone).at
    return first if first >= at else moment(day, clock, zone, fold=1).at


def gathered(at: datetime, zone: ZoneInfo, *, weekly: bool) -> datetime:
    """The morning after `at` on which the gathered mail comes: the next one, or that of the next Monday."""
    day, _clock, _fold = wall(at, zone)
    while moment(day, MORNING, zone).at <= at or (weekly and day.isoweekday() != MONDAY):
        day += A_DAY
    return moment(day, MORNING, zone).at


def latest(now: datetime, zone: ZoneInfo, weekday: int, hour: int) -> tuple[date, datetime]:
    """The last time before `now`, or at it, that it was `hour` o’clock on that `weekday`: the day, and the instant."""
    day, _clock, _fold = wall(now, zone)
    while day.isoweekday() != weekday or moment(day, time(hour), zone).at > now:
        day -= A_DAY
    return day, moment(day, time(hour), zone).at.astimezone(UTC)
