"""Words that every way of writing a report shares."""

from collections.abc import Mapping

from calendar_app.plan.snapshot import Ref
from calendar_app.rules.core import Rule, Severity
from calendar_app.rules.engine import Report
from calendar_app.rules.prose import Prose, fill, ngettext_lazy
from calendar_app.rules.prose import gettext_lazy as _

KINDS: Mapping[str, Prose] = {
    "plan": _("The whole plan"),
    "post": _("Post"),
    "channel": _("Channel"),
    "persona": _("Persona"),
    "objective": _("Objective"),
    "pillar": _("Pillar"),
    "member": _("Team member"),
    "week": _("Week"),
}

COUNTS: Mapping[Severity, Prose] = {
    Severity.ERROR: ngettext_lazy("%(count)d error", "%(count)d errors", "count"),
    Severity.WARNING: ngettext_lazy("%(count)d warning", "%(count)d warnings", "count"),
    Severity.INFO: ngettext_lazy("%(count)d piece of advice", "%(count)d pieces of advice", "count"),
}

MEASURED = _("Measured")
BENCHMARK = _("Benchmark")
SET_ASIDE = _("Findings set aside")
NOTHING = _("nothing found")
OUR_ESTIMATE = _("our estimate")
BETWEEN_WORKS = _("; ")  # a semicolon, with the space that the language puts before it

# How many works are named beside a finding, where one reads shortly; the manual names every one.
MOST_CITED = {"S": 1, "A": 2, "B": 2}

WORST_FIRST = sorted(Severity, reverse=True)


def where(ref: Ref) -> str:
    """The object a finding points at: “Post: Galette des rois”."""
    kind = KINDS.get(ref.kind, ref.kind)
    return labelled(kind, ref.label) if ref.label else str(kind)


def labelled(name: Prose | str, text: Prose | str) -> str:
    """“Name: text”, with the space that the language puts before a colon."""
    return fill(_("%(kind)s: %(label)s"), {"kind": name, "label": text})


def evidence(rule: Rule) -> str:
    """What a threshold rests on, shortly: the first works cited, or that it is our estimate."""
    if rule.is_our_estimate:
        return str(OUR_ESTIMATE)
    return str(BETWEEN_WORKS).join(map(str, rule.sources[: MOST_CITED[rule.grade]]))


def benchmark(text: str, rule: Rule) -> str:
    """A benchmark followed by what it rests on, in brackets."""
    cited = evidence(rule)
    return f"{text} ({cited})" if text and cited else text


def count(severity: Severity, number: int) -> str:
    """“2 errors”."""
    return fill(COUNTS[severity], {"count": number})


def tally(report: Report) -> str:
    """How many findings of each severity there are: “2 errors, 1 warning”."""
    counts = [(severity, len(report.of(severity))) for severity in WORST_FIRST]
    return ", ".join(count(severity, number) for severity, number in counts if number) or str(NOTHING)
