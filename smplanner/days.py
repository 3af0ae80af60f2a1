"""Days in words as each language writes them: Django has “1 décembre”, where French says « 1er décembre »."""

import re
from datetime import date as Day  # noqa: N812 - the filter of templates is called date
from typing import Any

from django import template
from django.template import defaultfilters
from django.utils import formats
from django.utils.translation import get_language

register = template.Library()

# The number of a day before the name of its month.
_BEFORE_MONTH = re.compile(r"(?<!\\)j(?= [FMNEb])")


def date_format(value: Day, form: str | None = None) -> str:
    """`value` as a format of Django has it, or one of those by name, in the present language."""
    return str(formats.date_format(value, _for(value, form)))


@register.filter(name="date", expects_localtime=True, is_safe=False)
def date(value: Any, form: str | None = None) -> str:
    """Django’s filter of that name, which templates find here first."""
    return defaultfilters.date(value, _for(value, form) if isinstance(value, Day) else form)


def _for(value: Day, form: str | None) -> str | None:
    """`form` for this day: another one for the first of a month in French alone."""
    if getattr(value, "day", 0) != 1 or not (get_language() or "").startswith("fr"):
        return form
    return _BEFORE_MONTH.sub(r"j\\e\\r", formats.get_format(form or "DATE_FORMAT"))
