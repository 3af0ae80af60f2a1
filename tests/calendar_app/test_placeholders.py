"""Dated placeholders from rhythm × pillars × personas."""

from collections import Counter
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.placeholders import MOST_A_WEEK, Placeholder, Prompt, Rhythm, Theme, due, lay_out

THURSDAY = date(2026, 6, 11)
PERSONAS = [1, 2, 3]


def theme(pillar: int, weight: int = 25, prompts: int = 9) -> Theme:
    return Theme(pillar, weight, tuple(Prompt(f"{pillar}/{number}") for number in range(prompts)))


THEMES = [theme(10, 30), theme(11), theme(12, 20), theme(13)]


def rhythm(weekly: str = "3", channel: int = 1, platform: str = "facebook", **more: object) -> Rhythm:
    return Rhythm(channel, platform, Decimal(weekly), **more)


SHOP = [rhythm(), rhythm("1", 2, "google_business"), rhythm("0.25", 3, "blog")]


def laid(*rhythms: Rhythm, first: date = THURSDAY, **more: object) -> list[Placeholder]:
    return lay_out(rhythms or SHOP, THEMES, PERSONAS, first, **more)


def taken(placeholders: list[Placeholder]) -> list[tuple[int, date]]:
    return [(one.channel, one.day) for one in placeholders]


def test_a_shop_has_seventeen_slots_in_four_weeks():
    found = laid()
    assert Counter(one.channel for one in found) == {1: 12, 2: 4, 3: 1}
    assert {one.day for one in found} <= {THURSDAY + timedelta(days=n) for n in range(28)}
    assert [(one.day, one.clock) for one in found] == sorted((one.day, one.clock) for one in found)


def test_the_same_input_gives_the_same_slots():
    assert laid() == laid()


def test_a_channel_keeps_its_days_from_week_to_week_and_no_day_has_two():
    days = [one.day for one in laid(rhythm("3"))]
    assert len(set(days)) == 12
    assert {day.isoweekday() for day in days} == {2, 4, 6}


def test_sundays_stay_free_and_professionals_are_reached_on_working_days():
    assert 7 not in {one.day.isoweekday() for one in laid(rhythm("6"))}
    assert {one.day.isoweekday() for one in laid(rhythm("5", platform="linkedin"))} == {1, 2, 3, 4, 5}


def test_hours_are_those_of_the_platform():
    assert {one.clock for one in laid(rhythm(platform="tiktok"))} == {time(18), time(20)}
    assert {one.clock for one in laid(rhythm("1", platform="newsletter"))} == {time(9)}


def test_two_channels_do_not_all_speak_on_the_same_days():
    days = Counter(one.day for one in laid(rhythm("2", 1), rhythm("2", 2, "instagram")))
    assert max(days.values()) == 1


def test_nothing_falls_on_a_public_holiday():
    holidays = {THURSDAY + timedelta(days=n) for n in (0, 2, 5, 12)}
    found = laid(closed=holidays)
    assert not holidays & {one.day for one in found}
    assert len(found) == 17


def test_a_week_that_is_closed_altogether_has_no_slots():
    week = {THURSDAY + timedelta(days=n) for n in range(7)}
    assert min(one.day for one in laid(rhythm(), closed=week)) >= THURSDAY + timedelta(days=7)


def test_laying_out_twice_adds_nothing():
    assert laid(taken=taken(laid())) == []


def test_what_stands_there_counts_and_its_day_is_left_alone():
    there = (1, date(2026, 6, 16))
    days = [one.day for one in laid(rhythm(), taken=[there])]
    assert len(days) == 11
    assert there[1] not in days


def test_laying_out_a_day_later_fills_the_new_day_only():
    later = laid(first=THURSDAY + timedelta(days=1), taken=taken(laid()))
    assert {one.day for one in later} <= {date(2026, 7, 9)}


@pytest.mark.parametrize(("weekly", "posts"), [("0", 0), ("0.25", 1), ("0.5", 2), ("1", 4), ("1.5", 6), ("2.25", 9)])
def test_a_rhythm_of_less_than_a_post_a_week_is_kept_over_several(weekly, posts):
    assert len(laid(rhythm(weekly))) == posts


def test_one_a_month_counts_the_month_before():
    assert laid(rhythm("0.25"), taken=[(1, THURSDAY - timedelta(days=3))])[0].day > THURSDAY + timedelta(days=20)


def test_slots_of_the_channel_are_kept():
    slots = ((3, time(7, 45)), (7, time(19, 0)))
    found = laid(rhythm("2", slots=slots))
    assert {(one.day.isoweekday(), one.clock) for one in found} == set(slots)
    assert {(one.day.isoweekday(), one.clock) for one in laid(rhythm("1", slots=slots))} == {slots[0]}


def test_many_a_day_stand_at_different_hours_and_there_is_a_limit():
    found = laid(rhythm("200", platform="x"))
    assert len(found) == 4 * MOST_A_WEEK
    assert len({(one.day, one.clock) for one in found}) == len(found)


def test_pillars_have_their_share_and_take_turns():
    counts = Counter(one.pillar for one in laid(rhythm("5")))
    assert counts == {10: 6, 11: 5, 12: 4, 13: 5}
    pillars = [one.pillar for one in laid(rhythm("5"))]
    assert all(len(set(pillars[n : n + 3])) > 1 for n in range(len(pillars) - 2))


def test_themes_without_any_weight_are_equal():
    found = lay_out([rhythm("2")], [theme(1, 0), theme(2, 0)], [], THURSDAY)
    assert Counter(one.pillar for one in found) == {1: 4, 2: 4}


def test_every_theme_speaks_to_everybody_in_turn():
    found = lay_out([rhythm("6")], [theme(1), theme(2)], PERSONAS, THURSDAY)
    assert len(Counter((one.pillar, one.persona) for one in found)) == 6
    assert set(Counter((one.pillar, one.persona) for one in found).values()) == {4}


def test_a_channel_speaks_to_those_it_reaches():
    found = laid(rhythm("3", personas=(2,)), rhythm("1", 2, personas=(99,)))
    assert {one.persona for one in found if one.channel == 1} == {2}
    assert {one.persona for one in found if one.channel == 2} <= set(PERSONAS)


def test_prompts_come_in_their_order_and_then_again():
    found = lay_out([rhythm("1")], [theme(1, prompts=3)], [], THURSDAY)
    assert [one.prompt.title for one in found] == ["1/0", "1/1", "1/2", "1/0"]
    assert {one.persona for one in found} == {None}


def test_nothing_comes_of_nothing():
    assert lay_out([], THEMES, PERSONAS, THURSDAY) == []
    assert lay_out(SHOP, [], PERSONAS, THURSDAY) == []


def test_a_monthly_post_comes_in_the_first_week():
    assert due(Decimal("0.25"), 0) == 1
    assert sum(due(Decimal("1.5"), week) for week in range(4)) == 6


rhythms = st.lists(
    st.builds(
        Rhythm,
        st.integers(1, 6),
        st.sampled_from(["facebook", "linkedin", "blog", "x", "newsletter"]),
        st.integers(0, 100).map(lambda quarters: Decimal(quarters) / 4),
    ),
    max_size=4,
    unique_by=lambda one: one.channel,
)
days = st.dates(date(2000, 2, 1), date(2100, 1, 1))


@given(rhythms, days, st.sets(st.integers(0, 27), max_size=10))
def test_whatever_the_rhythm_slots_stay_in_their_weeks_and_off_closed_days(chosen, first, shut):
    closed = {first + timedelta(days=n) for n in shut}
    found = lay_out(chosen, THEMES, PERSONAS, first, closed=closed)
    assert all(first <= one.day < first + timedelta(days=28) and one.day not in closed for one in found)
    again = lay_out(chosen, THEMES, PERSONAS, first, closed=closed, taken=taken(found))
    assert len(found) <= sum(due(one.weekly, week) for one in chosen for week in range(4))
    assert again == []
