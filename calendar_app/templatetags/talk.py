"""What is said about something, on its page: {% talk_about post %}. Two queries, however much was said."""

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

from calendar_app import talk

register = template.Library()

# Threads that stand open on a page; the rest wait in a fold.
SHOWN = 20


@register.inclusion_tag("talk/_thread.html", takes_context=True)
def talk_about(context: Mapping[str, Any], about: talk.About) -> dict[str, Any]:
    """What members say about `about`, with the form to say more; with `open_form` in the context, a post is written."""
    return threads(context["request"], about, is_writing="open_form" in context)


def threads(request: HttpRequest, about: talk.About, *, is_writing: bool = False) -> dict[str, Any]:
    """What the template needs to show what was said about `about`."""
    found, people = talk.shown(about, viewer_is_guest=False), talk.members(request.workspace)
    kind = about._meta.model_name
    is_open = [one for one in found if one.head.comment.resolved_at is None]
    return {
        "request": request,
        "about": about,
        "kind": kind,
        "slug": request.workspace.slug,
        "count": len(is_open),
        "open_threads": is_open[-SHOWN:],
        "earlier": is_open[:-SHOWN],
        "resolved": [one for one in found if one.head.comment.resolved_at is not None],
        "people": [person for person in people if person != request.user],
        "naming": talk.naming(talk.handles(people)),
        "may_comment": request.rights.comment_write,
        "is_writing": is_writing,
        "say_at": reverse(f"{kind}-comment", args=[request.workspace.slug, about.pk]),
    }


@register.filter
def spoken(text: str, naming: re.Pattern[str]) -> SafeString:
    """A comment as HTML: every text in it is escaped, names after an @ stand out, and addresses are links."""
    parts = naming.split(text)  # what stands between names, and the names, by turns
    said = (
        f'<b class="mention">@{escape(part)}</b>' if place % 2 else urlize(part, nofollow=True, autoescape=True)
        for place, part in enumerate(parts)
    )
    return mark_safe(linebreaks("".join(said)))  # noqa: S308 (each part is escaped above)
