"""Counting the community, and looking after those who speak up for us."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Advocate, CommunityNote, Rung
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield

from .posts import DayInput, clean_day

MOST_PEOPLE = 2_000_000_000


class CountForm(forms.Form):
    """How many people stand on each rung on one day. A rung left empty was not counted."""

    on = forms.DateField(label=_("Counted on"), widget=DayInput)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=200, help_text=_("Where the figures come from, for example.")
    )

    def __init__(self, *args: Any, day: date | None = None, today: date, **kwargs: Any) -> None:
        """`day`: change what was counted then; without it, count anew."""
        super().__init__(*args, **kwargs)
        self.day, self.today = day, today
        for rung in Rung:
            self.fields[f"rung_{rung.value}"] = forms.IntegerField(
                label=rung.label, required=False, min_value=0, max_value=MOST_PEOPLE
            )
        self.order_fields(["on", *self.rungs(), "note"])
        if day is not None:
            del self.fields["on"]
        else:
            self.fields["on"].widget.attrs["max"] = today.isoformat()
        self.helper = FormHelper()
        self.helper.form_tag = False

    @staticmethod
    def rungs() -> list[str]:
        return [f"rung_{rung.value}" for rung in Rung]

    def by_rung(self) -> Iterator[forms.BoundField]:
        """The nine fields, from the crowd up."""
        return (self[name] for name in self.rungs())

    def clean_on(self) -> date | None:
        day = clean_day(self.cleaned_data["on"])
        if day is not None and day > self.today:
            raise forms.ValidationError(_("This day is still to come."), code="future")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        counted = any(cleaned.get(name) is not None for name in self.rungs())
        if self.day is None and not counted and not self.errors:
            raise forms.ValidationError(_("Count at least one rung; an estimate will do."), code="empty")
        return cleaned

    def counts(self) -> dict[int, int | None]:
        """Rung → people, None where nothing was written; ask a valid form."""
        return {rung.value: self.cleaned_data[f"rung_{rung.value}"] for rung in Rung}

    @staticmethod
    def filled_with(notes: list[CommunityNote]) -> dict[str, Any]:
        """What the form shows of `notes`, which are of one day."""
        counted = {f"rung_{note.rung}": note.people for note in notes}
        return counted | {"note": next((note.note for note in notes if note.note), "")}


class AdvocateForm(WorkspaceModelForm):
    class Meta:
        model = Advocate
        fields = ["label", "rung", "consents", "last_contact_on", "next_step"]
        widgets = {"last_contact_on": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rung"].choices = Rung.choices
        self.fields["consents"].help_text = _("Ask them. Without a yes, take them off this list again.")
        self.fields["next_step"].help_text = _("For example: thank her, invite him to the tasting.")

    def clean_last_contact_on(self) -> date | None:
        return clean_day(self.cleaned_data["last_contact_on"])
