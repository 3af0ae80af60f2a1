"""How we answer: the policy, one row a case, the procedures, and the log of criticism."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.models import CriticismLog, Procedure, ResponseCase, ResponsePolicy
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield
from smplanner.workspaces.models import Workspace

from .people import offer_people
from .posts import DayInput, clean_day

Case = ResponseCase.Kind

# What a small house may do in each case: an idea, not a rule.
IDEAS: Mapping[str, Any] = {
    Case.QUESTION: _("Most people expect an answer within a day."),
    Case.TECHNICAL: _("Say at once that you will ask, and whom; then come back with the answer."),
    Case.COMPLIMENT: _("Two words are enough, and the person’s name."),
    Case.COMPLAINT: _("Quickly and in public, then on in private. Four hours is good; say sorry before you explain."),
    Case.INSULT: _("Keep a picture of it, hide it, do not quarrel. What the law forbids is reported to the platform."),
    Case.CRISIS: _("One person speaks. Say what you know, what you do not know, and when you will say more."),
}

# And how each kind of procedure might begin.
STEPS: Mapping[str, Any] = {
    Procedure.Kind.APPROVAL: _(
        "Who reads a post before it goes out? What must be right: price, date, names, pictures?"
    ),
    Procedure.Kind.RESPONSE: _("Who looks, when, and whom do they ask when they do not know?"),
    Procedure.Kind.CRISIS: _("Who decides, who speaks, what is stopped at once? Telephone numbers belong here."),
}


class ResponsePolicyForm(WorkspaceModelForm):
    class Meta:
        model = ResponsePolicy
        fields = ["opening_hours", "auto_reply", "templates_only", "moderation"]
        widgets = {"moderation": forms.Textarea({"rows": 3})}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["templates_only"].help_text = _("People notice. A ready-made answer is a start, not the answer.")
        self.helper.layout = Layout(
            Fieldset(_("When, and by whom"), "opening_hours", "auto_reply", "templates_only"),
            Fieldset(_("What we hide or remove"), "moderation"),
        )


class ResponseCaseForm(WorkspaceModelForm):
    class Meta:
        model = ResponseCase
        fields = ["action", "within_hours", "who", "escalate_to", "personal", "example"]
        widgets = {"example": forms.Textarea({"rows": 2})}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.idea = IDEAS[self.instance.kind]
        self.fields["within_hours"].widget.attrs |= {"min": 0, "max": 720, "inputmode": "numeric"}


class ProcedureForm(WorkspaceModelForm):
    class Meta:
        model = Procedure
        fields = ["text", "owner", "reviewed_on"]
        widgets = {"text": forms.Textarea({"rows": 5}), "reviewed_on": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = STEPS[self.instance.kind]

    def clean_reviewed_on(self) -> date | None:
        return clean_day(self.cleaned_data["reviewed_on"])


def case_forms(data: Any, policy: ResponsePolicy, workspace: Workspace) -> list[ResponseCaseForm]:
    """A form for each of the six kinds of cases, whether it was written before or not."""
    written = {case.kind: case for case in ResponseCase.objects.all()} if policy.pk else {}
    found = [
        ResponseCaseForm(
            data, instance=written.get(kind) or ResponseCase(kind=kind), prefix=f"case-{kind}", workspace=workspace
        )
        for kind in Case.values
    ]
    offer_people(found, "who")
    return found


def procedure_forms(data: Any, workspace: Workspace) -> list[ProcedureForm]:
    """A form for each of the three procedures, whether it was written before or not."""
    written = {procedure.kind: procedure for procedure in Procedure.objects.all()}
    found = [
        ProcedureForm(data, instance=written.get(kind) or Procedure(kind=kind), prefix=kind, workspace=workspace)
        for kind in Procedure.Kind.values
    ]
    offer_people(found, "owner")
    return found


NAMED_THEMES = 12


class CriticismForm(WorkspaceModelForm):
    class Meta:
        model = CriticismLog
        fields = ["on", "theme", "justified", "action", "answered_publicly", "closed_on"]
        widgets = {"on": DayInput, "closed_on": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = counted_themes(CriticismLog.objects.values_list("theme", flat=True))[:NAMED_THEMES]
        self.fields["theme"].help_text = _("One or two words, the same each time, so that they can be counted.")
        if used:
            known = ", ".join(theme for theme, _count in used)
            self.fields["theme"].help_text = _(
                "One or two words, the same each time, so that they can be counted. Used so far: %(themes)s."
            ) % {"themes": known}
        if self.instance.pk is None:
            del self.fields["closed_on"]

    def clean_on(self) -> date | None:
        return clean_day(self.cleaned_data["on"])

    def clean_closed_on(self) -> date | None:
        return clean_day(self.cleaned_data["closed_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        heard, closed = cleaned.get("on"), cleaned.get("closed_on")
        if heard and closed and closed < heard:
            self.add_error("closed_on", _("It would be closed before it was heard."))
        return cleaned


def counted_themes(written: Iterable[str]) -> list[tuple[str, int]]:
    """Each theme and how often it came up, the most frequent first; upper and lower case are the same.

    `written` begins with the newest, whose spelling is kept.
    """
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for theme in written:
        names.setdefault(theme.casefold(), theme)
        counts[theme.casefold()] += 1
    return [(names[key], counts[key]) for key in sorted(counts, key=lambda key: (-counts[key], key))]
