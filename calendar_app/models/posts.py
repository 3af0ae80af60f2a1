"""Posts: one publication on one channel at one moment, or undated in the reserve."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from calendar_app.moments import Moment, moment
from smplanner.workspaces.owned import OwnedByWorkspace

from .community import Rung

# Nobody works longer than a hundred hours on one post.
MOST_MINUTES = 6000


class PostQuerySet(models.QuerySet["Post"]):
    def between(self, start: datetime, end: datetime) -> "PostQuerySet":
        """Dated posts of the half-open span of instants, in order."""
        return self.filter(publish_at__gte=start, publish_at__lt=end).order_by("publish_at", "pk")

    def proposed(self) -> "PostQuerySet":
        """Slots that the welcome laid out and nobody touched since, in order."""
        return self.filter(is_proposed=True).order_by("publish_at", "pk")

    def reserve(self) -> "PostQuerySet":
        """Undated ideas, the newest first."""
        return self.filter(publish_at=None).exclude(status=Post.Status.CANCELLED).order_by("-created_at", "-pk")


class _Kept(models.Manager.from_queryset(PostQuerySet)):
    def get_queryset(self) -> PostQuerySet:
        return super().get_queryset().filter(deleted_at=None)


class _Trashed(models.Manager.from_queryset(PostQuerySet)):
    def get_queryset(self) -> PostQuerySet:
        return super().get_queryset().exclude(deleted_at=None)


class Post(OwnedByWorkspace):
    """One publication on one channel at one moment. Only the title is required; the checker says what is missing.

    The wall time (`local_date`, `local_time`, `fold`) and its `zone` are what a person chose; `publish_at` is the
    instant that follows from them, on save. Without a time the post belongs to the day. `version` grows with every
    save, for those who write at the same time; `sequence` with every change that a calendar program shows.
    """

    class Status(models.TextChoices):
        IDEA = "idea", _("Idea")
        PLANNED = "planned", _("Planned")
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("To review")
        APPROVED = "approved", _("Approved")
        POSTED = "posted", _("Posted")
        CANCELLED = "cancelled", _("Cancelled")

    class Intent(models.TextChoices):
        VALUE = "value", _("Bring something useful")
        CONVERSATION = "conversation", _("Start a conversation")
        COMMERCIAL = "commercial", _("Sell or promote")
        SERVICE = "service", _("Inform: hours, notices")

    class Value(models.TextChoices):
        EDUCATE = "educate", _("Teach")
        ENTERTAIN = "entertain", _("Entertain")
        INSPIRE = "inspire", _("Inspire")
        INFORM = "inform", _("Inform")
        NONE = "none", _("Nothing beyond the offer")

    class About(models.TextChoices):
        US = "us", _("Us")
        AUDIENCE = "audience", _("Our readers")
        SECTOR = "sector", _("Our field")
        COMMUNITY = "community", _("The community")
        WORKS = "works", _("Works")

    class MediaType(models.TextChoices):
        OWNED = "owned", _("Our own publication")
        PAID = "paid", _("Paid for")
        EARNED = "earned", _("Someone else speaks of us")

    class Format(models.TextChoices):
        """What it takes to make one: the hours of each are in calendar_app.workload."""

        TEXT = "text", _("Text")
        IMAGE = "image", _("Image")
        CAROUSEL = "carousel", _("Carousel")
        SHORT_VIDEO = "short_video", _("Short video")
        LONG_VIDEO = "long_video", _("Long video")
        STORY = "story", _("Story")
        ARTICLE = "article", _("Article")
        NEWSLETTER = "newsletter", _("Newsletter")
        LIVE = "live", _("Live")
        POLL = "poll", _("Poll")
        LINK = "link", _("Link to something read elsewhere")

    class MaterialLink(models.TextChoices):
        """What readers have to be told of (B.8): who speaks gets something for it."""

        PAID = "paid", _("Someone is paid for it")
        GIFTED = "gifted", _("Someone got a product or a service for it")
        INVITED = "invited", _("Someone was invited for it")
        AFFILIATE = "affiliate", _("Someone has a share of the sales")
        OWN_BRAND = "own_brand", _("A creator speaks of their own brand")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    channel = models.ForeignKey(
        "calendar_app.Channel",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("channel"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.IDEA)

    local_date = models.DateField(_("day"), null=True, blank=True)
    local_time = models.TimeField(_("time"), null=True, blank=True)
    fold = models.PositiveSmallIntegerField(default=0, editable=False)
    zone = models.CharField(max_length=64, editable=False)
    publish_at = models.DateTimeField(null=True, editable=False)

    text = models.TextField(_("text"), blank=True, max_length=70_000)
    link = models.URLField(_("link"), blank=True, max_length=1000)
    intent = models.CharField(_("what it is meant to do"), max_length=12, choices=Intent.choices, blank=True)
    value = models.CharField(_("what readers take from it"), max_length=10, choices=Value.choices, blank=True)
    about = models.CharField(_("whom it speaks of"), max_length=10, choices=About.choices, blank=True)
    invites_reply = models.BooleanField(
        _("invites an answer"),
        default=False,
        help_text=_("It asks something that you want to know, and you will answer."),
    )
    media_type = models.CharField(_("kind of space"), max_length=6, choices=MediaType.choices, default=MediaType.OWNED)
    persona = models.ForeignKey(
        "personas.Persona", models.SET_NULL, null=True, blank=True, related_name="posts", verbose_name=_("for whom")
    )
    persona_need = models.CharField(_("need it meets"), max_length=200, blank=True)
    objective = models.ForeignKey(
        "calendar_app.Objective",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("objective"),
    )
    pillar = models.ForeignKey(
        "calendar_app.Pillar", models.SET_NULL, null=True, blank=True, related_name="posts", verbose_name=_("pillar")
    )
    campaign = models.ForeignKey(
        "calendar_app.Campaign",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("campaign"),
    )
    format = models.CharField(_("format"), max_length=11, choices=Format.choices, blank=True)
    target_rung = models.PositiveSmallIntegerField(
        _("whom it wants to move"), choices=Rung.choices, null=True, blank=True
    )
    has_people = models.BooleanField(
        _("shows people or the craft"), default=False, help_text=_("A face, hands at work, a voice, a first name.")
    )
    is_evergreen = models.BooleanField(
        _("may come again"), default=False, help_text=_("It stays true, and may be published again as it is.")
    )
    minutes_planned = models.PositiveSmallIntegerField(
        _("minutes it will take"), null=True, blank=True, validators=[MaxValueValidator(MOST_MINUTES)]
    )
    minutes_spent = models.PositiveSmallIntegerField(
        _("minutes it took"), null=True, blank=True, validators=[MaxValueValidator(MOST_MINUTES)]
    )

    material_link = models.CharField(_("given in return"), max_length=9, choices=MaterialLink.choices, blank=True)
    partner = models.ForeignKey(
        "calendar_app.Partner",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("partner"),
    )
    platform_label = models.BooleanField(
        _("with the platform’s own label"), default=False, help_text=_("“Paid partnership”, as the platform shows it.")
    )
    offer = models.CharField(
        _("the offer"), max_length=200, blank=True, help_text=_("For example: two loaves for the price of one.")
    )
    offer_until = models.DateField(_("valid until"), null=True, blank=True)
    offer_terms = models.CharField(
        _("conditions"), max_length=300, blank=True, help_text=_("For whom, on what, as long as stocks last…")
    )
    prior_price = models.DecimalField(
        _("lowest price of the last 30 days"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    adapted_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="adaptations", editable=False
    )
    series = models.ForeignKey(
        "calendar_app.Series", models.SET_NULL, null=True, blank=True, related_name="posts", editable=False
    )
    series_day = models.DateField(
        null=True, editable=False, help_text="The day that the rhythm of its series gave it, wherever it stands now."
    )
    posted_url = models.URLField(_("address of the publication"), blank=True, max_length=500)
    source_uid = models.CharField(
        max_length=255, blank=True, editable=False, help_text="Its UID in the calendar file that it came from, if any."
    )
    is_proposed = models.BooleanField(
        default=False, editable=False, help_text="Laid out by the welcome, and nobody has written or moved it since."
    )

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = ScopedManager(_manager_class=_Kept, workspace="workspace")
    trash = ScopedManager(_manager_class=_Trashed, workspace="workspace")

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        default_manager_name = "objects"
        indexes = [
            models.Index(fields=["workspace", "publish_at"], name="post_by_moment"),
            models.Index(fields=["workspace", "channel", "publish_at"], name="post_by_channel"),
            models.Index(fields=["workspace"], condition=Q(is_proposed=True), name="post_proposed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(local_date=None, local_time=None, publish_at=None)
                | Q(local_date__isnull=False, publish_at__isnull=False),
                name="post_moment_is_whole",
            ),
            models.UniqueConstraint(fields=["series", "series_day"], name="post_of_series_once"),
            models.UniqueConstraint(
                fields=["workspace", "source_uid"], condition=~Q(source_uid=""), name="post_source_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def day(self) -> date | None:
        """The day on which this post stands in its own zone."""
        return self.local_date

    def moment(self) -> Moment | None:
        """Where the chosen wall time lies; None for a post of the reserve."""
        if self.local_date is None:
            return None
        return moment(self.local_date, self.local_time, ZoneInfo(self.zone), self.fold)

    def place(self) -> None:
        """Set the instant that follows from the wall time and its zone."""
        if self.local_date is None:
            self.local_time = None
        placed = self.moment()
        self.publish_at = placed.at if placed else None

    def revise(self, now: datetime) -> None:
        """Note that what a calendar program shows of this post changed; the caller saves it.

        `changed_at` grows by a second at least, which is what programs count in: two changes within one would else
        look like one.
        """
        self.sequence += 1
        later = now if self.changed_at < now.replace(microsecond=0) else self.changed_at + timedelta(seconds=1)
        self.changed_at = later

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.zone:
            self.zone = self.workspace.zone
        self.place()
        super().save(*args, **kwargs)
