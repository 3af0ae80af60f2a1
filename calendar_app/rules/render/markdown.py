"""A report as Markdown: to paste into a ticket, a mail or a wiki."""

import re
from collections.abc import Iterator, Mapping

from calendar_app.rules.core import Finding
from calendar_app.rules.engine import Report
from calendar_app.rules.prose import fill
from calendar_app.rules.prose import gettext_lazy as _

from .words import BENCHMARK, MEASURED, SET_ASIDE, WORST_FIRST, benchmark, labelled, tally, where

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def render(reports: Mapping[str, Report]) -> str:
    """Each plan's report under a heading with its name."""
    return "\n".join("\n".join(_lines(name, report)) for name, report in reports.items())


def escaped(text: str) -> str:
    """`text` such that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _lines(name: str, report: Report) -> Iterator[str]:
    yield f"# {escaped(name)}"
    yield ""
    yield escaped(fill(_("%(tally)s on %(day)s."), {"tally": tally(report), "day": report.plan.today.isoformat()}))
    yield ""
    for severity in WORST_FIRST:
        if found := report.of(severity):
            yield f"## {severity.label} ({len(found)})"
            yield ""
            for finding in found:
                yield from _finding(finding)
    if report.waived:
        yield f"## {SET_ASIDE} ({len(report.waived)})"
        yield ""
        yield from (f"- {escaped(one.finding.message)} – {escaped(one.waiver.reason)}" for one in report.waived)
        yield ""


def _finding(finding: Finding) -> Iterator[str]:
    yield f"- **{escaped(where(finding.ref))}** – {escaped(finding.message)} (`{finding.rule.slug}`)"
    if finding.measured:
        yield f"  - {labelled(MEASURED, escaped(finding.measured))}"
    if finding.benchmark:
        yield f"  - {labelled(BENCHMARK, escaped(benchmark(finding.benchmark, finding.rule)))}"
    yield f"  - {escaped(str(finding.rule.instead))}"
    yield ""
