"""A report as SARIF 2.1.0, which code review tools read."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from calendar_app.rules.core import Finding, Rule, Severity
from calendar_app.rules.engine import Report, Waiver

from .words import benchmark, where

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(reports: Mapping[str, Report]) -> str:
    """One run a plan. What was set aside is there as a suppressed result, with the reason."""
    runs = [_run(name, report) for name, report in reports.items()]
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": runs}, ensure_ascii=False, indent=2) + "\n"


def _run(name: str, report: Report) -> dict[str, Any]:
    found = [*report.findings, *(one.finding for one in report.waived)]
    ran = {finding.rule.slug: finding.rule for finding in found} | {rule.slug: rule for rule in report.passed}
    rules = sorted(ran.values(), key=lambda rule: rule.slug)
    return {
        "automationDetails": {"id": f"{name}/{report.plan.today.isoformat()}"},
        "columnKind": "unicodeCodePoints",
        "tool": {"driver": {"name": "smplanner", "rules": [_rule(rule) for rule in rules]}},
        "results": [
            *(_result(finding, rules) for finding in report.findings),
            *(_result(one.finding, rules) | {"suppressions": [_suppression(one.waiver)]} for one in report.waived),
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.slug,
        "shortDescription": {"text": str(rule.title)},
        "fullDescription": {"text": str(rule.why)},
        "help": {"text": str(rule.instead)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [rule.point.slug, *(f"error-{number}" for number in rule.errors)], "grade": rule.grade},
    }


def _result(finding: Finding, rules: Sequence[Rule]) -> dict[str, Any]:
    ref = finding.ref
    return {
        "ruleId": finding.rule.slug,
        "ruleIndex": rules.index(finding.rule),
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [
            {"logicalLocations": [{"kind": ref.kind, "name": where(ref), "fullyQualifiedName": f"{ref.kind}/{ref.id}"}]}
        ],
        "partialFingerprints": {"finding/v1": finding.key},
        "properties": {
            "measured": finding.measured,
            "benchmark": benchmark(finding.benchmark, finding.rule),
        },
    }


def _suppression(waiver: Waiver) -> dict[str, Any]:
    return {"kind": "external", "status": "accepted", "justification": waiver.reason}
