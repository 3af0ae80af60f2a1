"""Forms about what was decided: pillars, the written strategy, the team."""

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.models import (
    Pillar,
    Strategy,
    StrategySection,
    TeamMember,
)
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield

from .posts import DayInput


class PillarForm(WorkspaceModelForm):
    class Meta:
        model = Pillar
        fields = ["name", "kind", "target_share", "colour", "personas", "examples", "is_archived"]
        widgets = {"personas": forms.CheckboxSelectMultiple, "examples": forms.Textarea({"rows": 4})}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_archived"]


class TeamMemberForm(WorkspaceModelForm):
    class Meta:
        model = TeamMember
        fields = ["name", "kind", "hours_per_week", "skills", "user", "is_active"]
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_active"]


class StrategyForm(WorkspaceModelForm):
    """The written strategy: its frame, and a text for each section."""

    class Meta:
        model = Strategy
        fields = ["horizon_months", "started_on", "external_link"]
        widgets = {"started_on": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = {}
        if self.instance.pk:
            written = dict(StrategySection.objects.filter(strategy=self.instance).values_list("key", "text"))
        for key, label in StrategySection.Key.choices:
            self.fields[key] = forms.CharField(
                label=label,
                required=False,
                max_length=10_000,
                initial=written.get(key, ""),
                widget=forms.Textarea({"rows": 4}),
            )
        self.helper.layout = Layout(
            Fieldset(_("The nine questions"), *StrategySection.Key.values),
            Fieldset(_("The document"), Div("horizon_months", "started_on", css_class="field-row"), "external_link"),
        )

    def save_sections(self, strategy: Strategy) -> None:
        """Write the sections that changed; an emptied one is removed."""
        for key in StrategySection.Key.values:
            text = self.cleaned_data[key].strip()
            if key not in self.changed_data:
                continue
            if text:
                StrategySection.objects.update_or_create(
                    strategy=strategy, key=key, defaults={"text": text, "workspace": strategy.workspace}
                )
            else:
                StrategySection.objects.filter(strategy=strategy, key=key).delete()
