"""Quiet hours and the hour of gathered mails, by the clock of whoever sleeps."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from calendar_app import quiet

PARIS, NEW_YORK, LA = (ZoneInfo(name) for name in ("Europe/Paris", "America/New_York", "America/Los_Angeles"))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "begins", "ends", "comes"),
    [
        ("2026-06-10T20:30", PARIS, time(22), time(7), "2026-06-11T05:00"),  # 22:30, until seven in the morning
        ("2026-06-10T04:59", PARIS, time(22), time(7), "2026-06-10T05:00"),
        ("2026-06-10T05:00", PARIS, time(22), time(7), "2026-06-10T05:00"),
        ("2026-06-10T19:59", PARIS, time(22), time(7), "2026-06-10T19:59"),
        ("2026-06-10T10:30", PARIS, time(12), time(14), "2026-06-10T12:00"),  # within one day
        ("2026-06-10T12:00", PARIS, time(12), time(14), "2026-06-10T12:00"),
        ("2026-06-11T05:30", LA, time(22), time(7), "2026-06-11T14:00"),  # half past ten in the evening before
        ("2026-06-10T21:00", LA, time(22), time(7), "2026-06-10T21:00"),  # night in Paris, two o’clock there
        # The clocks go forward at two: the night has an hour less.
        ("2026-03-28T22:00", PARIS, time(22), time(7), "2026-03-29T05:00"),
        ("2026-03-28T22:00", PARIS, time(22), time(2, 30), "2026-03-29T01:30"),  # 02:30 does not exist: 03:30
        ("2026-03-08T05:00", NEW_YORK, time(22), time(7), "2026-03-08T11:00"),
        # The clocks go back at three: it has an hour more, and 02:30 comes twice.
        ("2026-10-24T21:00", PARIS, time(22), time(7), "2026-10-25T06:00"),
        ("2026-10-24T21:00", PARIS, time(22), time(2, 30), "2026-10-25T00:30"),
        ("2026-10-25T01:10", PARIS, time(22), time(2, 30), "2026-10-25T01:30"),  # the second 02:10
        ("2026-11-01T04:00", NEW_YORK, time(22), time(7), "2026-11-01T12:00"),
        ("2026-06-10T20:30", PARIS, None, None, "2026-06-10T20:30"),
        ("2026-06-10T20:30", PARIS, time(22), None, "2026-06-10T20:30"),
    ],
)
def test_nothing_comes_in_quiet_hours_and_all_of_it_when_they_end(at, zone, begins, ends, comes):
    assert quiet.awake(utc(at), zone, begins, ends) == utc(comes)


@pytest.mark.parametrize(
    ("at", "zone", "weekly", "comes"),
    [
        ("2026-06-10T05:59", PARIS, False, "2026-06-10T06:00"),
        ("2026-06-10T06:00", PARIS, False, "2026-06-11T06:00"),
        ("2026-06-10T06:00", PARIS, True, "2026-06-15T06:00"),
        ("2026-06-15T05:59", PARIS, True, "2026-06-15T06:00"),
        ("2026-10-24T12:00", PARIS, False, "2026-10-25T07:00"),  # the first morning of winter time
        ("2026-03-28T12:00", PARIS, False, "2026-03-29T06:00"),
        ("2026-06-15T10:00", LA, True, "2026-06-15T15:00"),  # three on Monday morning there
    ],
)
def test_gathered_mails_come_in_the_morning(at, zone, weekly, comes):
    assert quiet.gathered(utc(at), zone, weekly=weekly) == utc(comes)


@pytest.mark.parametrize(
    ("now", "zone", "weekday", "hour", "day", "at"),
    [
        ("2026-06-10T08:00", PARIS, 1, 8, date(2026, 6, 8), "2026-06-08T06:00"),
        ("2026-06-08T05:59", PARIS, 1, 8, date(2026, 6, 1), "2026-06-01T06:00"),
        ("2026-06-08T06:00", PARIS, 1, 8, date(2026, 6, 8), "2026-06-08T06:00"),
        ("2026-06-08T05:00", LA, 7, 20, date(2026, 6, 7), "2026-06-08T03:00"),
        ("2026-10-25T12:00", PARIS, 7, 2, date(2026, 10, 25), "2026-10-25T00:00"),
    ],
)
def test_the_last_time_that_it_was_this_hour(now, zone, weekday, hour, day, at):
    assert quiet.latest(utc(now), zone, weekday, hour) == (day, utc(at))
