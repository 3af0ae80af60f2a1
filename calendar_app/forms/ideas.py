"""The third and fourth step of the welcome: personas, objectives and pillars that a preset suggests."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from calendar_app import founding
from calendar_app.models import Objective, Pillar
from personas.models import Persona

from .welcome import StepForm


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """A suggestion on the page: whether it is taken, the field that goes with it, and what it says."""

    tick: forms.BoundField
    field: forms.BoundField | None
    idea: Any


class PersonasForm(StepForm):
    """Up to three people to begin with, each a guess to be corrected."""

    def build(self) -> None:
        self.there = list(Persona.objects.active())
        names = {persona.name.casefold() for persona in self.there}
        self.ideas = _unknown(self.suggestions.personas, lambda idea: idea.name, names)
        for number, idea in self.ideas.items():
            self.fields[f"take_{number}"] = _tick(
                _("Speak to %(name)s") % {"name": idea.name.partition(",")[0]}, not self.there
            )
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Name"), max_length=80, required=False, initial=idea.name
            )

    def rows(self) -> Iterator[IdeaRow]:
        for number, idea in self.ideas.items():
            yield IdeaRow(self[f"take_{number}"], self[f"name_{number}"], idea)

    def examples(self) -> dict[str, Any]:
        ticks = {f"take_{number}": True for number in self.ideas}
        return ticks | {f"name_{number}": idea.name for number, idea in self.ideas.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen: set[str] = set()
        for number in self.ideas:
            name = cleaned.get(f"name_{number}", "")
            if not cleaned.get(f"take_{number}") or f"name_{number}" in self.errors:
                continue
            if not name:
                self.add_error(f"name_{number}", _("Give them a name."))
            elif name.casefold() in seen:
                self.add_error(f"name_{number}", _("Two of them have this name."))
            seen.add(name.casefold())
        return cleaned

    def save_step(self) -> None:
        """Make those that are ticked."""
        chosen = self.cleaned_data
        taken = [(idea, chosen[f"name_{number}"]) for number, idea in self.ideas.items() if chosen[f"take_{number}"]]
        founding.add_personas(self.workspace, taken, self.actor, self.today)


def _unknown(ideas: Sequence[Any], called: Callable[[Any], str], there: Collection[str]) -> dict[int, Any]:
    """The ideas that are not `there` yet, by their number in the preset: a form sent twice speaks of the same ones."""
    return {number: idea for number, idea in enumerate(ideas) if called(idea).casefold() not in there}


def _tick(label: Any, initial: bool) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, initial=initial)


class ThemesForm(StepForm):
    """Objectives and pillars, with the share of posts that each pillar should have."""

    def build(self) -> None:
        self.objectives = list(Objective.objects.active())
        stated = {objective.statement.casefold() for objective in self.objectives}
        self.objective_ideas = _unknown(self.suggestions.objectives, lambda idea: idea.statement, stated)
        self.pillars = list(Pillar.objects.offered().select_related("workspace"))
        named = {pillar.name.casefold() for pillar in self.pillars}
        self.pillar_ideas = _unknown(self.suggestions.pillars, lambda idea: idea.name, named)
        for number, idea in self.objective_ideas.items():
            self.fields[f"objective_{number}"] = _tick(idea.statement, not self.objectives)
        for pillar in self.pillars:
            self.fields[f"held_{pillar.pk}"] = _share(pillar.target_share)
        for number, idea in self.pillar_ideas.items():
            self.fields[f"pillar_{number}"] = _tick(idea.name, not self.pillars)
            self.fields[f"share_{number}"] = _share(idea.share)

    def objective_rows(self) -> Iterator[IdeaRow]:
        for number, idea in self.objective_ideas.items():
            yield IdeaRow(self[f"objective_{number}"], None, idea)

    def pillar_rows(self) -> Iterator[IdeaRow]:
        for number, idea in self.pillar_ideas.items():
            yield IdeaRow(self[f"pillar_{number}"], self[f"share_{number}"], idea)

    def held_rows(self) -> Iterator[tuple[Pillar, forms.BoundField]]:
        for pillar in self.pillars:
            yield pillar, self[f"held_{pillar.pk}"]

    def examples(self) -> dict[str, Any]:
        ticks = {f"objective_{number}": True for number in self.objective_ideas}
        for number, idea in self.pillar_ideas.items():
            ticks |= {f"pillar_{number}": True, f"share_{number}": str(idea.share)}
        return ticks

    @transaction.atomic
    def save_step(self) -> None:
        """Make what is ticked, and give pillars that are there the shares typed in."""
        chosen = self.cleaned_data
        aims = [idea for number, idea in self.objective_ideas.items() if chosen[f"objective_{number}"]]
        founding.add_objectives(self.workspace, aims, self.actor, self.today)
        for pillar in self.pillars:
            if f"held_{pillar.pk}" in self.data:  # a form sent twice does not speak of the pillars it has made
                founding.set_share(pillar, chosen[f"held_{pillar.pk}"], self.actor)
        themes = [
            (idea, chosen[f"share_{number}"])
            for number, idea in self.pillar_ideas.items()
            if chosen[f"pillar_{number}"]
        ]
        founding.add_pillars(self.workspace, themes, self.actor)


def _share(initial: int | None) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Share, in %"),
        required=False,
        min_value=0,
        max_value=100,
        initial=initial,
        widget=forms.NumberInput({"inputmode": "numeric", "min": "0", "max": "100", "step": "5"}),
    )
