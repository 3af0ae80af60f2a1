"""Every operation of the API: where it is, what it asks for, and what it may answer."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema

from smplanner.workspaces.models import ApiToken

from .access import inside, need_scope
from .answers import refuse_unknown
from .problems import KINDS

READ, WRITE, PLAN = ApiToken.Scope.READ, ApiToken.Scope.WRITE, ApiToken.Scope.PLAN

# What every operation may answer besides, what one that takes a body may, and what one that changes an object may.
ALWAYS = (400, 401, 403, 404, 405, 422, 429, 500)
WITH_BODY = (413, 415)
ON_CHANGE = (412, 428)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one path; `action` is a row of the table of roles, empty where no workspace is meant."""

    name: str
    method: str
    path: str
    action: str
    scope: str


ALL: list[Operation] = []
router = Router()

DONE = {200: _("All is well."), 201: _("It is made."), 204: _("It is gone.")}
ETAG = {
    "description": _("The version of what is told, for If-Match and If-None-Match."),
    "schema": {"type": "string"},
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": _("The ETag of the object as you read it; without it the answer is 428, and 412 if it has changed."),
    "schema": {"type": "string", "minLength": 1},
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": _("The ETag that you have already: the answer is then 304 while nothing has changed."),
    "schema": {"type": "string"},
}


def operation(  # noqa: PLR0913 - each is told by name, and stands in the schema
    method: str,
    path: str,
    *,
    summary: Any,
    says: Any = "",
    tag: str,
    scope: str = READ,
    action: str = "",
    status: int = 200,
    answers: Any = None,
    query: type[Schema] | None = None,
    content: dict[str, Any] | None = None,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Put a function at `path`, for tokens with `scope` whose owner may `action` in the workspace named there.

    `answers` is the model of what it tells, or `content` its schema. What changes something runs in one transaction.
    """

    def decorate(function: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(function)
        def guarded(request: HttpRequest, **sent: Any) -> HttpResponse:
            refuse_unknown(request, query)
            with inside(request, sent["workspace"], action) if action else nullcontext():
                need_scope(request, scope)
                with nullcontext() if method == "GET" else transaction.atomic():
                    return function(request, **sent)

        ALL.append(Operation(function.__name__, method, path, action, scope))
        router.add_api_operation(
            path,
            [method],
            guarded,
            operation_id=function.__name__,
            summary=summary,
            description=says,
            tags=[tag],
            response={status: answers},
            openapi_extra=_told(method, status, action, scope, content),
        )
        return guarded

    return decorate


def _told(method: str, status: int, action: str, scope: str, content: dict[str, Any] | None) -> dict[str, Any]:
    """What the schema says of an operation that its signature does not."""
    changes_one = method in {"PATCH", "DELETE"}
    takes_body = method in {"PATCH", "POST"}
    problems = (*ALWAYS, *(WITH_BODY if takes_body else ()), *(ON_CHANGE if changes_one else ()))
    responses: dict[int, Any] = {
        number: {"$ref": f"#/components/responses/{KINDS[number].slug}"} for number in sorted(problems)
    }
    responses[status] = {
        "description": DONE[status],
        **({"content": {"application/json": {"schema": content}}} if content else {}),
    }
    if method != "DELETE":
        responses[status]["headers"] = {"ETag": ETAG}
    if method == "POST":
        responses[status]["headers"] = {"ETag": ETAG, "Location": {"schema": {"type": "string", "format": "uri"}}}
    if method == "GET":
        responses[304] = {"description": _("Nothing has changed since.")}
    parameters = [IF_MATCH] if changes_one else [IF_NONE_MATCH] if method == "GET" else []
    return {
        "parameters": [dict(one) for one in parameters],
        "responses": responses,
        "security": [{"token": []}],
        "x-scope": scope,
        **({"x-action": action} if action else {}),
    }
