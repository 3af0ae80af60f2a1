"""Pictures and videos of a post."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.owned import OwnedByWorkspace


def place_of(media: Any, _name: str) -> str:
    """Where a file is kept: by workspace, under a name that says nothing and that nobody can guess."""
    return f"{media.workspace_id}/{uuid.uuid4().hex}"


class Picture(models.Model):
    """A picture or video: what it shows, what people hear who do not see it, and its file if it is here."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("Image")
        VIDEO = "video", _("Video")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices, default=Kind.IMAGE)
    label = models.CharField(
        _("picture"), max_length=200, help_text=_("Its file name, or what it will show: “the oven at five o’clock”.")
    )
    file = models.FileField(_("file"), upload_to=place_of, max_length=200, blank=True, editable=False)
    mime_type = models.CharField(max_length=40, blank=True, editable=False)
    size = models.PositiveIntegerField(null=True, editable=False, help_text="In bytes.")
    width = models.PositiveIntegerField(null=True, editable=False, help_text="In pixels.")
    height = models.PositiveIntegerField(null=True, editable=False, help_text="In pixels.")
    alt_text = models.TextField(
        _("alternative text"),
        blank=True,
        max_length=5000,
        help_text=_("What matters in it, for those who do not see it."),
    )
    is_decorative = models.BooleanField(_("purely decorative"), default=False)
    has_captions = models.BooleanField(_("with subtitles"), default=False)
    no_speech = models.BooleanField(_("nobody speaks in it"), default=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def thumbnail(self) -> str:
        """Where the small form of its file is kept."""
        return f"{self.file.name}.small"


class Media(Picture, OwnedByWorkspace):
    """A picture or video that goes with a post."""

    post = models.ForeignKey("calendar_app.Post", models.CASCADE, related_name="media")

    class Meta:
        verbose_name = _("picture or video")
        verbose_name_plural = _("pictures and videos")
        ordering = ["position", "pk"]
