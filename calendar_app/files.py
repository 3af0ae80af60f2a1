"""The files of pictures: kept below MEDIA_ROOT, gone when no row names them any more.

Copies of a post and its earlier versions share the files of its pictures, so a file is looked for in every row before
it goes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.db.models.signals import post_delete

from smplanner.workspaces.models import Workspace

from .models import Media, RevisionPicture
from .pictures import Picture

_fresh: ContextVar[list[str] | None] = ContextVar("fresh", default=None)


def connect() -> None:
    post_delete.connect(_let_go_with_row, sender=Media, dispatch_uid="files.media")
    post_delete.connect(_let_go_with_row, sender=RevisionPicture, dispatch_uid="files.versions")


@contextmanager
def kept_together() -> Iterator[None]:
    """A transaction that takes the files written in it along when it fails."""
    fresh: list[str] = []
    token = _fresh.set(fresh)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for name in fresh:
            default_storage.delete(name)
        raise
    finally:
        _fresh.reset(token)


def keep(media: Media, picture: Picture) -> None:
    """Write the files of `picture` and name them in `media`, unsaved; those it had before go with the transaction."""
    before = media.file.name
    media.file.save("", ContentFile(picture.data), save=False)
    default_storage.save(media.thumbnail, ContentFile(picture.thumbnail))
    media.kind = Media.Kind.IMAGE
    media.mime_type, media.size = picture.mime_type, len(picture.data) + len(picture.thumbnail)
    media.width, media.height = picture.width, picture.height
    written = _fresh.get()
    if written is not None:
        written += [media.file.name, media.thumbnail]
    if before:
        transaction.on_commit(lambda: _remove(before))


def used(workspace: Workspace) -> int:
    """The bytes that the pictures of `workspace` take, those in the trash and of earlier versions too."""
    sizes: dict[str, int] = {}
    for model in (Media, RevisionPicture):
        rows = model._base_manager.filter(workspace=workspace).exclude(file="").values("file")
        sizes |= {name: size or 0 for name, size in rows.annotate(bytes=Max("size")).values_list("file", "bytes")}
    return sum(sizes.values())


def quota() -> int:
    """The bytes that one workspace may fill with pictures."""
    return settings.MEDIA_QUOTA


def _let_go_with_row(instance: Media | RevisionPicture, **_kwargs: Any) -> None:
    if name := instance.file.name:
        transaction.on_commit(lambda: _remove(name))


def _remove(name: str) -> None:
    if not any(model._base_manager.filter(file=name).exists() for model in (Media, RevisionPicture)):
        default_storage.delete(name)
        default_storage.delete(f"{name}.small")
