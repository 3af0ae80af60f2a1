"""Single posts on their day: approved, linked, in keeping with the day, answered."""

from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_app.plan.examples import MONDAY, bakery, cakes, channel, ines, post
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run


def found(slug, plan, **parameters):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


def alone(*posts, **fields):
    return bakery(posts=posts, **fields)


# --- unapproved-soon -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "findings"), [(-1, 0), (0, 1), (1, 1), (2, 0)])
def test_what_goes_out_today_or_tomorrow_is_approved(day, findings):
    assert len(found("unapproved-soon", alone(post(1, day, status="draft"), approval="required"))) == findings


WAITING = {
    "none": [],
    "optional": ["in_review"],
    "required": ["idea", "planned", "draft", "in_review"],
    "two_steps": ["idea", "planned", "draft", "in_review"],
}


@pytest.mark.parametrize("approval", WAITING)
@pytest.mark.parametrize("status", ["idea", "planned", "draft", "in_review", "approved", "posted", "cancelled"])
def test_what_has_to_be_approved_depends_on_the_house(approval, status):
    hits = found("unapproved-soon", alone(post(1, 1, status=status), approval=approval))
    assert len(hits) == (status in WAITING[approval])


def test_a_post_of_the_reserve_is_not_due():
    assert not found("unapproved-soon", alone(post(1, None, status="draft"), post(2, 9), approval="required"))


def test_a_house_may_want_to_know_sooner():
    plan = alone(post(1, 4, status="draft"), approval="required")
    assert not found("unapproved-soon", plan, days=4)
    assert found("unapproved-soon", plan, days=5)


# --- unlinked-post -------------------------------------------------------------------------------------------------


def two_of_each(*posts, **fields):
    """Two personas and two objectives, all on Facebook, and one of each on Instagram."""
    return bakery(
        personas=(ines(), replace(ines(), id=2, name="Paul")),
        objectives=(cakes(), replace(cakes(), id=2)),
        channels=(channel(1, "facebook", personas=(1, 2), objectives=(1, 2)), channel(2, "instagram")),
        posts=posts,
        **fields,
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, None),
        ({"persona": None}, "persona"),
        ({"objective": None}, "objective"),
        ({"persona": None, "objective": None}, "persona"),
    ],
)
def test_a_post_says_for_whom_and_what_for(fields, field):
    hits = found("unlinked-post", two_of_each(post(1, 5, **fields)))
    assert [one.fix_field for one in hits] == ([field] if field else [])


BARE = {"persona": None, "objective": None}


@pytest.mark.parametrize(
    "fields",
    [
        {"channel": 2},  # one persona and one objective there
        {"status": "idea"},
        {"status": "posted"},
        {"status": "cancelled"},
        {"intent": "service"},
        {"is_proposed": True},
    ],
)
def test_some_posts_need_not_say(fields):
    assert found("unlinked-post", two_of_each(post(1, 5, **BARE)))
    assert not found("unlinked-post", two_of_each(post(1, 5, **BARE, **fields)))


def test_a_post_of_the_reserve_and_one_that_is_past_need_not_say():
    assert not found("unlinked-post", two_of_each(post(1, None, **BARE), post(2, -1, **BARE), post(3, 9)))


@pytest.mark.parametrize("where", [None, 77])
def test_without_a_channel_the_whole_plan_is_to_choose_from(where):
    plan = two_of_each(post(1, 5, channel=where, **BARE))
    assert found("unlinked-post", plan)
    one_of_each = replace(plan, personas=plan.personas[:1], objectives=plan.objectives[:1])
    assert not found("unlinked-post", one_of_each)


def test_a_channel_for_nobody_leaves_the_choice_among_all():
    plan = two_of_each(post(1, 5, **BARE))
    nobody = replace(plan, channels=(channel(1, "facebook", personas=(), objectives=()),))
    [finding] = found("unlinked-post", nobody)
    assert finding.message.count(",") == 1


def test_archived_personas_and_objectives_given_up_are_no_choice():
    plan = two_of_each(post(1, 5, **BARE))
    personas = (plan.personas[0], replace(plan.personas[1], status="archived"))
    objectives = (plan.objectives[0], replace(plan.objectives[1], status="dropped"))
    assert not found("unlinked-post", replace(plan, personas=personas, objectives=objectives))


def test_a_plan_without_personas_hears_that_first():
    assert not found("unlinked-post", replace(two_of_each(post(1, 5, **BARE)), personas=()))


# --- seasonal-clash ------------------------------------------------------------------------------------------------

THE_DAY = MONDAY + timedelta(days=8)


@pytest.mark.parametrize(
    ("day", "fields", "findings"),
    [
        (8, {"intent": "commercial"}, 1),
        (8, {"intent": "", "media_type": "paid"}, 1),
        (7, {"intent": "commercial"}, 0),
        (9, {"intent": "commercial"}, 0),
        (8, {"intent": "value"}, 0),
        (8, {"intent": ""}, 0),
        (8, {"intent": "commercial", "status": "posted"}, 0),
        (8, {"intent": "commercial", "status": "cancelled"}, 0),
        (None, {"intent": "commercial", "status": "draft"}, 0),
    ],
)
def test_nothing_is_sold_on_a_day_of_remembrance(day, fields, findings):
    plan = alone(post(1, day, **fields), post(2, 20), sensitive_days={THE_DAY: "11 November"})
    hits = found("seasonal-clash", plan)
    assert len(hits) == findings
    assert all("11 November" in one.message for one in hits)
    assert not found("seasonal-clash", replace(plan, sensitive_days={}))


# --- holiday-unstaffed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "where", "fields", "findings"),
    [
        ("facebook", {"responder": None}, {}, 1),
        ("facebook", {"responder": 1}, {}, 0),
        ("facebook", {"responder": None, "backup": 1}, {}, 0),
        ("newsletter", {"responder": None}, {}, 0),
        ("facebook", {"responder": None}, {"intent": "service"}, 0),
        ("facebook", {"responder": None}, {"channel": None}, 0),
        ("facebook", {"responder": None}, {"channel": 77}, 0),
        ("facebook", {"responder": None}, {"status": "posted"}, 0),
    ],
)
def test_someone_answers_on_a_holiday(platform, where, fields, findings):
    plan = alone(
        post(1, 8, **fields), post(2, 9), channels=(channel(1, platform, **where),), holidays={THE_DAY: "14 July"}
    )
    hits = found("holiday-unstaffed", plan)
    assert [(one.ref.id, [ref.kind for ref in one.related]) for one in hits] == [(1, ["channel"])] * findings
    assert not found("holiday-unstaffed", replace(plan, holidays={}))
