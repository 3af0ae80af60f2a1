"""What the API says when it cannot do what was asked: RFC 9457, in the language that the program asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language, get_language_from_request, gettext, override
from django.utils.translation import gettext_noop as _

MEDIA_TYPE = "application/problem+json"
ROOT = "/api/v1/"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: the end of its address in the manual, its title, and what it means."""

    status: int
    slug: str
    title: str
    meaning: str


KINDS: Mapping[int, Kind] = {
    kind.status: kind
    for kind in (
        Kind(400, "unreadable", _("The request cannot be read"), _("It is no JSON, or is nested too deeply.")),
        Kind(401, "no-token", _("A valid token is needed"), _("The token is missing, unknown, expired or revoked.")),
        Kind(
            403,
            "forbidden",
            _("This is not allowed"),
            _("The token has not the scope for it, or its owner’s role is too narrow."),
        ),
        Kind(
            404,
            "not-found",
            _("There is nothing here"),
            _("Nothing stands at this address, or it belongs to people of whom the token’s owner is none."),
        ),
        Kind(405, "wrong-method", _("This address does not take that method"), _("The header Allow says which.")),
        Kind(
            412,
            "stale",
            _("It has changed meanwhile"),
            _("If-Match names another version than the one that stands there now. Read it again, then decide."),
        ),
        Kind(413, "too-large", _("This is too large"), _("A request may hold one megabyte.")),
        Kind(415, "not-json", _("JSON is expected"), _("Send Content-Type: application/json.")),
        Kind(
            422,
            "not-valid",
            _("Something in it is not valid"),
            _("The list `errors` says what, field by field. Nothing was written."),
        ),
        Kind(
            428,
            "no-version",
            _("Say which version you mean"),
            _("A change needs the header If-Match with the ETag that came with the object."),
        ),
        Kind(429, "too-many", _("Too many requests"), _("The header Retry-After says how many seconds to wait.")),
        Kind(500, "our-fault", _("Something went wrong on our side"), _("It is written down here. Try again later.")),
    )
}
OTHERS = {503: 500}  # statuses of which no kind is told are told as the nearest


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: `place` is "body", "query" or "header", `field` its name there, empty for all of it."""

    place: str
    field: str
    message: str


class Problem(Exception):
    """The operation ends here; nothing of its transaction stays."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        faults: Iterable[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status, self.detail, self.faults, self.headers = status, detail, tuple(faults), dict(headers or {})
        super().__init__(status, detail)


def answer(problem: Problem) -> HttpResponse:
    """`problem` as programs read it, in the language that is active."""
    kind = KINDS[OTHERS.get(problem.status, problem.status)]
    body: dict[str, Any] = {
        "type": f"{settings.SITE_URL}/api/#{kind.slug}",
        "title": gettext(kind.title),
        "status": problem.status,
        "detail": problem.detail or gettext(kind.meaning),
    }
    if problem.faults:
        body["errors"] = [{"in": one.place, "field": one.field, "message": one.message} for one in problem.faults]
    response = JsonResponse(
        body, status=problem.status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )
    response.headers["Content-Language"] = get_language() or settings.LANGUAGE_CODE
    for name, value in problem.headers.items():
        response.headers[name] = value
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response.headers.setdefault("WWW-Authenticate", 'Bearer realm="smplanner"')
    return response


class ApiMiddleware:
    """Below /api/v1/, no cookie counts, and whatever goes wrong anywhere is told as a problem and never as a page.

    It stands outside of everything that may answer for the API: the address table, the size limits, what went wrong.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)  # so that no session signs anybody in, and no cookie chooses a language
        response = self.get_response(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST and response.headers.get("Content-Type") != MEDIA_TYPE:
            kept = {name: response.headers[name] for name in ("Allow", "Vary") if name in response.headers}
            with override(get_language_from_request(request)):
                response = answer(Problem(_known(response.status_code), headers=kept))
        return response


def _known(status: int) -> int:
    if status in KINDS or status in OTHERS:
        return status
    return 400 if status < HTTPStatus.INTERNAL_SERVER_ERROR else 500
