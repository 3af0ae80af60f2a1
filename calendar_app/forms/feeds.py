"""The form of a calendar subscription."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Feed, SavedView
from smplanner.workspaces.forms import WorkspaceModelForm, scoped_formfield
from smplanner.workspaces.models import User, Workspace
from smplanner.workspaces.zones import zone_names

from .folds import Fold


class FeedForm(WorkspaceModelForm):
    """A new subscription of `user`, in the language of the plan unless another is chosen.

    `asked` is a query that may name, by their numbers, what it is to be narrowed to.
    """

    zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("That of the workspace")), *((name, name) for name in zone_names())],
        help_text=_("The one in which your program tells the hours. The instants are the same."),
    )

    class Meta:
        model = Feed
        fields = ["name", "scope", "detail", *Feed.NARROWED_TO, "language", "zone", "alarm_minutes", "with_occasions"]
        formfield_callback = scoped_formfield

    def __init__(
        self, *args: Any, workspace: Workspace, user: User, asked: QueryDict | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"language": workspace.language, **_numbers(asked or QueryDict())})
        super().__init__(*args, workspace=workspace, **kwargs)
        channel = self.fields["channel"]
        channel.queryset = channel.queryset.select_related("platform")
        self.fields["saved_view"].queryset = SavedView.objects.open_to(user)
        for name, empty in EVERY.items():
            self.fields[name].empty_label = empty
        self.fields["alarm_minutes"].choices = [("", _("No alarm")), *self.fields["alarm_minutes"].choices[1:]]
        self.helper.layout = Layout(
            "name",
            Div("scope", "detail", css_class="field-row"),
            Fold(
                _("Only a part of it"),
                Div("saved_view", "channel", css_class="field-row"),
                Div("persona", "campaign", css_class="field-row"),
            ),
            Div("language", "zone", css_class="field-row"),
            "alarm_minutes",
            "with_occasions",
        )


EVERY = {
    "channel": _("All channels"),
    "persona": _("All personas"),
    "campaign": _("All campaigns"),
    "saved_view": _("No view: the settings here alone"),
}


def _numbers(asked: QueryDict) -> dict[str, str]:
    """What a query asks the subscription to be narrowed to. A number that is no choice selects none."""
    return {name: asked[name] for name in Feed.NARROWED_TO if asked.get(name, "").isascii() and asked.get(name)}
