"""Reading a calendar with other people's parsers, and looking at its bare bytes.

Four parsers that share no code: icalendar, vobject and ics, in Python, and libical, in C. A fifth, ical.js, reads in the
journeys' browser (tests/journeys/test_feeds.py).
"""

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import icalendar
import ics
import vobject

from tests.provision import libical


@dataclass(frozen=True)
class Seen:
    """What a parser made of one event."""

    uid: str
    start: datetime | date
    end: datetime | date
    summary: str
    description: str
    status: str
    categories: tuple[str, ...] = ()


def by_vobject(body: bytes) -> dict[str, Seen]:
    calendar = vobject.readOne(body.decode())
    return {
        event.uid.value: Seen(
            event.uid.value,
            _utc(event.dtstart.value),
            _utc(event.dtend.value),
            event.summary.value,
            event.description.value,
            event.status.value,
            _by_name(event.categories.value if "categories" in event.contents else ()),
        )
        for event in calendar.contents.get("vevent", [])
    }


def by_ics(body: bytes) -> dict[str, Seen]:
    """ics counts the last day of a whole-day event in, so its end is set back to the exclusive one."""
    return {
        event.uid: Seen(
            event.uid,
            event.begin.date() if event.all_day else event.begin.datetime.astimezone(UTC),
            event.end.date() if event.all_day else event.end.datetime.astimezone(UTC),
            event.name,
            event.description,
            event.status,
            _by_name(event.categories),
        )
        for event in ics.Calendar(body.decode()).events
    }


def by_icalendar(body: bytes) -> dict[str, Seen]:
    calendar = icalendar.Calendar.from_ical(body)
    events = calendar.walk("VEVENT")
    assert [event.errors for event in (calendar, *events) if event.errors] == []
    return {
        str(event["uid"]): Seen(
            str(event["uid"]),
            _utc(event.decoded("dtstart")),
            _utc(event.decoded("dtend")),
            str(event["summary"]),
            str(event["description"]),
            str(event["status"]),
            _by_name(str(one) for one in event["categories"].cats) if "categories" in event else (),
        )
        for event in events
    }


def by_libical(body: bytes) -> dict[str, Seen]:
    """libical marks what it cannot read; nothing here may be marked."""
    library = _libical()
    calendar = library.icalcomponent_new_from_string(body)
    assert library.icalcomponent_count_errors(calendar) == 0
    try:
        return {seen.uid: seen for seen in map(_seen_by_libical, _children(library, "component", calendar, b"VEVENT"))}
    finally:
        library.icalcomponent_free(calendar)


def _seen_by_libical(event: int) -> Seen:
    library = _libical()
    (status,) = _children(library, "property", event, b"STATUS")
    categories = _children(library, "property", event, b"CATEGORIES")
    return Seen(
        library.icalcomponent_get_uid(event).decode(),
        _moment(library.icalcomponent_get_dtstart(event)),
        _moment(library.icalcomponent_get_dtend(event)),
        library.icalcomponent_get_summary(event).decode(),
        library.icalcomponent_get_description(event).decode(),
        library.icalproperty_get_value_as_string(status).decode(),
        _by_name(library.icalproperty_get_categories(one).decode() for one in categories),
    )


def _children(library: ctypes.CDLL, what: str, parent: int, name: bytes) -> Iterator[int]:
    kind = getattr(library, f"ical{what}_string_to_kind")(name)
    found = getattr(library, f"icalcomponent_get_first_{what}")(parent, kind)
    while found:
        yield found
        found = getattr(library, f"icalcomponent_get_next_{what}")(parent, kind)


class _Time(ctypes.Structure):
    """struct icaltimetype of libical 3 and later."""

    _numbers = ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")
    _fields_ = (*((name, ctypes.c_int) for name in _numbers), ("zone", ctypes.c_void_p))


def _moment(time: _Time) -> datetime | date:
    if time.is_date:
        return date(time.year, time.month, time.day)
    assert time.zone, "a floating time"
    seconds = _libical().icaltime_as_timet_with_zone(time, time.zone)
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


@cache
def _libical() -> ctypes.CDLL:
    """The library, with what its functions take and give. Not having it fails the test."""
    library, node, text = ctypes.CDLL(libical()), ctypes.c_void_p, ctypes.c_char_p
    signatures: dict[str, tuple[Any, ...]] = {
        "icalcomponent_new_from_string": (node, text),
        "icalcomponent_free": (None, node),
        "icalcomponent_count_errors": (ctypes.c_int, node),
        "icalcomponent_string_to_kind": (ctypes.c_int, text),
        "icalproperty_string_to_kind": (ctypes.c_int, text),
        "icalcomponent_get_uid": (text, node),
        "icalcomponent_get_summary": (text, node),
        "icalcomponent_get_description": (text, node),
        "icalcomponent_get_dtstart": (_Time, node),
        "icalcomponent_get_dtend": (_Time, node),
        "icaltime_as_timet_with_zone": (ctypes.c_int64, _Time, node),
        "icalproperty_get_value_as_string": (text, node),
        "icalproperty_get_categories": (text, node),
    }
    for what in ("component", "property"):
        for order in ("first", "next"):
            signatures[f"icalcomponent_get_{order}_{what}"] = (node, node, ctypes.c_int)
    for name, (gives, *takes) in signatures.items():
        function = getattr(library, name)
        function.restype, function.argtypes = gives, takes
    return library


READERS: dict[str, Callable[[bytes], dict[str, Seen]]] = {
    "icalendar": by_icalendar,
    "vobject": by_vobject,
    "ics": by_ics,
    "libical": by_libical,
}


def _by_name(names: Any) -> tuple[str, ...]:
    """Categories are a set: some parsers keep no order."""
    return tuple(sorted(names))


def _utc(value: datetime | date) -> datetime | date:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def properties(body: bytes) -> list[tuple[str, str]]:
    """Every unfolded content line as (what stands before the first colon, the raw value)."""
    return [tuple(line.split(":", 1)) for line in body.decode().replace("\r\n ", "").splitlines()]


def values(body: bytes, name: str) -> list[str]:
    """The unescaped TEXT values of every property called exactly `name`."""
    return [unescape(value) for key, value in properties(body) if key == name]


def unescape(value: str) -> str:
    """A TEXT value read strictly: each backslash must begin one of the four escapes of RFC 5545, 3.3.11."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), f"a bare ; or , in {value!r}"
    assert re.fullmatch(r"(?:[^\\]|\\[\\;,n])*", value), f"a stray backslash in {value!r}"
    return re.sub(r"\\([\\;,n])", lambda found: "\n" if found[1] == "n" else found[1], value)


def faults(body: bytes) -> list[str]:
    """What RFC 5545, 3.1 forbids and clients choke on, found in the bytes themselves. Empty when there is nothing."""
    text = body.decode("utf-8")  # raises when it is not UTF-8
    lines = body.split(b"\r\n")
    found = []
    if not body.startswith(b"BEGIN:VCALENDAR\r\n") or lines[-2:] != [b"END:VCALENDAR", b""]:
        found.append("does not begin or end as a calendar")
    for line in lines:
        if len(line) > 75:
            found.append(f"{len(line)} octets: {line!r}")
        try:
            line.decode()
        except UnicodeDecodeError:
            found.append(f"a fold inside a character: {line!r}")
    if stray := re.findall("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]|\r(?!\n)|(?<!\r)\n", text):
        found.append(f"control characters: {stray!r}")
    if re.search(r"^[A-Z-]+(?:;[^:]*)?:\r$", text, re.MULTILINE):
        found.append("an empty property")
    return found


def noon(day: date) -> datetime:
    """A moment of `day` that is on that day in every zone of these tests."""
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
