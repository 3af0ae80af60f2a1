"""The versions of a post on several channels: one message, said to each as it is said there.

All functions run inside the workspace's scope.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from smplanner.workspaces.models import User

from . import workflow
from .models import Channel, Post

MOST = 12  # stand side by side


def family(post: Post) -> list[Post]:
    """`post` and those it is tied to, the first of all in front; at most MOST, and `post` alone when there are none.

    One query. A version of a version counts as one of the first; those in the trash are left out.
    """
    first = post.adapted_from_id or post.pk
    posts = Post.objects.filter(Q(pk__in={first, post.pk}) | Q(adapted_from=first)).select_related(
        "channel__platform", "campaign", "workspace"
    )
    return sorted(posts[: 4 * MOST], key=lambda one: (one.pk != first, one.pk))[:MOST]


def open_channels(posts: Iterable[Post]) -> list[Channel]:
    """The channels in use on which none of `posts` speaks, which are versions of one another."""
    taken = {post.channel_id for post in posts}
    return [one for one in Channel.objects.in_use().select_related("platform") if one.pk not in taken]


@transaction.atomic
def adapt(post: Post, channels: Iterable[Channel], actor: User, now: datetime) -> list[Post]:
    """One version of `post` for each of `channels`: a copy with its pictures, on the same day, tied to the first."""
    first = Post.objects.get(pk=post.adapted_from_id) if _first_is_there(post) else post
    made = []
    for channel in channels:
        version = workflow.duplicate(post, actor, now)
        version.channel, version.adapted_from = channel, first
        version.save(update_fields=["channel", "adapted_from", "publish_at"])
        made.append(version)
    return made


def _first_is_there(post: Post) -> bool:
    return post.adapted_from_id is not None and Post.objects.filter(pk=post.adapted_from_id).exists()
