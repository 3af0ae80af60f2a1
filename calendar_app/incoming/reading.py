"""What stands in a calendar file (RFC 5545), occurrence by occurrence. Pure: no Django, no clock, no network.

Files come from strangers. This is run as a program of its own, with little time and memory (see guarded.py):

    python reading.py ZONE SINCE UNTIL < calendar.ics

prints JSON: {"events": [...], "skipped": [...]}, or {"refused": code, "facts": {...}}.
"""

import json
import resource
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event

LARGEST = 2 * 1024 * 1024
MOST_COMPONENTS = 5_000
MOST_OCCURRENCES = 500
MOST_SKIPPED = 20
LONGEST = {"uid": 200, "title": 200, "text": 10_000, "url": 1000}
SLOWEST = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
FIRST_YEAR, LAST_YEAR = 2000, 2100
SECONDS = 5
MEMORY = 200 * 1024 * 1024  # bytes of addresses, and so never more of memory


class Refused(Exception):
    """The whole file is refused; `code` says why, `facts` holds what the sentence about it needs."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)


class Skipped(Exception):
    """One event is left out; its text says why, as a code."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that something happens. `last` is the last day it touches; `clock` is None for whole days, and `fold` is
    1 for the second of two hours that read the same.

    `uid` names it each time the file is brought: the event's own, and for one of a series the day it was meant for.
    """

    uid: str
    title: str
    text: str
    url: str
    first: date
    last: date
    clock: time | None
    fold: int
    is_cancelled: bool


def read(content: bytes, zone: tzinfo, since: date, until: date) -> tuple[list[Occurrence], list[tuple[str, str]]]:
    """What happens from `since` to `until` on the clock of `zone`, in order; and titles of what is left out, with why.

    Raises Refused.
    """
    events = _events(_text(content))
    changed = {
        (_said(event, "UID"), _moment(event["RECURRENCE-ID"].dt, zone)) for event in events if "RECURRENCE-ID" in event
    }
    found: dict[str, Occurrence] = {}
    skipped: list[tuple[str, str]] = []
    for event in events:
        try:
            for one in _occurrences(event, zone, since, until, changed):
                found[one.uid] = one
                if len(found) > MOST_OCCURRENCES:
                    raise Refused("too-many", most=MOST_OCCURRENCES)
        except Skipped as reason:
            skipped.append((_said(event, "SUMMARY")[: LONGEST["title"]], str(reason)))
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
            skipped.append((_said(event, "SUMMARY")[: LONGEST["title"]], "unreadable"))
    return sorted(found.values(), key=lambda one: (one.first, one.clock or time.min, one.uid)), skipped[:MOST_SKIPPED]


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise Refused("too-large", megabytes=LARGEST // 1024**2)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("not-utf-8") from None
    text = text.lstrip()
    if "\0" in text or not text[:15].upper().startswith("BEGIN:VCALENDAR"):
        raise Refused("no-calendar")
    if not text.rstrip().upper().endswith("END:VCALENDAR"):
        raise Refused("cut-off")
    if text.upper().count("\nBEGIN:") > MOST_COMPONENTS:
        raise Refused("too-many-components", most=MOST_COMPONENTS)
    return text


def _events(text: str) -> list[Event]:
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        raise Refused("unreadable") from None
    if not events:
        raise Refused("empty")
    return events


def _occurrences(
    event: Event, zone: tzinfo, since: date, until: date, changed: set[tuple[str, datetime | date]]
) -> Iterator[Occurrence]:
    start = event.decoded("DTSTART", None)
    if start is None:
        raise Skipped("no-start")
    length = _length(event, start)
    uid = _said(event, "UID")
    if not uid:
        raise Skipped("no-uid")
    if "RECURRENCE-ID" in event:
        meant = _moment(event["RECURRENCE-ID"].dt, zone)
        starts, names = [start], [f"{uid[: LONGEST['uid']]}#{_day(meant).isoformat()}"]
    elif "RRULE" in event or "RDATE" in event:
        pairs = [
            (one, f"{uid[: LONGEST['uid']]}#{_day(_moment(one, zone)).isoformat()}")
            for one in _repeated(event, start, length, zone, since, until)
            if (uid, _moment(one, zone)) not in changed
        ]
        starts, names = [one for one, _ in pairs], [name for _, name in pairs]
    else:
        starts, names = [start], [uid[: LONGEST["uid"]]]
    for one, name in zip(starts, names, strict=True):
        occurrence = _occurrence(event, name, _moment(one, zone), length)
        if occurrence.last >= since and occurrence.first <= until:
            yield occurrence


def _length(event: Event, start: date | datetime) -> timedelta:
    """How long it lasts; whole days count both ends' midnights. What ends before it begins lasts no time."""
    end = event.decoded("DTEND", None)
    if end is not None and isinstance(end, datetime) == isinstance(start, datetime):
        if isinstance(end, datetime) and (end.tzinfo is None) != (start.tzinfo is None):
            raise Skipped("unreadable")
        return max(end - start, timedelta(0))
    length = event.decoded("DURATION", None)
    if isinstance(length, timedelta):
        return max(length, timedelta(0))
    return timedelta(0) if isinstance(start, datetime) else timedelta(days=1)


def _repeated(
    event: Event, start: date | datetime, length: timedelta, zone: tzinfo, since: date, until: date
) -> list[date | datetime]:
    """The beginnings of a repeated event that matter between `since` and `until`, on its own clock."""
    own = start.tzinfo if isinstance(start, datetime) else None
    plain = _plain(start)
    last = datetime.combine(until + timedelta(days=2), time.min)
    first = datetime.combine(since - timedelta(days=2), time.min) - length
    wanted: set[datetime] = {plain}
    for rule in _many(event, "RRULE"):
        if {one.upper() for one in rule.get("FREQ", [])} - SLOWEST:
            raise Skipped("too-often")
        said = rule.to_ical().decode()
        if "UNTIL" in rule:
            rule["UNTIL"] = [_plain(_on_clock(one, own)) for one in rule["UNTIL"]]
            said = rule.to_ical().decode()
        wanted |= set(islice(_between(rrulestr(said, dtstart=plain), first, last), MOST_OCCURRENCES + 1))
    for name, act in (("RDATE", wanted.add), ("EXDATE", wanted.discard)):
        for dates in _many(event, name):
            for value in getattr(dates, "dts", []):
                moment = value.dt[0] if isinstance(value.dt, tuple) else value.dt
                act(_plain(_on_clock(moment, own)))
    kept = sorted(one for one in wanted if first <= one <= last)
    if not isinstance(start, datetime):
        return [one.date() for one in kept]
    return [one.replace(tzinfo=own) for one in kept]


def _between(rule: Iterable[datetime], first: datetime, last: datetime) -> Iterator[datetime]:
    for one in rule:
        if one > last:
            return
        if one >= first:
            yield one


def _many(event: Event, name: str) -> list[Any]:
    value = event.get(name, [])
    return value if isinstance(value, list) else [value]


def _plain(moment: date | datetime) -> datetime:
    """The hands of the clock, without a zone; midnight for a day."""
    return moment.replace(tzinfo=None) if isinstance(moment, datetime) else datetime.combine(moment, time.min)


def _on_clock(moment: date | datetime, own: tzinfo | None) -> date | datetime:
    if isinstance(moment, datetime) and moment.tzinfo is not None and own is not None:
        return moment.astimezone(own)
    return moment


def _moment(start: date | datetime, zone: tzinfo) -> date | datetime:
    """A day stays a day; an instant is told on the clock of `zone`, which is also that of a floating time."""
    if not isinstance(start, datetime):
        return start
    if start.tzinfo is None:
        return start.replace(tzinfo=zone)
    return start.astimezone(UTC).astimezone(zone)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _occurrence(event: Event, uid: str, start: date | datetime, length: timedelta) -> Occurrence:
    first = _day(start)
    if isinstance(start, datetime):
        end = (start.astimezone(UTC) + length).astimezone(start.tzinfo)
        last = max(first, (end - timedelta(microseconds=1)).date())
        clock = start.time().replace(microsecond=0)
    else:
        last, clock = max(first, first + length - timedelta(days=1)), None
    if first.year < FIRST_YEAR or last.year > LAST_YEAR:
        raise Skipped("out-of-time")
    title = " ".join(_said(event, "SUMMARY").split())
    if not title:
        raise Skipped("no-title")
    url = _said(event, "URL").strip()
    return Occurrence(
        uid=uid,
        title=title[: LONGEST["title"]],
        text=_said(event, "DESCRIPTION").strip()[: LONGEST["text"]],
        url=url if url.startswith(("https://", "http://")) and len(url) <= LONGEST["url"] else "",
        first=first,
        last=last,
        clock=clock,
        fold=start.fold if isinstance(start, datetime) else 0,
        is_cancelled=_said(event, "STATUS").upper() == "CANCELLED",
    )


def _said(event: Event, name: str) -> str:
    """The text of a property; of several, the first. Without what no page can show."""
    value = event.get(name, "")
    value = str(value[0] if isinstance(value, list) else value)
    return "".join(letter for letter in value if letter in "\n\t" or letter.isprintable() or letter.isspace())


def main(arguments: list[str]) -> None:
    """Read standard input within the limits of this process, and print what is there."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    zone, since, until = ZoneInfo(arguments[0]), *map(date.fromisoformat, arguments[1:3])
    try:
        found, skipped = read(sys.stdin.buffer.read(LARGEST + 1), zone, since, until)
        answer: dict[str, Any] = {"events": [asdict(one) for one in found], "skipped": skipped}
    except Refused as refused:
        answer = {"refused": refused.code, "facts": refused.facts}
    json.dump(answer, sys.stdout, default=lambda value: value.isoformat())


if __name__ == "__main__":
    main(sys.argv[1:])
