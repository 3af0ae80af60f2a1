"""Pages travel compressed; calendars do not, and pictures are already."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# Outlook has been seen to drop a subscription that arrives compressed; a picture would only grow.
LEFT_ALONE = ("text/calendar", "image/")


class PageCompressionMiddleware(GZipMiddleware):
    """Django's own compression, with its padding against guessing, for everything but calendars and pictures."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith(LEFT_ALONE):
            return response
        return super().process_response(request, response)
