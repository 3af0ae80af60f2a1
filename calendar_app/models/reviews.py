"""Questioning again what was decided: personas, channels, the strategy itself."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from smplanner.days import date_format
from smplanner.workspaces.owned import OwnedByWorkspace


class ReviewLog(OwnedByWorkspace):
    """One time that a persona, a channel or the whole strategy was questioned, and what was decided."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNSURE = "unsure", _("Not sure")

    class Decision(models.TextChoices):
        KEEP = "keep", _("Go on as it is")
        CHANGE = "change", _("Change something")
        PAUSE = "pause", _("Pause")
        STOP = "stop", _("Stop")

    persona = models.ForeignKey(
        "personas.Persona", models.CASCADE, null=True, blank=True, related_name="reviews", verbose_name=_("persona")
    )
    channel = models.ForeignKey(
        "calendar_app.Channel", models.CASCADE, null=True, blank=True, related_name="reviews", verbose_name=_("channel")
    )
    on = models.DateField(_("day"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    still_there = models.CharField(_("are they still there?"), max_length=6, choices=Answer.choices, blank=True)
    behaviour_changed = models.CharField(
        _("has their behaviour changed?"), max_length=6, choices=Answer.choices, blank=True
    )
    learns = models.CharField(_("do we learn about people there?"), max_length=6, choices=Answer.choices, blank=True)
    listens = models.CharField(_("do we listen more than we push?"), max_length=6, choices=Answer.choices, blank=True)
    proves = models.CharField(
        _("can we prove that it serves the objective?"), max_length=6, choices=Answer.choices, blank=True
    )
    fits_values = models.CharField(_("does it fit our values?"), max_length=6, choices=Answer.choices, blank=True)
    decision = models.CharField(_("decision"), max_length=6, choices=Decision.choices, blank=True)
    note = models.TextField(_("what we saw, and what changes"), blank=True, max_length=4000)
    next_on = models.DateField(_("next review"), null=True, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["workspace", "next_on"], name="review_by_next_day")]
        constraints = [
            models.CheckConstraint(condition=Q(persona=None) | Q(channel=None), name="review_of_one_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.subject or _('Strategy')} · {date_format(self.on)}"

    @property
    def subject(self) -> models.Model | None:
        """The persona or the channel that was questioned; None for the strategy as a whole."""
        return self.persona or self.channel

    @property
    def is_unfinished(self) -> bool:
        """Whether an answer calls for a decision and there is none: a change that is noticed must lead to something."""
        calls = self.behaviour_changed == self.Answer.YES or self.Answer.NO in (self.still_there, self.fits_values)
        return calls and not self.decision
