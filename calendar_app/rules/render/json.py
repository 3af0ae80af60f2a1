"""A report for programs."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from calendar_app.plan.snapshot import Ref
from calendar_app.rules.core import Finding, Rule
from calendar_app.rules.engine import Report, Waiver

FORMAT_VERSION = 1  # grows when a field changes its meaning or goes; a new field does not count


def render(reports: Mapping[str, Report]) -> str:
    """One object with a list of plans. Slugs, kinds and severities are the same in every language; sentences not."""
    plans = [{"plan": name, **_report(report)} for name, report in reports.items()]
    return json.dumps({"version": FORMAT_VERSION, "plans": plans}, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _report(report: Report) -> dict[str, Any]:
    return {
        "today": report.plan.today,
        "findings": [_finding(finding) for finding in report.findings],
        "waived": [{"finding": _finding(one.finding), "waiver": _waiver(one.waiver)} for one in report.waived],
        "hidden": [{"finding": _finding(one.finding), "by": one.by.key} for one in report.hidden],
        "passed": _slugs(report.passed),
        "not_applicable": [{"rule": one.rule.slug, "because": one.need.label} for one in report.not_applicable],
        "off": _slugs(report.off),
        "stale_waivers": [{**_waiver(one.waiver), "expired": one.expired} for one in report.stale],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    rule = finding.rule
    return {
        "key": finding.key,
        "rule": rule.slug,
        "severity": str(finding.severity),
        "point": rule.point.slug,
        "object": _ref(finding.ref),
        "related": [_ref(ref) for ref in finding.related],
        "message": finding.message,
        "why": rule.why,
        "instead": rule.instead,
        "measured": finding.measured,
        "benchmark": finding.benchmark,
        "grade": rule.grade,
        "sources": [
            {"author": one.author, "title": one.title, "year": one.year, "host": one.host} for one in rule.sources
        ],
        "facts": dict(finding.facts),
    }


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {
        "rule": waiver.slug,
        "object": _ref(waiver.ref) if waiver.ref else None,
        "reason": waiver.reason,
        "by": waiver.by,
        "at": waiver.at,
        "until": waiver.until,
    }


def _ref(ref: Ref) -> dict[str, Any]:
    return {"kind": ref.kind, "id": ref.id, "label": ref.label}


def _slugs(rules: Sequence[Rule]) -> list[str]:
    return [rule.slug for rule in rules]


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
