"""What people decided about the rules, and a light record of each day. Findings are computed, never stored."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.owned import OwnedByWorkspace


class RuleSetting(OwnedByWorkspace):
    """How one rule is set in one workspace; a rule without a row has its own defaults."""

    slug = models.CharField(max_length=60)
    enabled = models.BooleanField(_("on"), default=True)
    severity = models.CharField(_("severity"), max_length=8, blank=True)
    parameters = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("rule setting")
        verbose_name_plural = _("rule settings")
        constraints = [models.UniqueConstraint(fields=["workspace", "slug"], name="one_setting_a_rule")]

    def __str__(self) -> str:
        return self.slug


class Waiver(OwnedByWorkspace):
    """A finding set aside with a reason: for one object, or for the rule in the whole workspace (empty `ref_kind`).

    `given` is the finding as it stood then, as calendar_app.rules.changes keeps it.
    """

    slug = models.CharField(max_length=60)
    ref_kind = models.CharField(max_length=20, blank=True)
    ref_id = models.BigIntegerField(default=0)
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Empty: until someone takes it back."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    given = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "slug", "ref_kind", "ref_id"], name="one_waiver_an_object")
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.ref_kind} {self.ref_id or ''}".strip()


class CheckDay(OwnedByWorkspace):
    """What the first check of a day found, written down for the trend, and for since when a finding is there.

    `found` maps the key of each finding to [the day it was first seen, severity, name of its object]. It is emptied
    when no later day needs it any more; the counts, of findings neither set aside nor said by another, stay longer.
    """

    on = models.DateField()
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    advice = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("day of checks")
        verbose_name_plural = _("days of checks")
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["workspace", "on"], name="one_record_a_day")]

    def __str__(self) -> str:
        return self.on.isoformat()
