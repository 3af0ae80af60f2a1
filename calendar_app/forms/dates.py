"""Forms about single days: key dates of the house, school holidays, notes; and the file that brings many of them."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from calendar_app import brought
from calendar_app.models import DayNote, KeyDate, SchoolBreak
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield

from .posts import DayInput, clean_day
from .spans import SpanForm


class KeyDateForm(SpanForm):
    class Meta:
        model = KeyDate
        fields = ["name", "first_day", "last_day", "is_yearly", "note"]
        widgets = {"first_day": DayInput, "last_day": DayInput, "note": forms.Textarea({"rows": 3})}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("For example: our birthday, the fair of the quarter, the opening night.")
        self.fields["last_day"].help_text = _("Only when it lasts for several days.")
        self.helper.layout = Layout("name", Div("first_day", "last_day", css_class="field-row"), "is_yearly", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if cleaned.get("is_yearly") and first and last and (last - first).days >= A_YEAR:
            self.add_error("last_day", _("What comes back every year lasts for less than a year."))
        return cleaned


A_YEAR = 365


class SchoolBreakForm(SpanForm):
    class Meta:
        model = SchoolBreak
        fields = ["name", "zone", "first_day", "last_day"]
        widgets = {"first_day": DayInput, "last_day": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].help_text = _("For example: Zone A, Corse. May stay empty.")
        self.helper.layout = Layout("name", "zone", Div("first_day", "last_day", css_class="field-row"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        there = SchoolBreak.objects.filter(
            zone=cleaned.get("zone") or "", name=cleaned.get("name") or "", first_day=cleaned.get("first_day")
        )
        if there.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("These school holidays are there already."))
        return cleaned


class DayNoteForm(WorkspaceModelForm):
    class Meta:
        model = DayNote
        fields = ["day", "text"]
        widgets = {"day": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _("The whole team sees it on that day of the calendar.")

    def clean_day(self) -> date | None:
        return clean_day(self.cleaned_data["day"])


class BroughtForm(forms.Form):
    """A file of days, and what they are."""

    what = forms.ChoiceField(
        label=_("What is in the file?"),
        choices=[(brought.SCHOOL, _("School holidays")), (brought.KEY_DATES, _("Our own key dates"))],
        widget=forms.RadioSelect,
        initial=brought.SCHOOL,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "The school calendar that the French ministry of education exports as CSV; any CSV with the columns zone, "
            "name, first, last; or an iCalendar file (.ics). At most 2 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.ics,text/csv,text/calendar"}),
        max_length=200,
    )
    zone = forms.CharField(
        label=_("School zone"),
        required=False,
        max_length=brought.LONGEST_ZONE,
        help_text=_("Only for a file that does not say it itself, as iCalendar files do."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_file(self) -> bytes:
        """What the file holds."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > brought.LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(size)d MB."), params={"size": brought.LARGEST // 1024**2}
            )
        return file.read()
