"""The plan as values, and what every rule measures on it."""

from dataclasses import FrozenInstanceError, replace
from datetime import timedelta

import pytest

from calendar_app.plan import weeks
from calendar_app.plan.examples import MONDAY, bakery, channel, post
from calendar_app.plan.snapshot import Plan, Ref


def numbers(posts):
    return [one.id for one in posts]


def test_a_plan_does_not_change():
    with pytest.raises(FrozenInstanceError):
        bakery().posts = ()


def test_a_changed_plan_is_another_plan_with_its_own_measures():
    plan = bakery(posts=(post(1, 1),))
    assert numbers(plan.dated) == [1]
    assert numbers(replace(plan, posts=(post(2, 1), *plan.posts)).dated) == [1, 2]
    assert numbers(plan.dated) == [1]


def test_dated_posts_stand_in_order():
    plan = bakery(posts=(post(3, 9), post(1, 5), post(2, 1), post(4, None)))
    assert numbers(plan.dated) == [2, 1, 3]


def test_cancelled_posts_and_those_of_silent_channels_are_left_out():
    channels = (channel(1, "facebook"), channel(2, "x", status="paused"), channel(3, "bluesky", status="left"))
    posts = (post(1), post(2, channel=2), post(3, channel=3), post(4, status="cancelled"), post(5, channel=None))
    plan = bakery(channels=channels, posts=posts)
    assert numbers(plan.dated) == [1, 5]


def test_a_window_begins_with_today_and_ends_before_its_last_day():
    plan = bakery(posts=tuple(post(number, number - 5) for number in range(1, 20)))
    assert numbers(plan.ahead(3)) == [5, 6, 7]
    assert numbers(plan.between(MONDAY - timedelta(days=2), MONDAY)) == [3, 4]
    assert numbers(plan.ahead(0)) == []


def test_a_reference_is_the_same_whatever_its_label():
    assert Ref("post", 1, "Galette") == Ref("post", 1)
    assert Ref("post", 1) != Ref("channel", 1)


def test_what_concerns_a_channel_and_a_persona():
    plan = bakery(
        channels=(channel(1, "facebook"), channel(2, "x", personas=(2,))),
        posts=(post(1), post(2, channel=2), post(3, channel=None, persona=1)),
    )
    assert plan.concerns(Ref("post", 1), channel=1)
    assert not plan.concerns(Ref("post", 2), channel=1)
    assert plan.concerns(Ref("post", 1), persona=1)
    assert plan.concerns(Ref("post", 3), persona=1)
    assert not plan.concerns(Ref("post", 3), channel=1)
    assert plan.concerns(Ref("persona", 2), channel=2, persona=2)
    assert plan.concerns(Ref("channel", 1), channel=1, persona=1)
    assert not plan.concerns(Ref("channel", 1), channel=2)
    assert not plan.concerns(Ref("plan"), channel=1)
    assert not plan.concerns(Ref("post", 99), channel=1)
    assert plan.concerns(Ref("plan"))


def test_what_stands_between_two_days():
    plan = bakery(posts=(post(1, 0), post(2, 7), post(3, None)))
    tuesday, sunday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=6)
    week = Ref("week", weeks.number(MONDAY))

    def found(ref, since=None, until=None):
        return plan.stands_between(ref, since, until)

    first, later, undated = (one.ref for one in plan.posts)
    assert [found(ref, MONDAY, sunday) for ref in (first, later, undated, Ref("post", 9))] == [
        True,
        False,
        False,
        False,
    ]
    assert [found(first, tuesday), found(first, None, MONDAY), found(later, None, sunday)] == [False, True, False]
    assert [found(week, sunday), found(week, None, MONDAY), found(week, tuesday, tuesday)] == [True, True, True]
    assert [found(week, sunday + timedelta(days=1)), found(week, None, MONDAY - timedelta(days=1))] == [False, False]
    assert found(Ref("plan"), MONDAY, MONDAY)
    assert found(Ref("channel", 1), MONDAY, MONDAY)


def test_an_empty_plan_measures_nothing():
    plan = Plan(MONDAY, MONDAY)
    assert (plan.age_days, plan.hours_per_week, plan.people, plan.dated, plan.in_preparation) == (0, 0, 0, (), ())
