"""Days that a calendar names: public holidays, by country and region. Pure: knows nothing of Django.

Source: the `holidays` library, which computes them from each country's law.
"""

from collections.abc import Mapping
from datetime import date
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
