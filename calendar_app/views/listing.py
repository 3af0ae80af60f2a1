"""The list: day after day, or in another order, where posts that have the same value stand together."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from calendar_app.facets import Facets
from calendar_app.filters import SORTS, State, fold
from calendar_app.grid import Entry
from calendar_app.view_words import FACETS

from .days import Cell


@dataclass(frozen=True, slots=True)
class Section:
    """Posts that stand together in the list, under what they have in common."""

    title: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Order:
    """An order that the list may have: following `query` takes it, or turns it round when it `is_chosen`."""

    label: str
    is_chosen: bool
    is_backwards: bool
    query: str


def sections(state: State, known: Facets, agenda: list[Cell], entries: list[Entry]) -> dict[str, Any]:
    """The posts for the template: the days of the `agenda`, or else sections in the order that the address asks for."""
    step = -1 if state.sort.startswith("-") else 1
    name = state.sort.removeprefix("-")
    if name == "day":
        return {"agenda": agenda[::step]}
    if name == "title":
        return {"sections": [Section(str(FACETS["title"]), sorted(entries, key=_title)[::step])]}
    return {"sections": list(_together(name, known, entries))[::step]}


def _title(entry: Entry) -> tuple[str, int]:
    return fold(entry.title), entry.id


def _together(facet: str, known: Facets, entries: list[Entry]) -> Iterable[Section]:
    """The posts by their value of a facet, in the order of its legend; those of a day in the order of that day."""
    stacks: dict[object, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: (one.day, one.clock is not None, one.clock, one.id)):
        stacks.setdefault(getattr(entry, facet), []).append(entry)
    for key, option in known[facet].items():
        if key in stacks:
            yield Section(option.label, stacks[key])


def sorts(state: State) -> list[Order]:
    """The orders that the list may have."""
    chosen, backwards = state.sort.removeprefix("-"), state.sort.startswith("-")
    return [
        Order(
            str(FACETS[name]),
            name == chosen,
            name == chosen and backwards,
            state.query(sort=f"-{name}" if name == chosen and not backwards else name),
        )
        for name in SORTS
    ]
