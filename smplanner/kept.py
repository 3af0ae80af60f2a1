"""The kept tag: a part of a page that is the same from one page to the next, put together once.

{% kept "_foot.html" %} includes a template that sees nothing but what it is kept by: the frame of the page (who reads,
where, in which language and with which rights) and the values that are given by name. Two things differ from page to
page and are filled in each time: the address of the page, `request.get_full_path`, and the token of its forms.
"""

from collections.abc import Hashable
from functools import lru_cache
from secrets import token_hex
from typing import NamedTuple

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Engine
from django.urls import get_script_prefix, get_urlconf
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from smplanner.preferences import Frame, Place
from smplanner.workspaces.roles import Rights

register = template.Library()

# What stands for the two until they are filled in; nobody can write them into a text, for they are drawn by lot.
_ADDRESS, _TOKEN = f"address{token_hex(12)}", f"token{token_hex(12)}"


class _Space(NamedTuple):
    slug: str
    name: str


class _Reader(NamedTuple):
    name: str
    is_authenticated: bool
    is_staff: bool

    def __str__(self) -> str:
        return self.name


class _Request(NamedTuple):
    workspace: _Space | None
    user: _Reader

    def get_full_path(self) -> str:
        return _ADDRESS


class _Frame(NamedTuple):
    """What a kept part sees of the page's frame: see smplanner.preferences.Frame."""

    site_name: str
    section: str
    theme: str
    unread: int
    role: str | None
    workspaces: tuple[Place, ...]

    @property
    def may(self) -> Rights:
        return Rights(self.role)


class _Key(NamedTuple):
    name: str
    language: str | None
    urls: tuple[Hashable, str]
    request: _Request
    ui: _Frame
    values: tuple[tuple[str, Hashable], ...]


@register.simple_tag(takes_context=True)
def kept(context: Context, name: str, **values: Hashable) -> SafeString:
    """The template `name` with these values, on the page of `context`; where that has no frame, as any included one.

    While templates are being written, it is put together anew each time.
    """
    if settings.DEBUG or "ui" not in context or not context.get("csrf_token"):
        with context.push(**values):
            return Engine.get_default().get_template(name).render(context)
    request = context["request"]
    part = _put_together(_key(request, context["ui"], name, values)).replace(_ADDRESS, escape(request.get_full_path()))
    if _TOKEN in part:  # asking for the token makes the answer set its cookie
        part = part.replace(_TOKEN, escape(context["csrf_token"]))
    return mark_safe(part)  # noqa: S308 (both were escaped, and the rest is a template's)


def _key(request: HttpRequest, ui: Frame, name: str, values: dict[str, Hashable]) -> _Key:
    place, user = getattr(request, "workspace", None), request.user
    return _Key(
        name,
        get_language(),
        (get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()),
        _Request(
            _Space(place.slug, place.name) if place else None, _Reader(str(user), user.is_authenticated, user.is_staff)
        ),
        _Frame(ui.site_name, ui.section, ui.theme, ui.unread, ui.may.role, tuple(ui.workspaces)),
        tuple(values.items()),
    )


@lru_cache(maxsize=300)
def _put_together(key: _Key) -> str:
    seen = {"request": key.request, "ui": key.ui, "csrf_token": _TOKEN, **dict(key.values)}
    return str(Engine.get_default().get_template(key.name).render(Context(seen)))
