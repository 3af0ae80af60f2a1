"""Answers: who, how soon, in what tone; criticism; those who speak up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_app.plan.examples import MONDAY, bakery, channel
from calendar_app.plan.snapshot import Advocate, Answering, CommunityCount, Ref, ResponseCase, TeamMember
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run

TWO = (TeamMember(1, "Samira", hours_per_week=3), TeamMember(2, "Léo", hours_per_week=3))


def found(slug, plan, **parameters):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


def severities(findings):
    return [str(one.severity) for one in findings]


def case(kind, action="answer", **fields):
    return ResponseCase(kind, action, **fields)


THREE = (case("question"), case("compliment", "thank"), case("complaint", "private"))


def answering(*cases, **fields):
    return bakery(answering=Answering(exists=True, cases=cases, **fields))


# --- no-response-policy --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cases", "expected", "decided"),
    [
        ((), ["error"], 0),
        ((case("question", ""),), ["error"], 0),
        ((case("insult", "hide"),), ["warning"], 0),
        (THREE[:1], ["warning"], 1),
        (THREE[:2], ["warning"], 2),
        (THREE, [], 3),
        ((*THREE[:2], case("complaint", "")), ["warning"], 2),
    ],
)
def test_three_cases_are_decided(cases, expected, decided):
    findings = found("no-response-policy", answering(*cases))
    assert severities(findings) == expected
    assert all(one.facts["decided"] == decided for one in findings)


def test_it_leads_to_the_first_case_that_is_open():
    [finding] = found("no-response-policy", answering(*THREE[:1]))
    assert (finding.fix.act, finding.fix_field) == ("answering", "case-compliment-action")


def talking(*team, cases=THREE, **fields):
    one = channel(1, fields.pop("platform", "facebook"), **{"responder": None, **fields})
    return replace(answering(*cases), team=team, channels=(one, channel(2, "newsletter", responder=None)))


@pytest.mark.parametrize(
    ("fields", "findings"),
    [
        ({}, 1),
        ({"responder": 1}, 0),
        ({"backup": 2}, 0),
        ({"responder": 9}, 1),  # who left
        ({"platform": "pinterest"}, 0),
        ({"status": "testing"}, 1),
        ({"cases": (case("question", who=2), *THREE[1:])}, 0),
        ({"cases": (case("question", who=9), *THREE[1:])}, 1),
    ],
)
def test_someone_answers_wherever_people_talk(fields, findings):
    plan = talking(*TWO, **fields)
    assert len(found("no-response-policy", plan)) == findings


def test_it_leads_to_the_channel_on_which_nobody_answers():
    [finding] = found("no-response-policy", talking(*TWO))
    assert (finding.fix.act, finding.fix_field, finding.related) == ("channel.edit", "responder", (Ref("channel", 1),))
    assert severities([finding]) == ["warning"]


@pytest.mark.parametrize("team", [(), TWO[:1]])
def test_whoever_works_alone_need_not_be_named(team):
    assert not found("no-response-policy", talking(*team))


@pytest.mark.parametrize("slug", ["no-response-policy", "slow-response", "canned-replies"])
def test_where_nobody_can_answer_nothing_is_asked(slug):
    plan = replace(answering(), channels=(channel(1, "newsletter"), channel(2, "facebook", status="paused")))
    assert run(plan, [Chosen(RULES[slug])]).not_applicable


def test_who_decided_nothing_hears_that_and_no_more():
    plan = answering(case("technical", within_hours=100, personal=False))
    slugs = ("no-response-policy", "slow-response", "canned-replies")
    report = run(plan, [Chosen(RULES[slug]) for slug in slugs])
    assert [one.rule.slug for one in report.findings] == ["no-response-policy"]
    assert {one.finding.rule.slug for one in report.hidden} == set(slugs[1:])


# --- slow-response -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "hours", "expected"),
    [
        ("question", None, []),
        ("question", 0, []),
        ("question", 24, []),
        ("question", 25, ["warning"]),
        ("question", 48, ["warning"]),
        ("question", 49, ["error"]),
        ("technical", 25, ["warning"]),
        ("crisis", 25, ["warning"]),
        ("complaint", 4, []),
        ("complaint", 5, ["info"]),
        ("complaint", 24, ["info"]),
        ("complaint", 25, ["warning"]),
        ("complaint", 49, ["error"]),
        ("compliment", 500, []),
        ("insult", 500, []),
    ],
)
def test_people_expect_an_answer_within_a_day(kind, hours, expected):
    assert severities(found("slow-response", answering(case(kind, within_hours=hours)))) == expected


def test_the_slowest_case_is_told_once():
    plan = answering(
        case("complaint", within_hours=10), case("question", within_hours=72), case("technical", within_hours=30)
    )
    [finding] = found("slow-response", plan)
    assert (finding.facts["hours"], finding.facts["case"], finding.facts["expected"]) == (72, "question", 24)
    assert finding.fix_field == "case-question-within_hours"
    assert finding.measured.count(",") == 2


def test_a_complaint_is_held_against_its_own_hours():
    [finding] = found("slow-response", answering(case("complaint", within_hours=10)))
    assert finding.facts["expected"] == 4
    [late] = found("slow-response", answering(case("complaint", within_hours=30)))
    assert late.facts["expected"] == 24


@pytest.mark.parametrize(("hours", "expected"), [(49, ["warning"]), (25, ["info"])])
def test_opening_hours_and_an_automatic_line_make_it_milder(hours, expected):
    said = {"opening_hours": "Tuesday to Saturday", "auto_reply": "Samira answers on Tuesday."}
    assert severities(found("slow-response", answering(case("question", within_hours=hours), **said))) == expected
    for alone, words in said.items():
        plan = answering(case("question", within_hours=hours), **{alone: words})
        assert severities(found("slow-response", plan)) != expected


def test_a_complaint_within_the_day_is_fine_when_people_know_when_you_answer():
    plan = answering(case("complaint", within_hours=20), opening_hours="9-17", auto_reply="Tomorrow.")
    assert not found("slow-response", plan)


# --- criticism-ignored ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "findings"),
    [("", 0), ("answer", 0), ("private", 0), ("thank", 0), ("escalate", 0), ("hide", 1), ("ignore", 1)],
)
def test_a_complaint_is_answered(action, findings):
    assert len(found("criticism-ignored", answering(case("complaint", action)))) == findings


@pytest.mark.parametrize("kind", ["insult", "crisis", "question", "compliment"])
def test_what_the_law_forbids_is_another_case(kind):
    assert not found("criticism-ignored", answering(case(kind, "hide"), case("complaint", "answer")))


# --- canned-replies ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cases", "fields", "field"),
    [
        (THREE, {}, None),
        (THREE, {"templates_only": True}, "templates_only"),
        ((), {"templates_only": True}, "templates_only"),
        ((case("question", personal=False),), {}, "case-question-personal"),
        ((case("question"), case("compliment", personal=False)), {}, "case-compliment-personal"),
        ((case("question", "", personal=False),), {}, None),  # not decided yet
        ((case("insult", personal=False), case("crisis", personal=False)), {}, None),
        ((case("question", example="Merci !"),), {}, None),
        ((case("question", example="Merci !"), case("complaint", example=" merci  ! ")), {}, "case-question-example"),
        ((case("question", example="Merci !"), case("complaint", example="Pardon.")), {}, None),
        (
            (
                case("question"),
                case("technical", example="A"),
                case("complaint", example="a"),
                case("compliment", example="b"),
            ),
            {},
            "case-technical-example",
        ),
    ],
)
def test_answers_are_personal(cases, fields, field):
    findings = found("canned-replies", answering(*cases, **fields))
    assert [one.fix_field for one in findings] == ([field] if field else [])


@pytest.mark.parametrize(("share", "findings"), [(49, 1), (50, 0), (66, 0)])
def test_more_than_half_with_the_same_words_is_too_much(share, findings):
    same = [case(kind, example="Merci !") for kind in ("question", "complaint")]
    others = [case("technical", example="A"), case("compliment", example="B")]
    assert len(found("canned-replies", answering(*same, *others), max_identical=share)) == findings


def test_what_sounds_ready_made_is_named():
    [finding] = found(
        "canned-replies", answering(case("question", personal=False), case("complaint"), templates_only=True)
    )
    assert (finding.facts["personal"], finding.facts["cases"]) == (0, 2)
    assert str(finding.facts["what"]).count(",") == 1
    same = [case(kind, example="Merci !", personal=False) for kind in ("question", "complaint")]
    [finding] = found("canned-replies", answering(*same))
    assert (finding.facts["personal"], str(finding.facts["what"]).count(",")) == (0, 2)


# --- ambassadors-unattended ----------------------------------------------------------------------------------------


def met(*days, rung=9):
    return tuple(
        Advocate(number, rung=rung, last_contact_on=None if each is None else MONDAY - timedelta(days=each))
        for number, each in enumerate(days)
    )


def counted(*counts):
    return tuple(CommunityCount(rung, people, MONDAY - timedelta(days=days)) for rung, people, days in counts)


@pytest.mark.parametrize(
    ("advocates", "counts", "findings"),
    [
        ((), (), 0),
        (met(90), (), 0),
        (met(91), (), 1),
        (met(300, 91), (), 1),
        (met(300, 10), (), 0),
        (met(None), (), 0),  # nobody noted a contact, and nothing else is known
        (met(None, 100), (), 1),
        (met(100, rung=8), (), 1),
        (met(100, rung=7), (), 0),
        ((), counted((9, 3, 91)), 1),
        ((), counted((9, 3, 90)), 0),
        ((), counted((8, 3, 200), (8, 5, 10)), 1),
        ((), counted((9, 3, 200), (9, 0, 10)), 0),  # there are none any more
        ((), counted((9, 0, 200), (9, 3, 10)), 0),
        ((), counted((7, 30, 200)), 0),
        (met(10), counted((9, 3, 200)), 0),
        (met(None), counted((9, 3, 200)), 1),
    ],
)
def test_those_who_speak_up_hear_something_within_ninety_days(advocates, counts, findings):
    plan = bakery(advocates=advocates, community=counts)
    assert len(found("ambassadors-unattended", plan)) == findings


def test_the_last_contact_is_told_or_that_there_was_none():
    [known] = found("ambassadors-unattended", bakery(advocates=met(100)))
    [none] = found("ambassadors-unattended", bakery(community=counted((9, 3, 100))))
    assert known.facts["days"] == none.facts["days"] == 100
    assert known.measured != none.measured
    assert known.related == ()  # nobody's name leaves the community's page
