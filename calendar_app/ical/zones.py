"""A time zone as calendar programs need it told: VTIMEZONE with yearly rules. Pure: no Django.

Outlook reads TZID, DTSTART, RRULE, TZOFFSETFROM and TZOFFSETTO, and nothing else (MS-STANOICAL 2.2.47). A zone whose
changes follow no “second Sunday of March” cannot be told to it: then there is no VTIMEZONE, and every instant is
written in UTC, which all programs read aright. So are the hours that a clock shows twice in autumn, in any zone:
programs do not agree on which of the two is meant.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """One moment at which the clocks of a zone change: the instant, and the offsets from UTC before and after."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def is_summer(self) -> bool:
        """Whether the clocks go forward: Irish law calls winter the odd season, calendar programs do not."""
        return self.after > self.before

    @property
    def wall(self) -> datetime:
        """What the clocks show at that moment, before they are changed."""
        return (self.at + self.before).replace(tzinfo=None)


def changes(zone: ZoneInfo, first: int, last: int) -> list[Change]:
    """Every change of the clocks in the years from `first` to `last`, in order."""
    found = []
    here = datetime(first, 1, 1, tzinfo=UTC)
    end = datetime(last + 1, 1, 1, tzinfo=UTC)
    while here < end:
        later = min(here + 7 * A_DAY, end)
        if _offset(zone, here) != _offset(zone, later):
            at = _between(zone, here, later)
            before = _offset(zone, at - timedelta(seconds=1))
            found.append(Change(at, before, _offset(zone, at), at.astimezone(zone).tzname() or ""))
        here = later
    return found


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _between(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second from which the offset is the one of `high`; there is one change between the two."""
    new = _offset(zone, high)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (low, middle) if _offset(zone, middle) == new else (middle, high)
    return high


def _places(day: date) -> set[int]:
    """Which one of its weekday `day` is in its month: counted from the first, and −1 if it is the last."""
    nth = (day.day - 1) // 7 + 1
    return {nth, -1} if day.day + 7 > monthrange(day.year, day.month)[1] else {nth}


def _yearly(found: Sequence[Change]) -> str | None:
    """The RRULE that all of these changes follow, one a year; None when they follow none that Outlook knows."""
    first = found[0]
    alike = {(one.wall.month, one.wall.weekday(), one.wall.time(), one.before, one.after) for one in found}
    places = set.intersection(*(_places(one.wall.date()) for one in found))
    years = [one.wall.year for one in found]
    if len(alike) != 1 or not places or years != list(range(years[0], years[0] + len(years))):
        return None
    # The last weekday of a month is what laws mean when both would do.
    place = -1 if -1 in places else max(places)
    return f"FREQ=YEARLY;BYMONTH={first.wall.month};BYDAY={place}{WEEKDAYS[first.wall.weekday()]}"


@dataclass(frozen=True, slots=True)
class Told:
    """The content lines by which a zone is told to calendar programs; none, and it is false, when it cannot be."""

    name: str
    lines: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.lines)


@lru_cache(maxsize=256)
def told(name: str, first: int, last: int) -> Told:
    """The VTIMEZONE of the zone `name`, good for the years from `first` to `last`; empty when it cannot be told.

    It is made from the year before to the year after, and each rule is held against all the changes in between.
    """
    zone = ZoneInfo(name)
    found = changes(zone, first - 1, last + 1)
    groups = [[one for one in found if one.is_summer is summer] for summer in (True, False)]
    if not found:
        start = datetime(first - 1, 1, 1, tzinfo=UTC)
        offset = _offset(zone, start)
        lines = _observance("STANDARD", datetime(1970, 1, 1), offset, offset, start.astimezone(zone).tzname() or "")  # noqa: DTZ001 (a time on the wall)
    elif all(len(group) == last - first + 3 and _yearly(group) for group in groups):
        lines = [line for group in groups for line in _yearly_lines(group)]
    else:
        return Told(name, ())
    return Told(name, ("BEGIN:VTIMEZONE", f"TZID:{name}", *lines, "END:VTIMEZONE"))


def _yearly_lines(group: Sequence[Change]) -> Iterator[str]:
    first = group[0]
    kind = "DAYLIGHT" if first.is_summer else "STANDARD"
    rule = _yearly(group) or ""
    yield from _observance(kind, first.wall, first.before, first.after, first.name, rule)


def _observance(
    kind: str, wall: datetime, before: timedelta, after: timedelta, name: str, rule: str = ""
) -> Iterator[str]:
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{wall:%Y%m%dT%H%M%S}"
    if rule:
        yield f"RRULE:{rule}"
    yield f"TZOFFSETFROM:{_signed(before)}"
    yield f"TZOFFSETTO:{_signed(after)}"
    if name and name[0].isalpha():  # “CET”; where people have no name for it the database has a number
        yield f"TZNAME:{name}"
    yield f"END:{kind}"


def _signed(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}{minutes:02}" + (f"{rest:02}" if rest else "")


def in_zone(at: datetime, zone: ZoneInfo) -> datetime | None:
    """What a clock in `zone` shows at `at`; None in an hour that it shows twice, which must be written in UTC."""
    local = at.astimezone(zone)
    wall = local.replace(tzinfo=None)
    twice = wall.replace(tzinfo=zone, fold=0).utcoffset() != wall.replace(tzinfo=zone, fold=1).utcoffset()
    return None if twice else wall
