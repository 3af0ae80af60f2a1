"""Runs rules over a plan and sorts what they say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import ModuleType
from typing import Any

from calendar_app.plan.snapshot import PLAN, Plan, Ref

from . import (
    audience,
    balance,
    cadence,
    channels,
    craft,
    days,
    disclosure,
    followers,
    grounds,
    listening,
    mix,
    objectives,
    presence,
    readiness,
    repetition,
    resources,
    response,
    rhythm,
    room,
    selling,
    staffing,
    strategy,
    themes,
    trials,
    wording,
)
from .changes import Change, Given, changes
from .core import RULES, Finding, Hit, Need, Point, Rule, Severity

# Importing a family is what registers its rules; in this order their findings are told.
FAMILIES: tuple[ModuleType, ...] = (
    audience,
    strategy,
    readiness,
    objectives,
    grounds,
    followers,
    listening,
    response,
    resources,
    staffing,
    channels,
    trials,
    presence,
    cadence,
    rhythm,
    room,
    balance,
    mix,
    themes,
    days,
    craft,
    wording,
    selling,
    repetition,
    disclosure,
)

# Families that judge each post by itself: what their rules about posts alone say of one does not depend on others.
_ONE_BY_ONE = {family.__name__ for family in (days, craft, wording, selling, disclosure)}


def judges_alone(rule: Rule) -> bool:
    """Whether what `rule` says and hides of a post is the same when the plan holds no other post."""
    return all(
        one.scope == ("post",) and one.judge.__module__ in _ONE_BY_ONE
        for one in (rule, *(RULES[slug] for slug in rule.hides))
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """A rule to run and how a workspace set it: `severity` replaces every severity that the rule would give."""

    rule: Rule
    enabled: bool = True
    severity: Severity | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)

    @property
    def arguments(self) -> dict[str, Any]:
        return self.rule.arguments(self.parameters)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding set aside: for the object `ref`, or without one for the rule in the whole workspace.

    It holds up to and including the day `until`; without one, until someone takes it back. For a finding that changed
    since what was `given` as it was set aside, it does not hold: see changes.py.
    """

    slug: str
    ref: Ref | None = None
    reason: str = ""
    by: str = ""
    at: date | None = None
    until: date | None = None
    id: int = 0
    given: Given | None = None

    def holds(self, today: date) -> bool:
        return self.until is None or today <= self.until

    def covers(self, finding: Finding) -> bool:
        return self.slug == finding.rule.slug and self.ref in (None, finding.ref)

    def changes(self, finding: Finding) -> tuple[Change, ...]:
        """What changed about `finding` since it was set aside, and matters."""
        return changes(self.given, finding) if self.given else ()


@dataclass(frozen=True, slots=True)
class Waived:
    finding: Finding
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Fallen:
    """A finding that was set aside and counts again, because it changed since."""

    finding: Finding
    waiver: Waiver
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A finding that says again, in less, what another finding says."""

    finding: Finding
    by: Finding


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A rule that cannot say anything yet, and what the plan would need for it."""

    rule: Rule
    need: Need


@dataclass(frozen=True, slots=True)
class Stale:
    """A waiver that sets nothing aside: its day has passed, or what it covered is gone."""

    waiver: Waiver
    expired: bool


@dataclass(frozen=True)
class Report:
    """What a check found, worst first, then in the order of the four key points."""

    plan: Plan
    findings: tuple[Finding, ...] = ()
    waived: tuple[Waived, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    passed: tuple[Rule, ...] = ()
    not_applicable: tuple[NotApplicable, ...] = ()
    off: tuple[Rule, ...] = ()
    stale: tuple[Stale, ...] = ()
    fallen: tuple[Fallen, ...] = ()

    @property
    def worst(self) -> Severity | None:
        return self.findings[0].severity if self.findings else None

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is severity)

    def about(self, ref: Ref) -> tuple[Finding, ...]:
        """Findings that point at one object."""
        return tuple(finding for finding in self.findings if finding.ref == ref)

    def narrowed(
        self,
        *,
        channel: int | None = None,
        persona: int | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> "Report":
        """This report with only those findings that have to do with the channel and the persona, and with the days from
        `since` to `until`: findings on posts and weeks of other days are left out, those on all else stay."""

        def concerned(finding: Finding) -> bool:
            return self.plan.concerns(finding.ref, channel=channel, persona=persona) and (
                (since is None and until is None) or self.plan.stands_between(finding.ref, since, until)
            )

        return replace(
            self,
            findings=tuple(finding for finding in self.findings if concerned(finding)),
            waived=tuple(waived for waived in self.waived if concerned(waived.finding)),
            hidden=tuple(hidden for hidden in self.hidden if concerned(hidden.finding)),
            fallen=tuple(fallen for fallen in self.fallen if concerned(fallen.finding)),
        )


def choose(
    settings: Mapping[str, Chosen] | None = None,
    *,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
    scope: tuple[str, ...] | None = None,
) -> tuple[Chosen, ...]:
    """The rules to run, each as `settings` has it: all, or those that `select` names, without those `ignore` names.

    `scope` leaves only rules that point at those kinds of objects. Raises KeyError for a slug that is no rule's.
    """
    settings = settings or {}
    wanted = set(RULES) if select is None else {RULES[slug].slug for slug in select}
    wanted -= {RULES[slug].slug for slug in ignore}
    return tuple(
        settings.get(slug) or Chosen(rule)
        for slug, rule in RULES.items()
        if slug in wanted and (scope is None or rule.scope == scope)
    )


def run(
    plan: Plan,
    chosen: Sequence[Chosen] | None = None,
    waivers: Sequence[Waiver] = (),
    *,
    around: int | None = None,
) -> Report:
    """Judge `plan` by the `chosen` rules (all of them by default) and set aside what `waivers` cover.

    `around` the post of that number: whatever changing it cannot change is left out of the report, which is what rules
    that judge each post alone say of the other posts.
    """
    chosen = choose() if chosen is None else chosen
    on = [choice for choice in chosen if choice.enabled]
    alone = plan if around is None else replace(plan, posts=tuple(one for one in plan.posts if one.id == around))
    not_applicable, passed, found = [], [], []
    for choice in on:
        judged = alone if judges_alone(choice.rule) else plan
        if need := choice.rule.missing(judged):
            not_applicable.append(NotApplicable(choice.rule, need))
        elif findings := _findings(judged, choice):
            found += findings
        else:
            passed.append(choice.rule)
    found.sort(key=_worst_first)
    waived, fallen, findings = _set_aside(found, [waiver for waiver in waivers if waiver.holds(plan.today)])
    hidden, shown = _hide_lesser(findings, found)
    return Report(
        plan=plan,
        findings=tuple(shown),
        waived=tuple(waived),
        hidden=tuple(hidden),
        passed=tuple(passed),
        not_applicable=tuple(not_applicable),
        off=tuple(choice.rule for choice in chosen if not choice.enabled),
        stale=tuple(_stale(waivers, found, {choice.rule.slug for choice in on}, plan.today)),
        fallen=tuple(fallen),
    )


def shown_by(rule: Rule) -> Finding:
    """What `rule` says of its own flagged example, with its defaults."""
    return run(rule.flagged.plan(), [Chosen(rule)]).findings[0]


_POINTS = list(Point)
_ORDER = {family.__name__: place for place, family in enumerate(FAMILIES)}


def _worst_first(finding: Finding) -> tuple[int, int, int]:
    rule = finding.rule
    # An example made up in a test may stand in no family.
    return -finding.severity, _POINTS.index(rule.point), _ORDER.get(rule.judge.__module__, len(_ORDER))


def _findings(plan: Plan, choice: Chosen) -> list[Finding]:
    arguments = choice.arguments
    return [_finding(choice, hit, arguments) for hit in choice.rule.judge(plan, **arguments)]


def _finding(choice: Chosen, hit: Hit, arguments: Mapping[str, object]) -> Finding:
    severity = choice.severity or hit.severity or choice.rule.severity
    facts = {**arguments, **hit.facts}
    return Finding(choice.rule, severity, hit.ref, facts, hit.related, hit.says, hit.fix or choice.rule.fix)


def _set_aside(
    findings: Iterable[Finding], waivers: Iterable[Waiver]
) -> tuple[list[Waived], list[Fallen], list[Finding]]:
    of_rule: dict[str, list[Waiver]] = defaultdict(list)
    for one in waivers:
        of_rule[one.slug].append(one)
    waived, fallen, left = [], [], []
    for finding in findings:
        covering = [waiver for waiver in of_rule.get(finding.rule.slug, ()) if waiver.covers(finding)]
        if waiver := next((waiver for waiver in covering if not waiver.changes(finding)), None):
            waived.append(Waived(finding, waiver))
        else:
            left.append(finding)
            fallen += [Fallen(finding, waiver, waiver.changes(finding)) for waiver in covering[:1]]
    return waived, fallen, left


def _hide_lesser(findings: Iterable[Finding], found: Sequence[Finding]) -> tuple[list[Hidden], list[Finding]]:
    """Take out findings that a greater one says already. One that was set aside still hides: it was decided upon."""
    # What is hidden, as a rule and the object that it speaks of (None: whichever), and the first finding that hides it.
    greater: dict[tuple[str, Ref | None], tuple[int, Finding]] = {}
    for place, one in enumerate(found):
        for slug in one.rule.hides:
            greater.setdefault((slug, None if one.ref == PLAN else one.ref), (place, one))
    hidden, left = [], []
    for finding in findings:
        keys: tuple[tuple[str, Ref | None], ...] = ((finding.rule.slug, None), (finding.rule.slug, finding.ref))
        if over := [greater[key] for key in keys if key in greater]:
            hidden.append(Hidden(finding, min(over)[1]))  # no two have the same place
        else:
            left.append(finding)
    return hidden, left


def _stale(waivers: Sequence[Waiver], found: Iterable[Finding], ran: set[str], today: date) -> Iterable[Stale]:
    said = {key for one in found for key in ((one.rule.slug, None), (one.rule.slug, one.ref))} if waivers else set()
    for waiver in waivers:
        if not waiver.holds(today):
            yield Stale(waiver, expired=True)
        elif (waiver.slug in ran or waiver.slug not in RULES) and (waiver.slug, waiver.ref) not in said:
            yield Stale(waiver, expired=False)
