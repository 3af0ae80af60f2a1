"""Occasions in words, on a page or in a calendar program: what they are called, their sign, where they lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .occasions import Kind, Occasion, Row


@dataclass(frozen=True, slots=True)
class Words:
    """What a kind is called, one and several of them, and its drawing in the sprite."""

    one: Promise
    many: Promise
    icon: str


KINDS: Mapping[Kind, Words] = {
    Kind.NOTE: Words(gettext_lazy("Note"), gettext_lazy("Notes on days"), "pencil"),
    Kind.KEY_DATE: Words(gettext_lazy("Key date"), gettext_lazy("Our own key dates"), "star"),
    Kind.LISTENING: Words(gettext_lazy("Listening session"), gettext_lazy("Listening sessions"), "ear"),
    Kind.REVIEW: Words(gettext_lazy("Review due"), gettext_lazy("Reviews due"), "help"),
    Kind.TRIAL: Words(gettext_lazy("End of a trial"), gettext_lazy("Ends of trials"), "flag"),
    Kind.ACTION: Words(gettext_lazy("To be done"), gettext_lazy("Actions to be done"), "list"),
    Kind.OBJECTIVE: Words(gettext_lazy("Objective due"), gettext_lazy("Objectives due"), "target"),
    Kind.CAMPAIGN: Words(gettext_lazy("Campaign"), gettext_lazy("Campaigns"), "megaphone"),
    Kind.SCHOOL: Words(gettext_lazy("School holidays"), gettext_lazy("School holidays"), "school"),
    Kind.CLOSED: Words(gettext_lazy("Closed"), gettext_lazy("Closed days"), "lock"),
    Kind.MARRONNIER: Words(gettext_lazy("Marronnier"), gettext_lazy("Marronniers"), "sun"),
    Kind.SENSITIVE: Words(gettext_lazy("Day of remembrance"), gettext_lazy("Days of remembrance"), "moon"),
    Kind.GAP: Words(gettext_lazy("Gap"), gettext_lazy("Gaps and load"), "half"),
}


# What the house says of its days: the page that lists it, and the form of one.
OF_THE_HOUSE: Mapping[Kind, tuple[str, str]] = {
    Kind.NOTE: ("dates", "day-note"),
    Kind.KEY_DATE: ("dates", "key-date"),
    Kind.SCHOOL: ("dates", "school-break"),
    Kind.CLOSED: ("dates", "closure"),
    Kind.CAMPAIGN: ("campaigns", "campaign"),
}


def title(occasion: Occasion) -> str:
    """What a day says of it: “Review due: Inès”. A note speaks for itself, and so does a key date."""
    row = occasion.row
    if row.kind in {Kind.NOTE, Kind.KEY_DATE}:
        return row.name
    if row.kind == Kind.SCHOOL:
        return in_zone(row)
    name = row.name or (_("the strategy") if row.about == "strategy" else "")
    words = str(KINDS[Kind(row.kind)].one)
    return _("%(kind)s: %(name)s") % {"kind": words, "name": name} if name else words


def in_zone(row: Row) -> str:
    """School holidays, and whose: “Vacances de Noël (Zone A, B)”."""
    return f"{row.name} ({row.about})" if row.about else row.name


class Addresses:
    """Where one does what a day asks for; without the right to write, where one reads about it."""

    def __init__(self, slug: str, *, may_write: bool) -> None:
        self._slug = slug
        self._may_write = may_write

    def of(self, occasion: Occasion) -> str:
        """The address of `occasion`, below this site."""
        row = occasion.row
        if row.kind == Kind.LISTENING:
            return f"{self._insights}?on={occasion.day.isoformat()}"
        if row.kind == Kind.REVIEW:
            return review_address(self._slug, row) if self._may_write else reverse("reviews", args=[self._slug])
        if row.kind == Kind.ACTION:
            return reverse("readiness", args=[self._slug])
        if row.kind in OF_THE_HOUSE:
            page, own = OF_THE_HOUSE[Kind(row.kind)]
            return reverse(own, args=[self._slug, row.id]) if self._may_write else reverse(page, args=[self._slug])
        return reverse("channel" if row.kind == Kind.TRIAL else "objective", args=[self._slug, row.id])

    @cached_property
    def _insights(self) -> str:
        return reverse("insight-new" if self._may_write else "insights", args=[self._slug])


def review_address(slug: str, row: Row) -> str:
    """The form that questions what `row` is about."""
    path = reverse("review-new", args=[slug])
    return f"{path}?{row.about}={row.id}" if row.about in {"persona", "channel"} else path
