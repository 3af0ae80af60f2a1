"""Why a post is moved, put off or called off."""

from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from calendar_app import workflow
from calendar_app.models import Post

from .posts import MoveForm
from .reasons import OptionalReason, ReasonField


class RescheduleForm(MoveForm):
    """A new day for a post, and why, for whoever wants to say it."""

    reason = OptionalReason()


class PostponeForm(MoveForm):
    """A later day for a post, or none for the time being, and why."""

    reason = ReasonField(help_text=_("The history of the post and the log say it to the team."))

    def __init__(self, *args: Any, post: Post, **options: Any) -> None:
        super().__init__(*args, **options)
        self.post = post
        self.fields["day"].label = _("New day")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        has_moment = "day" in given and "time" in given
        if has_moment and not workflow.is_later(self.post, given["day"], given["time"]):
            self.add_error("day", now_("To postpone is to go out later. For an earlier day, move the post."))
        return given


class CancelForm(forms.Form):
    """Why a post does not go out."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = ReasonField(help_text=_("The history of the post and the log say it to the team."))
