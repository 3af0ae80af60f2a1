"""How a workspace sets its rules: what is in force and from where, and changing it.

A rule's own value comes first, a benchmark of the site takes its place, and what the workspace set itself wins. Every
function here is called inside the workspace's scope.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count

from calendar_app import benchmarks
from calendar_app.models import Benchmark, RuleSetting, Waiver
from calendar_app.rules.core import RULES, Parameter, Rule
from calendar_app.rules.engine import Report
from calendar_app.rules.presets import PRESETS, RulePreset, Setting, severity_named
from smplanner.workspaces import audit
from smplanner.workspaces.models import AuditEvent, User, Workspace


@dataclass(frozen=True, slots=True)
class Threshold:
    """A parameter with what counts: the workspace's `own` value, else the site's `benchmark`, else the rule's."""

    parameter: Parameter
    own: Any
    benchmark: Benchmark | None

    @property
    def without_own(self) -> Any:
        """What counts when the workspace sets nothing."""
        return self.parameter.read(float(self.benchmark.value)) if self.benchmark else self.parameter.default

    @property
    def value(self) -> Any:
        return self.without_own if self.own is None else self.own

    @property
    def origin(self) -> str:
        """Whose value counts: "workspace", "site" or "rule"."""
        if self.own is not None:
            return "workspace"
        return "site" if self.benchmark else "rule"


def own() -> dict[str, Setting]:
    """What the workspace in scope set, by the slug of the rule; without what no rule can read. One query."""
    rows = RuleSetting.objects.values_list("slug", "enabled", "severity", "parameters")
    found = {
        slug: Setting(enabled, severity_named(word), benchmarks.over(RULES[slug], {}, parameters))
        for slug, enabled, word, parameters in rows
        if slug in RULES
    }
    return {slug: setting for slug, setting in found.items() if setting.is_own}


def thresholds(settings: Mapping[str, Setting]) -> dict[str, list[Threshold]]:
    """The thresholds of every rule as `settings`, the site and the rules have them. One query."""
    kept = {(row.rule, row.parameter): row for row in Benchmark.objects.all()}
    return {
        slug: [
            Threshold(
                one,
                settings.get(slug, Setting()).parameters.get(one.name),
                benchmarks.readable(one, kept.get((slug, one.name))),
            )
            for one in rule.parameters
        ]
        for slug, rule in RULES.items()
    }


def in_force(settings: Mapping[str, Setting]) -> RulePreset | None:
    """The preset that says just what `settings` do."""
    return next((preset for preset in PRESETS.values() if preset.settings() == settings), None)


def set_rule(workspace: Workspace, rule: Rule, setting: Setting, actor: User) -> bool:
    """Set one rule, or leave it to itself again, and write the log; whether anything changed."""
    with transaction.atomic():
        before = _locked(workspace).get(rule.slug, Setting())
        if before == setting:
            return False
        row = _write(workspace, {rule.slug: setting})[rule.slug]
        audit.record(workspace, actor, "set rule", row, {rule.slug: (_said(before), _said(setting))})
    return True


def apply(workspace: Workspace, settings: Mapping[str, Setting], actor: User) -> bool:
    """Set all rules at once, and those that `settings` does not name back to themselves; whether anything changed."""
    with transaction.atomic():
        before = _locked(workspace)
        touched = {
            slug: settings.get(slug, Setting())
            for slug in before.keys() | settings.keys()
            if before.get(slug, Setting()) != settings.get(slug, Setting())
        }
        if not touched:
            return False
        _write(workspace, touched)
        diff = {slug: (_said(before.get(slug, Setting())), _said(one)) for slug, one in sorted(touched.items())}
        audit.record(workspace, actor, "set rules", workspace, diff)
    return True


def _locked(workspace: Workspace) -> dict[str, Setting]:
    """What is set now, with whoever else changes rules of this workspace waiting until the transaction ends."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    return own()


def _write(workspace: Workspace, settings: Mapping[str, Setting]) -> dict[str, RuleSetting]:
    """Write a row a rule, and none for a rule that is left to itself: two queries, however many rules."""
    rows = {
        slug: RuleSetting(
            workspace=workspace,
            slug=slug,
            enabled=setting.enabled,
            severity="" if setting.severity is None else str(setting.severity),
            parameters=dict(setting.parameters),
        )
        for slug, setting in settings.items()
    }
    RuleSetting.objects.filter(slug__in=list(settings)).delete()
    RuleSetting.objects.bulk_create(rows[slug] for slug, setting in settings.items() if setting.is_own)
    return rows


def _said(setting: Setting) -> dict[str, Any]:
    """A setting as the log has it."""
    return {
        "enabled": setting.enabled,
        "severity": str(setting.severity) if setting.severity else "",
        **setting.parameters,
    }


# --- Which rules people set aside ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Record:
    """How often a rule was set aside: `ever`, and `active` now; of its `found` findings, how many are `waived` now."""

    rule: Rule
    ever: int
    active: int
    found: int
    waived: int

    @property
    def share(self) -> int | None:
        """Of its findings, those that are set aside, in %; None when it finds nothing."""
        return round(100 * self.waived / self.found) if self.found else None


def most_waived(report: Report) -> list[Record]:
    """Every rule that was ever set aside in this workspace, the most often first; `report` is a check by all rules.

    Two queries.
    """
    ever: Counter[str] = Counter()
    events = AuditEvent.objects.filter(verb="set aside", target_kind="waiver").order_by().values_list("target_label")
    for label, count in events.annotate(times=Count("pk")):
        ever[label.partition(" ")[0]] += count
    rows = list(Waiver.objects.order_by().values_list("slug", "until"))
    ever |= Counter(slug for slug, _until in rows)  # what came with an import or a demo is in no log
    active = Counter(slug for slug, until in rows if until is None or until >= report.plan.today)
    waived = Counter(one.finding.rule.slug for one in report.waived)
    shown = Counter(one.rule.slug for one in report.findings)
    records = [
        Record(
            rule,
            ever[slug],
            active[slug],
            shown[slug] + waived[slug],
            waived[slug],
        )
        for slug, rule in RULES.items()
        if ever[slug]
    ]
    return sorted(records, key=lambda record: (-record.ever, -record.active, -(record.share or 0)))
