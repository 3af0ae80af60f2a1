"""Links for people outside: made, given a new address, ended; what they show, and the mail that brings them.

A link belongs to the workspace, yet somebody answers for it: it works as long as the member who made it, or gave it its
present address, is one who may share posts. When that member's seat is taken away it is revoked for good.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.signals import pre_delete
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from smplanner.mail import outbox
from smplanner.mail.models import Message
from smplanner.workspaces import audit
from smplanner.workspaces.models import AuditEvent, Membership, User, Workspace, hash_token
from smplanner.workspaces.roles import may

from .models import GuestLink, Post, SharedPost

ACTION = "guest.share"
# What is shown of a campaign or a channel. A post that was chosen for a link is shown whatever its status.
SHOWN = (Post.Status.IN_REVIEW, Post.Status.APPROVED, Post.Status.POSTED)
# What can be shared as a whole.
WHOLE = ("campaign", "channel")
CHOSEN = ("email", "language", "campaign", "channel", "may_approve", "expires_at")
MAIL_KIND = "guest"
ENDED_SHOWN = timedelta(days=30)
USE_NOTED_EVERY = timedelta(minutes=5)

log = logging.getLogger("smplanner.guests")


class State(StrEnum):
    """Whether a link opens, and if not, why."""

    OPEN = "open"
    EXPIRED = "expired"
    ORPHANED = "orphaned"  # whoever made it may not share posts now
    REVOKED = "revoked"


def with_makers(links: QuerySet[GuestLink]) -> QuerySet[GuestLink]:
    """`links` with what `state` asks of them, and with those whom their pages name."""
    seat = Membership.objects.filter(
        user=OuterRef("made_by"), workspace=OuterRef("workspace"), user__is_active=True
    ).values("role")[:1]
    named = ("workspace", "made_by", "campaign", "channel__platform")
    return links.select_related(*named).annotate(maker_role=Subquery(seat))


def naming_links(rows: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    """Rows of the log with `link_name`: how the link is called by which somebody outside did it."""
    names = GuestLink._base_manager.filter(pk=OuterRef("link"), workspace=OuterRef("workspace")).values("name")
    return rows.annotate(link_name=Subquery(names[:1]))


def by_token(token: str) -> GuestLink | None:
    """The link with this secret, whatever its state, in whichever workspace it is.

    Found by the index on the secret's SHA-256, so the time it takes tells nothing of how near a guess is.
    """
    link = with_makers(GuestLink._base_manager.all()).filter(token_hash=hash_token(token)).first()
    if link is not None:
        link.may_approve = approves(link)
    return link


def approves(link: GuestLink) -> bool:
    """Whether an answer by `link`, that came by `with_makers`, counts: nobody hands out a right that they have not."""
    return link.may_approve and link.maker_role is not None and may(link.maker_role, "post.approve")


def state(link: GuestLink, now: datetime) -> State:
    """How it stands with a link that came by `with_makers`."""
    if link.revoked_at is not None:
        return State.REVOKED
    if link.expires_at <= now:
        return State.EXPIRED
    if link.maker_role is None or not may(link.maker_role, ACTION):
        return State.ORPHANED
    return State.OPEN


def posts_of(link: GuestLink) -> QuerySet[Post]:
    """What `link` shows, by day: the posts chosen for it, and those of its campaign and channel, of both where it names
    both, that wait for approval or have it. Nothing from the trash."""
    shown = Q(pk__in=SharedPost.objects.filter(link=link).values("post"))
    narrowed = {name: key for name in WHOLE if (key := getattr(link, f"{name}_id"))}
    if narrowed:
        shown |= Q(status__in=SHOWN, **narrowed)
    posts = Post.objects.filter(shown).select_related("workspace", "channel__platform")
    return posts.order_by(F("publish_at").asc(nulls_last=True), "pk")


def address(token: str) -> str:
    """The absolute address of the link with this secret."""
    return settings.SITE_URL + reverse("guest", args=[token])


def start(link: GuestLink, posts: Sequence[Post], actor: User) -> str:
    """Save a new link that shows `posts`, mail it; returns its secret, which exists nowhere else afterwards."""
    token, link.token_hash = GuestLink.new_token()
    link.made_by = actor
    with transaction.atomic():
        link.save()
        SharedPost.objects.bulk_create(SharedPost(workspace=link.workspace, link=link, post=post) for post in posts)
        chosen = {name: (None, getattr(link, name)) for name in CHOSEN}
        audit.record(link.workspace, actor, "created", link, chosen | {"posts": (None, _titles(posts))})
        mail(link, token)
    return token


def rotate(link: GuestLink, actor: User, now: datetime) -> str:
    """Give `link` a new secret and return it; the old address is dead at once, and `actor` answers for the new one.

    It works for as long again as it did. A row of its own keeps the old secret's hash, so that the old address says
    that it is over.
    """
    past = _past(link, now)
    expires_at = now + (link.expires_at - link.created_at)
    diff = {"expires_at": (link.expires_at, expires_at)}
    token, link.token_hash = GuestLink.new_token()
    link.made_by, link.created_at, link.expires_at, link.last_used_at = actor, now, expires_at, None
    with transaction.atomic():
        link.save()
        past.save()
        _unsent(link).delete()
        audit.record(link.workspace, actor, "rotated", link, diff)
        mail(link, token)
    return token


def _past(link: GuestLink, now: datetime) -> GuestLink:
    """A row that keeps the present secret of `link`, so that its address says that it is over."""
    kept = ("workspace", "name", "language", "created_at", "expires_at", "last_used_at", "made_by", "token_hash")
    return GuestLink(**{name: getattr(link, name) for name in kept}, revoked_at=now)


@transaction.atomic
def change(link: GuestLink, diff: Mapping[str, tuple[Any, Any]], actor: User) -> None:
    """Save what a form wrote into `link`, that came by `with_makers`: its name, language, last day, right.

    Its address stays. Whoever gives it the right to approve answers for it from now on, where whoever made it could
    not give that.
    """
    if not diff:
        return
    if "may_approve" in diff and link.may_approve and not approves(link):
        link.made_by = actor
    link.save()
    audit.record(link.workspace, actor, "edited", link, diff)


@transaction.atomic
def revoke(link: GuestLink, actor: User | None, now: datetime) -> None:
    """End `link` for good: its address says so from now on."""
    link.revoked_at = now
    link.save(update_fields=["revoked_at"])
    _unsent(link).delete()
    audit.record(link.workspace, actor, "revoked", link)


def revoke_of(user: User, workspace: Workspace, now: datetime) -> None:
    """End all links in `workspace` that `user` answers for."""
    mine = GuestLink._base_manager.filter(made_by=user, workspace=workspace, revoked_at=None)
    for link in mine.select_related("workspace"):
        revoke(link, None, now)


def connect() -> None:
    """End links with the seat of whoever answers for them, and with what they show. Called once, at the start."""
    pre_delete.connect(_revoke_with_seat, sender=Membership, dispatch_uid="guests.seat")
    for name in WHOLE:
        sender = GuestLink._meta.get_field(name).related_model
        pre_delete.connect(_revoke_with_it, sender=sender, dispatch_uid=f"guests.{name}")


def _is_of_workspace(origin: Any) -> bool:
    """Whether a whole workspace is being deleted, with which its links go."""
    return (origin.model if isinstance(origin, QuerySet) else type(origin)) is Workspace


def _revoke_with_seat(sender: type[Membership], instance: Membership, origin: Any = None, **_kwargs: Any) -> None:
    if not _is_of_workspace(origin):
        revoke_of(instance.user, instance.workspace, timezone.now())


def _revoke_with_it(sender: type[Model], instance: Model, origin: Any = None, **_kwargs: Any) -> None:
    """The links to a campaign or channel that is deleted go with it: keep that their addresses are over."""
    if _is_of_workspace(origin):
        return
    name = next(name for name in WHOLE if GuestLink._meta.get_field(name).related_model is sender)
    for link in GuestLink._base_manager.filter(**{name: instance.pk}).select_related("workspace"):
        past = _past(link, link.revoked_at or timezone.now())
        GuestLink._base_manager.filter(pk=link.pk).update(token_hash=GuestLink.new_token()[1])
        past.save()


@transaction.atomic
def add(link: GuestLink, posts: Iterable[Post], actor: User) -> list[Post]:
    """Let `link` show `posts` too; returns those that it did not show yet."""
    known = set(SharedPost.objects.filter(link=link).values_list("post_id", flat=True))
    new = [post for post in posts if post.pk not in known]
    if new:
        SharedPost.objects.bulk_create(SharedPost(workspace=link.workspace, link=link, post=post) for post in new)
        audit.record(link.workspace, actor, "edited", link, {"posts": (None, _titles(new))})
    return new


@transaction.atomic
def drop(shared: SharedPost, actor: User) -> None:
    """Show a chosen post no longer."""
    audit.record(shared.workspace, actor, "edited", shared.link, {"posts": (_titles([shared.post]), None)})
    shared.delete()


def _titles(posts: Iterable[Post]) -> list[str]:
    return [post.title for post in posts]


def note_use(link: GuestLink, now: datetime) -> None:
    """Write down that `link` was opened, every few minutes at most. A failure to write is no reason not to answer."""
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
    if link.last_used_at is not None and now - link.last_used_at < USE_NOTED_EVERY:
        return
    try:
        GuestLink._base_manager.filter(stale, pk=link.pk).update(last_used_at=now)
    except DatabaseError as error:
        log.warning("could not note the use of guest link %s: %s", link.pk, type(error).__name__)


def name_of_maker(link: GuestLink) -> str:
    """Who shares, as outsiders may know it: an address is not theirs to know."""
    return (link.made_by.name if link.made_by else "") or link.workspace.name


def can_mail(link: GuestLink) -> bool:
    """Whether the link goes to its reader by mail; otherwise whoever made it hands it over."""
    return bool(link.email and settings.EMAIL_HOST)


def _unsent(link: GuestLink) -> QuerySet[Message]:
    """Mail that would bring an address of `link` and was not sent yet."""
    return Message.objects.filter(key__startswith=f"{_mail_key(link)}:", sent_at=None, given_up_at=None)


def _mail_key(link: GuestLink) -> str:
    return f"{MAIL_KIND}:{link.pk}"


def mail(link: GuestLink, token: str) -> None:
    """Write the mail that brings `link` into the outbox, in its language, if there is an address to send it to."""
    if not can_mail(link):
        return
    space = link.workspace
    with override(link.language), timezone.override(space.tz):
        who = name_of_maker(link)
        context = {
            "link": link,
            "who": who,
            "address": address(token),
            "language": link.language,
            "subject": _("%(who)s asks for your opinion: %(workspace)s") % {"who": who, "workspace": space.name},
        }
        message = Message(
            key=f"{_mail_key(link)}:{link.token_hash[:16]}",
            kind=MAIL_KIND,
            workspace=space,
            to=link.email,
            subject=context["subject"],
            text=render_to_string("guests/mail.txt", context),
            html=render_to_string("guests/mail.html", context),
        )
    outbox.put([message])
