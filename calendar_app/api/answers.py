"""What the API answers when all is well: JSON with its version, and lists a page at a time."""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Field as QueryField
from ninja import Schema
from pydantic import BaseModel, WithJsonSchema, create_model

from .problems import Fault, Problem

MOST = 200  # objects on one page
USUAL = 50
FURTHEST = 1_000_000
MEDIA_TYPE = "application/json"
LINK = {"type": ["string", "null"], "format": "uri"}


class Paging(Schema):
    """Which part of a list is wanted."""

    limit: int = QueryField(USUAL, ge=1, le=MOST, description=gettext_lazy("How many objects at most."))
    offset: int = QueryField(
        0, ge=0, le=FURTHEST, description=gettext_lazy("How many objects to leave out at the beginning.")
    )


def page_of(item: type[BaseModel]) -> type[BaseModel]:
    """The answer of a list of `item`."""
    link = Annotated[str | None, WithJsonSchema(LINK)]
    count = Annotated[int, WithJsonSchema({"type": "integer", "minimum": 0, "description": "Of all pages."})]
    return create_model(
        f"{item.__name__}List", items=(list[item], ...), count=(count, ...), next=(link, ...), previous=(link, ...)
    )


def tag(body: bytes) -> str:
    """The ETag of what is told of an object: it changes when, and only when, the object looks different."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def answer(request: HttpRequest, value: Any, status: int = 200, location: str = "") -> HttpResponse:
    """`value` as JSON with its ETag; to a reader who has it already, 304."""
    body = _written(value)
    etag = tag(body)
    known = request.headers.get("If-None-Match") if request.method == "GET" else None
    if known and {etag, "*"} & {one.removeprefix("W/") for one in parse_etags(known)}:
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        response = HttpResponse(body, status=status, content_type=MEDIA_TYPE)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    if location:
        response.headers["Location"] = location
    return response


def gone() -> HttpResponse:
    """The answer to a removal."""
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]
    return response


def need_version(request: HttpRequest, value: Any) -> None:
    """Raises Problem unless If-Match names the object as it stands now, told as `value`: 428 without it, 412 if stale.

    Compared weakly: whatever compresses an answer on its way marks its ETag with W/.
    """
    named = request.headers.get("If-Match")
    if not named:
        raise Problem(428)
    etag = tag(_written(value))
    if not {etag, "*"} & {one.removeprefix("W/") for one in parse_etags(named)}:
        raise Problem(412, headers={"ETag": etag})


def listed(
    request: HttpRequest, rows: QuerySet | Sequence[Any], paging: Paging, told: Callable[[Any], dict[str, Any]]
) -> HttpResponse:
    """One page of `rows`, each as `told` tells it, with the addresses of the pages before and behind."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    start, end = paging.offset, paging.offset + paging.limit
    return answer(
        request,
        {
            "items": [told(row) for row in rows[start:end]] if start < count else [],
            "count": count,
            "next": _page(request, end) if end < count else None,
            "previous": _page(request, max(0, start - paging.limit)) if start > 0 else None,
        },
    )


def _page(request: HttpRequest, offset: int) -> str:
    query = request.GET.copy()
    query["offset"] = str(offset)
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


def refuse_unknown(request: HttpRequest, known: type[Schema] | None) -> None:
    """Raises Problem 422 for a name in the query that says nothing here: a mistyped filter would let all pass."""
    names = known.model_fields if known else ()
    if faults := [Fault("query", name, _("There is no such parameter.")) for name in request.GET if name not in names]:
        raise Problem(422, faults=faults)
