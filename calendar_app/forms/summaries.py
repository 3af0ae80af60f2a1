"""When the week comes by mail, and of what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.models import SavedView, SummaryMail
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield
from smplanner.workspaces.models import User


class SummaryForm(WorkspaceModelForm):
    """A subscription of `user`: of the whole plan, or of a view that they may open."""

    hour = forms.TypedChoiceField(label=_("Hour"), choices=[(n, f"{n:02}:00") for n in range(24)], coerce=int)

    class Meta:
        model = SummaryMail
        fields = ["saved_view", "weekday", "hour"]
        formfield_callback = scoped_formfield
        labels = {"weekday": _("Day")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.user = user
        view = self.fields["saved_view"]
        view.queryset, view.empty_label = SavedView.objects.open_to(user), _("The whole plan")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "saved_view" in cleaned:
            same = SummaryMail.objects.filter(user=self.instance.user, saved_view=cleaned["saved_view"])
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("saved_view", _("You get this one already: change its day or hour below."))
        return cleaned
