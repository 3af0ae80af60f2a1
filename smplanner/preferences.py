"""How a person likes the screens: language, theme, density; and what every page's frame needs to know."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import IntegerField
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from smplanner.statements import Asked, Statement
from smplanner.workspaces.models import Workspace
from smplanner.workspaces.roles import Rights


class PreferencesMiddleware:
    """Speak the language that a signed-in person chose in their profile, whatever the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        return response


class Place(NamedTuple):
    """A workspace that a person may switch to."""

    name: str
    slug: str


_PLACES = Statement(
    lambda: Workspace.objects.filter(memberships__user=Asked("user", IntegerField())).values_list("name", "slug")
)


class Frame:
    """What base.html shows around a page. Attributes that cost a query are computed only when a template asks."""

    site_name = "smplanner"

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._user = getattr(request, "user", None)
        self.may = getattr(request, "rights", Rights(None))

    @property
    def open_signup(self) -> bool:
        """Whether anybody may make an account, without an invitation."""
        return settings.OPEN_SIGNUP

    @property
    def elsewhere(self) -> str:
        """The name of the provider by which people may sign in here as well; empty without one."""
        return next((app["name"] for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]), "")

    @property
    def section(self) -> str:
        """The part of the site this page belongs to, which the navigation marks as current."""
        return getattr(self._request, "section", "")

    @property
    def unread(self) -> int:
        """How many notices of this workspace the person has not read; ten stand for more than nine."""
        return min(getattr(getattr(self._request, "membership", None), "unread", 0), 10)

    @property
    def theme(self) -> str:
        """ "system", "light" or "dark": the person's, or the visitor's cookie."""
        return getattr(self._user, "theme", None) or _one_of(
            self._request.COOKIES.get("theme"), "system", "light", "dark"
        )

    @property
    def density(self) -> str:
        return getattr(self._user, "density", "comfortable")

    @property
    def shortcuts(self) -> bool:
        return getattr(self._user, "shortcuts", True)

    @cached_property
    def workspaces(self) -> list[Place]:
        """The workspaces that the person may switch to."""
        if self._user is None or not self._user.is_authenticated:
            return []
        return [Place(*row) for row in _PLACES.rows(user=self._user.pk)]


def _one_of(value: str | None, default: str, *others: str) -> str:
    return value if value in others else default


def ui(request: HttpRequest) -> dict[str, Any]:
    """Template context processor: `ui`, the page's frame; `undo`, what the last act left to take back."""
    undo = request.session.pop("undo", None) if hasattr(request, "session") and "undo" in request.session else None
    return {"ui": Frame(request), "undo": undo, "site_languages": settings.LANGUAGES}
