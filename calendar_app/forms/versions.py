"""Adapting a post: which channels, then each version beside the others; and the link that says where it was clicked."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app import asking, utm
from calendar_app.merging import Merge
from calendar_app.models import Channel, Post
from smplanner.workspaces import seen
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield

from .locking import refuse_locked, show_locked
from .posts import ClockInput, DayInput, PostForm, clean_day


class AdaptForm(forms.Form):
    """The channels for which a post is to have a version."""

    channels = forms.MultipleChoiceField(label=_("Channels"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, channels: list[Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._channels = {str(one.pk): one for one in channels}
        self.fields["channels"].choices = [(key, str(one)) for key, one in self._channels.items()]
        self.fields["channels"].error_messages["required"] = _("Choose a channel at least.")

    def chosen(self) -> list[Channel]:
        return [self._channels[key] for key in self.cleaned_data["channels"]]


class VersionForm(WorkspaceModelForm):
    """What differs from one version to the next. `merged` tells what somebody else saved meanwhile."""

    merged: Merge | None = None
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = seen.Seen()

    class Meta:
        model = Post
        fields = ["text", "link", "local_date", "local_time"]
        widgets = {"text": forms.Textarea({"rows": 9}), "local_date": DayInput, "local_time": ClockInput}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.fields["seen"].initial = seen.written(seen.marks(self))
        self.fields["text"].widget.attrs["aria-describedby"] = f"counter-{self.instance.pk}"
        if not self.is_bound and asking.is_locked(self.instance):
            show_locked(("text", "link"), self)

    clean_text = PostForm.clean_text

    def clean_local_date(self) -> date | None:
        return clean_day(self.cleaned_data["local_date"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("local_time") and not cleaned.get("local_date") and "local_date" not in self.errors:
            self.add_error("local_date", _("Choose a day for this time, or leave the time empty too."))
        refuse_locked(self)
        if {"local_date", "local_time"} & set(self.changed_data):
            self.instance.fold = 0
        return cleaned


class UtmForm(forms.Form):
    """What a link tells the statistics of the site it leads to. What is left empty is filled in from the post."""

    source = forms.CharField(label=_("Source"), required=False, max_length=100)
    medium = forms.CharField(label=_("Medium"), required=False, max_length=100)
    campaign = forms.CharField(label=_("Campaign"), required=False, max_length=100)
    content = forms.CharField(label=_("Content"), required=False, max_length=100)

    def __init__(self, *args: Any, post: Post, link: str, **kwargs: Any) -> None:
        self.suggested = utm.suggested(
            post.channel.platform.slug if post.channel else "",
            post.campaign.name if post.campaign else "",
            post.title,
        )
        super().__init__(*args, initial=self.suggested | utm.parts_of(link), prefix="utm", **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}

    def parts(self) -> dict[str, str]:
        """What was typed, or would be suggested where nothing was; only what is valid counts."""
        return {name: self.cleaned_data.get(name) or self.suggested[name] for name in utm.PARTS}
