"""Long work that tells how far it has come while it is done, in one answer: to a script line by line, else at the end.

The work is one generator, so that all of it may stand in one transaction: what is written becomes true with its last
step, and nothing of it when somebody goes away before.
"""

import json
from collections.abc import Generator, Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, override
from django_scopes import scope

# How much is done, of how much, and what is being counted; at the end, the address to go on to.
Steps = Generator[tuple[int, int, str], None, str]
LINES = "application/x-ndjson"


def answered(request: HttpRequest, work: Steps) -> HttpResponseBase:
    """Do `work`, and go on to where it leads."""
    if LINES not in request.headers.get("Accept", ""):
        while True:
            try:
                next(work)
            except StopIteration as over:
                return redirect(over.value)
    # No cache and no proxy on the way shall wait for the end of it.
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingHttpResponse(_lines(request, work, get_language() or "fr"), content_type=LINES, headers=headers)


def _lines(request: HttpRequest, work: Steps, language: str) -> Iterator[bytes]:
    """The view is over when this runs: its workspace and its language are set again."""
    with scope(workspace=request.workspace), override(language):
        while True:
            try:
                done, total, what = next(work)
            except StopIteration as over:
                yield _line({"to": over.value})
                return
            yield _line({"done": done, "total": total, "what": what})


def _line(said: dict[str, object]) -> bytes:
    return json.dumps(said).encode() + b"\n"
