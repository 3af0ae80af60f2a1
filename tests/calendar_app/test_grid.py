from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from calendar_app.grid import EARLIEST, LATEST, SUNDAY, Entry, by_day, month_of, place, shift, span

PARIS, MARTINIQUE, KIRITIMATI = ZoneInfo("Europe/Paris"), ZoneInfo("America/Martinique"), ZoneInfo("Pacific/Kiritimati")


def entry(number: int, day: date | None, clock: time | None = None) -> Entry:
    return Entry(number, f"Post {number}", None, None, None, "planned", 1, day, clock)


def test_a_month_is_whole_weeks_from_monday():
    month = month_of(date(2026, 11, 16))
    assert month.first == date(2026, 11, 1)
    assert month.last == date(2026, 11, 30)
    assert month.visible == (date(2026, 10, 26), date(2026, 12, 6))
    assert [week.number for week in month.weeks] == [44, 45, 46, 47, 48, 49]
    assert all(len(week.days) == 7 and week.days[0].isoweekday() == 1 for week in month.weeks)


def test_a_month_may_have_weeks_from_sunday():
    month = month_of(date(2026, 11, 16), SUNDAY)
    assert month.visible == (date(2026, 11, 1), date(2026, 12, 5))
    assert [week.number for week in month.weeks] == [45, 46, 47, 48, 49]


def test_a_february_of_four_weeks_needs_no_more():
    assert len(month_of(date(2027, 2, 10)).weeks) == 4


def test_the_first_days_of_january_may_belong_to_the_last_iso_week():
    assert month_of(date(2027, 1, 1)).weeks[0].number == 53
    assert month_of(date(2026, 1, 1)).weeks[0].number == 1


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (LATEST, 1, None),
        (EARLIEST, -1, None),
    ],
)
def test_a_shift_keeps_the_day_or_takes_the_last(day, months, expected):
    assert shift(day, months) == expected


def test_the_edges_of_the_calendar_have_whole_weeks():
    assert EARLIEST in month_of(EARLIEST)
    assert LATEST in month_of(LATEST)


def test_a_moment_stands_on_the_day_of_the_zones_clock():
    late = datetime(2026, 11, 16, 2, 30, tzinfo=UTC)
    assert place(late, None, MARTINIQUE) == (date(2026, 11, 15), time(22, 30))
    assert place(late, None, PARIS) == (date(2026, 11, 16), time(3, 30))


def test_a_post_of_a_whole_day_stands_on_its_date_wherever_that_was_written():
    written_in_paris = datetime(2026, 11, 15, 23, 0, tzinfo=UTC)
    assert place(written_in_paris, date(2026, 11, 16), MARTINIQUE) == (date(2026, 11, 16), None)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        # 29 March 2026, 02:00 becomes 03:00 in Paris.
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), (date(2026, 3, 29), time(0, 0))),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), (date(2026, 3, 29), time(1, 59))),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), (date(2026, 3, 29), time(3, 0))),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), (date(2026, 3, 30), time(0, 0))),
        # 25 October 2026, 03:00 becomes 02:00.
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), (date(2026, 10, 25), time(0, 0))),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), (date(2026, 10, 25), time(2, 30))),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), (date(2026, 10, 25), time(2, 30))),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), (date(2026, 10, 25), time(23, 59))),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), (date(2026, 10, 26), time(0, 0))),
    ],
)
def test_days_hold_on_both_changes_of_clocks(at, expected):
    day, clock = place(at, None, PARIS)
    assert (day, clock.replace(fold=0)) == expected


def test_a_span_holds_whole_days_written_at_the_other_end_of_the_world():
    start, end = span(date(2026, 11, 1), date(2026, 11, 30), MARTINIQUE)
    in_kiritimati = datetime(2026, 10, 31, 10, 0, tzinfo=UTC)  # 1 November begins there
    assert start <= in_kiritimati < end
    assert in_kiritimati.astimezone(KIRITIMATI).date() == date(2026, 11, 1)


def test_days_hold_their_entries_in_order_and_nothing_from_outside():
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    noon, morning, whole = (
        entry(1, first, time(12)),
        entry(2, first, time(7, 30)),
        entry(3, first),
    )
    outside = [entry(4, date(2026, 10, 31)), entry(5, date(2026, 12, 1)), entry(6, None)]
    assert by_day([noon, morning, whole, *outside], first, last) == {first: [whole, morning, noon]}
