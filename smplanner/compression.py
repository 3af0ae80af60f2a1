"""Pages travel compressed; calendars do not, and pictures are already."""

import secrets

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

# Outlook has been seen to drop a subscription that arrives compressed; a picture would only grow.
LEFT_ALONE = ("text/calendar", "image/")
# Beyond 6, Brotli takes several times as long for one part in a hundred; up to it, it is quicker than gzip and packs
# a page by an eighth more.
QUALITY = 6
SHORT = 200  # bytes; what is shorter is not worth it


class PageCompressionMiddleware(GZipMiddleware):
    """Brotli for whole pages where the browser reads it; for other answers Django's gzip, with its own padding.

    Whoever can have a page fetched and see how long its answers are could guess at what stands in it, letter by letter
    (the attack called BREACH): a comment of a random length behind the page blurs that, as Django's padding does.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith(LEFT_ALONE):
            return response
        if isinstance(response, HttpResponse) and _is_long_page(response) and _reads_brotli(request):
            response.content = brotli.compress(response.content + _padding(), mode=brotli.MODE_TEXT, quality=QUALITY)
            response["Content-Length"] = str(len(response.content))
            response["Content-Encoding"] = "br"
            patch_vary_headers(response, ("Accept-Encoding",))
            return response
        return super().process_response(request, response)


def _is_long_page(response: HttpResponse) -> bool:
    """Whether this is a document, to which a comment may be added: not a piece of one, not yet compressed."""
    return (
        response.headers.get("Content-Type", "").startswith("text/html")
        and not response.has_header("Content-Encoding")
        and not response.has_header("ETag")
        and len(response.content) >= SHORT
        and response.content[:9].lower() == b"<!doctype"
    )


def _reads_brotli(request: HttpRequest) -> bool:
    """Whether the reader names Brotli, and does not name it to refuse it."""
    for named in request.headers.get("Accept-Encoding", "").split(","):
        coding, _, weight = named.partition(";")
        if coding.strip().lower() == "br":
            return weight.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _padding() -> bytes:
    """A comment that is 1 to 100 bytes of no meaning longer than the least."""
    return b"<!--%s-->\n" % secrets.token_hex(50)[: 1 + secrets.randbelow(100)].encode()
