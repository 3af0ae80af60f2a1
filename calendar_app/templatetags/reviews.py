"""Reviews on the page of what they are about: what was answered, what was decided, what is left to be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from calendar_app import reviewing
from calendar_app.models import Channel, ReviewLog
from calendar_app.occasions import Kind, Row, due
from personas.models import Persona

register = template.Library()

SHOWN = 5


@register.filter
def answers(review: ReviewLog) -> list[tuple[Promise, str]]:
    """The questions that were answered, each with its answer."""
    return reviewing.answers(review)


@dataclass(frozen=True, slots=True)
class Act:
    """What a decision asks for, which the review itself does not do: where it is done."""

    label: str
    url: str


@register.simple_tag(takes_context=True)
def act(context: Mapping[str, Any], review: ReviewLog) -> Act | None:
    """The act that a review decided on; None when it was done, or asks for none, or this person may not do it."""
    slug, rights = context["request"].workspace.slug, context["request"].rights
    decided = ReviewLog.Decision
    if not rights.plan_write or review.decision not in {decided.CHANGE, decided.PAUSE, decided.STOP}:
        return None
    if isinstance(review.subject, Channel):
        return _act_on_channel(slug, review.subject, review.decision)
    if isinstance(review.subject, Persona):
        return _act_on_persona(slug, review.subject, review.decision)
    return Act(_("Go to the strategy"), reverse("strategy", args=[slug]))


def _act_on_channel(slug: str, channel: Channel, decision: str) -> Act | None:
    left, paused = Channel.Status.LEFT, Channel.Status.PAUSED
    if channel.status == left or (channel.status == paused and decision == ReviewLog.Decision.PAUSE):
        return None
    label, name = {
        ReviewLog.Decision.CHANGE: (_("Change the channel"), "channel-edit"),
        ReviewLog.Decision.PAUSE: (_("Pause the channel"), "channel-pause"),
        ReviewLog.Decision.STOP: (_("Leave the channel"), "channel-leave"),
    }[decision]
    return Act(label, reverse(name, args=[slug, channel.pk]))


def _act_on_persona(slug: str, persona: Persona, decision: str) -> Act | None:
    if decision == ReviewLog.Decision.CHANGE:
        return Act(_("Change the persona"), reverse("persona-edit", args=[slug, persona.pk]))
    if persona.status != Persona.Status.ACTIVE:
        return None
    label = _("Put the persona off") if decision == ReviewLog.Decision.PAUSE else _("Archive the persona")
    name = "persona-edit" if decision == ReviewLog.Decision.PAUSE else "persona"
    return Act(label, reverse(name, args=[slug, persona.pk]))


@register.inclusion_tag("reviews/_history.html", takes_context=True)
def review_history(context: Mapping[str, Any], subject: Persona | Channel) -> dict[str, Any]:
    """The latest reviews of a persona or a channel, and the day of the next one. One query."""
    request = context["request"]
    about, since = ("persona", subject.last_reviewed_on) if isinstance(subject, Persona) else ("channel", subject.since)
    found = list(subject.reviews.select_related("persona", "channel__platform", "by")[: SHOWN + 1])
    latest = found[0] if found else None
    is_open = subject.status not in {Persona.Status.ARCHIVED, Channel.Status.LEFT}
    asked = since if about == "persona" or not latest else latest.on
    row = Row(Kind.REVIEW, about, subject.pk, "", day=latest.next_on if latest else None, asked=asked)
    return {
        "request": request,
        "ui": context.get("ui"),
        "about": about,
        "subject": subject,
        "asked": latest.on if latest else (since if about == "persona" else None),
        "is_open": is_open,
        "due": due(row) if is_open else None,
        "is_late": _is_past(due(row), request),
        "reviews": found[:SHOWN],
        "has_more": len(found) > SHOWN,
    }


def _is_past(day: date | None, request: Any) -> bool:
    return day is not None and day < timezone.now().astimezone(request.workspace.tz).date()
