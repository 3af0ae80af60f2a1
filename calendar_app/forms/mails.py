"""Which mails a person wants, how often, and when not."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.mails import AT_ONCE_ONLY, KINDS
from smplanner.workspaces.models import User

NOW, GATHERED, NEVER = "now", "gathered", "never"
WAYS = {NOW: _("At once"), GATHERED: _("Gathered"), NEVER: _("Never")}


class MailsForm(forms.ModelForm):
    """One choice for each kind of mail; the rhythm of the gathered one; and the hours in which none comes."""

    class Meta:
        model = User
        fields = ["digest", "quiet_from", "quiet_until"]
        widgets = {
            name: forms.TimeInput(format="%H:%M", attrs={"type": "time"}) for name in ("quiet_from", "quiet_until")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        for kind, label in KINDS.items():
            ways = {way: word for way, word in WAYS.items() if way != GATHERED or kind not in AT_ONCE_ONLY}
            self.fields[_field(kind)] = forms.ChoiceField(
                label=label, choices=ways.items(), widget=forms.RadioSelect, initial=self._way(kind)
            )

    def _way(self, kind: str) -> str:
        if kind in self.instance.unwanted_mails:
            return NEVER
        return GATHERED if kind in self.instance.digest_mails and kind not in AT_ONCE_ONLY else NOW

    @property
    def table(self) -> list[tuple[object, dict[str, Any], Any]]:
        """For each kind: what it is called, its choices by way, and its field."""
        return [(label, self._cells(kind), self[_field(kind)]) for kind, label in KINDS.items()]

    def _cells(self, kind: str) -> dict[str, Any]:
        found = {str(radio.data["value"]): radio for radio in self[_field(kind)]}
        return {way: found.get(way) for way in WAYS}

    @property
    def has_mail_server(self) -> bool:
        return bool(settings.EMAIL_HOST)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begins, ends = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if not {"quiet_from", "quiet_until"} & set(self.errors):
            if (begins is None) != (ends is None):
                self.add_error("quiet_until" if ends is None else "quiet_from", _("Say both hours, or neither."))
            elif begins is not None and begins == ends:
                self.add_error("quiet_until", _("That would be the whole day, or none of it: choose another hour."))
        return cleaned

    def save(self, commit: bool = True) -> User:
        chosen = {kind: self.cleaned_data[_field(kind)] for kind in KINDS}
        self.instance.unwanted_mails = sorted(kind for kind, way in chosen.items() if way == NEVER)
        self.instance.digest_mails = sorted(kind for kind, way in chosen.items() if way == GATHERED)
        return super().save(commit)


def _field(kind: str) -> str:
    return f"kind_{kind}"
