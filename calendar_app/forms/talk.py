"""What somebody says about a post, a persona or a channel."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField

from calendar_app.models import Comment
from calendar_app.talk import About
from smplanner.workspaces.forms import SeveralRows, WorkspaceModelForm, scoped_formfield
from smplanner.workspaces.models import User

TEXT = forms.Textarea({"rows": 3})


class ChangedCommentForm(WorkspaceModelForm):
    """Another text in the place of what one said; who may read it stays."""

    class Meta:
        model = Comment
        fields = ["text"]
        widgets = {"text": TEXT}
        formfield_callback = scoped_formfield


class CommentForm(WorkspaceModelForm):
    """A comment about `about`, or an answer to one about the same thing."""

    reply_to = SafeModelChoiceField(Comment._base_manager.none(), required=False, widget=forms.HiddenInput)
    named = SeveralRows(
        User._base_manager.none(),
        required=False,
        label=_("Whom to tell"),
        help_text=_("Or write their names in the text, after an @."),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Comment
        fields = ["text", "is_shared"]
        widgets = {"text": TEXT}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, about: About, **kwargs: Any) -> None:
        super().__init__(*args, workspace=about.workspace, **kwargs)
        same = Comment.objects.filter(**{about._meta.model_name: about}, deleted_at=None)
        self.fields["reply_to"].queryset = same.select_related("reply_to")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        answered = cleaned.get("reply_to")
        if answered and cleaned.get("is_shared") and not (answered.reply_to or answered).is_shared:
            self.add_error("is_shared", _("It answers what only members read, so only they can read it too."))
        return cleaned
