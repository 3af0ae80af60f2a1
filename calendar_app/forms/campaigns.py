"""Forms about stretches of the calendar: campaigns, and days on which nothing is published."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Campaign, Closure
from smplanner.workspaces.forms import scoped_formfield

from .posts import DayInput
from .spans import SpanForm


class CampaignForm(SpanForm):
    """Only the name is required."""

    span = ("start_on", "end_on")

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


class ClosureForm(SpanForm):
    class Meta:
        model = Closure
        fields = ["label", "first_day", "last_day"]
        widgets = {"first_day": DayInput, "last_day": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("label", Div("first_day", "last_day", css_class="field-row"))
