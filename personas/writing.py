"""What may happen to a persona: each act changes the row and writes the log in one transaction."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from smplanner.workspaces import audit
from smplanner.workspaces.models import User

from .models import Persona

# What the log says of a persona that is given another status.
VERBS = {Persona.Status.ACTIVE: "activated", Persona.Status.FUTURE: "postponed", Persona.Status.ARCHIVED: "archived"}
LONGEST_NAME = Persona._meta.get_field("name").max_length


@transaction.atomic
def duplicate(persona: Persona, actor: User, today: date) -> Persona:
    """Another persona that begins as a copy of this one, with the platforms it uses, to be made its own."""
    ending = str(_(" (copy)"))
    uses = list(persona.uses.all())
    kept = {
        field.attname: getattr(persona, field.attname)
        for field in Persona._meta.concrete_fields
        if field.attname != "id"
    }
    copy = Persona(**kept)
    copy.name = persona.name[: LONGEST_NAME - len(ending)] + ending
    copy.last_reviewed_on = today
    if copy.status == Persona.Status.ARCHIVED:
        copy.status = Persona.Status.ACTIVE
    copy.save()
    for use in uses:
        use.pk, use._state.adding, use.persona = None, True, copy
        use.save()
    audit.record(persona.workspace, actor, "created", copy, {"copy_of": (None, persona)})
    return copy


@transaction.atomic
def review(persona: Persona, note: str, actor: User, today: date) -> None:
    """Note that `persona` was questioned again on `today`, and what was decided."""
    diff = {"last_reviewed_on": (persona.last_reviewed_on, today), "note": ("", note)}
    persona.last_reviewed_on = today
    persona.save(update_fields=["last_reviewed_on"])
    persona.reviews.create(workspace=persona.workspace, on=today, by=actor, note=note)
    audit.record(persona.workspace, actor, "reviewed", persona, diff)


@transaction.atomic
def set_status(persona: Persona, status: str, actor: User) -> str:
    """Give `persona` another status; returns the one it had."""
    before, persona.status = persona.status, status
    persona.save(update_fields=["status"])
    verb = "restored" if before == Persona.Status.ARCHIVED else VERBS[Persona.Status(status)]
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
