"""Days in a file that somebody brings: school holidays or key dates, as CSV or as iCalendar. No database is asked here.

Three shapes are read. The school calendar of the French ministry of education, as its open data portal exports it: a
row for each town, in the days of a zone, the last of which is the day on which school begins again. Any CSV with the
columns zone, name, first, last (or their French words), the last day included. And iCalendar, where DTEND is left out.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

SCHOOL, KEY_DATES = "school", "keydates"

LARGEST = 2 * 1024**2
MOST_ROWS = 20_000
MOST_DAYS = 400
LONGEST_NAME, LONGEST_ZONE = 120, 60
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_FAULTS = 10

PARIS = ZoneInfo("Europe/Paris")
# The ministry writes a day as the midnight of the place, from Wallis to Tahiti. Seen from Paris, so many hours later,
# it is that day everywhere.
TO_MIDDAY = timedelta(hours=11)

MINISTRY = {"description", "start_date", "end_date", "zones"}
TEACHERS = {"enseignants"}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "zone": ("zone", "zones"),
    "name": ("name", "nom", "titre", "vacances", "description"),
    "first": ("first", "first_day", "start", "from", "premier", "du", "debut", "début"),
    "last": ("last", "last_day", "end", "until", "dernier", "au", "fin"),
}


class Refused(Exception):
    """The file cannot be used; `faults` says why, in the reader's language."""

    def __init__(self, *faults: str) -> None:
        super().__init__(*faults)
        self.faults = faults


class Span(NamedTuple):
    """Some days of the file, both ends included; `uid` is what an iCalendar file calls them."""

    zone: str
    name: str
    first: date
    last: date
    uid: str = ""


class _Wrong(Exception):
    """What is wrong in one row."""


def read(content: bytes) -> list[Span]:
    """The days that the file names, each once, in order. Raises Refused."""
    if len(content) > LARGEST:
        raise Refused(_("The file is larger than %(size)d MB.") % {"size": LARGEST // 1024**2})
    text = _text(content)
    spans = _calendar(text) if text.lstrip().upper().startswith("BEGIN:VCALENDAR") else _table(text)
    found = sorted(dict.fromkeys(spans), key=lambda span: (span.first, span.zone, span.name))
    if not found:
        raise Refused(_("No days are in this file."))
    return found


def _text(content: bytes) -> str:
    """UTF-8 with or without a mark, or what Excel saves in the west of Europe."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise Refused(_("This is not a text file: a CSV or an iCalendar file is expected."))
    if "\x00" in text:
        raise Refused(_("This is not a text file: a CSV or an iCalendar file is expected."))
    return text


def _table(text: str) -> list[Span]:
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise Refused(_("The file cannot be read as CSV.")) from error
    if len(rows) > MOST_ROWS:
        raise Refused(_("At most %(most)d rows can be read.") % {"most": MOST_ROWS})
    names = [name.strip().casefold() for name in rows[0]] if rows else []
    if set(names) >= MINISTRY:
        places = {name: names.index(name) for name in (*MINISTRY, "population") if name in names}
        return _each(rows[1:], places, _of_ministry)
    return _each(rows[1:], _places(names), _of_row)


def _places(names: list[str]) -> dict[str, int]:
    """Where the columns stand that are needed; the zone may be missing."""
    found = {
        column: next(names.index(word) for word in words if word in names)
        for column, words in COLUMNS.items()
        if any(word in names for word in words)
    }
    if missing := [column for column in ("name", "first", "last") if column not in found]:
        said = {"columns": ", ".join(missing)}
        raise Refused(_("The first row must name the columns zone, name, first and last. Missing: %(columns)s.") % said)
    return found


def _by_name(row: list[str], places: Mapping[str, int]) -> dict[str, str]:
    return {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}


def _each(
    rows: Iterable[list[str]], places: Mapping[str, int], take: Callable[[Mapping[str, str]], list[Span]]
) -> list[Span]:
    spans, faults = [], []
    for number, row in enumerate(rows, 2):  # the first line names the columns
        cells = _by_name(row, places)
        if not any(cells.values()):
            continue
        try:
            spans += take(cells)
        except _Wrong as wrong:
            faults.append(_("Line %(number)d: %(what)s") % {"number": number, "what": wrong})
            if len(faults) == MOST_FAULTS:
                break
    if faults:
        raise Refused(*faults)
    return spans


def _of_row(cells: Mapping[str, str]) -> list[Span]:
    last = cells["last"] or cells["first"]
    return [_span(cells.get("zone", ""), cells["name"], _day(cells["first"]), _day(last))]


def _of_ministry(cells: Mapping[str, str]) -> list[Span]:
    """Nothing for a row about teachers alone. School begins again on the last day that is written."""
    if cells.get("population", "").casefold() in TEACHERS:
        return []
    first, back = _midday(cells["start_date"]), _midday(cells["end_date"])
    return [_span(cells["zones"], cells["description"], first, max(first, back - timedelta(days=1)))]


def _midday(text: str) -> date:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return _day(text)
    if at.tzinfo is None:
        return at.date()
    try:
        return (at.astimezone(PARIS) + TO_MIDDAY).date()
    except OverflowError:
        raise _Wrong(_no_day(text)) from None


def _day(text: str) -> date:
    """2026-12-19, or 19/12/2026 as people write it in France."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise _Wrong(_no_day(text))


def _no_day(text: str) -> str:
    return _("“%(text)s” is no day; 2026-12-19 or 19/12/2026 would be one.") % {"text": text[:30]}


def _span(zone: str, name: str, first: date, last: date, uid: str = "") -> Span:
    name, zone = " ".join(name.split()), " ".join(zone.split())
    if not name:
        raise _Wrong(_("the name is missing."))
    if last < first:
        raise _Wrong(_("it would end before it begins."))
    if first.year < FIRST_YEAR or last.year > LAST_YEAR:
        raise _Wrong(_("the days lie before 2000 or after 2100."))
    if (last - first).days > MOST_DAYS:
        raise _Wrong(_("it lasts for more than %(days)d days.") % {"days": MOST_DAYS})
    return Span(zone[:LONGEST_ZONE], name[:LONGEST_NAME], first, last, uid)


# --- iCalendar -----------------------------------------------------------------------------------------------------


def _calendar(text: str) -> list[Span]:
    try:
        events = Calendar.from_ical(text).walk("VEVENT")
        if len(events) > MOST_ROWS:
            raise Refused(_("At most %(most)d rows can be read.") % {"most": MOST_ROWS})
        return [span for event in events for span in _event(event)]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise Refused(_("The file cannot be read as iCalendar.")) from error
    except _Wrong as wrong:
        raise Refused(str(wrong)) from wrong


def _event(event: Event) -> Iterator[Span]:
    name = str(event.get("SUMMARY", ""))
    start, end = event.decoded("DTSTART"), event.decoded("DTEND", None)
    length = event.decoded("DURATION", None)
    first = _plain(start)
    if end is None:
        end = start + length if isinstance(length, timedelta) else None
    last = first if end is None else _plain(end)
    if end is not None and not isinstance(end, datetime):
        last = max(first, last - timedelta(days=1))
    uid = str(event.get("UID", ""))[:255]
    yield _span("", name, first, last, uid)


def _plain(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def uid_of(span: Span) -> str:
    """What a key date of the file is known by when it comes again: its own UID, or one made of what it says."""
    said = f"{span.zone}\n{span.name}\n{span.first}".encode()
    return span.uid or f"sha256:{hashlib.sha256(said).hexdigest()}"
