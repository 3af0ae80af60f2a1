"""Asking for approval, what was answered, and the links by which outsiders answer."""

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from smplanner.workspaces.models import Workspace, hash_token
from smplanner.workspaces.owned import OwnedByWorkspace


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def open(self) -> "SubmissionQuerySet":
        """Those that wait for an answer."""
        return self.filter(ended_at=None)


class Submission(OwnedByWorkspace):
    """A post handed in to be approved, as it read at that time. At most one of a post is open.

    `fingerprint` is of what the answer is about (see approval.fingerprint): an answer to another text does not count.
    """

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent_back", _("Sent back")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LAPSED = "lapsed", _("Nobody answered in time")
        CHANGED = "changed", _("Changed meanwhile")

    post = models.ForeignKey("calendar_app.Post", models.CASCADE, related_name="submissions", editable=False)
    version = models.PositiveIntegerField(editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    note = models.TextField(
        _("word to whoever reads it"), blank=True, max_length=2000, help_text=_("What they should look at.")
    )
    until = models.DateTimeField(_("answer wanted by"), null=True, blank=True)
    silence = models.CharField(
        _("if nobody answers"), max_length=6, choices=Workspace.Silence.choices, default=Workspace.Silence.WAIT
    )
    plan_b = models.CharField(
        _("plan B"),
        max_length=500,
        blank=True,
        help_text=_("What you will do if nobody answers: “The picture without the quote”."),
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True, editable=False)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(SubmissionQuerySet), workspace="workspace")

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["until"], condition=Q(ended_at=None, until__isnull=False), name="submission_waiting")
        ]
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(ended_at=None), name="submission_open_once_a_post")
        ]

    def __str__(self) -> str:
        return str(self.post)


class GuestLinkQuerySet(models.QuerySet["GuestLink"]):
    def alive(self) -> "GuestLinkQuerySet":
        """Those that still open."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class GuestLink(OwnedByWorkspace):
    """A secret address by which somebody without an account sees what was shared, and answers under a name.

    It shows the posts chosen for it, and those of its campaign and channel that are to be reviewed or were approved.
    The secret is shown once and stored hashed.
    """

    PREFIX = "spg_"

    name = models.CharField(_("who it is for"), max_length=120, help_text=_("“Claire, Hôtel du Port”."))
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("The address gets the link by mail."))
    language = models.CharField(
        _("language"), max_length=5, choices=[("fr", "Français"), ("en", "English")], default="fr"
    )
    campaign = models.ForeignKey(
        "calendar_app.Campaign",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("posts of this campaign"),
    )
    channel = models.ForeignKey(
        "calendar_app.Channel",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("posts on this channel"),
    )
    may_approve = models.BooleanField(
        _("may approve and send back"), default=True, help_text=_("Otherwise they see and comment only.")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    posts = models.ManyToManyField("calendar_app.Post", through="SharedPost", related_name="+", editable=False)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(GuestLinkQuerySet), workspace="workspace")

    class Meta:
        verbose_name = _("link for outsiders")
        verbose_name_plural = _("links for outsiders")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def new_token(cls) -> tuple[str, str]:
        """A fresh secret, and what is stored of it."""
        token = cls.PREFIX + secrets.token_urlsafe(32)
        return token, hash_token(token)


class SharedPost(OwnedByWorkspace):
    """One post that a link for outsiders shows."""

    link = models.ForeignKey(GuestLink, models.CASCADE, related_name="shared")
    post = models.ForeignKey("calendar_app.Post", models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("shared post")
        verbose_name_plural = _("shared posts")
        constraints = [models.UniqueConstraint(fields=["link", "post"], name="shared_post_once_a_link")]

    def __str__(self) -> str:
        return str(self.post)


class Verdict(OwnedByWorkspace):
    """One answer to a submission, by a member, by an outsider under a name, or by silence (neither)."""

    class Answer(models.TextChoices):
        APPROVE = "approve", _("Approved")
        SEND_BACK = "send_back", _("Sent back")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="verdicts")
    answer = models.CharField(max_length=9, choices=Answer.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    link = models.ForeignKey(GuestLink, models.SET_NULL, null=True, related_name="+")
    guest = models.CharField(max_length=120, blank=True)
    comment = models.TextField(blank=True, max_length=5000)
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_answer_display()


class WeekReview(OwnedByWorkspace):
    """That somebody went through a week: the one that was, and the one to come."""

    monday = models.DateField(editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    reviewed_at = models.DateTimeField(default=timezone.now, editable=False)
    note = models.TextField(_("what we take from it"), blank=True, max_length=5000)

    class Meta:
        verbose_name = _("reviewed week")
        verbose_name_plural = _("reviewed weeks")
        ordering = ["-monday"]
        constraints = [models.UniqueConstraint(fields=["workspace", "monday"], name="week_reviewed_once")]

    def __str__(self) -> str:
        return str(self.monday)


class SummaryMail(OwnedByWorkspace):
    """The week in a mail, to one person, every week: of the whole plan, or of what a saved view shows."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    saved_view = models.ForeignKey(
        "calendar_app.SavedView",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("what the view shows"),
    )
    weekday = models.PositiveSmallIntegerField(
        _("on"),
        choices=[
            *((1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday"))),
            *((5, _("Friday")), (6, _("Saturday")), (7, _("Sunday"))),
        ],
        default=1,
    )
    hour = models.PositiveSmallIntegerField(_("at"), default=8, validators=[MaxValueValidator(23)])
    last_day = models.DateField(null=True, editable=False, help_text="The day for which it was written last.")

    class Meta:
        verbose_name = _("summary by mail")
        verbose_name_plural = _("summaries by mail")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user"], condition=Q(saved_view=None), name="summary_of_all_once"
            ),
            models.UniqueConstraint(fields=["user", "saved_view"], name="summary_once_a_view"),
        ]

    def __str__(self) -> str:
        return str(self.saved_view or self.workspace)
