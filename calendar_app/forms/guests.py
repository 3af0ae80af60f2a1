"""The form of a link for outsiders, and the one by which its holder answers."""

import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_app.models import GuestLink, Post
from calendar_app.templatetags.days import in_words
from smplanner.workspaces import audit
from smplanner.workspaces.forms import SeveralRows, WorkspaceModelForm, scoped_formfield
from smplanner.workspaces.models import Workspace
from smplanner.workspaces.roles import Rights

from .folds import Fold

USUAL, LONGEST = timedelta(days=30), timedelta(days=365)
# How many posts that wait for approval are offered beside those that were asked for.
MOST_OFFERED = 60
LONGEST_NUMBER = 18


def numbers(asked: QueryDict, name: str) -> list[int]:
    """The numbers that a query or a form holds under `name`; what is none is left out."""
    found = [text for text in asked.getlist(name) if text.isascii() and text.isdecimal()]
    return [int(text) for text in found if len(text) <= LONGEST_NUMBER][:500]


class ChosenPosts(SeveralRows):
    """Posts, each with its day."""

    is_wide = True  # titles are longer than most choices

    def label_from_instance(self, post: Post) -> str:
        day = in_words(post.local_date) if post.local_date else _("no day yet")
        return f"{post.title} · {day}"


class _LastingForm(WorkspaceModelForm):
    """What a new link and the change of one have in common: how long it works, and whether it may approve."""

    until = forms.DateField(
        label=gettext_lazy("Works until"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("A year at most. You can end it at any time."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["until"].widget.attrs |= {"min": today.isoformat(), "max": (today + LONGEST).isoformat()}

    def _only_comments(self) -> None:
        """Nobody hands out a right that they have not."""
        self.fields["may_approve"].disabled = True
        self.fields["may_approve"].help_text = _(
            "Only who may approve can let somebody outside do so. They see and comment."
        )

    def clean_until(self) -> date:
        until = self.cleaned_data["until"]
        if not self.today <= until <= self.today + LONGEST:
            raise forms.ValidationError(_("Choose a day from today on, and within a year."))
        return until

    def ends_at(self) -> datetime:
        """When a link with a valid form ends: with its last day, in the workspace's zone."""
        return datetime.combine(self.cleaned_data["until"], time(23, 59, 59), self.workspace.tz)


class GuestLinkForm(_LastingForm):
    """A new link, made by somebody with these `rights`.

    `asked` is a query that may name what it is to show, by numbers: `post`, `campaign`, `channel`.
    """

    posts = ChosenPosts(
        label=gettext_lazy("Posts"),
        queryset=Post._base_manager.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They are shown from now on, whatever becomes of them."),
    )

    class Meta:
        model = GuestLink
        fields = ["name", "email", "language", "campaign", "channel", "may_approve"]
        formfield_callback = scoped_formfield

    def __init__(
        self,
        *args: Any,
        workspace: Workspace,
        rights: Rights,
        today: date,
        asked: QueryDict | None = None,
        **kwargs: Any,
    ) -> None:
        asked = asked or QueryDict()
        wanted = numbers(asked, "post")
        initial = {"language": workspace.language, "until": (today + USUAL).isoformat(), "posts": wanted}
        initial |= {name: found[0] for name in ("campaign", "channel") if (found := numbers(asked, name))}
        super().__init__(*args, workspace=workspace, today=today, initial=initial, **kwargs)
        sent = numbers(self.data, "posts") if self.is_bound else []
        self.fields["posts"].queryset = self._offered([*wanted, *sent])
        channel = self.fields["channel"]
        channel.queryset = channel.queryset.select_related("platform")
        channel.empty_label, self.fields["campaign"].empty_label = _("No channel"), _("No campaign")
        self.fields["channel"].help_text = _("With a campaign as well: what belongs to both.")
        if not rights.post_approve:
            self._only_comments()
            self.initial["may_approve"] = False
        self.helper.layout = Layout(
            Div("name", "email", css_class="field-row"),
            "posts",
            Fold(
                _("Everything of a campaign or a channel"),
                Div("campaign", "channel", css_class="field-row"),
            ),
            Div("language", "until", css_class="field-row"),
            "may_approve",
        )

    def _offered(self, wanted: list[int]) -> Any:
        waiting = Post.objects.filter(status=Post.Status.IN_REVIEW).order_by("publish_at", "pk")
        keys = [*wanted, *waiting.values_list("pk", flat=True)[:MOST_OFFERED]]
        return Post.objects.filter(pk__in=keys).order_by("publish_at", "pk")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = [cleaned.get(name) for name in ("posts", "campaign", "channel")]
        if not any(given) and not self.errors.keys() & {"posts", "campaign", "channel"}:
            self.add_error("posts", _("Choose posts, a campaign or a channel: otherwise the link would show nothing."))
        return cleaned

    def ready(self) -> GuestLink:
        """The link that a valid form describes, not saved."""
        link = self.save(commit=False)
        link.expires_at = self.ends_at()
        return link


class GuestLinkChangeForm(_LastingForm):
    """What can be changed of a link that somebody has, by a member with these `rights`; its address stays."""

    class Meta:
        model = GuestLink
        fields = ["name", "language", "may_approve"]

    def __init__(self, *args: Any, workspace: Workspace, rights: Rights, **kwargs: Any) -> None:
        link: GuestLink = kwargs["instance"]
        initial = {"until": link.expires_at.astimezone(workspace.tz).date()}
        super().__init__(*args, workspace=workspace, initial=initial, **kwargs)
        if not rights.post_approve and not link.may_approve:
            self._only_comments()
        self.helper.layout = Layout(
            Div("name", css_class="field-row"), Div("language", "until", css_class="field-row"), "may_approve"
        )

    def changed(self) -> dict[str, tuple[Any, Any]]:
        """What the valid form changes, as the log holds it; it is written into the link, unsaved."""
        diff = audit.form_diff(self)
        if "until" in diff:
            del diff["until"]
            before, self.instance.expires_at = self.instance.expires_at, self.ends_at()
            diff["expires_at"] = (before, self.instance.expires_at)
        return diff


class AnswerForm(forms.Form):
    """What the holder of a link says of a post, in one of three ways; only who may approve has the other two."""

    COMMENT, APPROVE, SEND_BACK = "comment", "approve", "send_back"

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        help_text=gettext_lazy("It stands beside what you say."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    act = forms.ChoiceField(
        choices=[(COMMENT, ""), (APPROVE, ""), (SEND_BACK, "")],
        error_messages={
            "required": gettext_lazy("Use one of the buttons."),
            "invalid_choice": gettext_lazy("Use one of the buttons."),
        },
    )

    def clean_name(self) -> str:
        """The name in one line of visible signs: nothing that breaks a mail's head, or turns what follows around."""
        name = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in self.cleaned_data["name"])
        name = " ".join(name.split())
        if not name:
            raise forms.ValidationError(_("Say who you are."), code="required")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        act = cleaned.get("act")
        if act in {self.COMMENT, self.SEND_BACK} and not cleaned.get("text") and "text" not in self.errors:
            said = {
                self.COMMENT: _("Write what you want to say."),
                self.SEND_BACK: _("Say what should be different: without a word, nobody knows what to change."),
            }
            self.add_error("text", said[act])
        return cleaned
