"""How days, figures and lists of a document are written, in the language that is active."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from smplanner.days import date_format

from .values import Block, Facts, Prose, Table

NOTHING = "–"


def day(value: date | None) -> str:
    return date_format(value, "DATE_FORMAT") if value else ""


def span(first: date | None, last: date | None) -> str:
    """From one day until another; empty when neither is known."""
    return f"{day(first) or '?'} – {day(last) or '?'}" if first or last else ""


def number(value: Decimal | int | None, unit: str = "") -> str:
    """A figure without needless decimals; empty when there is none."""
    return "" if value is None else f"{floatformat(value, '-2')} {unit}".strip()


def percent(value: int | None) -> str:
    return number(value, "%")


def listed(things: Iterable[object]) -> str:
    return ", ".join(str(thing) for thing in things)


def yes_no(value: bool) -> str:
    return _("Yes") if value else _("No")


def labels(keys: Sequence[str], choices: Iterable[tuple[str, object]]) -> str:
    """The words for stored keys, in the order of the choices; keys that no longer exist are left out."""
    return listed(label for key, label in choices if key in keys)


def facts(rows: Mapping[str, object]) -> list[Block]:
    """Those pairs that have something to say."""
    said = tuple((name, str(value)) for name, value in rows.items() if value)
    return [Facts(said)] if said else []


def prose(label: str, text: str) -> list[Block]:
    return [Prose(label, text.strip())] if text and text.strip() else []


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[Block]:
    """A table with a dash where nothing is known, or nothing when it would have no row."""
    filled = tuple(tuple(str(cell) if cell else NOTHING for cell in row) for row in rows)
    return [Table(caption, tuple(head), filled)] if filled else []
