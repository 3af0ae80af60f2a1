"""Views of the calendar that people keep: for themselves, or for the whole team. Every act here writes the log."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from smplanner.workspaces import audit
from smplanner.workspaces.models import User

from .models import SavedView

# More than anybody finds their way among; the menu of the calendar lists all of them.
MOST_KEPT = 60
LONGEST_ADDRESS = SavedView._meta.get_field("address").max_length


@transaction.atomic
def keep(view: SavedView, actor: User, diff: Mapping[str, tuple[Any, Any]]) -> None:
    """Save a new view of `actor`, or a changed one; `diff` is what changes of it."""
    is_new = view.pk is None
    view.save()
    if is_new or diff:
        audit.record(view.workspace, actor, "created" if is_new else "edited", view, diff)


@transaction.atomic
def share(view: SavedView, actor: User, *, with_team: bool) -> None:
    """Let everybody in the workspace find `view` in their list, or its owner alone."""
    if view.is_shared == with_team:
        return
    view.is_shared = with_team
    view.save(update_fields=["is_shared"])
    audit.record(view.workspace, actor, "edited", view, {"is_shared": (not with_team, with_team)})


@transaction.atomic
def remove(view: SavedView, actor: User) -> None:
    """Let nobody find `view` any more. No post is touched."""
    audit.record(view.workspace, actor, "removed", view, {"address": (view.address, "")})
    view.delete()
