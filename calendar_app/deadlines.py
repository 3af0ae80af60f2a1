"""What happens to submissions that nobody answers: reminders, and what silence means when its hour has come.

Looked at by the worker on every site, with a mail server or without. Whatever is done is done once, also by two workers
at the same time: reminders by their key, the end of a submission under the lock of its post.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from smplanner.mail import outbox
from smplanner.workspaces.models import User, Workspace

from . import approval, asking
from .approval import NotAsked, StalePost, Who
from .models import Notice, Post, Submission

log = logging.getLogger(__name__)

# So many hours before an answer is wanted, those who may give it are reminded.
STEPS = (24, 48)
LATE = "late"


def connect() -> None:
    """Look for deadlines whenever the worker does."""
    if watch not in outbox.chores:
        outbox.chores.append(watch)


def watch(now: datetime) -> None:
    """Remind of what is wanted soon, and end what silence ends, in every workspace."""
    with scopes_disabled():
        waiting = list(_waiting(now))
        told = _known(one for one in waiting if _step(one, now))
    for held in waiting:
        step = _step(held, now)
        with scope(workspace=held.workspace), timezone.override(held.workspace.tz), override(held.workspace.language):
            if held.until <= now and held.silence != Workspace.Silence.WAIT:
                _end(held, now)
            elif step and _key(held, step) not in told:
                approval.remind(held, step, _asked(held), now)


def _waiting(now: datetime) -> Iterable[Submission]:
    """Open submissions whose answer is wanted within the longest of the steps, or was."""
    rows = Submission.objects.open().filter(
        until__lte=now + timedelta(hours=max(STEPS)), post__deleted_at=None, post__status=Post.Status.IN_REVIEW
    )
    rows = rows.exclude(workspace__approval=Workspace.Approval.NONE)
    return rows.select_related("workspace", "post", "asked_by").order_by("until", "pk")


def _step(held: Submission, now: datetime) -> str:
    """Of what to remind now; empty for nothing. What was handed in after its hour is not reminded of at once."""
    if held.until <= now:
        return LATE
    for hours in STEPS:
        moment = held.until - timedelta(hours=hours)
        if moment <= now:
            return f"{hours}h" if held.asked_at <= moment else ""
    return ""


def _key(held: Submission, step: str) -> str:
    return f"{step}:{held.pk}"


def _known(rows: Iterable[Submission]) -> set[str]:
    """The reminders of `rows` that were given already."""
    keys = [_key(one, step) for one in rows for step in (LATE, *(f"{hours}h" for hours in STEPS))]
    return set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))


def _asked(held: Submission) -> list[User]:
    """Who may answer; not who asked, unless nobody else may."""
    people = asking.readers(held.workspace)
    return [one for one in people if one.pk != held.asked_by_id] or people


def _end(held: Submission, now: datetime) -> None:
    """Let silence mean what it was said to mean. Somebody who answers at this moment is heard instead."""
    until = date_format(timezone.localtime(held.until), "SHORT_DATETIME_FORMAT")
    try:
        if held.silence == Workspace.Silence.YES:
            said = _("Nobody answered by %(until)s: silence means yes.") % {"until": until}
            approval.approve(held, Who(), now, None, reason=said)
        else:
            said = _("Nobody answered by %(until)s. Plan B: %(plan)s") % {"until": until, "plan": held.plan_b}
            approval.lapse(held, now, said)
    except StalePost:
        log.info("Submission %s was answered or changed as its time ran out", held.pk)
        approval.renew(held.post, now)
    except (NotAsked, Post.DoesNotExist):
        log.info("The post of submission %s is gone or settled", held.pk)
