"""The rules of a workspace: on or off, how grave, with which thresholds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app import checker, rule_settings
from calendar_app.forms.rules import RuleForm, SearchForm, SwitchForm
from calendar_app.rule_settings import Threshold
from calendar_app.rules.core import RULES, Rule, Severity
from calendar_app.rules.presets import PRESETS, Setting
from calendar_app.rules.render.manual import GRADES, by_point
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address

from .parts import form_methods
from .saying import today_in

MOST_SHOWN = 20  # findings that an effect names


@dataclass(frozen=True, slots=True)
class Row:
    """A rule in the list: how it is set, and how many findings it has now."""

    rule: Rule
    setting: Setting
    thresholds: list[Threshold]
    findings: int

    @property
    def severity(self) -> Severity:
        return self.setting.severity or self.rule.severity

    def fits(self, words: str, state: str, severity: Severity | None) -> bool:
        """Whether it is among what a person looks for."""
        text = " ".join(map(str, (self.rule.slug, self.rule.title, self.rule.why, self.rule.instead))).casefold()
        states = {
            "": True,
            "on": self.setting.enabled,
            "off": not self.setting.enabled,
            "changed": self.setting.is_own,
            "speaking": self.findings > 0,
        }
        return (
            all(word in text for word in words.casefold().split())
            and states[state]
            and severity in (None, self.severity)
        )


@workspace("plan.read")
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule under the four key points, as this workspace set it."""
    request.section = "check"
    search = SearchForm(request.GET)
    wanted = search.wanted if search.is_valid() else ("", "", None)
    settings = rule_settings.own()
    rows = {row.rule.slug: row for row in _rows(request, settings)}
    shown = {slug for slug, row in rows.items() if row.fits(*wanted)}
    points = [(point, [rows[rule.slug] for rule in rules if rule.slug in shown]) for point, rules in by_point().items()]
    context = {
        "search": search,
        "is_part": any(wanted),
        "points": [(point, found) for point, found in points if found],
        "shown": len(shown),
        "all": len(rows),
        "off": sum(not row.setting.enabled for row in rows.values()),
        "changed": len(settings),
        "presets": PRESETS.values(),
        "preset_in_force": rule_settings.in_force(settings),
    }
    return render(request, "rule_settings/list.html", context, status=200 if search.is_valid() else 422)


def _rows(request: HttpRequest, settings: Mapping[str, Setting]) -> Iterator[Row]:
    report = checker.check(request.workspace, today_in(request))
    thresholds = rule_settings.thresholds(settings)
    for slug, rule in RULES.items():
        count = sum(finding.rule is rule for finding in report.findings)
        yield Row(rule, settings.get(slug, Setting()), thresholds[slug], count)


@workspace("check.configure")
@require_POST
def rule_switch(request: HttpRequest) -> HttpResponse:
    """Switch a rule on or off, from the list."""
    form = SwitchForm(request.POST)
    back = next_address(request, reverse("rule-settings", args=[request.workspace.slug]))
    if not form.is_valid():
        messages.error(request, _("There is no such rule."))
        return redirect(back)
    rule, on = RULES[form.cleaned_data["rule"]], form.cleaned_data["on"]
    setting = replace(rule_settings.own().get(rule.slug, Setting()), enabled=on)
    rule_settings.set_rule(request.workspace, rule, setting, request.user)
    said = _("“%(title)s” is on.") if on else _("“%(title)s” is switched off.")
    messages.success(request, said % {"title": rule.title})
    return redirect(back)


@workspace("check.configure")
@form_methods
def rule_setting(request: HttpRequest, rule: str) -> HttpResponse:
    """Set one rule; or try first what that would change about the plan's findings."""
    request.section = "check"
    if rule not in RULES:
        raise Http404
    found, settings = RULES[rule], rule_settings.own()
    data = request.POST if request.method == "POST" else None
    now = settings.get(rule, Setting())
    form = RuleForm(data, rule=found, setting=now, thresholds=rule_settings.thresholds(settings)[rule])
    back = next_address(request, reverse("rule-settings", args=[request.workspace.slug]))
    effect = None
    if data is not None and ("reset" in data or form.is_valid()):
        setting = Setting() if "reset" in data else form.setting
        if "try" not in data:
            return _save(request, found, setting, back)
        effect = checker.trial(request.workspace, {**settings, rule: setting}, today_in(request))
    context = {"rule": found, "form": form, "setting": now, "grade": GRADES[found.grade], "next": back}
    status = 422 if data is not None and effect is None else 200
    return render(request, "rule_settings/rule.html", {**context, **_shown(effect)}, status=status)


def _save(request: HttpRequest, rule: Rule, setting: Setting, back: str) -> HttpResponse:
    if rule_settings.set_rule(request.workspace, rule, setting, request.user):
        said = _("“%(title)s” is set.") if setting.is_own else _("“%(title)s” is as it was in the beginning.")
        messages.success(request, said % {"title": rule.title})
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect(back)


def _shown(effect: checker.Effect | None) -> dict[str, Any]:
    """An effect for a page: the first findings of each kind, and how many there are."""
    if effect is None:
        return {"effect": None}
    return {
        "effect": effect,
        "appearing": effect.appearing[:MOST_SHOWN],
        "vanishing": effect.vanishing[:MOST_SHOWN],
        "moved": effect.moved[:MOST_SHOWN],
        "left_out": _beyond((effect.appearing, effect.vanishing, effect.moved)),
    }


def _beyond(lists: Iterable[tuple[object, ...]]) -> int:
    return sum(max(0, len(one) - MOST_SHOWN) for one in lists)


@workspace("check.configure")
@form_methods
def rule_preset(request: HttpRequest, preset: str) -> HttpResponse:
    """What a preset sets, and what it would change about the findings; then set it."""
    request.section = "check"
    if preset not in PRESETS:
        raise Http404
    chosen = PRESETS[preset]
    wanted = chosen.settings()
    if request.method == "POST":
        if rule_settings.apply(request.workspace, wanted, request.user):
            messages.success(request, _("The rules are set as in “%(name)s”.") % {"name": chosen.name})
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect("rule-settings", request.workspace.slug)
    own = rule_settings.own()
    touched = [slug for slug in RULES if own.get(slug, Setting()) != wanted.get(slug, Setting())]
    thresholds = rule_settings.thresholds(wanted)
    context = {
        "preset": chosen,
        "rows": [Row(RULES[slug], wanted.get(slug, Setting()), thresholds[slug], 0) for slug in touched],
        "lost": sum(slug in own for slug in touched),
        **_shown(checker.trial(request.workspace, wanted, today_in(request))),
    }
    return render(request, "rule_settings/preset.html", context)


@workspace("plan.read")
@require_safe
def rules_waived(request: HttpRequest) -> HttpResponse:
    """Which rules are set aside most: a rule that does not fit shows."""
    request.section = "check"
    report = checker.check(request.workspace, today_in(request))
    return render(request, "rule_settings/waived.html", {"records": rule_settings.most_waived(report)})
