"""What the presence is for, and how one will know."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from smplanner.workspaces.owned import OwnedByWorkspace


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    def active(self) -> "ObjectiveQuerySet":
        """Those being worked for."""
        return self.filter(status=Objective.Status.ACTIVE)

    def offered(self) -> "ObjectiveQuerySet":
        """Those that a post may serve."""
        return self.active()


class Objective(OwnedByWorkspace):
    """Something to reach. Only the statement is required; the checker says what keeps it from being measurable."""

    class Kind(models.TextChoices):
        """The seven reasons of the articles, and three from practice."""

        VISIBILITY = "visibility", _("Be known")
        SEO = "seo", _("Be found by search engines")
        TRAFFIC = "traffic", _("Bring people to the site or the shop")
        NEW_CLIENTS = "new_clients_partners", _("Find new clients and partners")
        CUSTOMER_CARE = "customer_care", _("Help customers at once")
        REPUTATION = "reputation", _("Look after our reputation")
        WATCH = "watch", _("Watch the market")
        COMMUNITY = "community", _("Bring a community to life")
        SALES = "sales", _("Sell")
        RECRUITMENT = "recruitment", _("Recruit")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Being worked for")
        REACHED = "reached", _("Reached")
        DROPPED = "dropped", _("Given up")

    kind = models.CharField(_("reason"), max_length=20, choices=Kind.choices, default=Kind.VISIBILITY)
    statement = models.CharField(
        _("what we want"), max_length=200, help_text=_("For example: thirty more cake orders a month by June.")
    )
    business_goal = models.CharField(_("what it does for the organisation"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.ACTIVE)
    kpi = models.ForeignKey(
        "calendar_app.Kpi", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    kpi_name = models.CharField(_("what we count"), max_length=80, blank=True)
    kpi_unit = models.CharField(_("unit"), max_length=20, blank=True)
    baseline = models.DecimalField(_("where we start"), max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_due_on = models.DateField(
        _("or to be measured before"),
        null=True,
        blank=True,
        help_text=_("When nobody knows yet where you start: the day by which you will."),
    )
    target = models.DecimalField(_("where we want to be"), max_digits=14, decimal_places=2, null=True, blank=True)
    start_on = models.DateField(_("from"), null=True, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    is_campaign = models.BooleanField(
        _("of a paid campaign"), default=False, help_text=_("Adverts bring results sooner, and only while they run.")
    )
    measured_by = models.CharField(_("where the figure comes from, and how often"), max_length=200, blank=True)
    offline_attribution = models.CharField(
        _("how we know it in the shop"), max_length=200, blank=True, help_text=_("A voucher, a question at the till…")
    )
    owner = models.ForeignKey(
        "calendar_app.TeamMember",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    personas = models.ManyToManyField("personas.Persona", blank=True, related_name="+", verbose_name=_("personas"))
    closed_on = models.DateField(_("decided on"), null=True, blank=True)
    lesson = models.TextField(_("what we learnt"), blank=True, max_length=2000)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(ObjectiveQuerySet), workspace="workspace")

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["status", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_on=None) | Q(due_on=None) | Q(due_on__gte=F("start_on")),
                name="objective_dates_in_order",
                violation_error_message=_("It would end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def indicator(self) -> str:
        """What is counted: in its own words, else as the catalogue calls it; empty when nothing is."""
        return self.kpi_name or (self.kpi.name if self.kpi else "")

    @property
    def unit(self) -> str:
        return self.kpi_unit or (self.kpi.unit if self.kpi else "")


class Measure(OwnedByWorkspace):
    """What an objective's indicator showed on a day."""

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="measures")
    on = models.DateField(_("day"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "on"],
                name="one_measure_a_day",
                violation_error_message=_("There is already a measure for this day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"
