"""Answers to HEAD: what GET would answer, without its body."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class EmptyHeadMiddleware:
    """Leave the body out of an answer to HEAD, and say how long it would have been.

    The server drops such a body anyway, but complains of each in its log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "HEAD" and not response.streaming and response.content:
            length = str(len(response.content))
            response.content = b""
            response.headers["Content-Length"] = length
        return response
