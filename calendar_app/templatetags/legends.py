"""The values that the calendar's head offers to filter by: dozens a page, so they are built like the chips."""

from collections.abc import Iterable
from html import escape  # the same as Django's, without its care for words translated later
from typing import Protocol

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import npgettext

from calendar_app.facets import Option
from smplanner.icons import icon

register = template.Library()


class Choice(Protocol):
    """A value, how many posts have it, and where following it leads."""

    facet: str
    option: Option
    count: int | None  # None: nobody counted
    is_chosen: bool
    query: str


class Switch(Protocol):
    """A kind of occasions, and whether it is shown."""

    key: str
    label: str
    icon: str
    is_on: bool


@register.simple_tag
def legend_filters(choices: Iterable[Choice]) -> SafeString:
    """The `<li>` of each value that stands in the open. Every text in them is escaped."""
    return mark_safe("\n".join(map(_filter, choices)))  # noqa: S308 (each part is escaped below)


@register.simple_tag
def legend_choices(choices: Iterable[Choice]) -> SafeString:
    """The `<li>` of each value in a menu. Every text in them is escaped."""
    return mark_safe("\n".join(map(_choice, choices)))  # noqa: S308 (each part is escaped below)


@register.simple_tag
def kind_boxes(kinds: Iterable[Switch]) -> SafeString:
    """The boxes that switch kinds of occasions on and off. Every text in them is escaped."""
    return mark_safe("\n".join(map(_box, kinds)))  # noqa: S308 (each part is escaped below)


def _filter(choice: Choice) -> str:
    option = choice.option
    if option.mark:
        sign = f'<span class="mark tag-{option.colour}" aria-hidden="true">{escape(option.mark)}</span>'
    else:
        sign = _swatch(option)
    current = ' aria-current="true"' if choice.is_chosen else ""
    return (
        f'<li><a class="filter" href="{escape(choice.query)}"{current} data-key="{choice.facet}-{option.key}">'
        f"{sign}<span>{escape(option.label)}</span>{_count(choice.count)}</a></li>"
    )


def _choice(choice: Choice) -> str:
    option = choice.option
    current, check = (' aria-current="true"', icon("check", "check")) if choice.is_chosen else ("", "")
    return (
        f'<li><a href="{escape(choice.query)}"{current} data-key="{choice.facet}-{option.key}">'
        f"{_swatch(option)}<span>{escape(option.label)}</span>{_count(choice.count)}{check}</a></li>"
    )


def _swatch(option: Option) -> str:
    return f'<span class="swatch tag-{option.colour}" aria-hidden="true"></span>'


def _count(number: int | None) -> str:
    if number is None:
        return ""
    words = escape(npgettext("count", "post", "posts", number))
    return f'<span class="count">{number}<span class="vh"> {words}</span></span>'


def _box(kind: Switch) -> str:
    checked = " checked" if kind.is_on else ""
    return (
        f'<label class="choice"><input type="checkbox" name="show" value="{kind.key}"{checked}>'
        f"{icon(kind.icon)}<span>{escape(kind.label)}</span></label>"
    )
