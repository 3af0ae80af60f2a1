"""From an invitation's link to a seat in the workspace."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope

from smplanner.mail import outbox
from smplanner.mail.models import Message

from . import audit
from .models import Invitation, Membership, User, hash_token

SESSION_KEY = "invitation"


def follow(request: HttpRequest, token: str) -> Invitation | None:
    """Remember that this browser holds the invitation's secret; None when it cannot be accepted (any more)."""
    invitation = Invitation.by_hash(hash_token(token))
    if invitation is not None:
        request.session[SESSION_KEY] = invitation.token_hash
    return invitation


def open_invitation(request: HttpRequest) -> Invitation | None:
    """The invitation whose link this browser followed, while it can still be accepted."""
    token_hash = request.session.get(SESSION_KEY)
    return Invitation.by_hash(token_hash) if token_hash else None


def address(token: str) -> str:
    """The absolute address to accept the invitation with this secret."""
    return settings.SITE_URL + reverse("invitation", args=[token])


def can_mail() -> bool:
    """Whether this site has a mail server; without one, whoever invites hands the link over."""
    return bool(settings.EMAIL_HOST)


def send(invitation: Invitation, token: str) -> None:
    """Write the invitation into the outbox, in the caller's transaction and the language of its workspace."""
    space = invitation.workspace
    with override(space.language):
        who = invitation.invited_by.get_full_name() if invitation.invited_by else "smplanner"
        context = {"invitation": invitation, "address": address(token), "language": space.language}
        subject = _("%(who)s invites you to %(workspace)s") % {"who": who, "workspace": space.name}
        text = render_to_string("workspaces/invitation.txt", context)
        html = render_to_string("mail/plain.html", context | {"subject": subject, "text": text})
    message = Message(key=_mail_key(invitation), kind="invitation", workspace=space, to=invitation.email)
    message.subject, message.text, message.html = subject, text, html
    outbox.put([message])


def unsend(offers: Iterable[Invitation]) -> None:
    """Take back the mails of invitations that lead nowhere any more, as far as they were not sent."""
    outbox.withdraw(map(_mail_key, offers))


def _mail_key(invitation: Invitation) -> str:
    return f"invitation:{invitation.pk}"


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Membership:
    """Seat `user` with the offered role; a person who already has a seat keeps the role they have.

    Raises ValueError when the invitation was made out to another address.
    """
    if user.email.lower() != invitation.email.lower():
        raise ValueError("this invitation is for another address")
    membership, made = Membership.objects.get_or_create(
        user=user, workspace=invitation.workspace, defaults={"role": invitation.role}
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    if made:
        audit.record(invitation.workspace, user, "joined", membership)
    return membership


def accept_after_sign_in(request: HttpRequest, user: User, **kwargs: object) -> None:
    """Signal receiver: whoever signs in, or up, with the invited address takes the seat at once."""
    invitation = open_invitation(request)
    if invitation is not None and user.email.lower() == invitation.email.lower():
        with scope(workspace=invitation.workspace):
            accept(invitation, user)
        request.session.pop(SESSION_KEY, None)
        request.session["workspace"] = invitation.workspace.slug
