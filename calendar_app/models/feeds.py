"""Secret addresses under which a calendar program reads the plan."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.models import AuditEvent, Membership, hash_token
from smplanner.workspaces.owned import OwnedByWorkspace
from smplanner.workspaces.roles import may
from smplanner.workspaces.zones import validate_zone


class Feed(OwnedByWorkspace):
    """One person's subscription to one workspace. The secret is shown once and stored hashed."""

    PREFIX = "spl_"
    # The fields that name an object which the posts must have, or the view that must show them.
    NARROWED_TO = ("channel", "persona", "campaign", "saved_view")
    # What its page and its calendar say of it, read along with it.
    SAID_OF_IT = ("channel__platform", "persona", "campaign", "saved_view")

    class Scope(models.TextChoices):
        ALL = "all", _("The whole plan")
        MINE = "mine", _("The posts I look after")
        REVIEW = "review", _("The posts that wait to be reviewed")

    class Detail(models.TextChoices):
        TITLE = "title", _("Titles only")
        TEXT = "text", _("Titles and texts")
        FINDINGS = "findings", _("Titles, texts and findings")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feeds")
    name = models.CharField(_("name"), max_length=80, help_text=_("Where you will use it: “Phone”, “Outlook at work”."))
    scope = models.CharField(_("what it holds"), max_length=6, choices=Scope.choices, default=Scope.ALL)
    detail = models.CharField(_("how much of it"), max_length=8, choices=Detail.choices, default=Detail.TEXT)
    channel = models.ForeignKey(
        "calendar_app.Channel",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only this channel"),
    )
    persona = models.ForeignKey(
        "personas.Persona",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only this persona"),
    )
    campaign = models.ForeignKey(
        "calendar_app.Campaign",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only this campaign"),
    )
    saved_view = models.ForeignKey(
        "calendar_app.SavedView",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("as this saved view filters"),
    )
    zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[validate_zone],
        help_text=_("That of the workspace, if empty."),
    )
    alarm_minutes = models.PositiveSmallIntegerField(
        _("alarm"),
        null=True,
        blank=True,
        choices=[(0, _("At the time")), (15, _("15 minutes before")), (60, _("An hour before"))],
        help_text=_("Google and Outlook leave the alarms of subscriptions out."),
    )
    with_occasions = models.BooleanField(
        _("with listening sessions, reviews and due days"),
        default=False,
        help_text=_("Also the ends of trials, the actions to be done and the objectives that are due."),
    )
    language = models.CharField(
        _("language"), max_length=5, choices=[("fr", "Français"), ("en", "English")], default="fr"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    last_client = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = _("calendar subscription")
        verbose_name_plural = _("calendar subscriptions")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def renew_token(self) -> str:
        """Give this feed a new secret and return it; the old address is dead once the feed is saved."""
        token = self.PREFIX + secrets.token_urlsafe(32)
        self.token_hash = hash_token(token)
        return token

    @classmethod
    def by_token(cls, token: str) -> "Feed | None":
        """The feed with this secret, revoked or not, in whichever workspace it is; `is_dead` may be asked of it.

        `last_act` is the number of the last act in that workspace's log: another one, whatever was changed.

        Found by the index on the secret's SHA-256, so the time it takes tells nothing of how near a guess is.
        """
        seat = Membership.objects.filter(user=OuterRef("user"), workspace=OuterRef("workspace"))
        acts = AuditEvent._base_manager.filter(workspace=OuterRef("workspace")).order_by("-pk")
        return (
            cls._base_manager.select_related("workspace", "user", *cls.SAID_OF_IT)
            .annotate(owner_role=Subquery(seat.values("role")[:1]), last_act=Subquery(acts.values("pk")[:1]))
            .filter(token_hash=hash_token(token))
            .first()
        )

    @property
    def is_dead(self) -> bool:
        """Whether it must answer 410: revoked, feeds switched off, or its owner is no active member who may read.

        Only for a feed from `by_token`, which brings along what the owner may do now.
        """
        return (
            self.revoked_at is not None
            or not self.workspace.feeds_enabled
            or not self.user.is_active
            or self.owner_role is None
            or not may(self.owner_role, "plan.read")
        )
