"""Campaigns, school holidays and whatever goes on for days: bands across the cells of a week, built like the chips."""

from html import escape  # the same as Django's, without its care for words translated later

from django import template
from django.utils.safestring import SafeString, mark_safe

from calendar_app.bands import Band
from calendar_app.ground import Ground
from calendar_app.occasion_words import title
from calendar_app.occasions import Kind, Occasion

from .chips import Faces

register = template.Library()


def bands_of(faces: Faces, ground: Ground) -> str:
    """The bands of one cell, each in its lane; a cell without any keeps the room, so that its week is even."""
    if not ground.lanes:
        return ""
    return f'<div class="bands lanes-{ground.lanes}">{"".join(_band(faces, band) for band in ground.bands)}</div>'


def _band(faces: Faces, band: Band) -> str:
    """What of a band lies on one day. Its name is seen where the week begins it, and heard on every day."""
    occasion = band.occasion
    begins, ends = " begins" if band.begins else "", " ends" if band.ends else ""
    classes = f"band is-{occasion.row.kind} {_colour(occasion)} lane-{band.lane}{begins}{ends}"
    name = escape(title(occasion))
    if band.is_first:
        return (
            f'<a class="{classes} spans-{band.days}" href="{faces.address(occasion)}" draggable="false" '
            f'title="{name}">{faces.sign(occasion.row.kind)}<span class="band-name">{name}</span></a>'
        )
    return f'<span class="{classes}" title="{name}"><span class="band-name">{name}</span></span>'


def _colour(occasion: Occasion) -> str:
    """A campaign has its own, stored as what it is about; nothing else is coloured."""
    return f"tag-{occasion.row.about}" if occasion.row.kind == Kind.CAMPAIGN else "tag-ink"


@register.simple_tag
def band_tags(faces: Faces, ground: Ground) -> SafeString:
    """The bands of a day of the list: links, each with its whole name. Every text in them is escaped."""
    links = "".join(
        f'<a class="tag band-tag {_colour(band.occasion)}" href="{faces.address(band.occasion)}">'
        f"{faces.sign(band.occasion.row.kind)}{escape(title(band.occasion))}</a>"
        for band in ground.bands
    )
    return mark_safe(links)  # noqa: S308 (each part is escaped above)
