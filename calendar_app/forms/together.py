"""What may be asked of several posts at once, and how far a part of the plan is shifted."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Campaign, Channel, Pillar, Post
from calendar_app.together import MOST
from personas.models import Persona
from smplanner.workspaces.models import User, Workspace
from smplanner.workspaces.roles import Rights

from .locking import no_approval, offered_statuses
from .posts import DayInput, clean_day
from .reasons import OptionalReason, WithReason

# Ten years, forwards or back: more is a slip of the pen.
FARTHEST = 3660
LARGEST = 2**63 - 1


def chosen_posts(data: QueryDict) -> dict[int, int | None]:
    """The posts that a request names as "12", or "12:3" with the version that was read; commas may join several.

    Raises ValidationError when it names none, too many, or anything else.
    """
    named = [part for value in data.getlist("post") for part in value.split(",") if part]
    if not named:
        raise forms.ValidationError(_("Choose at least one post first."), code="none")
    if len(named) > MOST:
        raise forms.ValidationError(
            _("These are %(n)s posts: at most %(most)s can be changed at once. Nothing was changed."),
            code="most",
            params={"n": len(named), "most": MOST},
        )
    return dict(map(_numbers, named))


def _numbers(part: str) -> tuple[int, int | None]:
    number, colon, version = part.partition(":")
    if not all(one.isascii() and one.isdecimal() for one in (number, version or "0")) or int(number) > LARGEST:
        raise forms.ValidationError(_("Choose at least one post first."), code="unreadable")
    return int(number), int(version) if colon and version else None


class ShiftForm(forms.Form):
    """By how many days, forwards or back."""

    days = forms.IntegerField(
        label=_("Days"),
        min_value=-FARTHEST,
        max_value=FARTHEST,
        initial=7,
        help_text=_("7 is a week later, −7 a week earlier."),
    )

    def clean_days(self) -> int:
        days = self.cleaned_data["days"]
        if days == 0:
            raise forms.ValidationError(_("By 0 days nothing moves."), code="zero")
        return days


class ShiftAfterForm(ShiftForm):
    """By how many days, and whether other channels slip too."""

    on = forms.ChoiceField(
        label=_("Which posts"),
        choices=[("channel", _("On the same channel")), ("all", _("On all channels"))],
        initial="channel",
        widget=forms.RadioSelect,
    )


class ShiftAllForm(ShiftForm, WithReason):
    """By how many days posts that somebody chose are moved."""


class DayForm(WithReason):
    day = forms.DateField(label=_("Day"), input_formats=["%Y-%m-%d"], widget=DayInput)

    def clean_day(self) -> date | None:
        return clean_day(self.cleaned_data["day"])


class _AssignForm(forms.Form):
    """One field of all the posts; its choices are the workspace's own. `field` names it."""

    field: str

    def __init__(self, *args: Any, workspace: Workspace, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare(workspace, rights)

    def prepare(self, workspace: Workspace, rights: Rights) -> None:
        """Fill in what may be chosen, inside the workspace's scope."""


class StatusForm(_AssignForm):
    field = "status"
    status = forms.ChoiceField(label=_("Status"), choices=Post.Status.choices)
    reason = OptionalReason()

    def prepare(self, workspace: Workspace, rights: Rights) -> None:
        approves = rights.post_approve
        self.fields["status"].choices = offered_statuses(workspace, approves=approves)
        self.fields["status"].error_messages["invalid_choice"] = no_approval(workspace, approves=approves)


class PersonaForm(_AssignForm):
    field = "persona"
    persona = forms.ModelChoiceField(
        Persona._base_manager.none(), label=_("For whom"), required=False, empty_label=_("Nobody in particular")
    )

    def prepare(self, workspace: Workspace, rights: Rights) -> None:
        self.fields["persona"].queryset = Persona.objects.offered()


class PillarForm(_AssignForm):
    field = "pillar"
    pillar = forms.ModelChoiceField(
        Pillar._base_manager.none(), label=_("Pillar"), required=False, empty_label=_("No pillar")
    )

    def prepare(self, workspace: Workspace, rights: Rights) -> None:
        self.fields["pillar"].queryset = Pillar.objects.offered()


class ChannelChoiceForm(_AssignForm):
    field = "channel"
    channel = forms.ModelChoiceField(
        Channel._base_manager.none(), label=_("Channel"), required=False, empty_label=_("No channel")
    )

    def prepare(self, workspace: Workspace, rights: Rights) -> None:
        self.fields["channel"].queryset = Channel.objects.offered().select_related("platform")


class OwnerForm(_AssignForm):
    field = "owner"
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Looked after by"), required=False, empty_label=_("Nobody yet")
    )

    def prepare(self, workspace: Workspace, rights: Rights) -> None:
        members = User.objects.filter(memberships__workspace=workspace, is_active=True)
        self.fields["owner"].queryset = members.order_by("name", "email")


class CampaignChoiceForm(_AssignForm):
    field = "campaign"
    campaign = forms.ModelChoiceField(
        Campaign._base_manager.none(), label=_("Campaign"), required=False, empty_label=_("None")
    )

    def prepare(self, workspace: Workspace, rights: Rights) -> None:
        self.fields["campaign"].queryset = Campaign.objects.offered()


ASSIGN = {
    form.field: form for form in (StatusForm, ChannelChoiceForm, PersonaForm, PillarForm, OwnerForm, CampaignChoiceForm)
}
