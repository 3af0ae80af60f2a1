"""Forms about channels: the dossier, the slots of the week, and one for each thing that may happen to a channel."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from calendar_app.models import AudienceSnapshot, Channel, ChannelSlot, ChannelTest
from smplanner.workspaces.forms import OwnedInlineFormSet, WorkspaceModelForm, scoped_formfield

from .posts import ClockInput, DayInput, clean_day
from .spans import SpanForm

# Long enough to learn something, short enough to stop in time.
SUGGESTED_TRIAL = timedelta(days=90)
LONGEST_NOTE = 300
# Nobody has more: the largest account of the world is below a billion.
MOST_FOLLOWERS = 1_000_000_000


class ChannelForm(WorkspaceModelForm):
    """The dossier. A new channel also says where it stands; afterwards that changes by an act of its own."""

    class Meta:
        model = Channel
        fields = [
            "platform",
            "name",
            "account_url",
            "purpose",
            "reason",
            "differentiator",
            "personas",
            "objectives",
            "responder",
            "backup",
            "weekly_target",
            "is_care_only",
            "char_max",
            "status",
            "since",
        ]
        widgets = {
            "personas": forms.CheckboxSelectMultiple,
            "objectives": forms.CheckboxSelectMultiple,
            "since": DayInput,
        }
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where = ["since"]
        if self.instance.pk:
            del self.fields["status"]
        else:
            where = [Div("status", "since", css_class="field-row")]
            left = Channel.Status.LEFT
            self.fields["status"].choices = [one for one in self.fields["status"].choices if one[0] != left]
        self.helper.layout = Layout(
            Fieldset(_("The account"), Div("platform", "name", css_class="field-row"), "account_url"),
            Fieldset(_("Why it was chosen"), "purpose", "reason", "differentiator", "personas", "objectives"),
            Fieldset(
                _("Who keeps it going"),
                Div("responder", "backup", css_class="field-row"),
                Div("weekly_target", "char_max", css_class="field-row"),
                "is_care_only",
            ),
            Fieldset(_("Where it stands"), *where),
        )

    def clean_since(self) -> date | None:
        return clean_day(self.cleaned_data["since"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("backup") and cleaned["backup"] == cleaned.get("responder"):
            self.add_error("backup", _("The stand-in is the same person: choose someone else, or nobody."))
        return cleaned


class SlotForm(WorkspaceModelForm):
    class Meta:
        model = ChannelSlot
        fields = ["weekday", "time"]
        widgets = {"time": ClockInput}
        formfield_callback = scoped_formfield


class SlotsFormSet(OwnedInlineFormSet):
    """The slots of a channel, each once."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for name in ("weekday", "time"):  # an empty line may stay empty: see `clean`
            form.fields[name].required = form.instance.pk is not None
        form.fields["weekday"].empty_value = None  # an empty text is no number to look for among the other slots

    def validate_unique(self) -> None:
        """Done in `clean`, so that the message stands at the row that is one too many."""

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            untouched = form.instance.pk is None and not form.has_changed()
            if untouched or not form.is_valid() or self._should_delete_form(form):
                continue
            missing = [name for name in ("weekday", "time") if form.cleaned_data.get(name) is None]
            for name in missing:
                form.add_error(name, _("A slot has a day and a time; or empty this line."))
            if missing:
                continue
            slot = (form.cleaned_data["weekday"], form.cleaned_data["time"].replace(second=0, microsecond=0))
            if slot in seen:
                form.add_error("time", _("This slot is already there."))
            seen.add(slot)


SlotFormSet = forms.inlineformset_factory(
    Channel, ChannelSlot, form=SlotForm, formset=SlotsFormSet, extra=3, max_num=30, absolute_max=40, validate_max=True
)


class AudienceForm(WorkspaceModelForm):
    """How many people followed the channel on a day."""

    class Meta:
        model = AudienceSnapshot
        fields = ["on", "followers", "active"]
        widgets = {"on": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.channel = channel
        for name in ("followers", "active"):
            self.fields[name].validators.append(MaxValueValidator(MOST_FOLLOWERS))
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "max": MOST_FOLLOWERS}
        self.helper.layout = Layout("on", Div("followers", "active", css_class="field-row"))

    def clean_on(self) -> date | None:
        """The day, unless another count has it already."""
        day = clean_day(self.cleaned_data["on"])
        others = AudienceSnapshot.objects.filter(channel=self.instance.channel, on=day).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("There is already a count for this day."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        followers, active = cleaned.get("followers"), cleaned.get("active")
        if followers is not None and active is not None and active > followers:
            self.add_error("active", _("More than there are followers: count those who follow you only."))
        return cleaned


class TrialForm(SpanForm):
    """What a trial is about. Only what is expected is required; the checker says what keeps it from being one."""

    span = ("start_on", "end_on")

    class Meta:
        model = ChannelTest
        fields = ["hypothesis", "measure", "threshold", "start_on", "end_on", "budget_eur", "owner", "novel_format"]
        widgets = {"start_on": DayInput, "end_on": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial |= {"start_on": today, "end_on": today + SUGGESTED_TRIAL}
        self.fields["hypothesis"].help_text = _(
            "For example: our apprentices will follow us there, and two a month will ask about a place."
        )
        self.fields["measure"].help_text = _("One figure that you can really read there.")
        self.fields["threshold"].help_text = _("Written down now, it spares an argument later.")
        self.fields["end_on"].help_text = _("Ninety days at most is a good measure: after that, a trial is a habit.")
        self.fields["novel_format"].help_text = _("A new place is a chance to be among the first with a new idea.")
        self.helper.layout = Layout(
            "hypothesis",
            Div("measure", "threshold", css_class="field-row"),
            Div("start_on", "end_on", css_class="field-row"),
            Div("budget_eur", "owner", css_class="field-row"),
            "novel_format",
        )


class ActForm(forms.Form):
    """What an act on a channel asks: here, a few words and no more."""

    note = forms.CharField(
        label=_("In a few words, why"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("It stays in the history of the channel. You may leave it empty."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.helper = FormHelper()
        self.helper.form_tag = False


class TrialEndForm(ActForm):
    """What came of a trial."""

    note = None
    trial = forms.IntegerField(required=False, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("What comes of it"), choices=ChannelTest.Outcome.choices, widget=forms.RadioSelect
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=DayInput)
    until = forms.DateField(
        label=_("Go on until"), required=False, widget=DayInput, help_text=_("Only when you go on testing.")
    )
    lesson = forms.CharField(
        label=_("What we learnt"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("A trial that showed it is not for you has done its work."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"decided_on": self.today} | self.initial

    def clean_decided_on(self) -> date | None:
        return clean_day(self.cleaned_data["decided_on"])

    def clean_until(self) -> date | None:
        return clean_day(self.cleaned_data["until"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        until, decided = cleaned.get("until"), cleaned.get("decided_on")
        if cleaned.get("outcome") == ChannelTest.Outcome.EXTEND and "until" not in self.errors:
            if until is None:
                self.add_error("until", _("Until when? A trial without an end is a habit."))
            elif decided and until < decided:
                self.add_error("until", _("It would end before it begins."))
        return cleaned


class LeaveForm(WorkspaceModelForm):
    """Leaving a channel, or saying more of having left it."""

    class Meta:
        model = Channel
        fields = ["left_on", "exit_kind", "exit_reason", "farewell", "archive_note"]
        widgets = {"left_on": DayInput, "farewell": forms.Textarea({"rows": 4})}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["left_on"].required = True
        self.initial["left_on"] = self.initial.get("left_on") or today
        self.fields["farewell"].help_text = _("Where to find you from now on, and thanks for having been there.")

    def clean_left_on(self) -> date | None:
        return clean_day(self.cleaned_data["left_on"])
