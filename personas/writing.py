"""What may happen to a persona: each act changes the row and writes the log in one transaction."""

from datetime import date
from typing import Any

from django.db import transaction

from smplanner.workspaces import audit
from smplanner.workspaces.models import User

from .models import Persona


@transaction.atomic
def review(persona: Persona, note: str, actor: User, today: date) -> None:
    """Note that `persona` was questioned again on `today`, and what was decided."""
    diff = {"last_reviewed_on": (persona.last_reviewed_on, today), "note": ("", note)}
    persona.last_reviewed_on = today
    persona.save(update_fields=["last_reviewed_on"])
    audit.record(persona.workspace, actor, "reviewed", persona, diff)


@transaction.atomic
def set_status(persona: Persona, status: str, actor: User) -> str:
    """Give `persona` another status; returns the one it had."""
    before, persona.status = persona.status, status
    persona.save(update_fields=["status"])
    verb = "archived" if status == Persona.Status.ARCHIVED else "restored"
    audit.record(persona.workspace, actor, verb, persona, {"status": (before, status)})
    return before


def changes(form: Any, formset: Any) -> dict[str, tuple[Any, Any]]:
    """What a valid form and its rows of platforms are about to change; to be asked before they are saved."""
    return audit.form_diff(form) | audit.formset_diff(formset, "platforms")


def log(persona: Persona, diff: dict[str, tuple[Any, Any]], actor: User, *, made: bool) -> None:
    """Write down that `persona` was made, or what of it was changed: one event, or none when nothing was."""
    if made:
        audit.record(persona.workspace, actor, "created", persona)
    elif diff:
        audit.record(persona.workspace, actor, "edited", persona, diff)
