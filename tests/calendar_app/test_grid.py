from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from calendar_app.grid import (
    EARLIEST,
    LATEST,
    SUNDAY,
    Entry,
    by_day,
    gaps,
    month_of,
    months_of,
    period,
    place,
    shift,
    span,
    step,
    week_of,
    weeks_between,
)

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


# --- Weeks, quarters, years ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "first", "last"),
    [
        ("week", date(2026, 6, 8), date(2026, 6, 14)),
        ("month", date(2026, 6, 1), date(2026, 6, 30)),
        ("list", date(2026, 6, 1), date(2026, 6, 30)),
        ("board", date(2026, 6, 1), date(2026, 6, 30)),
        ("quarter", date(2026, 4, 1), date(2026, 6, 30)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_view_shows_the_period_in_which_its_day_lies(view, first, last):
    assert period(view, date(2026, 6, 10)) == (first, last)


def test_a_week_may_begin_on_sunday_and_keeps_its_number():
    week = week_of(date(2026, 6, 10), SUNDAY)
    assert (week.days[0], week.days[-1], week.number) == (date(2026, 6, 7), date(2026, 6, 13), 24)


@pytest.mark.parametrize(
    ("view", "day", "count", "expected"),
    [
        ("week", date(2026, 12, 28), 1, date(2027, 1, 4)),
        ("quarter", date(2026, 11, 30), 1, date(2027, 2, 28)),
        ("year", date(2028, 2, 29), -1, date(2027, 2, 28)),
        ("board", date(2026, 1, 31), 1, date(2026, 2, 28)),
        ("week", LATEST, 1, None),
        ("quarter", EARLIEST, -1, None),
        ("year", LATEST, 1, None),
    ],
)
def test_a_page_on_is_a_week_a_month_a_quarter_or_a_year(view, day, count, expected):
    assert step(view, day, count) == expected


@pytest.mark.parametrize("day", [EARLIEST, LATEST])
@pytest.mark.parametrize("view", ["week", "month", "quarter", "year"])
def test_every_view_has_its_period_at_the_edges_of_the_calendar(view, day):
    first, last = period(view, day)
    assert first <= day <= last


def test_a_quarter_is_three_months_and_a_year_twelve():
    assert [month.first.month for month in months_of("quarter", date(2026, 11, 16))] == [10, 11, 12]
    assert [month.first.month for month in months_of("year", date(2026, 11, 16))] == list(range(1, 13))


def test_the_weeks_of_a_year_hold_all_its_days():
    weeks = weeks_between(date(2026, 1, 1), date(2026, 12, 31))
    assert (len(weeks), weeks[0].days[0], weeks[-1].days[-1]) == (53, date(2025, 12, 29), date(2027, 1, 3))


def test_a_gap_is_a_week_and_more_without_a_post():
    posted = {date(2026, 6, 8), date(2026, 6, 14), date(2026, 6, 22), date(2027, 1, 1)}
    first, last = date(2026, 6, 1), date(2026, 6, 30)
    assert gaps(posted, first, last) == [
        (date(2026, 6, 1), date(2026, 6, 7)),
        (date(2026, 6, 15), date(2026, 6, 21)),
        (date(2026, 6, 23), date(2026, 6, 30)),
    ]
    assert gaps(set(), first, last) == [(first, last)]
    assert gaps({date(2026, 6, day) for day in range(1, 31)}, first, last) == []
