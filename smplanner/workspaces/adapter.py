"""What we decide differently from django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from .invitations import open_invitation


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by invitation, for the invited address, unless the site is open to everybody."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.OPEN_SIGNUP or open_invitation(request) is not None

    def clean_email(self, email: str) -> str:
        return super().clean_email(email).lower()

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.name = form.cleaned_data.get("name", "")
        user.language = getattr(request, "LANGUAGE_CODE", "fr")[:2]
        return super().save_user(request, user, form, commit)
