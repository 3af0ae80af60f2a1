"""What may happen to a persona: each act changes the row and writes the log in one transaction."""

from collections.abc import Iterable
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


def log_form(persona: Persona, form: Any, formset: Any, *, made: bool, actor: User) -> None:
    """Write down what a form and its rows of platforms changed, as one event; nothing when they changed nothing."""
    diff = {name: (form.initial.get(name), _key(form.cleaned_data.get(name))) for name in form.changed_data}
    if formset.has_changed():
        diff["platforms"] = (None, _platforms(formset.cleaned_data))
    if made:
        audit.record(persona.workspace, actor, "created", persona)
    elif diff:
        audit.record(persona.workspace, actor, "edited", persona, diff)


def _key(value: Any) -> Any:
    """`value`, or its key when it is another row: a form's initial values hold keys too."""
    return getattr(value, "pk", value)


def _platforms(rows: Iterable[dict[str, Any]]) -> list[str]:
    return [str(row["platform"]) for row in rows if row.get("platform") and not row.get("DELETE")]
