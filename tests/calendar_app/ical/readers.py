"""Reading a calendar with other people's parsers, and looking at its bare bytes."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

import ics
import vobject


@dataclass(frozen=True)
class Seen:
    """What a parser made of one event."""

    uid: str
    start: datetime | date
    end: datetime | date
    summary: str
    description: str
    status: str


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
        )
        for event in ics.Calendar(body.decode()).events
    }


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
