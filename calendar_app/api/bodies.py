"""What a program sends: JSON, of a size and a depth that somebody could mean."""

import json
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from .problems import Problem

LARGEST = 1_000_000  # bytes: the longest text of a post, 70,000 characters, with each of them escaped
DEEPEST = 8  # the deepest that any operation takes is 3


def read(request: HttpRequest) -> Any:
    """The JSON in the body. Raises Problem: 415 for another type, 413 for too much, 400 for what cannot be read."""
    if request.content_type != "application/json":
        raise Problem(415)
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise Problem(400) from None
    if length > LARGEST:
        raise Problem(413)
    try:
        value = json.loads(request.body.decode("utf-8"), parse_constant=_no_number)
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # half of a surrogate pair is no text
    except RequestDataTooBig:
        raise Problem(413) from None
    except RecursionError:
        raise Problem(400, _("It is nested too deeply.")) from None
    except ValueError as error:  # no UTF-8, no JSON, or a number of thousands of digits
        raise Problem(400, str(error) if isinstance(error, json.JSONDecodeError) else "") from None
    if _depth(value) > DEEPEST:
        raise Problem(400, _("It is nested too deeply."))
    return value


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")


def _depth(value: Any) -> int:
    """How many lists and objects stand within each other."""
    layer, depth = [value], 0
    while layer := [one for one in layer if isinstance(one, dict | list)]:
        depth += 1
        layer = [inner for one in layer for inner in (one.values() if isinstance(one, dict) else one)]
    return depth


class ReadBefore(Parser):
    """Hands on what `read` made of the body, before the operation was looked for."""

    def parse_body(self, request: HttpRequest) -> Any:
        return request.sent
