"""One message on several channels: its versions side by side, each counted and cut as its channel does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from calendar_app import merging, versions, workflow
from calendar_app.forms.versions import AdaptForm, VersionForm
from calendar_app.models import Post
from smplanner.workspaces.access import workspace
from smplanner.workspaces.keeping import keeps_typing, take_up

from .editor import found, wants_json
from .looks import drawn, look

FORM_ID = "versions-form"


@dataclass
class Row:
    """A version, the form in which it is written, and how that looks."""

    post: Post
    form: VersionForm
    look: Mapping[str, Any]


@keeps_typing
@workspace("post.write")
@require_http_methods(["GET", "HEAD", "POST"])
def post_versions(request: HttpRequest, post_id: int) -> HttpResponse:
    """All versions of a post beside one another; each is saved by itself, whatever becomes of the others."""
    request.section = "calendar"
    post = found(post_id)
    address = reverse("post-versions", args=[request.workspace.slug, post.pk])
    if request.method != "POST":
        return _page(request, post, take_up(request, address))
    forms, status = _save(request, post), 200
    if any(form.errors for form in forms.values()):
        status = 409 if any(form.has_error("version", "stale") for form in forms.values()) else 422
        return _page(request, post, None, forms, status)
    return redirect(address)


@workspace("post.write")
@require_http_methods(["GET", "HEAD", "POST"])
def post_versions_look(request: HttpRequest, post_id: int) -> HttpResponse:
    """How the versions look as they stand in the form, unsaved: for the script by id, for the button as a page."""
    request.section = "calendar"
    post = found(post_id)
    if request.method != "POST":
        return redirect("post-versions", request.workspace.slug, post.pk)
    if not wants_json(request):
        return _page(request, post, request.POST)
    parts: dict[str, str] = {}
    for row in _rows(request, post, request.POST):
        parts |= drawn(request.workspace.slug, row.look, f"-{row.post.pk}")
    return JsonResponse({"ok": True, "parts": parts})


@workspace("post.write")
@require_POST
def post_adapt(request: HttpRequest, post_id: int) -> HttpResponse:
    """Make a version of a post for each channel that was chosen."""
    request.section = "calendar"
    post = found(post_id)
    form = _adapting(request.POST, versions.family(post))
    if not form.is_valid():
        return _page(request, post, None, status=422, adapting=form)
    made = versions.adapt(post, form.chosen(), request.user, timezone.now())
    said = ngettext("%(n)d version was made.", "%(n)d versions were made.", len(made))
    messages.success(request, said % {"n": len(made)})
    return redirect("post-versions", request.workspace.slug, post.pk)


def _adapting(data: QueryDict | None, family: list[Post]) -> AdaptForm:
    return AdaptForm(data, channels=versions.open_channels(family)[: versions.MOST - len(family)])


def _page(
    request: HttpRequest,
    post: Post,
    data: QueryDict | None,
    forms: Mapping[int, VersionForm] | None = None,
    status: int = 200,
    adapting: AdaptForm | None = None,
) -> HttpResponse:
    rows = _rows(request, post, data, forms)
    family = [row.post for row in rows]
    shown = {
        "post": post,
        "rows": rows,
        "versions": family,
        "all": True,
        "adapting": adapting or _adapting(None, family),
        "form_id": FORM_ID,
        "unsaved": data is not None or bool(forms),
        "draft_key": f"draft:{request.workspace.pk}:versions-{family[0].pk}:{request.user.pk}",
        "slug": request.workspace.slug,
    }
    return render(request, "posts/versions.html", shown, status=status)


def _rows(
    request: HttpRequest, post: Post, data: QueryDict | None, forms: Mapping[int, VersionForm] | None = None
) -> list[Row]:
    """The versions as they are, as they stand in `data`, or as `forms` have them that could not be saved."""
    rows = []
    for one in versions.family(post):
        form = (forms or {}).get(one.pk) or _form(request, one, data)
        text, link = form["text"].value() or "", form["link"].value() or ""
        rows.append(Row(one, form, look(one.channel, text, link)))
    return rows


def _form(request: HttpRequest, one: Post, data: QueryDict | None) -> VersionForm:
    prefix = f"p{one.pk}"
    sent = data if data is not None and f"{prefix}-text" in data else None
    return VersionForm(sent, instance=one, prefix=prefix, workspace=request.workspace)


def _save(request: HttpRequest, post: Post) -> dict[int, VersionForm]:
    """Save what changed, version by version; the forms that could not be saved, by the number of their post."""
    left, saved, now = {}, [], timezone.now()
    for one in versions.family(post):
        form, before = _form(request, one, request.POST), one.version
        if not form.is_bound:
            continue
        changed = [name for name in form.changed_data if name in VersionForm.Meta.fields]
        if changed and not form.is_valid() and form.has_error("version"):
            left[one.pk] = _told_of_newer(request, one)
        elif not form.is_valid():
            left[one.pk] = form
        elif changed:
            try:
                read = form.cleaned_data["version"] or 0
                edited = workflow.edit(form.instance, read, [*changed, "fold"], request.user, now)
                saved += [str(one.channel or one.title)] if edited.version > before else []
            except workflow.StalePost as stale:
                left[one.pk] = _told_of_newer(request, stale.current)
            except Post.DoesNotExist:
                continue  # thrown away meanwhile
    _say(request, saved, left, post)
    return left


def _told_of_newer(request: HttpRequest, current: Post) -> VersionForm:
    """The form with both versions put together, at the version there is now: saving it again is then a decision."""
    stored = Post.objects.select_related("workspace").get(pk=current.pk)
    merged = merging.merge(_form(request, stored, request.POST), _form(request, stored, None))
    form = _form(request, stored, merged.data)
    form.is_valid()
    said = _("Someone saved this version while you were writing. What you typed stands here, not saved yet.")
    form.add_error("version", ValidationError(said, code="stale"))
    form.merged = merged
    return form


def _say(request: HttpRequest, saved: list[str], left: Mapping[int, VersionForm], post: Post) -> None:
    if saved:
        first = post.adapted_from_id or post.pk
        key = "" if left else f"draft:{request.workspace.pk}:versions-{first}:{request.user.pk}"
        messages.success(request, _("Saved: %(channels)s.") % {"channels": ", ".join(saved)}, extra_tags=key)
    elif not left:
        messages.info(request, _("Nothing was changed."))
