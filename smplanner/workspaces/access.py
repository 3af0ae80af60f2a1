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
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from .factors import factor_of
from .models import Membership, User
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
    member whose role is too narrow gets 403, and so does one without the second factor that the workspace asks for,
    with a page that leads to one. The view runs in the workspace's time zone and inside its scope, where
    `objects` of anything that belongs to a workspace answers this one's rows only.
    """
    if action not in ACTIONS:
        raise KeyError(f"no such action: {action}")

    def decorate(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            membership = seats().filter(user=request.user, workspace__slug=slug, user__is_active=True).first()
            if membership is None:
                raise Http404
            if membership.lacks_factor:
                return _ask_for_factor(request, membership)
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


def seats() -> QuerySet[Membership]:
    """Seats with their workspaces; `lacks_factor` says whose holder has not the second factor that theirs asks for.

    `unread` counts what the holder was told of there and has not read.
    """
    lacks = Q(workspace__mfa_required=True) & ~Q(factor_of("user"))
    unread = _notices().filter(user=OuterRef("user"), workspace=OuterRef("workspace"), read_at=None).order_by()
    counted = Subquery(unread.values("user").annotate(number=Count("pk")).values("number"))
    return Membership.objects.select_related("workspace").annotate(lacks_factor=lacks, unread=Coalesce(counted, 0))


def _notices() -> QuerySet:
    """What people are told of stands in a package above this one, which knows it by its link to them alone."""
    return User._meta.get_field("notices").related_model._base_manager.all()


def _ask_for_factor(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Nothing of the workspace but its name, which its member knows, and the way to a second factor."""
    if request.headers.get("Accept", "").startswith("application/json"):
        told = _("“%(name)s” asks for a second factor. Set one up in your profile.") % {"name": membership.workspace}
        return JsonResponse({"error": told}, status=403)
    return render(request, "workspaces/needs_factor.html", {"place": membership.workspace}, status=403)


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
