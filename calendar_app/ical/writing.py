"""Posts and reminders in, the bytes of a calendar out (RFC 5545 and 7986). The same values give the same bytes, always.

Choices, all for the sake of what calendar programs really do:

- An instant is written on the wall clock of the readers' zone, with that zone told beside it, so that no program shows
  UTC hours in a detail. In the hours that a clock shows twice, and where the zone cannot be told to all programs (see
  zones.py), it is written in UTC (`…Z`), which no program misreads.
- There is no METHOD, no UID on the calendar and no SOURCE: the first asks for an ORGANIZER, the second makes vdirsyncer
  fold the calendar into one item, the third would repeat the secret address inside the file.
- A post has a moment and no length: it takes a quarter of an hour, as programs stretch an empty event as they like. A
  reminder does as well.
- An alarm stands only before what has a time and is still to come about: a day rings nobody at midnight, and nobody
  needs to be called to a post that is out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from types import MappingProxyType
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from calendar_app.models import Post

from .lines import clean, escape, fold, in_one_line
from .zones import Told, in_zone, told

# Google refuses calendars from about 1 MB or 1,100 events on, without a word.
MOST_EVENTS = 1_000
MOST_BYTES = 900_000
LONGEST_TEXT = 1_000  # characters of a post's text
LENGTH = timedelta(minutes=15)
# Outside of these years instants are written in UTC: nobody plans there, and dates would run off the calendar's end.
FIRST_YEAR, LAST_YEAR = 1975, 2100

# Raise it to the day of release when an event's words or lines change: programs skip an event whose LAST-MODIFIED has
# not grown.
LAYOUT_SINCE = datetime(2026, 11, 22, tzinfo=UTC)

_SURE = {Post.Status.APPROVED, Post.Status.POSTED}
_OVER = {Post.Status.POSTED, Post.Status.CANCELLED}
_ENDING = fold("END:VCALENDAR")


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated post as a calendar shows it. `at` is its instant; `day` is set for a post that fills a day."""

    uid: UUID
    sequence: int
    changed_at: datetime
    at: datetime
    day: date | None
    title: str
    status: str
    url: str
    channel: str = ""
    platform: str = ""
    pillar: str = ""
    persona: str = ""
    objective: str = ""
    text: str = ""
    link: str = ""
    posted_url: str = ""
    findings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Python calls the two 02:30 of an autumn night equal, so `event` would keep them under one key.
        if self.at.tzinfo is not UTC:
            object.__setattr__(self, "at", self.at.astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Reminder:
    """One occasion of the strategy as a calendar shows it; `at` and `day` as for a post.

    It is computed, so nobody counts its changes: `uid` is another one when anything changes that is shown of it, and
    programs then put the new event in the place of the old.
    """

    uid: UUID
    at: datetime
    day: date | None
    title: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What is said of the calendar as a whole; `zone` is the IANA name of the zone its readers live in."""

    name: str
    description: str
    zone: str


@dataclass(frozen=True, slots=True)
class _Words:
    """The words around a post's own, in one language; each but `status` takes a value."""

    status: Mapping[str, str]
    state: str
    channel: str
    pillar: str
    persona: str
    objective: str
    link: str
    posted: str
    findings: str


@cache
def _words(language: str) -> _Words:
    with override(language):
        return _Words(
            status=MappingProxyType({status.value: str(status.label) for status in Post.Status}),
            state=_("Status: %(value)s"),
            channel=_("Channel: %(value)s"),
            pillar=_("Pillar: %(value)s"),
            persona=_("For whom: %(value)s"),
            objective=_("Objective: %(value)s"),
            link=_("Link: %(value)s"),
            posted=_("Posted at: %(value)s"),
            findings=_("The checks say:"),
        )


def write(
    heading: Heading,
    entries: Sequence[Entry | Reminder],
    language: str,
    *,
    limited: bool = True,
    alarm: int | None = None,
) -> bytes:
    """The calendar of `entries`, which come in order of time; with an alarm so many minutes before each, if given.

    Limited, it keeps the latest of them up to MOST_EVENTS and MOST_BYTES, and says so in its description.
    """
    zone = _told(heading.zone, entries)
    named = zone.name if zone else ""
    events = [event(entry, language, named, alarm) for entry in (entries[-MOST_EVENTS:] if limited else entries)]
    opening = _opening(heading, zone)
    if limited and (len(entries) > MOST_EVENTS or len(opening) + sum(map(len, events)) + len(_ENDING) > MOST_BYTES):
        with override(language):
            note = _("Older posts are left out here: calendar programs refuse larger files.")
        opening = _opening(Heading(heading.name, f"{heading.description}\n{note}", heading.zone), zone)
        events = _latest(events, MOST_BYTES - len(opening) - len(_ENDING))
    return b"".join([opening, *events, _ENDING])


def _latest(events: list[bytes], room: int) -> list[bytes]:
    """The longest tail of `events` that fits into `room` octets."""
    first = len(events)
    while first and len(events[first - 1]) <= room:
        first -= 1
        room -= len(events[first])
    return events[first:]


def _told(zone: str, entries: Sequence[Entry | Reminder]) -> Told:
    """The zone as it is told for the years of `entries`; nothing when no hour is among them, or it cannot be told."""
    years = [entry.at.year for entry in entries if entry.day is None]
    if not years or not FIRST_YEAR <= min(years) <= max(years) <= LAST_YEAR:
        return Told(zone, ())
    return told(zone, min(years), max(years))


def _opening(heading: Heading, zone: Told) -> bytes:
    name, description = escape(in_one_line(heading.name)), escape(clean(heading.description))
    return b"".join(
        fold(line)
        for line in (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//smplanner//Editorial plan//EN",
            "CALSCALE:GREGORIAN",
            f"NAME:{name}",
            f"X-WR-CALNAME:{name}",
            f"DESCRIPTION:{description}",
            f"X-WR-CALDESC:{description}",
            f"X-WR-TIMEZONE:{heading.zone}",
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
            "X-PUBLISHED-TTL:PT1H",
            "COLOR:teal",
            "X-APPLE-CALENDAR-COLOR:#005B63",
            *zone.lines,
        )
    )


# A calendar is asked for again and again while little of it changes: what was written for a post is kept under all the
# values it was made from, so that an answer from here cannot be stale.
@lru_cache(maxsize=4 * MOST_EVENTS)
def event(entry: Entry | Reminder, language: str, zone: str = "", alarm: int | None = None) -> bytes:
    """The VEVENT of one post, with its words in `language`, or of a reminder, which has its own.

    Its hours are those of `zone`, which the calendar tells; without one they are in UTC. `alarm` is in minutes.
    """
    span = _span(entry, ZoneInfo(zone) if zone else None)
    lines = _reminder_lines(entry, span) if isinstance(entry, Reminder) else _event_lines(entry, _words(language), span)
    rings = () if alarm is None or entry.day is not None or _is_over(entry) else _alarm_lines(entry, language, alarm)
    return b"".join(map(fold, (*lines, *rings, "END:VEVENT")))


def _is_over(entry: Entry | Reminder) -> bool:
    return isinstance(entry, Entry) and entry.status in _OVER


def _alarm_lines(entry: Entry | Reminder, language: str, minutes: int) -> Iterator[str]:
    said = _summary(entry, _words(language)) if isinstance(entry, Entry) else in_one_line(entry.title)
    yield "BEGIN:VALARM"
    yield f"UID:{uuid5(entry.uid, f'alarm {minutes}')}"  # RFC 9074: by it a program knows which ones it has shown
    yield "ACTION:DISPLAY"
    yield f"TRIGGER:-PT{minutes}M" if minutes else "TRIGGER:PT0S"
    yield f"DESCRIPTION:{escape(said)}"
    yield "END:VALARM"


def _event_lines(entry: Entry, words: _Words, span: Iterable[str]) -> Iterator[str]:
    changed = _instant(max(entry.changed_at, LAYOUT_SINCE).astimezone(UTC))
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    # Without METHOD, DTSTAMP says when the event was last revised (RFC 5545, 3.8.7.2): never the time of the request.
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{min(entry.sequence, 2**31 - 1)}"
    yield from span
    yield f"SUMMARY:{escape(_summary(entry, words))}"
    yield f"DESCRIPTION:{escape(clean(_description(entry, words)))}"
    # libical and others take the comma after an escaped backslash for one of the name's: so none ends in a backslash.
    if categories := [escape(name) for name in map(_category, (entry.pillar, entry.channel)) if name]:
        yield f"CATEGORIES:{','.join(categories)}"
    yield f"URL:{entry.url}"
    yield f"STATUS:{_status(entry)}"
    yield "TRANSP:TRANSPARENT"
    yield "X-MICROSOFT-CDO-BUSYSTATUS:FREE"


def _reminder_lines(reminder: Reminder, span: Iterable[str]) -> Iterator[str]:
    since = _instant(LAYOUT_SINCE)
    yield "BEGIN:VEVENT"
    yield f"UID:{reminder.uid}"
    yield f"DTSTAMP:{since}"
    yield f"LAST-MODIFIED:{since}"
    yield "SEQUENCE:0"
    yield from span
    yield f"SUMMARY:{escape(in_one_line(reminder.title))}"
    yield f"DESCRIPTION:{escape(reminder.url)}"
    yield f"CATEGORIES:{escape(_category(reminder.kind))}"
    yield f"URL:{reminder.url}"
    yield "STATUS:CONFIRMED"
    yield "TRANSP:TRANSPARENT"
    yield "X-MICROSOFT-CDO-BUSYSTATUS:FREE"


def _category(name: str) -> str:
    return in_one_line(name).rstrip("\\ ")


def _status(entry: Entry) -> str:
    if entry.status == Post.Status.CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if entry.status in _SURE else "TENTATIVE"


def _span(entry: Entry | Reminder, zone: ZoneInfo | None) -> Iterator[str]:
    if entry.day is None:
        start, end = entry.at, entry.at + LENGTH
        first, last = (in_zone(start, zone), in_zone(end, zone)) if zone else (None, None)
        if zone and first and last:
            yield f"DTSTART;TZID={zone.key}:{_wall(first)}"
            yield f"DTEND;TZID={zone.key}:{_wall(last)}"
        else:
            yield f"DTSTART:{_instant(start)}"
            yield f"DTEND:{_instant(end)}"
    else:
        yield f"DTSTART;VALUE=DATE:{_day(entry.day)}"
        yield f"DTEND;VALUE=DATE:{_day(entry.day + timedelta(days=1))}"  # the first day after it


def _summary(entry: Entry, words: _Words) -> str:
    """What a month view shows: how far the post is unless it is approved, where it goes, its title."""
    state = "" if entry.status in _SURE else words.status[entry.status]
    return " · ".join(part for part in map(in_one_line, (state, entry.channel, entry.title)) if part)


def _description(entry: Entry, words: _Words) -> str:
    """What stands under the title: facts, then the text, then the post's address, which Google shows nowhere else."""
    channel = entry.channel
    if entry.platform and entry.platform != channel:
        channel = f"{channel} ({entry.platform})"
    told = (
        (words.state, words.status[entry.status]),
        (words.channel, channel),
        (words.pillar, entry.pillar),
        (words.persona, entry.persona),
        (words.objective, entry.objective),
        (words.link, entry.link),
        (words.posted, entry.posted_url),
    )
    facts = "\n".join(label % {"value": in_one_line(value)} for label, value in told if value)
    text = entry.text.strip()
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - 1].rstrip() + "…"
    findings = "\n".join((words.findings, *map(in_one_line, entry.findings))) if entry.findings else ""
    return "\n\n".join(part for part in (facts, text, findings, entry.url) if part)


def _instant(at: datetime) -> str:
    return f"{_wall(at)}Z"


def _wall(at: datetime) -> str:
    return f"{_day(at)}T{at.hour:02}{at.minute:02}{at.second:02}"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"
