"""The files of pictures, for members of the workspace, and for those to whom a post is shown by a link."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from calendar_app.models import Media
from smplanner.workspaces.access import workspace

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@workspace("plan.read")
@require_safe
def media_file(request: HttpRequest, media_id: int) -> HttpResponse:
    """A picture as it is kept, to be saved: on the day, it is posted with the text."""
    return whole(request, get_object_or_404(Media.objects, pk=media_id))


@workspace("plan.read")
@require_safe
def media_thumbnail(request: HttpRequest, media_id: int) -> HttpResponse:
    """The small form of a picture, which pages show."""
    return small(request, get_object_or_404(Media.objects, pk=media_id))


def whole(request: HttpRequest, media: Media) -> HttpResponse:
    """The file of `media` to somebody who may see it. Raises Http404 where it has none."""
    _refuse_without_file(media)
    return _served(request, media.file.name, media.mime_type, f"{_plain_name(media)}.{_ENDINGS[media.mime_type]}")


def small(request: HttpRequest, media: Media) -> HttpResponse:
    """The small form of `media` to somebody who may see it. Raises Http404 where it has no file."""
    _refuse_without_file(media)
    return _served(request, media.thumbnail, "image/webp", f"{_plain_name(media)}-640.webp")


def _refuse_without_file(media: Media) -> None:
    if not media.file or media.mime_type not in _ENDINGS:
        raise Http404


def _plain_name(media: Media) -> str:
    return slugify(media.label.rpartition(".")[0] or media.label)[:60] or "picture"


def _served(request: HttpRequest, name: str, mime_type: str, as_name: str) -> HttpResponse:
    """The file `name` as an attachment, which images in pages do not mind. Names are never used twice: one is its tag.

    Whoever has it asks again each time, so that it is not shown after signing out or leaving.
    """
    if not default_storage.exists(name):
        raise Http404
    tag = f'"{name.rpartition("/")[2]}"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        with default_storage.open(name) as file:
            response = HttpResponse(file.read(), content_type=mime_type)
        response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=as_name)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
