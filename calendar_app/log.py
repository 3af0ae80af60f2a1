"""The log of a workspace: what of it a member may read, and the rows that filters let through, the latest first.

All of it runs inside the workspace's scope.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.models import AuditEvent
from smplanner.workspaces.roles import Rights

from . import guests

# What is about people, secrets and settings: for those who look after the workspace.
KEPT_FROM_OTHERS = frozenset(
    {"membership", "invitation", "apitoken", "feed", "savedview", "guestlink", "sharedpost", "summarymail"}
)
# Of what was done to the workspace as a whole, the plan's part.
OF_THE_PLAN = frozenset({"imported", "counted", "removed", "set rules"})

# Kinds of acts to choose from, with the verbs of each. Every verb of the log stands in one of them: a test holds it.
ACTS: Mapping[str, tuple[str | Promise, frozenset[str]]] = MappingProxyType(
    {
        "made": (_("Made"), frozenset({"created", "imported", "counted", "measured"})),
        "changed": (
            _("Changed"),
            frozenset({"edited", "moved", "reverted", "set rule", "set rules", "done", "posted"}),
        ),
        "put-off": (_("Postponed or cancelled"), frozenset({"postponed", "cancelled", "explained"})),
        "review": (
            _("Review and approval"),
            frozenset({"submitted", "withdrawn", "approved", "sent_back", "read", "lapsed"}),
        ),
        "talk": (
            _("Comments"),
            frozenset({"commented", "comment_edited", "comment_removed", "comment_resolved", "comment_reopened"}),
        ),
        "state": (
            _("Begun, paused, ended"),
            frozenset(
                {
                    *("adopted", "paused", "resumed", "trial_begun", "trial_ended", "closed", "reopened"),
                    *("activated", "archived", "reviewed", "unreviewed", "set aside", "renewed", "took back"),
                }
            ),
        ),
        "gone": (_("Thrown away or removed"), frozenset({"trashed", "removed", "deleted", "purged"})),
        "back": (_("Taken back"), frozenset({"restored", "undone"})),
        "access": (
            _("People, links and exports"),
            frozenset(
                {
                    *("invited", "invitation-revoked", "joined", "left", "role-changed"),
                    *("rotated", "revoked", "exported", "subscribed", "unsubscribed"),
                }
            ),
        ),
    }
)
NOBODY, GUESTS, LINK = "nobody", "guests", "link-"


@dataclass(frozen=True, slots=True)
class Wish:
    """Which rows are asked for. `who` is a member's number, GUESTS, NOBODY, or LINK with a number; `of` a kind with
    a number."""

    who: str = ""
    kind: str = ""
    act: str = ""
    of: tuple[str, int] | None = None
    first: date | None = None
    last: date | None = None


def readable(rights: Rights) -> QuerySet[AuditEvent]:
    """The rows of the log that somebody with `rights` may read, the latest first."""
    rows = guests.naming_links(AuditEvent.objects.select_related("actor").order_by("-pk"))
    if rights.log_whole:
        return rows
    return rows.exclude(target_kind__in=KEPT_FROM_OTHERS).exclude(Q(target_kind="workspace") & ~Q(verb__in=OF_THE_PLAN))


def narrowed(rows: QuerySet[AuditEvent], wish: Wish, zone: ZoneInfo) -> QuerySet[AuditEvent]:
    """Those of `rows` that `wish` asks for; its days begin and end in `zone`."""
    wanted: dict[str, Any] = {}
    if wish.kind:
        wanted["target_kind"] = wish.kind
    if wish.act:
        wanted["verb__in"] = ACTS[wish.act][1]
    if wish.who == GUESTS:
        rows = rows.exclude(guest="")
    elif wish.who.startswith(LINK):
        wanted["link"] = int(wish.who.removeprefix(LINK))
    elif wish.who == NOBODY:
        wanted |= {"actor": None, "guest": ""}
    elif wish.who:
        wanted["actor"] = int(wish.who)
    if wish.first:
        wanted["at__gte"] = datetime.combine(wish.first, time.min, zone)
    if wish.last:
        wanted["at__lt"] = datetime.combine(wish.last + timedelta(days=1), time.min, zone)
    rows = rows.filter(**wanted)
    if wish.of:
        rows = rows.filter(target_kind=wish.of[0], target_id=wish.of[1])
    return rows
