"""What may happen to a seat. A workspace always keeps an administrator."""

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from . import audit
from .models import Membership, User, Workspace
from .roles import Role

# Sent in the transaction that takes a seat away, before it is gone, with `membership`, `actor` and `heir`: the member
# to whom what its holder looked after goes, or None. What else ends with a seat hangs on the signals of its row.
leaving = Signal()


class LastAdmin(Exception):
    """The act would leave the workspace without an administrator; the message says so to people."""

    def __init__(self) -> None:
        super().__init__(_("A workspace needs an administrator: give someone else that role first."))


def _locked(membership: Membership) -> Membership:
    """The seat as it stands, with every seat of its workspace locked, so that two admins cannot demote each other.

    Raises Membership.DoesNotExist when it was taken away meanwhile.
    """
    rows = Membership.objects.select_for_update().filter(workspace=membership.workspace).order_by("pk")
    seats = {seat.pk: seat for seat in rows}
    if membership.pk not in seats:
        raise Membership.DoesNotExist
    seat = seats[membership.pk]
    if seat.role == Role.ADMIN and not any(s.role == Role.ADMIN for s in seats.values() if s.pk != seat.pk):
        raise LastAdmin
    return seat


@transaction.atomic
def change_role(membership: Membership, role: str, actor: User) -> None:
    """Give a member another role. Raises LastAdmin."""
    if membership.role == role:
        return
    before = _locked(membership).role
    membership.role = role
    membership.save(update_fields=["role"])
    audit.record(membership.workspace, actor, "role-changed", membership, {"role": (before, role)})


@transaction.atomic
def remove(membership: Membership, actor: User, heir: User | None = None) -> None:
    """Take a seat away: its holder's pages, feeds, links and mails stop at once. Raises LastAdmin.

    What they looked after goes to `heir`; without one it keeps their name and is in nobody's care.
    """
    _locked(membership)
    leaving.send(sender=Membership, membership=membership, actor=actor, heir=heir)
    audit.record(membership.workspace, actor, "left" if membership.user == actor else "removed", membership)
    membership.delete()


@transaction.atomic
def found(workspace: Workspace, user: User) -> Workspace:
    """Save a new workspace with its first administrator."""
    workspace.slug = Workspace.free_slug(workspace.name)
    workspace.save()
    membership = Membership.objects.create(user=user, workspace=workspace, role=Role.ADMIN)
    audit.record(workspace, user, "created", membership)
    return workspace
