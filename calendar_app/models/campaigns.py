"""Stretches of the calendar that are unlike the others: campaigns, and days on which nothing is published."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from personas.models import Colour
from smplanner.workspaces.owned import OwnedByWorkspace


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def offered(self) -> "CampaignQuerySet":
        """Those that a post may belong to: all of them, the latest first."""
        return self.order_by("-start_on", "pk")


class Campaign(OwnedByWorkspace):
    """Some weeks in which the posts pull together: the sales, a festival, a call for donations."""

    name = models.CharField(_("name"), max_length=80)
    start_on = models.DateField(_("from"), null=True, blank=True)
    end_on = models.DateField(_("until"), null=True, blank=True)
    objective = models.ForeignKey(
        "calendar_app.Objective",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("objective"),
    )
    colour = models.CharField(_("colour"), max_length=8, choices=Colour.choices, default=Colour.ORANGE)
    is_paid = models.BooleanField(
        _("with adverts"), default=False, help_text=_("Money is spent so that more people see it.")
    )
    note = models.TextField(_("note"), blank=True, max_length=2000)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(CampaignQuerySet), workspace="workspace")

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-start_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_on=None) | Q(end_on=None) | Q(end_on__gte=F("start_on")),
                name="campaign_days_in_order",
                violation_error_message=_("It would end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Closure(OwnedByWorkspace):
    """Days on which nothing is expected of the calendar: the house is closed, or it is out of season."""

    label = models.CharField(
        _("why"), max_length=80, help_text=_("For example: summer holidays, works, the winter without visitors.")
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))

    class Meta:
        verbose_name = _("closed days")
        verbose_name_plural = _("closed days")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="closed_days_in_order",
                violation_error_message=_("It would end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.label
