"""What a rule is, what it answers, and the register of all rules."""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import Any, get_args, get_type_hints

from calendar_app.plan.snapshot import Plan, Ref

from .prose import Prose, fill
from .prose import gettext_lazy as _


class Severity(IntEnum):
    """How much a finding matters; `str()` is the word that settings, commands and machine formats use."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()

    @property
    def label(self) -> Prose:
        return _SEVERITY_LABELS[self]

    @classmethod
    def named(cls, slug: str) -> "Severity":
        """The severity that `str()` calls so. Raises KeyError."""
        return cls[slug.upper()]


_SEVERITY_LABELS: Mapping[Severity, Prose] = {
    Severity.INFO: _("Advice"),
    Severity.WARNING: _("Warning"),
    Severity.ERROR: _("Error"),
}


class Point(Enum):
    """The four key points of a presence, in the order in which one works through them."""

    TARGET = "target", _("Know your target")
    STRATEGY = "strategy", _("A written strategy")
    MEDIA = "media", _("The right media")
    CALENDAR = "calendar", _("An editorial calendar")

    def __init__(self, slug: str, label: Prose) -> None:
        self.slug = slug
        self.label = label


ERRORS: Mapping[int, Prose] = {
    1: _("not enough money"),
    2: _("not enough people or time"),
    3: _("no listening"),
    4: _("no conversation"),
    5: _("no answers"),
    6: _("criticism ignored"),
    7: _("not authentic"),
    8: _("not transparent"),
    9: _("nothing useful"),
    10: _("only selling"),
    11: _("impersonal"),
    12: _("impatient"),
}
"""The twelve errors of the article that counts them, by their number there."""


@dataclass(frozen=True, slots=True)
class Source:
    """A work that a rule rests on. `grade`: S an article the rules are drawn from, A data or law, B practice."""

    author: str
    title: str = ""
    year: int | None = None
    host: str = ""
    grade: str = "B"

    def __str__(self) -> str:
        return ", ".join(str(part) for part in (self.author, self.title, self.year) if part)


@dataclass(frozen=True, slots=True)
class Fix:
    """What to do about a finding: the name of an act, the field to go to, and the words of the link.

    Where the act stands on the site is not the rules' business. The field may hold places for a finding's facts, where
    it is another one from case to case.
    """

    act: str
    label: Prose
    field: str = ""


@dataclass(frozen=True, slots=True)
class Between:
    """The smallest and largest value of a parameter, both allowed; the unit is for people."""

    smallest: float
    largest: float


@dataclass(frozen=True, slots=True)
class Parameter:
    """A threshold that a workspace may set, read off a keyword-only argument of the rule."""

    name: str
    kind: type
    default: Any
    label: Prose
    bounds: Between | None = None

    def read(self, value: object) -> Any:
        """`value` as this parameter's type. Raises ValueError when it is of another type or out of bounds."""
        if isinstance(value, bool) != (self.kind is bool) or not isinstance(value, int | float | bool):
            raise ValueError(f"{self.name}: not a {self.kind.__name__}: {value!r}")
        read = self.kind(value)
        if read != value:
            raise ValueError(f"{self.name}: not a {self.kind.__name__}: {value!r}")
        if self.bounds and not self.bounds.smallest <= read <= self.bounds.largest:
            raise ValueError(f"{self.name}: not between {self.bounds.smallest} and {self.bounds.largest}: {value!r}")
        return read


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule applies: the object, the facts of its sentences, and other objects it has to do with.

    `severity` replaces the rule's own when this case is graver or milder than usual; `says` replaces its sentences
    ("message", "measured", "benchmark") when this case needs others, and `fix` what there is to do about it.
    """

    ref: Ref
    facts: Mapping[str, object] = field(default_factory=dict)
    severity: Severity | None = None
    related: tuple[Ref, ...] = ()
    says: Mapping[str, Prose] = field(default_factory=dict)
    fix: Fix | None = None


Hits = Iterator[Hit]


@dataclass(frozen=True, slots=True)
class Example:
    """A plan for the documentation and the tests: what it shows, in words, and how to build it."""

    text: Prose
    plan: Callable[[], Plan]


@dataclass(frozen=True, slots=True)
class Need:
    """Something a plan must have before a rule can say anything about it."""

    label: Prose
    met: Callable[[Plan], bool]


NEEDS: Mapping[str, Need] = {
    "channels": Need(_("no platform is in use yet"), lambda plan: bool(plan.channels_in_use)),
    "hours": Need(_("nobody’s hours are known yet"), lambda plan: plan.hours_per_week > 0),
    "skills": Need(
        _("it is not written down of everybody in the team what they know how to do"),
        lambda plan: bool(plan.team) and all(member.skill_set for member in plan.team),
    ),
    "conversation": Need(
        _("no platform is in use on which people can answer"),
        lambda plan: any(channel.platform.is_conversational for channel in plan.channels_in_use),
    ),
    "posts": Need(_("no post has a day yet"), lambda plan: bool(plan.dated)),
    "texts": Need(_("no post is being prepared"), lambda plan: bool(plan.in_preparation)),
}

Judge = Callable[..., Hits]


@dataclass(frozen=True, eq=False)
class Rule:
    """A known mistake and how to see it in a plan.

    `scope` names the kinds of objects it may point at. `hides` names lesser rules whose findings, on the same object or
    anywhere when this one is about the whole plan, say the same again. `grade` is the evidence for the threshold; C
    means our own estimate. `seeds` are the claims it is drawn from, `errors` which of the twelve errors it repeats.
    `worse` names the facts that say how bad a case is: the more, the worse; with a minus before the name, the less.
    """

    slug: str
    severity: Severity
    judge: Judge
    title: Prose
    why: Prose
    instead: Prose
    message: Prose
    point: Point
    scope: tuple[str, ...]
    flagged: Example
    fine: Example
    fix: Fix | None = None
    measured: Prose | str = ""
    benchmark: Prose | str = ""
    caution: Prose | str = ""
    seeds: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    grade: str = "S"
    needs: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()
    worse: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()

    @property
    def is_our_estimate(self) -> bool:
        return self.grade == "C"

    @property
    def all_needs(self) -> tuple[Need, ...]:
        return tuple(NEEDS[need] for need in self.needs)

    def arguments(self, chosen: Mapping[str, object]) -> dict[str, Any]:
        """The value of each parameter: the chosen one where it is valid, else the default."""
        found = {}
        for parameter in self.parameters:
            found[parameter.name] = parameter.default
            if parameter.name in chosen:
                try:
                    found[parameter.name] = parameter.read(chosen[parameter.name])
                except ValueError:
                    continue
        return found

    def missing(self, plan: Plan) -> Need | None:
        """The first thing this rule needs and `plan` does not have."""
        return next((need for need in self.all_needs if not need.met(plan)), None)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's answer about one object of a plan, with the facts that its sentences are filled from."""

    rule: Rule
    severity: Severity
    ref: Ref
    facts: Mapping[str, object]
    related: tuple[Ref, ...] = ()
    says: Mapping[str, Prose] = field(default_factory=dict)
    fix: Fix | None = None

    @property
    def key(self) -> str:
        """Tells this finding from every other of the same plan, and stays the same from one check to the next."""
        return f"{self.rule.slug}:{self.ref.kind}:{self.ref.id}"

    @property
    def anchor(self) -> str:
        """The key as a page writes it in an id."""
        return f"finding-{self.rule.slug}-{self.ref.kind}-{self.ref.id}"

    @property
    def message(self) -> str:
        return fill(self.says.get("message", self.rule.message), self.facts)

    @property
    def measured(self) -> str:
        return fill(self.says.get("measured", self.rule.measured), self.facts)

    @property
    def benchmark(self) -> str:
        return fill(self.says.get("benchmark", self.rule.benchmark), self.facts)

    @property
    def fix_field(self) -> str:
        """The field in which it is put right; empty when its fix names none."""
        return fill(self.fix.field, self.facts) if self.fix else ""

    @property
    def objects(self) -> tuple[Ref, ...]:
        """The object it is about, then those it has to do with."""
        return (self.ref, *self.related)


RULES: dict[str, Rule] = {}
"""Every rule by its slug. A slug is never used for another rule."""


def rule(slug: str, severity: Severity, **about: Any) -> Callable[[Judge], Judge]:
    """Register a generator of hits as the rule `slug`. `about` are the fields of Rule.

    Raises ValueError when the slug is taken.
    """

    def register(judge: Judge) -> Judge:
        if slug in RULES:
            raise ValueError(f"two rules are called {slug}")
        RULES[slug] = Rule(slug=slug, severity=severity, judge=judge, parameters=_parameters(judge), **about)
        return judge

    return register


def _parameters(judge: Judge) -> tuple[Parameter, ...]:
    hints = get_type_hints(judge, include_extras=True)
    return tuple(
        _parameter(argument, get_args(hints[argument.name]))
        for argument in inspect.signature(judge).parameters.values()
        if argument.kind is argument.KEYWORD_ONLY
    )


def _parameter(argument: inspect.Parameter, annotation: Sequence[Any]) -> Parameter:
    kind, label, *bounds = annotation
    return Parameter(argument.name, kind, argument.default, label, *bounds)
