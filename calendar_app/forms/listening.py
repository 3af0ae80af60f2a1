"""Forms about listening: the plan with its places and words, a beginning for who has none, and what was heard."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Insight, ListeningKeyword, ListeningPlan, ListeningSource
from smplanner.workspaces.forms import OwnedInlineFormSet, WorkspaceModelForm, scoped_formfield

from .posts import ClockInput, DayInput, clean_day


class ListeningPlanForm(WorkspaceModelForm):
    purposes = forms.MultipleChoiceField(
        label=_("What for"),
        choices=ListeningPlan.Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ListeningPlan
        fields = [
            "purposes",
            "owner",
            "hours_per_week",
            "alert_rule",
            "since",
            "cadence_days",
            "first_session_on",
            "session_time",
        ]
        widgets = {"since": DayInput, "first_session_on": DayInput, "session_time": ClockInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(
                _("Who listens, and what for"),
                "purposes",
                Div("owner", "hours_per_week", css_class="field-row"),
                Div("alert_rule", "since", css_class="field-row"),
            ),
            Fieldset(
                _("The rhythm"),
                Div("cadence_days", "first_session_on", "session_time", css_class="field-row"),
            ),
        )

    def clean_since(self) -> date | None:
        return clean_day(self.cleaned_data["since"])

    def clean_first_session_on(self) -> date | None:
        return clean_day(self.cleaned_data["first_session_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("first_session_on") and "cadence_days" in cleaned and not cleaned["cadence_days"]:
            self.add_error("cadence_days", _("Say every how many days, for the sessions to come back."))
        return cleaned


class ListeningSourceForm(WorkspaceModelForm):
    class Meta:
        model = ListeningSource
        fields = ["kind", "where", "tool", "is_active"]
        formfield_callback = scoped_formfield


# What a suggestion leaves to be filled in stands between these.
OPEN, CLOSE = "‹", "›"


class ListeningKeywordForm(WorkspaceModelForm):
    class Meta:
        model = ListeningKeyword
        fields = ["family", "text", "exclude"]
        formfield_callback = scoped_formfield

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if OPEN in text or CLOSE in text:
            raise forms.ValidationError(
                _("Put your own words in place of what stands between ‹ and ›, or remove this line."), code="blank"
            )
        return text


class RowsFormSet(OwnedInlineFormSet):
    """Rows of the plan: those there are, those suggested, and at least two blank ones when nothing is suggested."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.extra = max(self.extra, len(self.initial_extra or ()))

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove this line")


SourceFormSet = forms.inlineformset_factory(
    ListeningPlan,
    ListeningSource,
    form=ListeningSourceForm,
    formset=RowsFormSet,
    extra=2,
    max_num=50,
    absolute_max=60,
    validate_max=True,
)
KeywordFormSet = forms.inlineformset_factory(
    ListeningPlan,
    ListeningKeyword,
    form=ListeningKeywordForm,
    formset=RowsFormSet,
    extra=2,
    max_num=100,
    absolute_max=110,
    validate_max=True,
)


# --- A beginning ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a plan may begin with: values for its fields, and rows of places and words."""

    fields: dict[str, object] = field(default_factory=dict)
    sources: list[dict[str, object]] = field(default_factory=list)
    keywords: list[dict[str, object]] = field(default_factory=list)


PLACES: dict[str, tuple[Promise | str, Promise | str]] = {
    ListeningSource.Kind.WATCH: (_("What the web and the local press say of us"), _("An alert on our name")),
    ListeningSource.Kind.CARE: (_("Questions asked at the counter, by phone and by e-mail"), _("A notebook")),
    ListeningSource.Kind.COMMUNITY: (_("Groups and forums of our town and our field"), ""),
    ListeningSource.Kind.REVIEWS: (_("Our ratings and reviews on Google and elsewhere"), ""),
    ListeningSource.Kind.COMMENTS: (_("Comments below our posts and those of others like us"), ""),
}
WORDS: dict[str, Promise] = {
    ListeningKeyword.Family.PRODUCT: _("‹what people come to you for›"),
    ListeningKeyword.Family.COMPETITOR: _("‹name of someone like you›"),
    ListeningKeyword.Family.SECTOR: _("‹your trade› ‹your town›"),
}


def suggestions(plan: ListeningPlan, sources: Iterable[str], keywords: Iterable[str], today: date) -> Suggestions:
    """A beginning for `plan`, without what it has: `sources` and `keywords` are the kinds and families it holds."""
    fields = {
        "purposes": list(ListeningPlan.Purpose.values),
        "cadence_days": 7,
        "hours_per_week": Decimal(1),
        "first_session_on": today,
        "session_time": time(9),
        "alert_rule": str(_("The same day: a reproach that others repeat, or anything about health or safety.")),
    }
    words = {ListeningKeyword.Family.BRAND: plan.workspace.name[:120], **WORDS}
    return Suggestions(
        {name: value for name, value in fields.items() if not getattr(plan, name)},
        [
            {"kind": kind, "where": str(where), "tool": str(tool), "is_active": True}
            for kind, (where, tool) in PLACES.items()
            if kind not in set(sources)
        ],
        [{"family": family, "text": str(text)} for family, text in words.items() if family not in set(keywords)],
    )


# --- What was heard ------------------------------------------------------------------------------------------------


class InsightForm(WorkspaceModelForm):
    class Meta:
        model = Insight
        fields = ["on", "source", "what", "so_what", "decision", "persona"]
        widgets = {"on": DayInput, "what": forms.Textarea({"rows": 4}), "so_what": forms.Textarea({"rows": 3})}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].help_text = _("In their words, if you can.")
        self.helper.layout = Layout(
            Div("on", "source", css_class="field-row"),
            "what",
            "persona",
            "so_what",
            "decision",
        )

    def clean_on(self) -> date:
        return clean_day(self.cleaned_data["on"])
