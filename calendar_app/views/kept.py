"""Saved views as they are offered: the menu in the calendar's head, those that everybody has, and a view in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from calendar_app.facets import FACETS, Facets, Kept
from calendar_app.filters import State
from calendar_app.occasion_words import KINDS
from calendar_app.view_words import NAMES
from smplanner.workspaces.models import User

from .legend import colour_names


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A view that everybody has; it is kept nowhere."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Menu:
    """What the calendar offers to open: one's own views, the team's, and suggestions; `current` is what it shows now.

    `current_id` is its number when somebody keeps it. `query` is what it shows now as an address, to be kept.
    """

    own: list[Kept]
    team: list[Kept]
    suggested: list[Suggestion]
    address: str
    current: str
    query: str
    current_id: int | None = None


def menu(state: State, kept: Iterable[Kept], user: User) -> Menu:
    """The menu of saved views. Suggestions open in the view that is open now."""
    views = list(kept)
    suggested = suggestions(state.view, state.day, user)
    current = next((one.name for one in (*views, *suggested) if one.address == state.address), "")
    current_id = next((one.id for one in views if one.address == state.address), None)
    own, team = ([view for view in views if view.is_own is mine] for mine in (True, False))
    return Menu(own, team, suggested, state.address, current, state.query().removeprefix("?"), current_id)


def suggestions(view: str, day: date, user: User) -> list[Suggestion]:
    """What most people look for."""
    wanted = {
        _("My posts"): {"owner": frozenset({user.pk})},
        _("To review"): {"status": frozenset({"in_review"})},
        _("Without a persona"): {"persona": frozenset({None})},
        _("With findings"): {"findings": frozenset({"error", "warning", "info"})},
    }
    return [Suggestion(name, State(view, day, chosen=chosen).address) for name, chosen in wanted.items()]


def in_words(state: State, known: Facets) -> list[str]:
    """What a view shows, in a few words each: “Month”, “LinkedIn or Instagram”, “Coloured by persona”."""
    return list(_words(state, known))


def _words(state: State, known: Facets) -> Iterator[str]:
    yield str(NAMES[state.view])
    for facet in FACETS:
        if keys := state.chosen.get(facet):
            yield _or(known[facet][key].label for key in known[facet] if key in keys)
    if state.words:
        yield _("“%(words)s”") % {"words": state.words}
    if state.colour != "platform":
        yield _("Coloured by: %(facet)s") % {"facet": colour_names()[state.colour]}
    hidden = [str(words.many) for kind, words in KINDS.items() if kind not in state.kinds]
    if hidden:
        yield _("Hidden: %(what)s") % {"what": ", ".join(hidden)}


def _or(labels: Iterable[str]) -> str:
    *first, last = labels
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last} if first else last
