"""What the calendar shows, as its address says it: view, day, colours, filters, key dates, words. That is all."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from .facets import COLOURS, FACETS, WITHOUT, Facets, Key, spelt
from .grid import EARLIEST, LATEST, Entry
from .occasions import ALL, Kind, Occasion

VIEWS = ("month", "week", "list", "board", "quarter", "year")
# What the columns of the board may be, and what the list may be sorted by; the first is meant when nothing is said.
COLUMNS = ("status", "persona", "pillar", "channel", "owner")
SORTS = ("day", "title", "channel", "status", "persona", "pillar", "owner")
LONGEST_WORDS = 100


class Note(NamedTuple):
    """Something in the address that could not be followed, said where it belongs: "date", "view" or "filters"."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class State:
    """One address of the calendar, understood. Facets that are absent from `chosen` let every post through.

    `kinds` are the occasions that stand beside the posts: all of them, unless the address says which. `by` is the facet
    that the columns of the board are the values of; `sort` is what the list is in order of, with “-” when backwards.
    """

    view: str
    day: date
    colour: str = "platform"
    chosen: Mapping[str, frozenset[Key]] = field(default_factory=dict)
    words: str = ""
    kinds: frozenset[Kind] = ALL
    by: str = COLUMNS[0]
    sort: str = SORTS[0]

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or any(self.chosen.values()))

    @property
    def shows_every_kind(self) -> bool:
        return self.kinds == ALL

    @property
    def shows_gaps(self) -> bool:
        return Kind.GAP in self.kinds

    def pairs(self) -> list[tuple[str, str]]:
        """The names and values of the address, in one order: equal states have equal addresses."""
        pairs = [("view", self.view), ("d", self.day.isoformat())]
        for facet in FACETS:
            pairs += [(facet, value) for value in sorted(spelt(key) for key in self.chosen.get(facet, ()))]
        if self.colour != "platform":
            pairs.append(("color", self.colour))
        if not self.shows_every_kind:
            pairs += [("show", kind.value) for kind in Kind if kind in self.kinds] or [("show", WITHOUT)]
        if self.words:
            pairs.append(("q", self.words))
        if self.by != COLUMNS[0]:
            pairs.append(("by", self.by))
        if self.sort != SORTS[0]:
            pairs.append(("sort", self.sort))
        return pairs

    def query(self, **changes: object) -> str:
        """The query string of this state with some of its fields replaced."""
        return "?" + urlencode(replace(self, **changes).pairs())

    def toggled(self, facet: str, key: Key) -> str:
        """The query string with `key` added to the facet, or taken out of it."""
        return self.query(chosen={**self.chosen, facet: self.chosen.get(facet, frozenset()) ^ {key}})

    def switched(self, kind: Kind) -> str:
        """The query string with a kind of occasions shown that was not, or the other way round."""
        return self.query(kinds=self.kinds ^ {kind})

    @property
    def address(self) -> str:
        """The query string as a view keeps it: without a day, without “?”."""
        return urlencode([pair for pair in self.pairs() if pair[0] != "d"])

    def cleared(self) -> str:
        """The query string without any filter of posts."""
        return self.query(chosen={}, words="")


def parse(params: QueryDict, *, today: date, view: str, known: Facets) -> tuple[State, list[Note]]:
    """The state that an address asks for, and notes about what had to be left out of it.

    `view` and `today` stand in for what it does not say, or says wrongly.
    """
    notes: list[Note] = []
    asked = params.get("view")
    if asked and asked not in VIEWS:
        notes.append(Note("view", _("There is no such view. This is the month.")))
        view = "month"
    chosen, dropped = _chosen(params, known)
    asked_kinds = {value for value in params.getlist("show") if value}
    if dropped or not asked_kinds <= {WITHOUT, *Kind}:
        notes.append(Note("filters", _("A filter in this address is not known here and was left out.")))
    colour = params.get("color", "platform")
    if colour not in COLOURS:
        notes.append(Note("filters", _("Posts cannot be coloured in that way. They are coloured by channel.")))
        colour = "platform"
    day = _day(params.get("d", ""), today, notes)
    words = " ".join(params.get("q", "").split())[:LONGEST_WORDS]
    kinds = frozenset(kind for kind in Kind if kind in asked_kinds) if asked_kinds & {WITHOUT, *Kind} else ALL
    by, sort = params.get("by", ""), params.get("sort", "")
    if (by and by not in COLUMNS) or (sort and sort.removeprefix("-") not in SORTS):
        notes.append(Note("view", _("Posts cannot be put in that order. Here they are in the usual one.")))
    order = (by if by in COLUMNS else COLUMNS[0], sort if sort.removeprefix("-") in SORTS else SORTS[0])
    return State(asked if asked in VIEWS else view, day, colour, chosen, words, kinds, *order), notes


def _day(text: str, today: date, notes: list[Note]) -> date:
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        notes.append(
            Note("date", _("“%(text)s” is not a day of the calendar. Here is today’s month.") % {"text": text[:20]})
        )
        return today
    if EARLIEST <= day <= LATEST:
        return day
    notes.append(
        Note(
            "date",
            _("The calendar goes from %(first)s to %(last)s. Here is today’s month.")
            % {"first": EARLIEST.year, "last": LATEST.year},
        )
    )
    return today


def _chosen(params: QueryDict, known: Facets) -> tuple[dict[str, frozenset[Key]], bool]:
    """The known values that the address asks for, and whether there were others."""
    chosen, dropped = {}, False
    for facet in FACETS:
        values = {spelt(key): key for key in known[facet]}
        asked = {value for value in params.getlist(facet) if value}
        if keys := frozenset(values[value] for value in asked & values.keys()):
            chosen[facet] = keys
        dropped = dropped or not asked <= values.keys()
    return chosen, dropped


@dataclass(frozen=True, slots=True)
class Sifted:
    """Entries that the filters let through, and how many each option would show beside the other facets' filters."""

    shown: list[Entry]
    counts: Mapping[str, Mapping[Key, int]]
    total: int


def sift(entries: Iterable[Entry], state: State, known: Facets, findings: Mapping[int, str] | None = None) -> Sifted:
    """Keep what the filters let through: any of the values inside a facet, all the facets together.

    `findings` has the word of the gravest finding on a post, by the post's number; where nobody has looked for any,
    that facet lets everything through. What someone looks after who is no member any more is in nobody's care.
    """
    facets = FACETS if findings is not None else FACETS[:-1]
    counts: dict[str, dict[Key, int]] = {facet: {} for facet in FACETS}
    shown, total = [], 0
    words = fold(state.words).split()
    filters = [(place, state.chosen[facet]) for place, facet in enumerate(facets) if state.chosen.get(facet)]
    for entry in entries:
        total += 1
        if words and not _speaks_of(entry, words):
            continue
        if entry.owner not in known["owner"]:
            entry = entry._replace(owner=None)  # noqa: PLW2901
        keys: tuple[Key, ...] = _of_entry(entry)
        if findings is not None:
            keys = (*keys, findings.get(entry.id))
        failed = [place for place, wanted in filters if keys[place] not in wanted]
        if not failed:
            shown.append(entry)
        # What one facet alone keeps out would be shown if that facet's filter were another one.
        for place in range(len(facets)) if not failed else failed if len(failed) == 1 else ():
            of_facet, key = counts[facets[place]], keys[place]
            of_facet[key] = of_facet.get(key, 0) + 1
    return Sifted(shown, counts, total)


# All facets but the last, which is not said by the post itself.
_of_entry = attrgetter(*FACETS[:-1])


def sift_occasions(occasions: Iterable[Occasion], state: State) -> list[Occasion]:
    """Keep the kinds that are switched on, without those of a channel or a persona that is not looked at.

    A search is for posts, but finds the name of what an occasion is about.
    """
    words = fold(state.words).split()
    looked_at = [(facet, state.chosen.get(facet)) for facet in ("channel", "persona")]
    return [
        occasion
        for occasion in occasions
        if occasion.row.kind in state.kinds
        and all(not keys or getattr(occasion.row, facet) in {None, *keys} for facet, keys in looked_at)
        and all(word in fold(occasion.row.name) for word in words)
    ]


def _speaks_of(entry: Entry, words: list[str]) -> bool:
    text = fold(f"{entry.title}\n{entry.text}")
    return all(word in text for word in words)


def fold(text: str) -> str:
    """`text` as people search it: without accents, without capitals, “œ” as “oe”."""
    plain = unicodedata.normalize("NFKD", text.translate(_AS_TYPED))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


_AS_TYPED = str.maketrans({"’": "'", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
