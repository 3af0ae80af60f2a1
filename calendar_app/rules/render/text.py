"""A report to read in a terminal."""

from collections.abc import Iterator, Mapping

from calendar_app.rules.core import Finding, Severity
from calendar_app.rules.engine import Report
from calendar_app.rules.prose import fill
from calendar_app.rules.prose import gettext_lazy as _

from .words import BENCHMARK, MEASURED, SET_ASIDE, benchmark, labelled, tally, where

HIDDEN = _("Already said by another finding")
NOT_APPLICABLE = _("Cannot be checked yet")
OFF = _("Switched off")
STALE = _("Set aside for nothing any more")

_COLOURS: Mapping[Severity, str] = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def render(reports: Mapping[str, Report], *, colours: bool = False) -> str:
    """Each plan's report under its name; `colours` for a terminal that shows them."""
    return "\n\n".join("\n".join(_lines(name, report, colours)) for name, report in reports.items()) + "\n"


def _lines(name: str, report: Report, colours: bool) -> Iterator[str]:
    yield fill(_("%(plan)s: %(tally)s"), {"plan": name, "tally": tally(report)})
    for finding in report.findings:
        yield ""
        yield from _finding(finding, colours)
    yield from _rest(report)


def _finding(finding: Finding, colours: bool) -> Iterator[str]:
    severity = str(finding.severity.label)
    if colours:
        severity = f"\x1b[{_COLOURS[finding.severity]};1m{severity}\x1b[0m"
    yield f"{severity}  {where(finding.ref)}  [{finding.rule.slug}]"
    yield f"  {finding.message}"
    if finding.measured:
        yield f"  {labelled(MEASURED, finding.measured)}"
    if finding.benchmark:
        yield f"  {labelled(BENCHMARK, benchmark(finding.benchmark, finding.rule))}"
    yield f"  → {finding.rule.instead}"


def _rest(report: Report) -> Iterator[str]:
    rest = [
        *(labelled(SET_ASIDE, f"{one.finding.message} ({one.waiver.reason})") for one in report.waived),
        *(labelled(HIDDEN, one.finding.message) for one in report.hidden),
        *(labelled(NOT_APPLICABLE, f"{one.rule.title} ({one.need.label})") for one in report.not_applicable),
        *(labelled(OFF, rule.title) for rule in report.off),
        *(labelled(STALE, f"{one.waiver.slug} ({one.waiver.reason})") for one in report.stale),
    ]
    if rest:
        yield ""
        yield from rest
