"""How the brand speaks, asked in plain words."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.models import BrandVoice
from personas.forms import LinesField
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield

ADJECTIVES = (_("First adjective"), _("Second adjective"), _("Third adjective"))


class ThreeWordsInput(forms.MultiWidget):
    """A short input for each of three words."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([forms.TextInput({"aria-label": name}) for name in ADJECTIVES], attrs)

    def decompress(self, value: list[str] | None) -> list[str]:
        words = [str(word) for word in value or []][: len(ADJECTIVES)]
        return words + [""] * (len(ADJECTIVES) - len(words))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        is_stored = isinstance(value, list) and len(value) < len(ADJECTIVES)
        return super().get_context(name, self.decompress(value) if is_stored else value, attrs)


class ThreeWordsField(forms.MultiValueField):
    """At most three short words, as the list of those that were written."""

    widget = ThreeWordsInput

    def __init__(self, **kwargs: Any) -> None:
        words = [forms.CharField(max_length=30, required=False) for _name in ADJECTIVES]
        super().__init__(words, required=False, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> list[str]:
        return list(dict.fromkeys(word for word in data_list if word))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.widget.decompress(initial), data)


class VoiceForm(WorkspaceModelForm):
    adjectives = ThreeWordsField(
        label=_("Three adjectives"),
        help_text=_(
            "How a regular would describe you: “warm, precise, a little cheeky”. Three at most, or none sticks."
        ),
    )
    values = LinesField(
        label=_("Values"),
        required=False,
        most=8,
        longest=120,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line, as things you do: “We bake through the night.” “We say where the flour comes from.”"),
    )

    class Meta:
        model = BrandVoice
        fields = ["mission", "promise", "values", "adjectives", "we_say", "we_never_say", "address"]
        widgets = {name: forms.Textarea({"rows": 3}) for name in ("mission", "we_say", "we_never_say")}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mission"].help_text = _(
            "What would the neighbourhood miss if you closed? “Good bread at six in the morning, and someone who knows "
            "your name.”"
        )
        self.fields["promise"].help_text = _(
            "What people can count on, not the name of a product. “Fresh until the last customer.”"
        )
        self.fields["we_say"].help_text = _("Words and turns that sound like you: “our oven”, “come and taste”.")
        self.fields["we_never_say"].help_text = _("Words that are not yours: “the best in town”, “hurry up”.")
        self.fields["address"].help_text = _("For texts in French: the same one everywhere.")
        self.helper.layout = Layout(
            Fieldset(_("What we are there for"), "mission", "promise", "values"),
            Fieldset(_("How that sounds"), "adjectives", "we_say", "we_never_say", "address"),
        )
