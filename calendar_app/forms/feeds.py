"""The form of a calendar subscription."""

from typing import Any

from calendar_app.models import Feed
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield
from smplanner.workspaces.models import Workspace


class FeedForm(WorkspaceModelForm):
    """A new subscription, in the language of the plan unless another is chosen."""

    class Meta:
        model = Feed
        fields = ["name", "scope", "detail", "channel", "language"]
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"language": workspace.language})
        super().__init__(*args, workspace=workspace, **kwargs)
        self.fields["channel"].queryset = self.fields["channel"].queryset.select_related("platform")
