"""What lies under the posts of a day: what it is known for, what there is to do, bands, and whether it is closed.

Pure: no Django.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .bands import Band, across, is_band
from .observances import Names
from .occasions import NAMED, Kind, Occasion


@dataclass(frozen=True, slots=True)
class Ground:
    """One day: `closed` is why nothing is expected of it, empty when something is; `lanes` are those of its week."""

    closed: str
    known: list[Occasion]
    lines: list[Occasion]
    bands: list[Band]
    lanes: int


def of_days(
    days: Sequence[date], occasions: Mapping[date, Iterable[Occasion]], holidays: Mapping[date, Names]
) -> dict[date, Ground]:
    """The ground of `days`, whole weeks in order."""
    found: dict[date, Ground] = {}
    for start in range(0, len(days), 7):
        found |= of_week(days[start : start + 7], occasions, holidays)
    return found


def of_week(
    days: Sequence[date], occasions: Mapping[date, Iterable[Occasion]], holidays: Mapping[date, Names]
) -> dict[date, Ground]:
    """The ground of the days of one week; a name that the public holidays have already is not said again."""
    bands = across(days, occasions)
    ground = {}
    for day in days:
        found = [*occasions.get(day, ())]
        closed = dict.fromkeys(one.row.name for one in found if one.row.kind == Kind.CLOSED)
        names = holidays.get(day, ())
        ground[day] = Ground(
            " · ".join(closed),
            [one for one in found if one.row.kind in NAMED and one.row.name not in names],
            [one for one in found if _is_line(one)] + [*bands.without.get(day, ())],
            bands.by_day.get(day, []),
            bands.lanes,
        )
    return ground


def _is_line(occasion: Occasion) -> bool:
    return occasion.row.kind not in NAMED | {Kind.CLOSED} and not is_band(occasion.row)
