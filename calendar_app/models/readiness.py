"""Whether the organisation is ready, and what is still to be done about it."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from smplanner.workspaces.owned import OwnedByWorkspace

from .resources import Skill

# A website that was last redone longer ago than three years is not ready to be shown to many. Our own estimate,
# the same as the rule’s (website-not-ready).
WEBSITE_KEEPS = timedelta(days=3 * 365 + 1)


class Readiness(OwnedByWorkspace):
    """One a workspace: the three questions to ask before starting, and the state of play. A "no" never blocks."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNSURE = "unsure", _("Not sure")

    in_interest = models.CharField(_("is it in our interest?"), max_length=6, choices=Answer.choices, blank=True)
    in_interest_why = models.CharField(_("why it is, or is not"), max_length=300, blank=True)
    is_ready = models.CharField(_("are we ready?"), max_length=6, choices=Answer.choices, blank=True)
    is_ready_why = models.CharField(_("what is there, what is missing"), max_length=300, blank=True)
    fits_philosophy = models.CharField(
        _("is it true to our philosophy?"), max_length=6, choices=Answer.choices, blank=True
    )
    fits_philosophy_why = models.CharField(_("what it fits, or goes against"), max_length=300, blank=True)
    audit_done_on = models.DateField(_("state of play taken on"), null=True, blank=True)
    audit_note = models.TextField(_("what it showed"), blank=True, max_length=4000)
    website_url = models.URLField(_("website"), blank=True, max_length=300)
    website_overhauled_on = models.DateField(_("last redone on"), null=True, blank=True)
    website_mobile = models.CharField(_("easy to read on a phone"), max_length=6, choices=Answer.choices, blank=True)
    existing_material = models.TextField(
        _("what exists already"),
        blank=True,
        max_length=4000,
        help_text=_("Logo, texts, photos, leaflets, a newsletter…"),
    )
    other_channels = models.CharField(
        _("beside social media"), max_length=300, blank=True, help_text=_("Shop window, press, mailing, events…")
    )
    local_clientele_share = models.PositiveSmallIntegerField(_("customers from nearby, in %"), null=True, blank=True)

    is_retrospective = models.BooleanField(
        _("we were there long before this plan"),
        default=False,
        help_text=_("Then the three questions look back: they are worth answering, and nothing is late."),
    )
    buys_audience = models.BooleanField(
        _("followers, likes or reviews were bought"),
        default=False,
        help_text=_("By you or by someone who worked for you. Only your team sees this answer."),
    )

    class Meta:
        verbose_name = _("readiness")
        verbose_name_plural = _("readiness")
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="one_readiness_a_workspace"),
            models.CheckConstraint(
                condition=models.Q(local_clientele_share=None) | models.Q(local_clientele_share__lte=100),
                name="local_share_in_percent",
                violation_error_message=_("A share is at most 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Readiness"))

    def gaps(self, today: date) -> list[str]:
        """The questions (see ReadinessAction.Question) whose answer calls for something to be done.

        A "no" or a "not sure"; for the website also none at all, or one last redone more than three years ago. A
        question that nobody answered is none of these.
        """
        unsettled = {self.Answer.NO, self.Answer.UNSURE}
        asked = ("in_interest", "is_ready", "fits_philosophy")
        found = [question for question in asked if getattr(self, question) in unsettled]
        redone = self.website_overhauled_on
        is_old = redone is not None and today - redone > WEBSITE_KEEPS
        if not self.website_url or self.website_mobile in unsettled or is_old:
            found.append(ReadinessAction.Question.WEBSITE.value)
        return found


class ReadinessActionQuerySet(models.QuerySet["ReadinessAction"]):
    def open(self) -> "ReadinessActionQuerySet":
        """Those still to be done."""
        return self.filter(done_on=None)


class ReadinessAction(OwnedByWorkspace):
    """Something to do before, or beside, posting: opened by a "no" or a "not sure", with a day and a person."""

    class Question(models.TextChoices):
        IN_INTEREST = "in_interest", _("Is it in our interest?")
        IS_READY = "is_ready", _("Are we ready?")
        FITS_PHILOSOPHY = "fits_philosophy", _("Is it true to our philosophy?")
        WEBSITE = "website", _("Website")
        TRAINING = "training", _("Something to learn")
        OTHER = "other", _("Other")

    question = models.CharField(_("about"), max_length=16, choices=Question.choices, default=Question.OTHER)
    skill = models.CharField(_("skill to learn"), max_length=10, choices=Skill.choices, blank=True)
    text = models.CharField(_("what is to be done"), max_length=200)
    owner = models.ForeignKey(
        "calendar_app.TeamMember", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by whom")
    )
    due_on = models.DateField(_("by when"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(ReadinessActionQuerySet), workspace="workspace")

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = [models.F("done_on").asc(nulls_first=True), models.F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.text

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and it is still to be done."""
        return self.done_on is None and self.due_on is not None and self.due_on < today
