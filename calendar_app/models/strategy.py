"""What was decided before posting: the written strategy, section by section, and the pillars of the content."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from personas.models import Colour
from smplanner.workspaces.owned import OwnedByWorkspace


class Strategy(OwnedByWorkspace):
    """One a workspace. Its sections are rows, so that completeness is computed and never claimed."""

    horizon_months = models.PositiveSmallIntegerField(
        _("horizon, in months"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(120)],
        help_text=_("How far ahead you look. Results take months; two to three years is a sound view."),
    )
    started_on = models.DateField(_("in force since"), null=True, blank=True)
    external_link = models.URLField(_("document elsewhere"), blank=True, max_length=500)

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        constraints = [models.UniqueConstraint(fields=["workspace"], name="one_strategy_a_workspace")]

    def __str__(self) -> str:
        return str(_("Strategy"))


class StrategySection(OwnedByWorkspace):
    """One question that a documented strategy answers."""

    class Key(models.TextChoices):
        BUSINESS_GOAL = "business_goal", _("What the organisation wants to reach")
        AUDIENCE = "audience", _("Whom we speak to, and how we know them")
        PLATFORMS = "platforms", _("Why these platforms and no others")
        OBJECTIVES = "objectives", _("What we expect, and by when")
        VOICE = "voice", _("How we speak")
        RESOURCES = "resources", _("Who does it, with what time and money")
        LISTENING = "listening", _("How we listen")
        RESPONSE = "response", _("How we answer")
        MEASURES = "measures", _("How we know that it works")

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="sections")
    key = models.CharField(max_length=14, choices=Key.choices)
    text = models.TextField(blank=True, max_length=10_000)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("section of the strategy")
        verbose_name_plural = _("sections of the strategy")
        constraints = [models.UniqueConstraint(fields=["strategy", "key"], name="one_text_a_section")]

    def __str__(self) -> str:
        return self.get_key_display()


class PillarQuerySet(models.QuerySet["Pillar"]):
    def offered(self) -> "PillarQuerySet":
        """Those in use."""
        return self.filter(is_archived=False)


class Pillar(OwnedByWorkspace):
    """A recurring theme of the content, with the share of posts it should have."""

    class Kind(models.TextChoices):
        EXPERTISE = "expertise", _("Expertise")
        PRODUCT = "product", _("Product")
        HUMAN = "human", _("People and craft")
        COMMUNITY = "community", _("Community")
        NEWS = "news", _("News")
        SEASON = "season", _("Season")

    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.EXPERTISE)
    target_share = models.PositiveSmallIntegerField(
        _("target share, in %"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    colour = models.CharField(_("colour"), max_length=8, choices=Colour.choices, default=Colour.OCRE)
    examples = models.TextField(_("examples of posts"), blank=True, max_length=4000)
    personas = models.ManyToManyField("personas.Persona", blank=True, related_name="+", verbose_name=_("personas"))
    is_archived = models.BooleanField(_("archived"), default=False)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(PillarQuerySet), workspace="workspace")

    class Meta:
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")
        ordering = [Lower("name"), "pk"]

    def __str__(self) -> str:
        return self.name
