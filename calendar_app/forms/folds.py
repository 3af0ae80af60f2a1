"""A group of fields that stays folded until it matters, so that a long form is calm."""

from typing import Any

from crispy_forms.layout import Fieldset
from crispy_forms.utils import TEMPLATE_PACK
from django.forms import BaseForm, BoundField


class Fold(Fieldset):
    """Fields behind a heading that opens them. It stands open when one of them says something, or is wrong."""

    template = "%s/layout/fold.html"

    def render(self, form: BaseForm, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> str:
        names = [pointer.name for pointer in self.get_field_names()]
        self.is_open = any(_matters(form[name]) for name in names if name in form.fields)
        return super().render(form, context, template_pack, **kwargs)


def _matters(field: BoundField) -> bool:
    value = field.value()
    return bool(field.errors) or value not in (None, "", False, [], "False")
