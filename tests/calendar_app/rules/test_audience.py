"""Whom the plan speaks to, what for, and where."""

from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_app.plan.examples import MONDAY, bakery, channel
from calendar_app.plan.snapshot import Listening, Persona, TeamMember
from calendar_app.rules.core import RULES, Severity
from calendar_app.rules.engine import Chosen, run


def found(slug, plan, **parameters):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


# --- no-persona ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["future", "archived"])
def test_only_active_personas_count(status):
    assert found("no-persona", bakery(personas=(Persona(1, "Inès", status=status),)))


@pytest.mark.parametrize(("days", "severity"), [(0, "info"), (6, "info"), (7, "error"), (400, "error")])
def test_a_missing_persona_is_advice_in_the_first_seven_days(days, severity):
    [finding] = found("no-persona", bakery(personas=(), created_on=MONDAY - timedelta(days=days)))
    assert str(finding.severity) == severity


def test_a_team_may_ask_for_more_personas():
    assert not found("no-persona", bakery(), min_personas=1)
    [finding] = found("no-persona", bakery(), min_personas=2)
    assert (finding.measured[-1], finding.benchmark[-1]) == ("1", "2")


# --- no-objective, no-listening-plan -------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "findings"), [("active", 0), ("reached", 1), ("dropped", 1)])
def test_an_objective_counts_while_it_is_worked_for(status, findings):
    plan = bakery()
    plan = replace(plan, objectives=tuple(replace(one, status=status) for one in plan.objectives))
    assert len(found("no-objective", plan)) == findings


def test_one_place_to_listen_is_a_listening_plan():
    assert found("no-listening-plan", bakery(listening=Listening(purposes=("reputation",), cadence_days=7)))
    assert not found("no-listening-plan", bakery(listening=Listening(places=("reviews",))))


# --- platform-without-persona --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "findings"), [("adopted", 1), ("testing", 0), ("paused", 0), ("left", 0)])
def test_an_adopted_platform_needs_a_persona(status, findings):
    plan = bakery(channels=(channel(1, "facebook"), channel(2, "tiktok", personas=(), status=status)))
    assert len(found("platform-without-persona", plan)) == findings


@pytest.mark.parametrize(("status", "findings"), [("active", 0), ("future", 0), ("archived", 2)])
def test_an_archived_persona_is_nobody(status, findings):
    plan = bakery(personas=(Persona(1, "Inès", status=status),))
    assert len(found("platform-without-persona", plan)) == findings


# --- too-many-platforms --------------------------------------------------------------------------------------------


def spread(platforms, *hours):
    """A plan on so many platforms, with people who have so many hours each."""
    names = ["facebook", "instagram", "tiktok", "linkedin", "x", "bluesky", "mastodon"]
    return bakery(
        channels=tuple(channel(number, names[number % 7]) for number in range(platforms)),
        team=tuple(TeamMember(number, f"T{number}", hours_per_week=each) for number, each in enumerate(hours)),
    )


@pytest.mark.parametrize(
    ("platforms", "hours", "severity"),
    [
        (1, (0.5,), None),  # one platform is always allowed
        (2, (0.5,), "warning"),
        (2, (2,), "warning"),  # twice what is sustainable is not more than twice
        (3, (2,), "error"),
        (2, (5.9,), "warning"),
        (2, (6,), None),
        (4, (6,), "warning"),
        (5, (6,), "error"),
        (5, (35,), None),
        (6, (35,), "warning"),  # one person alone is capped
        (6, (18, 17), None),  # two are not
    ],
)
def test_hours_bear_platforms(platforms, hours, severity):
    findings = found("too-many-platforms", spread(platforms, *hours))
    assert [str(one.severity) for one in findings] == ([severity] if severity else [])


@pytest.mark.parametrize("hours", [(), (0,)])
def test_unknown_hours_are_held_against_nobody(hours):
    report = run(spread(7, *hours), [Chosen(RULES["too-many-platforms"])])
    assert (len(report.findings), len(report.not_applicable)) == (0, 1)


def test_ones_own_and_one_way_channels_weigh_a_quarter():
    light = tuple(channel(number, "newsletter") for number in range(2, 6))
    three_hours = (TeamMember(1, "Samira", hours_per_week=3),)
    assert not found("too-many-platforms", bakery(channels=light, team=three_hours))
    heavier = found("too-many-platforms", bakery(channels=(channel(1, "facebook"), light[0]), team=three_hours))
    assert [one.severity for one in heavier] == [Severity.WARNING]


@pytest.mark.parametrize("status", ["paused", "left"])
def test_a_platform_that_is_paused_or_left_takes_no_hours(status):
    plan = spread(2, 3)
    first, second = plan.channels
    assert not found("too-many-platforms", replace(plan, channels=(first, replace(second, status=status))))


def test_what_serves_fewest_is_named_first():
    plan = spread(2, 3)
    kept = channel(9, "facebook", name="Kept", personas=(1,), objectives=(1,))
    weak = channel(8, "tiktok", name="Weak", personas=(), objectives=())
    [finding] = found("too-many-platforms", replace(plan, channels=(kept, weak)))
    assert [ref.label for ref in finding.related] == ["Weak", "Kept"]
