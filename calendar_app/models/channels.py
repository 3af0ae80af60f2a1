"""The platforms that a workspace chose, and why."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
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

    class Exit(models.TextChoices):
        """Why a channel was left, as far as it matters for what can be learnt from it."""

        VALUES = "values", _("It goes against our values")
        SAFETY = "safety", _("It is not safe, for us or for those who follow us")
        NOBODY = "nobody", _("Our personas are not there")
        RESULTS = "results", _("It brought too little")
        MEANS = "means", _("We have no time or money for it")
        CLOSED = "closed", _("The platform closed, or closed our account")
        OTHER = "other", _("Something else")

    platform = models.ForeignKey(
        "personas.Platform", models.PROTECT, related_name="channels", verbose_name=_("platform")
    )
    name = models.CharField(
        _("name"), max_length=80, blank=True, help_text=_("Only needed when there are two accounts on one platform.")
    )
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.ADOPTED)
    purpose = models.CharField(_("what it is for"), max_length=300, blank=True)
    reason = models.CharField(_("why this one"), max_length=10, choices=Reason.choices, blank=True)
    differentiator = models.CharField(
        _("what we do there that others do not"),
        max_length=200,
        blank=True,
        help_text=_("Everyone fights for attention there: what would be missed without you?"),
    )
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
        max_digits=5,
        decimal_places=2,  # 0.25: one a month
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
    is_care_only = models.BooleanField(
        _("only to answer"),
        default=False,
        help_text=_("We answer there and publish nothing of our own: no rhythm is expected."),
    )
    account_url = models.URLField(_("address of the account"), blank=True, max_length=300)
    since = models.DateField(_("since"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    exit_kind = models.CharField(_("why, above all"), max_length=7, choices=Exit.choices, blank=True)
    exit_reason = models.CharField(_("why we left"), max_length=300, blank=True)
    farewell = models.TextField(_("what we told those who follow us"), blank=True, max_length=2000)
    archive_note = models.CharField(
        _("what we kept"), max_length=300, blank=True, help_text=_("Export of the posts, contacts, the account’s name…")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(ChannelQuerySet), workspace="workspace")

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["status", Lower("platform__name"), "pk"]

    def __str__(self) -> str:
        return self.name or self.platform.name


class ChannelSlot(OwnedByWorkspace):
    """A day and hour of the week that a channel keeps for a post."""

    class Weekday(models.IntegerChoices):
        MONDAY = 1, _("Monday")
        TUESDAY = 2, _("Tuesday")
        WEDNESDAY = 3, _("Wednesday")
        THURSDAY = 4, _("Thursday")
        FRIDAY = 5, _("Friday")
        SATURDAY = 6, _("Saturday")
        SUNDAY = 7, _("Sunday")

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday.choices)
    time = models.TimeField(_("time"))

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["weekday", "time"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "weekday", "time"],
                name="one_slot_at_a_time",
                violation_error_message=_("This slot is already there."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.time:%H:%M}"


class ChannelTest(OwnedByWorkspace):
    """A trial of a channel: what is expected, how one will know, until when, and what came of it."""

    class Outcome(models.TextChoices):
        ADOPT = "adopt", _("Adopt it")
        EXTEND = "extend", _("Go on testing")
        STOP = "stop", _("Stop")

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="tests")
    hypothesis = models.CharField(_("what we expect"), max_length=300)
    measure = models.CharField(_("what we measure"), max_length=120, blank=True)
    threshold = models.CharField(_("from when on it is a success"), max_length=120, blank=True)
    start_on = models.DateField(_("from"), null=True, blank=True)
    end_on = models.DateField(_("until"), null=True, blank=True)
    budget_eur = models.DecimalField(
        _("budget, in euros"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    owner = models.ForeignKey(
        "calendar_app.TeamMember", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by whom")
    )
    novel_format = models.CharField(_("new idea or format tried"), max_length=200, blank=True)
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome.choices, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    lesson = models.TextField(_("what we learnt"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("trial")
        verbose_name_plural = _("trials")
        ordering = ["-start_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start_on=None) | models.Q(end_on=None) | models.Q(end_on__gte=models.F("start_on")),
                name="trial_days_in_order",
                violation_error_message=_("It would end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["channel"],
                condition=models.Q(outcome=""),
                name="one_open_trial_a_channel",
                violation_error_message=_("A trial of this channel is already under way."),
            ),
        ]

    def __str__(self) -> str:
        return self.hypothesis


class AudienceSnapshot(OwnedByWorkspace):
    """How many people followed a channel on a day, and how many of them did something."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="audience")
    on = models.DateField(_("day"))
    followers = models.PositiveIntegerField(_("followers"))
    active = models.PositiveIntegerField(
        _("of them active"),
        null=True,
        blank=True,
        help_text=_("Who liked, shared, answered or clicked in the last four weeks, if you know."),
    )

    class Meta:
        verbose_name = _("count of followers")
        verbose_name_plural = _("counts of followers")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "on"],
                name="one_count_a_channel_and_day",
                violation_error_message=_("There is already a count for this day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.followers}"
