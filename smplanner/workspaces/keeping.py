"""What a person typed is not lost because their session ended, nor because their page is older than their sign-in.

A form whose view is marked with `keeps_typing` and that arrives without a session is answered by the page to sign in,
which carries what was typed. After signing in it lies in the session until that form is opened, which is at once.
Nothing is stored for anybody who has not at least given their password.
"""

import json
from collections.abc import Callable
from typing import Any

from allauth.account.views import LoginView
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views import csrf

MOST_TYPED = 1_000_000  # characters as they travel; the longest text of a post is 70,000, and an emoji takes twelve
FIELD = "typed_before"
_SESSION_KEY = "typed"
_NEVER = ("csrfmiddlewaretoken",)


def keeps_typing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view whose form is shown again after signing in; on GET it must lead to where `take_up` is asked."""
    view.keeps_typing = True
    return view


def take_up(request: HttpRequest, path: str) -> QueryDict | None:
    """What was typed into the form that is sent to `path`, before its writer had to sign in again; told once."""
    kept = request.session.get(_SESSION_KEY)
    if request.method != "GET" or not kept or kept["path"] != path:
        return None
    del request.session[_SESSION_KEY]
    return QueryDict(kept["body"])


class KeepingLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Django's, but a form that is to be kept is answered by the page to sign in, with all that was typed."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponse]) -> HttpResponse:
        body = _typed(request, view_func)
        if body is None:
            return super().handle_no_permission(request, view_func)
        request.typed_before = json.dumps({"path": request.path, "body": body})
        request.method = "GET"
        request.GET = QueryDict(mutable=True)
        request.GET["next"] = request.path
        response = LoginView.as_view()(request)
        response.status_code = 401
        return response


def keep_after_sign_in(request: HttpRequest | None, **_: Any) -> None:
    """Receiver of Django's signal: put what the page to sign in carried into the session that begins."""
    sent = request.POST.get(FIELD, "") if request is not None else ""
    if not sent or len(sent) > 2 * MOST_TYPED:
        return
    try:
        kept = json.loads(sent)
        request.session[_SESSION_KEY] = {"path": str(kept["path"]), "body": str(kept["body"])[:MOST_TYPED]}
    except (ValueError, TypeError, KeyError, RecursionError):
        return  # somebody changed the hidden field, which can only lose them their own text


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show a form again that was opened before signing in anew; everything else gets Django's own page.

    Only when the browser says that the form came from a page of this site: then its token is merely old. Nothing is
    saved, and the form is sent anew only if the person does so.
    """
    match = request.resolver_match
    from_here = bool(request.META.get("HTTP_ORIGIN")) and "Origin" not in reason and "Referer" not in reason
    body = _typed(request, match.func) if match and from_here and request.user.is_authenticated else None
    if body is None:
        return csrf.csrf_failure(request, reason=reason)
    request.session[_SESSION_KEY] = {"path": request.path, "body": body}
    return HttpResponseRedirect(request.path)


def _typed(request: HttpRequest, view: Callable[..., HttpResponse]) -> str | None:
    """The form of `request` as an address would hold it; None when there is nothing to keep."""
    wants_page = not request.headers.get("Accept", "").startswith("application/json")
    if request.method != "POST" or not wants_page or not getattr(view, "keeps_typing", False):
        return None
    typed = request.POST.copy()
    for name in _NEVER:
        typed.pop(name, None)
    body = typed.urlencode()
    return body if len(body) <= MOST_TYPED else None
