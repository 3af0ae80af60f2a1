"""Pictures and videos of a post, with their files."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendar_app import files
from calendar_app.models import Media, Post
from calendar_app.pictures import Picture, Refused, written_anew
from smplanner.workspaces.forms import OwnedInlineFormSet, WorkspaceModelForm, scoped_formfield

MOST_MEDIA = 20
MOST_BYTES = 10_000_000  # of one picture
REFUSALS = {
    "empty": _("This file is empty."),
    "bytes": _("This file is larger than 10 MB. Save the picture smaller, then choose it again."),
    "kind": _("This is no JPEG, PNG, WebP or GIF picture. For a video, note what it shows; its file stays with you."),
    "pixels": _("This picture has too many pixels. Save it at 4096 pixels at most, then choose it again."),
    "moving": _("Moving pictures are not kept. Choose a still one."),
    "broken": _("This picture cannot be read to its end. Save it anew, then choose it again."),
}


class MediaForm(WorkspaceModelForm):
    upload = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("JPEG, PNG, WebP or still GIF, 10 MB at most. Place and camera are taken out."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    place = forms.IntegerField(label=_("Place"), required=False, min_value=1, max_value=99)

    class Meta:
        model = Media
        fields = ["kind", "label", "alt_text", "is_decorative", "has_captions", "no_speech"]
        widgets = {"alt_text": forms.Textarea({"rows": 2})}
        formfield_callback = scoped_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picture: Picture | None = None
        self.fields["label"].required = False  # the name of the file will do
        self.fields["label"].widget.is_required = False
        if self.instance.file:
            self.fields["upload"].label = _("Another file in its place")

    def clean_upload(self) -> UploadedFile | None:
        upload = self.cleaned_data["upload"]
        if upload:
            try:
                self.picture = written_anew(upload)
            except Refused as why:
                raise forms.ValidationError(REFUSALS[why.code], code=why.code) from None
        return upload

    def clean_place(self) -> int | None:
        """Where nothing was sent, it stays where it is."""
        return self.cleaned_data["place"] or self.fields["place"].initial

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "label" not in self.errors and not cleaned.get("label"):
            if cleaned.get("upload"):
                cleaned["label"] = cleaned["upload"].name[:200]
            else:
                self.add_error("label", self.fields["label"].error_messages["required"])
        return cleaned

    def save(self, commit: bool = True) -> Media:
        if self.picture:
            files.keep(self.instance, self.picture)
        return super().save(commit)


class OrderedMedia(OwnedInlineFormSet):
    """A post's pictures, in the order of their places; a new one without a place comes last."""

    def add_fields(self, form: MediaForm, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None and index < self.initial_form_count():
            form.fields["place"].initial = index + 1

    def clean(self) -> None:
        """Refuse what no longer fits into the workspace's share of the disk."""
        super().clean()
        kept = [row.picture for row in self.forms if getattr(row, "picture", None)]
        if not kept:
            return
        size = sum(len(picture.data) + len(picture.thumbnail) for picture in kept)
        used, quota = files.used(self.instance.workspace), files.quota()
        if used + size > quota:
            said = gettext(
                "These pictures need %(size)s, but the pictures of this workspace fill %(used)s of %(quota)s already. "
                "Remove some, or ask whoever runs this site."
            )
            sizes = {"size": size, "used": used, "quota": quota}
            raise forms.ValidationError(said % {name: filesizeformat(n) for name, n in sizes.items()}, code="quota")

    def save(self, commit: bool = True) -> list[Media]:
        saved = super().save(commit)
        rows = [row for row in self.forms if row.instance.pk and row not in self.deleted_forms]
        for position, row in enumerate(sorted(rows, key=self._place)):
            if row.instance.position != position:
                row.instance.position = position
                row.instance.save(update_fields=["position"])
        return saved

    def _place(self, row: MediaForm) -> tuple[int, int]:
        """One that moves to a place stands before the one that was there when it comes from behind, else after it."""
        index = self.forms.index(row)
        wanted = row.cleaned_data.get("place") or index + 1
        return wanted, -1 if wanted < index + 1 else int(wanted > index + 1)


def pictures(media: forms.BaseInlineFormSet) -> list[Media] | None:
    """Pictures and videos as the form has them, saved or not; None when it does not say which there are.

    Empty rows and those to be removed are left out.
    """
    if not media.management_form.is_valid():
        return None
    gone = media.deleted_forms
    return [row.instance for row in media.forms if row not in gone and (row.instance.pk or row.has_changed())]


MediaFormSet = forms.inlineformset_factory(
    Post, Media, form=MediaForm, formset=OrderedMedia, extra=1, max_num=MOST_MEDIA, absolute_max=30, validate_max=True
)
