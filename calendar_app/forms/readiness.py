"""Whether we are ready: three questions, the state of play, and what is to be done about it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Readiness, ReadinessAction, TeamMember
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield
from smplanner.workspaces.models import User, Workspace

from .people import offer_people
from .posts import DayInput, clean_day

Question = ReadinessAction.Question

# What is proposed when an answer is a "no" or a "not sure": the text, and in how many days it might be done.
PROPOSED: Mapping[str, tuple[Any, int]] = {
    Question.IN_INTEREST: (_("Ask ten customers where they heard of us, and what they would like to hear from us"), 30),
    Question.IS_READY: (_("List what is missing (hours, photos, someone who answers) and find the first of it"), 30),
    Question.FITS_PHILOSOPHY: (_("Write down in three lines what we stand for, and what we shall never post"), 30),
    Question.WEBSITE: (_("Get the website ready: address, opening hours, pictures, easy to read on a phone"), 90),
}

ANSWERS = [("", _("Not answered yet")), *Readiness.Answer.choices]


class ReadinessForm(WorkspaceModelForm):
    """The answers. All may stay open; none of them stops anybody."""

    in_interest = forms.ChoiceField(
        label=_("Is it in our interest?"),
        choices=ANSWERS,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("A bakery whose customers all live around the corner may gain more from a good shop sign."),
    )
    is_ready = forms.ChoiceField(
        label=_("Are we ready?"),
        choices=ANSWERS,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Someone with two hours a week, a few photos, and an idea of what to say: that is ready."),
    )
    fits_philosophy = forms.ChoiceField(
        label=_("Is it true to our philosophy?"),
        choices=ANSWERS,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("A house that lives on quiet and discretion need not dance in front of a camera."),
    )
    website_mobile = forms.ChoiceField(
        label=_("Easy to read on a phone"), choices=ANSWERS, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = Readiness
        fields = [
            "in_interest",
            "in_interest_why",
            "is_ready",
            "is_ready_why",
            "fits_philosophy",
            "fits_philosophy_why",
            "audit_done_on",
            "audit_note",
            "website_url",
            "website_overhauled_on",
            "website_mobile",
            "existing_material",
            "other_channels",
            "local_clientele_share",
            "is_retrospective",
            "buys_audience",
        ]
        widgets = {
            "audit_done_on": DayInput,
            "website_overhauled_on": DayInput,
            "audit_note": forms.Textarea({"rows": 3}),
            "existing_material": forms.Textarea({"rows": 3}),
            "website_url": forms.URLInput({"placeholder": "https://"}),
        }
        formfield_callback = scoped_formfield

    THREE = ("in_interest", "is_ready", "fits_philosophy")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["website_url"].help_text = _("Leave it empty if there is none yet.")
        self.fields["local_clientele_share"].validators.append(MaxValueValidator(100))
        self.fields["local_clientele_share"].widget.attrs |= {"min": 0, "max": 100, "inputmode": "numeric"}
        for name in ("audit_done_on", "website_overhauled_on"):
            self.fields[name].widget.attrs["max"] = today.isoformat()

    def clean_audit_done_on(self) -> date | None:
        return self._past("audit_done_on")

    def clean_website_overhauled_on(self) -> date | None:
        return self._past("website_overhauled_on")

    def _past(self, name: str) -> date | None:
        day = clean_day(self.cleaned_data[name])
        if day is not None and day > self.today:
            raise forms.ValidationError(_("This day is still to come."), code="future")
        return day


class ReadinessActionForm(WorkspaceModelForm):
    class Meta:
        model = ReadinessAction
        fields = ["text", "question", "skill", "owner", "due_on", "done_on"]
        widgets = {"due_on": DayInput, "done_on": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = ["due_on", "done_on"]
        if self.instance.pk is None:
            del self.fields["done_on"]
            days.remove("done_on")
        self.fields["skill"].help_text = _("Only for something to learn.")
        self.helper.layout = Layout(
            "text", Div("question", "skill", css_class="field-row"), "owner", Div(*days, css_class="field-row")
        )

    def clean_due_on(self) -> date | None:
        return clean_day(self.cleaned_data["due_on"])

    def clean_done_on(self) -> date | None:
        return clean_day(self.cleaned_data["done_on"])


class ProposedActionForm(WorkspaceModelForm):
    """What might be done about one answer, filled in beforehand. An emptied text means: nothing."""

    class Meta:
        model = ReadinessAction
        fields = ["text", "owner", "due_on"]
        widgets = {"due_on": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].help_text = _("Change it as you like. Empty it to note nothing.")

    def clean_due_on(self) -> date | None:
        return clean_day(self.cleaned_data["due_on"])

    @property
    def is_wanted(self) -> bool:
        """Whether something was written; ask once the form was found valid."""
        return bool(self.cleaned_data["text"])


def proposals(
    data: Any, actions: Iterable[ReadinessAction], workspace: Workspace, user: User, today: date
) -> dict[str, ProposedActionForm]:
    """A form for each question about which nothing is being done yet.

    Where something was done about it before, the form is empty: whether more is needed, only people know.
    """
    open_for = {action.question for action in actions if action.done_on is None}
    ever = {action.question for action in actions}
    mine = TeamMember.objects.filter(user=user, is_active=True).first()
    found = {}
    for question, (text, days) in PROPOSED.items():
        if question in open_for:
            continue
        initial = {} if question in ever else {"text": text, "due_on": today + timedelta(days=days), "owner": mine}
        row = ReadinessAction(question=question)
        found[str(question)] = ProposedActionForm(
            data, instance=row, initial=initial, prefix=f"do-{question}", workspace=workspace
        )
    offer_people(found.values(), "owner")
    return found
