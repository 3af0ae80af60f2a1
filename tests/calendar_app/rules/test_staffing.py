"""Whose shoulders it rests on, and what they know how to do."""

from dataclasses import replace

import pytest

from calendar_app.plan.examples import bakery, cakes, channel
from calendar_app.plan.snapshot import Action, Ref, TeamMember
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run


def found(slug, plan, **parameters):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


def member(number, kind="owner", **fields):
    return TeamMember(number, f"T{number}", kind=kind, hours_per_week=5, skill_set=("copy",), **fields)


def house(*team, responder=None, backup=None, listener=None, owner=None, platform="facebook", **fields):
    """A house with that team, where so and so answers, listens, and looks after the objective."""
    plan = bakery(team=team, objectives=(cakes(owner=owner),))
    return replace(
        plan,
        channels=(channel(1, platform, responder=responder, backup=backup, **fields),),
        listening=replace(plan.listening, owner=listener),
    )


# --- fragile-staffing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "findings"),
    [("owner", 0), ("dedicated", 0), ("side_job", 0), ("intern", 1), ("freelance", 1), ("agency", 1)],
)
def test_those_who_pass_do_not_carry_it_alone(kind, findings):
    plan = house(member(1), member(2, kind), listener=2)
    assert len(found("fragile-staffing", plan)) == findings
    assert len(found("fragile-staffing", house(member(1), member(2, kind), owner=2))) == findings


def test_two_who_pass_are_no_better_than_one():
    plan = house(member(1), member(2, "intern"), member(3, "agency"), responder=2, backup=3)
    [finding] = found("fragile-staffing", plan)
    assert finding.facts["who"] == "T2, T3"
    assert finding.facts["tasks"] == 1


@pytest.mark.parametrize(
    ("fields", "findings"),
    [
        ({"responder": 1}, 1),
        ({"responder": 1, "backup": 2}, 0),
        ({"responder": None}, 0),  # nobody was named: that is another rule's matter
        ({"responder": 9}, 0),  # of someone who left, nothing is known
        ({"responder": 1, "platform": "newsletter"}, 0),  # nobody answers there
        ({"responder": 1, "status": "paused"}, 0),
    ],
)
def test_whoever_answers_has_a_stand_in(fields, findings):
    assert len(found("fragile-staffing", house(member(1), member(2), **fields))) == findings


@pytest.mark.parametrize(("stand_in", "findings"), [(None, 1), (2, 0), (9, 1)])
def test_a_stand_in_named_in_the_team_counts(stand_in, findings):
    plan = house(member(1, stand_in=stand_in), member(2), responder=1)
    assert len(found("fragile-staffing", plan)) == findings


def test_two_channels_answered_by_two_people_are_enough():
    plan = house(member(1), member(2), responder=1)
    plan = replace(plan, channels=(*plan.channels, channel(2, "instagram", responder=2)))
    assert not found("fragile-staffing", plan)


def test_whoever_works_alone_hears_nothing_of_it():
    assert not found("fragile-staffing", house(member(1), responder=1, listener=1, owner=1))


def test_a_freelance_alone_hears_it_as_advice():
    [finding] = found("fragile-staffing", house(member(1, "freelance"), responder=1))
    assert str(finding.severity) == "info"


def test_it_leads_to_where_a_stand_in_is_named():
    [answering] = found("fragile-staffing", house(member(1), member(2), responder=1))
    assert (answering.fix.act, answering.fix_field, answering.related[0]) == (
        "channel.edit",
        "backup",
        Ref("channel", 1),
    )
    [listening] = found("fragile-staffing", house(member(1), member(2, "intern"), listener=2))
    assert (listening.fix.act, listening.fix_field, listening.related) == (
        "member.edit",
        "stand_in",
        (Ref("member", 2),),
    )


# --- skills-gap ----------------------------------------------------------------------------------------------------


def asking(*skills, known=("copy",), actions=(), **fields):
    """A house of one, on a platform that asks for these skills."""
    one = channel(1, "facebook", **fields)
    one = replace(one, platform=replace(one.platform, skills=skills))
    return bakery(channels=(one,), team=(replace(member(1), skill_set=known),), actions=actions)


@pytest.mark.parametrize(
    ("skills", "known", "findings"),
    [
        ((), ("copy",), 0),
        (("",), ("copy",), 1),
        (("copy",), ("copy",), 0),
        (("video",), ("copy",), 1),
        (("photo|design|video",), ("design",), 0),
        (("photo|design|video",), ("copy",), 1),
        (("copy", "community"), ("copy",), 1),
        (("copy", "community"), ("community", "copy"), 0),
        (("podcast",), ("copy",), 1),  # a word that the catalogue got later
    ],
)
def test_somebody_knows_what_the_platform_asks_for(skills, known, findings):
    if skills == ("",):
        skills, findings = (), 0
    assert len(found("skills-gap", asking(*skills, known=known))) == findings


def test_what_is_missing_is_said_in_words():
    [finding] = found("skills-gap", asking("photo|video|design", "podcast"))
    assert finding.facts["gaps"] == 2
    said = str(finding.facts["what"])
    assert "photo" in said
    assert "podcast" in said
    assert said.count(",") == 1
    assert finding.facts["skill"] == "design"


@pytest.mark.parametrize(
    ("action", "findings"),
    [
        (Action("training", skill="video"), 0),
        (Action("training", skill="photo"), 1),
        (Action("training"), 0),  # it does not say what for
        (Action("training", skill="video", done_on=bakery().today), 1),  # it is over, and shows in the team
        (Action("other", skill="video"), 1),
    ],
)
def test_a_training_that_is_planned_counts(action, findings):
    assert len(found("skills-gap", asking("video", actions=(action,)))) == findings


@pytest.mark.parametrize("team", [(), (member(1), TeamMember(2, "Léo"))])
def test_skills_that_are_not_written_down_are_held_against_nobody(team):
    plan = replace(asking("video"), team=team)
    assert run(plan, [Chosen(RULES["skills-gap"])]).not_applicable


@pytest.mark.parametrize(("status", "findings"), [("adopted", 1), ("testing", 1), ("paused", 0), ("left", 0)])
def test_only_platforms_in_use_ask_for_skills(status, findings):
    plan = asking("video", status=status)
    plan = replace(plan, channels=(*plan.channels, channel(2, "instagram")))
    assert len(found("skills-gap", plan)) == findings


def test_help_from_outside_counts_once_it_is_listed():
    plan = asking("video")
    film = TeamMember(2, "Studio", kind="agency", skill_set=("video",))
    assert not found("skills-gap", replace(plan, team=(*plan.team, film)))
