"""The way from an object to what was done to it."""

from typing import Any

from django import template
from django.db import models
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def log_of(context: dict[str, Any], row: models.Model) -> str:
    """The address of the log of `row`; empty for one that is not saved yet."""
    if row is None or row.pk is None:
        return ""
    slug = context["request"].workspace.slug
    return f"{reverse('log', args=[slug])}?of={row._meta.model_name}-{row.pk}"
