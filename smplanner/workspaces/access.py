"""The one door into a workspace.

Every view says who may call it, with one of the decorators below; the isolation matrix reads what they wrote down
(`view.access`) and turns red for a view that says nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django_scopes import scope

from .models import Membership
from .roles import ACTIONS, Rights

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call a view: "public", any "signed-in" person, a "secret" link's holder, or a member who may `action`.

    Or a program with a "token", for which `action` tells what each method asks of the token's owner.
    """

    kind: str
    action: str = ""


def workspace(action: str) -> Callable[[View], View]:
    """Let members in whose role allows `action`, and tell the view which workspace it serves.

    The workspace comes from the `slug` in the address. Someone who is no member gets 404, as if it did not exist; a
    member whose role is too narrow gets 403. The view runs in the workspace's time zone and inside its scope, where
    `objects` of anything that belongs to a workspace answers this one's rows only.
    """
    if action not in ACTIONS:
        raise KeyError(f"no such action: {action}")

    def decorate(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            membership = (
                Membership.objects.select_related("workspace")
                .filter(user=request.user, workspace__slug=slug, user__is_active=True)
                .first()
            )
            if membership is None:
                raise Http404
            request.membership = membership
            request.workspace = membership.workspace
            request.rights = Rights(membership.role)
            if not membership.may(action):
                raise PermissionDenied(action)
            if request.session.get("workspace") != slug:
                request.session["workspace"] = slug
            with scope(workspace=membership.workspace), timezone.override(membership.workspace.tz):
                return view(request, *args, **kwargs)

        inside.access = Access("workspace", action)
        return inside

    return decorate


def signed_in(view: View) -> View:
    """Let any signed-in person in: pages about that person alone."""
    view.access = Access("signed-in")
    return view


def public(view: View) -> View:
    """Let everybody in: pages that show nothing of any workspace."""
    view = login_not_required(view)
    view.access = Access("public")
    return view


def secret_link(view: View) -> View:
    """Let in whoever holds the secret in the address; the view itself verifies it."""
    view = login_not_required(view)
    view.access = Access("secret")
    return view
