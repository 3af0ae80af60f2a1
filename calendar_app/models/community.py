"""The community: how people take part, who speaks up for us, whom we work with."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.owned import OwnedByWorkspace


class Rung(models.IntegerChoices):
    """The nine ways of taking part, from the crowd to the ambassadors."""

    MASS = 1, _("The crowd")
    INACTIVE = 2, _("Inactive")
    PASSIVE = 3, _("Passive")
    CLICKERS = 4, _("Those who click")
    SHARERS = 5, _("Those who share")
    COMMENTERS = 6, _("Those who comment")
    CONTRIBUTORS = 7, _("Contributors")
    ANIMATORS = 8, _("Animators")
    AMBASSADORS = 9, _("Ambassadors")


class CommunityNote(OwnedByWorkspace):
    """How many people stood on one rung on a day."""

    rung = models.PositiveSmallIntegerField(_("rung"), choices=Rung.choices)
    people = models.PositiveIntegerField(_("people"))
    on = models.DateField(_("day"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("count of the community")
        verbose_name_plural = _("counts of the community")
        ordering = ["-on", "rung"]
        constraints = [models.UniqueConstraint(fields=["workspace", "rung", "on"], name="one_count_a_rung_and_day")]

    def __str__(self) -> str:
        return f"{self.get_rung_display()}: {self.people}"


class Advocate(OwnedByWorkspace):
    """Someone who speaks up for us. As little as possible is kept: a label, their consent, the last contact."""

    label = models.CharField(
        _("how we call them"),
        max_length=80,
        help_text=_("A first name or a public handle is enough. Deleted on request."),
    )
    rung = models.PositiveSmallIntegerField(_("rung"), choices=Rung.choices, default=Rung.AMBASSADORS)
    consents = models.BooleanField(_("agrees to be listed here"), default=False)
    last_contact_on = models.DateField(_("last contact"), null=True, blank=True)
    next_step = models.CharField(_("next thing to do for them"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("advocate")
        verbose_name_plural = _("advocates")
        ordering = [models.F("last_contact_on").asc(nulls_first=True), "pk"]

    def __str__(self) -> str:
        return self.label or str(_("Advocate"))


# Décret n° 2025-1137 of 28 November 2025: from this worth a year, before tax, a written contract is required in France.
CONTRACT_FROM_EUR = 1000


class Partner(OwnedByWorkspace):
    """Someone who speaks of us for something in return."""

    class Counterpart(models.TextChoices):
        NONE = "none", _("Nothing")
        MONEY = "money", _("Money")
        PRODUCT = "product", _("Products or services")
        STAY = "stay", _("An invitation or a stay")
        SHARE = "share", _("A share of sales")

    name = models.CharField(_("name"), max_length=80)
    handle = models.CharField(_("account"), max_length=120, blank=True)
    vetting = models.TextField(
        _("why them"),
        blank=True,
        max_length=2000,
        help_text=_("Do they fit us? Do they say openly who pays? Past trouble?"),
    )
    counterpart = models.CharField(
        _("what they get"), max_length=8, choices=Counterpart.choices, default=Counterpart.NONE
    )
    value_eur = models.DecimalField(
        _("worth a year, in euros"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    contract_on = models.DateField(_("contract signed on"), null=True, blank=True)
    free_opinion = models.BooleanField(_("may say what they really think"), default=True)
    label_text = models.CharField(
        _("how the posts are labelled"),
        max_length=120,
        blank=True,
        help_text=_("“Publicité”, “Collaboration commerciale”…"),
    )

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def needs_contract(self) -> bool:
        """Whether French law asks for a written contract, as of 2026."""
        return self.value_eur is not None and self.value_eur >= CONTRACT_FROM_EUR
