"""The API as one thing: its operations gathered, what they raise turned into problems, and its table of addresses."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from smplanner.workspaces.access import Access

from . import bodies, channels, checking, objectives, personas, places, posts
from .access import admit
from .operations import ALL, router
from .problems import Fault, Problem, answer

# The operations stand in these modules; importing one is what puts them into the table.
MODULES = (places, posts, personas, channels, objectives, checking)
TAKES_BODY = {"POST", "PATCH", "PUT"}

api = NinjaAPI(
    title="smplanner",
    version="1",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
    parser=bodies.ReadBefore(),
)
api.add_router("", router)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return answer(problem)


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, _error: Http404) -> HttpResponse:
    return answer(Problem(404))


@api.exception_handler(PermissionDenied)
def _refused(request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
    return answer(Problem(403))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return answer(Problem(422, faults=[_fault(one) for one in error.errors]))


@api.exception_handler(Exception)
def _our_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    raise error  # it is written into the log where every other is, and told by ApiMiddleware


def _fault(error: dict[str, Any]) -> Fault:
    place, *path = error["loc"]
    names = [str(name) for name in path if name not in {"body", "wanted", "paging", "part"}]
    return Fault(str(place), ".".join(names), _said(error["type"]))


def _said(kind: str) -> str:
    """What a type that does not fit is told as. Forms say all else."""
    if kind == "missing":
        return _("This field is required.")
    if kind == "extra_forbidden":
        return _("There is no such field.")
    expected = {
        "string": _("A text is expected."),
        "int": _("A whole number is expected."),
        "bool": _("True or false is expected."),
        "list": _("A list is expected."),
        "model": _("An object is expected."),
    }
    return expected.get(kind.partition("_")[0], _("This is not a value that it can have."))


def for_tokens(view: Callable[..., HttpResponse], access: Access) -> Callable[..., HttpResponse]:
    """`view` for programs: let in by token alone, with the body read and judged before anything else happens."""

    @wraps(view)
    def inside(request: HttpRequest, **ids: Any) -> HttpResponse:
        method = request.method
        try:
            admit(request)
            if method in TAKES_BODY:
                request.sent = bodies.read(request)
            request.method = "GET" if method == "HEAD" else method
            response = view(request, **ids)
        except Problem as problem:
            response = answer(problem)
        finally:
            request.method = method
        if response.status_code == 405:
            response = answer(Problem(405, headers={"Allow": _allowed(response)}))
        patch_vary_headers(response, ["Authorization"])
        return response

    inside.access = access
    inside.csrf_exempt = True  # no cookie counts here, and no foreign page can send the header
    return login_not_required(inside)


def _allowed(response: HttpResponse) -> str:
    """The methods that an address takes: what answers GET answers HEAD."""
    methods = {one.strip() for one in response.headers["Allow"].split(",")}
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def _asked_at(route: str) -> str:
    """What is asked of whoever calls each method at `route`, for the published table."""
    path = "/" + route.replace("<", "{").replace(">", "}")
    return ", ".join(f"{one.method} {one.action or one.scope}" for one in ALL if one.path == path)


def addresses() -> list[URLPattern]:
    """The table of addresses below /api/v1/: one for each path, whatever methods it takes."""
    by_route = {str(pattern.pattern): pattern for pattern in reversed(api.urls[0]) if pattern.name != "api-root"}
    patterns = list(reversed(by_route.values()))
    for pattern in patterns:
        pattern.callback = for_tokens(pattern.callback, Access("token", _asked_at(str(pattern.pattern))))
    return patterns
