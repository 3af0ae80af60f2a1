"""Handing a post in, answering it, and opening it again."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app import asking
from calendar_app.models import Post, Submission
from smplanner.workspaces.models import Workspace

Silence = Workspace.Silence


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of a day and an hour, to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class SubmitForm(forms.ModelForm):
    """What is said to those who approve, by when, and what it means that they say nothing."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Submission
        fields = ["note", "until", "silence", "plan_b"]
        widgets = {"note": forms.Textarea({"rows": 2}), "until": MomentInput}

    def __init__(self, *args: Any, post: Post, now: datetime, approves: bool, **kwargs: Any) -> None:
        usual = asking.asked(post, None, now)
        given = {"until": usual.until, "silence": usual.silence, "version": post.version}
        super().__init__(*args, initial=given | kwargs.pop("initial", {}), auto_id="submit-%s", **kwargs)
        self._now = now
        workspace = post.workspace
        # Who may not approve cannot make a yes of silence where the workspace does not.
        self._may_mean_yes = approves or workspace.silence == Silence.YES
        if not self._may_mean_yes:
            self.fields["silence"].choices = [one for one in Silence.choices if one[0] != Silence.YES]

    def clean_until(self) -> datetime | None:
        until = self.cleaned_data["until"]
        if until is not None and until <= self._now:
            raise forms.ValidationError(_("This moment has passed."), code="past")
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        silence, until = cleaned.get("silence"), cleaned.get("until")
        if silence in {Silence.YES, Silence.PLAN_B} and until is None and "until" not in self.errors:
            self.add_error("until", _("Say by when: silence means something from then on."))
        if silence == Silence.YES and until and until < self._now + asking.SHORTEST_SILENCE:
            self.add_error("until", _("Silence can mean yes after a whole day at the earliest."))
        if silence == Silence.PLAN_B and not cleaned.get("plan_b"):
            self.add_error("plan_b", _("Say what plan B is."))
        return cleaned


class SendBackForm(forms.Form):
    """What is said with an answer: what has to change, which whoever wrote the post reads first."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    comment = forms.CharField(
        label=_("What has to change"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Wanted when you ask for changes. With a yes, a word is welcome."),
    )

    def __init__(self, *args: Any, says_yes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="answer-%s", **kwargs)
        self._says_yes = says_yes

    def clean_comment(self) -> str:
        comment = self.cleaned_data["comment"]
        if not comment and not self._says_yes:
            raise forms.ValidationError(_("Say what has to change: nobody can guess it."), code="required")
        return comment


class ReopenForm(forms.Form):
    """Why an approved post has to be changed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Why it is reopened"),
        max_length=500,
        error_messages={"required": _("Say why: whoever approved it will ask.")},
    )
