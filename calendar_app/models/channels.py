"""The platforms that a workspace chose, and why."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from smplanner.workspaces.owned import OwnedByWorkspace


class ChannelQuerySet(models.QuerySet["Channel"]):
    def in_use(self) -> "ChannelQuerySet":
        """Those that speak now: adopted or being tested."""
        return self.filter(status__in=[Channel.Status.ADOPTED, Channel.Status.TESTING])

    def offered(self) -> "ChannelQuerySet":
        """Those that a post may be planned on."""
        return self.exclude(status=Channel.Status.LEFT)


class Channel(OwnedByWorkspace):
    """One account on one platform, chosen for a reason. Leaving it is a decision like any other."""

    class Status(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        TESTING = "testing", _("On trial")
        PAUSED = "paused", _("Paused")
        LEFT = "left", _("Left")

    class Reason(models.TextChoices):
        PERSONA = "persona", _("Our personas are there")
        LISTENING = "listening", _("Listening showed it")
        POPULAR = "popular", _("Everybody is there")
        TREND = "trend", _("It is the new one")
        COMPETITOR = "competitor", _("Our competitors are there")
        BOSS = "boss", _("It was asked for from above")
        HABIT = "habit", _("We have always had it")

    platform = models.ForeignKey(
        "personas.Platform", models.PROTECT, related_name="channels", verbose_name=_("platform")
    )
    name = models.CharField(
        _("name"), max_length=80, blank=True, help_text=_("Only needed when there are two accounts on one platform.")
    )
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.ADOPTED)
    purpose = models.CharField(_("what it is for"), max_length=300, blank=True)
    reason = models.CharField(_("why this one"), max_length=10, choices=Reason.choices, blank=True)
    personas = models.ManyToManyField(
        "personas.Persona", blank=True, related_name="channels", verbose_name=_("for whom")
    )
    objectives = models.ManyToManyField(
        "calendar_app.Objective", blank=True, related_name="channels", verbose_name=_("objectives it serves")
    )
    responder = models.ForeignKey(
        "calendar_app.TeamMember",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who answers there"),
    )
    backup = models.ForeignKey(
        "calendar_app.TeamMember", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("stand-in")
    )
    weekly_target = models.DecimalField(
        _("posts a week"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(200)],
    )
    char_max = models.PositiveIntegerField(
        _("longest text on this account"),
        null=True,
        blank=True,
        help_text=_("Only if it differs from the platform’s, for example with a paid X account."),
    )
    account_url = models.URLField(_("address of the account"), blank=True, max_length=300)
    since = models.DateField(_("since"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(ChannelQuerySet), workspace="workspace")

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["status", Lower("platform__name"), "pk"]

    def __str__(self) -> str:
        return self.name or self.platform.name
