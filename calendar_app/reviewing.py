"""Reviews: the questions of the articles, each where it makes sense, and what a review changes beside itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces import audit
from smplanner.workspaces.models import AuditEvent, User, Workspace

from .models import ReviewLog

_FORRESTER = {
    "learns": _("Do we learn about people there?"),
    "listens": _("Do we listen more than we push?"),
    "proves": _("Can we prove that it serves the objective?"),
    "fits_values": _("Does it fit our values?"),
}
# What is questioned -> the fields that hold the answers, with each question as it is put there.
QUESTIONS: Mapping[str, Mapping[str, Promise]] = {
    "persona": {
        "still_there": _("Are they still where we look for them?"),
        "behaviour_changed": _("Has their behaviour changed?"),
    },
    "channel": {
        "still_there": _("Are our personas still there?"),
        "behaviour_changed": _("Has their behaviour changed there?"),
        **_FORRESTER,
    },
    "strategy": {
        "still_there": _("Are our personas still where we speak to them?"),
        "behaviour_changed": _("Has their behaviour changed, have other platforms come up?"),
        "learns": _("Do we learn about people?"),
        "listens": _FORRESTER["listens"],
        "proves": _("Can we prove that what we do serves the objectives?"),
        "fits_values": _("Does what we do fit our values?"),
    },
}


def about(review: ReviewLog) -> str:
    """What `review` questions, as QUESTIONS calls it."""
    if review.persona_id:
        return "persona"
    return "channel" if review.channel_id else "strategy"


def answers(review: ReviewLog) -> list[tuple[Promise, str]]:
    """The questions that were answered, each with the answer in words."""
    questions = QUESTIONS[about(review)]
    return [
        (question, review._get_FIELD_display(review._meta.get_field(name)))
        for name, question in questions.items()
        if getattr(review, name)
    ]


def record(
    workspace: Workspace,
    actor: User | None,
    verb: str,
    review: ReviewLog,
    diff: Mapping[str, tuple[Any, Any]] | None = None,
) -> AuditEvent:
    """Write the log of a `review` that was created or edited, or is about to be removed, and tell its persona."""
    if verb == "created":
        review.by = actor
        review.save(update_fields=["by"])
    if review.persona:
        before = review.on if verb == "removed" else (diff or {}).get("on", (None, None))[0]
        _tell_persona(review, before if verb != "created" else None, is_going=verb == "removed")
    return audit.record(workspace, actor, verb, review, diff)


def _tell_persona(review: ReviewLog, before: date | None, *, is_going: bool) -> None:
    """Keep the day of the persona's last review true; `before` is the day that `review` stood for until now.

    A later day that no review stands for is kept: the persona was then looked at when it was written.
    """
    persona, reviews = review.persona, review.persona.reviews.order_by("-on")
    if is_going:
        reviews = reviews.exclude(pk=review.pk)
    latest, known = reviews.values_list("on", flat=True).first(), persona.last_reviewed_on
    if known == before or known is None or (latest is not None and latest > known):
        persona.last_reviewed_on = latest
        persona.save(update_fields=["last_reviewed_on"])
