"""Telling people by mail that a post which they look after is due: once for each moment it is given."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scopes_disabled

from smplanner.mail import outbox
from smplanner.mail.models import Message
from smplanner.mail.unwanted import stop_address
from smplanner.workspaces.models import Membership

from . import quiet
from .models import Notice, Post
from .notice_mails import zone_of
from .notices import tell
from .posting import due
from .templatetags.days import in_words

KIND = "due"
# A server that was down for longer than this tells nobody of what was due before.
LATEST = timedelta(hours=12)


def connect() -> None:
    """Look for due posts whenever the outbox is looked into; behind the bell, on a site without mail as well."""
    if watch not in outbox.watches:
        outbox.watches.append(watch)
    if tell_due not in outbox.chores:
        outbox.chores.append(tell_due)


def tell_due(now: datetime) -> None:
    """Tell the owner of each post that became due of it in the app. The mail about it is written by `watch`."""
    with scopes_disabled(), transaction.atomic():
        posts = {_key(post): post for post in _just_due(now)}
        told = set(Notice.objects.filter(key__in=posts).values_list("key", flat=True))
        for key, post in posts.items():
            if key not in told:
                link = reverse("post-publish", args=[post.workspace.slug, post.pk])
                tell(post.workspace, [post.owner], KIND, key, now, link=link, label=post.title, post=post)
        Notice.objects.filter(key__in=posts, mailed_at=None).update(mailed_at=now)


def _just_due(now: datetime) -> QuerySet[Post]:
    return due(Post.objects.filter(owner__is_active=True), now, LATEST).select_related(
        "workspace", "channel__platform", "owner"
    )


def watch(now: datetime) -> None:
    """Write a reminder for each post, of any workspace, that became due and whose owner was not told."""
    with scopes_disabled():
        posts = list(_just_due(now))
        told = outbox.known(map(_key, posts))
        wanted = [post for post in posts if _key(post) not in told and KIND not in post.owner.unwanted_mails]
        seats = _seats(wanted)
        outbox.put([reminder(post, now) for post in wanted if (post.workspace_id, post.owner_id) in seats])


def _key(post: Post) -> str:
    """A post that is moved is told of again; one whose text is changed is not."""
    return f"due:{post.pk}:{int(post.publish_at.timestamp())}:{post.owner_id}"


def _seats(posts: Iterable[Post]) -> set[tuple[int, int]]:
    """Of the workspaces and owners of `posts`, those that belong together."""
    spaces, owners = {post.workspace_id for post in posts}, {post.owner_id for post in posts}
    members = Membership.objects.filter(workspace__in=spaces, user__in=owners)
    return set(members.values_list("workspace_id", "user_id"))


def reminder(post: Post, now: datetime) -> Message:
    """The mail to the owner of `post`, in their language or that of the workspace, with the workspace's clock.

    It is held back in the owner's quiet hours.
    """
    owner, space = post.owner, post.workspace
    language = owner.language or space.language
    stop = stop_address(owner, KIND)
    with override(language):
        moment = [in_words(post.local_date), date_format(post.local_time, "H:i") if post.local_time else ""]
        context = {
            "post": post,
            "when": " · ".join(filter(None, moment)),
            "is_approved": post.status == Post.Status.APPROVED or space.approval == space.Approval.NONE,
            "address": settings.SITE_URL + reverse("post-publish", args=[space.slug, post.pk]),
            "stop": stop,
            "language": language,
            "subject": _("To post now: %(title)s") % {"title": post.title},
        }
        return Message(
            key=_key(post),
            kind=KIND,
            workspace=space,
            user=owner,
            to=owner.email,
            subject=context["subject"],
            text=render_to_string("mail/due.txt", context),
            html=render_to_string("mail/due.html", context),
            headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            due_at=quiet.awake(now, zone_of(owner, space), owner.quiet_from, owner.quiet_until),
        )
