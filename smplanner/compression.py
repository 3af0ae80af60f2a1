"""Pages travel compressed; calendars do not."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# Outlook has been seen to drop a subscription that arrives compressed.
LEFT_ALONE = ("text/calendar",)


class PageCompressionMiddleware(GZipMiddleware):
    """Django's own compression, with its padding against guessing, for everything but calendars."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith(LEFT_ALONE):
            return response
        return super().process_response(request, response)
