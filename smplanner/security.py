"""Response headers, and what must never reach a log."""

import logging
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)

# The prefix is what lets a secret be recognised wherever it leaks to.
SECRET_LINK = re.compile(r"\b(sp[agil]_)[A-Za-z0-9_-]{8,}")
# Links whose secret has no prefix: to a new password, to confirm an address, to stop a kind of mail.
SECRET_PATH = re.compile(r"(/(?:password/reset/key|confirm-email|mails/stop)/)[^/\s\"']+")


def scrub(text: str) -> str:
    """`text` with every secret of a link replaced by three dots, after what tells which kind it was."""
    return SECRET_PATH.sub(r"\1…", SECRET_LINK.sub(r"\1…", text))


class SecretFilter(logging.Filter):
    """Replace secret link tokens in a log record before it is written anywhere."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        scrubbed = scrub(message)
        if scrubbed != message:
            record.msg, record.args = scrubbed, None
        return True


class SecurityHeadersMiddleware:
    """Headers that Django has no setting for, and privacy of what members see."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Pages differ by who asks: no shared cache may keep one, and Back must not show a signed-out person's page.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class NulByteMiddleware:
    """Answer 400 to a NUL byte in a path or query: PostgreSQL cannot hold one, and nobody types one.

    Form fields refuse it by themselves, with a message at the field.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or any("\x00" in key + "".join(values) for key, values in request.GET.lists()):
            return HttpResponseBadRequest(_("This address holds a character that no address can hold."))
        return self.get_response(request)
