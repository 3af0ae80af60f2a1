"""Who may call an operation: whoever holds a token, within its scopes, and never more than its owner may right now."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from smplanner.workspaces import access, tokens
from smplanner.workspaces.models import ApiToken, Membership
from smplanner.workspaces.roles import Rights, may

from .problems import Problem

WINDOW = 60  # seconds


def admit(request: HttpRequest) -> None:
    """Set `request.token` and `request.user` by the header Authorization, and count the request.

    Raises Problem: 401 without a token that holds, 429 with one that has asked too often. The row of the token is
    locked meanwhile, so that its requests are counted one after the other.
    """
    now = timezone.now()
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    with transaction.atomic():
        token = tokens.by_secret(secret.strip(), now) if scheme.lower() == "bearer" else None
        if token is None:
            raise Problem(401)
        _count(token, now)
        tokens.note_use(token, now)
    request.token, request.user = token, token.user


def _count(token: ApiToken, now: datetime) -> None:
    """One more request of `token` in this minute; feeds and pages are not counted here, and never refused for it."""
    begun, elapsed = divmod(int(now.timestamp()), WINDOW)
    key = f"api:{token.pk}:{begun}"
    asked = cache.get(key, 0)
    if asked >= settings.API_REQUESTS_A_MINUTE:
        raise Problem(429, headers={"Retry-After": str(WINDOW - elapsed)})
    cache.set(key, asked + 1, 2 * WINDOW)


def need_scope(request: HttpRequest, wanted: str) -> None:
    """Raises Problem 403 unless the token has the scope `wanted`."""
    if wanted not in request.token.scopes:
        said = _("This token has not the scope “%(scope)s”.") % {"scope": wanted}
        challenge = f'Bearer realm="smplanner", error="insufficient_scope", scope="{wanted}"'
        raise Problem(403, said, headers={"WWW-Authenticate": challenge})


def seats(token: ApiToken) -> QuerySet[Membership]:
    """The seats of the token's owner that the token may act from."""
    held = access.seats().filter(user=token.user_id)
    return held if token.workspace_id is None else held.filter(workspace=token.workspace_id)


@contextmanager
def inside(request: HttpRequest, slug: str, action: str) -> Iterator[None]:
    """The scope and the zone of the workspace `slug`, if the token opens it and its owner may `action` there.

    Raises Problem: 404 for a workspace that is not theirs, as if it did not exist; 403 when the role is too narrow, or
    when the workspace asks for a second factor that its owner has not.
    """
    membership = seats(request.token).filter(workspace__slug=slug).first()
    if membership is None:
        raise Problem(404)
    if membership.lacks_factor:
        raise Problem(403, _("The workspace asks for a second factor, which the owner of this token has not set up."))
    if not may(membership.role, action):
        raise Problem(403, _("The role “%(role)s” does not allow it.") % {"role": membership.get_role_display()})
    request.membership, request.workspace = membership, membership.workspace
    request.rights = Rights(membership.role)
    with scope(workspace=membership.workspace), timezone.override(membership.workspace.tz):
        yield
