"""Forms about what was decided: channels, objectives, pillars, the written strategy, listening, the team."""

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.models import (
    Channel,
    ListeningKeyword,
    ListeningPlan,
    ListeningSource,
    Objective,
    Pillar,
    Strategy,
    StrategySection,
    TeamMember,
)
from smplanner.workspaces.forms import OwnedInlineFormSet, WorkspaceModelForm, scoped_formfield

from .posts import DayInput


class ChannelForm(WorkspaceModelForm):
    class Meta:
        model = Channel
        fields = [
            "platform",
            "name",
            "status",
            "purpose",
            "reason",
            "personas",
            "objectives",
            "responder",
            "backup",
            "weekly_target",
            "char_max",
            "account_url",
            "since",
            "left_on",
        ]
        widgets = {
            "personas": forms.CheckboxSelectMultiple,
            "objectives": forms.CheckboxSelectMultiple,
            "since": DayInput,
            "left_on": DayInput,
        }
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(_("The account"), Div("platform", "name", css_class="field-row"), "account_url"),
            Fieldset(_("Why it was chosen"), "purpose", "reason", "personas", "objectives"),
            Fieldset(
                _("Who keeps it going"),
                Div("responder", "backup", css_class="field-row"),
                Div("weekly_target", "char_max", css_class="field-row"),
            ),
            Fieldset(_("Where it stands"), "status", Div("since", "left_on", css_class="field-row")),
        )


class ObjectiveForm(WorkspaceModelForm):
    class Meta:
        model = Objective
        fields = [
            "kind",
            "statement",
            "business_goal",
            "kpi_name",
            "kpi_unit",
            "baseline",
            "target",
            "start_on",
            "due_on",
            "owner",
            "personas",
            "status",
        ]
        widgets = {"personas": forms.CheckboxSelectMultiple, "start_on": DayInput, "due_on": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(_("What we want"), "statement", "kind", "business_goal", "personas"),
            Fieldset(
                _("How we shall know"),
                Div("kpi_name", "kpi_unit", css_class="field-row"),
                Div("baseline", "target", css_class="field-row"),
                Div("start_on", "due_on", css_class="field-row"),
            ),
            Fieldset(_("Where it stands"), Div("owner", "status", css_class="field-row")),
        )


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


class ListeningPlanForm(WorkspaceModelForm):
    purposes = forms.MultipleChoiceField(
        label=_("What for"),
        choices=ListeningPlan.Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ListeningPlan
        fields = ["purposes", "owner", "cadence_days", "hours_per_week", "alert_rule"]
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(
                _("Who listens, and what for"),
                "purposes",
                "owner",
                Div("cadence_days", "hours_per_week", css_class="field-row"),
                "alert_rule",
            )
        )


class ListeningSourceForm(WorkspaceModelForm):
    class Meta:
        model = ListeningSource
        fields = ["kind", "where", "tool", "is_active"]
        formfield_callback = scoped_formfield


class ListeningKeywordForm(WorkspaceModelForm):
    class Meta:
        model = ListeningKeyword
        fields = ["family", "text", "exclude"]
        formfield_callback = scoped_formfield


SourceFormSet = forms.inlineformset_factory(
    ListeningPlan,
    ListeningSource,
    form=ListeningSourceForm,
    formset=OwnedInlineFormSet,
    extra=2,
    max_num=50,
    absolute_max=60,
    validate_max=True,
)
KeywordFormSet = forms.inlineformset_factory(
    ListeningPlan,
    ListeningKeyword,
    form=ListeningKeywordForm,
    formset=OwnedInlineFormSet,
    extra=2,
    max_num=100,
    absolute_max=110,
    validate_max=True,
)
