"""Who we speak to, and where those people are."""

from datetime import UTC, datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from smplanner.workspaces.models import Workspace
from smplanner.workspaces.owned import OwnedByWorkspace

AGE = [MinValueValidator(0), MaxValueValidator(120)]
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # no plan is older


class Colour(models.TextChoices):
    """The ten named colours, and ink: each has a light and a dark form in static/css, so no colour is typed in."""

    CORAIL = "corail", _("Coral")
    ORANGE = "orange", _("Orange")
    OCRE = "ocre", _("Ochre")
    OLIVE = "olive", _("Olive")
    VERT = "vert", _("Green")
    CANARD = "canard", _("Teal")
    AZUR = "azur", _("Azure")
    INDIGO = "indigo", _("Indigo")
    PRUNE = "prune", _("Plum")
    ROSE = "rose", _("Pink")
    INK = "ink", _("Ink")


class PlatformQuerySet(models.QuerySet["Platform"]):
    def offered(self) -> "PlatformQuerySet":
        """Those that can still be chosen."""
        return self.filter(is_offered=True)

    def spoken_on_by(self, workspace: Workspace) -> "PlatformQuerySet":
        """Those on which `workspace` has a channel that speaks now: adopted, or on trial."""
        return self.filter(channels__workspace=workspace, channels__status__in=["adopted", "testing"]).distinct()

    def with_cohorts(self, country: str) -> "PlatformQuerySet":
        """Each with `cohorts`: what surveys say of the ages in `country`, the youngest first."""
        measured = PlatformAudience.objects.filter(country=country).order_by("age_min")
        return self.prefetch_related(models.Prefetch("audiences", measured, to_attr="cohorts"))


class Platform(models.Model):
    """A service of the catalogue, with its limits and its rhythm. Site staff edit it in the admin.

    Limits are in the unit that `counting` names; frequencies are posts a week; hours are hours a week.
    """

    class Category(models.TextChoices):
        MAIN = "main", _("Main platform")
        SHARING = "sharing", _("Sharing")
        NETWORKING = "networking", _("Networking")
        MESSAGING = "messaging", _("Messaging and discussion")
        PUBLISHING = "publishing", _("Publishing")
        COLLABORATING = "collaborating", _("Collaborating")

    class Maturity(models.TextChoices):
        EMERGING = "emerging", _("Emerging")
        MATURE = "mature", _("Mature")
        DECLINING = "declining", _("Declining")
        LEGACY = "legacy", _("Of the past")

    class Counting(models.TextChoices):
        """How the platform itself counts the length of a text."""

        CODE_POINTS = "code_points", _("Characters")
        X = "x", _("X: an address counts 23, most emoji and CJK count 2")
        GRAPHEMES = "graphemes", _("Bluesky: what the eye sees as one character")
        MASTODON = "mastodon", _("Mastodon: an address counts 23")

    class Confidence(models.TextChoices):
        A = "A", _("A: data study or law")
        B = "B", _("B: several practitioners agree")
        C = "C", _("C: estimate")

    slug = models.SlugField(_("identifier"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    mark = models.CharField(_("mark"), max_length=2, help_text=_("Two letters that stand for it where space is tight."))
    colour = models.CharField(_("colour"), max_length=8, choices=Colour.choices, default=Colour.INK)
    category = models.CharField(_("category"), max_length=14, choices=Category.choices)
    maturity = models.CharField(_("maturity"), max_length=10, choices=Maturity.choices, default=Maturity.MATURE)
    succeeds = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="successors", verbose_name=_("comes after")
    )
    url = models.URLField(_("address"), blank=True)
    is_offered = models.BooleanField(_("offered"), default=True, help_text=_("Can be chosen for new channels."))
    is_conversational = models.BooleanField(
        _("conversational"), default=True, help_text=_("Readers can answer in public there.")
    )
    effort = models.DecimalField(
        _("weight"),
        max_digits=3,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0)],
        help_text=_("What it counts against the hours there are; one’s own and one-way channels weigh 0.25."),
    )
    counting = models.CharField(_("counts in"), max_length=12, choices=Counting.choices, default=Counting.CODE_POINTS)
    char_max = models.PositiveIntegerField(_("longest text"), null=True, blank=True)
    char_soft = models.PositiveIntegerField(_("advised length"), null=True, blank=True)
    title_max = models.PositiveIntegerField(_("longest title"), null=True, blank=True)
    visible_chars = models.PositiveIntegerField(_("visible before “see more”"), null=True, blank=True)
    hashtags_soft = models.PositiveSmallIntegerField(_("hashtags advised"), null=True, blank=True)
    hashtags_max = models.PositiveSmallIntegerField(_("hashtags allowed"), null=True, blank=True)
    alt_max = models.PositiveIntegerField(_("longest alternative text"), null=True, blank=True)
    freq_min = models.DecimalField(_("least posts a week"), max_digits=5, decimal_places=2, default=0)
    freq_low = models.DecimalField(_("usual posts a week, from"), max_digits=5, decimal_places=2, default=0)
    freq_high = models.DecimalField(_("usual posts a week, to"), max_digits=5, decimal_places=2, default=0)
    freq_max = models.DecimalField(_("most posts a week"), max_digits=5, decimal_places=2, default=0)
    freq_confidence = models.CharField(
        _("evidence for the rhythm"), max_length=1, choices=Confidence.choices, default=Confidence.C
    )
    base_hours = models.DecimalField(
        _("hours a week to be there"),
        max_digits=4,
        decimal_places=2,
        default=0,
        help_text=_("Answers and watching, before any post is written."),
    )
    professional_bonus = models.PositiveSmallIntegerField(_("points added for professionals"), default=0)
    skills = models.JSONField(
        _("skills"), default=list, blank=True, help_text=_("All are needed; “photo|design” means either.")
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")
        ordering = [Lower("name")]

    def __str__(self) -> str:
        return self.name


class PlatformAudience(models.Model):
    """How much of an age group uses a platform in one country: cited from a survey, or estimated between two."""

    class Kind(models.TextChoices):
        CITED = "cited", _("Measured in a survey")
        ESTIMATED = "estimated", _("Estimated")

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="audiences", verbose_name=_("platform"))
    country = models.CharField(_("country"), max_length=2)
    age_min = models.PositiveSmallIntegerField(_("from age"), validators=AGE)
    age_max = models.PositiveSmallIntegerField(_("to age"), validators=AGE)
    share = models.PositiveSmallIntegerField(_("share, in %"), validators=PERCENT)
    kind = models.CharField(_("evidence"), max_length=10, choices=Kind.choices)
    source = models.CharField(_("source"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    class Meta:
        verbose_name = _("platform audience")
        verbose_name_plural = _("platform audiences")
        ordering = ["platform", "country", "age_min"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "country", "age_min"], name="one_share_a_cohort"),
            models.CheckConstraint(condition=Q(age_max__gte=F("age_min")), name="cohort_ages_in_order"),
            models.CheckConstraint(condition=Q(share__lte=100), name="cohort_share_in_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.country} {self.age_min}–{self.age_max}"


def _meant(start: datetime, end: datetime) -> Q:
    """Posts that go out, or went out, in the half-open span; calendar_app's, so they are reached by name only."""
    dated = Q(posts__publish_at__gte=start, posts__publish_at__lt=end, posts__deleted_at=None)
    return dated & ~Q(posts__status="cancelled")


class PersonaQuerySet(models.QuerySet["Persona"]):
    def active(self) -> "PersonaQuerySet":
        """Those the plan speaks to now."""
        return self.filter(status=Persona.Status.ACTIVE)

    def offered(self) -> "PersonaQuerySet":
        """Those that a post or a channel may still be meant for."""
        return self.exclude(status=Persona.Status.ARCHIVED)

    def with_upcoming(self, since: datetime) -> "PersonaQuerySet":
        """Each with `upcoming`: how many posts are planned for it from `since` on, cancelled ones left out."""
        # calendar_app stands above this package, so its posts are reached by name only.
        planned = Q(posts__publish_at__gte=since, posts__deleted_at=None) & ~Q(posts__status="cancelled")
        counted = self.annotate(upcoming=Count("posts", filter=planned))
        return counted.order_by(Lower("name"), "pk")  # counting drops the model's own order

    def with_voice(
        self, past: tuple[datetime, datetime], coming: tuple[datetime, datetime], now: datetime
    ) -> "PersonaQuerySet":
        """Each with `past_posts` and `coming_posts`, those of the two spans, and `last_post_at`, the latest yet."""
        counted = self.annotate(
            past_posts=Count("posts", filter=_meant(*past)),
            coming_posts=Count("posts", filter=_meant(*coming)),
            last_post_at=Max("posts__publish_at", filter=_meant(LONG_AGO, now)),
        )
        return counted.order_by(Lower("name"), "pk")

    def voice_totals(self, past: tuple[datetime, datetime], coming: tuple[datetime, datetime]) -> tuple[int, int]:
        """How many posts of the two spans are meant for any of them."""
        found = self.aggregate(past=Count("posts", filter=_meant(*past)), coming=Count("posts", filter=_meant(*coming)))
        return found["past"], found["coming"]


class Persona(OwnedByWorkspace):
    """A typical person the plan speaks to. Only the name is required; the checker says what is missing."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        FUTURE = "future", _("For later")
        ARCHIVED = "archived", _("Archived")

    class Relation(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        PROSPECT = "prospect", _("Prospect")
        CITIZEN = "citizen", _("Citizen")
        PARTNER = "partner", _("Partner")
        CANDIDATE = "candidate", _("Candidate")
        PRESS = "press", _("Press")

    class Role(models.TextChoices):
        CONSUMER = "consumer", _("For themselves")
        PROFESSIONAL = "professional", _("At work")

    class Evidence(models.TextChoices):
        SURVEY = "survey", _("Survey")
        INTERVIEWS = "interviews", _("Interviews")
        ANALYTICS = "analytics", _("Figures")
        SALES = "sales", _("What the counter or sales team says")
        GUESS = "guess", _("A guess, for now")

    name = models.CharField(_("name"), max_length=80)
    summary = models.CharField(
        _("in one sentence"), max_length=200, blank=True, help_text=_("Such as: mother of two, passes every morning.")
    )
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.ACTIVE)
    colour = models.CharField(_("colour"), max_length=8, choices=Colour.choices, default=Colour.CANARD)
    relation = models.CharField(_("relation"), max_length=10, choices=Relation.choices, default=Relation.CUSTOMER)
    role = models.CharField(_("uses it"), max_length=12, choices=Role.choices, default=Role.CONSUMER)
    age_min = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True, validators=AGE)
    age_max = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True, validators=AGE)
    location = models.CharField(_("where they live"), max_length=120, blank=True)
    situation = models.TextField(_("situation"), blank=True, max_length=2000)
    goals = models.TextField(_("what they want to reach"), blank=True, max_length=2000)
    needs = models.JSONField(_("needs"), default=list, blank=True)
    expectations = models.TextField(_("what they expect of us"), blank=True, max_length=2000)
    objections = models.TextField(_("what holds them back"), blank=True, max_length=2000)
    topics = models.TextField(_("topics they like"), blank=True, max_length=2000)
    formats = models.CharField(_("formats they prefer"), max_length=200, blank=True)
    tone = models.CharField(_("how to speak to them"), max_length=200, blank=True)
    wanted_share = models.PositiveSmallIntegerField(
        _("wanted share of posts, in %"), null=True, blank=True, validators=PERCENT
    )
    evidence_type = models.CharField(_("how we know"), max_length=10, choices=Evidence.choices, blank=True)
    evidence_note = models.TextField(_("details of the evidence"), blank=True, max_length=2000)
    last_reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    platforms = models.ManyToManyField(Platform, through="PersonaPlatform", related_name="+")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(PersonaQuerySet), workspace="workspace")

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(age_min=None) | Q(age_max=None) | Q(age_max__gte=F("age_min")),
                name="persona_ages_in_order",
                violation_error_message=_("The ages are the wrong way round."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


class PersonaPlatform(OwnedByWorkspace):
    """That a persona uses a platform: how often, for what, and how we know."""

    class Usage(models.TextChoices):
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every week")
        RARELY = "rarely", _("Rarely")
        NEVER = "never", _("Never")

    persona = models.ForeignKey(Persona, models.CASCADE, related_name="uses", verbose_name=_("persona"))
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="+", verbose_name=_("platform"))
    usage = models.CharField(_("how often"), max_length=6, choices=Usage.choices, default=Usage.WEEKLY)
    why = models.CharField(_("what for"), max_length=200, blank=True)
    evidence = models.CharField(_("how we know"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("platform used")
        verbose_name_plural = _("platforms used")
        ordering = ["platform__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "platform"],
                name="persona_platform_once",
                violation_error_message=_("This platform is already listed."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.persona} · {self.platform}"
