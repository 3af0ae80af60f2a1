"""The manual: one page a rule and a page that lists them, as Markdown, in the reader's language."""

from collections.abc import Iterator

from calendar_app.rules.changes import AFTER_WAIVING, conditions
from calendar_app.rules.core import ERRORS, RULES, Parameter, Point, Rule
from calendar_app.rules.engine import shown_by
from calendar_app.rules.prose import fill, number
from calendar_app.rules.prose import gettext_lazy as _

from .words import BENCHMARK, KINDS, MEASURED, labelled

RULES_HEADING = _("Rules")
FLAGGED = _("Flagged")
FINE = _("Fine")
NAME = _("Name")
MEANING = _("Meaning")
DEFAULT = _("Default")
SMALLEST = _("Smallest")
LARGEST = _("Largest")
EVIDENCE = _("Evidence for the threshold")
NEEDS = _("says nothing as long as %(need)s")
HIDES = _("when it speaks, this rule is silent: %(title)s")
TWELVE = _("Of the twelve errors: %(errors)s")

GRADES = {
    "S": _("drawn from the articles"),
    "A": _("data study, law or official limit"),
    "B": _("several practitioners agree"),
    "C": _("our estimate"),
}


def index() -> str:
    """A list of every rule, under the four key points."""
    lines = [
        f"# {RULES_HEADING}",
        "",
        str(_("What the checker looks for, and why. Every threshold can be changed.")),
        "",
    ]
    for point in Point:
        lines += [f"## {point.label}", ""]
        lines += [
            f"- [{rule.title}]({rule.slug}.md) – {rule.severity.label} – `{rule.slug}`" for rule in by_point()[point]
        ]
        lines.append("")
    return "\n".join(lines)


def by_point() -> dict[Point, list[Rule]]:
    """Every rule under its key point, worst first."""
    ordered = sorted(RULES.values(), key=lambda rule: -rule.severity)
    return {point: [rule for rule in ordered if rule.point is point] for point in Point}


def page(rule: Rule) -> str:
    """All there is to know about one rule."""
    return "\n".join(_page(rule)) + "\n"


def _page(rule: Rule) -> Iterator[str]:
    yield f"# {rule.title}"
    yield ""
    yield f"`{rule.slug}` · {rule.severity.label} · {rule.point.label}"
    yield from _section(_("Why it matters"), str(rule.why))
    yield from _section(_("What to do instead"), str(rule.instead))
    yield from _section(_("For example"), *_examples(rule))
    yield from _section(_("What it looks at"), *_looks_at(rule))
    if rule.parameters:
        yield from _section(_("What can be set"), *_parameters(rule))
    if rule.caution:
        yield from _section(_("When it may not fit"), str(rule.caution))
    yield from _section(AFTER_WAIVING, *(f"- {condition}" for condition in conditions(shown_by(rule))))
    yield from _section(_("Where it comes from"), *_origin(rule))


def _section(heading: object, *lines: str) -> Iterator[str]:
    yield ""
    yield f"## {heading}"
    yield ""
    yield from lines


def _examples(rule: Rule) -> Iterator[str]:
    finding = shown_by(rule)
    yield f"**{FLAGGED}** – {rule.flagged.text}"
    yield ""
    yield f"> {finding.severity.label} – {finding.message}"
    yield ">"
    yield f"> {labelled(MEASURED, finding.measured)}  "
    yield f"> {labelled(BENCHMARK, finding.benchmark)}"
    yield ""
    yield f"**{FINE}** – {rule.fine.text}"


def _looks_at(rule: Rule) -> Iterator[str]:
    yield from (f"- {KINDS[kind]}" for kind in rule.scope)
    yield from (f"- {fill(NEEDS, {'need': need.label})}" for need in rule.all_needs)
    yield from (f"- {fill(HIDES, {'title': RULES[slug].title})} (`{slug}`)" for slug in rule.hides)


def _parameters(rule: Rule) -> Iterator[str]:
    yield f"| {NAME} | {MEANING} | {DEFAULT} | {SMALLEST} | {LARGEST} |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for parameter in rule.parameters:
        smallest, largest = _bounds(parameter)
        default = number(float(parameter.default))
        yield f"| `{parameter.name}` | {parameter.label} | {default} | {smallest} | {largest} |"


def _bounds(parameter: Parameter) -> tuple[str, str]:
    if parameter.bounds is None:
        return "–", "–"
    return number(float(parameter.bounds.smallest)), number(float(parameter.bounds.largest))


def _origin(rule: Rule) -> Iterator[str]:
    yield f"- {labelled(EVIDENCE, GRADES[rule.grade])}"
    yield from (f"- {_source}" for _source in map(str, rule.sources))
    if rule.errors:
        names = ", ".join(f"{one} ({ERRORS[one]})" for one in rule.errors)
        yield f"- {fill(TWELVE, {'errors': names})}"
