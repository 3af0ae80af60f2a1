"""The bytes of a calendar, against the format (RFC 5545, 7986) and two parsers by other people.

The numbers are the points of docs/ical.md.
"""

import statistics
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest

from calendar_app.ical import writing
from calendar_app.ical.writing import Entry, Heading, write
from calendar_app.models import Post
from tests.calendar_app.ical.readers import by_ics, by_vobject, faults, properties, values

HEADING = Heading("Boulangerie", "Le plan.", "Europe/Paris")
CHANGED = datetime(2026, 11, 30, 9, 30, 15, 987654, tzinfo=UTC)
AT = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)

AWKWARD = {
    "accents": "Brioche fraîche à l’œuf, été comme hiver",
    "emoji": "🥐👩🏽‍🍳 Le four à 5 h 🇲🇶 👨‍👩‍👧‍👦",
    "long": "é" * 200,
    "long emoji": "🥐" * 300,
    "lines": "Un\nDeux\n\n  Trois\nQuatre",
    "signs": "a;b,c:d \"e\" 'f' 100 % %(value)s {x} <b>",
    "backslashes": r"C:\Temp, \\serveur\partage; fin\.",
    "injection": "x\nEND:VEVENT\nBEGIN:VALARM\nATTACH:http://evil.example/",
    "other scripts": "مرحبا こんにちは Ωμέγα",
    "spaces at folds": " ".join(["mot"] * 120),
}


def entry(**fields: object) -> Entry:
    """An approved post of 1 December 2026, 09:00 in Paris, unless `fields` say otherwise."""
    plain = {
        "uid": UUID(int=1),
        "sequence": 3,
        "changed_at": CHANGED,
        "at": AT,
        "day": None,
        "title": "Brioche",
        "status": Post.Status.APPROVED,
        "url": "https://plan.example.org/w/bakery/posts/1/",
        "channel": "Instagram",
        "platform": "Instagram",
    }
    return Entry(**{**plain, **fields})


def one(body: bytes, name: str) -> str:
    """The raw value of the only property called exactly `name`."""
    (value,) = [value for key, value in properties(body) if key == name]
    return value


def of_event(body: bytes, name: str) -> str:
    """The same, of the only event: the calendar has a DESCRIPTION of its own."""
    event = b"BEGIN:VEVENT" + body.partition(b"BEGIN:VEVENT")[2].partition(b"END:VCALENDAR")[0]
    return one(event, name)


# --- A. Bytes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_ical_01_02_04_the_bytes_have_no_fault(text: str) -> None:
    body = write(replace(HEADING, name=text, description=text), [entry(title=text, text=text, pillar=text)], "fr")
    assert faults(body) == []


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_ical_03_the_calendars_own_name_and_description_are_escaped(text: str) -> None:
    body = write(replace(HEADING, name=text, description=text), [], "fr")
    one_line = " ".join(text.split())
    assert (values(body, "NAME"), values(body, "X-WR-CALNAME")) == ([one_line], [one_line])
    assert (values(body, "DESCRIPTION"), values(body, "X-WR-CALDESC")) == ([text], [text])


def test_ical_04_control_characters_and_halves_of_surrogates_are_left_out() -> None:
    dirty = "be\x07ll\x00\x1b[31m\x7f\x85\u2028\u2029\ud800\udfff\ufeff\tfin"
    body = write(Heading(dirty, dirty, "UTC"), [entry(title=dirty, text=dirty, pillar=dirty, channel=dirty)], "en")
    assert faults(body) == []
    (event,) = by_vobject(body).values()
    assert event.summary == "bell[31m fin · bell[31m fin"


def test_ical_05_an_empty_calendar_is_a_calendar() -> None:
    body = write(HEADING, [], "fr")
    assert faults(body) == []
    assert (by_vobject(body), by_ics(body)) == ({}, {})
    assert [name for name, _value in properties(body)].count("BEGIN") == 1
    assert (one(body, "VERSION"), one(body, "CALSCALE")) == ("2.0", "GREGORIAN")
    assert one(body, "PRODID")


# --- B. The calendar's properties ----------------------------------------------------------------------------------


def test_ical_06_07_the_calendar_says_its_name_zone_colour_and_rhythm() -> None:
    said = dict(properties(write(HEADING, [], "fr")))
    assert said["X-WR-TIMEZONE"] == "Europe/Paris"
    assert said["COLOR"].isalpha()
    assert said["X-APPLE-CALENDAR-COLOR"].startswith("#")
    assert said["REFRESH-INTERVAL;VALUE=DURATION"] == "PT1H"
    assert said["X-PUBLISHED-TTL"] == "PT1H"


def test_ical_08_09_10_the_calendar_has_no_source_no_uid_and_no_method() -> None:
    names = [name.partition(";")[0] for name, _value in properties(write(HEADING, [entry()], "fr"))]
    assert "SOURCE" not in names
    assert "METHOD" not in names
    assert names.count("UID") == 1  # the event's


# --- C. Events -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
@pytest.mark.parametrize("read", [by_vobject, by_ics])
def test_ical_03_other_parsers_read_every_value_back(read: object, text: str) -> None:
    body = write(HEADING, [entry(title=text, text=text)], "en")
    url = "https://plan.example.org/w/bakery/posts/1/"
    (event,) = read(body).values()
    assert event.uid == str(UUID(int=1))
    assert (event.start, event.end) == (AT, AT + timedelta(minutes=15))
    assert event.summary == "Instagram · " + " ".join(text.split())
    assert event.description == f"Status: Approved\nChannel: Instagram\n\n{text}\n\n{url}"
    assert event.status == "CONFIRMED"


@pytest.mark.parametrize("text", [r"C:\Nouveau", r"C:\nuit", r"\N\n\,\;"])
def test_ical_03_a_backslash_before_an_n_is_no_line_break(text: str) -> None:
    body = write(HEADING, [entry(title=text)], "en")
    (event,) = by_vobject(body).values()
    assert event.summary == values(body, "SUMMARY")[0] == f"Instagram · {text}"


def test_ical_11_the_uid_is_the_posts_own_and_nothing_else() -> None:
    uid = UUID("0f8fad5b-d9cb-469f-a165-70867728950e")
    assert of_event(write(HEADING, [entry(uid=uid)], "fr"), "UID") == str(uid)


def test_ical_12_the_same_values_give_the_same_bytes() -> None:
    entries = [entry(uid=UUID(int=n), title=f"Post {n}") for n in range(5)]
    first = write(HEADING, entries, "fr")
    writing.event.cache_clear()
    assert write(HEADING, entries, "fr") == first


def test_ical_12_13_dtstamp_and_last_modified_are_the_last_change_in_whole_seconds() -> None:
    body = write(HEADING, [entry()], "fr")
    assert of_event(body, "DTSTAMP") == of_event(body, "LAST-MODIFIED") == "20261130T093015Z"


def test_ical_13_a_new_layout_counts_as_a_change() -> None:
    body = write(HEADING, [entry(changed_at=writing.LAYOUT_SINCE - timedelta(days=9))], "fr")
    assert of_event(body, "LAST-MODIFIED") == f"{writing.LAYOUT_SINCE:%Y%m%dT%H%M%SZ}"


def test_ical_14_the_sequence_is_the_posts_and_fits_31_bits() -> None:
    assert of_event(write(HEADING, [entry()], "fr"), "SEQUENCE") == "3"
    assert of_event(write(HEADING, [entry(sequence=2**40)], "fr"), "SEQUENCE") == str(2**31 - 1)


PARIS, MARTINIQUE = ZoneInfo("Europe/Paris"), ZoneInfo("America/Martinique")
INSTANTS = {
    "paris, before the autumn change": datetime(2026, 10, 25, 2, 30, tzinfo=PARIS),
    "paris, the second 02:30": datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1),
    "paris, across the spring change": datetime(2027, 3, 28, 1, 55, tzinfo=PARIS),
    "paris, in the spring gap": datetime(2027, 3, 28, 2, 30, tzinfo=PARIS),
    "martinique, an evening that is tomorrow in utc": datetime(2026, 12, 31, 20, 30, tzinfo=MARTINIQUE),
    "with seconds": datetime(2026, 12, 1, 9, 0, 59, tzinfo=PARIS),
}


@pytest.mark.parametrize("at", INSTANTS.values(), ids=INSTANTS)
@pytest.mark.parametrize("read", [by_vobject, by_ics])
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Martinique", "Africa/Casablanca"])
def test_ical_15_16_instants_are_exact_and_never_float(read: object, at: datetime, zone: str) -> None:
    body = write(replace(HEADING, zone=zone), [entry(at=at)], "fr")
    (event,) = read(body).values()
    assert event.start == at.astimezone(UTC)
    assert event.end - event.start == timedelta(minutes=15)
    told = f"TZID:{zone}" in body.decode()
    assert told is (zone != "Africa/Casablanca"), "Ramadan follows the moon, which no yearly rule tells"
    assert (f"TZID={zone}:" in body.decode()) or of_event(body, "DTSTART").endswith("Z")


@pytest.mark.parametrize("minute", [45, 0, 30, 59])
def test_ical_15_an_hour_that_a_clock_shows_twice_is_in_utc(minute: int) -> None:
    for hour in (0, 1):
        at = datetime(2026, 10, 25, hour, minute, tzinfo=UTC)
        body = write(HEADING, [entry(at=at)], "fr")
        assert of_event(body, "DTSTART") == f"{at:%Y%m%dT%H%M%SZ}"
        assert of_event(body, "DTEND") == f"{at + timedelta(minutes=15):%Y%m%dT%H%M%SZ}"


def test_ical_15_an_event_that_ends_in_the_doubled_hour_is_in_utc_as_a_whole() -> None:
    body = write(HEADING, [entry(at=datetime(2026, 10, 24, 23, 50, tzinfo=UTC))], "fr")
    assert (of_event(body, "DTSTART"), of_event(body, "DTEND")) == ("20261024T235000Z", "20261025T000500Z")


def test_ical_16_a_zone_is_told_once_and_only_if_an_hour_needs_it() -> None:
    whole_day = entry(day=date(2026, 12, 31), at=datetime(2026, 12, 31, tzinfo=PARIS))
    assert b"TZID" not in write(HEADING, [whole_day], "fr")
    body = write(HEADING, [whole_day, entry(at=datetime(2026, 12, 31, 9, tzinfo=PARIS)), entry()], "fr")
    assert body.count(b"BEGIN:VTIMEZONE") == body.count(b"TZID:Europe/Paris") == 1
    assert b"DTSTART;TZID=Europe/Paris:20261231T090000" in body


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2026, 10, 25), date(2027, 3, 28), date(2028, 2, 29)])
@pytest.mark.parametrize("read", [by_vobject, by_ics])
def test_ical_18_a_post_without_a_time_fills_its_day(read: object, day: date) -> None:
    body = write(HEADING, [entry(day=day, at=datetime(day.year, day.month, day.day, tzinfo=MARTINIQUE))], "fr")
    (event,) = read(body).values()
    assert (event.start, event.end) == (day, day + timedelta(days=1))
    assert of_event(body, "DTSTART;VALUE=DATE") == f"{day:%Y%m%d}"


SHOWN = [status for status in Post.Status if status != Post.Status.CANCELLED]


@pytest.mark.parametrize("status", SHOWN)
def test_ical_19_only_what_is_approved_or_posted_is_confirmed(status: str) -> None:
    body = write(HEADING, [entry(status=status)], "fr")
    sure = status in {"approved", "posted"}
    assert of_event(body, "STATUS") == ("CONFIRMED" if sure else "TENTATIVE")


def test_ical_20_the_state_is_told_in_the_readers_language() -> None:
    english = write(HEADING, [entry(status="in_review")], "en")
    assert values(english, "SUMMARY") == ["To review · Instagram · Brioche"]
    assert values(english, "DESCRIPTION")[1].startswith("Status: To review\n")
    assert values(write(HEADING, [entry(status="posted")], "en"), "SUMMARY") == ["Instagram · Brioche"]


def test_ical_21_a_post_makes_nobody_busy() -> None:
    body = write(HEADING, [entry()], "fr")
    assert of_event(body, "TRANSP") == "TRANSPARENT"
    assert of_event(body, "X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"


def test_ical_22_categories_are_escaped_one_by_one_and_never_empty() -> None:
    assert of_event(write(HEADING, [entry(pillar="Pain, vin; fromage")], "fr"), "CATEGORIES") == (
        r"Pain\, vin\; fromage,Instagram"
    )
    assert b"CATEGORIES" not in write(HEADING, [entry(pillar=" ", channel="", platform="")], "fr")


def test_ical_23_the_address_of_the_post_is_its_url_and_the_last_line() -> None:
    body = write(HEADING, [entry(text="Bonjour")], "fr")
    assert of_event(body, "URL") == "https://plan.example.org/w/bakery/posts/1/"
    assert values(body, "DESCRIPTION")[1].split("\n")[-1] == "https://plan.example.org/w/bakery/posts/1/"


def test_ical_24_a_long_text_is_cut() -> None:
    described = values(write(HEADING, [entry(text="a" * 5_000)], "fr"), "DESCRIPTION")[1]
    assert "a" * 999 + "…" in described
    assert "a" * 1_000 not in described


def test_ical_24_the_facts_of_a_post_stand_before_its_text() -> None:
    body = write(
        HEADING,
        [entry(channel="Atelier", pillar="Coulisses", persona="Jeanne", objective="Vendre", link="https://a.example/")],
        "en",
    )
    assert values(body, "DESCRIPTION")[1] == (
        "Status: Approved\nChannel: Atelier (Instagram)\nPillar: Coulisses\nFor whom: Jeanne\nObjective: Vendre\n"
        "Link: https://a.example/\n\nhttps://plan.example.org/w/bakery/posts/1/"
    )


def test_ical_25_26_there_is_no_alarm_no_picture_and_no_attachment() -> None:
    names = {name.partition(";")[0] for name, _value in properties(write(HEADING, [entry(text="x")], "fr"))}
    assert not names & {"IMAGE", "ATTACH", "CONFERENCE", "TRIGGER", "ACTION", "ORGANIZER", "ATTENDEE"}


# --- Size ----------------------------------------------------------------------------------------------------------


def many(count: int, **fields: object) -> list[Entry]:
    """So many posts, an hour after one another."""
    return [entry(uid=UUID(int=n), at=AT + timedelta(hours=n), title=f"Post {n}", **fields) for n in range(count)]


def test_ical_38_a_thousand_posts_are_all_there() -> None:
    body = write(HEADING, many(1_000), "fr")
    assert len(by_vobject(body)) == 1_000
    assert values(body, "X-WR-CALDESC") == ["Le plan."]


def test_ical_38_of_more_posts_the_latest_thousand_stay_and_the_calendar_says_so() -> None:
    body = write(HEADING, many(1_003), "en")
    assert values(body, "UID") == [str(UUID(int=n)) for n in range(3, 1_003)]
    assert values(body, "X-WR-CALDESC") == [
        "Le plan.\nOlder posts are left out here: calendar programs refuse larger files."
    ]


def test_ical_38_a_calendar_stays_within_900_kilobytes() -> None:
    body = write(HEADING, many(1_000, text="🥐" * 1_000), "en")
    kept = values(body, "UID")
    assert 890_000 < len(body) <= 900_000
    assert kept == [str(UUID(int=n)) for n in range(1_000 - len(kept), 1_000)]
    assert "left out" in values(body, "X-WR-CALDESC")[0]
    assert faults(body) == []


def test_a_download_is_not_limited() -> None:
    assert len(values(write(HEADING, many(1_003), "en", limited=False), "UID")) == 1_003


# --- Speed ---------------------------------------------------------------------------------------------------------


def by_icalendar(entries: list[Entry]) -> bytes:
    """The same events, built and serialised by the icalendar package: the floor that the budget is measured against."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//smplanner//Editorial plan//EN")
    for post in entries:
        event = icalendar.Event()
        event.add("uid", str(post.uid))
        event.add("dtstamp", post.changed_at)
        event.add("last-modified", post.changed_at)
        event.add("sequence", post.sequence)
        event.add("dtstart", post.at)
        event.add("dtend", post.at + timedelta(minutes=15))
        event.add("summary", f"{post.channel} · {post.title}")
        event.add("description", f"Statut : Approuvé\nCanal : {post.channel}\n\n{post.text}\n\n{post.url}")
        event.add("categories", [post.channel])
        event.add("url", post.url)
        event.add("status", "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        event.add("x-microsoft-cdo-busystatus", "FREE")
        calendar.add_component(event)
    return calendar.to_ical()


def test_a_cold_calendar_of_1000_events_takes_no_longer_than_icalendar_times_one_and_a_half() -> None:
    entries = many(1_000, text="Le four chauffe depuis cinq heures. " * 8)

    def seconds(work: object) -> float:
        writing.event.cache_clear()
        began = time.process_time()
        work()
        return time.process_time() - began

    ours = statistics.median(seconds(lambda: write(HEADING, entries, "fr")) for _ in range(3))
    theirs = statistics.median(seconds(lambda: by_icalendar(entries)) for _ in range(3))
    print(f"1,000 events: {ours * 1000:.1f} ms, icalendar {theirs * 1000:.1f} ms, ratio {ours / theirs:.2f}")
    assert ours <= 1.5 * theirs
