"""What several rules measure alike: hours, windows, closed days, reviews."""

from datetime import date, timedelta

import pytest

from calendar_app.plan import effort
from calendar_app.plan.examples import MONDAY, PLATFORMS, bakery, channel, post
from calendar_app.plan.snapshot import (
    Absence,
    Answering,
    Closure,
    Listening,
    Plan,
    Platform,
    Ref,
    ResponseCase,
    Review,
    TeamMember,
    Trial,
)

WEEK = timedelta(days=7)


def hours(**fields):
    """What one post of tomorrow takes."""
    return bakery(posts=(post(1, **fields),)).hours_for(post(1, **fields))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, 0.5),
        ({"format": "long_video"}, 8),
        ({"format": "carousel", "adapted_from": 7}, 0.525),
        ({"format": "text", "minutes_planned": 90}, 1.5),
        ({"format": "text", "minutes_planned": 0}, 0),
        ({"channel": None}, 0.5),
        ({"channel": 99}, 0.5),
    ],
)
def test_a_post_takes_what_its_format_takes_unless_someone_said_more(fields, expected):
    assert hours(**fields) == pytest.approx(expected)


def test_a_format_that_was_timed_five_times_is_known():
    timed = [("image", 60)] * 4
    assert effort.learnt([*timed, ("image", None), ("", 600)]) == {}
    assert effort.learnt([*timed, ("image", 120)]) == {"image": 1.2}
    plan = bakery(posts=tuple(post(number, -number, format="image", minutes_spent=30) for number in range(1, 6)))
    assert plan.hours_for(post(9, format="image")) == 0.5
    assert plan.hours_for(post(9, format="text")) == 0.3


def test_listening_that_is_planned_takes_the_place_of_our_estimate():
    assert (effort.in_any_case(None), effort.in_any_case(2), effort.in_any_case(0)) == (1.25, 2.75, 0.75)


def test_a_week_takes_its_posts_and_what_comes_on_top():
    plan = bakery(posts=(post(1, 1), post(2, 6), post(3, 7), post(4, -1), post(5, 8, status="cancelled")))
    assert plan.planned_hours == {MONDAY: 2.25, MONDAY + WEEK: 1.75}
    busy = bakery(
        posts=(post(1),),
        channels=(channel(1, "facebook"), channel(2, "x", status="left")),
        listening=Listening(hours_per_week=3),
    )
    assert busy.planned_hours == {MONDAY: busy.standing_hours + 0.5}
    assert busy.standing_hours == 3.75 + PLATFORMS["facebook"].base_hours


def test_whoever_is_away_or_gone_has_less_time():
    team = (TeamMember(1, "Samira", hours_per_week=10), TeamMember(2, "Théo", hours_per_week=5, ends_on=MONDAY))
    away = (Absence(1, MONDAY + timedelta(days=3), MONDAY + timedelta(days=9)),)
    plan = bakery(team=team, absences=away)
    assert [plan.available_hours(MONDAY + number * WEEK) for number in range(3)] == [7, 4, 10]
    assert Plan(MONDAY, MONDAY).available_hours(MONDAY) == 0


def test_posts_of_a_channel_are_those_of_some_days():
    one, other = channel(1, "facebook"), channel(2, "x")
    plan = bakery(channels=(one, other), posts=(post(1, -9), post(2, -2), post(3, 0), post(4, 5)))
    assert [found.id for found in plan.posts_on(one, MONDAY - timedelta(days=2), MONDAY + timedelta(days=5))] == [2, 3]
    assert plan.posts_on(other) == ()


def test_closed_days_are_counted_once():
    plan = bakery(
        closures=(
            Closure(date(2026, 3, 10), date(2026, 3, 12)),
            Closure(date(2026, 3, 12), date(2026, 3, 14)),
            Closure(date(2026, 3, 15), date(2026, 3, 15)),
            Closure(date(2026, 3, 1), date(2026, 3, 2)),
        )
    )
    assert plan.closed_days(date(2026, 3, 2), date(2026, 3, 14)) == 5
    assert plan.closed_days(date(2026, 3, 3), date(2026, 3, 3)) == 0
    assert [plan.is_closed_on(date(2026, 3, day)) for day in (2, 3, 15, 16)] == [True, False, True, False]


def test_reviews_are_those_of_their_object():
    reviews = (Review(MONDAY, persona=1), Review(MONDAY, channel=2), Review(MONDAY), Review(MONDAY + WEEK, channel=2))
    plan = bakery(reviews=reviews)
    assert plan.reviews_of_channel == {2: [reviews[1], reviews[3]]}


def test_an_objective_concerns_its_channels_and_its_personas():
    plan = bakery(channels=(channel(1, "facebook", objectives=(1,)), channel(2, "x", objectives=(2,))))
    assert plan.concerns(Ref("objective", 1), channel=1, persona=1)
    assert not plan.concerns(Ref("objective", 1), channel=2)
    assert not plan.concerns(Ref("objective", 9), persona=1)


def test_what_is_asked_of_a_platform_in_words():
    asked = Platform("reddit", "Reddit", skills=("copy", "photo|design"))
    assert asked.skill_groups == (frozenset({"copy"}), frozenset({"photo", "design"}))
    assert (PLATFORMS["newsletter"].is_owned, PLATFORMS["facebook"].is_owned) == (True, False)


def test_the_trial_under_way_is_the_one_without_an_outcome():
    over, open_one = Trial("a", outcome="stop"), Trial("b")
    assert channel(1, "x", tests=(over, open_one)).trial == open_one
    assert channel(1, "x", tests=(over,)).trial is None


def test_a_channel_that_only_answers_publishes_nothing():
    assert not channel(1, "x", is_care_only=True).publishes
    assert not channel(1, "x", status="paused").publishes
    assert channel(1, "x").publishes


def test_a_case_without_an_action_is_not_decided():
    cases = (ResponseCase("question"), ResponseCase("complaint", "private"))
    answering = Answering(exists=True, cases=cases)
    assert (answering.case("question"), answering.case("complaint")) == (None, cases[1])
