"""Days that a calendar names: public holidays by country and region, and days that fall by a rule. Pure: no Django.

Public holidays come from the `holidays` library, which computes them from each country's law. The other days are rows
of the catalogue (models.Observance), each with a rule:

    02-14                               every year on that day
    2026-05-29                          once: a day that is announced year by year
    5 sun 3                             the third Sunday of May; -1 is the last one
    11 thu 4 +1                         the day after the fourth Thursday of November
    wed 01-06                           the first Wednesday from 6 January on
    easter-47                           47 days before Easter Sunday
    5 sun -1 unless easter+49 then +7   the last Sunday of May; a week later when that is Pentecost
    11-01, 11-02                        several of these, on the days of each
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from holidays import HolidayBase, country_holidays

Names = tuple[str, ...]
NONE: Mapping[date, Names] = MappingProxyType({})


@lru_cache(maxsize=256)
def public_holidays(country: str, region: str, year: int, language: str) -> Mapping[date, Names]:
    """The public holidays of one year: what each is called in `language` ("fr", "en"), or in the country's own.

    `region` is an ISO 3166-2 subdivision with or without the country ("57" or "FR-57", "MQ", "6AE"); empty, or one
    that the country does not know, gives the holidays of the whole country. An unknown country has none.
    """
    law = _law(country.upper(), region.removeprefix(f"{country}-"), year, language)
    if law is None:
        return NONE
    return MappingProxyType(
        {day: tuple(name.replace("'", "’") for name in law.get_list(day)) for day in law if day.year == year}
    )


def between(country: str, region: str, first: date, last: date, language: str) -> dict[date, Names]:
    """The public holidays from `first` to `last`, both included."""
    found: dict[date, Names] = {}
    for year in range(first.year, last.year + 1):
        holidays = public_holidays(country, region, year, language)
        found.update((day, names) for day, names in holidays.items() if first <= day <= last)
    return found


def _law(country: str, region: str, year: int, language: str) -> HolidayBase | None:
    spoken = _spoken(country, language)
    for subdivision in (region, None) if region else (None,):
        try:
            return country_holidays(country, subdiv=subdivision, years=year, language=spoken)
        except NotImplementedError:  # the library's answer to a country or a subdivision it does not know
            continue
    return None


@lru_cache(maxsize=256)
def _spoken(country: str, language: str) -> str | None:
    """How the library calls `language` for that country, or else the country's own language."""
    try:
        law = country_holidays(country)
    except NotImplementedError:
        return None
    # English is "en_US" or "en_GB" there, French is "fr": take the first of the family.
    family = (name for name in sorted(law.supported_languages) if name.partition("_")[0] == language)
    default: str | None = law.default_language
    return next(family, default)


# --- Days that fall by a rule --------------------------------------------------------------------------------------

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LEAP_YEAR = 2024  # has every day that a year may have

_WEEKDAY = "|".join(WEEKDAYS)
_ONE = r"(?:(?P<year>\d{4})-)?(?P<month>\d\d)-(?P<day>\d\d)"
_EASTER = r"easter(?P<from_easter>[+-]\d{1,3})?"
_NTH = rf"(?P<of>\d{{1,2}}) (?P<nth_day>{_WEEKDAY}) (?P<nth>-1|[1-5])(?: (?P<later>[+-]\d{{1,2}}))?"
_FROM = rf"(?P<from_day>{_WEEKDAY}) (?P<from_month>\d\d)-(?P<from_date>\d\d)"
_SIMPLE = re.compile(f"{_ONE}|{_EASTER}|{_NTH}|{_FROM}")
_UNLESS = re.compile(r"(?P<usual>.+) unless (?P<not_on>.+) then (?P<shift>[+-]\d{1,2})")


@lru_cache(maxsize=4096)
def falls(rule: str, year: int) -> tuple[date, ...]:
    """The days of `year` that `rule` names, in order; none where it has no such day, as 29 February mostly.

    Raises ValueError for what is not written as told above.
    """
    return tuple(sorted({day for part in rule.split(", ") for day in _fall(part, year) if day.year == year}))


def is_rule(text: str) -> bool:
    """Whether `text` says when a day falls, as told above."""
    try:
        falls(text, LEAP_YEAR)
    except ValueError:
        return False
    return True


def falling(rule: str, first: date, last: date) -> Iterator[date]:
    """The days that `rule` names from `first` to `last`, both included; none when it cannot be read."""
    if not is_rule(rule):
        return
    for year in range(first.year, last.year + 1):
        yield from (day for day in falls(rule, year) if first <= day <= last)


def _fall(part: str, year: int) -> list[date]:
    if found := _UNLESS.fullmatch(part):
        not_on, shift = _simple(found["not_on"], year), timedelta(int(found["shift"]))
        return [day + shift if day in not_on else day for day in _simple(found["usual"], year)]
    return _simple(part, year)


def _simple(part: str, year: int) -> list[date]:
    found = _SIMPLE.fullmatch(part)
    if found is None:
        raise ValueError(part)
    if found["month"]:
        return _on(int(found["year"] or year), int(found["month"]), int(found["day"]))
    if found["of"]:
        nth = _nth(year, int(found["of"]), WEEKDAYS.index(found["nth_day"]), int(found["nth"]))
        return [day + timedelta(int(found["later"] or 0)) for day in nth]
    if found["from_day"]:
        start = _on(year, int(found["from_month"]), int(found["from_date"]))
        return [day + timedelta((WEEKDAYS.index(found["from_day"]) - day.weekday()) % 7) for day in start]
    return [easter(year) + timedelta(int(found["from_easter"] or 0))]


def _on(year: int, month: int, day: int) -> list[date]:
    date(LEAP_YEAR, month, day)  # raises ValueError for a day that no year has
    try:
        return [date(year, month, day)]
    except ValueError:
        return []


def _nth(year: int, month: int, weekday: int, nth: int) -> list[date]:
    first = date(year, month, 1)
    days = [first + timedelta((weekday - first.weekday()) % 7 + 7 * week) for week in range(5)]
    days = [day for day in days if day.month == month]
    return days[nth if nth < 0 else nth - 1 :][:1]


@lru_cache(maxsize=256)
def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, skipped = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * skipped + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
