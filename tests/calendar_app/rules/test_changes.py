"""When a finding that was set aside counts again."""

import inspect
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from calendar_app.plan.examples import MONDAY, bakery, posts
from calendar_app.plan.snapshot import PLAN, Ref
from calendar_app.rules.changes import Given, changes, conditions, given, kept, remembered
from calendar_app.rules.core import RULES, Finding, Severity
from calendar_app.rules.engine import Chosen, Waiver, run, shown_by

SHARE, INVITING, LONG = RULES["promo-overload"], RULES["broadcast-only"], RULES["over-char-limit"]


def finding(rule=SHARE, severity=Severity.WARNING, related=(), **facts):
    return Finding(rule, severity, Ref("plan"), facts, tuple(related))


def kinds(before, now):
    return [change.kind for change in changes(given([before]), now)]


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_finding_that_stays_as_it_is_stays_set_aside(rule):
    one = shown_by(rule)
    assert changes(remembered(kept(given([one]))), one) == ()


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_what_a_rule_calls_worse_is_a_number_that_it_measures(rule):
    """Not every case of a rule measures it, so a name that is missing here must be written in its module at least."""
    facts, written = shown_by(rule).facts, inspect.getsource(inspect.getmodule(rule.judge))
    for name in (one.removeprefix("-") for one in rule.worse):
        assert isinstance(facts.get(name, 0), int | float)
        assert f'"{name}":' in written or f"{name}=" in written


# --- Severity ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "fell"),
    [
        (Severity.WARNING, Severity.ERROR, ["severity"]),
        (Severity.INFO, Severity.WARNING, ["severity"]),
        (Severity.WARNING, Severity.WARNING, []),
        (Severity.ERROR, Severity.INFO, []),
    ],
)
def test_a_higher_severity_matters_and_a_lower_one_does_not(before, now, fell):
    assert kinds(finding(severity=before, share=40), finding(severity=now, share=40)) == fell


# --- Numbers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "fell"),
    [(40, 50, []), (40, 51, ["number"]), (40, 20, []), (0, 1, ["number"]), (0, 0, []), (40.0, 50.1, ["number"])],
)
def test_a_number_matters_when_it_is_worse_by_more_than_a_quarter(before, now, fell):
    assert kinds(finding(share=before), finding(share=now)) == fell


@pytest.mark.parametrize(("before", "now", "fell"), [(20, 15, []), (20, 14, ["number"]), (10, 19, []), (0, 0, [])])
def test_where_less_is_worse_a_number_matters_when_it_falls_by_more_than_a_quarter(before, now, fell):
    assert kinds(finding(INVITING, share=before), finding(INVITING, share=now)) == fell


def test_other_numbers_of_a_finding_do_not_matter():
    assert kinds(finding(share=40, posts=5, warn_above=33), finding(share=40, posts=50, warn_above=10)) == []


@pytest.mark.parametrize("now", [{}, {"share": "much"}, {"share": True}])
def test_a_number_that_is_none_says_nothing(now):
    assert kinds(finding(share=40), finding(**now)) == []


# --- Objects -------------------------------------------------------------------------------------------------------


def test_where_a_rule_measures_a_number_other_objects_do_not_matter():
    """The coming posts are others every week, and the share of selling may be the same."""
    assert kinds(finding(related=[Ref("post", 1)], share=40), finding(related=[Ref("post", 2)], share=40)) == []


@pytest.mark.parametrize(
    ("before", "now", "fell"), [([1, 2], [1, 2, 3], ["objects"]), ([1, 2], [2], []), ([1, 2], [2, 1], [])]
)
def test_where_it_does_not_another_object_matters(before, now, fell):
    rule = replace(SHARE, worse=())
    first, second = ([Ref("post", number) for number in numbers] for numbers in (before, now))
    assert kinds(finding(rule, related=first), finding(rule, related=second)) == fell


def test_the_same_number_of_another_kind_is_another_object():
    rule = replace(SHARE, worse=())
    assert kinds(finding(rule, related=[Ref("post", 1)]), finding(rule, related=[Ref("channel", 1)])) == ["objects"]


# --- The whole rule ------------------------------------------------------------------------------------------------


def test_a_whole_rule_set_aside_falls_for_what_is_graver_than_anything_it_found():
    found = [finding(severity=Severity.INFO, share=10), finding(severity=Severity.WARNING, share=20)]
    before = given(found, whole_rule=True)
    assert before == Given(Severity.WARNING)
    assert changes(before, finding(severity=Severity.WARNING, share=90, related=[Ref("post", 7)])) == ()
    assert [one.kind for one in changes(before, finding(severity=Severity.ERROR, share=20))] == ["severity"]


def test_what_was_set_aside_without_any_finding_has_nothing_to_remember():
    assert given([]) is None
    assert kept(None) == {}
    assert remembered({}) is None


# --- Words ---------------------------------------------------------------------------------------------------------


def said(before, now, language="en"):
    with translation.override(language):
        return [str(change) for change in changes(given([before]), now)]


def test_what_changed_is_said_in_the_sentences_of_the_finding():
    before = finding(LONG, severity=Severity.WARNING, channel="X", length=300.0, limit=280.0)
    now = finding(LONG, severity=Severity.ERROR, channel="X", length=400.0, limit=280.0)
    assert said(before, now) == [
        "It is graver: Warning then, Error now.",
        "It got worse. Then: 300 characters for X, which takes 280. Now: 400 characters for X, which takes 280.",
    ]


def test_when_the_words_of_a_rule_changed_the_numbers_are_said():
    before, now = finding(LONG, length=300.0), finding(LONG, channel="X", length=400.0, limit=280.0)
    assert said(before, now) == ["It got worse. Then: 300. Now: 400."]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Levain"], "It has to do with 1 other object now: Levain."),
        (["A", "B", "C"], "It has to do with 3 other objects now: A, B, C."),
        (["A", "B", "C", "D"], "It has to do with 4 other objects now: A, B, C…."),
    ],
)
def test_other_objects_are_named_but_not_all_of_many(names, words):
    rule = replace(SHARE, worse=())
    now = finding(rule, related=[Ref("post", number, name) for number, name in enumerate(names)])
    assert said(finding(rule), now) == [words.replace("…..", "….")]


def test_the_manual_says_when_a_finding_counts_again():
    with translation.override("en"):
        counts = {
            slug: [str(one).removeprefix("It counts again when ") for one in conditions(finding(rule, related=related))]
            for slug, rule, related in (
                ("number", SHARE, [Ref("post", 1)]),
                ("objects", replace(SHARE, worse=()), [Ref("post", 1)]),
                ("neither", replace(SHARE, worse=()), []),
            )
        }
    graver = "it becomes graver than it was."
    assert counts == {
        "number": [graver, "what it measures gets worse by more than a quarter."],
        "objects": [graver, "it has to do with something else than what it had to do with."],
        "neither": [graver],
    }


# --- As it is kept -------------------------------------------------------------------------------------------------


def test_a_finding_is_remembered_as_it_was_kept():
    one = finding(related=[Ref("post", 3), Ref("channel", 1)], share=40, name=MONDAY, part=0.5, yes=True)
    row = kept(given([one]))
    assert row["facts"] == {"share": 40, "name": str(MONDAY), "part": 0.5, "yes": True}
    assert remembered(row) == given([one])
    assert remembered(kept(Given(Severity.INFO))) == Given(Severity.INFO)


@pytest.mark.parametrize(
    "row",
    [
        None,
        [],
        "text",
        {"severity": "loud", "facts": {}, "related": []},
        {"severity": 3, "facts": {}, "related": []},
        {"severity": "error"},
        {"severity": "error", "facts": 3, "related": []},
        {"severity": "error", "facts": {}, "related": [["post"]]},
        {"severity": "error", "facts": {}, "related": 7},
    ],
)
def test_what_is_damaged_is_as_good_as_nothing(row):
    assert remembered(row) is None


# --- In a check ----------------------------------------------------------------------------------------------------


def selling(*intents):
    return bakery(posts=posts(*intents))


def waiver_for(plan, ref=PLAN, **fields):
    found = [one for one in run(plan, [Chosen(SHARE)]).findings if ref in (None, one.ref)]
    return Waiver(SHARE.slug, ref, given=given(found, whole_rule=ref is None), **fields)


HALF = ("commercial", "value", "commercial", "value", "value")  # 40 %
MORE = ("commercial", "commercial", "commercial", "value", "value")  # 60 %


def test_a_finding_that_got_worse_counts_again_and_its_waiver_is_listed():
    waiver = waiver_for(selling(*HALF))
    report = run(selling(*MORE), [Chosen(SHARE)], [waiver])
    assert [one.key for one in report.findings] == ["promo-overload:plan:0"]
    assert [(one.waiver, [change.kind for change in one.changes]) for one in report.fallen] == [
        (waiver, ["severity", "number"])
    ]
    assert (report.waived, report.stale) == ((), ())


def test_a_finding_that_got_better_stays_set_aside():
    report = run(selling(*HALF), [Chosen(SHARE)], [waiver_for(selling(*MORE))])
    assert (report.findings, report.fallen) == ((), ())
    assert len(report.waived) == 1


def test_a_waiver_older_than_this_record_holds():
    report = run(selling(*MORE), [Chosen(SHARE)], [Waiver(SHARE.slug, Ref("plan"))])
    assert (report.findings, report.fallen) == ((), ())


def test_another_waiver_that_holds_covers_what_one_no_longer_does():
    fallen, holding = waiver_for(selling(*HALF)), Waiver(SHARE.slug)
    report = run(selling(*MORE), [Chosen(SHARE)], [fallen, holding])
    assert [one.waiver for one in report.waived] == [holding]
    assert (report.findings, report.fallen) == ((), ())


def test_a_waiver_whose_day_has_passed_is_stale_and_not_fallen():
    plan = selling(*MORE)
    late = waiver_for(selling(*HALF), until=plan.today - timedelta(days=1))
    report = run(plan, [Chosen(SHARE)], [late])
    assert report.fallen == ()
    assert [one.expired for one in report.stale] == [True]


def test_a_part_of_the_report_has_the_waivers_that_fell_there():
    report = run(selling(*MORE), [Chosen(SHARE)], [waiver_for(selling(*HALF))])
    assert report.narrowed(channel=1).fallen == ()
