"""The url tag, known to every template, which works an address out once: a page's frame alone names forty of them."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template import Context, Node
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as plain_url
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import escape

register = template.Library()


class Address(URLNode):
    """{% url "name" slug=… %} as Django has it; addresses do not change as long as the process runs."""

    def render(self, context: Context) -> str:
        name = self.view_name.resolve(context)
        values = tuple((key, value.resolve(context)) for key, value in self.kwargs.items())
        if (
            self.asvar
            or self.args
            or not context.autoescape
            or ":" in name  # the admin's addresses depend on where one is
            or not all(isinstance(value, str | int) for _key, value in values)
        ):
            return super().render(context)
        return _address(name, values, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=20_000)
def _address(name: str, values: tuple[tuple[str, Any], ...], urlconf: str, _prefix: str) -> str:
    return escape(reverse(name, urlconf, kwargs=dict(values)))


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """What Django's own tag reads."""
    node = plain_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)
