"""Days and hours as people and programs write them in tables, read without guessing what cannot be told.

“2026-06-10 09:30”, “10/06/2026 9h30”, “June 10, 2026 9:30 AM (GMT+2)”, “2026-06-10T07:30:00Z”.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendar_app.moments import wall

_MONTHS = (
    ("jan", "january", "janvier", "janv"),
    ("feb", "february", "fevrier", "fevr", "fev"),
    ("mar", "march", "mars"),
    ("apr", "april", "avril", "avr"),
    ("may", "mai"),
    ("jun", "june", "juin"),
    ("jul", "july", "juillet", "juil"),
    ("aug", "august", "aout"),
    ("sep", "sept", "september", "septembre"),
    ("oct", "october", "octobre"),
    ("nov", "november", "novembre"),
    ("dec", "december", "decembre"),
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
LONGEST = 80

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_SLASHED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)")
_DAY_NAMED = re.compile(r"(?:[^\W\d]+\.?,?\s+)?(\d{1,2})(?:er|st|nd|rd|th)?\s+([^\W\d]+)\.?,?\s+(\d{4})")
_NAMED_DAY = re.compile(r"(?:[^\W\d]+\.?,?\s+)?([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_CLOCK = re.compile(
    r"(\d{1,2})(?:\s?[:hH]\s?(\d{2}))?(?::(\d{2})(\.\d{1,6})?)?\s?([hH])?\s?([ap]\.?m\.?)?\s?"
    r"(z|utc|[+-]\d{2}:?\d{2}|\([^)]{1,20}\))?",
    re.IGNORECASE,
)


class Unclear(ValueError):
    """No day, or no hour, that could be told."""


def day_first(cells: Iterable[str]) -> bool | None:
    """Whether in “10/06/2026” the day comes first, when one of these says so; None when none of them does."""
    for cell in cells:
        found = _SLASHED.match(cell.strip())
        if found and int(found.group(1)) > 12:
            return True
        if found and int(found.group(2)) > 12:
            return False
    return None


def is_slashed(cells: Iterable[str]) -> bool:
    """Whether any of these is a day that reads differently from one country to another."""
    return any(_SLASHED.match(cell.strip()) for cell in cells)


def read(text: str, *, first: bool, zone: ZoneInfo) -> tuple[date, time | None]:
    """The day, and the hour when one is there; `first` says that the day comes before the month in “10/06/2026”.

    An hour with its offset is an instant, of which the clock in `zone` is read. Of a span its beginning counts.
    Raises Unclear.
    """
    said = text.strip().lstrip("@").strip()
    said = said.split("→")[0].strip()
    if not said or len(said) > LONGEST:
        raise Unclear
    day, rest = _day(said, first)
    rest = rest.strip().lstrip(",").strip()
    for word in ("t", "at ", "à ", "- "):
        if rest.lower().startswith(word):
            rest = rest[len(word) :].strip()
            break
    if not rest:
        return day, None
    clock, offset = _clock(rest)
    if offset is None:
        return day, clock
    try:
        shown, at, _fold = wall(datetime.combine(day, clock, UTC) - offset, zone)
    except OverflowError:
        raise Unclear from None
    return shown, at


def hour(text: str) -> time:
    """“9:30”, “09:30:00”, “9h30”, “9 h”, “9:30 PM”. Raises Unclear."""
    said = text.strip()
    if not said or len(said) > LONGEST or said.isdecimal():
        raise Unclear
    return _clock(said)[0]


def _day(said: str, first: bool) -> tuple[date, str]:
    if found := _ISO.match(said):
        year, month, day = map(int, found.groups())
    elif found := _SLASHED.match(said):
        one, two, year = map(int, found.groups())
        year += 2000 if year < 100 else 0
        day, month = (one, two) if first else (two, one)
    elif found := _DAY_NAMED.match(said):
        day, month, year = int(found.group(1)), _month(found.group(2)), int(found.group(3))
    elif found := _NAMED_DAY.match(said):
        month, day, year = _month(found.group(1)), int(found.group(2)), int(found.group(3))
    else:
        raise Unclear
    try:
        return date(year, month, day), said[found.end() :]
    except ValueError:
        raise Unclear from None


def _month(name: str) -> int:
    plain = name.casefold().replace("é", "e").replace("û", "u")
    if plain not in MONTHS:
        raise Unclear
    return MONTHS[plain]


def _clock(said: str) -> tuple[time, timedelta | None]:
    """The hour, and how far its clock is ahead of UTC when it says so."""
    found = _CLOCK.fullmatch(said)
    if found is None:
        raise Unclear
    hours, minutes, seconds, _part, _mark, half, offset = found.groups()
    number = int(hours)
    if half:
        if not 1 <= number <= 12:
            raise Unclear
        number = number % 12 + (12 if half[0] in "pP" else 0)
    try:
        return time(number, int(minutes or 0), int(seconds or 0)), _offset(offset)
    except ValueError:
        raise Unclear from None


def _offset(said: str | None) -> timedelta | None:
    """“Z”, “+02:00”, “(GMT+2)”; a zone by its name says nothing that could be relied upon."""
    if not said:
        return None
    if said.casefold() in {"z", "utc"}:
        return timedelta()
    found = re.fullmatch(r"\(?(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?\)?", said, re.IGNORECASE)
    if found is None:
        if said.casefold() in {"(utc)", "(gmt)"}:
            return timedelta()
        raise Unclear
    sign, hours, minutes = found.groups()
    return timedelta(hours=int(hours), minutes=int(minutes or 0)) * (1 if sign == "+" else -1)
