"""What we decide differently from django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .invitations import open_invitation


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by invitation, for the invited address, unless the site is open to everybody."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.OPEN_SIGNUP or open_invitation(request) is not None

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """The invitation's link was mailed to that address: holding it proves the address.

        Without a mail server nothing can be proved; whoever invites hands the link over and vouches for it.
        """
        invitation = open_invitation(request)
        return invitation is not None and invitation.email.lower() == email.lower()

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
