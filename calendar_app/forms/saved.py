"""The form of a saved view: its name, and whether it is for the team. What it shows is said by the address."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from calendar_app.models import SavedView
from calendar_app.saved_views import LONGEST_ADDRESS, MOST_KEPT
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield


class SavedViewForm(WorkspaceModelForm):
    """A view of its owner. Without the right to share, nothing is asked about the team, and nothing changes there."""

    class Meta:
        model = SavedView
        fields = ["name", "is_shared"]
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["is_shared"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = SavedView.objects.filter(owner=self.instance.owner, name__iexact=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise ValidationError(_("You have a view of this name already."))
        return name

    def clean(self) -> dict[str, Any]:
        if self.instance.pk is None and SavedView.objects.filter(owner=self.instance.owner).count() >= MOST_KEPT:
            raise ValidationError(_("You keep %(n)s views already: remove one of them first.") % {"n": MOST_KEPT})
        if len(self.instance.address) > LONGEST_ADDRESS:
            raise ValidationError(_("So many filters make an address that is too long to be kept. Choose fewer."))
        return self.cleaned_data
