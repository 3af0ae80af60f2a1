"""The life of an API token: made, used, taken back. Its secret exists nowhere but with whoever made it."""

import secrets
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from . import audit
from .models import ApiToken, User, Workspace, hash_token

USE_NOTED_EVERY = timedelta(hours=1)


def make(token: ApiToken, owner: User) -> str:
    """Save a new `token` of `owner`; returns its secret, which exists nowhere else afterwards."""
    secret = ApiToken.PREFIX + secrets.token_urlsafe(32)
    token.user, token.token_hash = owner, hash_token(secret)
    with transaction.atomic():
        token.save()
        _tell(token, owner, "created", {"scopes": (None, token.scopes), "expires_at": (None, token.expires_at)})
    return secret


def revoke(token: ApiToken, actor: User | None, now: datetime) -> None:
    """End `token` for good; one that has ended already stays as it is."""
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
            token.revoked_at = now
            _tell(token, actor, "revoked", {})


def _tell(token: ApiToken, actor: User | None, verb: str, diff: dict[str, tuple[object, object]]) -> None:
    """Write the act into the log of each workspace that the token opens: their administrators have a right to know."""
    reached = Workspace.objects.filter(memberships__user=token.user)
    if token.workspace_id is not None:
        reached = Workspace.objects.filter(pk=token.workspace_id)
    batch = uuid.uuid4() if token.workspace_id is None else None
    for workspace in reached:
        audit.record(workspace, actor, verb, token, diff, batch=batch)


def by_secret(secret: str, now: datetime) -> ApiToken | None:
    """The token with this secret, if it may still be used and its owner is active; its row is locked.

    To be called inside a transaction. Found by the index on the secret's SHA-256, so the time it takes tells nothing
    of how near a guess is.
    """
    if not secret.startswith(ApiToken.PREFIX):
        return None
    lives = Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now))
    return (
        ApiToken.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(lives, token_hash=hash_token(secret), user__is_active=True)
        .first()
    )


def note_use(token: ApiToken, now: datetime) -> None:
    """Write down that `token` was used, at most once an hour."""
    if token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY:
        token.last_used_at = now
        token.save(update_fields=["last_used_at"])
