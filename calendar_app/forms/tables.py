"""Forms of tables: which file to bring, what its columns say, and which file to take out."""

from collections.abc import Iterator, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from calendar_app.exchange import cells, elsewhere, sheets
from calendar_app.exchange.elsewhere import BY_SLUG, DRAFT, NETWORK, Mapped
from calendar_app.models import Channel

# How much of a column is shown as an example.
EXAMPLES, LONGEST = 2, 80


class TableForm(forms.Form):
    """One file; what stands in it is looked at afterwards."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX: a table from here, or from Buffer, Hootsuite, Publer, Metricool, Notion, Google "
            "Sheets or any other spreadsheet. At most 10 MB."
        ),
        widget=forms.FileInput(
            attrs={"accept": ".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
        max_length=200,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_file(self) -> bytes:
        """What the file holds."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > sheets.LARGEST:
            raise forms.ValidationError(_("The file is larger than %(size)d MB."), params={"size": sheets.MEGABYTES})
        return file.read()


class ColumnsForm(forms.Form):
    """What each column of a file says."""

    day_first = forms.ChoiceField(
        label=_("In days such as 10/06/2026"),
        choices=[("1", _("the day comes first: 10 June")), ("0", _("the month comes first: 6 October"))],
    )
    lenient = forms.BooleanField(
        label=_("Leave out names that the plan does not know"),
        required=False,
        help_text=_("A channel, a persona or a person that is not here is left empty. Else such a row is refused."),
    )

    def __init__(self, *args: Any, sheet: sheets.Sheet, mapped: Mapped, **kwargs: Any) -> None:
        first: dict[str, Any] = {f"column-{place}": target for place, target in enumerate(mapped.targets)}
        first |= {"day_first": str(int(mapped.day_first)), "lenient": mapped.lenient}
        super().__init__(*args, initial=first, **kwargs)
        self.sheet, self.mapped = sheet, mapped
        choices = _choices(mapped)
        for place, name in enumerate(sheet.header):
            label = name or _("Column %(number)d") % {"number": place + 1}
            self.fields[f"column-{place}"] = forms.ChoiceField(label=label, choices=choices, required=False)
        if not elsewhere.asks_which_comes_first(sheet, mapped.targets):
            self.fields["day_first"].required = False
            self.fields["day_first"].widget = forms.HiddenInput()
        self.helper = FormHelper()
        self.helper.form_tag = False

    def rows(self) -> Iterator[tuple[Any, Sequence[str]]]:
        """The field of each column, with examples of what stands there."""
        for place in range(len(self.sheet.header)):
            found = (row[place].strip() for row in self.sheet.rows)
            examples = [said if len(said) <= LONGEST else f"{said[:LONGEST]}…" for said in found if said][:EXAMPLES]
            yield self[f"column-{place}"], examples

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        used: dict[str, str] = {}
        for place in range(len(self.sheet.header)):
            name = f"column-{place}"
            target = cleaned.get(name, "")
            if target and target in used:
                said = {"other": self.fields[used[target]].label}
                self.add_error(name, forms.ValidationError(_("“%(other)s” says this already."), params=said))
            elif target:
                used[target] = name
        if not used.keys() & {"title", "text", cells.UID}:
            self.add_error(None, _("Say which column is the title, or the text."))
        return cleaned

    def chosen(self) -> Mapped:
        """What was said of the columns."""
        said = self.cleaned_data
        targets = tuple(said.get(f"column-{place}", "") for place in range(len(self.sheet.header)))
        first = said["day_first"] == "1" if said.get("day_first") else self.mapped.day_first
        return Mapped(self.mapped.program, targets, first, said["lenient"])


def _choices(mapped: Mapped) -> list[tuple[str, Any]]:
    platforms = dict(Channel.objects.values_list("platform__slug", "platform__name").order_by("platform__name"))
    # A network without a channel here is offered where the file has a column for it.
    platforms |= {
        target.removeprefix(NETWORK): target.removeprefix(NETWORK)
        for target in mapped.targets
        if target.startswith(NETWORK) and target.removeprefix(NETWORK) not in platforms
    }
    networks = [
        (NETWORK + slug, _("Yes or no: on %(network)s") % {"network": name}) for slug, name in platforms.items()
    ]
    named = {DRAFT: _("Yes or no: it is a draft"), "local_date": _("Day, or day and time")}
    fields = [(name, named.get(name) or cells.heading(name)) for name in elsewhere.targets()]
    return [("", _("Not taken over")), *fields, *networks]


def program_name(mapped: Mapped) -> str:
    """Where the file seems to come from."""
    return str(BY_SLUG[mapped.program].name) if mapped.program in BY_SLUG else ""


class ExportForm(forms.Form):
    """Which posts to take out, and as what."""

    kind = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[
            ("xlsx", _("Workbook for Excel, LibreOffice, Numbers or Google Sheets (XLSX)")),
            ("semicolons", _("CSV with semicolons, as a French Excel opens it")),
            ("commas", _("CSV with commas")),
        ],
        widget=forms.RadioSelect,
    )
    what = forms.ChoiceField(label=_("Which posts"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        first = {"kind": "xlsx", "what": offered[1][0] if len(offered) > 1 else offered[0][0]}
        super().__init__(*args, initial=first, **kwargs)
        self.fields["what"].choices = offered
        self.helper = FormHelper()
        self.helper.form_tag = False
