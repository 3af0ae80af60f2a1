"""Trials: what they have to say, when they are over, how many at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_app.plan.examples import MONDAY, bakery, channel
from calendar_app.plan.snapshot import TeamMember, Trial
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run


def found(slug, plan, **parameters):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


def trial(**fields):
    whole = {
        "hypothesis": "Apprentices ask us there.",
        "measure": "apprentices who ask",
        "threshold": "six",
        "start_on": MONDAY - timedelta(days=30),
        "end_on": MONDAY + timedelta(days=30),
        "owner": 1,
    }
    return Trial(**{**whole, **fields})


def on_trial(*trials, status="testing"):
    return bakery(channels=(channel(1, "tiktok", status=status, tests=trials), channel(2, "facebook")))


# --- test-without-frame --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["hypothesis", "measure", "threshold", "start_on", "end_on", "owner"])
def test_a_trial_says_each_part_of_its_frame(field):
    empty = "" if field in {"hypothesis", "measure", "threshold"} else None
    [finding] = found("test-without-frame", on_trial(trial(**{field: empty})))
    assert (finding.facts["said"], finding.facts["asked"], finding.fix_field) == (5, 6, field)


def test_a_whole_frame_is_enough_and_a_budget_is_not_asked_for():
    assert not found("test-without-frame", on_trial(trial(budget_eur=None)))


def test_a_platform_on_trial_without_any_trial_lacks_all_of_it():
    [finding] = found("test-without-frame", on_trial())
    assert (finding.facts["said"], finding.fix_field) == (0, "hypothesis")


def test_only_the_trial_under_way_is_read():
    assert found("test-without-frame", on_trial(trial(outcome="extend")))
    assert not found("test-without-frame", on_trial(trial(outcome="extend", measure=""), trial()))


@pytest.mark.parametrize(("days", "findings"), [(1, 0), (89, 0), (90, 0), (91, 1), (400, 1)])
def test_a_trial_lasts_ninety_days_at_most(days, findings):
    plan = on_trial(trial(end_on=MONDAY - timedelta(days=30) + timedelta(days=days)))
    assert len(found("test-without-frame", plan)) == findings
    for one in found("test-without-frame", plan):
        assert one.fix_field == "end_on"
        assert str(days) in one.message


@pytest.mark.parametrize(("status", "findings"), [("testing", 1), ("adopted", 0), ("paused", 0), ("left", 0)])
def test_only_what_is_on_trial_needs_a_frame(status, findings):
    assert len(found("test-without-frame", on_trial(status=status))) == findings


# --- test-overdue --------------------------------------------------------------------------------------------------


def over(days, **fields):
    return on_trial(trial(start_on=MONDAY - timedelta(days=days + 40), end_on=MONDAY - timedelta(days=days), **fields))


@pytest.mark.parametrize(("days", "findings"), [(-1, 0), (0, 0), (7, 0), (8, 1), (100, 1)])
def test_a_trial_that_is_over_is_decided_within_a_week(days, findings):
    assert len(found("test-overdue", over(days))) == findings


def test_a_team_may_take_longer_or_decide_at_once():
    assert found("test-overdue", over(1), grace_days=0)
    assert not found("test-overdue", over(30), grace_days=30)


@pytest.mark.parametrize("plan", [over(30, outcome="extend"), on_trial(trial(end_on=None)), on_trial()])
def test_a_trial_that_was_decided_or_has_no_end_is_not_overdue(plan):
    assert not found("test-overdue", plan)


def test_a_trial_that_is_over_hides_what_its_frame_lacked():
    report = run(over(30, measure=""), [Chosen(RULES[slug]) for slug in ("test-overdue", "test-without-frame")])
    assert [one.rule.slug for one in report.findings] == ["test-overdue"]
    assert [one.finding.rule.slug for one in report.hidden] == ["test-without-frame"]


# --- too-many-tests ------------------------------------------------------------------------------------------------


def several(tests, hours):
    channels = tuple(channel(number, "tiktok", name=f"N{number}", status="testing") for number in range(tests))
    team = (TeamMember(1, "Samira", hours_per_week=hours),)
    return bakery(channels=(*channels, channel(50, "facebook")), team=team)


@pytest.mark.parametrize(
    ("tests", "hours", "findings"),
    [(0, 5, 0), (1, 5, 0), (2, 5, 1), (2, 9.9, 1), (2, 10, 0), (2, 0, 0), (3, 0, 1), (3, 10, 1), (3, 100, 1)],
)
def test_two_trials_at_once_and_one_for_a_small_team(tests, hours, findings):
    assert len(found("too-many-tests", several(tests, hours))) == findings


def test_a_large_team_may_try_more():
    assert not found("too-many-tests", several(5, 100), max_tests=5)
    assert not found("too-many-tests", several(2, 5), few_hours=5)


def test_what_is_on_trial_is_named():
    [finding] = found("too-many-tests", several(3, 20))
    assert finding.facts["names"] == "N0, N1, N2"
    assert [ref.kind for ref in finding.related] == ["channel"] * 3


def test_a_channel_of_a_trial_is_told_apart_from_one_that_was_adopted():
    plan = several(3, 20)
    assert not found(
        "too-many-tests", replace(plan, channels=tuple(replace(one, status="adopted") for one in plan.channels))
    )
