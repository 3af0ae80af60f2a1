"""The days of a campaign itself, which go along when its posts are shifted, and come back with them.

All of it runs inside the workspace's scope. What it leaves in the log is of the same batch as the rows of the posts.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from smplanner.workspaces import audit
from smplanner.workspaces.audit import as_logged
from smplanner.workspaces.models import AuditEvent, User

from . import together
from .models import Campaign
from .together import Done, Refused, Wont
from .view_words import day_in_words

DAYS = ("start_on", "end_on")


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when a campaign goes; either day may be open."""

    start: date | None
    end: date | None

    def __str__(self) -> str:
        return " – ".join(day_in_words(day, "j F Y") for day in (self.start, self.end) if day)

    def later(self, days: int) -> "Span":
        """Raises Wont when no plan goes that far."""
        return Span(*(day and together.later(day, days) for day in (self.start, self.end)))


def span(campaign: Campaign) -> Span | None:
    """The days of `campaign`; None when it has none."""
    return Span(campaign.start_on, campaign.end_on) if campaign.start_on or campaign.end_on else None


@transaction.atomic
def shift(
    campaign: Campaign, chosen: Mapping[int, int | None], days: int, actor: User, now: datetime, *, reason: str = ""
) -> Done:
    """Shift the posts that `chosen` numbers, and with them the days of their campaign. Raises as together.change."""
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=campaign.pk)
    batch, there = uuid.uuid4(), span(campaign)
    try:
        goal = there and there.later(days)
    except Wont:
        raise Refused([]) from None
    done = together.change(chosen, together.shift(days), "moved", actor, now, batch=batch, reason=reason)
    if goal and done.event:
        _put(campaign, goal, "moved", actor, batch)
    return done


def _put(campaign: Campaign, goal: Span, verb: str, actor: User, batch: uuid.UUID) -> None:
    before = (campaign.start_on, campaign.end_on)
    campaign.start_on, campaign.end_on = goal.start, goal.end
    campaign.save(update_fields=DAYS)
    pairs = dict(zip(DAYS, zip(before, (goal.start, goal.end), strict=True), strict=True))
    diff = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    audit.record(campaign.workspace, actor, verb, campaign, diff, batch=batch)


def moved_with(event: AuditEvent) -> AuditEvent | None:
    """The row of the log that says that a campaign's days moved in the act of `event`, which is about a post."""
    if event.batch is None:
        return None
    return AuditEvent.objects.filter(batch=event.batch, target_kind="campaign").first()


def told(event: AuditEvent) -> tuple[Span, Span]:
    """The days of a campaign before and after what `event` tells; a day that stayed is open in both."""
    pairs = [event.diff.get(name, (None, None)) for name in DAYS]
    before, after = (Span(*(pair[side] and date.fromisoformat(pair[side]) for pair in pairs)) for side in (0, 1))
    return before, after


def take_back(event: AuditEvent, actor: User, batch: uuid.UUID) -> None:
    """Give a campaign the days back that it had before `event`, unless somebody gave it others since."""
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("workspace").filter(pk=event.target_id)
    if (one := campaign.first()) is None:
        return
    if any(as_logged(getattr(one, name)) != pair[1] for name, pair in event.diff.items()):
        return
    before, _after = told(event)
    goal = Span(before.start or one.start_on, before.end or one.end_on)
    _put(one, goal, "undone", actor, batch)
