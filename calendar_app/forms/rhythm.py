"""The second step of the welcome: where, how often, and how many hours that is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from calendar_app import founding, workload
from calendar_app.models import Channel
from personas.models import Platform

from .welcome import StepForm

NUMBER = {"inputmode": "decimal", "min": "0"}


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """A platform on the page: the field of its rhythm, why one may choose it, and the channel where there is one."""

    field: forms.BoundField
    platform: Platform
    purpose: str
    channel: Channel | None = None

    @property
    def usual(self) -> tuple[Decimal, Decimal] | None:
        """How many posts a week are usual there, from and to; None where nobody knows."""
        low, high = self.platform.freq_low, self.platform.freq_high
        return (low.normalize(), high.normalize()) if high else None


class RhythmForm(StepForm):
    """How often each platform is posted on, against the hours there are."""

    hours = forms.DecimalField(
        label=_("How many hours a week do you have for it?"),
        required=False,
        min_value=0,
        max_value=80,
        max_digits=4,
        decimal_places=1,
        widget=forms.NumberInput({**NUMBER, "step": "0.5"}),
        help_text=_("Answers and listening included. Two hours are a valid plan, for one platform."),
    )
    other = forms.ModelChoiceField(label=_("Another platform"), queryset=Platform.objects.offered(), required=False)

    def build(self) -> None:
        self.channels = list(Channel.objects.offered().select_related("platform", "workspace").order_by("pk"))
        used = set(Channel.objects.values_list("platform__slug", flat=True))
        ideas = {idea.slug: idea for idea in self.suggestions.platforms if idea.slug not in used}
        self.platforms = {row.slug: row for row in Platform.objects.offered()}
        self.ideas = {slug: idea for slug, idea in ideas.items() if slug in self.platforms}
        member = founding.member_of(self.actor)
        self.fields["hours"].initial = member and f"{member.hours_per_week.normalize():f}"
        for channel in self.channels:
            speaks = channel.status != Channel.Status.PAUSED and channel.weekly_target
            self.fields[f"channel_{channel.pk}"] = _rhythm(str(channel), speaks and channel.weekly_target.normalize())
        for slug, idea in self.ideas.items():
            usual = None if self.channels else idea.weekly.normalize()
            self.fields[f"platform_{slug}"] = _rhythm(self.platforms[slug].name, usual)
        self.fields["other_weekly"] = _rhythm(_("Posts a week there"), None)
        shown = {*self.ideas, *(channel.platform.slug for channel in self.channels)}
        self.fields["other"].queryset = Platform.objects.offered().exclude(slug__in=shown)

    def rows(self) -> Iterator[PlatformRow]:
        for channel in self.channels:
            yield PlatformRow(self[f"channel_{channel.pk}"], channel.platform, channel.purpose, channel)
        for slug, idea in self.ideas.items():
            yield PlatformRow(self[f"platform_{slug}"], self.platforms[slug], idea.purpose)

    def filled(self, data: Mapping[str, str]) -> dict[str, Any]:
        """The preset's platforms, at a pace that fits into the hours typed in, beside the channels there are."""
        typed = {name: data.get(name) or "" for name in self.fields}
        try:
            available = self.fields["hours"].clean(typed["hours"])
        except forms.ValidationError:
            available = None
        held = [self._typed(channel.platform, typed[f"channel_{channel.pk}"]) for channel in self.channels]
        paces = [self._pace(self.platforms[slug], idea.weekly) for slug, idea in self.ideas.items()]
        if available is not None:
            spent = workload.hours(held)
            paces = workload.within(paces, available - spent + workload.IN_ANY_CASE if spent else available)
            paces = [] if spent and workload.hours([*held, *paces]) > available else paces
        proposed = {f"platform_{pace.platform}": f"{pace.weekly.normalize():f}" for pace in paces}
        return {name: proposed.get(name, "") if name.startswith("platform_") else typed[name] for name in typed}

    def _pace(self, platform: Platform, weekly: Decimal) -> workload.Pace:
        return workload.Pace(platform.slug, weekly, platform.freq_min, platform.base_hours)

    def _typed(self, platform: Platform, text: Any) -> workload.Pace:
        """The pace that a field says; none where it says nothing that can be read."""
        try:
            weekly = _rhythm("", None).clean(text)
        except forms.ValidationError:
            weekly = None
        return self._pace(platform, weekly or Decimal(0))

    def takes(self) -> Decimal:
        """The hours a week that the numbers on the page come to."""
        return workload.hours(self._typed(row.platform, row.field.value()) for row in self.rows())

    def given(self) -> Decimal | None:
        """The hours a week that stand on the page."""
        try:
            return self.fields["hours"].clean(self["hours"].value())
        except forms.ValidationError:
            return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("other_weekly") and not cleaned.get("other") and "other" not in self.errors:
            self.add_error("other", _("Choose the platform."))
        if cleaned.get("other") and not cleaned.get("other_weekly") and "other_weekly" not in self.errors:
            self.add_error("other_weekly", _("Say how often."))
        return cleaned

    @transaction.atomic
    def save_step(self) -> None:
        """Write the hours, then the rhythm of each platform."""
        chosen = self.cleaned_data
        if chosen["hours"] is not None:
            founding.give_hours(self.workspace, chosen["hours"], self.actor)
        for channel in self.channels:
            if f"channel_{channel.pk}" in self.data:  # a form sent twice does not speak of the channels it has made
                founding.set_rhythm(channel, chosen[f"channel_{channel.pk}"], self.actor)
        for slug, idea in self.ideas.items():
            self._open(self.platforms[slug], chosen[f"platform_{slug}"], idea.purpose)
        if chosen["other"]:
            self._open(chosen["other"], chosen["other_weekly"], "")

    def _open(self, platform: Platform, weekly: Decimal | None, purpose: str) -> None:
        if weekly:
            founding.open_channel(self.workspace, platform, weekly, purpose, self.actor)


def _rhythm(label: Any, initial: Decimal | None) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=200,
        max_digits=5,
        decimal_places=2,
        initial=initial and f"{initial:f}",
        widget=forms.NumberInput({**NUMBER, "max": "200", "step": "1"}),
    )
