"""Wall times and instants, in every zone and over every kind of clock change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app.moments import Moment, day_bounds, moment, wall
from smplanner.workspaces.zones import zone_names

PARIS = ZoneInfo("Europe/Paris")
ZONES = [ZoneInfo(name) for name in zone_names()]

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
clocks = st.times().map(lambda clock: clock.replace(microsecond=0))
zones = st.sampled_from(ZONES)


@settings(max_examples=3000, deadline=None)
@given(days, clocks, zones, st.integers(0, 1))
def test_a_wall_time_survives_the_way_to_its_instant_and_back_unless_the_clocks_skip_it(day, clock, zone, fold):
    placed = moment(day, clock, zone, fold)
    shown = wall(placed.at, zone)
    if placed.skipped:
        assert shown > (day, clock, 0)
    else:
        assert shown == (day, clock, fold if placed.repeated else 0)


@settings(max_examples=2000, deadline=None)
@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31)), zones)  # noqa: DTZ001 - an instant once in UTC
def test_every_instant_survives_the_way_to_the_wall_and_back(at, zone):
    at = at.replace(tzinfo=UTC)
    day, clock, fold = wall(at, zone)
    assert moment(day, clock, zone, fold).at == at


@settings(max_examples=1000, deadline=None)
@given(days, zones)
def test_days_follow_each_other_without_a_gap_or_an_overlap(day, zone):
    start, end = day_bounds(day, day, zone)
    assert start < end
    assert wall(start, zone)[0] == day
    assert wall(end - timedelta(microseconds=1), zone)[0] == day
    assert day_bounds(day + timedelta(days=1), day + timedelta(days=1), zone)[0] == end


def test_every_zone_offered_is_one_that_the_machine_knows():
    assert set(zone_names()) <= available_timezones()


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        # An ordinary day, summer and winter.
        (date(2026, 6, 10), time(9), "Europe/Paris", Moment(datetime(2026, 6, 10, 7, tzinfo=UTC))),
        (date(2026, 12, 10), time(9), "Europe/Paris", Moment(datetime(2026, 12, 10, 8, tzinfo=UTC))),
        # 29 March 2026: from 2:00 to 3:00. What was skipped is read with the offset before: 2:30 becomes 3:30.
        (date(2026, 3, 29), time(1, 59), "Europe/Paris", Moment(datetime(2026, 3, 29, 0, 59, tzinfo=UTC))),
        (date(2026, 3, 29), time(2, 30), "Europe/Paris", Moment(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), skipped=True)),
        (date(2026, 3, 29), time(3), "Europe/Paris", Moment(datetime(2026, 3, 29, 1, tzinfo=UTC))),
        # 25 October 2026: from 3:00 back to 2:00; the first of the two unless asked otherwise.
        (date(2026, 10, 25), time(2, 30), "Europe/Paris", Moment(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), repeated=True)),
        (date(2026, 10, 25), time(3), "Europe/Paris", Moment(datetime(2026, 10, 25, 2, tzinfo=UTC))),
        # Half an hour only: Lord Howe, 4 October 2026, from 2:00 to 2:30, and 5 April 2026 back again.
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", Moment(datetime(2026, 10, 3, 15, 45, tzinfo=UTC), skipped=True)),
        (date(2026, 4, 5), time(1, 45), "Australia/Lord_Howe", Moment(datetime(2026, 4, 4, 14, 45, tzinfo=UTC), repeated=True)),
        # No change at all, four hours behind: a post of the evening is on the next day in UTC.
        (date(2026, 6, 10), time(21, 30), "America/Martinique", Moment(datetime(2026, 6, 11, 1, 30, tzinfo=UTC))),
        # A day that began at 1:00.
        (date(2018, 11, 4), time(0, 30), "America/Sao_Paulo", Moment(datetime(2018, 11, 4, 3, 30, tzinfo=UTC), skipped=True)),
        # Kathmandu counts by quarters of an hour.
        (date(2026, 6, 10), time(9), "Asia/Kathmandu", Moment(datetime(2026, 6, 10, 3, 15, tzinfo=UTC))),
    ],
)  # fmt: skip
def test_a_wall_time_stands_at_its_instant(day, clock, zone, expected):
    assert moment(day, clock, ZoneInfo(zone)) == expected


def test_of_two_equal_wall_times_the_second_can_be_chosen():
    day, clock = date(2026, 10, 25), time(2, 30)
    assert moment(day, clock, PARIS, fold=1) == Moment(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), repeated=True)
    assert wall(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), PARIS) == (day, clock, 1)


@pytest.mark.parametrize(
    ("day", "zone", "start"),
    [
        (date(2026, 6, 10), "Europe/Paris", datetime(2026, 6, 9, 22, tzinfo=UTC)),
        # Midnight did not exist: the day began at 1:00, which is 3:00 in UTC.
        (date(2018, 11, 4), "America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),
        # Midnight came twice in Havana: the day began with the first.
        (date(2026, 11, 1), "America/Havana", datetime(2026, 11, 1, 4, tzinfo=UTC)),
        # Samoa left out 30 December 2011: nothing can happen on it, and the 31st begins where the 29th ended.
        (date(2011, 12, 30), "Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
        (date(2011, 12, 31), "Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_its_first_instant(day, zone, start):
    assert moment(day, None, ZoneInfo(zone)) == Moment(start)
    assert day_bounds(day, day, ZoneInfo(zone))[0] == start


def test_a_day_begins_with_the_first_midnight_even_when_the_second_hour_was_chosen():
    assert moment(date(2026, 11, 1), None, ZoneInfo("America/Havana"), fold=1).at == datetime(
        2026, 11, 1, 4, tzinfo=UTC
    )


def test_a_day_that_was_left_out_holds_no_instant():
    start, end = day_bounds(date(2011, 12, 30), date(2011, 12, 30), ZoneInfo("Pacific/Apia"))
    assert start == end


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 6, 10), 24), (date(2026, 10, 25), 25)])
def test_the_days_of_clock_changes_are_shorter_and_longer(day, hours):
    start, end = day_bounds(day, day, PARIS)
    assert end - start == timedelta(hours=hours)
