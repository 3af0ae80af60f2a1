"""The people who do the work, and the hours they have."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from smplanner.days import date_format
from smplanner.workspaces.owned import OwnedByWorkspace


class Skill(models.TextChoices):
    """What platforms ask for: the words of Platform.skills."""

    COPY = "copy", _("Writing")
    PHOTO = "photo", _("Photo")
    DESIGN = "design", _("Design")
    VIDEO = "video", _("Video")
    COMMUNITY = "community", _("Leading a community")


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def offered(self) -> "TeamMemberQuerySet":
        """Those who still work with us."""
        return self.filter(is_active=True)


class TeamMember(OwnedByWorkspace):
    """Someone who works on the plan, with or without an account, and the hours a week they really have for it."""

    class Kind(models.TextChoices):
        OWNER = "owner", _("Owner or manager")
        DEDICATED = "dedicated", _("It is their job")
        SIDE_JOB = "side_job", _("Beside another job")
        INTERN = "intern", _("Intern or apprentice")
        FREELANCE = "freelance", _("Freelance")
        AGENCY = "agency", _("Agency")

    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("position"), max_length=10, choices=Kind.choices, default=Kind.SIDE_JOB)
    hours_per_week = models.DecimalField(
        _("hours a week"),
        max_digits=4,
        decimal_places=1,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(80)],
        help_text=_("What they really have for it, answers and listening included."),
    )
    skills = models.CharField(
        _("at ease with"), max_length=200, blank=True, help_text=_("Writing, photo, video, design…")
    )
    skill_set = models.JSONField(_("knows how to do"), default=list, blank=True)
    stand_in = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stand-in"),
        help_text=_("Who takes over when they are away."),
    )
    ends_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("For an internship or a contract that has an end.")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    is_active = models.BooleanField(_("works with us now"), default=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(TeamMemberQuerySet), workspace="workspace")

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = [Lower("name"), "pk"]

    def __str__(self) -> str:
        return self.name


class Absence(OwnedByWorkspace):
    """Days on which someone is away."""

    member = models.ForeignKey(TeamMember, models.CASCADE, related_name="absences", verbose_name=_("who"))
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="absence_days_in_order",
                violation_error_message=_("It would end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}, {date_format(self.first_day)} – {date_format(self.last_day)}"


class BudgetLine(OwnedByWorkspace):
    """Money a month for one thing."""

    class Kind(models.TextChoices):
        PRODUCTION = "production", _("Production")
        PROMOTION = "promotion", _("Promotion")
        LISTENING = "listening", _("Listening")
        MEASUREMENT = "measurement", _("Measuring")
        TRAINING = "training", _("Training")
        TOOL = "tool", _("Tools")

    kind = models.CharField(_("what for"), max_length=12, choices=Kind.choices)
    label = models.CharField(_("details"), max_length=120, blank=True)
    monthly_eur = models.DecimalField(
        _("euros a month"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)]
    )
    is_in_kind = models.BooleanField(
        _("given, not paid"),
        default=False,
        help_text=_("Lent equipment, the time of volunteers: it counts like money."),
    )

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return self.label or self.get_kind_display()
