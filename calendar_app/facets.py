"""What posts can be filtered and coloured by, and the views that are kept: all that the calendar's head offers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Case, F, IntegerField, Manager, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from personas.models import Colour, Persona
from smplanner.statements import WORKSPACE, Asked, Statement
from smplanner.workspaces.models import Membership, User

from .models import Campaign, Channel, Objective, Pillar, Post, SavedView
from .rules.core import Severity

# What a post may be coloured by -> the facet that names it.
COLOURS = {
    "platform": "channel",
    "status": "status",
    "persona": "persona",
    "pillar": "pillar",
    "objective": "objective",
    "owner": "owner",
}
FACETS = ("channel", "status", "persona", "pillar", "objective", "owner", "campaign", "findings")

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
SEVERITY_COLOURS = {Severity.ERROR: Colour.CORAIL, Severity.WARNING: Colour.OCRE, Severity.INFO: Colour.AZUR}

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


class Kept(NamedTuple):
    """A view that someone kept: its `address` is a query string of the calendar, without a day."""

    id: int
    name: str
    address: str
    is_shared: bool
    is_own: bool


def facets(user: User) -> tuple[dict[str, dict[Key, Option]], list[Kept]]:
    """What the workspace in scope can filter by, in the order of its legends; and the views open to `user`. One query.

    Accounts are those of the members. A finding's key is the word of its severity.
    """
    named: dict[str, list[_Named]] = {}
    for row in sorted((_Named(*row) for row in _NAMED.rows(user=user.pk)), key=_place):
        named.setdefault(row.facet, []).append(row)
    options = {facet: list(_options(facet, named.get(facet, ()))) for facet in FACETS}
    options["status"] = [Option(key, str(label), STATUS_COLOURS[key]) for key, label in Post.Status.choices]
    options["findings"] = [Option(str(one), str(one.label), colour) for one, colour in SEVERITY_COLOURS.items()]
    without = {
        "channel": _("No channel"),
        "persona": _("No persona"),
        "pillar": _("No pillar"),
        "objective": _("No objective"),
        "owner": _("In nobody’s care"),
        "campaign": _("No campaign"),
        "findings": _("No finding"),
    }
    for facet, label in without.items():
        options[facet].append(Option(None, label, Colour.INK, offered=False))
    kept = [
        Kept(row.id, row.name, row.extra, row.status == _SHARED, row.colour == _OWN) for row in named.get(_VIEW, ())
    ]
    return {facet: {option.key: option for option in options[facet]} for facet in FACETS}, kept


def spelt(key: Key) -> str:
    """How the address spells a value."""
    return WITHOUT if key is None else str(key)


# --- Options -------------------------------------------------------------------------------------------------------

_PALETTE = tuple(colour for colour in Colour if colour != Colour.INK)
GONE = frozenset({Channel.Status.LEFT, Persona.Status.ARCHIVED})


class _Named(NamedTuple):
    """A row of the one query. `extra` is what its name falls back to: a platform's, an account's; of a view, where."""

    facet: str
    id: int
    name: str
    status: str
    extra: str
    colour: str
    mark: str


def _place(row: _Named) -> tuple[str, str, int]:
    """Channels by status and platform, everything else by name."""
    if row.facet == "channel":
        return row.status, row.extra.casefold(), row.id
    return "", (row.name or row.extra).casefold(), row.id


def _options(facet: str, rows: Sequence[_Named]) -> Iterator[Option]:
    colours = spread(row.id for row in rows if not row.colour)
    for row in rows:
        label, mark = row.name or row.extra, row.mark
        if facet == "owner":
            person = User(name=row.name, email=row.extra)
            label, mark = person.get_short_name(), person.initials
        yield Option(row.id, label, row.colour or colours[row.id], mark, row.status not in GONE)


def spread(numbers: Iterable[int]) -> dict[int, Colour]:
    """A colour for each of what has none of its own: it stays the same when others come, and ten differ from another.

    Neighbours in the palette look alike, so that numbers in a row get colours that lie apart.
    """
    found: dict[int, Colour] = {}
    for count, number in enumerate(sorted(numbers)):
        taken = list(found.values())[count - count % len(_PALETTE) :]
        place = number * 3
        while _PALETTE[place % len(_PALETTE)] in taken:
            place += 3
        found[number] = _PALETTE[place % len(_PALETTE)]
    return found


# --- Reading -------------------------------------------------------------------------------------------------------

_VIEW, _SHARED, _OWN = "view", "shared", "own"
_NOTHING = Value("")


def _told() -> QuerySet:
    """All of them together: every page of the calendar needs all."""
    gone, user = Value(Persona.Status.ARCHIVED.value), Asked("user", IntegerField())
    platform = {"extra": F("platform__name"), "colour": F("platform__colour"), "mark": F("platform__mark")}
    archived = Case(When(is_archived=True, then=gone), default=_NOTHING)
    over = Case(When(~Q(status=Objective.Status.ACTIVE), then=gone), default=_NOTHING)
    members = Membership.objects.filter(workspace=WORKSPACE)
    account = {"pk": F("user_id"), "extra": F("user__email")}
    shared = Case(When(is_shared=True, then=Value(_SHARED)), default=_NOTHING)
    own = Case(When(owner=user, then=Value(_OWN)), default=_NOTHING)
    return _rows("channel", Channel.objects, F("name"), status=F("status"), **platform).union(
        _rows("persona", Persona.objects, F("name"), status=F("status"), colour=F("colour")),
        _rows("pillar", Pillar.objects, F("name"), status=archived, colour=F("colour")),
        _rows("objective", Objective.objects, F("statement"), status=over),
        _rows("owner", members, F("user__name"), **account),
        _rows("campaign", Campaign.objects, F("name"), colour=F("colour")),
        _rows(_VIEW, SavedView.objects.open_to(user), F("name"), status=shared, extra=F("address"), colour=own),
        all=True,
    )


def _rows(facet: str, rows: Manager | QuerySet, name: F, **columns: Case | F) -> QuerySet:
    """`rows` with the columns of _Named; those that are not given are empty."""
    number = columns.pop("pk", F("pk"))
    others = (columns.get(column, _NOTHING) for column in _Named._fields[3:])
    return rows.order_by().values_list(Value(facet), number, name, *others)


_NAMED = Statement(_told)
