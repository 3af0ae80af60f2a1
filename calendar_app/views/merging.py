"""The page on which two versions of a post are put together, field by field."""

from django import forms
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from calendar_app import history, merging, merging_pictures
from calendar_app.forms.media import MediaFormSet
from calendar_app.forms.posts import PostForm
from calendar_app.models import Post
from smplanner.workspaces import seen
from smplanner.workspaces.returning import next_address


def merge_page(request: HttpRequest, stored: Post, data: QueryDict, address: str, draft_key: str) -> HttpResponse:
    """What `data` would have saved beside what was saved meanwhile. Sent to `address`, it is a save like others."""
    unbound = PostForm(instance=stored, workspace=request.workspace, rights=request.rights)
    pictures = MediaFormSet(instance=stored, prefix="media")
    unbound.note_pictures(merging_pictures.marks(pictures.initial_forms))
    merged = merging.merge(PostForm(data, instance=stored, workspace=request.workspace, rights=request.rights), unbound)
    sent = MediaFormSet(data, instance=stored, prefix="media")
    told = merging_pictures.merge(merged.data, seen.read(data.get(seen.NAME)), sent, pictures)
    form = _unjudged(PostForm(merged.data, instance=stored, workspace=request.workspace, rights=request.rights))
    for one in form.fields.values():
        one.help_text = ""  # none is shown here, and no field is to point at it
    media = MediaFormSet(merged.data, instance=stored, prefix="media")
    media._errors, media._non_form_errors = [_unjudged(row).errors for row in media.forms], media.error_class()
    to_choose = {one.name for one in merged.both}
    context = {
        "post": stored,
        "event": history.of_post(stored.pk).first(),
        "merged": merged,
        "pictures": told,
        "fields": [(one, form[one.name]) for one in merged.both],
        "hidden": [field for field in form if field.name not in to_choose],
        "media": media,
        "has_pictures": bool(media.forms),
        "files": [file.name for file in request.FILES.values()],
        "address": address,
        "draft_key": draft_key,
        "next": next_address(request, ""),
        "slug": request.workspace.slug,
    }
    return render(request, "posts/merge.html", context, status=409)


def _unjudged(form: forms.ModelForm) -> forms.ModelForm:
    """A bound form that is shown as it was sent: what is wrong with it is said when it is saved."""
    form._errors = ErrorDict()
    return form


def no_version() -> JsonResponse:
    """What a script is told that does not say which version of a post it means."""
    message = _("Nothing was changed: the request does not say which version of the post it was made for.")
    return JsonResponse({"ok": False, "message": message}, status=428)
