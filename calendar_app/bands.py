"""Stretches of days as bands across the weeks of a calendar, each week in as few lanes as it needs. Pure: no Django."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from .occasions import YEARLY, Kind, Occasion, Row

# A cell has room for so many bands; what finds no lane is listed among the other things of its day.
MOST_LANES = 3


class Band(NamedTuple):
    """What of a stretch lies on one day of a week.

    `lane` counts from 1, from the top. `is_first` says that its name belongs here, where the week sees it first, and
    `days` how far the name may reach; `begins` and `ends` say whether the stretch itself does so on this day.
    """

    occasion: Occasion
    lane: int
    is_first: bool
    days: int
    begins: bool
    ends: bool


class Bands(NamedTuple):
    """The bands of one week by their days, the number of lanes, and what found no lane."""

    by_day: Mapping[date, list[Band]]
    lanes: int
    without: Mapping[date, list[Occasion]]


def is_band(row: Row) -> bool:
    """Whether `row` is drawn as a band; a closed day is hatched, and a key date of one day is a line of it."""
    if row.kind == Kind.KEY_DATE:
        return row.until is not None and row.until != row.day
    return row.kind in {Kind.CAMPAIGN, Kind.SCHOOL}


def across(week: Sequence[date], occasions: Mapping[date, Iterable[Occasion]]) -> Bands:
    """The bands of the days of a `week`: the earlier a stretch begins and the longer it is, the higher it lies."""
    stretches: dict[tuple[str, int, int], list[Occasion]] = {}
    for day in week:
        for one in occasions.get(day, ()):
            if is_band(one.row):
                stretches.setdefault((one.row.kind, one.row.id, _round(one)), []).append(one)
    found: dict[date, list[Band]] = {}
    without: dict[date, list[Occasion]] = {}
    free = [date.min] * MOST_LANES  # the last day on which each lane is taken
    lanes = 0
    for days in sorted(stretches.values(), key=_place):
        lane = next((number for number, until in enumerate(free) if until < days[0].day), None)
        if lane is None:
            for one in days:
                without.setdefault(one.day, []).append(one)
            continue
        free[lane] = days[-1].day
        lanes = max(lanes, lane + 1)
        for number, one in enumerate(days):
            ends = number == len(days) - 1 and one.day != week[-1]
            begins = number == 0 and one.day != week[0]
            band = Band(one, lane + 1, number == 0, len(days), begins or _begins(one), ends or _ends(one))
            found.setdefault(one.day, []).append(band)
    return Bands(found, lanes, without)


def _round(occasion: Occasion) -> int:
    """Which year's it is, of a stretch that comes back every year; a week is too short for two of them."""
    return 0 if occasion.row.about == YEARLY or occasion.row.day is None else occasion.row.day.toordinal()


def _place(days: Sequence[Occasion]) -> tuple[date, int, int, str, int]:
    first = days[0]
    order = 0 if first.row.kind == Kind.CAMPAIGN else 1
    return first.day, -len(days), order, first.row.name.casefold(), first.row.id


def _begins(occasion: Occasion) -> bool:
    start = occasion.row.day
    return start is not None and (start.month, start.day) == (occasion.day.month, occasion.day.day)


def _ends(occasion: Occasion) -> bool:
    end = occasion.row.until or occasion.row.day
    return end is not None and (end.month, end.day) == (occasion.day.month, occasion.day.day)
