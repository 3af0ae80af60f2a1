"""What lies in the trash for thirty days, then goes for good, with its pictures. The log keeps that it was there."""

import uuid
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import QuerySet
from django_scopes import scope, scopes_disabled

from smplanner.mail import outbox
from smplanner.workspaces import audit
from smplanner.workspaces.models import User, Workspace

from .models import Post

KEPT = timedelta(days=30)
# Between two looks of one worker: nobody waits for the end of the thirtieth day.
PAUSE = timedelta(hours=1)
# Posts of one workspace that go in one transaction; the rest go at the next look.
AT_ONCE = 500

_looked: list[datetime] = []


def connect() -> None:
    """Look into the trashes whenever the outbox is looked into."""
    if look not in outbox.chores:
        outbox.chores.append(look)


def look(now: datetime) -> None:
    """Empty the trashes of what lay there for thirty days, once in an hour."""
    if not _looked or not timedelta() <= now - _looked[0] < PAUSE:
        _looked[:] = [now]
        for workspace in with_overdue(now):
            purge(workspace, overdue(workspace, now), None)


def days_left(post: Post, now: datetime) -> int:
    """How many more days a post stays in the trash, the one that has begun counted whole."""
    return max(0, ceil((post.deleted_at + KEPT - now) / timedelta(days=1)))


def with_overdue(now: datetime) -> list[Workspace]:
    """The workspaces in whose trash something has lain for thirty days."""
    with scopes_disabled():
        rows = Post._base_manager.filter(deleted_at__lte=now - KEPT)
        return list(Workspace.objects.filter(pk__in=rows.values("workspace")).order_by("pk"))


def overdue(workspace: Workspace, now: datetime) -> QuerySet[Post]:
    """What has lain in the trash of `workspace` for thirty days."""
    with scope(workspace=workspace):
        return Post.trash.filter(deleted_at__lte=now - KEPT)


def purge(workspace: Workspace, posts: QuerySet[Post], actor: User | None) -> int:
    """Remove those of `posts`, which lie in the trash, for good; how many. Nobody is the `actor` when time is up.

    Their pictures go with the transaction, unless another post shows them too. The log gets a row for each.
    """
    with scope(workspace=workspace), transaction.atomic():
        gone = list(posts.select_for_update(of=("self",)).order_by("pk")[:AT_ONCE])
        if gone:
            batch = uuid.uuid4() if len(gone) > 1 else None
            audit.record_all(workspace, actor, [("purged", post, {}) for post in gone], batch=batch)
            Post.trash.filter(pk__in=[post.pk for post in gone]).delete()
        return len(gone)
