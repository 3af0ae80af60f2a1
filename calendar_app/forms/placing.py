"""Putting a post into a column of the board."""

from typing import Any

from django import forms

from calendar_app.models import Post
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield
from smplanner.workspaces.roles import Rights

from .locking import no_approval, offered_statuses, refuse_locked
from .reasons import OptionalReason


class PlaceForm(WorkspaceModelForm):
    """One fact of a post, by which it stands in a column of the board: the only field is the one named `by`."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = OptionalReason()

    class Meta:
        model = Post
        fields = ["status", "persona", "pillar", "channel", "owner"]
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, by: str, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self._rights = by, rights
        wanted = {by, "version", "reason"} if by == "status" else {by, "version"}
        self.fields = {name: field for name, field in self.fields.items() if name in wanted}
        self.fields["version"].initial = self.instance.version
        self._status_before = self.instance.status
        if by == "channel":
            self.fields[by].queryset = self.fields[by].queryset.select_related("platform")

    def clean_status(self) -> str:
        """Who may not approve cannot put a post among those that are approved."""
        status, approves = self.cleaned_data["status"], self._rights.post_approve
        offered = offered_statuses(self.workspace, approves=approves, held=self._status_before)
        if status not in dict(offered):
            raise forms.ValidationError(no_approval(self.workspace, approves=approves), code="approve")
        return status

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        refuse_locked(self)
        return cleaned

    @property
    def changed_facts(self) -> list[str]:
        """The fields of the post that the form changes."""
        return [name for name in self.changed_data if name == self.by]

    @property
    def chosen_in_words(self) -> str:
        """What was chosen, as the column is called; empty for none."""
        if self.by == "status":
            return self.instance.get_status_display()
        return str(self.cleaned_data[self.by] or "")
