"""Forms about people and workspaces, and the base of every form whose choices belong to one workspace."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db import models
from django.db.models import Q
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField, SafeModelMultipleChoiceField

from . import seen
from .field_words import in_words
from .models import Invitation, Membership, User, Workspace
from .owned import OwnedByWorkspace
from .places import COUNTRIES, FRENCH_REGIONS, REGIONS
from .zones import validate_zone, zone_names


class SeveralRows(SafeModelMultipleChoiceField):
    """Several rows of a workspace, chosen by number; a number too large for the database is no choice either."""

    def _check_values(self, value: Any) -> models.QuerySet:
        try:
            return super()._check_values(value)
        except OverflowError:
            message = self.error_messages["invalid_choice"]
            raise forms.ValidationError(message, code="invalid_choice", params={"value": max(value, key=len)}) from None


def scoped_formfield(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a model field; choices among a workspace's rows are filled in later, by the form."""
    related = field.related_model
    if isinstance(related, type) and issubclass(related, OwnedByWorkspace):
        safe = SeveralRows if field.many_to_many else SafeModelChoiceField
        kwargs.setdefault("form_class", safe)
        kwargs["queryset"] = related._base_manager.none()
    if isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
    return field.formfield(**kwargs)


class WorkspaceModelForm(forms.ModelForm):
    """A form for a row of one workspace. Every choice it offers, and accepts, comes from that workspace.

    It is made and used inside the workspace's scope (see access.workspace).
    """

    # Whether `guard` was asked for: forms of posts have a version, and put two of them together by themselves.
    is_guarded = False
    # Whether somebody else saved the row since this form was shown, and what was typed differs: then it is not valid.
    is_stale = False

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        self.workspace = workspace
        super().__init__(*args, **kwargs)
        self.instance.workspace = workspace
        self.helper = FormHelper()
        self.helper.form_tag = False
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self._with_what_is_chosen(name, self.choices_for(field.queryset.model))
            elif isinstance(field, forms.ChoiceField):
                field.never_empty = all(value != "" for value, _label in field.choices)

    @property
    def refusal(self) -> int:
        """The status with which the form is shown again."""
        return 409 if self.is_stale else 422

    def guard(self) -> None:
        """Carry along what is shown of a stored row, so that nobody saves over what they have not seen."""
        if self.instance.pk:
            self.is_guarded = True
            self.fields[seen.NAME] = seen.Seen()
            self.fields[seen.NAME].initial = seen.written(seen.marks(self))
            self.helper.render_hidden_fields = True

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.is_guarded:
            self._refuse_unseen()

    def _refuse_unseen(self) -> None:
        """Of what was stored since: take what the writer left alone, and say beside the rest what is stored now."""
        before = seen.read(self.data.get(self.add_prefix(seen.NAME)))
        now = seen.marks(self)
        newer = {name for name in before.keys() & now.keys() if before[name] != now[name]}
        differing = [name for name in self.changed_data if name in newer]
        if not differing:
            return
        self.is_stale, self.data = True, self.data.copy()
        taken = []
        for name in differing:
            field = self.fields[name]
            stored = self.get_initial_for_field(field, name)
            if seen.mark_typed(self, name) == before[name] and not isinstance(field.widget, forms.MultiWidget):
                self.data.setlist(self.add_prefix(name), seen.shown(field, field.prepare_value(stored)))
                taken.append(str(field.label or name))
            else:
                said = _("Someone else changed this meanwhile. It is now: %(value)s")
                self.add_error(name, said % {"value": in_words(field, stored) or "–"})
        self.data[self.add_prefix(seen.NAME)] = seen.written(now)
        said = [_("Someone saved this while you were writing. What you typed stands here, not saved yet.")]
        if taken:
            said.append(_("Taken from theirs: %(fields)s.") % {"fields": ", ".join(taken)})
        self.add_error(None, " ".join(map(str, said)))

    def is_behind(self) -> bool:
        """Whether the row was changed since this form read it. To be asked in the transaction that saves: it locks."""
        row = type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk).first()
        if row is None:
            return False
        stored = model_to_dict(row, self._meta.fields)
        return any(stored[name] != self.initial[name] for name in stored.keys() & self.initial.keys())

    def choices_for(self, model: type[models.Model]) -> models.QuerySet:
        """What a choice field may offer: this workspace's rows, its members, or the site's catalogue."""
        if model is User:
            return _reachable(User).filter(memberships__workspace=self.workspace, is_active=True)
        queryset = _reachable(model)
        return queryset.offered() if hasattr(queryset, "offered") else queryset

    def _with_what_is_chosen(self, name: str, offered: models.QuerySet) -> models.QuerySet:
        """`offered`, and what this row has already, though it was archived or left since: saving must not lose it."""
        held = model_to_dict(self.instance, [name]).get(name) if self.instance.pk else None
        if not held:
            return offered
        keys = [row.pk for row in held] if isinstance(held, list) else [held]
        return _reachable(offered.model).filter(Q(pk__in=offered.order_by().values("pk")) | Q(pk__in=keys))


def _reachable(model: type[models.Model]) -> models.QuerySet:
    """The rows of `model` that a form may look among; which of them it offers, the form says."""
    if model is User:
        return User.objects.order_by("name", "email")
    return model.objects.all() if issubclass(model, OwnedByWorkspace) else model._default_manager.all()


class OwnedInlineFormSet(forms.BaseInlineFormSet):
    """Rows below an object of a workspace, which belong to that workspace too and offer its choices only."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "workspace": self.instance.workspace}


class NameForm(forms.Form):
    """What signing up asks besides allauth's own fields."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    field_order = ["name", "email", "password1", "password2"]

    def signup(self, request: Any, user: User) -> None:
        """Called by allauth once the account exists."""


class ProfileForm(forms.ModelForm):
    """How a person likes the screens. Which mails they want is a page of its own."""

    class Meta:
        model = User
        fields = ["name", "language", "zone", "theme", "density", "first_view", "shortcuts"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.fields["language"].choices = [("", _("As the browser")), *Workspace._meta.get_field("language").choices]
        zones = [("", _("As the workspace")), *((name, name) for name in zone_names())]
        self.fields["zone"].widget = forms.Select(choices=zones)


class InvitationForm(WorkspaceModelForm):
    class Meta:
        model = Invitation
        fields = ["email", "role"]
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].help_text = _("The roles are explained below.")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if Membership.objects.filter(workspace=self.workspace, user__email=email).exists():
            raise forms.ValidationError(_("This person is already a member."))
        return email


class RoleForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["role"]


class WorkspaceForm(forms.ModelForm):
    """What a workspace's calendar needs to know."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=lambda: [(name, name) for name in zone_names()])
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES, help_text=_("Decides the public holidays."))
    region = forms.ChoiceField(
        label=_("Region"),
        choices=REGIONS,
        required=False,
        help_text=_("For regional public holidays, such as Alsace-Moselle or Martinique."),
    )

    class Meta:
        model = Workspace
        fields = ["name", "language", "market", "zone", "country", "region", "week_start", "week_letters"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        known = {code for code, _name in COUNTRIES}
        if self.instance.country and self.instance.country not in known:  # set by the site's staff
            self.fields["country"].choices = [(self.instance.country, self.instance.country), *COUNTRIES]

    def clean_zone(self) -> str:
        validate_zone(self.cleaned_data["zone"])
        return self.cleaned_data["zone"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("region") in FRENCH_REGIONS and cleaned.get("country") != "FR":
            self.add_error("region", _("This region is in France."))
        return cleaned
