"""Every address of the site, and who may open it: what the isolation matrix tests and docs/permissions.md prints."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from smplanner.workspaces.access import Access

# Parts that other people wrote and that have a rule of their own instead of our decorators.
FOREIGN = {
    "allauth": "django-allauth: signing in and up, each person’s own addresses and password",
    "admin": "the Django admin: site staff only",
}
CONVERTER = re.compile(r"<(?:[^:<>]+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Door:
    """One address pattern: its name for `reverse`, how it is written, what it asks for, and who may open it.

    `party` is "own" or a key of FOREIGN; `access` is None where nobody said who may come in, which is a mistake in a
    view of our own.
    """

    name: str
    route: str
    view: Callable[..., Any]
    kwargs: tuple[str, ...]
    access: Access | None
    party: str

    def __str__(self) -> str:
        return self.name


def doors() -> list[Door]:
    """Every address pattern of the site, in the order of the address tables."""
    return list(_walk(get_resolver().url_patterns, "/", (), ()))


def _walk(patterns: list[Any], route: str, kwargs: tuple[str, ...], namespaces: tuple[str, ...]) -> Iterator[Door]:
    for pattern in patterns:
        here, names = route + _written(pattern), kwargs + _asked(pattern)
        if isinstance(pattern, URLResolver):
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, here, names, inside)
        elif isinstance(pattern, URLPattern):
            view = pattern.callback
            name = ":".join((*namespaces, pattern.name or here))
            yield Door(name, here, view, names, getattr(view, "access", None), _party(view, namespaces))


def _party(view: Callable[..., Any], namespaces: tuple[str, ...]) -> str:
    if "admin" in namespaces:
        return "admin"
    return "allauth" if view.__module__.partition(".")[0] == "allauth" else "own"


def _written(pattern: URLPattern | URLResolver) -> str:
    """The pattern as a person would write it: `w/<slug>/`."""
    text = CONVERTER.sub(r"<\1>", str(pattern.pattern))
    if isinstance(pattern.pattern, RegexPattern):
        text = re.sub(r"\(\?P(<\w+>)(?:[^()]|\([^()]*\))*\)", r"\1", text).strip("^$").replace("\\Z", "")
    return text


def _asked(pattern: URLPattern | URLResolver) -> tuple[str, ...]:
    """The names of what the pattern takes out of an address."""
    if isinstance(pattern.pattern, RegexPattern):
        return tuple(pattern.pattern.regex.groupindex)
    return tuple(pattern.pattern.converters)
