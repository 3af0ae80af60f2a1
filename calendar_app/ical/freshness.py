"""Making calendar programs notice a change: a post's `changed_at` and `sequence` grow with whatever its event shows.

A program skips an event whose LAST-MODIFIED has not grown, so renaming a channel must reach every post on it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.signals import post_save, pre_delete, pre_save
from django.utils import timezone

from calendar_app.models import Channel, Objective, Pillar, Post
from personas.models import Persona, Platform
from smplanner.workspaces.models import Workspace

SECOND = timedelta(seconds=1)  # what LAST-MODIFIED counts in

# model -> (the way to it from a post, the fields of it that an event shows)
SHOWN: Mapping[type[models.Model], tuple[str, tuple[str, ...]]] = {
    Channel: ("channel", ("name", "platform_id")),
    Persona: ("persona", ("name",)),
    Pillar: ("pillar", ("name",)),
    Objective: ("objective", ("statement",)),
    Platform: ("channel__platform", ("name",)),
    Workspace: ("workspace", ("slug", "zone")),  # in the post's address, and the clock that its hours are told by
}


def touch(posts: "models.QuerySet[Post]", now: datetime) -> int:
    """Raise `sequence` and `changed_at` of `posts` in one UPDATE; returns how many there were.

    As `Post.revise` does for one, `changed_at` grows by at least one second.
    """
    this_second = now.replace(microsecond=0)
    return posts.order_by().update(
        sequence=F("sequence") + 1,
        changed_at=Case(
            When(changed_at__lt=this_second, then=Value(now)),
            default=F("changed_at") + SECOND,
            output_field=models.DateTimeField(),
        ),
    )


def connect() -> None:
    """Watch the names that events show. Called once, when the site starts."""
    for model in SHOWN:
        pre_save.connect(_compare, sender=model, dispatch_uid=f"freshness.compare.{model._meta.label}")
        post_save.connect(_touch_renamed, sender=model, dispatch_uid=f"freshness.renamed.{model._meta.label}")
    for model in (Channel, Persona, Pillar, Objective):  # deleted, they leave their posts without one
        pre_delete.connect(_touch_orphans, sender=model, dispatch_uid=f"freshness.orphans.{model._meta.label}")


def _posts_showing(row: models.Model) -> "models.QuerySet[Post]":
    way, _fields = SHOWN[type(row)]
    return Post._base_manager.filter(**{way: row.pk})


def _compare(
    sender: type[models.Model], instance: models.Model, *, raw: bool, update_fields: Any, **_kwargs: Any
) -> None:
    """Note on the row whether the save to come changes what events show of it."""
    fields = SHOWN[sender][1]
    untouched = update_fields is not None and not {name.removesuffix("_id") for name in fields} & {
        name.removesuffix("_id") for name in update_fields
    }
    if raw or instance._state.adding or untouched:
        instance._shown_change = False
        return
    stored = sender._base_manager.filter(pk=instance.pk).values_list(*fields).first()
    instance._shown_change = stored is not None and stored != tuple(getattr(instance, name) for name in fields)


def _touch_renamed(sender: type[models.Model], instance: models.Model, **_kwargs: Any) -> None:
    if instance.__dict__.pop("_shown_change", False):
        touch(_posts_showing(instance), timezone.now())


def _touch_orphans(sender: type[models.Model], instance: models.Model, **_kwargs: Any) -> None:
    touch(_posts_showing(instance), timezone.now())
