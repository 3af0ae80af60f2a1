"""What has to change about a finding before it counts again though it was set aside.

Whoever sets a finding aside judges a case as it stands: so bad, about these objects. The reason given then says nothing
of a case that is worse. docs/decisions/ tells why the lines are drawn here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .core import Finding, Rule, Severity
from .prose import Prose, fill, ngettext_lazy, number
from .prose import gettext_lazy as _

WORSE_BY = 0.25
"""How much worse a number may get, as a share of what it was, before it matters."""

MOST_NAMED = 3  # objects that a sentence names

NOW_GRAVER = _("It is graver: %(before)s then, %(now)s now.")
NOW_WORSE = _("It got worse. Then: %(before)s Now: %(now)s")
NOW_OTHERS: Prose = ngettext_lazy(
    "It has to do with %(count)d other object now: %(names)s.",
    "It has to do with %(count)d other objects now: %(names)s.",
    "count",
)


AFTER_WAIVING = _("After it was set aside")
IF_GRAVER = _("It counts again when it becomes graver than it was.")
IF_WORSE = _("It counts again when what it measures gets worse by more than a quarter.")
IF_OTHERS = _("It counts again when it has to do with something else than what it had to do with.")


def conditions(finding: Finding) -> tuple[Prose, ...]:
    """When a finding such as this one counts again though it was set aside, in words."""
    if finding.rule.worse:
        return IF_GRAVER, IF_WORSE
    return (IF_GRAVER, IF_OTHERS) if finding.related else (IF_GRAVER,)


@dataclass(frozen=True, slots=True)
class Given:
    """A finding as it stood when it was set aside.

    Without `facts` and `related` it is the whole rule that was: then only the gravest severity is known.
    """

    severity: Severity
    facts: Mapping[str, object] | None = None
    related: frozenset[tuple[str, int]] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed and matters: "severity", "number" or "objects"."""

    kind: str
    text: Prose
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return fill(self.text, self.facts)


def given(findings: Sequence[Finding], *, whole_rule: bool = False) -> Given | None:
    """What to remember of `findings`, all of one rule, as they are set aside; None when there are none."""
    if not findings:
        return None
    worst = max(finding.severity for finding in findings)
    if whole_rule:
        return Given(worst)
    facts = {name: _plain(fact) for name, fact in findings[0].facts.items()}
    return Given(worst, facts, _objects(findings[0]))


def changes(before: Given, finding: Finding) -> tuple[Change, ...]:
    """What changed from `before` to `finding` and matters; empty when what was decided still fits.

    A higher severity always matters. Where the rule says which numbers tell how bad a case is, one that got worse by
    more than a quarter does. Where it does not, the finding is about certain objects, and one that was not among them
    does. Whatever got better matters to nobody.
    """
    return tuple(_changes(before, finding))


def _changes(before: Given, finding: Finding) -> Iterator[Change]:
    if finding.severity > before.severity:
        yield Change("severity", NOW_GRAVER, {"before": before.severity.label, "now": finding.severity.label})
    if finding.rule.worse and before.facts is not None:
        if any(_is_worse(name, before.facts, finding.facts) for name in finding.rule.worse):
            yield Change("number", NOW_WORSE, _sentences(before.facts, finding))
    elif before.related is not None and (others := _objects(finding) - before.related):
        names = [ref.label for ref in finding.related if (ref.kind, ref.id) in others and ref.label]
        yield Change("objects", NOW_OTHERS, {"count": len(others), "names": _some(names, len(others))})


def _is_worse(name: str, before: Mapping[str, object], now: Mapping[str, object]) -> bool:
    direction = -1 if name.startswith("-") else 1
    was, is_now = (_number(facts.get(name.removeprefix("-"))) for facts in (before, now))
    return was is not None and is_now is not None and direction * (is_now - was) > WORSE_BY * abs(was)


def _number(fact: object) -> float | None:
    return float(fact) if isinstance(fact, int | float) and not isinstance(fact, bool) else None


def _sentences(before: Mapping[str, object], finding: Finding) -> dict[str, object]:
    """What the finding said then and says now; the bare numbers, when its words have changed since."""
    text = finding.says.get("message", finding.rule.message)
    try:
        return {"before": fill(text, before), "now": finding.message}
    except (KeyError, TypeError, ValueError):
        return {"before": f"{_numbers(finding.rule, before)}.", "now": f"{_numbers(finding.rule, finding.facts)}."}


def _numbers(rule: Rule, facts: Mapping[str, object]) -> str:
    found = (_number(facts.get(name.removeprefix("-"))) for name in rule.worse)
    return ", ".join(number(one) for one in found if one is not None)


def _some(names: Sequence[str], count: int) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown}…" if count > len(names[:MOST_NAMED]) else shown


def _objects(finding: Finding) -> frozenset[tuple[str, int]]:
    return frozenset((ref.kind, ref.id) for ref in finding.related)


def _plain(fact: object) -> object:
    """A fact as it can be kept: numbers and words."""
    return fact if isinstance(fact, bool | int | float | str) else str(fact)


# --- As it is kept -------------------------------------------------------------------------------------------------


def kept(one: Given | None) -> dict[str, object]:
    """`one` as JSON can hold it."""
    if one is None:
        return {}
    related = None if one.related is None else sorted(map(list, one.related))
    return {
        "severity": str(one.severity),
        "facts": None if one.facts is None else dict(one.facts),
        "related": related,
    }


def remembered(row: object) -> Given | None:
    """What `kept` wrote; None for what it did not write, such as a waiver older than this record."""
    try:
        severity = Severity.named(row["severity"])  # type: ignore[index]
        facts, related = row["facts"], row["related"]  # type: ignore[index]
        if facts is not None:
            facts = dict(facts)
        if related is not None:
            related = frozenset((str(kind), int(one)) for kind, one in related)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return Given(severity, facts, related)
