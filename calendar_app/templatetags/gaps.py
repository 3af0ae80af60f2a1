"""Gaps in words."""

from django import template
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_app.gaps import Load, Silence
from calendar_app.view_words import day_in_words

register = template.Library()


@register.filter
def load_in_words(load: Load) -> str:
    """How many hours a week asks for, of how many there are; when they are too few, that comes first."""
    hours = {"planned": floatformat(load.planned, "-1"), "available": floatformat(load.available, "-1")}
    if load.is_over:
        return _("Too full: %(planned)s hours of work, %(available)s hours of people") % hours
    return _("%(planned)s hours of work, %(available)s hours of people") % hours


@register.filter
def silence_in_words(silence: Silence) -> str:
    """“Nothing for Inès for 12 days, until 20 June.”"""
    said = {"name": silence.persona.name, "n": silence.days}
    if silence.until is None:
        return ngettext("Nothing for %(name)s for %(n)s day.", "Nothing for %(name)s for %(n)s days.", said["n"]) % said
    said["day"] = day_in_words(silence.until, "j F")
    text = ngettext(
        "Nothing for %(name)s for %(n)s day, until %(day)s.",
        "Nothing for %(name)s for %(n)s days, until %(day)s.",
        said["n"],
    )
    return text % said
