"""Seal second factors with the present secret key, after it was replaced."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand

from smplanner.workspaces.sealed import seal_factors


class Command(BaseCommand):
    """Seal the secrets of all second factors with SECRET_KEY, so that SECRET_KEY_FALLBACKS can be emptied."""

    help = (
        "Seal the secrets of all second factors with SECRET_KEY; those sealed with a key of SECRET_KEY_FALLBACKS are "
        "read once more. Afterwards the earlier keys are not needed for them."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        done, unreadable = seal_factors(Authenticator)
        self.stdout.write(f"{done} sealed with the present key.")
        if unreadable:
            self.stderr.write(
                f"{unreadable} cannot be read: put the key of then into SECRET_KEY_FALLBACKS, or delete them under "
                "Authenticators in the administration."
            )
