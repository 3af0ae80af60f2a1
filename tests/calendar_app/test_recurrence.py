"""On which days something comes again, over short months and changes of clocks."""

from calendar import monthrange
from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app.moments import moment, wall
from calendar_app.recurrence import FURTHEST, MONTHLY, MOST, NTH_WEEKDAY, WEEKLY, Rhythm, clock_change, days, nth_of

FIRST = st.dates(date(2024, 1, 1), date(2034, 12, 31))
ZONES = [
    ZoneInfo(name) for name in ("Europe/Paris", "America/Martinique", "America/New_York", "Pacific/Auckland", "UTC")
]


def rhythms(kind: str) -> st.SearchStrategy[Rhythm]:
    return st.builds(
        Rhythm,
        st.just(kind),
        FIRST,
        st.integers(1, 12),
        st.frozensets(st.integers(1, 7)) if kind == WEEKLY else st.frozensets(st.integers(1, 7), max_size=1),
        st.sampled_from([-1, 1, 2, 3, 4, 5]),
        st.none() | FIRST,
        st.none() | st.integers(1, 400),
    )


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([WEEKLY, MONTHLY, NTH_WEEKDAY]).flatmap(rhythms))
def test_days_are_in_order_unique_inside_the_span_and_no_more_than_asked(rhythm):
    found = days(rhythm)
    assert found == sorted(set(found))
    assert all(rhythm.first <= day <= (rhythm.until or FURTHEST) for day in found)
    assert len(found) <= min(rhythm.count or MOST, MOST)


@settings(max_examples=200, deadline=None)
@given(rhythms(WEEKLY))
def test_weekly_days_fall_on_their_weekdays_in_every_nth_week(rhythm):
    monday = rhythm.first - timedelta(days=rhythm.first.weekday())
    for day in days(rhythm):
        assert day.isoweekday() in (rhythm.weekdays or {rhythm.first.isoweekday()})
        assert (day - monday).days // 7 % rhythm.every == 0


@settings(max_examples=200, deadline=None)
@given(rhythms(MONTHLY))
def test_monthly_days_are_of_that_date_or_the_last_of_a_shorter_month_and_leave_no_month_out(rhythm):
    found = days(rhythm)
    for day in found:
        assert day.day == min(rhythm.first.day, monthrange(day.year, day.month)[1])
    months = [day.year * 12 + day.month for day in found]
    assert all(after - before == rhythm.every for before, after in pairwise(months))


@settings(max_examples=200, deadline=None)
@given(rhythms(NTH_WEEKDAY))
def test_nth_weekdays_are_the_nth_of_their_month(rhythm):
    for day in days(rhythm):
        assert day.isoweekday() == next(iter(rhythm.weekdays or {rhythm.first.isoweekday()}))
        if rhythm.nth > 0:
            assert nth_of(day) == rhythm.nth
        else:
            assert (day + timedelta(days=7)).month != day.month


def test_the_31st_falls_on_the_last_day_of_shorter_months():
    found = days(Rhythm(MONTHLY, date(2027, 12, 31), count=5))
    assert found == [date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]


def test_a_month_without_a_fifth_monday_has_none():
    found = days(Rhythm(NTH_WEEKDAY, date(2026, 11, 1), weekdays=frozenset({1}), nth=5, count=2))
    assert found == [date(2026, 11, 30), date(2027, 3, 29)]


def test_every_other_tuesday_and_thursday():
    found = days(Rhythm(WEEKLY, date(2026, 11, 12), every=2, weekdays=frozenset({2, 4}), until=date(2026, 12, 10)))
    assert found == [date(2026, 11, 12), date(2026, 11, 24), date(2026, 11, 26), date(2026, 12, 8), date(2026, 12, 10)]


@settings(max_examples=300, deadline=None)
@given(rhythms(WEEKLY), st.times().map(lambda clock: clock.replace(microsecond=0)), st.sampled_from(ZONES))
def test_the_clock_on_the_wall_stays_the_same_over_every_change_of_clocks(rhythm, clock, zone):
    for day in days(rhythm)[:60]:
        change = clock_change(day, clock, zone)
        if not change.skipped:
            assert wall(moment(day, clock, zone).at, zone)[:2] == (day, clock)


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (date(2026, 10, 25), time(2, 30), (False, True)),
        (date(2027, 3, 28), time(2, 30), (True, False)),
        (date(2026, 10, 25), time(9), (False, False)),
        (date(2026, 10, 25), None, (False, False)),
    ],
)
def test_an_hour_that_is_skipped_or_comes_twice_is_told(day, clock, expected):
    assert clock_change(day, clock, ZoneInfo("Europe/Paris")) == expected


def test_nine_o_clock_is_nine_before_and_after_the_october_change():
    zone = ZoneInfo("Europe/Paris")
    instants = [moment(day, time(9), zone).at for day in days(Rhythm(WEEKLY, date(2026, 10, 20), count=2))]
    assert [at.hour for at in instants] == [7, 8]


def test_nothing_comes_again_after_the_last_day_of_the_calendar():
    assert days(Rhythm(MONTHLY, date(2100, 11, 30))) == [date(2100, 11, 30), date(2100, 12, 30)]
    assert days(Rhythm(WEEKLY, date(2100, 12, 30)))[-1] <= FURTHEST
