"""Mail that waits to be sent, or was."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One mail to one address. It is written in the transaction of what it tells of, and sent afterwards by a worker.

    `key` names what it tells of: the same thing is not told twice. A worker claims a message before it sends it, for a
    while; what was claimed and not marked as sent by then is sent again.
    """

    key = models.CharField(max_length=200, unique=True, editable=False)
    kind = models.CharField(max_length=40, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, null=True, related_name="+", editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", editable=False)
    to = models.EmailField(_("to"), editable=False)
    subject = models.CharField(_("subject"), max_length=300, editable=False)
    text = models.TextField(_("text"), editable=False)
    html = models.TextField(blank=True, editable=False)
    headers = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("due"), default=timezone.now, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    given_up_at = models.DateTimeField(_("given up"), null=True, editable=False)
    error = models.TextField(_("error"), blank=True, editable=False)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None, given_up_at=None), name="mail_waiting"),
        ]

    def __str__(self) -> str:
        return self.subject
