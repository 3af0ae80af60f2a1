"""Secrets that have to be read again, such as those of authenticator apps: sealed with a key made from SECRET_KEY.

Who has the database alone, or a copy of it, has none of them. Fernet signs what it seals: nobody puts a secret of
their own there either.
"""

import base64
import logging

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

# Before what is sealed. Neither the letters of a secret for apps nor the digits of a seed of codes can begin so.
MARK = "sealed:"
_SALT = "smplanner.workspaces.sealed"
# What of a second factor is secret.
FIELDS = ("secret", "seed", "migrated_codes")

log = logging.getLogger(__name__)


class Unreadable(ValidationError, PermissionDenied):
    """Sealed with a key that this site does not have any more. A form says so at its field."""

    def __init__(self) -> None:
        said = _(
            "This site cannot read that second factor any more, because its secret key was replaced. Whoever runs the "
            "site can take the factor away, so that you set up a new one."
        )
        super().__init__(said, code="unreadable")


def _keys() -> MultiFernet:
    """The present key first, then those that were replaced, which still open what they sealed."""
    found = []
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        digest = salted_hmac(_SALT, "", secret=key, algorithm="sha256").digest()
        found.append(Fernet(base64.urlsafe_b64encode(digest)))
    return MultiFernet(found)


def seal(text: str) -> str:
    """`text` as it may be stored."""
    return MARK + _keys().encrypt(text.encode()).decode("ascii")


def is_sealed(stored: str) -> bool:
    return stored.startswith(MARK)


def unseal(stored: str) -> str:
    """What was sealed; what was stored in clear, before there were seals, as it is. Raises Unreadable."""
    if not is_sealed(stored):
        return stored
    try:
        return _keys().decrypt(stored.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        log.warning("A second factor was sealed with a key that is neither SECRET_KEY nor in SECRET_KEY_FALLBACKS")
        raise Unreadable from None


def seal_factors(factors: type[Model]) -> tuple[int, int]:
    """Seal the secrets of all second factors with the present key; how many were, and how many nobody can read."""
    done = unreadable = 0
    for one in factors.objects.order_by("pk"):
        try:
            data = {name: _again(value) if name in FIELDS else value for name, value in one.data.items()}
        except Unreadable:
            unreadable += 1
            continue
        if data != one.data:
            factors.objects.filter(pk=one.pk).update(data=data)
            done += 1
    return done, unreadable


def _again(value: str | list[str]) -> str | list[str]:
    return [seal(unseal(one)) for one in value] if isinstance(value, list) else seal(unseal(value))
