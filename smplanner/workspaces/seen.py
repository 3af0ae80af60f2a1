"""What the writer of a form had before their eyes: a short mark of each value, which the form carries along.

When the row has changed meanwhile, the marks tell who changed which field: the writer, somebody else, or both.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from datetime import time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

NAME = "seen"
_NEVER = {NAME, "version"}


class Seen(forms.Field):
    """The marks, out of sight. Whoever changes them only misleads themselves."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def marks(form: forms.BaseForm) -> dict[str, str]:
    """A mark for each field of `form`, of what is stored: what it shows before anybody types."""
    return {
        name: mark(field, form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
        if name not in _NEVER
    }


def written(found: Mapping[str, str]) -> str:
    """Marks as one line."""
    return " ".join(f"{name}:{one}" for name, one in found.items())


def read(line: object) -> dict[str, str]:
    """The marks in what a form sent, whatever that is."""
    pairs = (word.rpartition(":") for word in str(line or "").split())
    return {name: one for name, _colon, one in pairs if name}


def mark(field: forms.Field, value: Any) -> str:
    """The same for two values that `field` shows alike."""
    digest = hashlib.blake2b(_plain(field.prepare_value(value)).encode("utf-8", "replace"), digest_size=6).digest()
    return urlsafe_b64encode(digest).decode()


def mark_typed(form: forms.BaseForm, name: str) -> str:
    """The mark of what was typed into a field of a bound form."""
    field, sent = form.fields[name], form[name].data
    if not isinstance(field, forms.ModelChoiceField):  # its keys need no looking up
        with suppress(ValidationError):  # what can not be stored is the writer's, as it stands
            sent = field.clean(sent)
    return mark(field, sent)


def _plain(value: Any) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, time):
        return value.isoformat("minutes")  # as the browser's field shows it
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, list | tuple | set | QuerySet):
        return "\x1f".join(sorted(map(_plain, value)))
    return str(value).replace("\r\n", "\n").strip()


def as_sent(bound: forms.BoundField) -> list[str]:
    """What a browser sends for a field of an unbound form that nobody touches: no value for an empty box."""
    return shown(bound.field, bound.value())


def shown(field: forms.Field, value: Any) -> list[str]:
    """What a browser sends for `field` where it shows a `value` that was prepared for that."""
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    if isinstance(value, list | tuple | set | QuerySet) and not isinstance(widget, forms.Textarea | forms.TextInput):
        return [_plain(one) for one in value]
    told = value if isinstance(widget, forms.Select) else widget.format_value(value)
    return ["" if told is None else str(told)]
