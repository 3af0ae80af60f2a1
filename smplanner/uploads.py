"""How much of a file is taken in before anybody has looked at it."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

# The largest file that any form takes, which is the archive of a workspace; each form says what it takes itself.
MOST_BYTES = 20 * 1024 * 1024


class BoundedUploadHandler(FileUploadHandler):
    """Let the first MOST_BYTES of a file and one more pass to the handlers behind, and nothing of the rest.

    The one more lets a form say that the file is too large; an upload cut off would show the browser's own error page.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data[: max(0, MOST_BYTES + 1 - start)] or None

    def file_complete(self, file_size: int) -> Any:
        return None  # the handler that holds the data answers
