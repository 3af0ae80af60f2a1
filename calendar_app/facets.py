"""What posts can be filtered and coloured by: channels, statuses, personas, pillars."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Case, F, QuerySet, Value, When
from django.utils.translation import gettext as _

from personas.models import Colour, Persona
from smplanner.statements import Statement

from .models import Channel, Pillar, Post

# What a post may be coloured by -> the facet that names it.
COLOURS = {"platform": "channel", "status": "status", "persona": "persona", "pillar": "pillar"}
FACETS = ("channel", "status", "persona", "pillar")

# How "without any" is spelt in the address.
WITHOUT = "none"

STATUS_COLOURS = {
    Post.Status.IDEA: Colour.INK,
    Post.Status.PLANNED: Colour.INDIGO,
    Post.Status.DRAFT: Colour.OCRE,
    Post.Status.IN_REVIEW: Colour.ORANGE,
    Post.Status.APPROVED: Colour.VERT,
    Post.Status.POSTED: Colour.CANARD,
    Post.Status.CANCELLED: Colour.CORAIL,
}

Key = int | str | None


@dataclass(frozen=True, slots=True)
class Option:
    """One value that posts can be filtered and coloured by."""

    key: Key
    label: str
    colour: str
    mark: str = ""
    offered: bool = True


Facets = Mapping[str, Mapping[Key, Option]]


def facets() -> dict[str, dict[Key, Option]]:
    """What the workspace in scope can filter by, in the order of its legends. One query."""
    named = _named()
    options = {
        "channel": named["channel"],
        "status": [Option(key, str(label), STATUS_COLOURS[key]) for key, label in Post.Status.choices],
        "persona": named["persona"],
        "pillar": named["pillar"],
    }
    without = {"channel": _("No channel"), "persona": _("No persona"), "pillar": _("No pillar")}
    for facet, label in without.items():
        options[facet].append(Option(None, label, Colour.INK, offered=False))
    return {facet: {option.key: option for option in options[facet]} for facet in FACETS}


GONE = frozenset({Channel.Status.LEFT, Persona.Status.ARCHIVED})


def _named() -> dict[str, list[Option]]:
    """Channels by status, personas and pillars by name."""
    named: dict[str, list[Option]] = {"channel": [], "persona": [], "pillar": []}
    for facet, pk, name, status, platform_name, colour, mark in sorted(_NAMED.rows(), key=_place):
        named[facet].append(Option(pk, name or platform_name, colour, mark, status not in GONE))
    return named


def _told() -> QuerySet:
    """All three together: every page of the calendar needs all."""
    none = Value("")
    state = Case(When(is_archived=True, then=Value(Persona.Status.ARCHIVED.value)), default=none)
    platform = (F("platform__name"), F("platform__colour"), F("platform__mark"))
    channels = Channel.objects.order_by().values_list(Value("channel"), F("pk"), F("name"), F("status"), *platform)
    personas = Persona.objects.order_by().values_list(
        Value("persona"), F("pk"), F("name"), F("status"), none, F("colour"), none
    )
    pillars = Pillar.objects.order_by().values_list(Value("pillar"), F("pk"), F("name"), state, none, F("colour"), none)
    return channels.union(personas, pillars, all=True)


_NAMED = Statement(_told)


def _place(row: tuple[str, int, str, str, str, str, str]) -> tuple[str, str, int]:
    facet, pk, name, status, platform, *_rest = row
    return (status, platform.casefold(), pk) if facet == "channel" else ("", name.casefold(), pk)


def spelt(key: Key) -> str:
    """How the address spells a value."""
    return WITHOUT if key is None else str(key)
