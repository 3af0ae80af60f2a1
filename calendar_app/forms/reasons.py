"""Why something is moved, put off or called off."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 500


class ReasonInput(forms.Textarea):
    def __init__(self) -> None:
        super().__init__({"rows": 2, "placeholder": " "})  # so that a style sheet knows whether it is empty


class ReasonField(forms.CharField):
    """What the log will say of an act, beside what was changed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Reason"))
        super().__init__(max_length=LONGEST_REASON, widget=ReasonInput(), **options)


class OptionalReason(ReasonField):
    """The same where nobody has to say it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, label=_("Reason (if you want to say it)"), **options)


class WithReason(forms.Form):
    """An act that may be given a reason; by itself, one that asks for nothing else."""

    reason = OptionalReason()


class WhyForm(forms.Form):
    """Why something was moved or called off, said afterwards."""

    reason = ReasonField(help_text=_("The history of the post and the log say it to the team."))
