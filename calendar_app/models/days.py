"""What a workspace knows of single days: its own key dates, school holidays, notes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.owned import OwnedByWorkspace


class KeyDate(OwnedByWorkspace):
    """A day, or some days, that matter to this house: its fair, its birthday, the opening night."""

    name = models.CharField(_("name"), max_length=120)
    first_day = models.DateField(_("day"))
    last_day = models.DateField(_("until"), null=True, blank=True)
    is_yearly = models.BooleanField(_("every year"), default=False)
    note = models.TextField(_("note"), blank=True, max_length=1000)
    uid = models.CharField(
        max_length=255, blank=True, editable=False, help_text="Its UID in the file that it came from; empty otherwise."
    )

    class Meta:
        verbose_name = _("key date")
        verbose_name_plural = _("key dates")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="key_date_days_in_order",
                violation_error_message=_("It would end before it begins."),
            ),
            models.UniqueConstraint(fields=["workspace", "uid"], condition=~Q(uid=""), name="key_date_uid_once"),
        ]

    def __str__(self) -> str:
        return self.name


class SchoolBreak(OwnedByWorkspace):
    """School holidays of a zone, from a file that someone brought."""

    name = models.CharField(_("name"), max_length=120)
    zone = models.CharField(_("school zone"), max_length=60, blank=True)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))

    class Meta:
        verbose_name = _("school holidays")
        verbose_name_plural = _("school holidays")
        ordering = ["first_day", "zone", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="school_break_days_in_order",
                violation_error_message=_("It would end before it begins."),
            ),
            models.UniqueConstraint(fields=["workspace", "zone", "name", "first_day"], name="school_break_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.zone})" if self.zone else self.name


class DayNote(OwnedByWorkspace):
    """A few words that the team pinned to a day."""

    day = models.DateField(_("day"))
    text = models.CharField(_("note"), max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("note on a day")
        verbose_name_plural = _("notes on days")
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["workspace", "day"], name="day_note_by_day")]

    def __str__(self) -> str:
        return self.text
