"""How the organisation answers: policy, moderation, procedures, and what was made of criticism."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.owned import OwnedByWorkspace


class ResponsePolicy(OwnedByWorkspace):
    """One a workspace: when someone answers, and what is hidden, which is another matter than criticism."""

    opening_hours = models.CharField(
        _("when we answer"), max_length=200, blank=True, help_text=_("Nobody has to be there day and night.")
    )
    auto_reply = models.CharField(
        _("automatic answer, if any"),
        max_length=300,
        blank=True,
        help_text=_("It should say when a person will answer."),
    )
    templates_only = models.BooleanField(_("only ready-made answers"), default=False)
    moderation = models.TextField(
        _("what we hide or remove, and why"),
        blank=True,
        max_length=2000,
        help_text=_("What the law forbids, hate, spam. Criticism is none of these."),
    )

    class Meta:
        verbose_name = _("response policy")
        verbose_name_plural = _("response policies")
        constraints = [models.UniqueConstraint(fields=["workspace"], name="one_policy_a_workspace")]

    def __str__(self) -> str:
        return str(_("Answering"))


class ResponseCase(OwnedByWorkspace):
    """What is done in one kind of case."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("A question")
        TECHNICAL = "technical", _("A technical question")
        COMPLIMENT = "compliment", _("A compliment")
        COMPLAINT = "complaint", _("A complaint")
        INSULT = "insult", _("An insult, or something unlawful")
        CRISIS = "crisis", _("A crisis")

    class Action(models.TextChoices):
        ANSWER = "answer", _("Answer in public")
        PRIVATE = "private", _("Answer in public, go on in private")
        THANK = "thank", _("Thank")
        ESCALATE = "escalate", _("Pass on inside, then answer")
        HIDE = "hide", _("Hide or remove")
        IGNORE = "ignore", _("Leave unanswered")

    policy = models.ForeignKey(ResponsePolicy, models.CASCADE, related_name="cases")
    kind = models.CharField(_("case"), max_length=10, choices=Kind.choices)
    action = models.CharField(_("what we do"), max_length=8, choices=Action.choices, blank=True)
    within_hours = models.PositiveSmallIntegerField(
        _("within hours"), null=True, blank=True, validators=[MaxValueValidator(720)]
    )
    who = models.ForeignKey(
        "calendar_app.TeamMember", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    escalate_to = models.CharField(_("whom to call when it gets serious"), max_length=120, blank=True)
    personal = models.BooleanField(_("with the person’s name and situation"), default=True)
    example = models.TextField(_("example of an answer"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["policy", "kind"], name="one_answer_a_case")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Procedure(OwnedByWorkspace):
    """A way of doing things that was agreed on and written down."""

    class Kind(models.TextChoices):
        APPROVAL = "approval", _("Before a post goes out")
        RESPONSE = "response", _("When someone writes to us")
        CRISIS = "crisis", _("When things go wrong")

    kind = models.CharField(_("procedure"), max_length=8, choices=Kind.choices)
    text = models.TextField(_("what we do, step by step"), blank=True, max_length=4000)
    owner = models.ForeignKey(
        "calendar_app.TeamMember",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["workspace", "kind"], name="one_procedure_a_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()


class CriticismLog(OwnedByWorkspace):
    """A criticism that was heard: what it was about, whether it was right, and what came of it."""

    class Justified(models.TextChoices):
        YES = "yes", _("Justified")
        PARTLY = "partly", _("In part")
        NO = "no", _("Not justified")

    on = models.DateField(_("day"))
    theme = models.CharField(_("what it was about"), max_length=200)
    justified = models.CharField(_("was it right?"), max_length=6, choices=Justified.choices, blank=True)
    action = models.CharField(_("what we did about it"), max_length=300, blank=True)
    answered_publicly = models.BooleanField(_("answered in public"), default=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("criticism")
        verbose_name_plural = _("criticism")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.theme
