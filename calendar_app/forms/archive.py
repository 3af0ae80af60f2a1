"""The form with which a file of a workspace is chosen."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from calendar_app.exchange import archive


class ArchiveForm(forms.Form):
    """One file; what stands in it is looked at afterwards."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("What “Export everything” gave you, or a file written by hand. At most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        max_length=200,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_file(self) -> bytes:
        """What the file holds."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > archive.LARGEST:
            raise forms.ValidationError(_("The file is larger than %(size)d MB."), params={"size": archive.MEGABYTES})
        return file.read()
