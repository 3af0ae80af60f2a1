"""A strategy that is written, a voice, readiness, procedures: each threshold on both of its sides."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from calendar_app.plan.examples import MONDAY, bakery, cakes, channel
from calendar_app.plan.snapshot import Action, Procedure, Readiness, Strategy, TeamMember, Voice
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run
from calendar_app.rules.strategy import SECTIONS

TWO = (TeamMember(1, "Samira", "owner", 3), TeamMember(2, "Léo", "side_job", 3))


def found(slug, plan, **parameters):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


def severities(findings):
    return [str(one.severity) for one in findings]


# --- undocumented-strategy -----------------------------------------------------------------------------------------


def written(sections, **fields):
    return bakery(strategy=Strategy(frozenset(list(SECTIONS)[:sections]), **fields))


@pytest.mark.parametrize(
    ("sections", "expected"),
    [(0, ["error"]), (4, ["error"]), (5, ["warning"]), (7, ["warning"]), (8, []), (9, [])],
)
def test_four_questions_in_five_are_answered(sections, expected):
    assert severities(found("undocumented-strategy", written(sections))) == expected


def test_the_next_question_is_the_first_that_is_open():
    [finding] = found("undocumented-strategy", written(6))
    assert (finding.fix_field, finding.facts["written"], finding.facts["answered"]) == ("listening", 67, 6)


@pytest.mark.parametrize(
    ("fields", "findings"),
    [
        ({"external_link": "https://example.org/plan", "started_on": MONDAY}, 0),
        ({"external_link": "https://example.org/plan"}, 1),
        ({"started_on": MONDAY}, 1),
    ],
)
def test_a_document_elsewhere_counts_with_its_link_and_its_date(fields, findings):
    assert len(found("undocumented-strategy", written(0, **fields))) == findings


def test_a_whole_strategy_is_asked_for_by_those_who_want_it():
    assert found("undocumented-strategy", written(8), warn_below=100)
    assert not found("undocumented-strategy", written(9), warn_below=100)


# --- short-horizon -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("months", "findings"), [(None, 0), (1, 1), (23, 1), (24, 0), (25, 0)])
def test_a_view_of_two_years(months, findings):
    assert len(found("short-horizon", written(9, horizon_months=months))) == findings


# --- no-brand-voice ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"mission": " "}, "mission"),
        ({"promise": ""}, "promise"),
        ({"values": ()}, "values"),
        ({"adjectives": ()}, "adjectives"),
    ],
)
def test_each_part_of_the_voice_is_asked_for(fields, field):
    [finding] = found("no-brand-voice", bakery(voice=replace(bakery().voice, **fields)))
    assert (finding.fix_field, finding.facts["known"]) == (field, 3)


def test_a_brand_that_said_nothing_of_itself_is_told_once():
    [finding] = found("no-brand-voice", bakery(voice=Voice()))
    assert finding.facts["known"] == 0


# --- readiness-gap -------------------------------------------------------------------------------------------------


def ready(**fields):
    return bakery(readiness=replace(bakery().readiness, **fields))


QUESTIONS = ["in_interest", "is_ready", "fits_philosophy"]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(("answer", "findings"), [("", 1), ("no", 1), ("unsure", 1), ("yes", 0)])
def test_each_question_is_answered(question, answer, findings):
    assert [one.fix_field for one in found("readiness-gap", ready(**{question: answer}))] == [question] * findings


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    ("action", "findings"),
    [
        ({"due_on": MONDAY}, 0),
        ({"due_on": date(2020, 1, 1), "done_on": date(2020, 1, 1)}, 0),
        ({"done_on": MONDAY}, 0),
        ({}, 1),
    ],
)
def test_a_no_is_settled_by_something_to_do_by_a_day(question, action, findings):
    plan = replace(ready(**{question: "no"}), actions=(Action(question, **action),))
    assert len(found("readiness-gap", plan)) == findings
    assert found("readiness-gap", replace(plan, actions=(Action("website", **action),)))


def test_an_action_answers_no_question():
    assert found("readiness-gap", replace(ready(is_ready=""), actions=(Action("is_ready", due_on=MONDAY),)))


def test_the_state_of_play_is_taken():
    [finding] = found("readiness-gap", ready(audit_done_on=None))
    assert (finding.fix_field, finding.facts["settled"], finding.facts["asked"]) == ("audit_done_on", 3, 4)


def test_whoever_was_there_long_before_gets_advice():
    assert severities(found("readiness-gap", ready(is_ready=""))) == ["warning"]
    assert severities(found("readiness-gap", ready(is_ready="", is_retrospective=True))) == ["info"]


# --- website-not-ready ---------------------------------------------------------------------------------------------


def site(kind="new_clients_partners", actions=(), **fields):
    return replace(ready(**fields), objectives=(cakes(kind=kind),), actions=actions)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("seo", ["error"]),
        ("traffic", ["warning"]),
        ("new_clients_partners", ["warning"]),
        ("sales", ["warning"]),
        ("visibility", []),
        ("customer_care", []),
    ],
)
def test_some_objectives_need_a_site(kind, expected):
    assert severities(found("website-not-ready", site(kind, website_url=""))) == expected


def test_an_objective_that_was_given_up_needs_none():
    plan = site("seo", website_url="")
    dropped = tuple(replace(one, status="dropped") for one in plan.objectives)
    assert not found("website-not-ready", replace(plan, objectives=dropped))


def test_a_page_that_nobody_filled_in_says_nothing_of_the_site():
    assert not found("website-not-ready", replace(site("seo"), readiness=Readiness()))
    assert found("website-not-ready", replace(site("seo"), readiness=Readiness(in_interest="yes")))


@pytest.mark.parametrize(("answer", "findings"), [("", 0), ("yes", 0), ("unsure", 0), ("no", 1)])
def test_a_site_is_readable_on_a_phone(answer, findings):
    hits = found("website-not-ready", site(website_mobile=answer))
    assert [one.fix_field for one in hits] == ["website_mobile"] * findings


@pytest.mark.parametrize(("days", "findings"), [(None, 0), (0, 0), (1096, 0), (1097, 1)])
def test_a_site_is_redone_every_three_years(days, findings):
    redone = None if days is None else MONDAY - timedelta(days=days)
    hits = found("website-not-ready", site(website_overhauled_on=redone))
    assert [one.fix_field for one in hits] == ["website_overhauled_on"] * findings


def test_what_ails_a_site_stands_in_one_finding():
    [finding] = found("website-not-ready", site("seo", website_mobile="no", website_overhauled_on=date(2015, 1, 1)))
    assert (str(finding.severity), finding.fix_field, finding.message.count(",")) == ("warning", "website_mobile", 1)
    assert [ref.kind for ref in finding.related] == ["objective"]


@pytest.mark.parametrize(
    ("action", "findings"),
    [(Action("website", due_on=MONDAY), 0), (Action("website"), 1), (Action("other", due_on=MONDAY), 1)],
)
def test_something_to_do_about_the_site_by_a_day_settles_it(action, findings):
    assert len(found("website-not-ready", site(actions=(action,), website_mobile="no"))) == findings


# --- no-procedures -------------------------------------------------------------------------------------------------


def procedures(*kinds, **fields):
    return bakery(procedures=tuple(Procedure(kind, "Ten lines.") for kind in kinds), **fields)


@pytest.mark.parametrize(
    ("kinds", "field"),
    [
        (("response", "crisis"), "approval-text"),
        (("approval", "crisis"), "response-text"),
        (("approval", "response"), "crisis-text"),
    ],
)
def test_each_procedure_is_written(kinds, field):
    [finding] = found("no-procedures", procedures(*kinds, team=TWO))
    assert (finding.fix_field, finding.facts["written"], finding.facts["needed"]) == (field, 2, 3)


def test_a_procedure_without_a_text_is_not_written():
    empty = bakery(procedures=(*procedures("response").procedures, Procedure("crisis", " ")))
    assert found("no-procedures", empty)


@pytest.mark.parametrize(
    ("fields", "findings"),
    [({}, 0), ({"team": ()}, 0), ({"team": TWO}, 1), ({"team": TWO, "approval": "none"}, 0)],
)
def test_whoever_works_alone_approves_nothing(fields, findings):
    assert len(found("no-procedures", procedures("response", "crisis", **fields))) == findings


# --- rented-land-only ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channels", "url", "findings"),
    [
        ([("facebook", "adopted")], "", 1),
        ([("facebook", "adopted")], "https://example.org", 0),
        ([("facebook", "adopted"), ("newsletter", "adopted")], "", 0),
        ([("facebook", "adopted"), ("newsletter", "testing")], "", 0),
        ([("facebook", "adopted"), ("newsletter", "paused")], "", 1),
        ([("facebook", "left")], "", 0),  # nothing is in use
    ],
)
def test_one_place_is_ones_own(channels, url, findings):
    chosen = tuple(channel(number, name, status=status) for number, (name, status) in enumerate(channels))
    assert len(found("rented-land-only", replace(ready(website_url=url), channels=chosen))) == findings
