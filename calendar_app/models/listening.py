"""How the organisation listens before it speaks, and while it does."""

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.owned import OwnedByWorkspace

if TYPE_CHECKING:
    from .posts import Post


class ListeningPlan(OwnedByWorkspace):
    """One a workspace: who listens, how often, what for."""

    class Purpose(models.TextChoices):
        REPUTATION = "reputation", _("What is said of us")
        OPPORTUNITIES = "opportunities", _("Opportunities")
        FEEDBACK = "feedback", _("Feedback on what we do")
        COMPETITORS = "competitors", _("What others like us do")
        SECTOR = "sector", _("What moves in our field")

    purposes = models.JSONField(_("what for"), default=list, blank=True)
    cadence_days = models.PositiveSmallIntegerField(
        _("every how many days"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    owner = models.ForeignKey(
        "calendar_app.TeamMember",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who listens"),
    )
    hours_per_week = models.DecimalField(
        _("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    since = models.DateField(
        _("listening since"), null=True, blank=True, help_text=_("Empty: since the first thing noted as heard.")
    )
    first_session_on = models.DateField(
        _("first session on"), null=True, blank=True, help_text=_("From that day on, sessions stand on the calendar.")
    )
    session_time = models.TimeField(_("at"), null=True, blank=True)
    alert_rule = models.CharField(_("when to raise the alarm, and with whom"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("listening plan")
        verbose_name_plural = _("listening plans")
        constraints = [models.UniqueConstraint(fields=["workspace"], name="one_listening_plan_a_workspace")]

    def __str__(self) -> str:
        return str(_("Listening plan"))


class ListeningSource(OwnedByWorkspace):
    """A place where people can be heard."""

    class Kind(models.TextChoices):
        """The five kinds that the articles name."""

        WATCH = "watch", _("Active watch")
        CARE = "care", _("Customer service")
        COMMUNITY = "community", _("Communities")
        REVIEWS = "reviews", _("Ratings and reviews")
        COMMENTS = "comments", _("Comments")

    plan = models.ForeignKey(ListeningPlan, models.CASCADE, related_name="sources")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    where = models.CharField(
        _("where"), max_length=200, help_text=_("For example: our Google reviews, the till, a forum.")
    )
    tool = models.CharField(_("with what"), max_length=120, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("place to listen")
        verbose_name_plural = _("places to listen")
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return self.where


class ListeningKeyword(OwnedByWorkspace):
    """A word to watch for."""

    class Family(models.TextChoices):
        BRAND = "brand", _("Our name")
        PRODUCT = "product", _("What we offer")
        COMPETITOR = "competitor", _("Others like us")
        SECTOR = "sector", _("Our field")

    plan = models.ForeignKey(ListeningPlan, models.CASCADE, related_name="keywords")
    family = models.CharField(_("family"), max_length=10, choices=Family.choices)
    text = models.CharField(_("words"), max_length=120)
    exclude = models.CharField(_("but not"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering = ["family", "pk"]

    def __str__(self) -> str:
        return self.text


class Insight(OwnedByWorkspace):
    """Something heard: where, what, what it means for us, and the idea that came of it."""

    on = models.DateField(_("day"))
    source = models.ForeignKey(
        ListeningSource, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("heard where")
    )
    what = models.TextField(_("what we heard"), max_length=2000)
    so_what = models.TextField(_("what it means for us"), blank=True, max_length=2000)
    decision = models.CharField(_("what we do about it"), max_length=300, blank=True)
    persona = models.ForeignKey(
        "personas.Persona", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("from whom")
    )
    idea = models.ForeignKey(
        "calendar_app.Post", models.SET_NULL, null=True, blank=True, related_name="insights", editable=False
    )

    class Meta:
        verbose_name = _("insight")
        verbose_name_plural = _("insights")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.what[:80]

    @property
    def title(self) -> str:
        """Its first line, as the title of a post: at most 200 characters."""
        return Truncator(self.what.strip().splitlines()[0].strip()).chars(200)

    @property
    def became(self) -> "Post | None":
        """The post that came of it, unless that was thrown away."""
        return self.idea if self.idea and self.idea.deleted_at is None else None
