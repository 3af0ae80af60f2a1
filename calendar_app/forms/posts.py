"""Writing a post, and moving it."""

from datetime import date
from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app import asking
from calendar_app.models import Post
from calendar_app.moments import FIRST_DAY, LAST_DAY
from calendar_app.workflow import OVER
from smplanner.workspaces import seen
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield
from smplanner.workspaces.roles import Rights

from .folds import Fold
from .locking import offered_statuses, refuse_locked, show_locked
from .reasons import OptionalReason


class DayInput(forms.DateInput):
    """The browser's own date picker; what it sends is always ISO 8601, whatever it shows."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat(), **(attrs or {})}, format="%Y-%m-%d"
        )


class ClockInput(forms.TimeInput):
    """The browser's own time picker, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


def clean_day(day: date | None) -> date | None:
    """`day`, unless it lies where no plan does: then a ValidationError."""
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        raise forms.ValidationError(_("Choose a day between 2000 and 2100."), code="day")
    return day


class PostForm(WorkspaceModelForm):
    """A whole post. Only the title is required; the checker says what else a good post has."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = seen.Seen()
    reason = OptionalReason(help_text=_("Why another day, or why it does not go out. The log says it to the team."))
    second_hour = forms.BooleanField(
        label=_("The second of the two"),
        required=False,
        help_text=_("The clocks go back that night, so this time comes twice."),
    )

    class Meta:
        model = Post
        fields = [
            "title",
            "text",
            "link",
            "channel",
            "local_date",
            "local_time",
            "status",
            "owner",
            "persona",
            "persona_need",
            "objective",
            "pillar",
            "intent",
            "value",
            "about",
            "invites_reply",
            "media_type",
            "posted_url",
            "campaign",
            "format",
            "target_rung",
            "has_people",
            "is_evergreen",
            "minutes_planned",
            "minutes_spent",
            "material_link",
            "partner",
            "platform_label",
            "offer",
            "offer_until",
            "offer_terms",
            "prior_price",
        ]
        widgets = {
            "text": forms.Textarea({"rows": 8, "aria-describedby": "counter"}),
            "local_date": DayInput,
            "local_time": ClockInput,
            "persona_need": forms.TextInput({"list": "persona-needs"}),
            "offer_until": DayInput,
        }
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.fields["channel"].queryset = self.fields["channel"].queryset.select_related("platform")
        if self.instance.pk is None:
            self.fields["title"].widget.attrs["autofocus"] = True
        self.fields["status"].choices = offered_statuses(
            self.workspace, approves=rights.post_approve, held=self.instance.status
        )
        if self.instance.pk and not self.is_bound and asking.is_locked(self.instance):
            show_locked(asking.CONTENT & self.fields.keys(), self)
        nothing = ("", _("Nobody gets anything for it"))
        self.fields["material_link"].choices = [nothing, *Post.MaterialLink.choices]
        self.fields["material_link"].help_text = _("Readers have to see it in the first line. Not legal advice.")
        self.fields["prior_price"].help_text = _("In euros. In France, a price that is struck through is this one.")
        self.fields["prior_price"].widget.attrs |= {"inputmode": "decimal"}
        self._offer_second_hour()
        if self.instance.pk is None or self.instance.status in OVER:
            del self.fields["reason"]  # there is nothing to put off or to call off
        if self.instance.pk:
            self.fields[seen.NAME].initial = seen.written(seen.marks(self))
        self.helper.layout = self._layout()

    def note_pictures(self, marks: dict[str, str]) -> None:
        """Carry along what the writer sees of the pictures, too: see merging_pictures.marks."""
        self.fields[seen.NAME].initial = " ".join(filter(None, [self.fields[seen.NAME].initial, seen.written(marks)]))

    def _offer_second_hour(self) -> None:
        placed = self.instance.moment() if self.instance.pk else None
        if placed and placed.repeated and self.instance.local_time:
            self.fields["second_hour"].initial = bool(self.instance.fold)
        else:
            del self.fields["second_hour"]

    def _layout(self) -> Layout:
        when = [Div("local_date", "local_time", css_class="field-row")]
        if "second_hour" in self.fields:
            when.append("second_hour")
        return Layout(
            "version",
            "seen",
            Fieldset(_("The post"), "title", "text", HTML('{% include "posts/_text_counter.html" %}')),
            HTML('{% include "posts/_media.html" %}'),
            Fieldset(_("Link"), "link", HTML('{% include "posts/_utm.html" %}')),
            Fieldset(
                _("When and where"),
                "channel",
                *when,
                Div("status", "owner", css_class="field-row"),
                *([Div("reason", css_class="why")] if "reason" in self.fields else []),
                "campaign",
            ),
            Fieldset(
                _("For whom, and what for"),
                Div("persona", "persona_need", css_class="field-row"),
                Div("objective", "pillar", css_class="field-row"),
                Div("intent", "value", css_class="field-row"),
                "invites_reply",
                Div("about", "media_type", css_class="field-row"),
            ),
            Fold(
                _("Partnership and offer"),
                Div("material_link", "partner", css_class="field-row"),
                "platform_label",
                Div("offer", "offer_until", css_class="field-row"),
                Div("offer_terms", "prior_price", css_class="field-row"),
                css_id="partnership",
            ),
            Fold(
                _("More"),
                Div("format", "target_rung", css_class="field-row"),
                Div("has_people", "is_evergreen", css_class="field-row"),
                Div("minutes_planned", "minutes_spent", css_class="field-row"),
                "posted_url",
                css_id="more",
            ),
        )

    def clean_text(self) -> str:
        """The text as it is counted and published: browsers send two characters for one line break."""
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean_local_date(self) -> date | None:
        return clean_day(self.cleaned_data["local_date"])

    def clean_offer_until(self) -> date | None:
        return clean_day(self.cleaned_data["offer_until"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("local_time") and not cleaned.get("local_date") and "local_date" not in self.errors:
            self.add_error("local_date", _("Choose a day for this time, or leave the time empty too."))
        refuse_locked(self)
        self.instance.fold = int(bool(cleaned.get("second_hour") and cleaned.get("local_time")))
        return cleaned


class QuickPostForm(WorkspaceModelForm):
    """What the quick dialog of the calendar asks."""

    class Meta:
        model = Post
        fields = ["title", "channel", "persona", "pillar", "local_date", "local_time"]
        formfield_callback = scoped_formfield

    clean_local_date = PostForm.clean_local_date


class MoveForm(forms.Form):
    """A new day for a post; no day means the reserve. A time that is not sent stays as it was."""

    day = forms.DateField(label=_("Day"), required=False, input_formats=["%Y-%m-%d"], widget=DayInput)
    time = forms.TimeField(label=_("Time"), required=False, input_formats=["%H:%M", "%H:%M:%S"], widget=ClockInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    fold = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=1)

    def clean_day(self) -> date | None:
        return clean_day(self.cleaned_data["day"])
