"""What the site's staff keep for every workspace: indicators, benchmarks, days to know, presets.

Each has its words in both languages, because they are data and not text of the program.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.expressions import Combinable
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from calendar_app import observances, presets
from personas.models import Colour, Persona

from .objectives import Objective
from .strategy import Pillar


class Bilingual(models.Model):
    """Something of the catalogue with a name in French and in English."""

    slug = models.SlugField(_("identifier"), unique=True, max_length=60)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    is_offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        return self.name_en if (get_language() or "fr").startswith("en") else self.name_fr


class OfferedQuerySet(models.QuerySet):
    def offered(self) -> "OfferedQuerySet":
        """Those that can still be chosen."""
        return self.filter(is_offered=True)


class Kpi(Bilingual):
    """Something that can be counted, and what it tells: fame, engagement, or business."""

    class Family(models.TextChoices):
        POPULARITY = "popularity", _("Popularity: flattering, seldom enough")
        ENGAGEMENT = "engagement", _("Engagement: people do something")
        BUSINESS = "business", _("Business: it changes something for the organisation")

    family = models.CharField(_("family"), max_length=10, choices=Family.choices)
    unit_fr = models.CharField(_("unit in French"), max_length=30, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=30, blank=True)

    objects = OfferedQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["family", "slug"]

    @property
    def unit(self) -> str:
        return self.unit_en if (get_language() or "fr").startswith("en") else self.unit_fr


class Benchmark(models.Model):
    """A threshold of a rule as the site's staff set it, with where it comes from.

    It takes the place of the value written in the rule, in every workspace that has not set its own.
    """

    class Grade(models.TextChoices):
        S = "S", _("S: one of the articles")
        A = "A", _("A: data study or law")
        B = "B", _("B: several practitioners agree")
        C = "C", _("C: estimate")

    rule = models.CharField(_("rule"), max_length=60)
    parameter = models.CharField(_("threshold"), max_length=60)
    value = models.DecimalField(_("value"), max_digits=10, decimal_places=2)
    source = models.CharField(_("source"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    grade = models.CharField(_("evidence"), max_length=1, choices=Grade.choices, default=Grade.C)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("benchmark")
        verbose_name_plural = _("benchmarks")
        ordering = ["rule", "parameter"]
        constraints = [models.UniqueConstraint(fields=["rule", "parameter"], name="one_benchmark_a_threshold")]

    def __str__(self) -> str:
        return f"{self.rule}.{self.parameter} = {self.value.normalize():f}"


class ObservanceQuerySet(OfferedQuerySet):
    def known_in(self, country: str | Combinable, region: str | Combinable) -> "ObservanceQuerySet":
        """Those of everywhere, of the country, and of the region, told without its country: "57"."""
        return self.offered().filter(Q(country="") | Q(country=country), Q(region="") | Q(region=region))


class Observance(Bilingual):
    """A day that a calendar should know: a marronnier, or a day of remembrance on which one does not sell.

    `rule` says when it falls, as calendar_app.observances tells. It is shown to workspaces of its country and region.
    """

    class Kind(models.TextChoices):
        MARRONNIER = "marronnier", _("Marronnier")
        SENSITIVE = "sensitive", _("Day of remembrance")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.MARRONNIER)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Empty: everywhere."))
    region = models.CharField(
        _("region"),
        max_length=10,
        blank=True,
        help_text=_("As in a workspace’s settings: 6AE, 57, MQ. Empty: everywhere."),
    )
    rule = models.CharField(_("when"), max_length=120)

    objects = ObservanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("observance")
        verbose_name_plural = _("observances")
        ordering = ["slug"]

    def clean(self) -> None:
        """Refuse a rule by which no day falls."""
        self.rule = " ".join(self.rule.lower().replace(",", ", ").split())
        if not observances.is_rule(self.rule):
            raise ValidationError({"rule": _("Write “02-14”, “easter-47”, “5 sun 3”, “11 thu 4 +1” or “wed 01-06”.")})


class Preset(Bilingual):
    """What a workspace of one kind may start from: platforms with a rhythm, personas, objectives, pillars, posts.

    The shape of `content` is told in calendar_app.presets.
    """

    content = models.JSONField(_("content"), default=dict)

    objects = OfferedQuerySet.as_manager()

    class Meta:
        verbose_name = _("preset")
        verbose_name_plural = _("presets")
        ordering = ["slug"]

    def clean(self) -> None:
        """Refuse a content that the welcome could not read, and say where."""
        choices = {
            "personas.relation": Persona.Relation.values,
            "personas.role": Persona.Role.values,
            "personas.colour": Colour.values,
            "objectives.kind": Objective.Kind.values,
            "pillars.kind": Pillar.Kind.values,
            "pillars.colour": Colour.values,
        }
        said = [
            (_("Not as a preset is written: %(where)s."), presets.faults(self.content, choices)),
            (_("Nobody reads these keys; are they misspelt? %(where)s."), presets.unknown(self.content)),
        ]
        wrong = [words % {"where": ", ".join(places[:5])} for words, found in said if (places := list(found))]
        if wrong:
            raise ValidationError({"content": wrong})

    def suggestions(self) -> presets.Suggestions:
        """What it suggests, in the language of the page."""
        return presets.read(self.content, get_language() or "fr")
