"""A post as it was."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.owned import OwnedByWorkspace


class PostRevision(OwnedByWorkspace):
    """What a post held as one of its versions, whole: `values` maps a field's name to what it held, as JSON can."""

    post = models.ForeignKey("calendar_app.Post", models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version of a post")
        verbose_name_plural = _("versions of posts")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="post_revision_once")]

    def __str__(self) -> str:
        return f"{self.title} · {self.version}"
