"""A report as text, JSON, SARIF and Markdown; the manual."""

import json as plain_json
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

from calendar_app.plan.examples import MONDAY, bakery, channel, post
from calendar_app.plan.snapshot import Listening
from calendar_app.rules.core import RULES, Parameter
from calendar_app.rules.engine import Chosen, Waiver, choose, run
from calendar_app.rules.render import json, manual, markdown, sarif, text

DOCS = Path(__file__).resolve().parents[3] / "docs" / "rules"


@pytest.fixture
def report():
    """Something of everything: an error on a post, a waiver that holds and one that is stale, a rule that is off."""
    plan = bakery(
        channels=(channel(1, "x"),),
        posts=(post(1, title="Galette *des* <b>rois</b>", text="a" * 1281),),
        listening=Listening(),
        team=(),
    )
    settings = {"missing-alt-text": Chosen(RULES["missing-alt-text"], enabled=False)}
    waivers = [Waiver("no-listening-plan", reason="En mai."), Waiver("no-persona", reason="Autrefois.")]
    asked = ("no-persona", "no-listening-plan", "too-many-platforms", "over-char-limit", "missing-alt-text")
    return run(plan, choose(settings, select=asked), waivers)


def test_text_says_what_where_and_what_to_do(report):
    with translation.override("en"):
        written = text.render({"fournil": report})
    assert written.startswith("fournil: 1 error\n\nError  Post: Galette *des* <b>rois</b>  [over-char-limit]\n")
    assert "1,281 characters for X, which takes 280." in written
    assert "En mai." in written
    assert "\x1b" not in written


def test_text_is_coloured_only_when_asked(report):
    assert "\x1b[31;1m" in text.render({"fournil": report}, colours=True)


def test_numbers_are_written_as_the_language_writes_them(report):
    with translation.override("fr"):
        assert "1\N{NARROW NO-BREAK SPACE}281" in text.render({"fournil": report})


def test_json_holds_everything(report):
    [plan] = plain_json.loads(json.render({"fournil": report}))["plans"]
    assert plan["plan"] == "fournil"
    assert plan["today"] == MONDAY.isoformat()
    [finding] = plan["findings"]
    assert (finding["key"], finding["severity"], finding["object"]["kind"]) == (
        "over-char-limit:post:1",
        "error",
        "post",
    )
    assert finding["facts"]["limit"] == 280
    assert [one["waiver"]["reason"] for one in plan["waived"]] == ["En mai."]
    assert [one["reason"] for one in plan["stale_waivers"]] == ["Autrefois."]
    assert plan["off"] == ["missing-alt-text"]
    assert [one["rule"] for one in plan["not_applicable"]] == ["too-many-platforms"]


def test_sarif_is_sarif(report):
    written = plain_json.loads(sarif.render({"fournil": report, "musée": report}))
    assert [one["automationDetails"]["id"] for one in written["runs"]] == ["fournil/2026-03-02", "musée/2026-03-02"]
    for one in written["runs"]:
        for result in one["results"]:
            assert one["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    open_result, suppressed = written["runs"][0]["results"]
    assert "suppressions" not in open_result
    assert suppressed["suppressions"][0]["justification"] == "En mai."


def test_markdown_shows_titles_as_they_are(report):
    written = markdown.render({"fournil": report})
    assert r"Galette \*des\* \<b\>rois\</b\>" in written


@pytest.mark.parametrize("write", [text.render, json.render, sarif.render, markdown.render])
def test_nothing_found_is_a_report_too(write):
    assert write({"fournil": run(bakery())})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_manual_has_a_page_for_every_rule(language):
    with translation.override(language):
        index = manual.index()
        for slug, rule in RULES.items():
            page = manual.page(rule)
            assert f"({slug}.md)" in index
            assert page.startswith(f"# {rule.title}\n")
            for parameter in rule.parameters:
                assert f"`{parameter.name}`" in page


@pytest.mark.parametrize("slug", RULES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_a_rule_in_the_documentation_is_what_the_rule_says(slug, language):
    """Among the rest, that no default, no bound and no severity changes without anybody having meant it."""
    with translation.override(language):
        written = manual.page(RULES[slug])
    assert written == (DOCS / language / f"{slug}.md").read_text(encoding="utf-8")


def test_a_parameter_without_bounds_has_none_in_the_manual():
    free = Parameter("days", int, 14, "days to wait")
    with translation.override("en"):
        page = manual.page(replace(RULES["publishing-gap"], parameters=(free,)))
    assert "| `days` | days to wait | 14 | – | – |" in page


@pytest.fixture
def bare(report):
    """A finding that compares nothing: neither measured nor benchmark."""
    says = {"measured": "", "benchmark": ""}
    [finding] = report.findings
    return replace(
        report, findings=(replace(finding, says=says),), waived=(), hidden=(), not_applicable=(), off=(), stale=()
    )


def test_what_was_not_measured_is_left_out(bare):
    with translation.override("en"):
        assert text.render({"fournil": bare}).splitlines()[3].startswith("  1,281 characters for X")
        assert text.render({"fournil": bare}).splitlines()[4].startswith("  → ")
        assert [line[:4] for line in markdown.render({"fournil": bare}).splitlines()[6:]] == ["- **", "  - "]


def test_our_estimate_is_called_so_beside_the_benchmark():
    silent = bakery(posts=(post(1, 0), post(2, 20)))
    reports = {"fournil": run(silent, choose(select=("publishing-gap",)))}
    with translation.override("en"):
        assert "Benchmark: at most 14 days (our estimate)" in text.render(reports)
