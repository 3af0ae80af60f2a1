"""What posts can be filtered and coloured by: channels, statuses, personas, pillars."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.utils.translation import gettext as _

from personas.models import Colour, Persona

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
    """What the workspace in scope can filter by, in the order of its legends. Two queries."""
    channels = Channel.objects.values_list(
        "pk", "name", "platform__name", "platform__colour", "platform__mark", "status"
    )
    named = _named()
    options = {
        "channel": [
            Option(pk, name or platform, colour, mark, status != Channel.Status.LEFT)
            for pk, name, platform, colour, mark, status in channels
        ],
        "status": [Option(key, str(label), STATUS_COLOURS[key]) for key, label in Post.Status.choices],
        "persona": named["persona"],
        "pillar": named["pillar"],
    }
    without = {"channel": _("No channel"), "persona": _("No persona"), "pillar": _("No pillar")}
    for facet, label in without.items():
        options[facet].append(Option(None, label, Colour.INK, offered=False))
    return {facet: {option.key: option for option in options[facet]} for facet in FACETS}


def _named() -> dict[str, list[Option]]:
    """Personas and pillars by name. They are read together: every page of the calendar needs both."""
    personas = Persona.objects.order_by().annotate(
        facet=Value("persona"), offered=ExpressionWrapper(~Q(status=Persona.Status.ARCHIVED), BooleanField())
    )
    pillars = Pillar.objects.order_by().annotate(
        facet=Value("pillar"), offered=ExpressionWrapper(Q(is_archived=False), BooleanField())
    )
    columns = ("facet", "pk", "name", "colour", "offered")
    rows = personas.values_list(*columns).union(pillars.values_list(*columns), all=True)
    named: dict[str, list[Option]] = {"persona": [], "pillar": []}
    for facet, pk, name, colour, offered in sorted(rows, key=lambda row: (row[2].casefold(), row[1])):
        named[facet].append(Option(pk, name, colour, offered=bool(offered)))
    return named


def spelt(key: Key) -> str:
    """How the address spells a value."""
    return WITHOUT if key is None else str(key)
