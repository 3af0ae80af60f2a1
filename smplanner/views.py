"""Pages of the site itself: help, errors, and how a visitor likes the screens."""

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST, require_safe

from smplanner.workspaces.access import public
from smplanner.workspaces.models import User
from smplanner.workspaces.returning import next_address

A_YEAR = 365 * 24 * 3600
PATIENCE = 5 * 60  # seconds, the longest of the limits on guessing
# The fields in which people write at length: what stands in them is handed back with a refusal.
PROSE = ("title", "text", "note", "comment", "reason")


@public
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on: kept with the account, or in a cookie before signing in."""
    language = request.POST.get("language", "")
    response = redirect(next_address(request))
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=language)
        _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@public
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device: kept with the account, or in a cookie before signing in."""
    theme = request.POST.get("theme", "")
    response = redirect(next_address(request))
    if theme in User.Theme.values:
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(theme=theme)
        _remember(response, "theme", theme)
    return response


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")


@public
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that ask for the old address without reading the page."""
    return redirect(static("icons/favicon.svg"), permanent=True)


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "help/help.html")


@public
@require_safe
def shortcuts(request: HttpRequest) -> HttpResponse:
    return render(request, "help/shortcuts.html")


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "help/accessibility.html")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"typed": _typed(request)}, status=403)


def _typed(request: HttpRequest) -> str:
    """What was typed into a form that is refused: whose role was lowered while they wrote can still copy it."""
    try:
        return "\n\n".join(filter(None, (request.POST.get(name, "").strip() for name in PROSE)))
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return ""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_often(request: HttpRequest) -> HttpResponse:
    """Somebody tried something too often, such as a password, and is told when to try again."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(PATIENCE)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    # Nothing here may touch the database or the session: they may be what failed.
    return render(None, "500.html", status=500)
