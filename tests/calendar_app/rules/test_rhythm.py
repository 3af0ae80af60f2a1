"""How far ahead, how often, how hurried: each threshold on both of its sides."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from calendar_app.plan.examples import MONDAY, PLATFORMS, bakery, channel, post
from calendar_app.plan.snapshot import Absence, Closure, TeamMember
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, choose, run


def found(slug, plan, **parameters):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


def severities(findings):
    return [str(one.severity) for one in findings]


def on_facebook(*days, platform="facebook", posts=None, **fields):
    """The bakery on one platform alone, at the platform's own pace, with posts in so many days."""
    coming = tuple(post(number, day, **(posts or {})) for number, day in enumerate(days, start=1))
    return bakery(channels=(channel(1, platform, **{"weekly_target": None, **fields}),), posts=coming)


def closed(first, last):
    return (Closure(MONDAY + timedelta(days=first), MONDAY + timedelta(days=last), "Closed"),)


# --- empty-calendar, publishing-gap: days on which one is closed ---------------------------------------------------


@pytest.mark.parametrize(("first", "last", "findings"), [(0, 13, 0), (-5, 30, 0), (0, 12, 1), (1, 13, 1)])
def test_nothing_is_asked_of_days_on_which_one_is_closed(first, last, findings):
    assert len(found("empty-calendar", replace(on_facebook(20), closures=closed(first, last)))) == findings


@pytest.mark.parametrize(("last", "findings"), [(16, 0), (15, 0), (14, 1)])
def test_closed_days_are_no_silence(last, findings):
    plan = replace(on_facebook(1, 21), closures=closed(10, last))
    assert len(found("publishing-gap", plan)) == findings


def test_a_channel_that_only_answers_may_be_silent():
    assert found("publishing-gap", on_facebook(1, 30))
    assert not found("publishing-gap", on_facebook(1, 30, is_care_only=True))


# --- planning-horizon-short ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"), [(0, ["error"]), (6, ["error"]), (7, ["warning"]), (13, ["warning"]), (14, []), (60, [])]
)
def test_two_weeks_are_planned(day, expected):
    assert severities(found("planning-horizon-short", on_facebook(0, day))) == expected


def test_a_calendar_that_is_over_is_empty_and_not_short():
    assert not found("planning-horizon-short", on_facebook(-3))
    report = run(on_facebook(-3), choose(select=["empty-calendar", "planning-horizon-short"]))
    assert [one.rule.slug for one in report.findings] == ["empty-calendar"]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(6, 13, ["warning"]), (6, 14, []), (7, 20, ["error"]), (3, 30, []), (6, 9, ["warning"])],
)
def test_days_on_which_one_is_closed_count_as_planned(first, last, expected):
    plan = replace(on_facebook(1, 5), closures=closed(first, last))
    assert severities(found("planning-horizon-short", plan)) == expected


def test_a_post_of_a_channel_that_was_left_plans_nothing():
    plan = on_facebook(1, 3)
    left = replace(plan, channels=(*plan.channels, channel(2, "instagram", status="left")))
    assert found("planning-horizon-short", replace(left, posts=(*plan.posts, post(9, 40, channel=2))))


# --- cadence-below-min ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "findings"),
    [
        ([1, 9, 18, 27], 0),  # four in four weeks
        ([1, 14, 27], 1),
        ([1, 9, 19], 0),  # two in the twenty days that are planned would do
        ([1, 19], 0),
        ([19], 1),
        ([27], 1),
        ([1, 2], 0),  # two weeks at least are looked at, and two are asked for
        ([2], 1),
        ([-5], 0),  # nothing is planned at all: that is said elsewhere
        ([1, 9, 18, 27, 28, 29], 0),
    ],
)
def test_the_least_rhythm_over_the_days_that_are_planned(days, findings):
    assert len(found("cadence-below-min", on_facebook(*days))) == findings


def test_the_figures_of_a_rhythm():
    [finding] = found("cadence-below-min", on_facebook(1, 14, 27))
    facts = finding.facts
    assert (facts["planned"], facts["expected"], facts["open_days"], facts["rate"]) == (3, 4, 28, 0.75)


@pytest.mark.parametrize(
    ("fields", "findings"),
    [
        ({"weekly_target": 0.5}, 1),  # two of four weeks, and one is there
        ({"weekly_target": 0.25}, 0),
        ({"weekly_target": 0.0}, 0),
        ({"weekly_target": 5.0}, 1),  # an ambition is no duty
        ({"is_care_only": True}, 0),
        ({"status": "testing"}, 0),
        ({"status": "paused"}, 0),
        ({"since": MONDAY + timedelta(days=14)}, 1),
        ({"since": MONDAY + timedelta(days=15)}, 0),
        ({"since": MONDAY + timedelta(days=90)}, 0),
    ],
)
def test_a_channel_has_its_own_pace(fields, findings):
    plan = on_facebook(27, **fields)
    plan = replace(
        plan, channels=(*plan.channels, channel(2, "newsletter")), posts=(*plan.posts, post(9, 27, channel=2))
    )
    assert len(found("cadence-below-min", plan)) == findings


def test_an_ambition_is_never_asked_for():
    assert not found("cadence-below-min", on_facebook(1, 9, 18, 27, weekly_target=7.0))


def test_closed_days_ask_for_no_post():
    plan = on_facebook(9, 18, 27)  # three in four weeks: one is missing, unless a day is closed
    assert found("cadence-below-min", plan)
    assert not found("cadence-below-min", replace(plan, closures=closed(1, 1)))


def test_a_house_that_is_closed_all_along_is_asked_for_nothing():
    assert not found("cadence-below-min", replace(on_facebook(27, posts={"channel": None}), closures=closed(0, 40)))


# --- cadence-above-max ---------------------------------------------------------------------------------------------


def busy(posts, platform="linkedin", **fields):
    """So many posts within four weeks on one platform."""
    coming = tuple(post(number, number % 28, **fields) for number in range(posts))
    return bakery(channels=(channel(1, platform),), posts=coming)


@pytest.mark.parametrize(
    ("platform", "posts", "findings"),
    [("linkedin", 28, 0), ("linkedin", 29, 1), ("facebook", 40, 0), ("facebook", 41, 1)],
)
def test_each_platform_has_its_most(platform, posts, findings):
    hits = found("cadence-above-max", busy(posts, platform))
    assert len(hits) == findings
    assert all(one.facts["rate"] == posts / 4 for one in hits)


def test_notices_do_not_tire():
    assert not found("cadence-above-max", busy(60, intent="service"))


def test_where_nobody_knows_the_most_there_is_none():
    plan = busy(200)
    unknown = replace(plan.channels[0], platform=replace(PLATFORMS["linkedin"], freq_max=0.0))
    assert not found("cadence-above-max", replace(plan, channels=(unknown,)))


def test_a_channel_that_is_paused_tires_nobody():
    plan = busy(60)
    paused = replace(plan.channels[0], status="paused")
    assert not found("cadence-above-max", replace(plan, channels=(paused,)))


# --- burst ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "keys"),
    [([4, 4], []), ([4, 4, 4], [3]), ([4, 4, 4, 4], [3]), ([4, 4, 5, 5], []), ([4, 4, 4, 6, 6, 6], [3, 6])],
)
def test_two_posts_a_day_are_enough(days, keys):
    assert [one.ref.id for one in found("burst", on_facebook(*days))] == keys


@pytest.mark.parametrize(
    ("platform", "findings"), [("facebook", 1), ("instagram", 1), ("linkedin", 1), ("x", 0), ("mastodon", 0)]
)
def test_some_feeds_are_calm(platform, findings):
    assert len(found("burst", on_facebook(4, 4, 4, platform=platform))) == findings


@pytest.mark.parametrize("fields", [{"intent": "service"}, {"format": "story"}, {"status": "posted"}])
def test_notices_stories_and_what_is_out_are_left_out(fields):
    assert not found("burst", on_facebook(4, 4, 4, posts=fields))


def test_what_was_is_over():
    assert not found("burst", on_facebook(-1, -1, -1))
    assert found("burst", on_facebook(0, 0, 0))


def test_the_others_of_the_day_are_named():
    [finding] = found("burst", on_facebook(4, 4, 4, 4))
    assert (finding.facts["posts"], finding.facts["day"]) == (4, date(2026, 3, 6))
    assert [ref.id for ref in finding.related] == [1, 2]


# --- all-improvised ------------------------------------------------------------------------------------------------


def written(*hours_before, days_ago=None):
    """The bakery with past posts, written so many hours before they went out."""
    past = []
    for number, hours in enumerate(hours_before):
        one = post(number, -(number if days_ago is None else days_ago), status="posted")
        past.append(replace(one, created_at=one.at - timedelta(hours=hours)))
    return bakery(posts=tuple(past))


@pytest.mark.parametrize(
    ("hours", "findings"),
    [
        ([1] * 4, 0),  # four posts are too few to judge
        ([1] * 5, 1),
        ([23.9] * 5, 1),
        ([24] * 5, 0),
        ([1] * 3 + [48] * 3, 0),  # a half
        ([1] * 4 + [48] * 3, 1),
        ([-1] * 9, 0),  # noted down afterwards
        ([1] * 4 + [-1] * 9, 0),
    ],
)
def test_half_of_the_posts_may_be_written_at_the_last_minute(hours, findings):
    assert len(found("all-improvised", written(*hours))) == findings


@pytest.mark.parametrize(("days_ago", "findings"), [(-1, 0), (0, 1), (27, 1), (28, 0)])
def test_the_last_four_weeks_tell(days_ago, findings):
    assert len(found("all-improvised", written(*[1] * 5, days_ago=days_ago))) == findings


@pytest.mark.parametrize("fields", [{"at": None}, {"created_at": None}])
def test_a_moment_that_nobody_knows_is_not_late(fields):
    plan = written(*[1] * 9)
    assert not found("all-improvised", replace(plan, posts=tuple(replace(one, **fields) for one in plan.posts)))


# --- no-breathing-room ---------------------------------------------------------------------------------------------


def booked(*hours, team=None):
    """The bakery with so many hours of posts in each of the coming weeks, beside what is done in any week (1.25)."""
    coming = [post(number, 7 * number, minutes_planned=round(60 * each)) for number, each in enumerate(hours)]
    return bakery(posts=tuple(coming), **({} if team is None else {"team": team}))


@pytest.mark.parametrize(
    ("weekly", "findings"),
    [
        ([4.15] * 4, 0),  # nine tenths of six hours
        ([4.17] * 4, 1),
        ([4.75] * 4, 1),  # to the last minute
        ([5.35] * 4, 1),
        ([5.37] * 4, 0),  # more than there is: the workload is the matter then
        ([4.75] * 3, 0),
        ([4.75, 4.75, 4.75, 4.0], 0),
        ([4.75, 4.75, 4.75, 9.0], 0),
        ([4.75] * 3 + [4.2, 0.5], 1),
    ],
)
def test_a_tenth_of_four_weeks_is_left_free(weekly, findings):
    assert len(found("no-breathing-room", booked(*weekly))) == findings


def test_the_fullest_week_is_told():
    [finding] = found("no-breathing-room", booked(4.75, 4.25, 4.5, 4.75))
    assert (finding.facts["booked"], finding.facts["free"]) == (91, 0.0)


def test_a_week_in_which_nobody_is_there_tells_nothing():
    plan = booked(*[4.75] * 4)
    away = Absence(1, MONDAY, MONDAY + timedelta(days=6))
    assert found("no-breathing-room", plan)
    assert not found("no-breathing-room", replace(plan, absences=(away,)))


def test_hours_that_nobody_told_are_held_against_nobody():
    report = run(booked(*[4.75] * 4, team=(TeamMember(1, "Samira"),)), [Chosen(RULES["no-breathing-room"])])
    assert (len(report.findings), len(report.not_applicable)) == (0, 1)
