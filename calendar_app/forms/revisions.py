"""Which two versions of a post are laid side by side."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CompareForm(forms.Form):
    """An earlier and a later version of one post, by their numbers."""

    before = forms.TypedChoiceField(label=_("Compare version"), coerce=int, required=False)
    after = forms.TypedChoiceField(label=_("with version"), coerce=int, required=False)

    def __init__(self, *args: Any, offered: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.choices = offered

    def pair(self) -> list[int]:
        """The numbers of two versions, the earlier one first; none when they were not both chosen."""
        chosen = [self.cleaned_data[name] for name in self.fields] if self.is_valid() else []
        return sorted(chosen) if all(chosen) else []
