"""Writing down who changed what, in the transaction that changes it."""

from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.forms import ModelForm

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


def form_diff(form: ModelForm) -> dict[str, tuple[Any, Any]]:
    """What a valid form changes: each changed field with its value before and after."""
    return {
        name: (form.get_initial_for_field(form.fields[name], name), form.cleaned_data.get(name))
        for name in form.changed_data
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, list | tuple | models.QuerySet):
        return [_plain(item) for item in value][:200]
    if isinstance(value, str):
        return value[:LONGEST_VALUE]
    try:
        return DjangoJSONEncoder().default(value)
    except TypeError:
        return str(value)[:LONGEST_VALUE]
