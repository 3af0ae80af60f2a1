"""The form of a new API token."""

from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import ApiToken, User, Workspace


class TokenForm(forms.ModelForm):
    """A token of one person: for what, where, how far, and for how long."""

    LASTS = (
        ("30", _("30 days")),
        ("90", _("90 days")),
        ("365", _("One year")),
        ("", _("Until it is revoked")),
    )

    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=ApiToken.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may yourself at that moment."),
    )
    lasts = forms.ChoiceField(label=_("Valid for"), choices=LASTS, required=False)
    field_order = ["name", "workspace", "scopes", "lasts"]

    class Meta:
        model = ApiToken
        fields = ["name", "workspace"]

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"scopes": [ApiToken.Scope.READ], "lasts": "90"})
        super().__init__(*args, **kwargs)
        place = self.fields["workspace"]
        place.queryset = Workspace.objects.filter(memberships__user=owner)
        place.empty_label = _("All of mine")
        self.helper = FormHelper()
        self.helper.form_tag = False

    def save(self, commit: bool = True) -> ApiToken:
        """The token as it was asked for, not saved: `tokens.make` does that."""
        token = super().save(commit=False)
        token.scopes = [scope for scope in ApiToken.Scope.values if scope in self.cleaned_data["scopes"]]
        if days := self.cleaned_data["lasts"]:
            token.expires_at = timezone.now() + timedelta(days=int(days))
        return token
