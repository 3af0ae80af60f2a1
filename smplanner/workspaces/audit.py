"""Writing down who changed what, in the transaction that changes it."""

from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.forms.models import model_to_dict

from .models import AuditEvent, User, Workspace

# What a person may write is kept whole in the object; the log holds enough to recognise it.
LONGEST_VALUE = 2_000


def record(
    workspace: Workspace,
    actor: User | None,
    verb: str,
    target: models.Model,
    diff: Mapping[str, tuple[Any, Any]] | None = None,
) -> AuditEvent:
    """Append one row saying that `actor` did `verb` to `target`; `diff` maps a field to (before, after)."""
    return AuditEvent.objects.create(
        workspace=workspace,
        actor=actor,
        verb=verb,
        target_kind=target._meta.model_name,
        target_id=target.pk,
        target_label=str(target)[:200],
        diff={name: [_plain(before), _plain(after)] for name, (before, after) in (diff or {}).items()},
    )


def values(instance: models.Model) -> dict[str, Any]:
    """The editable field values of `instance`, to compare before and after a form."""
    return {} if instance.pk is None else _values(instance)


def _values(instance: models.Model) -> dict[str, Any]:
    return {
        name: sorted(row.pk for row in value) if isinstance(value, list) and name in _many(instance) else value
        for name, value in model_to_dict(instance).items()
    }


def _many(instance: models.Model) -> set[str]:
    return {field.name for field in instance._meta.many_to_many}


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Fields whose value differs between two results of `values`."""
    return {name: (before.get(name), value) for name, value in after.items() if before.get(name) != value}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value][:200]
    if isinstance(value, str):
        return value[:LONGEST_VALUE]
    try:
        return DjangoJSONEncoder().default(value)
    except TypeError:
        return str(value)[:LONGEST_VALUE]
