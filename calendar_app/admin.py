"""What every workspace shares, for the site's staff: indicators, benchmarks, days to know and presets.

How workspaces set their rules can be read here, and changed only by themselves.
"""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .checker import RULES
from .models import Benchmark, Kpi, Observance, Preset, RuleSetting
from .rules.core import Parameter


class OfferedAdmin(admin.ModelAdmin):
    """Something with a name in both languages."""

    list_editable = ["is_offered"]
    search_fields = ["slug", "name_fr", "name_en"]
    prepopulated_fields = {"slug": ["name_en"]}


@admin.register(Kpi)
class KpiAdmin(OfferedAdmin):
    list_display = ["slug", "name_fr", "name_en", "family", "unit_fr", "unit_en", "is_offered"]
    list_filter = ["family", "is_offered"]


class ObservanceForm(forms.ModelForm):
    def clean_country(self) -> str:
        country = self.cleaned_data["country"].upper()
        if country and not re.fullmatch("[A-Z]{2}", country):
            raise forms.ValidationError(_("Two letters, as FR or BE."))
        return country


@admin.register(Observance)
class ObservanceAdmin(OfferedAdmin):
    form = ObservanceForm
    list_display = ["slug", "name_fr", "name_en", "kind", "country", "region", "rule", "is_offered"]
    list_filter = ["kind", "country", "is_offered"]


@admin.register(Preset)
class PresetAdmin(OfferedAdmin):
    list_display = ["slug", "name_fr", "name_en", "parts", "is_offered"]
    list_filter = ["is_offered"]

    @admin.display(description=_("content"))
    def parts(self, preset: Preset) -> str:
        """What it holds, as its keys are called, with how many of each."""
        content = preset.content if isinstance(preset.content, dict) else {}
        return ", ".join(f"{key}: {len(part)}" for key, part in content.items() if isinstance(part, list))


class BenchmarkForm(forms.ModelForm):
    rule = forms.ChoiceField(label=_("rule"))
    parameter = forms.ChoiceField(label=_("threshold"), help_text=_("One that the rule has; its own value beside."))

    class Meta:
        model = Benchmark
        fields = ["rule", "parameter", "value", "source", "year", "grade", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = [rule for rule in RULES.values() if rule.parameters]
        told: dict[str, list[str]] = {}
        for rule in rules:
            for parameter in rule.parameters:
                told.setdefault(parameter.name, []).append(f"{rule.slug} {parameter.default:g}")
        empty = ("", "---------")
        self.fields["rule"].choices = [empty, *((rule.slug, f"{rule.slug} – {rule.title}") for rule in rules)]
        self.fields["parameter"].choices = [empty, *((name, f"{name} ({', '.join(of)})") for name, of in told.items())]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        rule = RULES.get(cleaned.get("rule", ""))
        name, value = cleaned.get("parameter"), cleaned.get("value")
        if rule is None or not name:
            return cleaned
        parameter = next((one for one in rule.parameters if one.name == name), None)
        if parameter is None:
            names = ", ".join(one.name for one in rule.parameters)
            self.add_error("parameter", _("This rule has no such threshold. It has: %(names)s.") % {"names": names})
        elif value is not None:
            self._check_value(parameter, float(value))
        return cleaned

    def _check_value(self, parameter: Parameter, value: float) -> None:
        try:
            parameter.read(value)
        except ValueError:
            kind = _("a whole number") if parameter.kind is int else _("a number")
            if parameter.bounds:
                words = {"kind": kind, "low": f"{parameter.bounds.smallest:g}", "high": f"{parameter.bounds.largest:g}"}
                self.add_error("value", _("This must be %(kind)s from %(low)s to %(high)s.") % words)
            else:
                self.add_error("value", _("This must be %(kind)s.") % {"kind": kind})


class RuleFilter(admin.SimpleListFilter):
    """One rule, among those that have a row."""

    title = _("rule")
    parameter_name = "of"
    field = "rule"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        slugs = model_admin.get_queryset(request).order_by(self.field).values_list(self.field, flat=True).distinct()
        return [(slug, slug) for slug in slugs]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(**{self.field: self.value()}) if self.value() else queryset


class SettingFilter(RuleFilter):
    field = "slug"


@admin.register(Benchmark)
class BenchmarkAdmin(admin.ModelAdmin):
    form = BenchmarkForm
    list_display = ["rule", "parameter", "value", "own_value", "source", "year", "grade"]
    list_filter = ["grade", RuleFilter]
    search_fields = ["rule", "parameter", "source", "note"]
    search_help_text = _("Rule, threshold, source or note.")

    @admin.display(description=_("the rule’s own"))
    def own_value(self, benchmark: Benchmark) -> str:
        rule = RULES.get(benchmark.rule)
        parameters = rule.parameters if rule else ()
        return next((f"{one.default:g}" for one in parameters if one.name == benchmark.parameter), "–")


@admin.register(RuleSetting)
class RuleSettingAdmin(admin.ModelAdmin):
    """To be read: a workspace's rules are its own."""

    list_display = ["slug", "workspace", "enabled", "severity", "parameters"]
    list_select_related = ["workspace"]
    list_filter = ["enabled", SettingFilter, ("workspace", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["slug", "workspace__name"]
    search_help_text = _("Rule or workspace.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RuleSetting | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RuleSetting | None = None) -> bool:
        return False
