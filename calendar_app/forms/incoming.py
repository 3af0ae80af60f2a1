"""A calendar file, what its events become, and between which days."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from calendar_app.incoming import reading, weighing

from .posts import DayInput, clean_day

A_YEAR = timedelta(days=365)
LONGEST = timedelta(days=3 * 366)


class CalendarFileForm(forms.Form):
    """What `incoming.guarded.read` is asked."""

    file = forms.FileField(
        label=_("Calendar file"),
        help_text=_("An .ics file, of at most 2 MB: most calendar programs, clubs and trade fairs offer one."),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        max_length=200,
    )
    what = forms.ChoiceField(
        label=_("What its events become"),
        choices=[
            (weighing.KEY_DATES, _("Key dates: they stand on the calendar beside your posts")),
            (weighing.IDEAS, _("Ideas for posts, each on its day")),
        ],
        widget=forms.RadioSelect,
        initial=weighing.KEY_DATES,
    )
    since = forms.DateField(label=_("From"), input_formats=["%Y-%m-%d"], widget=DayInput)
    until = forms.DateField(label=_("Until"), input_formats=["%Y-%m-%d"], widget=DayInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"since": today, "until": today + A_YEAR, "what": weighing.KEY_DATES})
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("file", "what", Div("since", "until", css_class="field-row"))

    def clean_since(self) -> date | None:
        return clean_day(self.cleaned_data["since"])

    def clean_until(self) -> date | None:
        return clean_day(self.cleaned_data["until"])

    def clean_file(self) -> bytes:
        """What the file holds."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > reading.LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(size)d MB."), params={"size": reading.LARGEST // 1024**2}
            )
        return file.read()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("It would end before it begins."))
        elif since and until and until - since > LONGEST:
            self.add_error("until", _("Three years at most."))
        return cleaned
