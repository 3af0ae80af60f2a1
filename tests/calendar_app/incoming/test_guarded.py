"""Files that are made to harm: refused with a sentence, in time, and in a process that nobody else needs."""

import contextlib
import time
from datetime import date

import pytest

from calendar_app.incoming import guarded, reading
from tests.calendar_app.incoming.test_reading import SINCE, UNTIL, calendar

BOMBS = {
    # Never happens, and takes for ever to find out.
    "a rule that never matches": calendar(
        *(
            f"UID:{n}\nDTSTART:20260101T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nSUMMARY:Never"
            for n in range(60)
        )
    ),
    "many dates of one event": calendar(
        "UID:a\nDTSTART:20260101T000000Z\nSUMMARY:Often\nRDATE:" + ",".join(["20260101T000000Z"] * 110_000)
    ),
    "events in events": b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 4_900 + b"END:VCALENDAR\r\n",
    "one line without an end": b"BEGIN:VCALENDAR\r\nX-A:" + b"a" * 1_900_000 + b"\r\nEND:VCALENDAR\r\n",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_in_time_with_a_sentence(bomb):
    began = time.monotonic()
    with contextlib.suppress(guarded.Refused):
        assert len(guarded.read(BOMBS[bomb], "Europe/Paris", SINCE, UNTIL).events) <= reading.MOST_OCCURRENCES
    assert time.monotonic() - began < guarded.PATIENCE + 2  # what the machine needs to notice


def test_the_process_may_take_five_seconds_and_200_megabytes():
    assert (reading.SECONDS, reading.MEMORY) == (5, 200 * 1024 * 1024)


def test_a_large_and_honest_file_is_read_within_that():
    events = [
        f"UID:{n}\nDTSTART:2026{n % 12 + 1:02}10T090000Z\nSUMMARY:Event {n}\nDESCRIPTION:{'x' * 300}"
        for n in range(2_000)
    ]
    brought = guarded.read(calendar(*events), "Europe/Paris", date(2026, 3, 1), date(2026, 3, 31))
    assert len(brought.events) == 167


def test_what_is_kept_until_it_is_confirmed_is_what_was_read():
    content = calendar(
        "UID:a\nDTSTART:20261025T013000Z\nSUMMARY:Owl « é »", "UID:b\nDTSTART;VALUE=DATE:20260610\nSUMMARY:Fair"
    )
    brought = guarded.read(content, "Europe/Paris", SINCE, UNTIL)
    assert [one.first for one in brought.events] == [date(2026, 6, 10), date(2026, 10, 25)]
    assert guarded.unpacked(guarded.packed(brought)) == list(brought.events)


def test_every_code_has_its_sentence(settings):
    with pytest.raises(guarded.Refused, match="UTF-8"):
        guarded.read(calendar("UID:a\nSUMMARY:é").decode().encode("latin-1"), "Europe/Paris", SINCE, UNTIL)
