"""What a review changes beside itself: the day on which a persona was last questioned."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from smplanner.workspaces import audit
from smplanner.workspaces.models import AuditEvent, User, Workspace

from .models import ReviewLog


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
