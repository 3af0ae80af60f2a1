"""The form of a calendar subscription."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Feed
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield
from smplanner.workspaces.models import Workspace


class FeedForm(WorkspaceModelForm):
    """A new subscription, in the language of the plan unless another is chosen."""

    class Meta:
        model = Feed
        fields = ["name", "scope", "detail", "channel", "with_occasions", "language"]
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"language": workspace.language})
        super().__init__(*args, workspace=workspace, **kwargs)
        channel = self.fields["channel"]
        channel.queryset = channel.queryset.select_related("platform")
        channel.empty_label = _("All channels")
        self.helper.layout = Layout(
            "name",
            Div("scope", "channel", css_class="field-row"),
            Div("detail", "language", css_class="field-row"),
            "with_occasions",
        )
