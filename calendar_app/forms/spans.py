"""What begins on one day and may last until another."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from smplanner.workspaces.forms import WorkspaceModelForm

from .posts import clean_day


class SpanForm(WorkspaceModelForm):
    """Its two days, which `span` names, lie where plans do, and in order."""

    span: ClassVar[tuple[str, str]] = ("first_day", "last_day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.span:
            self.fields[name].validators.append(clean_day)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = (cleaned.get(name) for name in self.span)
        if first and last and last < first:  # said at the field, rather than above the form
            self.add_error(self.span[1], _("It would end before it begins."))
        return cleaned
