"""The settings of a workspace, and what a new time zone means for what is planned."""

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.factors import has_factor
from smplanner.workspaces.forms import WorkspaceForm
from smplanner.workspaces.models import User, Workspace

# What stays as it is where a form leaves it out.
STAYS = ("approval", "silence", "silence_hours")


class WorkspaceSettingsForm(WorkspaceForm):
    """Moving to another zone asks: keep what the clock says, or the instant."""

    KEEP_CLOCK, KEEP_INSTANT = "clock", "instant"

    keep = forms.ChoiceField(
        label=_("If the time zone changes"),
        choices=[
            (KEEP_CLOCK, _("Keep what the clock says: 9:00 stays 9:00")),
            (KEEP_INSTANT, _("Keep the instant: 9:00 in the old zone, at its hour in the new one")),
        ],
        initial=KEEP_CLOCK,
        widget=forms.RadioSelect,
        help_text=_("For posts that are still to come. What is past keeps its instant."),
    )

    class Meta:
        model = Workspace
        fields = [
            *WorkspaceForm.Meta.fields,
            *("approval", "approval_on_date", "silence", "silence_hours"),
            *("mfa_required", "feeds_enabled"),
        ]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **kwargs)
        for name in STAYS:
            self.fields[name].required = False
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        approval = ("approval", "approval_on_date", Div("silence", "silence_hours", css_class="field-row"))
        access = ("mfa_required", "feeds_enabled")
        inside = {"approval", "approval_on_date", "silence", "silence_hours", *access}
        return Layout(
            *(name for name in self.fields if name not in inside),
            Fieldset(_("Approval"), *approval),
            Fieldset(_("Who gets in"), *access),
        )

    def clean_mfa_required(self) -> bool:
        """Whoever asks for a second factor has one: nobody locks themselves out."""
        wanted = self.cleaned_data["mfa_required"]
        if wanted and not self.instance.mfa_required and not has_factor(self.by):
            refusal = _(
                "Set up a second factor for yourself first: without one this workspace would close to you, too."
            )
            raise forms.ValidationError(refusal)
        return wanted

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in STAYS:
            if name not in self.errors and cleaned.get(name) in {None, ""}:
                cleaned[name] = getattr(self.instance, name)
        return cleaned
