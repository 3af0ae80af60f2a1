"""What people decided about the rules. Findings themselves are computed, never stored."""

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
    """A finding set aside with a reason: for one object, or for the rule in the whole workspace (empty `ref_kind`)."""

    slug = models.CharField(max_length=60)
    ref_kind = models.CharField(max_length=20, blank=True)
    ref_id = models.BigIntegerField(default=0)
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Empty: until someone takes it back."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "slug", "ref_kind", "ref_id"], name="one_waiver_an_object")
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.ref_kind} {self.ref_id or ''}".strip()
