"""How the brand speaks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.owned import OwnedByWorkspace


class BrandVoice(OwnedByWorkspace):
    """One a workspace: what the brand is there for, and how that sounds."""

    class Address(models.TextChoices):
        TU = "tu", _("tu")
        VOUS = "vous", _("vous")

    mission = models.TextField(_("what we are there for"), blank=True, max_length=1000)
    promise = models.CharField(
        _("what we promise"),
        max_length=300,
        blank=True,
        help_text=_("What people can count on; not the name of a product."),
    )
    values = models.JSONField(_("values"), default=list, blank=True)
    adjectives = models.JSONField(_("three adjectives"), default=list, blank=True)
    we_say = models.TextField(_("we say"), blank=True, max_length=2000)
    we_never_say = models.TextField(_("we never say"), blank=True, max_length=2000)
    address = models.CharField(_("tu or vous"), max_length=4, choices=Address.choices, blank=True)

    class Meta:
        verbose_name = _("brand voice")
        verbose_name_plural = _("brand voices")
        constraints = [models.UniqueConstraint(fields=["workspace"], name="one_voice_a_workspace")]

    def __str__(self) -> str:
        return str(_("Brand voice"))
