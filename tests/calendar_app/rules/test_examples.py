"""Every rule's own examples hold, and its prose can be filled in both languages."""

import pytest
from django.utils import translation

from calendar_app.rules.core import ERRORS, NEEDS, RULES
from calendar_app.rules.engine import Chosen, run, shown_by

every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))


@every_rule
def test_the_flagged_example_is_flagged_and_by_nothing_else(rule):
    assert {finding.rule.slug for finding in run(rule.flagged.plan()).findings} == {rule.slug}


@every_rule
def test_the_fine_example_is_fine(rule):
    report = run(rule.fine.plan(), [Chosen(rule)])
    assert report.findings == ()
    assert report.not_applicable == ()


@every_rule
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_prose_is_whole(rule, language):
    with translation.override(language):
        finding = shown_by(rule)
        said = [rule.title, rule.why, rule.instead, rule.flagged.text, rule.fine.text]
        said += [finding.message, finding.measured, finding.benchmark]
        for text in map(str, said):
            assert text.strip() == text != ""
            assert "%(" not in text


@every_rule
def test_the_rule_refers_to_what_exists(rule):
    assert set(rule.needs) <= set(NEEDS)
    assert set(rule.errors) <= set(ERRORS)
    assert rule.grade in {"S", "A", "B", "C"}
    assert rule.fix is not None


@every_rule
def test_a_cited_threshold_names_its_source(rule):
    assert rule.sources or rule.grade == "C" or rule.slug == "missing-alt-text"
