"""What is read from calendar files: each occurrence, on the clock of the workspace; and what is refused."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from calendar_app.incoming import reading
from calendar_app.incoming.reading import Refused

PARIS = ZoneInfo("Europe/Paris")
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


def calendar(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//club//EN\n{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def read(*events: str, zone: ZoneInfo = PARIS):
    return reading.read(calendar(*events), zone, SINCE, UNTIL)


def days(*events: str) -> list[date]:
    return [one.first for one in read(*events)[0]]


def test_an_instant_is_told_on_the_clock_of_the_workspace():
    event = "UID:a\nDTSTART:20260610T223000Z\nDTEND:20260611T003000Z\nSUMMARY:Night run\nURL:https://club.example/run"
    [one], _ = read(event)
    assert (one.uid, one.title, one.url) == ("a", "Night run", "https://club.example/run")
    assert (one.first, one.last, one.clock) == (date(2026, 6, 11), date(2026, 6, 11), time(0, 30))
    [west], _ = read(event, zone=ZoneInfo("America/Martinique"))
    assert (west.first, west.clock) == (date(2026, 6, 10), time(18, 30))


def test_whole_days_end_before_their_end():
    [one], _ = read("UID:a\nDTSTART;VALUE=DATE:20260610\nDTEND;VALUE=DATE:20260613\nSUMMARY:Fair")
    assert (one.first, one.last, one.clock) == (date(2026, 6, 10), date(2026, 6, 12), None)


def test_a_floating_time_is_that_of_the_workspace():
    [one], _ = read("UID:a\nDTSTART:20260610T090000\nSUMMARY:Coffee")
    assert (one.first, one.clock) == (date(2026, 6, 10), time(9))


@pytest.mark.parametrize(("start", "fold"), [("20261025T003000Z", 0), ("20261025T013000Z", 1)])
def test_the_hour_that_comes_twice_keeps_which_it_is(start, fold):
    [one], _ = read(f"UID:a\nDTSTART:{start}\nSUMMARY:Owl")
    assert (one.clock, one.fold) == (time(2, 30), fold)


def test_a_series_keeps_its_clock_over_both_changes():
    event = "UID:a\nDTSTART;TZID=Europe/Paris:20260323T190000\nRRULE:FREQ=WEEKLY;COUNT=40\nSUMMARY:Training"
    found, _ = read(event)
    assert len(found) == 40
    assert {one.clock for one in found} == {time(19)}
    assert found[1].uid == "a#2026-03-30"


def test_a_series_leaves_out_what_it_excludes_and_takes_what_it_adds():
    event = """UID:a
DTSTART;VALUE=DATE:20260601
RRULE:FREQ=WEEKLY;UNTIL=20260622
EXDATE;VALUE=DATE:20260608
RDATE;VALUE=DATE:20260620
SUMMARY:Market"""
    assert days(event) == [date(2026, 6, day) for day in (1, 15, 20, 22)]


def test_one_of_a_series_that_was_moved_stands_where_it_was_moved_to_under_the_same_name():
    series = "UID:a\nDTSTART:20260601T080000Z\nRRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:Market"
    moved = "UID:a\nRECURRENCE-ID:20260608T080000Z\nDTSTART:20260609T080000Z\nSUMMARY:Market, on Tuesday"
    found, _ = read(series, moved)
    assert [(one.uid, one.first.day) for one in found] == [
        ("a#2026-06-01", 1), ("a#2026-06-08", 9), ("a#2026-06-15", 15)
    ]  # fmt: skip


def test_a_series_that_began_long_ago_is_read_within_the_days_that_were_asked():
    assert days("UID:a\nDTSTART;VALUE=DATE:20100105\nRRULE:FREQ=YEARLY\nSUMMARY:Birthday") == [date(2026, 1, 5)]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("UID:a\nSUMMARY:When?", "no-start"),
        ("DTSTART:20260610T090000Z\nSUMMARY:Who?", "no-uid"),
        ("UID:a\nDTSTART:20260610T090000Z", "no-title"),
        ("UID:a\nDTSTART:20260610T090000Z\nRRULE:FREQ=SECONDLY\nSUMMARY:Tick", "too-often"),
        ("UID:a\nDTSTART:20260610T090000Z\nRRULE:FREQ=HOURLY\nSUMMARY:Tock", "too-often"),
        ("UID:a\nDTSTART:18990610T090000Z\nSUMMARY:Old", "out-of-time"),
        ("UID:a\nDTSTART:20261332T090000Z\nSUMMARY:Never", "unreadable"),
    ],
)
def test_what_cannot_be_read_is_left_out_with_its_reason_and_the_rest_is_read(event, reason):
    found, skipped = read(event, "UID:b\nDTSTART;VALUE=DATE:20260610\nSUMMARY:Fine")
    assert [one.title for one in found] == ["Fine"]
    assert [why for _, why in skipped] == [reason]


def test_only_addresses_that_a_browser_opens_are_kept():
    [one], _ = read("UID:a\nDTSTART;VALUE=DATE:20260610\nSUMMARY:Fair\nURL:javascript:alert(1)")
    assert one.url == ""


def test_a_cancelled_event_says_so():
    [one], _ = read("UID:a\nDTSTART;VALUE=DATE:20260610\nSUMMARY:Fair\nSTATUS:CANCELLED")
    assert one.is_cancelled


GOOD = calendar("UID:a\nDTSTART;VALUE=DATE:20260610\nSUMMARY:Café")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no-calendar"),
        (b"<!doctype html><title>Sign in</title>", "no-calendar"),
        (b"PK\x03\x04" + bytes(500), "no-calendar"),
        (GOOD.decode().encode("latin-1"), "not-utf-8"),
        (GOOD.decode().encode("utf-16"), "not-utf-8"),
        (GOOD[:-20], "cut-off"),
        (GOOD[: len(GOOD) // 2], "cut-off"),
        (calendar(), "empty"),
        (GOOD + b" " * reading.LARGEST, "too-large"),
        (calendar(*["UID:a"] * 5_001), "too-many-components"),
        (calendar("UID:a\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY\nSUMMARY:A",
                  "UID:b\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY\nSUMMARY:B"), "too-many"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_whole(content, code):
    with pytest.raises(Refused) as refused:
        reading.read(content, PARIS, SINCE, UNTIL)
    assert refused.value.code == code


def test_a_mark_at_the_beginning_of_the_file_does_no_harm():
    found, _ = reading.read(b"\xef\xbb\xbf" + GOOD, PARIS, SINCE, UNTIL)
    assert [one.title for one in found] == ["Café"]
