"""Setting a finding aside, and looking at a part of the report."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calendar_app.models import Channel, Objective, Pillar, Post, TeamMember
from calendar_app.plan import weeks
from calendar_app.plan.snapshot import PLAN, Ref
from calendar_app.rules.core import RULES
from personas.models import Persona

from .posts import DayInput, clean_day

# What a finding may point at, besides the plan as a whole and a week of it.
OBJECTS: Mapping[str, type[models.Model]] = {
    "post": Post,
    "channel": Channel,
    "persona": Persona,
    "objective": Objective,
    "pillar": Pillar,
    "member": TeamMember,
}
LARGEST_ID = 2**63 - 1


def subject(asked: Mapping[str, str]) -> models.Model | None:
    """The row that the `kind` and the `number` of a finding name; None where they name none of this workspace."""
    kind, number = asked.get("kind", ""), asked.get("number", "")
    if kind not in OBJECTS or not (number.isascii() and number.isdecimal()) or int(number) > LARGEST_ID:
        return None
    return OBJECTS[kind].objects.filter(pk=number).first()


class WaiverForm(forms.Form):
    """Why a finding is set aside, for how long, and whether for one object or for the rule as a whole."""

    rule = forms.ChoiceField(choices=lambda: [(slug, slug) for slug in RULES], widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        choices=[(kind, kind) for kind in (PLAN.kind, weeks.WEEK, *OBJECTS)], widget=forms.HiddenInput
    )
    number = forms.IntegerField(min_value=0, max_value=LARGEST_ID, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it does not matter here"),
        max_length=300,
        widget=forms.TextInput,
        help_text=_("For whoever reads the plan later, you included."),
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: until someone takes it back."),
    )
    cover = forms.ChoiceField(
        label=_("What is set aside"),
        choices=[("object", _("Only this finding")), ("rule", _("The rule, everywhere in this workspace"))],
        initial="object",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_until(self) -> date | None:
        until = self.cleaned_data["until"]
        if until is not None and until < self.today:
            raise forms.ValidationError(_("This day has passed."))
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if {"rule", "kind", "number"} <= cleaned.keys() and not self._is_there(cleaned):
            self.add_error(None, _("What this finding was about is no longer there."))
        return cleaned

    def _is_there(self, cleaned: Mapping[str, Any]) -> bool:
        kind, number = cleaned["kind"], cleaned["number"]
        if kind not in RULES[cleaned["rule"]].scope:
            return False
        if kind == weeks.WEEK:
            return weeks.is_week(number)
        return number == PLAN.id if kind == PLAN.kind else OBJECTS[kind].objects.filter(pk=number).exists()

    @property
    def ref(self) -> Ref | None:
        """The object whose finding is set aside; None when it is the rule as a whole."""
        if self.cleaned_data["cover"] == "rule":
            return None
        return Ref(self.cleaned_data["kind"], self.cleaned_data["number"])


class PartForm(forms.Form):
    """Which part of the report to look at. Days that are named count, and the period only where none is."""

    MONTH, AHEAD = "month", "ahead"

    channel = forms.TypedChoiceField(label=_("Channel"), required=False, coerce=int, empty_value=None)
    persona = forms.TypedChoiceField(label=_("Persona"), required=False, coerce=int, empty_value=None)
    period = forms.ChoiceField(
        label=_("Period"),
        required=False,
        choices=[("", _("All days")), (MONTH, _("This month")), (AHEAD, _("The next 28 days"))],
    )
    since = forms.DateField(label=_("Or from"), required=False, widget=DayInput)
    until = forms.DateField(label=pgettext_lazy("end of a period", "to"), required=False, widget=DayInput)

    def __init__(
        self, *args: Any, channels: list[tuple[int, str]], personas: list[tuple[int, str]], today: date
    ) -> None:
        super().__init__(*args)
        self.today = today
        self.fields["channel"].choices = [("", _("All channels")), *channels]
        self.fields["persona"].choices = [("", _("All personas")), *personas]

    def clean_since(self) -> date | None:
        return clean_day(self.cleaned_data["since"])

    def clean_until(self) -> date | None:
        since, until = self.cleaned_data.get("since"), clean_day(self.cleaned_data["until"])
        if since and until and until < since:
            raise forms.ValidationError(_("The last day comes before the first."))
        return until

    @property
    def part(self) -> dict[str, Any]:
        """What Report.narrowed() is to be asked, of a valid form: empty when it is everything."""
        said = self.cleaned_data
        since, until = said["since"], said["until"]
        if not (since or until):
            since, until = self._period(said["period"])
        asked = {"channel": said["channel"], "persona": said["persona"], "since": since, "until": until}
        return {name: value for name, value in asked.items() if value}

    def _period(self, name: str) -> tuple[date | None, date | None]:
        if name == self.MONTH:
            last = monthrange(self.today.year, self.today.month)[1]
            return self.today.replace(day=1), self.today.replace(day=last)
        if name == self.AHEAD:
            return self.today, self.today + timedelta(days=27)
        return None, None
