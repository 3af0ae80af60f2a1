"""When French shops may say « soldes »: Code de commerce, article L310-3, and the order of 27 May 2019. Pure.

Four weeks in winter and in summer. Some departments at the borders, Corsica and overseas have days of their own.
"""

from dataclasses import dataclass
from datetime import date, timedelta

DURATION = timedelta(weeks=4)
_WEDNESDAY = 2


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date


def periods(year: int) -> tuple[Period, Period]:
    """The winter and the summer sales of a year.

    Winter: from the second Wednesday of January, or the first when the second comes after the 12th. Summer: from the
    last Wednesday of June, or the one before when the last comes after the 28th.
    """
    second = _wednesday_from(date(year, 1, 8))
    winter = second if second.day <= 12 else second - timedelta(weeks=1)
    last = _wednesday_from(date(year, 6, 24))
    summer = last if last.day <= 28 else last - timedelta(weeks=1)
    return _period(winter), _period(summer)


def nearest(day: date) -> Period:
    """The period in which `day` is, or else the next one."""
    return next(period for year in (day.year, day.year + 1) for period in periods(year) if day <= period.last)


def _wednesday_from(day: date) -> date:
    return day + timedelta(days=(_WEDNESDAY - day.weekday()) % 7)


def _period(first: date) -> Period:
    return Period(first, first + DURATION - timedelta(days=1))
