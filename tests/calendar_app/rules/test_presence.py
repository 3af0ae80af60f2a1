"""Reviews, proof, values, leaving, silence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from calendar_app.plan.examples import MONDAY, bakery, cakes, channel, post
from calendar_app.plan.snapshot import Closure, Measure, Ref, Review, Trial
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run

LONG_AGO = date(2020, 1, 6)


def found(slug, plan, **parameters):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


def ago(days):
    return MONDAY - timedelta(days=days)


def review(days, **fields):
    return Review(ago(days), **{"channel": 1, **fields})


def facebook(*reviews, objectives=None, posts=(), created_on=LONG_AGO, **fields):
    """A house on Facebook alone, with these reviews of it."""
    one = channel(1, "facebook", **fields)
    objectives = (cakes(),) if objectives is None else objectives
    return bakery(channels=(one,), reviews=reviews, objectives=objectives, posts=posts, created_on=created_on)


# --- platform-review-overdue ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "findings"), [(0, 0), (179, 0), (180, 0), (181, 1)])
def test_a_review_holds_half_a_year(days, findings):
    assert len(found("platform-review-overdue", facebook(review(days)))) == findings


@pytest.mark.parametrize(("days", "findings"), [(180, 0), (181, 1)])
def test_a_platform_never_reviewed_is_as_old_as_its_adoption(days, findings):
    assert len(found("platform-review-overdue", facebook(since=ago(days)))) == findings


def test_what_was_never_questioned_is_said_to_be_so():
    [never], [once] = (
        found("platform-review-overdue", plan) for plan in (facebook(since=ago(300)), facebook(review(300)))
    )
    assert never.measured != once.measured


def test_the_latest_review_counts_and_one_to_come_does_not():
    assert not found("platform-review-overdue", facebook(review(400), review(10)))
    assert found("platform-review-overdue", facebook(review(400), review(-10)))


def test_nobody_knows_since_when_it_is_there():
    assert not found("platform-review-overdue", facebook(since=None))


@pytest.mark.parametrize(("asked", "following", "findings"), [(300, 0, 0), (300, 1, 1), (30, 1, 1), (300, -30, 0)])
def test_the_day_that_a_review_named_is_followed(asked, following, findings):
    plan = facebook(review(asked, next_on=ago(following)))
    assert len(found("platform-review-overdue", plan)) == findings


@pytest.mark.parametrize(("status", "findings"), [("adopted", 1), ("testing", 0), ("paused", 0), ("left", 0)])
def test_only_what_was_adopted_is_questioned(status, findings):
    plan = facebook(since=LONG_AGO, status=status)
    plan = replace(plan, channels=(*plan.channels, channel(2, "instagram", since=MONDAY)))
    assert len(found("platform-review-overdue", plan)) == findings


# --- stay-without-proof --------------------------------------------------------------------------------------------


def measured(*days, **fields):
    measures = tuple(Measure(ago(each), 1.0) for each in sorted(days, reverse=True))
    return facebook(**{"objectives": (cakes(measures=measures),), "since": LONG_AGO, **fields})


@pytest.mark.parametrize(("days", "findings"), [((), 1), ((91,), 1), ((90,), 0), ((400, 3), 0), ((-5,), 1)])
def test_a_measure_holds_ninety_days(days, findings):
    assert len(found("stay-without-proof", measured(*days))) == findings


@pytest.mark.parametrize(("since", "findings"), [(ago(364), 0), (ago(365), 1), (ago(2000), 1), (None, 0)])
def test_a_platform_has_a_year_to_show_something(since, findings):
    assert len(found("stay-without-proof", measured(since=since))) == findings


@pytest.mark.parametrize(("age", "findings"), [(90, 0), (91, 1)])
def test_a_young_workspace_cannot_hold_any_measure_yet(age, findings):
    assert len(found("stay-without-proof", measured(created_on=ago(age)))) == findings


@pytest.mark.parametrize(
    ("answers", "findings"),
    [
        ((), 0),
        (("no",), 0),
        (("no", "no"), 1),
        (("no", "yes", "no"), 0),
        (("yes", "no", "no"), 1),
        (("no", "no", ""), 0),
    ],
)
def test_two_reviews_in_a_row_that_prove_nothing_are_enough(answers, findings):
    reviews = [review(300 - number, proves=answer) for number, answer in enumerate(answers)]
    plan = replace(measured(1), reviews=tuple(reviews))
    assert len(found("stay-without-proof", plan)) == findings


@pytest.mark.parametrize(("decision", "findings"), [("", 1), ("keep", 1), ("change", 0), ("pause", 0), ("stop", 0)])
def test_a_decision_to_change_is_an_answer(decision, findings):
    reviews = (review(200, proves="no"), review(30, proves="no", decision=decision))
    assert len(found("stay-without-proof", replace(measured(1), reviews=reviews))) == findings


def test_a_review_that_proves_it_is_a_proof():
    assert not found("stay-without-proof", replace(measured(), reviews=(review(90, proves="yes"),)))
    assert found("stay-without-proof", replace(measured(), reviews=(review(91, proves="yes"),)))


@pytest.mark.parametrize(
    ("fields", "findings"),
    [
        ({"is_care_only": True}, 0),
        ({"objectives": (cakes(kind="customer_care"),)}, 0),
        ({"objectives": (cakes(kind="customer_care"), replace(cakes(), id=2))}, 0),  # Facebook serves the first alone
        ({"status": "testing"}, 0),
        ({"status": "paused"}, 0),
    ],
)
def test_where_one_only_answers_requests_resolved_count(fields, findings):
    plan = measured(**fields)
    plan = replace(plan, channels=(*plan.channels, channel(2, "instagram", since=MONDAY)))
    assert len(found("stay-without-proof", plan)) == findings


def test_it_leads_to_what_is_missing():
    [silent] = found("stay-without-proof", measured(200))
    assert (silent.fix.act, silent.fix_field, silent.related) == ("objective.measure", "value", (Ref("objective", 1),))
    [aimless] = found("stay-without-proof", measured(objectives=()))
    assert (aimless.fix.act, aimless.fix_field) == ("channel.edit", "objectives")
    [missed] = found(
        "stay-without-proof", replace(measured(1), reviews=(review(9, proves="no"), review(8, proves="no")))
    )
    assert (missed.fix.act, missed.fix_field) == ("channel.review", "proves")


def test_it_says_since_when_nothing_was_shown():
    assert found("stay-without-proof", measured(200))[0].facts["months"] == 6
    assert found("stay-without-proof", measured(since=ago(800)))[0].facts["months"] == 26
    reviews = (review(9, proves="no"), review(8, proves="no"))
    both = found("stay-without-proof", replace(measured(100), reviews=reviews))[0]
    assert "2" in both.measured
    assert "," in both.measured


# --- values-conflict -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "findings"),
    [
        ((), 0),
        ((("yes", ""),), 0),
        ((("unsure", ""),), 0),
        ((("no", ""),), 1),
        ((("no", "keep"),), 0),  # to stay is a decision too
        ((("no", ""), ("", "")), 1),
        ((("no", ""), ("", "pause")), 0),
        ((("no", ""), ("yes", "")), 0),
        ((("no", "stop"), ("no", "")), 1),
    ],
)
def test_a_conflict_of_values_is_decided_upon(answers, findings):
    reviews = [
        review(90 - number, fits_values=fits, decision=decision) for number, (fits, decision) in enumerate(answers)
    ]
    assert len(found("values-conflict", facebook(*reviews))) == findings


def test_a_conflict_is_open_since_it_was_first_said():
    [finding] = found("values-conflict", facebook(review(90, fits_values="no"), review(10, fits_values="no")))
    assert finding.facts["said_on"] == ago(90)


@pytest.mark.parametrize(("status", "findings"), [("adopted", 1), ("testing", 1), ("paused", 0), ("left", 0)])
def test_a_pause_is_a_decision(status, findings):
    plan = facebook(review(30, fits_values="no"), status=status)
    plan = replace(plan, channels=(*plan.channels, channel(2, "instagram")))
    assert len(found("values-conflict", plan)) == findings


# --- quit-too-early ------------------------------------------------------------------------------------------------


def left(stayed, gone=10, **fields):
    """A house that left Facebook so many days ago after having been there so many days."""
    usual = {"status": "left", "left_on": ago(gone), "since": ago(gone + stayed)}
    return facebook(**{**usual, **fields})


@pytest.mark.parametrize(("stayed", "findings"), [(0, 1), (89, 1), (90, 0), (1000, 0), (-1, 0)])
def test_ninety_days_show_something(stayed, findings):
    assert len(found("quit-too-early", left(stayed))) == findings


@pytest.mark.parametrize(("gone", "findings"), [(-1, 0), (0, 1), (180, 1), (181, 0)])
def test_after_half_a_year_nobody_asks_any_more(gone, findings):
    assert len(found("quit-too-early", left(30, gone))) == findings


@pytest.mark.parametrize(
    ("fields", "findings"),
    [
        ({"exit_kind": "values"}, 0),
        ({"exit_kind": "safety"}, 0),
        ({"exit_kind": "closed"}, 0),
        ({"exit_kind": "results"}, 1),
        ({"exit_reason": "Our customers answered elsewhere."}, 0),
        ({"exit_reason": "  "}, 1),
        ({"since": None}, 0),
        ({"left_on": None}, 0),
        ({"status": "paused"}, 0),
        ({"tests": (Trial("We try.", "visits", outcome="stop"),)}, 0),
        ({"tests": (Trial("We try.", outcome="stop"),)}, 1),
        ({"tests": (Trial("We try.", "visits"),)}, 1),
        ({"objectives": (cakes(measures=(Measure(ago(20), 3.0),)),)}, 0),
        ({"objectives": (cakes(measures=(Measure(ago(5), 3.0),)),)}, 1),  # when it was left already
        ({"objectives": (replace(cakes(measures=(Measure(ago(20), 3.0),)), id=2),)}, 1),  # of something else
    ],
)
def test_a_reason_or_a_figure_is_all_that_is_asked_for(fields, findings):
    assert len(found("quit-too-early", left(30, **fields))) == findings


def test_whoever_reviewed_it_saw_something():
    assert not found("quit-too-early", replace(left(30), reviews=(review(20),)))


# --- dead-account --------------------------------------------------------------------------------------------------


def spoke(*days, **fields):
    """A house on Facebook, with posts on these days, counted from the Monday."""
    return facebook(
        **{"posts": tuple(post(number, each) for number, each in enumerate(days)), "since": LONG_AGO, **fields}
    )


@pytest.mark.parametrize(
    ("days", "findings"), [((), 1), ((-28,), 0), ((-29,), 1), ((27,), 0), ((28,), 1), ((0,), 0), ((-400, 400), 1)]
)
def test_an_account_speaks_within_four_weeks_back_and_ahead(days, findings):
    assert len(found("dead-account", spoke(*days))) == findings


@pytest.mark.parametrize(
    ("fields", "findings"),
    [
        ({"since": ago(28)}, 1),
        ({"since": ago(27)}, 0),
        ({"created_on": ago(27)}, 0),  # what was published before the plan was made is not known
        ({"since": None}, 1),
        ({"is_care_only": True}, 0),
        ({"weekly_target": 0}, 0),
        ({"weekly_target": 1}, 1),
        ({"status": "testing"}, 0),
        ({"status": "paused"}, 0),
    ],
)
def test_a_new_account_and_one_that_only_answers_may_be_silent(fields, findings):
    plan = spoke(**fields)
    plan = replace(plan, channels=(*plan.channels, channel(2, "instagram", since=MONDAY)))
    assert len(found("dead-account", plan)) == findings


def test_a_channel_written_down_yesterday_is_new():
    plan = spoke()
    plan = replace(plan, channels=(replace(plan.channels[0], created_on=ago(1)),))
    assert not found("dead-account", plan)


@pytest.mark.parametrize(("target", "day", "findings"), [(0.2, -35, 0), (0.2, -36, 1), (0.25, -29, 1), (0.05, -140, 0)])
def test_a_slow_rhythm_of_ones_own_is_waited_for(target, day, findings):
    assert len(found("dead-account", spoke(day, weekly_target=target))) == findings


@pytest.mark.parametrize(
    ("first", "last", "findings"),
    [
        (MONDAY, MONDAY, 0),  # closed today
        (ago(20), ago(11), 0),  # ten days do not count: the post of five weeks ago is near enough
        (ago(20), ago(16), 1),
        (MONDAY + timedelta(days=1), MONDAY + timedelta(days=2), 1),
    ],
)
def test_closed_days_are_not_silence(first, last, findings):
    plan = replace(spoke(-38), closures=(Closure(first, last),))
    assert len(found("dead-account", plan)) == findings


def test_closed_days_ahead_are_looked_past():
    plan = replace(spoke(30), closures=(Closure(MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)),))
    assert not found("dead-account", plan)
    assert found("dead-account", spoke(30))
