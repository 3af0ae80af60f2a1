"""What the rows of a workspace that posts point at are called in a table: one name for each, and each name one row."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from calendar_app.filters import fold
from calendar_app.models import Campaign, Channel, Objective, Partner, Pillar, Post
from personas.models import Persona
from smplanner.workspaces.models import Membership, Workspace

from .columns import Wrong, short

# What a name looks like that was told apart.
_NUMBERED = re.compile(r"\(#\d+\)$")
# What else a network is called.
ALSO = {"x": ("twitter", "twitter/x", "x/twitter", "x (twitter)"), "google_business": ("gbp", "google")}


class Names:
    """The names by field and number. `also` are further words for a row, where they mean one alone."""

    def __init__(
        self, rows: Mapping[str, Mapping[int, str]], also: Mapping[str, Iterable[tuple[str, int]]] | None = None
    ) -> None:
        self._names = {field: _told_apart(known) for field, known in rows.items()}
        self._numbers: dict[str, dict[str, int]] = {}
        for field, known in self._names.items():
            folded = _each_once((fold(name), number) for number, name in known.items())
            further = _each_once((fold(word), number) for word, number in (also or {}).get(field, ()))
            self._numbers[field] = {**further, **folded, **{name: number for number, name in known.items()}}

    def name(self, field: str, number: int) -> str:
        """How the row is called; nothing for one that is no longer there."""
        return self._names.get(field, {}).get(number, "")

    def number(self, field: str, said: str, *, lenient: bool = False) -> int | None:
        """The row that is called so. Raises Wrong when there is none, unless one is `lenient`: then None."""
        known = self._numbers.get(field, {})
        found = known.get(said) or known.get(fold(" ".join(said.split())))
        if found is None and not lenient:
            raise Wrong(_("The plan knows nothing called “%(value)s” here.") % {"value": short(said)})
        return found


def _told_apart(known: Mapping[int, str]) -> dict[int, str]:
    """One name for each; what is called as another is told apart by its number."""
    plain = {number: " ".join(name.split()) for number, name in known.items()}
    count: dict[str, int] = {}
    for name in plain.values():
        count[fold(name)] = count.get(fold(name), 0) + 1
    # A name that looks like one with a number gets its own as well, so that it is not taken for it.
    alone = {name for name in plain.values() if name and count[fold(name)] == 1 and not _NUMBERED.search(name)}
    return {number: name if name in alone else f"{name} (#{number})".strip() for number, name in plain.items()}


def _each_once(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Words that mean one row alone."""
    found: dict[str, set[int]] = {}
    for word, number in pairs:
        found.setdefault(word, set()).add(number)
    return {word: next(iter(numbers)) for word, numbers in found.items() if len(numbers) == 1}


def names_of(workspace: Workspace, *, sources: bool = False) -> Names:
    """The names of everything that posts of the workspace in scope point at. Seven queries; one more for `sources`,
    the identifiers of the posts that others were adapted from.
    """
    channels = list(Channel.objects.select_related("platform"))
    people = list(Membership.objects.filter(workspace=workspace).select_related("user"))
    accounts = {seat.user_id: str(seat.user) for seat in people}
    also: dict[str, list[tuple[str, int]]] = {
        "channel": [(word, channel.pk) for channel in channels for word in _words(channel)],
        "owner": [(seat.user.email, seat.user_id) for seat in people],
    }
    return Names(
        {
            "channel": {channel.pk: str(channel) for channel in channels},
            "persona": _named(Persona, "name"),
            "objective": _named(Objective, "statement"),
            "pillar": _named(Pillar, "name"),
            "campaign": _named(Campaign, "name"),
            "partner": _named(Partner, "name"),
            "owner": accounts,
            "created_by": accounts,
            "adapted_from": _sources() if sources else {},
        },
        also,
    )


def _words(channel: Channel) -> Iterable[str]:
    platform = channel.platform
    return (platform.name, platform.slug, *ALSO.get(platform.slug, ()))


def _sources() -> dict[int, str]:
    rows = Post._base_manager.filter(pk__in=Post.objects.exclude(adapted_from=None).values("adapted_from"))
    return {number: str(uid) for number, uid in rows.values_list("pk", "uid")}


def _named(model: Any, name: str) -> dict[int, str]:
    return dict(model.objects.values_list("pk", name))
