"""Time, money and weeks: each threshold on both of its sides."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from calendar_app.plan import weeks
from calendar_app.plan.examples import MONDAY, bakery, channel, post
from calendar_app.plan.snapshot import Absence, BudgetLine, Ref, TeamMember
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run


def found(slug, plan, **parameters):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


def severities(findings):
    return [str(one.severity) for one in findings]


# --- no-time-budget ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "findings"), [((), 1), ((0,), 1), ((0, 0), 1), ((0.5,), 0), ((0, 2), 0)])
def test_some_hours_are_set_aside(hours, findings):
    team = tuple(TeamMember(number, f"T{number}", hours_per_week=each) for number, each in enumerate(hours, start=1))
    assert len(found("no-time-budget", bakery(team=team))) == findings


def test_it_leads_to_someone_whose_hours_can_be_written_down():
    [finding] = found("no-time-budget", bakery(team=(TeamMember(7, "Léo"),)))
    assert finding.related == (Ref("member", 7),)
    assert (finding.fix.act, finding.fix_field) == ("member.edit", "hours_per_week")


# --- no-budget -----------------------------------------------------------------------------------------------------


def line(kind, euros=0, **fields):
    return BudgetLine(kind, Decimal(euros), **fields)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), ["warning"]),
        ((line("promotion"),), ["warning"]),  # nothing is not a budget
        ((line("promotion", 1),), ["info"]),
        ((line("promotion", is_in_kind=True),), ["info"]),
        ((line("production", 500), line("training", 90)), ["info"]),
        ((line("promotion", 30), line("listening")), ["info"]),
        ((line("promotion", 30), line("listening", 5)), []),
        ((line("measurement", 5),), []),
        ((line("tool", 5),), []),
        ((line("tool", is_in_kind=True),), []),
    ],
)
def test_a_budget_holds_something_for_knowing_what_happens(lines, expected):
    assert severities(found("no-budget", bakery(budget=lines))) == expected


def test_what_is_missing_of_a_budget_is_said():
    [none], [some] = (found("no-budget", bakery(budget=lines)) for lines in ((), (line("promotion", 12.5),)))
    assert none.message != some.message
    assert (none.facts["monthly"], some.facts["monthly"]) == (0.0, 12.5)


def test_without_a_platform_no_money_is_needed():
    plan = bakery(budget=(), channels=(channel(1, "facebook", status="left"),))
    assert run(plan, [Chosen(RULES["no-budget"])]).not_applicable


# --- workload-over-capacity ----------------------------------------------------------------------------------------

WEEK = 202610  # from the Monday of the examples on


def busy(*minutes, hours=10.0, **fields):
    """A team of ten hours, and one post on each day of this week that takes so many minutes."""
    posts = tuple(post(number, number, minutes_planned=each, **fields) for number, each in enumerate(minutes))
    return bakery(posts=posts, team=(TeamMember(1, "Samira", hours_per_week=hours),))


def loaded(work, **fields):
    """The same with two posts, so that the whole week takes so many hours; 1.25 of them are for being there."""
    half = round((work - 1.25) * 30)
    return busy(half, half, **fields)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(9, []), (11, []), (11.25, ["warning"]), (15, ["warning"]), (15.25, ["error"]), (40, ["error"])],
)
def test_a_week_bears_a_tenth_more_than_there_are_hours(hours, expected):
    findings = found("workload-over-capacity", loaded(hours))
    assert severities(findings) == expected
    assert {one.ref for one in findings} <= {Ref("week", WEEK)}


def test_it_says_what_takes_the_hours_and_what_could_be_moved():
    [finding] = found("workload-over-capacity", busy(60, 600, 120))
    assert finding.facts["planned"] == 14.2
    assert (finding.facts["making"], finding.facts["standing"], finding.facts["posts"]) == (13.0, 1.2, 3)
    assert finding.related == (Ref("post", 1), Ref("post", 2), Ref("post", 0))
    assert finding.fix.act == "calendar.week"


def test_at_most_five_posts_are_named():
    [finding] = found("workload-over-capacity", busy(*[300] * 6))
    assert len(finding.related) == 5


@pytest.mark.parametrize(
    ("status", "findings"), [("idea", 1), ("draft", 1), ("in_review", 0), ("approved", 0), ("posted", 0)]
)
def test_what_is_written_takes_no_hours_any_more(status, findings):
    assert len(found("workload-over-capacity", loaded(20, status=status))) == findings


def test_a_single_post_is_no_overload():
    assert not found("workload-over-capacity", busy(6000))
    assert found("workload-over-capacity", busy(6000), min_posts=1)


def test_being_there_counts_for_three_quarters_of_the_time_at_most():
    """Two hours a week are a valid plan for one platform."""
    facebook = channel(1, "facebook")
    facebook = replace(facebook, platform=replace(facebook.platform, base_hours=1.0))
    posts = (post(1, 0, minutes_planned=15), post(2, 2, minutes_planned=15))
    one = bakery(channels=(facebook,), posts=posts, team=(TeamMember(1, "Samira", hours_per_week=2),))
    assert not found("workload-over-capacity", one)
    assert found("workload-over-capacity", replace(one, posts=(*posts, post(3, 3, minutes_planned=30))))


def test_hours_that_nobody_told_are_held_against_nobody():
    assert run(loaded(40, hours=0), [Chosen(RULES["workload-over-capacity"])]).not_applicable


def test_someone_who_is_away_has_no_hours():
    plan = replace(loaded(9), absences=(Absence(1, MONDAY, MONDAY + timedelta(days=1)),))
    assert severities(found("workload-over-capacity", plan)) == ["warning"]
    assert not found(
        "workload-over-capacity",
        replace(plan, absences=(Absence(1, MONDAY + timedelta(days=5), MONDAY + timedelta(days=6)),)),
    )


@pytest.mark.parametrize(("today", "findings"), [(-7, 1), (0, 1), (6, 1), (7, 0), (-21, 1), (-28, 0)])
def test_this_week_and_the_three_after_it_are_looked_at(today, findings):
    plan = replace(loaded(20), today=MONDAY + timedelta(days=today))
    assert len(found("workload-over-capacity", plan)) == findings


def test_each_week_is_told_once():
    both = (
        *busy(600, 600).posts,
        *(replace(one, id=one.id + 10) for one in (post(1, 8, minutes_planned=600), post(2, 9, minutes_planned=600))),
    )
    findings = found("workload-over-capacity", replace(busy(), posts=both))
    assert [one.ref.id for one in findings] == [WEEK, WEEK + 1]
    assert len({one.key for one in findings}) == 2


def test_only_posts_that_are_still_to_come_are_offered_to_move():
    [finding] = found("workload-over-capacity", replace(busy(300, 300, 300), today=MONDAY + timedelta(days=1)))
    assert [ref.id for ref in finding.related] == [1, 2]


# --- weeks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "number", "monday"),
    [
        (date(2026, 3, 2), 202610, date(2026, 3, 2)),
        (date(2026, 3, 8), 202610, date(2026, 3, 2)),
        (date(2027, 1, 3), 202653, date(2026, 12, 28)),
        (date(2024, 12, 30), 202501, date(2024, 12, 30)),
    ],
)
def test_a_week_has_the_number_of_its_year(day, number, monday):
    assert weeks.number(day) == number
    assert weeks.monday(number) == monday


@pytest.mark.parametrize(
    ("number", "there"), [(202610, True), (202653, True), (202553, False), (0, False), (2**62, False)]
)
def test_a_number_that_is_no_week_is_known(number, there):
    assert weeks.is_week(number) is there


def test_a_week_concerns_the_channels_and_personas_of_its_posts():
    plan = loaded(20)
    ref = Ref("week", WEEK)
    assert plan.concerns(ref, channel=1, persona=1)
    assert not plan.concerns(ref, channel=2)
    assert not plan.concerns(ref, persona=2)
    assert not plan.concerns(Ref("week", WEEK + 1), channel=1)
