"""Forms about what was decided: pillars, the written strategy, the team."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Pillar, Skill, Strategy, StrategySection, TeamMember
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield

from .posts import DayInput, clean_day


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
    skill_set = forms.MultipleChoiceField(
        label=_("Knows how to do"),
        choices=Skill.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the platforms ask for. Whoever can learn it has an action for that under “Are we ready?”."),
    )

    class Meta:
        model = TeamMember
        fields = [
            "name",
            "kind",
            "hours_per_week",
            "skill_set",
            "skills",
            "stand_in",
            "ends_on",
            "user",
            "is_active",
        ]
        widgets = {"ends_on": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_active"]
        else:
            others = self.fields["stand_in"].queryset.exclude(pk=self.instance.pk)
            self.fields["stand_in"].queryset = others

    def clean_ends_on(self) -> date | None:
        return clean_day(self.cleaned_data["ends_on"])


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
