"""One field between a row and a file: how it is written, and how it is read back. No database is asked here."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models as db
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.translation import gettext as _

from calendar_app.moments import wall

MOST_WORDS, LONGEST_WORD = 200, 2_000
DEEPEST = 4  # lists and objects inside of a rule’s thresholds
FIRST_YEAR, LAST_YEAR = 1900, 2200
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Wrong(Exception):
    """What stands in the file cannot be read; the message says why, in the reader's language."""


def default_of(field: db.Field) -> Any:
    """What a row has where nothing is said; None for the moment at which it is made."""
    return None if field.default is timezone.now or getattr(field, "auto_now", False) else field.get_default()


# --- Out -----------------------------------------------------------------------------------------------------------


def written(field: db.Field, value: Any) -> Any:
    """`value` as JSON holds it."""
    if isinstance(field, db.JSONField):
        return _words(value) if field.default is list else (value if isinstance(value, dict) else {})
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, time):
        return clock(value)
    return value.isoformat() if isinstance(value, date) else value


def clock(value: time) -> str:
    return value.isoformat() if value.second or value.microsecond else value.isoformat("minutes")


def _words(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


# --- In ------------------------------------------------------------------------------------------------------------


def read(field: db.Field, value: Any) -> Any:
    """What `field` holds when the file says `value`. Raises Wrong."""
    if value is None and field.null:
        return None
    plain = _reader(field)(value)
    known = [choice for choice, _label in field.flatchoices]
    if known and plain not in known and not (plain == "" and field.blank):
        said = {"value": short(plain), "known": ", ".join(map(str, known))}
        raise Wrong(_("“%(value)s” is none of: %(known)s.") % said)
    if isinstance(field, db.JSONField):
        return plain
    try:
        found = field.clean(plain, None)
    except ValidationError as error:
        raise Wrong(" ".join(error.messages)) from None
    if isinstance(field, db.DecimalField) and found is not None:
        found = round(found, field.decimal_places)
    return found


def _reader(field: db.Field) -> Callable[[Any], Any]:
    if isinstance(field, db.JSONField):
        return words if field.default is list else thresholds
    if isinstance(field, db.CharField | db.TextField):
        return lambda value: text(value, field.max_length)
    for types, reader in _READERS:
        if isinstance(field, types):
            return reader
    raise TypeError(field)


def text(value: Any, longest: int | None = None) -> str:
    if not isinstance(value, str):
        raise Wrong(_("A text in quotes is expected."))
    if longest is not None and len(value) > longest:
        raise Wrong(
            _("At most %(longest)d characters are possible; these are %(length)d.")
            % {"longest": longest, "length": len(value)}
        )
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise Wrong(_("It holds a character that cannot be kept."))
    return value


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(_("true or false is expected."))
    return value


def whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong(_("A whole number is expected."))
    return value


def number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise Wrong(_("A number is expected."))
    found = Decimal(value)
    if found and abs(found.adjusted()) > 30:
        raise Wrong(_("This number is too large or too small."))
    return found


def _parsed(parse: Callable[[str], Any], value: Any, wanted: str) -> Any:
    try:
        found = parse(value) if isinstance(value, str) and len(value) <= 40 and value.isascii() else None
    except ValueError:
        found = None
    if found is None:
        raise Wrong(wanted)
    return found


def day(value: Any) -> date:
    wanted = _("A day such as 2026-06-10 is expected.")
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise Wrong(wanted)
    return in_our_time(_parsed(parse_date, value, wanted))


def hour(value: Any) -> time:
    found: time = _parsed(parse_time, value, _("An hour such as 09:30 is expected."))
    if found.tzinfo is not None:
        raise Wrong(_("An hour such as 09:30 is expected."))
    return found


def instant(value: Any) -> datetime:
    wanted = _("A moment with its offset, such as 2026-06-10T09:30:00Z, is expected.")
    found: datetime = _parsed(parse_datetime, value, wanted)
    if found.tzinfo is None:
        raise Wrong(wanted)
    in_our_time(found.date())
    return found.astimezone(UTC)


def wall_time(value: Any, zone: ZoneInfo) -> tuple[date, time | None, int]:
    """A day, with or without an hour, as the clock on the wall shows them in `zone`, and which of two equal hours.

    An hour with an offset is an instant, of which the clock in `zone` is read.
    """
    wanted = _("A day, or a day with an hour, such as 2026-06-10 or 2026-06-10T09:30, is expected.")
    if isinstance(value, str) and DAY.fullmatch(value):
        return day(value), None, 0
    found: datetime = _parsed(parse_datetime, value, wanted)
    in_our_time(found.date())
    if found.tzinfo is None:
        return found.date(), found.time(), 0
    shown, clock, fold = wall(found.astimezone(UTC), zone)
    return in_our_time(shown), clock, fold


def in_our_time(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise Wrong(_("A year from %(first)d to %(last)d is expected.") % years)
    return value


def words(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > MOST_WORDS:
        raise Wrong(_("A list of at most %(most)d texts is expected.") % {"most": MOST_WORDS})
    return [text(one, LONGEST_WORD) for one in value]


def thresholds(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Wrong(_("An object in braces is expected."))
    return plain(value, DEEPEST)


def plain(value: Any, depth: int) -> Any:
    """JSON with ordinary numbers, no deeper than `depth`."""
    if isinstance(value, str):
        return text(value, LONGEST_WORD)
    if isinstance(value, Decimal):
        return float(number(value))
    if isinstance(value, dict | list):
        if not depth or len(value) > MOST_WORDS:
            raise Wrong(_("There is too much in it."))
        if isinstance(value, list):
            return [plain(one, depth - 1) for one in value]
        return {text(name, LONGEST_WORD): plain(one, depth - 1) for name, one in value.items()}
    if isinstance(value, int) and not isinstance(value, bool):
        number(value)
    return value


def short(value: object) -> str:
    said = str(value)
    return said if len(said) <= 60 else f"{said[:60]}…"


_READERS: tuple[tuple[type[db.Field], Callable[[Any], Any]], ...] = (
    (db.BooleanField, flag),
    (db.IntegerField, whole),
    (db.DecimalField, number),
    (db.DateTimeField, instant),
    (db.DateField, day),
    (db.TimeField, hour),
)


# --- What a model demands of whole rows --------------------------------------------------------------------------


def holds(condition: db.Q, row: Mapping[str, Any]) -> bool:
    """Whether a model's condition holds for `row`, the values by the columns' names, as a database would judge it."""
    each = (holds(one, row) if isinstance(one, db.Q) else _one_holds(*one, row) for one in condition.children)
    found = any(each) if condition.connector == db.Q.OR else all(each)
    return found is not condition.negated


def _one_holds(lookup: str, wanted: Any, row: Mapping[str, Any]) -> bool:
    name, _both, how = lookup.partition("__")
    value = row[name] if name in row else row[f"{name}_id"]
    if isinstance(wanted, db.F):
        wanted = row[wanted.name]
    if how == "isnull":
        return (value is None) is wanted
    if not how:
        return bool(value == wanted)
    if value is None or wanted is None:
        return True  # what is not known breaks no rule
    return bool({"gte": value >= wanted, "lte": value <= wanted}[how])
