"""What the steps of the welcome have in common, its first one and its last.

Each can be filled with examples, skipped, and gone through again.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from calendar_app import founding, presets, proposals, workflow
from calendar_app.models import Post, Preset
from smplanner.workspaces import audit
from smplanner.workspaces.forms import WorkspaceForm
from smplanner.workspaces.models import User, Workspace


class StepForm(forms.Form):
    """One step, in `workspace`, with what its preset suggests."""

    def __init__(self, *args: Any, workspace: Workspace, actor: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workspace, self.actor, self.now = workspace, actor, now
        preset = founding.preset_of(workspace)
        self.suggestions = preset.suggestions() if preset else presets.Suggestions()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.build()

    def build(self) -> None:
        """Add the fields, which depend on the preset and on what is there already."""

    def examples(self) -> dict[str, Any]:
        """What each field may hold."""
        return {}

    def filled(self, data: Mapping[str, str]) -> dict[str, Any]:
        """What was typed, and examples where nothing was."""
        examples = self.examples()
        typed = {name: data.get(name) for name in self.fields}
        return {name: typed[name] or examples.get(name) for name in self.fields}

    @property
    def today(self) -> date:
        """The day that the workspace's calendar shows now."""
        return self.now.astimezone(self.workspace.tz).date()


# --- First: what it is like, and its settings ----------------------------------------------------------------------


class PresetField(forms.ChoiceField):
    """Which kind of organisation this is; each with an example of who would choose it."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Which of these is it most like?"), required=False, **kwargs)
        self.help_text = _("Suggestions on the next pages follow from it. Nothing is decided by it.")


def _presets() -> list[tuple[str, str]]:
    offered = list(Preset.objects.offered())
    labels = {
        preset.slug: format_html('{} <span class="hint">{}</span>', preset.name, preset.suggestions().example)
        for preset in sorted(offered, key=lambda preset: preset.name.casefold())
    }
    return list(labels.items())


class SpaceForm(WorkspaceForm):
    """The workspace itself. Only its administrators may change it; others choose the preset alone."""

    preset = PresetField()

    class Meta:
        model = Workspace
        fields = ["preset", *WorkspaceForm.Meta.fields]

    def __init__(
        self, *args: Any, workspace: Workspace, actor: User, now: datetime, may_manage: bool, **kwargs: Any
    ) -> None:
        row = Workspace.objects.get(pk=workspace.pk)
        self.first_time, self.was_served = not row.preset, row.market
        super().__init__(*args, instance=row, **kwargs)
        self.actor, self.now = actor, now
        self.fields["preset"].choices = _presets()
        if not may_manage:
            for name in WorkspaceForm.Meta.fields:
                del self.fields[name]

    @property
    def details(self) -> list[forms.BoundField]:
        """Every field but the preset."""
        return [self[name] for name in self.fields if name != "preset"]

    @property
    def unfolded(self) -> bool:
        return any(name != "preset" for name in self.errors)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = Preset.objects.offered().filter(slug=cleaned.get("preset") or "").first()
        untouched = "market" in self.fields and "market" not in self.changed_data
        if chosen and self.first_time and untouched and self.was_served == Workspace.Market.B2C:
            # The market was never asked about with a preset at hand: what it stands for is the better guess.
            market = chosen.content.get("market")
            cleaned["market"] = market if market in Workspace.Market.values else self.was_served
        return cleaned

    def filled(self, data: Mapping[str, str]) -> dict[str, Any]:
        alike = founding.preset_of(self.instance)
        typed = {name: data.get(name) or self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        return {**typed, "preset": typed["preset"] or (alike.slug if alike else "")}

    @transaction.atomic
    def save_step(self) -> None:
        """Write what differs. In another zone, posts to come keep what the clock says."""
        diff = audit.form_diff(self)
        if self.was_served != self.instance.market:
            diff["market"] = (self.was_served, self.instance.market)
        saved = self.save()
        if "zone" in self.changed_data:
            workflow.change_zone(saved, True, self.now)
        if diff:
            audit.record(saved, self.actor, "edited", saved, diff)


# --- Last: the first posts -----------------------------------------------------------------------------------------


class StartersField(forms.MultipleChoiceField):
    """Starters by their number in the preset; of those that are in the plan already, none is offered, none refused."""

    known: Collection[str] = ()

    def valid_value(self, value: str) -> bool:
        return value in self.known


class PostsForm(StepForm):
    """Starters to pick from, and the next four weeks."""

    starters = StartersField(
        label=_("First posts to write"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Pick the ones you could write. They take the first places; the others stay away."),
    )
    lay_out = forms.BooleanField(
        label=_("Lay out the next four weeks"),
        required=False,
        initial=True,
        help_text=_(
            "Each slot has a day, a channel, a persona and a question to start from. None is a public holiday."
        ),
    )

    def build(self) -> None:
        there = {title.casefold() for title in Post.objects.values_list("title", flat=True)}
        self.ideas = {
            str(number): starter
            for number, starter in enumerate(self.suggestions.starters)
            if starter.title.casefold() not in there
        }
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, starter in self.ideas.items():
            groups.setdefault(starter.pillar, []).append((key, starter.title))
        self.fields["starters"].choices = list(groups.items())
        self.fields["starters"].known = {str(number) for number in range(len(self.suggestions.starters))}
        self.number = len(proposals.outline(self.workspace, [], self.today))
        if not self.number:
            del self.fields["lay_out"]

    def filled(self, data: Mapping[str, str]) -> dict[str, Any]:
        """Those that were picked, or else the first of each pillar."""
        picked = data.getlist("starters") or [choices[0][0] for _pillar, choices in self.fields["starters"].choices]
        return {"starters": picked, "lay_out": True}

    def save_step(self) -> list[Post]:
        """Write the posts; returns those that have a day."""
        picked = [self.ideas[key] for key in self.cleaned_data["starters"] if key in self.ideas]
        dated = self.cleaned_data.get("lay_out", False)
        return proposals.propose(self.workspace, picked, self.actor, self.now, dated=dated)
