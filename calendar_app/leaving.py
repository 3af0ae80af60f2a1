"""What ends when somebody's seat in a workspace is taken away, in the transaction that takes it.

Their pages need nothing: each request asks for the seat. Links for outsiders end in guests.py.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import pre_delete
from django.utils import timezone
from django_scopes import scope

from smplanner.mail.models import Message
from smplanner.workspaces import members, tokens
from smplanner.workspaces.models import ApiToken, Membership, User, Workspace

from . import together
from .ical import subscriptions
from .models import Editing, Feed, Post, SummaryMail


def connect() -> None:
    """Watch seats go. Called once, when the site starts."""
    members.leaving.connect(_hand_over, dispatch_uid="leaving.posts")
    pre_delete.connect(_end_with_seat, sender=Membership, dispatch_uid="leaving.seat")


def to_come(user: User) -> QuerySet[Post]:
    """What `user` looks after and is not out yet, in the workspace whose scope is active."""
    return Post.objects.filter(owner=user, deleted_at=None).exclude(status=Post.Status.POSTED)


def _hand_over(sender: type[Membership], membership: Membership, actor: User, heir: User | None, **_: Any) -> None:
    if heir is None:
        return
    now = timezone.now()
    with scope(workspace=membership.workspace):
        chosen = dict.fromkeys(to_come(membership.user).values_list("pk", flat=True))
        if chosen:
            together.change(chosen, together.assign("owner", heir, now), "edited", actor, now)


def _end_with_seat(sender: type[Membership], instance: Membership, origin: Any = None, **_: Any) -> None:
    """However the seat is taken: on the page of members, or in the administration."""
    whole = origin.model if isinstance(origin, QuerySet) else type(origin)
    if whole is not Workspace:  # with the workspace goes everything in it
        end(instance.user, instance.workspace, timezone.now())


@transaction.atomic
def end(user: User, workspace: Workspace, now: datetime) -> None:
    """End what `user` has in `workspace`: subscriptions, tokens, waiting mails, summaries, and open editors."""
    mine = {"user": user, "workspace": workspace}
    for feed in Feed._base_manager.filter(**mine, revoked_at=None).select_related("workspace"):
        subscriptions.revoke(feed, None, now)
    for token in ApiToken.objects.filter(**mine, revoked_at=None):
        tokens.revoke(token, None, now)
    Message.objects.filter(**mine, sent_at=None, given_up_at=None).delete()
    SummaryMail._base_manager.filter(**mine).delete()
    Editing._base_manager.filter(**mine).delete()
