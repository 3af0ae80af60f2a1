"""Selling, useful things, conversation: each threshold on both of its sides."""

from dataclasses import replace

import pytest

from calendar_app.plan.examples import bakery, channel, post, posts
from calendar_app.rules.balance import percent
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run


def found(slug, coming, **parameters):
    return run(bakery(posts=tuple(coming)), [Chosen(RULES[slug], parameters=parameters)]).findings


def mix(commercial, others, **fields):
    """So many commercial posts and so many useful ones, all within 28 days."""
    return posts(*["commercial"] * commercial, *["value"] * others, every=1, **fields)


def severities(findings):
    return [str(one.severity) for one in findings]


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(0, 5, 0), (1, 3, 33), (2, 3, 67), (1, 2, 50), (1, 8, 13), (5, 5, 100)]
)
def test_a_percentage_is_rounded_to_the_nearest(part, whole, expected):
    assert percent(part, whole) == expected


# --- only-commercial -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("commercial", "others", "findings"), [(3, 0, 0), (4, 0, 1), (4, 1, 0), (20, 0, 1), (19, 1, 0), (0, 4, 0)]
)
def test_nothing_but_selling_is_an_error_from_four_posts_on(commercial, others, findings):
    assert len(found("only-commercial", mix(commercial, others))) == findings


@pytest.mark.parametrize(("number", "keys"), [(5, []), (6, ["only-commercial:channel:2"])])
def test_one_channel_is_judged_from_six_posts_on(number, keys):
    coming = [*mix(0, 3), *(replace(one, id=one.id + 50, channel=2) for one in mix(number, 0))]
    assert [one.key for one in found("only-commercial", coming)] == keys


def test_a_plan_that_only_sells_is_told_so_once():
    assert [one.key for one in found("only-commercial", mix(12, 0))] == ["only-commercial:plan:0"]


def test_the_window_is_four_weeks_from_today_on():
    inside = [post(number, days, intent="commercial") for number, days in enumerate([0, 1, 2, 27])]
    assert found("only-commercial", inside)
    assert not found("only-commercial", [*inside[:3], post(9, 28, intent="commercial")])
    assert not found("only-commercial", [*inside[:3], post(9, -1, intent="commercial")])
    assert found("only-commercial", [*inside, post(9, 28, intent="value"), post(10, -1, intent="value")])


@pytest.mark.parametrize(("status", "findings"), [("idea", 1), ("posted", 1), ("cancelled", 0)])
def test_dated_ideas_and_posted_posts_count_and_cancelled_ones_do_not(status, findings):
    assert len(found("only-commercial", [*mix(3, 0), post(9, 9, intent="commercial", status=status)])) == findings


def test_undated_posts_are_not_planned():
    assert not found("only-commercial", [*mix(3, 0), post(9, None, intent="commercial")])


# --- promo-overload ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("commercial", "others", "expected"),
    [
        (2, 1, []),  # three posts are too few to judge
        (1, 2, []),
        (2, 4, []),  # a third
        (4, 7, ["warning"]),
        (2, 2, ["warning"]),  # a half
        (3, 3, ["warning"]),
        (3, 2, ["error"]),
        (1, 4, []),
        (0, 8, []),
    ],
)
def test_the_share_of_selling_has_a_ceiling(commercial, others, expected):
    assert severities(found("promo-overload", mix(commercial, others))) == expected


def test_the_measured_share_stands_beside_the_benchmark():
    [finding] = found("promo-overload", mix(2, 3))
    assert finding.facts["share"] == 40
    assert "40" in finding.message
    assert "20" in finding.benchmark
    assert "33" in finding.benchmark


def test_a_post_that_says_nothing_of_itself_is_not_held_to_sell():
    assert not found("promo-overload", [*mix(1, 0), *posts("", "", "", first=3)])


def test_bought_space_sells_unless_it_says_otherwise():
    bought = posts("", "", "", "", media_type="paid")
    assert found("promo-overload", bought)
    assert not found("promo-overload", [replace(one, intent="value") for one in bought])


@pytest.mark.parametrize(
    ("on_second", "keys"),
    [
        ((2, 4), []),  # neither the plan nor a channel
        ((3, 3), ["channel:2"]),  # the channel alone: half of six, and 3 of 10 in all
        ((4, 1), ["plan:0"]),  # five posts are too few for a channel
        ((4, 2), ["channel:2", "plan:0"]),  # the channel is worse than the plan
    ],
)
def test_a_channel_is_named_when_it_is_worse_than_the_plan(on_second, keys):
    coming = [*mix(0, 4), *(replace(one, id=one.id + 50, channel=2) for one in mix(*on_second))]
    assert [one.key for one in found("promo-overload", coming)] == [f"promo-overload:{key}" for key in keys]


def test_the_posts_to_change_are_those_that_sell_and_are_not_out_yet():
    coming = [post(1, 0, intent="commercial", status="posted"), *mix(3, 1, first=2)]
    coming = [replace(one, id=number) for number, one in enumerate(coming, start=1)]
    [finding] = found("promo-overload", coming)
    assert [ref.id for ref in finding.related] == [2, 3, 4]


# --- broadcast-only ------------------------------------------------------------------------------------------------


def talk(inviting, others, **fields):
    return posts(*["conversation"] * inviting, *["value"] * others, every=1, **fields)


@pytest.mark.parametrize(
    ("inviting", "others", "expected"),
    [(0, 4, []), (0, 5, ["error"]), (1, 4, []), (1, 5, ["warning"]), (2, 8, []), (0, 20, ["error"]), (5, 0, [])],
)
def test_one_post_in_five_invites_an_answer(inviting, others, expected):
    assert severities(found("broadcast-only", talk(inviting, others))) == expected


def test_a_ticked_box_is_enough_whatever_the_intent():
    assert not found("broadcast-only", [*talk(0, 4), post(9, 9, intent="commercial", invites_reply=True)])


def test_begging_for_reactions_is_no_invitation():
    begging = post(9, 9, intent="conversation", invites_reply=True, text="Identifiez deux amis !")
    assert severities(found("broadcast-only", [*talk(0, 4), begging])) == ["error"]


def test_channels_on_which_nobody_can_answer_are_left_out():
    plan = bakery(channels=(channel(1, "newsletter"),), posts=talk(0, 8))
    assert run(plan, [Chosen(RULES["broadcast-only"])]).findings == ()


def test_a_bare_title_is_held_against_nobody():
    assert not found("broadcast-only", posts("", "", "", "", "", ""))
    assert found("broadcast-only", posts("", "", "", "", "", text="Ouvert lundi."))
