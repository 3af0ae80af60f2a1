"""The legend of the calendar, which is its filter as well: each value with its colour, its number, and its link."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from calendar_app.facets import COLOURS, FACETS, Facets, Key, Option
from calendar_app.filters import State
from calendar_app.occasion_words import KINDS

# Values that are told only when a post has them: each plan knows all of these.
_IN_USE = frozenset({"status", "campaign", "findings"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One value: following `query` adds it to the filters, or takes it out when it `is_chosen`."""

    facet: str
    option: Option
    count: int | None  # None: nobody counted
    is_chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one facet."""

    facet: str
    title: str
    choices: list[Choice]

    @property
    def tells(self) -> bool:
        """Whether there is something to choose: where nothing has a value, “without any” is said of every post."""
        return any(choice.option.key is not None or choice.is_chosen for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Legend:
    """The facet that colours the posts, the other facets, and what is chosen among those."""

    coloured: Group
    others: list[Group]

    @property
    def chosen(self) -> list[Choice]:
        return [choice for group in self.others for choice in group.choices if choice.is_chosen]


def legend(
    state: State, known: Facets, counts: Mapping[str, Mapping[Key, int]], *, uncounted: Collection[str] = ()
) -> Legend:
    """What the page offers to filter by. `counts` says how many posts each value would show (see filters.sift), but
    for facets that are `uncounted`: all their values are offered."""
    titles = {
        "channel": _("Channels"),
        "status": _("Statuses"),
        "persona": _("Personas"),
        "pillar": _("Pillars"),
        "objective": _("Objectives"),
        "owner": _("In the care of"),
        "campaign": _("Campaigns"),
        "findings": _("Findings"),
    }
    groups = {
        facet: Group(
            facet, titles[facet], list(_choices(facet, state, known, None if facet in uncounted else counts[facet]))
        )
        for facet in FACETS
    }
    coloured = groups.pop(COLOURS[state.colour])
    return Legend(coloured, [group for group in groups.values() if group.tells])


def colour_names() -> dict[str, str]:
    """What posts may be coloured by, in words."""
    return {
        "platform": _("Channel"),
        "status": _("Status"),
        "persona": _("Persona"),
        "pillar": _("Pillar"),
        "objective": _("Objective"),
        "owner": _("In the care of"),
    }


def _choices(facet: str, state: State, known: Facets, counts: Mapping[Key, int] | None) -> Iterator[Choice]:
    """Values in use, and those that could be: a persona without any post this month is worth seeing."""
    for key, option in known[facet].items():
        count = None if counts is None else counts.get(key, 0)
        is_chosen = key in state.chosen.get(facet, ())
        if count != 0 or is_chosen or (option.offered and facet not in _IN_USE):
            yield Choice(facet, option, count, is_chosen, state.toggled(facet, key))


@dataclass(frozen=True, slots=True)
class Switch:
    """A kind of occasions: following `query` shows those that are hidden, or the other way round."""

    key: str
    label: str
    icon: str
    is_on: bool
    query: str


def kinds(state: State) -> list[Switch]:
    """The kinds of occasions that stand on the calendar, and whether this address shows them."""
    return [
        Switch(kind.value, str(words.many), words.icon, kind in state.kinds, state.switched(kind))
        for kind, words in KINDS.items()
    ]
