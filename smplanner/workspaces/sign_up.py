"""Making an account, in a time that does not tell whether the address has one already."""

from typing import Any

from allauth.account.forms import SignupForm
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest


class SignUpForm(SignupForm):
    """allauth's, which for an address that is taken writes no account, and so would answer ten times as quickly."""

    def try_save(self, request: HttpRequest) -> tuple[Any, Any]:
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)
