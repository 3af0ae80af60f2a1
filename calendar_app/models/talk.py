"""What people say to each other about the plan, and what they are told of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from smplanner.workspaces.owned import OwnedByWorkspace


class CommentQuerySet(models.QuerySet["Comment"]):
    def shared(self) -> "CommentQuerySet":
        """What outsiders may read."""
        return self.filter(is_shared=True, deleted_at=None)


class Comment(OwnedByWorkspace):
    """A word about a post, a persona or a channel: exactly one of them. Internal unless it is shared with outsiders.

    Its author is a member, or an outsider under the name `guest`. A deleted one keeps its place without its text.
    """

    ABOUT = ("post", "persona", "channel")

    post = models.ForeignKey("calendar_app.Post", models.CASCADE, null=True, related_name="comments", editable=False)
    persona = models.ForeignKey("personas.Persona", models.CASCADE, null=True, related_name="comments", editable=False)
    channel = models.ForeignKey(
        "calendar_app.Channel", models.CASCADE, null=True, related_name="comments", editable=False
    )
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replies", editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    guest = models.CharField(max_length=120, blank=True, editable=False)
    link = models.ForeignKey("calendar_app.GuestLink", models.SET_NULL, null=True, related_name="+", editable=False)
    text = models.TextField(_("comment"), max_length=5000)
    is_shared = models.BooleanField(
        _("outsiders may read it"), default=False, help_text=_("Otherwise only members of this workspace do.")
    )
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)
    resolved_at = models.DateTimeField(null=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(CommentQuerySet), workspace="workspace")

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, persona=None, channel=None)
                | Q(post=None, persona__isnull=False, channel=None)
                | Q(post=None, persona=None, channel__isnull=False),
                name="comment_about_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Notice(OwnedByWorkspace):
    """Something that one person is told of in the app; mails follow from it as that person wants them.

    `key` names the event, so that nobody is told of it twice. `link` is where it leads within the site.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", editable=False)
    key = models.CharField(max_length=200, editable=False)
    kind = models.CharField(max_length=40, editable=False, help_text="One of mails.KINDS.")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    guest = models.CharField(max_length=120, blank=True, editable=False)
    post = models.ForeignKey("calendar_app.Post", models.CASCADE, null=True, related_name="+", editable=False)
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="+", editable=False)
    label = models.CharField(max_length=200, editable=False, help_text="What it is about, by name.")
    words = models.TextField(blank=True, max_length=5000, editable=False, help_text="What was said, if anything was.")
    link = models.CharField(max_length=300, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False, help_text="When a mail told of it, or none had to.")

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "workspace"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["at"], condition=Q(mailed_at=None), name="notice_to_mail"),
        ]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"


class Editing(OwnedByWorkspace):
    """That somebody has a post open to write in it; `seen_at` is when their page last said so."""

    post = models.ForeignKey("calendar_app.Post", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("open editor")
        verbose_name_plural = _("open editors")
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="editing_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.post}"
