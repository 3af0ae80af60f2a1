"""Questioning a persona, a channel or the strategy: the questions of the articles, each where it makes sense."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.models import ReviewLog
from calendar_app.reviewing import QUESTIONS, about
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield

from .posts import DayInput, clean_day


class ReviewForm(WorkspaceModelForm):
    """One review. No answer is required: an honest “not sure” is worth more than a quick yes."""

    class Meta:
        model = ReviewLog
        fields = [
            "still_there",
            "behaviour_changed",
            "learns",
            "listens",
            "proves",
            "fits_values",
            "decision",
            "note",
            "on",
            "next_on",
        ]
        widgets = {"on": DayInput, "next_on": DayInput, "note": forms.Textarea({"rows": 4})}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = QUESTIONS[about(self.instance)]
        for name in QUESTIONS["strategy"].keys() - questions.keys():
            del self.fields[name]
        for name, question in questions.items():
            # No button for "no answer": none is pressed to begin with, and "not sure" is there to go back to.
            widget = forms.RadioSelect(choices=ReviewLog.Answer.choices)
            self.fields[name] = forms.ChoiceField(
                label=question, choices=ReviewLog.Answer.choices, required=False, widget=widget
            )
        self.fields["next_on"].help_text = _("Half a year later is a good measure; sooner where things move fast.")
        self.helper.layout = Layout(
            Fieldset(_("What we see"), *questions),
            Fieldset(_("What follows of it"), "decision", "note", Div("on", "next_on", css_class="field-row")),
        )

    def clean_on(self) -> date:
        return clean_day(self.cleaned_data["on"])

    def clean_next_on(self) -> date | None:
        return clean_day(self.cleaned_data["next_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, following = cleaned.get("on"), cleaned.get("next_on")
        if day and following and following <= day:
            self.add_error("next_on", _("The next review comes after this one."))
        return cleaned
