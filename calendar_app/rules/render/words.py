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
}

COUNTS: Mapping[Severity, Prose] = {
    Severity.ERROR: ngettext_lazy("%(count)d error", "%(count)d errors", "count"),
    Severity.WARNING: ngettext_lazy("%(count)d warning", "%(count)d warnings", "count"),
    Severity.INFO: ngettext_lazy("%(count)d piece of advice", "%(count)d pieces of advice", "count"),
}

MEASURED = _("Measured")
BENCHMARK = _("Benchmark")
SET_ASIDE = _("Set aside")
NOTHING = _("nothing found")

WORST_FIRST = sorted(Severity, reverse=True)


def where(ref: Ref) -> str:
    """The object a finding points at: “Post: Galette des rois”."""
    kind = str(KINDS.get(ref.kind, ref.kind))
    return fill(_("%(kind)s: %(label)s"), {"kind": kind, "label": ref.label}) if ref.label else kind


def evidence(rule: Rule) -> str:
    """What a threshold rests on: the works cited, or that it is our estimate."""
    cited = "; ".join(map(str, rule.sources))
    if not rule.is_our_estimate:
        return cited
    return fill(_("our estimate; see also %(sources)s"), {"sources": cited}) if cited else str(_("our estimate"))


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
