"""Writing a persona, and questioning it again."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from smplanner.workspaces.forms import OwnedInlineFormSet, WorkspaceModelForm, scoped_formfield

from .models import Persona, PersonaPlatform, Platform

MOST_NEEDS = 20
LONGEST_NEED = 200


class LinesField(forms.CharField):
    """A list of short texts, written one a line."""

    widget = forms.Textarea

    def __init__(self, *, most: int = MOST_NEEDS, longest: int = LONGEST_NEED, **kwargs: Any) -> None:
        self.most, self.longest = most, longest
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        super().__init__(max_length=most * (longest + 2), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(line) for line in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > self.most:
            raise forms.ValidationError(
                ngettext_lazy("At most %(most)d line, please.", "At most %(most)d lines, please.", self.most),
                params={"most": self.most},
            )
        if any(len(line) > self.longest for line in lines):
            raise forms.ValidationError(
                _("Keep each line shorter than %(longest)d characters."), params={"longest": self.longest}
            )
        return lines

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), "\n".join((data or "").splitlines()))


class PersonaForm(WorkspaceModelForm):
    """A whole persona. Only the name is required; the checker says what else a useful one has."""

    needs = LinesField(
        label=_("Needs"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line: what they come for, what they would like to know or feel."),
    )

    class Meta:
        model = Persona
        fields = [
            "name",
            "summary",
            "age_min",
            "age_max",
            "needs",
            "evidence_type",
            "status",
            "relation",
            "role",
            "colour",
            "location",
            "situation",
            "goals",
            "expectations",
            "objections",
            "topics",
            "formats",
            "tone",
            "wanted_share",
            "evidence_note",
            "owner",
        ]
        widgets = {
            name: forms.Textarea({"rows": 3})
            for name in ("situation", "goals", "expectations", "objections", "topics", "evidence_note")
        }
        formfield_callback = scoped_formfield

    # What the form asks at once; the rest waits behind a line that can be unfolded.
    QUICK = ("name", "summary", "age_min", "age_max", "needs", "evidence_type")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("age_min", "age_max"):
            self.fields[name].widget.attrs |= {"min": 0, "max": 120, "inputmode": "numeric"}
        self.fields["wanted_share"].widget.attrs |= {"min": 0, "max": 100, "inputmode": "numeric"}
        if self.instance.pk is None:
            self.fields["status"].choices = [
                choice for choice in self.fields["status"].choices if choice[0] != Persona.Status.ARCHIVED
            ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_ages(self, cleaned)
        return cleaned

    @property
    def unfolded(self) -> bool:
        """Whether the rest of the form must be open: something in it is wrong, or already written."""
        rest = [name for name in self.fields if name not in self.QUICK]
        return any(name in self.errors for name in rest) or any(getattr(self.instance, name) for name in WRITTEN)


WRITTEN = ("location", "situation", "goals", "expectations", "objections", "topics", "formats", "tone", "evidence_note")


def check_ages(form: forms.ModelForm, cleaned: dict[str, Any]) -> None:
    """Say at the field, rather than above the form, that two ages are the wrong way round."""
    low, high = cleaned.get("age_min"), cleaned.get("age_max")
    if low is not None and high is not None and high < low:
        form.add_error("age_max", _("This age is below the first one: the ages are the wrong way round."))


class PersonaPlatformForm(WorkspaceModelForm):
    class Meta:
        model = PersonaPlatform
        fields = ["platform", "usage", "why", "evidence"]
        formfield_callback = scoped_formfield


class UsesFormSet(OwnedInlineFormSet):
    """The platforms that a persona uses, each once. All rows share one reading of the catalogue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = {use.platform_id for use in self.get_queryset()} if self.instance.pk else set()
        self.platforms = [
            (platform.pk, platform.name)
            for platform in Platform.objects.all()
            if platform.is_offered or platform.pk in used
        ]

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["platform"].choices = [("", "---------"), *self.platforms]
        form.fields["platform"].required = form.instance.pk is not None  # an empty line may stay empty: see `clean`
        if self.can_delete and "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove this line")

    def validate_unique(self) -> None:
        """Done in `clean`, so that the message stands at the row that is one too many."""

    def clean(self) -> None:
        super().clean()
        seen = set()
        offered = {pk for pk, _name in self.platforms}
        for form in self.forms:
            untouched = form.instance.pk is None and not form.has_changed()
            if untouched or not form.is_valid() or self._should_delete_form(form):
                continue
            platform = form.cleaned_data["platform"]
            if platform is None:
                form.add_error("platform", _("Choose a platform, or empty this line."))
                continue
            if platform.pk in seen:
                form.add_error("platform", _("This platform is already listed."))
            elif platform.pk not in offered:
                form.add_error("platform", _("This platform is no longer offered."))
            seen.add(platform.pk)


PersonaPlatformFormSet = forms.inlineformset_factory(
    Persona,
    PersonaPlatform,
    form=PersonaPlatformForm,
    formset=UsesFormSet,
    extra=3,
    can_delete_extra=False,
    max_num=30,
    absolute_max=40,
    validate_max=True,
)


class ReviewForm(forms.Form):
    """What came of questioning a persona again."""

    note = forms.CharField(
        label=_("What did you decide?"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Are they still where you look for them? Has what they do changed? Then what will you change?"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
