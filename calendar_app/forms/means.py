"""Forms about means: who is away when, what money there is, whom we work with."""

from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Absence, BudgetLine, Partner
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield

from .posts import DayInput, clean_day
from .spans import SpanForm


class AbsenceForm(SpanForm):
    class Meta:
        model = Absence
        fields = ["member", "first_day", "last_day", "note"]
        widgets = {"first_day": DayInput, "last_day": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("member", Div("first_day", "last_day", css_class="field-row"), "note")


class BudgetLineForm(WorkspaceModelForm):
    class Meta:
        model = BudgetLine
        fields = ["kind", "label", "monthly_eur", "is_in_kind"]
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].help_text = _("For example: photographer, an advert at Christmas, a course.")
        self.fields["monthly_eur"].help_text = _("Something paid once a year counts for a twelfth.")
        self.fields["monthly_eur"].widget.attrs |= {"inputmode": "decimal"}


class PartnerForm(WorkspaceModelForm):
    class Meta:
        model = Partner
        fields = [
            "name",
            "handle",
            "vetting",
            "counterpart",
            "value_eur",
            "contract_on",
            "free_opinion",
            "label_text",
        ]
        widgets = {"vetting": forms.Textarea({"rows": 3}), "contract_on": DayInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value_eur"].help_text = _(
            "Money and gifts together, before tax. From 1,000 euros a year a written contract is required in France."
        )
        self.fields["free_opinion"].help_text = _("Who may only praise is not believed.")
        self.helper.layout = Layout(
            Fieldset(_("Who they are"), Div("name", "handle", css_class="field-row"), "vetting"),
            Fieldset(_("What they get"), Div("counterpart", "value_eur", css_class="field-row"), "contract_on"),
            Fieldset(_("What readers may know"), "free_opinion", "label_text"),
        )

    def clean_contract_on(self) -> date | None:
        return clean_day(self.cleaned_data["contract_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        value: Decimal | None = cleaned.get("value_eur")
        if value and cleaned.get("counterpart") == Partner.Counterpart.NONE:
            self.add_error("counterpart", _("Say what they get for it, or leave the worth empty."))
        return cleaned
