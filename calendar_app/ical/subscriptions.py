"""The life of a subscription: made, given a new address, ended; and the addresses that lead to it."""

import logging
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Model, Q
from django.db.models.signals import pre_delete
from django.urls import reverse
from django.utils import timezone

from calendar_app.models import Feed
from smplanner.workspaces import audit
from smplanner.workspaces.models import User

from .clients import client_name

# What a person chooses of a subscription, besides its name.
CHOSEN = ("scope", "detail", *Feed.NARROWED_TO, "with_occasions", "language", "zone", "alarm_minutes")
USE_NOTED_EVERY = timedelta(hours=1)

log = logging.getLogger("smplanner.feeds")


def start(feed: Feed, actor: User) -> str:
    """Save a new subscription of `actor`; returns its secret, which exists nowhere else afterwards."""
    feed.user = actor
    token = feed.renew_token()
    with transaction.atomic():
        feed.save()
        chosen = {name: (None, getattr(feed, name)) for name in CHOSEN}
        audit.record(feed.workspace, actor, "created", feed, chosen)
    return token


def rotate(feed: Feed, actor: User, now: datetime) -> str:
    """Give `feed` a new secret and return it; the old address is dead at once.

    A copy of the row keeps the old secret's hash, so that this address answers 410, on which programs stop asking.
    """
    kept = {"workspace", "user", "name", *CHOSEN, "created_at", "last_used_at", "last_client"} - {*Feed.NARROWED_TO}
    past = Feed(**{name: getattr(feed, name) for name in kept}, token_hash=feed.token_hash, revoked_at=now)
    token = feed.renew_token()
    feed.created_at, feed.last_used_at, feed.last_client = now, None, ""
    with transaction.atomic():
        feed.save()
        past.save()
        audit.record(feed.workspace, actor, "rotated", feed)
    return token


def revoke(feed: Feed, actor: User | None, now: datetime) -> None:
    """End `feed` for good: its address answers 410 from now on."""
    feed.revoked_at = now
    with transaction.atomic():
        feed.save(update_fields=["revoked_at"])
        audit.record(feed.workspace, actor, "revoked", feed)


def note_use(feed: Feed, user_agent: str, now: datetime) -> None:
    """Write down that `feed` was read, at most once an hour. A failure to write is no reason not to answer."""
    if feed.last_used_at is not None and now - feed.last_used_at < USE_NOTED_EVERY:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
    try:
        Feed._base_manager.filter(stale, pk=feed.pk).update(last_used_at=now, last_client=client_name(user_agent))
    except DatabaseError as error:
        log.warning("could not note the use of subscription %s: %s", feed.pk, type(error).__name__)


def addresses(feed: Feed, token: str) -> dict[str, str]:
    """How to reach `feed`: `https` to copy, `webcal` for programs that listen to it, `google` to add it there.

    Some programs name the calendar after the last part of the address, and Google refuses more than 256 characters.
    """
    address = settings.SITE_URL + reverse("feed", kwargs={"token": token, "name": feed.workspace.slug})
    webcal = "webcal:" + address.partition(":")[2]
    google = "https://calendar.google.com/calendar/r?cid=" + quote(webcal, safe="")
    return {"https": address, "webcal": webcal, "google": google}


def connect() -> None:
    """Watch what subscriptions are narrowed to go. Called once, when the site starts."""
    for name in Feed.NARROWED_TO:
        sender = Feed._meta.get_field(name).related_model
        pre_delete.connect(_revoke_with_it, sender=sender, dispatch_uid=f"subscriptions.{name}")


def _revoke_with_it(sender: type[Model], instance: Model, **_kwargs: Any) -> None:
    """End the subscriptions to a channel, persona, campaign or view that is being deleted, instead of deleting them.

    Their addresses then answer 410, on which programs stop asking, and not 404; and they never widen to the whole plan.
    """
    name = next(name for name in Feed.NARROWED_TO if Feed._meta.get_field(name).related_model is sender)
    orphans = Feed._base_manager.filter(**{name: instance.pk})
    orphans.filter(revoked_at=None).update(revoked_at=timezone.now())
    orphans.update(**{name: None})
