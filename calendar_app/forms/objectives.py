"""Forms about objectives: what is wanted, what was measured, what came of it, and what an advert cost."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Kpi, Measure, Objective
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield

from .posts import DayInput, clean_day

# Nobody's advert is larger, and the division of larger figures says nothing.
MOST = 1_000_000_000


class ObjectiveForm(WorkspaceModelForm):
    """An objective. Only the statement is required; that it is reached or given up is an act of its own."""

    class Meta:
        model = Objective
        fields = [
            "statement",
            "kind",
            "business_goal",
            "personas",
            "kpi",
            "kpi_name",
            "kpi_unit",
            "baseline",
            "baseline_due_on",
            "target",
            "start_on",
            "due_on",
            "is_campaign",
            "measured_by",
            "offline_attribution",
            "owner",
        ]
        widgets = {
            "personas": forms.CheckboxSelectMultiple,
            "baseline_due_on": DayInput,
            "start_on": DayInput,
            "due_on": DayInput,
        }
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kpi = self.fields["kpi"]
        kpi.choices = [("", "---------"), *by_family(kpi.queryset)]
        kpi.help_text = _("Popularity alone proves little: at least one objective should count what it brings.")
        self.fields["kpi_name"].help_text = _("Only if the list has it not, or to say it more precisely.")
        self.helper.layout = Layout(
            Fieldset(_("What we want"), "statement", "kind", "business_goal", "personas"),
            Fieldset(
                _("How we shall know"),
                "kpi",
                Div("kpi_name", "kpi_unit", css_class="field-row"),
                Div("baseline", "baseline_due_on", css_class="field-row"),
                "target",
                Div("start_on", "due_on", css_class="field-row"),
                "is_campaign",
                "measured_by",
                "offline_attribution",
            ),
            Fieldset(_("Who looks after it"), "owner"),
        )

    def clean_start_on(self) -> date | None:
        return clean_day(self.cleaned_data["start_on"])

    def clean_due_on(self) -> date | None:
        return clean_day(self.cleaned_data["due_on"])

    def clean_baseline_due_on(self) -> date | None:
        return clean_day(self.cleaned_data["baseline_due_on"])


def by_family(kpis: Iterable[Kpi]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Indicators as the groups of a list: from what flatters to what counts."""
    kpis = sorted(kpis, key=lambda kpi: kpi.name.casefold())
    groups = [
        (label, [(kpi.pk, kpi.name) for kpi in kpis if kpi.family == family]) for family, label in Kpi.Family.choices
    ]
    return [group for group in groups if group[1]]


class MeasureForm(WorkspaceModelForm):
    """What the indicator showed on a day."""

    class Meta:
        model = Measure
        fields = ["on", "value", "note"]
        widgets = {"on": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, objective: Objective, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.objective = objective
        self.helper.layout = Layout(Div("on", "value", css_class="field-row"), "note")

    def clean_on(self) -> date | None:
        """The day, unless another measure has it already."""
        day = clean_day(self.cleaned_data["on"])
        others = Measure.objects.filter(objective=self.instance.objective, on=day).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("There is already a measure for this day."))
        return day


class ClosingForm(WorkspaceModelForm):
    """That an objective was reached or given up: the one is as much worth writing down as the other."""

    class Meta:
        model = Objective
        fields = ["status", "closed_on", "lesson"]
        widgets = {"status": forms.RadioSelect, "closed_on": DayInput, "lesson": forms.Textarea({"rows": 4})}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = Objective.Status.ACTIVE
        self.fields["status"].label = _("What came of it")
        self.fields["status"].choices = [one for one in Objective.Status.choices if one[0] != active]
        self.fields["closed_on"].required = True
        self.initial["closed_on"] = self.initial.get("closed_on") or today

    def clean_closed_on(self) -> date | None:
        return clean_day(self.cleaned_data["closed_on"])


class AdvertForm(forms.Form):
    """What an advert cost and brought."""

    spent = forms.DecimalField(
        label=_("Spent, in euros"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(MOST)],
    )
    likes = forms.IntegerField(label=_("Likes"), min_value=0, max_value=MOST)
    purchases = forms.IntegerField(label=_("Purchases"), min_value=0, max_value=MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(Div("spent", "likes", "purchases", css_class="field-row"))
