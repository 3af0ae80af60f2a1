"""Setting a rule: a form read off the rule's signature; and finding one's way among many rules."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.rule_settings import Threshold
from calendar_app.rules.core import RULES, Rule, Severity
from calendar_app.rules.presets import Setting, severity_named
from calendar_app.rules.render.words import WORST_FIRST

PREFIX = "set-"  # keeps a threshold's field apart from the form's own


class RuleForm(forms.Form):
    """How one rule is set. A threshold left empty is the site's or the rule's own, which stands beside its field."""

    enabled = forms.BooleanField(label=_("This rule is on"), required=False)
    severity = forms.ChoiceField(label=_("Severity"), required=False)

    def __init__(self, *args: Any, rule: Rule, setting: Setting, thresholds: Iterable[Threshold]) -> None:
        self.rule = rule
        self.thresholds = {PREFIX + one.parameter.name: one for one in thresholds}
        initial = {
            "enabled": setting.enabled,
            "severity": str(setting.severity) if setting.severity else "",
            **{name: one.own for name, one in self.thresholds.items()},
        }
        super().__init__(*args, initial=initial)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        own = _("As the rule says: %(severity)s") % {"severity": str(rule.severity.label).lower()}
        self.fields["severity"].choices = [("", own), *((str(one), one.label) for one in WORST_FIRST)]
        self.fields |= {name: _field(one) for name, one in self.thresholds.items()}

    @property
    def rows(self) -> list[tuple[forms.BoundField, Threshold]]:
        """Each threshold's field with what counts now."""
        return [(self[name], one) for name, one in self.thresholds.items()]

    @property
    def setting(self) -> Setting:
        """What a valid form says."""
        said = self.cleaned_data
        values = {one.parameter.name: said[name] for name, one in self.thresholds.items() if said[name] is not None}
        return Setting(said["enabled"], severity_named(said["severity"]), values)


def _yes_or_no(value: Any) -> bool | None:
    return {"True": True, "False": False}.get(str(value))


def _field(threshold: Threshold) -> forms.Field:
    parameter = threshold.parameter
    label = str(parameter.label)[:1].upper() + str(parameter.label)[1:]
    if parameter.kind is bool:
        choices = [("", _("Not set here")), ("True", _("Yes")), ("False", _("No"))]
        return forms.TypedChoiceField(label=label, choices=choices, required=False, coerce=_yes_or_no, empty_value=None)
    whole = parameter.kind is int
    bounds = {"min_value": None, "max_value": None}
    if parameter.bounds:
        read = int if whole else float
        bounds = {"min_value": read(parameter.bounds.smallest), "max_value": read(parameter.bounds.largest)}
    field = (forms.IntegerField if whole else forms.FloatField)(label=label, required=False, **bounds)
    field.widget.attrs["placeholder"] = f"{threshold.without_own:g}"
    if not whole:
        field.widget.attrs["step"] = "any"
    return field


class SearchForm(forms.Form):
    """Which rules to look at."""

    STATES = [
        ("", _("All rules")),
        ("on", _("Rules that are on")),
        ("off", _("Rules switched off")),
        ("changed", _("Rules changed here")),
        ("speaking", _("Rules with findings now")),
    ]

    q = forms.CharField(label=_("Search"), required=False, max_length=80, widget=forms.SearchInput)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    severity = forms.ChoiceField(label=_("Severity"), required=False)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        words = [(str(one), one.label) for one in WORST_FIRST]
        self.fields["severity"].choices = [("", _("Every severity")), *words]

    @property
    def wanted(self) -> tuple[str, str, Severity | None]:
        """Words, a state and a severity, each empty when it does not matter."""
        said = self.cleaned_data
        return said["q"], said["state"], severity_named(said["severity"])


class SwitchForm(forms.Form):
    """One rule, to be switched on or off."""

    rule = forms.ChoiceField(choices=lambda: [(slug, slug) for slug in RULES])
    on = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda value: value == "1")
