"""Values of a form's fields as people read them."""

from contextlib import suppress
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from smplanner.days import date_format


def in_words(one: forms.Field, value: Any) -> str:
    """A stored or typed value of the field `one`; empty for none."""
    if isinstance(one, forms.BooleanField):
        return _("Yes") if one.widget.value_from_datadict({"x": value}, {}, "x") else _("No")
    if value in one.empty_values:
        return ""
    if isinstance(value, list | tuple | set | QuerySet) and isinstance(one, forms.ModelChoiceField | forms.ChoiceField):
        single = _row if isinstance(one, forms.ModelChoiceField) else _choice
        return ", ".join(single(one, item) for item in value)
    if isinstance(one, forms.ModelChoiceField):
        return _row(one, value)
    return _choice(one, value) if isinstance(one, forms.ChoiceField) else _plain(one, value)


def _choice(one: forms.ChoiceField, value: Any) -> str:
    return {str(key): str(label) for key, label in one.choices}.get(str(value), str(value))


def _row(one: forms.ModelChoiceField, value: Any) -> str:
    row = value if isinstance(value, Model) else None
    if row is None and str(value).isascii() and str(value).isdecimal():
        row = next((each for each in one.queryset if str(each.pk) == str(value)), None)
    return str(one.label_from_instance(row)) if row else "–"  # gone meanwhile


def _plain(one: forms.Field, value: Any) -> str:
    if isinstance(value, str):
        with suppress(forms.ValidationError):  # what it can not be is told as it was typed
            value = one.clean(value)
    if isinstance(value, date):
        return str(date_format(value, "DATE_FORMAT"))
    if isinstance(value, time):
        return str(date_format(value, "H:i"))
    if isinstance(value, int | float | Decimal):
        return str(number_format(value))
    shown = one.prepare_value(value)
    return (", ".join(map(str, shown)) if isinstance(shown, list) else str(shown)).replace("\r\n", "\n")
