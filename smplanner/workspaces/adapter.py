"""What we decide differently from django-allauth."""

from typing import Any, ClassVar
from uuid import uuid4

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from smplanner.mail import outbox
from smplanner.mail.models import Message

from .invitations import open_invitation
from .keeping import keep_after_sign_in
from .models import User
from .sealed import seal, unseal

NO_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing listens there; it stands for an address that nobody told


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by invitation, for the invited address, unless the site is open to everybody."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": gettext_lazy(
            "That was too often in a short time: wait five minutes. A passkey, or a code by mail where it is offered, "
            "lets you in meanwhile."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.OPEN_SIGNUP or open_invitation(request) is not None

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """The invitation's link was mailed to that address: holding it proves the address.

        Without a mail server nothing can be proved; whoever invites hands the link over and vouches for it.
        """
        invitation = open_invitation(request)
        return invitation is not None and invitation.email.lower() == email.lower()

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """What was typed before the session ended outlasts the page that asks for a second factor."""
        keep_after_sign_in(request)
        return super().pre_login(request, user, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where no address is told, as behind a Unix socket, all visitors count as one."""
        try:
            return super().get_client_ip(request)
        except PermissionDenied:
            return NO_ADDRESS

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox: whoever signs up need not wait for a mail server, nor lose by one that is away."""
        if not settings.EMAIL_HOST:  # it is printed where the server runs
            super().send_mail(template_prefix, email, context)
            return
        address = settings.SITE_URL.partition("://")[2]
        site = {"name": "smplanner", "domain": address}
        mail = self.render_mail(template_prefix, email, {**context, "email": email, "current_site": site})
        message = Message(key=f"account:{uuid4()}", kind="account", to=email, subject=mail.subject, text=mail.body)
        shown = {"subject": mail.subject, "text": mail.body, "language": get_language() or settings.LANGUAGE_CODE}
        message.html = render_to_string("mail/plain.html", shown)
        outbox.put([message])

    def clean_email(self, email: str) -> str:
        email = super().clean_email(email).lower()
        request = self.request
        signing_up = request and request.resolver_match and request.resolver_match.url_name == "account_signup"
        if signing_up and not settings.OPEN_SIGNUP:
            invitation = open_invitation(request)
            if invitation is None or invitation.email.lower() != email:
                raise ValidationError(_("The invitation was made out to another address. Use the one it was sent to."))
        return email

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.name = form.cleaned_data.get("name", "")
        user.language = getattr(request, "LANGUAGE_CODE", "fr")[:2]
        return super().save_user(request, user, form, commit)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps and passkeys, as our pages show them, and their secrets as they are stored."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises Unreadable for what was sealed with a key that is lost."""
        return unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """The QR code as markup of the page itself: no picture of a secret has an address."""
        return segno.make_qr(url, error="m").svg_inline(scale=4, border=3, light="#fff", omitsize=False)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - as allauth calls it
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}


class ElsewhereAdapter(DefaultSocialAccountAdapter):
    """Accounts at the provider by which people of this site sign in, if it has one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """As with a password: by invitation, for the invited address, unless the site is open to everybody."""
        if settings.OPEN_SIGNUP:
            return True
        invitation = open_invitation(request)
        given = {address.email.lower() for address in sociallogin.email_addresses}
        return invitation is not None and invitation.email.lower() in given

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        user = super().populate_user(request, sociallogin, data)
        user.name = (data.get("name") or "")[:120]
        user.language = getattr(request, "LANGUAGE_CODE", "fr")[:2]
        return user
