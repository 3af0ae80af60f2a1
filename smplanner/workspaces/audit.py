"""Writing down who changed what, in the transaction that changes it."""

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.forms import BaseInlineFormSet, BaseModelFormSet, ModelForm

from .models import AuditEvent, User, Workspace

# What a person may write is kept whole in the object; the log holds enough to recognise it.
LONGEST_VALUE = 2_000
MOST_VALUES = 200
LONGEST_REASON = 500


def record(  # noqa: PLR0913 - each is told by name
    workspace: Workspace,
    actor: User | None,
    verb: str,
    target: models.Model,
    diff: Mapping[str, tuple[Any, Any]] | None = None,
    *,
    batch: UUID | None = None,
    reason: str = "",
    guest: str = "",
    link: int | None = None,
) -> AuditEvent:
    """Append one row saying that `actor` did `verb` to `target`; `diff` maps a field to (before, after).

    Rows of one act on several objects share a `batch`. `guest` is the name of an outsider who did it, without `actor`,
    and `link` the number of the link by which.
    """
    event = _event(workspace, actor, verb, target, diff, batch)
    event.reason, event.guest = reason[:LONGEST_REASON], guest
    event.link = link
    event.save()
    return event


def record_all(
    workspace: Workspace,
    actor: User | None,
    done: Iterable[tuple[str, models.Model, Mapping[str, tuple[Any, Any]]]],
    *,
    batch: UUID | None,
    reason: str = "",
) -> list[AuditEvent]:
    """Append a row for each (verb, target, diff) of one act, with few statements however many there are."""
    events = [_event(workspace, actor, verb, target, diff, batch) for verb, target, diff in done]
    for event in events:
        event.reason = reason[:LONGEST_REASON]
    return AuditEvent.objects.bulk_create(events, batch_size=500)


def _event(
    workspace: Workspace,
    actor: User | None,
    verb: str,
    target: models.Model,
    diff: Mapping[str, tuple[Any, Any]] | None,
    batch: UUID | None,
) -> AuditEvent:
    return AuditEvent(
        workspace=workspace,
        actor=actor,
        verb=verb,
        target_kind=target._meta.model_name,
        target_id=target.pk,
        target_label=str(target)[:200],
        diff={name: [as_logged(before), as_logged(after)] for name, (before, after) in (diff or {}).items()},
        batch=batch,
    )


def form_diff(form: ModelForm) -> dict[str, tuple[Any, Any]]:
    """What a valid form changes: each changed field with its value before and after. Ask before the form saves."""
    pairs = {
        name: (form.get_initial_for_field(form.fields[name], name), form.cleaned_data.get(name))
        for name in form.changed_data
    }
    return {name: pair for name, pair in pairs.items() if as_logged(pair[0]) != as_logged(pair[1])}


def formset_diff(formset: BaseModelFormSet, name: str) -> dict[str, tuple[Any, Any]]:
    """What a valid formset changes, as one entry `name`: of each row that changes, the fields before and after.

    A new row has nothing before, a removed one nothing after. Empty when no row changes.
    """
    before, after = [], []
    link = formset.fk.name if isinstance(formset, BaseInlineFormSet) else None
    for form in formset.forms:
        fields = [field for field in form.Meta.fields if field != link]
        removed = formset.can_delete and formset._should_delete_form(form)
        if form.instance.pk is None:
            if form.has_changed() and not removed:
                after.append({field: form.cleaned_data.get(field) for field in fields})
        elif removed:
            before.append({field: form.initial.get(field) for field in fields})
        elif diff := form_diff(form):
            before.append({"id": form.instance.pk, **{field: pair[0] for field, pair in diff.items()}})
            after.append({"id": form.instance.pk, **{field: pair[1] for field, pair in diff.items()}})
    return {name: (before, after)} if before or after else {}


def as_logged(value: Any) -> Any:
    """`value` as the log holds it: as JSON can, and cut short where it is long."""
    if isinstance(value, Mapping):
        return {str(key): as_logged(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset | models.QuerySet):
        return [as_logged(item) for item in value][:MOST_VALUES]
    if isinstance(value, models.Model):
        return value.pk
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:
    if value is None or isinstance(value, int) or (isinstance(value, float) and isfinite(value)):
        return value
    if not isinstance(value, str):
        try:
            value = DjangoJSONEncoder().default(value)
        except (TypeError, ValueError):  # nothing it knows, a number that is none, or a time of day with a zone
            value = str(value)
    return value.replace("\r\n", "\n")[:LONGEST_VALUE]  # how a line ends is the browser's affair
