"""Forms about stretches of the calendar: campaigns, and days on which nothing is published."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Campaign, Closure
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield

from .posts import DayInput, clean_day


class CampaignForm(WorkspaceModelForm):
    """Only the name is required."""

    class Meta:
        model = Campaign
        fields = ["name", "start_on", "end_on", "objective", "colour", "is_paid", "note"]
        widgets = {"start_on": DayInput, "end_on": DayInput, "note": forms.Textarea({"rows": 3})}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("For example: the week of the galettes, open days, Christmas.")
        self.helper.layout = Layout(
            "name",
            Div("start_on", "end_on", css_class="field-row"),
            Div("objective", "colour", css_class="field-row"),
            "is_paid",
            "note",
        )

    def clean_start_on(self) -> date | None:
        return clean_day(self.cleaned_data["start_on"])

    def clean_end_on(self) -> date | None:
        return clean_day(self.cleaned_data["end_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end = cleaned.get("start_on"), cleaned.get("end_on")
        if start and end and end < start:
            self.add_error("end_on", _("It would end before it begins."))
        return cleaned


class ClosureForm(WorkspaceModelForm):
    class Meta:
        model = Closure
        fields = ["label", "first_day", "last_day"]
        widgets = {"first_day": DayInput, "last_day": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("label", Div("first_day", "last_day", css_class="field-row"))

    def clean_first_day(self) -> date | None:
        return clean_day(self.cleaned_data["first_day"])

    def clean_last_day(self) -> date | None:
        return clean_day(self.cleaned_data["last_day"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("It would end before it begins."))
        return cleaned
