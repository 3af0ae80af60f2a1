"""Posts that come again: series, and models from which new posts are made."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.owned import OwnedByWorkspace

from .posts import MOST_MINUTES, Post

# As many posts as one series may lay out: a daily rendezvous of one year.
MOST_OCCURRENCES = 366


class Series(OwnedByWorkspace):
    """How posts come again: by which rhythm, from which day, until when. Its posts stand for themselves once laid out.

    A post of a series keeps the day that the rhythm gave it (`Post.series_day`), wherever it is moved to.
    """

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month, on the same date")
        NTH_WEEKDAY = "nth_weekday", _("Every month, on the n-th weekday")

    rhythm = models.CharField(_("rhythm"), max_length=11, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    every = models.PositiveSmallIntegerField(
        _("every … weeks or months"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    weekdays = models.CharField(
        _("weekdays"), max_length=13, blank=True, help_text="ISO numbers of the weekdays, with commas: “2,4”."
    )
    nth = models.SmallIntegerField(
        _("which one of the month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-1), MaxValueValidator(5)],
        help_text="1 to 4 from the first of the month; −1 is the last.",
    )
    first_day = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    count = models.PositiveSmallIntegerField(
        _("how many times"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_OCCURRENCES)],
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("first_day")),
                name="series_days_in_order",
                violation_error_message=_("It would end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_rhythm_display())


class PostTemplate(OwnedByWorkspace):
    """What a kind of post that comes again begins with. Only its name is required."""

    name = models.CharField(_("name"), max_length=80)
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True, max_length=70_000)
    link = models.URLField(_("link"), blank=True, max_length=1000)
    channel = models.ForeignKey(
        "calendar_app.Channel",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="post_templates",
        verbose_name=_("channel"),
    )
    persona = models.ForeignKey(
        "personas.Persona",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="post_templates",
        verbose_name=_("for whom"),
    )
    objective = models.ForeignKey(
        "calendar_app.Objective",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="post_templates",
        verbose_name=_("objective"),
    )
    pillar = models.ForeignKey(
        "calendar_app.Pillar",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="post_templates",
        verbose_name=_("pillar"),
    )
    intent = models.CharField(_("what it is meant to do"), max_length=12, choices=Post.Intent.choices, blank=True)
    format = models.CharField(_("format"), max_length=11, choices=Post.Format.choices, blank=True)
    minutes_planned = models.PositiveSmallIntegerField(
        _("minutes it will take"), null=True, blank=True, validators=[MaxValueValidator(MOST_MINUTES)]
    )

    class Meta:
        verbose_name = _("post template")
        verbose_name_plural = _("post templates")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                name="post_template_name_once",
                violation_error_message=_("There is a template of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
