"""Stretches of days across the weeks of a calendar, and what lies under the posts of a day."""

from datetime import date, timedelta

from calendar_app.bands import MOST_LANES, across
from calendar_app.ground import of_days
from calendar_app.occasions import YEARLY, Kind, Row, between, by_day

MONDAY = date(2026, 6, 8)
WEEK = [MONDAY + timedelta(days=number) for number in range(7)]


def campaign(number: int, first: int, last: int) -> Row:
    return Row(Kind.CAMPAIGN, "vert", number, f"C{number}", day=date(2026, 6, first), until=date(2026, 6, last))


def bands(*rows: Row):
    return across(WEEK, by_day(between(rows, WEEK[0], WEEK[-1])))


def lanes(*rows: Row) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for day in bands(*rows).by_day.values():
        for band in day:
            found.setdefault(band.occasion.row.name, set()).add(band.lane)
    return found


def test_stretches_that_meet_lie_in_lanes_of_their_own_and_others_share_one():
    assert lanes(campaign(1, 8, 10), campaign(2, 10, 12), campaign(3, 11, 14)) == {"C1": {1}, "C2": {2}, "C3": {1}}


def test_a_stretch_keeps_its_lane_and_its_name_stands_where_the_week_begins_it():
    found = bands(campaign(1, 1, 10)).by_day
    assert [found[day][0].is_first for day in WEEK[:3]] == [True, False, False]
    assert [found[day][0].begins for day in WEEK[:3]] == [False, False, False]
    assert [found[day][0].ends for day in WEEK[:3]] == [False, False, True]
    assert found[WEEK[0]][0].days == 3


def test_what_finds_no_lane_is_listed_on_its_days():
    rows = [campaign(number, 8, 14) for number in range(1, MOST_LANES + 2)]
    found = bands(*rows)
    assert found.lanes == MOST_LANES
    assert [one.row.name for one in found.without[MONDAY]] == ["C4"]
    ground = of_days(WEEK, by_day(between(rows, WEEK[0], WEEK[-1])), {})
    assert [one.row.name for one in ground[MONDAY].lines] == ["C4"]


def test_zones_with_the_same_days_share_a_band():
    rows = [
        Row(Kind.SCHOOL, f"Zone {zone}", number, "Noël", day=MONDAY, until=WEEK[-1])
        for number, zone in enumerate("CAB")
    ]
    assert [one.row.about for one in between(rows, MONDAY, MONDAY)] == ["Zone A, B, C"]


def test_a_closed_day_says_why_and_a_key_date_of_one_day_is_a_line():
    rows = [
        Row(Kind.CLOSED, "closure", 1, "Congés", day=MONDAY, until=MONDAY),
        Row(Kind.KEY_DATE, "", 2, "Fair", day=MONDAY),
        Row(Kind.NOTE, "note", 3, "Ring the mill", day=MONDAY),
    ]
    ground = of_days(WEEK, by_day(between(rows, WEEK[0], WEEK[-1])), {})[MONDAY]
    assert (ground.closed, [one.row.name for one in ground.lines]) == ("Congés", ["Ring the mill", "Fair"])


def test_a_yearly_key_date_comes_back_from_its_first_year_on():
    fair = Row(Kind.KEY_DATE, YEARLY, 1, "Fair", day=date(2025, 12, 30), until=date(2026, 1, 2))
    assert [one.day.day for one in between([fair], date(2026, 12, 1), date(2027, 1, 31))] == [30, 31, 1, 2]
    assert between([fair], date(2024, 12, 1), date(2025, 1, 31)) == []


def test_a_leap_day_comes_back_every_four_years():
    leap = Row(Kind.KEY_DATE, YEARLY, 1, "Leap", day=date(2024, 2, 29))
    assert [one.day.year for one in between([leap], date(2024, 1, 1), date(2032, 12, 31))] == [2024, 2028, 2032]
