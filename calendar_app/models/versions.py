"""A post as it was."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.owned import OwnedByWorkspace

from .media import Picture


class PostRevision(OwnedByWorkspace):
    """What a post held as one of its versions, whole: `values` maps a field's name to what it held, as JSON can.

    Its pictures are rows of their own, unless `has_pictures` says that those of this version are not known.
    """

    post = models.ForeignKey("calendar_app.Post", models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    has_pictures = models.BooleanField(
        default=False, help_text="Whether its pictures are kept: versions from before that was done have none."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version of a post")
        verbose_name_plural = _("versions of posts")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="post_revision_once")]

    def __str__(self) -> str:
        return f"{self.title} · {self.version}"


class RevisionPicture(Picture, OwnedByWorkspace):
    """A picture as it was in a version of its post. Its file is the one of then, which stays as long as this row.

    `number` is that of the picture in the post, which another may have once this one was removed.
    """

    revision = models.ForeignKey("calendar_app.PostRevision", models.CASCADE, related_name="pictures")
    number = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("picture of a version")
        verbose_name_plural = _("pictures of versions")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["revision", "number"], name="revision_picture_once")]
        indexes = [models.Index(fields=["file"], name="revision_picture_by_file")]
