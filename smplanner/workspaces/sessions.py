"""Where a person is signed in: how long that lasts, the list of it, and ending it from elsewhere."""

from collections.abc import Callable
from typing import Any

from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .access import signed_in
from .adapter import NO_ADDRESS
from .models import User

NOTED_EVERY = 3600  # seconds between two notes of a visit
_BEGUN, _SEEN = "begun", "seen"

# What a browser says of itself holds the names of others; the first that is found here is its own.
BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


class SessionsMiddleware:
    """End a session 90 days after it began, and note once an hour that it is used, which also keeps it alive."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if now - request.session.setdefault(_BEGUN, now) > settings.SESSION_LASTS:
                logout(request)
            elif now - request.session.get(_SEEN, 0) > NOTED_EVERY:
                request.session[_SEEN] = now
                UserSession.objects.create_from_request(request)
        return self.get_response(request)


def begin(request: HttpRequest, **_: Any) -> None:
    """Receiver of Django's signal that somebody signed in; allauth notes the session by the same signal."""
    request.session[_BEGUN] = request.session[_SEEN] = int(timezone.now().timestamp())


def end_others(request: HttpRequest, user: User, **_: Any) -> None:
    """Receiver of allauth's signals of a changed password or second factor: whoever else is in has to sign in anew."""
    end_other_sessions(request, user)


def device(user_agent: str) -> tuple[str, str]:
    """The browser and the system that a User-Agent names; empty strings where it names none that people know."""

    def first(known: tuple[tuple[str, str], ...]) -> str:
        return next((name for sign, name in known if sign in user_agent), "")

    return first(BROWSERS), first(SYSTEMS)


@signed_in
@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """The browsers in which this person is signed in, the latest first."""
    known = list(UserSession.objects.filter(user=request.user).order_by("-last_seen_at", "-pk"))
    alive = set(
        Session.objects.filter(
            session_key__in=[one.session_key for one in known], expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    here = request.session.session_key
    sessions = [
        {
            "row": one,
            "browser": browser,
            "system": system,
            "is_here": one.session_key == here,
            "address": "" if one.ip == NO_ADDRESS else one.ip,
        }
        for one in known
        if one.session_key in alive
        for browser, system in [device(one.user_agent)]
    ]
    sessions.sort(key=lambda one: not one["is_here"])
    return render(request, "workspaces/sessions.html", {"sessions": sessions})


@signed_in
@require_POST
def session_end(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out of another browser, from this one."""
    session = get_object_or_404(UserSession, pk=session_id, user=request.user)
    if session.session_key == request.session.session_key:
        return redirect("account_logout")
    session.end()
    messages.success(request, _("That browser is signed out."))
    return redirect("sessions")


@signed_in
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    end_other_sessions(request, request.user)
    messages.success(request, _("All other browsers are signed out."))
    return redirect("sessions")
