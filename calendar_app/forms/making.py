"""Forms that make posts out of something: a line, another post, a rhythm, an idea, a template."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.making import Target
from calendar_app.models import Channel, ChannelSlot, Post, PostTemplate, Series
from calendar_app.models.series import MOST_OCCURRENCES
from calendar_app.oneline import LONGEST
from calendar_app.recurrence import Rhythm, nth_of
from smplanner.workspaces.forms import SeveralRows, WorkspaceModelForm, scoped_formfield

from .posts import LAST_DAY, ClockInput, DayInput, clean_day

# Nobody plans the same thing further ahead than two years.
MOST_WEEKS = 104
NTHS = [(1, _("the first")), (2, _("the second")), (3, _("the third")), (4, _("the fourth")), (-1, _("the last"))]


def _helper(*rows: Any) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*rows)
    return helper


class LineForm(forms.Form):
    """One line that says all of a post."""

    line = forms.CharField(
        label=_("The post, in one line"),
        max_length=LONGEST,
        help_text=_("For example: Portrait of Samira Thu 9:00 LinkedIn #proof @ines. What is in quotes stays title."),
        widget=forms.TextInput({"autofocus": True, "autocomplete": "off"}),
    )


class CopyForm(forms.Form):
    """Where copies of a post go: another day, or so many weeks later, on one channel or several."""

    day = forms.DateField(
        label=_("Day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=DayInput,
        help_text=_("Without a day, the copy waits in the reserve."),
    )
    time = forms.TimeField(label=_("Time"), required=False, input_formats=["%H:%M", "%H:%M:%S"], widget=ClockInput)
    weeks = forms.IntegerField(
        label=_("Or so many weeks later"),
        required=False,
        min_value=1,
        max_value=MOST_WEEKS,
        help_text=_("On the same weekday, counted from the post."),
    )
    channels = SeveralRows(
        label=_("On which channels"),
        required=False,
        queryset=Channel._base_manager.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        self.post = post
        kwargs["initial"] = {"day": post.local_date, "time": post.local_time, "channels": [post.channel_id]}
        super().__init__(*args, **kwargs)
        self.fields["channels"].queryset = Channel.objects.offered().select_related("platform")
        if post.local_date is None:
            del self.fields["weeks"]
        rows = [Div("day", "time", css_class="field-row"), *(["weeks"] if post.local_date else []), "channels"]
        self.helper = _helper(*rows)

    def clean_day(self) -> date | None:
        return clean_day(self.cleaned_data["day"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("weeks"):
            cleaned["day"] = clean_day(self.post.local_date + timedelta(weeks=cleaned["weeks"]))
        if cleaned.get("time") and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Choose a day for this time, or leave the time empty too."))
        return cleaned

    def targets(self) -> list[Target]:
        """One a channel; one without a channel where none is chosen."""
        day, clock = self.cleaned_data["day"], self.cleaned_data["time"]
        return [Target(channel, day, clock) for channel in self.cleaned_data["channels"] or [None]]


class RepeatForm(forms.Form):
    """By which rhythm a post comes again, and until when."""

    rhythm = forms.ChoiceField(label=_("How often"), choices=Series.Rhythm.choices, initial=Series.Rhythm.WEEKLY)
    every = forms.IntegerField(
        label=_("Every so many weeks or months"),
        min_value=1,
        max_value=12,
        initial=1,
        help_text=_("2: every other one."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which weekdays"),
        required=False,
        choices=ChannelSlot.Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For every week; for the n-th weekday of the month, the first one that is ticked."),
    )
    nth = forms.TypedChoiceField(
        label=_("Which one of the month"),
        coerce=int,
        choices=[
            (1, _("the first")),
            (2, _("the second")),
            (3, _("the third")),
            (4, _("the fourth")),
            (-1, _("the last")),
        ],
        help_text=_("Only for the n-th weekday of the month."),
    )
    until = forms.DateField(label=_("Until"), required=False, input_formats=["%Y-%m-%d"], widget=DayInput)
    count = forms.IntegerField(
        label=_("Or how many times"),
        required=False,
        min_value=2,
        max_value=MOST_OCCURRENCES,
        help_text=_("The post itself counts."),
    )

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        self.post = post
        nth = nth_of(post.local_date)
        kwargs["initial"] = {
            "rhythm": Series.Rhythm.WEEKLY,
            "every": 1,
            "weekdays": [post.local_date.isoweekday()],
            "nth": nth if nth < 5 else -1,
            "count": 8,
        }
        super().__init__(*args, **kwargs)
        for name in ("rhythm", "nth"):  # a choice is always made
            self.fields[name].never_empty = True
        self.helper = _helper(
            Div("rhythm", "every", css_class="field-row"),
            "weekdays",
            "nth",
            Div("until", "count", css_class="field-row"),
        )

    def clean_until(self) -> date | None:
        until = clean_day(self.cleaned_data["until"])
        if until is not None and until <= self.post.local_date:
            raise forms.ValidationError(_("It would end before it begins."))
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not {"until", "count"} & self.errors.keys() and not cleaned.get("until") and not cleaned.get("count"):
            self.add_error("until", _("Say until when, or how many times."))
        return cleaned

    def asked(self) -> Rhythm:
        """The rhythm of a valid form. It begins with the day of the post."""
        given = self.cleaned_data
        kind = given["rhythm"]
        return Rhythm(
            kind,
            self.post.local_date,
            given["every"],
            frozenset(given["weekdays"]) if kind != Series.Rhythm.MONTHLY else frozenset(),
            given["nth"],
            given["until"] or (None if given["count"] else LAST_DAY),
            given["count"],
        )


class PlanForm(forms.Form):
    """The slot that a button of the idea bank names."""

    day = forms.DateField(input_formats=["%Y-%m-%d"])
    time = forms.TimeField(required=False, input_formats=["%H:%M", "%H:%M:%S"])
    channel = forms.ModelChoiceField(None, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = Channel.objects.offered().select_related("platform")

    def clean_day(self) -> date | None:
        return clean_day(self.cleaned_data["day"])


class PostTemplateForm(WorkspaceModelForm):
    """What a kind of post that comes again begins with. Only its name is required."""

    class Meta:
        model = PostTemplate
        fields = [
            *("name", "title", "text", "link", "channel", "persona", "objective", "pillar"),
            *("intent", "format", "minutes_planned"),
        ]
        widgets = {"text": forms.Textarea({"rows": 8})}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = self.fields["channel"].queryset.select_related("platform")
        self.fields["name"].help_text = _("What you will look for: “Portrait of the month”, “Recipe”.")
        self.helper.layout = Layout(
            "name",
            Fieldset(_("What a new post begins with"), "title", "text", "link"),
            Div("channel", "persona", css_class="field-row"),
            Div("objective", "pillar", css_class="field-row"),
            Div("intent", "format", css_class="field-row"),
            "minutes_planned",
        )

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if PostTemplate.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a template of this name already."))
        return name

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")
