"""Second factors: who has one, who must, and the forms in which they are set up and asked for."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from .models import User

# Codes on paper stand in for one of these, and are none by themselves.
REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_factor(user: User) -> bool:
    """Whether `user` signs in with an authenticator app or a passkey."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=REAL).exists()


def factor_of(user_id: str) -> Exists:
    """The same as a part of a query, whose column `user_id` tells the person."""
    return Exists(Authenticator.objects.filter(user_id=OuterRef(user_id), type__in=REAL))


def _ask_for_code(form: forms.Form, label: object, help_text: object) -> None:
    """Make the field of a code one that telephones fill in by themselves and whose keyboard shows digits first."""
    field = form.fields["code"]
    field.label, field.help_text = label, help_text
    field.widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True})


class AppForm(ActivateTOTPForm):
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, _("Code that the app shows"), _("Six digits; there are new ones every half a minute."))


class CodeForm(AuthenticateForm):
    """A code at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, _("Code"), _("Of your authenticator app, or one of your recovery codes."))


class CodeAgainForm(ReauthenticateForm):
    """A code before an act that asks whether it is really you."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, _("Code"), _("Of your authenticator app, or one of your recovery codes."))


class PasskeyForm(AddWebAuthnForm):
    """A new passkey. By default it signs in by itself, without a password."""

    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone"),
        required=False,
        initial=True,
        help_text=_("It replaces the password, and asks for your finger, your face or its PIN instead."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("So that you tell it from others: “Phone”, “Key on my ring”.")
        self.fields["name"].max_length = 60


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name"), max_length=60)
