"""A rule's thresholds in templates."""

from django import template
from django.utils.translation import gettext as _

from calendar_app.rules.prose import number

register = template.Library()


@register.filter
def rule_value(value: bool | float) -> str:
    """A threshold's value as the page's language writes it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return number(float(value))
