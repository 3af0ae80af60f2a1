"""People, the workspaces they share, and the record of what they did."""

import hashlib
import secrets
import uuid
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from .owned import OwnedByWorkspace
from .roles import Role, may
from .zones import validate_zone


class UserManager(BaseUserManager["User"]):
    """Makes users from an e-mail address; there are no user names."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by an e-mail address, with the way they like the screens."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Density(models.TextChoices):
        COMFORTABLE = "comfortable", _("Comfortable")
        COMPACT = "compact", _("Compact")

    class Digest(models.TextChoices):
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every Monday")

    class FirstView(models.TextChoices):
        LAST = "", _("The view I used last")
        MONTH = "month", _("Month")
        WEEK = "week", _("Week")
        LIST = "list", _("List")
        BOARD = "board", _("Board")
        TODO = "todo", _("To do")

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("site staff"), default=False, help_text=_("May open the site administration."))
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    language = models.CharField(
        _("language"), max_length=5, blank=True, choices=[("fr", "Français"), ("en", "English")]
    )
    theme = models.CharField(_("theme"), max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    density = models.CharField(_("density"), max_length=12, choices=Density.choices, default=Density.COMFORTABLE)
    shortcuts = models.BooleanField(
        _("single-key shortcuts"),
        default=True,
        help_text=_("Letters such as n, t or ? act at once. Shortcuts with Ctrl or ⌘ always work."),
    )
    calendar_view = models.CharField(max_length=10, default="month", editable=False)
    unwanted_mails = models.JSONField(
        default=list, editable=False, help_text="The kinds of mail that this person does not want."
    )

    digest_mails = models.JSONField(
        default=list, editable=False, help_text="The kinds of mail that this person wants gathered into one."
    )
    digest = models.CharField(_("gathered mail"), max_length=6, choices=Digest.choices, default=Digest.DAILY)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[validate_zone],
        help_text=_("For your quiet hours and gathered mails. Plans keep the zone of their workspace."),
    )
    first_view = models.CharField(
        _("first page"), max_length=10, choices=FirstView.choices, blank=True, default=FirstView.LAST
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_ignoring_case")]

    def __str__(self) -> str:
        return self.get_short_name()

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name or self.email.partition("@")[0]

    @property
    def initials(self) -> str:
        """One or two letters that stand for the person in a small disc."""
        words = self.get_short_name().replace(".", " ").split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


class Workspace(models.Model):
    """One brand's plan and its people."""

    class Market(models.TextChoices):
        B2C = "b2c", _("Consumers")
        B2B = "b2b", _("Businesses")
        NGO = "ngo", _("Association")
        PUBLIC = "public", _("Public body")
        CULTURE = "culture", _("Culture")

    class Approval(models.TextChoices):
        NONE = "none", _("Nobody has to approve")
        OPTIONAL = "optional", _("Who writes decides whether someone reads it first")
        REQUIRED = "required", _("Someone approves every post")
        TWO_STEPS = "two_steps", _("Someone reads it, someone else approves it")

    class WeekLetters(models.TextChoices):
        """Which weeks, by their number in the year, are called A where every other week is another."""

        NONE = "", _("Weeks have numbers only")
        ODD = "odd", _("Odd weeks are A, even ones B")
        EVEN = "even", _("Even weeks are A, odd ones B")

    class Silence(models.TextChoices):
        """What it means that nobody answered a submission in time."""

        WAIT = "wait", _("The post waits on")
        YES = "yes", _("Silence means yes")
        PLAN_B = "plan_b", _("Plan B holds")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(
        _("short name in addresses"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$", _("Small letters, digits and hyphens only."))],
    )
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/Paris", validators=[validate_zone])
    language = models.CharField(
        _("language of the plan"), max_length=5, choices=[("fr", "Français"), ("en", "English")], default="fr"
    )
    country = models.CharField(_("country"), max_length=2, default="FR", help_text=_("Decides the public holidays."))
    region = models.CharField(
        _("region"),
        max_length=10,
        blank=True,
        help_text=_("For regional public holidays, such as Alsace-Moselle or Martinique."),
    )
    week_start = models.PositiveSmallIntegerField(
        _("first day of the week"), choices=[(1, _("Monday")), (7, _("Sunday"))], default=1
    )
    week_letters = models.CharField(
        _("weeks A and B"),
        max_length=4,
        choices=WeekLetters.choices,
        blank=True,
        default=WeekLetters.NONE,
        help_text=_("For those whose weeks take turns: shared shifts, markets, schools."),
    )
    market = models.CharField(_("whom it serves"), max_length=8, choices=Market.choices, default=Market.B2C)
    preset = models.SlugField(
        _("it is like"), max_length=60, blank=True, help_text=_("Which preset the welcome takes its suggestions from.")
    )
    approval = models.CharField(
        _("before a post goes out"), max_length=9, choices=Approval.choices, default=Approval.OPTIONAL
    )
    approval_on_date = models.BooleanField(
        _("another day asks again"),
        default=False,
        help_text=_("An approved post that is moved to another day or hour has to be approved again."),
    )
    silence = models.CharField(
        _("if nobody answers in time"), max_length=6, choices=Silence.choices, default=Silence.WAIT
    )
    silence_hours = models.PositiveSmallIntegerField(
        _("hours before it goes out"),
        default=24,
        validators=[MaxValueValidator(24 * 14)],
        help_text=_("An answer is wanted so many hours before the post goes out."),
    )
    mfa_required = models.BooleanField(
        _("second factor"),
        default=False,
        help_text=_("Whoever opens this workspace must have a passkey or an authenticator app."),
    )
    feeds_enabled = models.BooleanField(
        _("calendar subscriptions"),
        default=True,
        help_text=_("Switched off, every secret calendar address of this workspace stops at once."),
    )
    is_demo = models.BooleanField(default=False, editable=False)
    # What UIDs of calendar events are made from that no row stands for: random, so that they tell nothing of this site.
    namespace = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    members = models.ManyToManyField(User, through="Membership", related_name="workspaces")

    class Meta:
        verbose_name = _("workspace")
        verbose_name_plural = _("workspaces")
        ordering = [Lower("name")]

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which this workspace's days begin and end."""
        return ZoneInfo(self.zone)

    def week_letter(self, number: int) -> str:
        """“A” or “B” for the week of this number in its year; “” where weeks have numbers only."""
        if not self.week_letters:
            return ""
        return "A" if (number % 2 == 1) == (self.week_letters == self.WeekLetters.ODD) else "B"

    @classmethod
    def free_slug(cls, name: str) -> str:
        """A slug made from `name` that no workspace has yet."""
        base = slugify(name)[:50].strip("-") or "workspace"
        slug, n = base, 1
        while cls.objects.filter(slug=slug).exists():
            n += 1
            slug = f"{base}-{n}"
        return slug


class Membership(models.Model):
    """One person in one workspace, with a role."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.EDITOR)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["user", "workspace"], name="one_membership_a_workspace")]

    def __str__(self) -> str:
        return f"{self.user} · {self.workspace} · {self.get_role_display()}"

    def may(self, action: str) -> bool:
        """Whether this member may do `action` (see roles.ACTIONS)."""
        return may(self.role, action)


def hash_token(token: str) -> str:
    """What is stored of a secret: its SHA-256 in hexadecimal. The secrets are random, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def _in_two_weeks() -> Any:
    return timezone.now() + timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Those that can still be accepted."""
        return self.unanswered().filter(expires_at__gt=timezone.now())

    def unanswered(self) -> "InvitationQuerySet":
        """Those that nobody accepted or withdrew, expired or not."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(OwnedByWorkspace):
    """A seat offered to one e-mail address. The link's secret is stored hashed and works once."""

    PREFIX = "spi_"

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.EDITOR)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=_in_two_weeks)
    accepted_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(InvitationQuerySet), workspace="workspace")

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @classmethod
    def offer(cls, workspace: Workspace, email: str, role: str, by: User) -> tuple["Invitation", str]:
        """Make an invitation; returns it with the secret, which exists nowhere else afterwards."""
        token = cls.PREFIX + secrets.token_urlsafe(32)
        invitation = cls.objects.create(
            workspace=workspace, email=email.lower(), role=role, invited_by=by, token_hash=hash_token(token)
        )
        return invitation, token

    @classmethod
    def by_hash(cls, token_hash: str) -> "Invitation | None":
        """The invitation that can still be accepted with the secret of this hash, in whichever workspace it is."""
        return (
            cls._base_manager.select_related("workspace", "invited_by")
            .filter(token_hash=token_hash, accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
            .first()
        )


class Written(TypeError):
    """The log was to be changed, which nothing may do."""


class LogQuerySet(models.QuerySet["AuditEvent"]):
    """Rows of the log, to be read. What goes with its workspace or names somebody who goes is the database's affair."""

    def update(self, **_fields: Any) -> int:
        raise Written("rows of the log are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Written("rows of the log are never removed")

    update.alters_data = True
    delete.alters_data = True


class AuditEvent(OwnedByWorkspace):
    """One change, as it was made. Rows are only ever added: changing or removing one raises Written."""

    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    guest = models.CharField(max_length=120, blank=True, help_text="The name that an outsider gave.")
    link = models.BigIntegerField(
        null=True, editable=False, help_text="The number of the link for outsiders by which it was done."
    )
    reason = models.CharField(max_length=500, blank=True)
    target_kind = models.CharField(max_length=30)
    target_id = models.BigIntegerField(null=True)
    target_label = models.CharField(max_length=200, blank=True)
    diff = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    batch = models.UUIDField(null=True, editable=False, help_text="Shared by what one act changed together.")

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(LogQuerySet), workspace="workspace")

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["workspace", "target_kind", "target_id"], name="audit_by_target"),
            models.Index(fields=["workspace", "batch"], condition=models.Q(batch__isnull=False), name="audit_by_batch"),
            models.Index(fields=["workspace", "link"], condition=models.Q(link__isnull=False), name="audit_by_link"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_kind} {self.target_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Written("rows of the log are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Written("rows of the log are never removed")


class ApiToken(models.Model):
    """A secret by which a program acts for one person, in one workspace or in all of theirs, within its scopes.

    It can never do more than its owner may at that moment. Stored hashed, shown once.
    """

    PREFIX = "spa_"

    class Scope(models.TextChoices):
        READ = "read", _("Read the plan and its findings")
        WRITE = "write", _("Write posts")
        PLAN = "plan", _("Change personas, channels and objectives")

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    workspace = models.ForeignKey(
        Workspace,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("workspace"),
        help_text=_("All of yours, if none is chosen."),
    )
    name = models.CharField(_("name"), max_length=80, help_text=_("What it is for: “Nightly export”."))
    scopes = models.JSONField(default=list, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name
