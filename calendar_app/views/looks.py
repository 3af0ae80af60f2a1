"""How a post will look on its channel, for the counter below its text and the preview beside it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string

from calendar_app.appearance import Limits, appearance
from calendar_app.models import Channel, Media


def limits_of(channel: Channel | None) -> Limits:
    """What `channel` takes; without one, characters are counted and nothing is known."""
    if channel is None:
        return Limits()
    platform = channel.platform
    return Limits(
        counting=platform.counting,
        most=channel.char_max or platform.char_max,
        advised=platform.char_soft,
        visible=platform.visible_chars,
        tags_most=platform.hashtags_max,
        tags_advised=platform.hashtags_soft,
        has_title=bool(platform.title_max),
    )


def look(channel: Channel | None, text: str, link: str = "", media: Iterable[Media] = ()) -> dict[str, Any]:
    """What templates/posts/_counter.html and _look.html show of a text on `channel`."""
    pictures = list(media)
    return {
        "channel": channel,
        "seen": appearance(text, limits_of(channel)),
        "counting": channel.platform.counting if channel else "code_points",
        "site": _site(link),
        "picture": next((one for one in pictures if one.pk and one.file), None),
        "more": max(0, len(pictures) - 1),
    }


def drawn(slug: str, shown: dict[str, Any], key: str = "") -> dict[str, str]:
    """The same as HTML, by the id of the node that it replaces the inside of; `key` tells several texts apart."""
    context = {"look": shown, "slug": slug}
    return {
        f"counter{key}": render_to_string("posts/_counter.html", context),
        f"look{key}": render_to_string("posts/_look.html", context),
    }


def _site(link: str) -> str:
    try:
        return urlsplit(link).hostname or ""
    except ValueError:
        return ""
