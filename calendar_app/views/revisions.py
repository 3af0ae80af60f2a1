"""The versions of a post: who wrote what and when, two of them compared word by word, and one brought back."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app import history_words, revisions, workflow
from calendar_app.asking import Locked, Unasked
from calendar_app.forms.revisions import CompareForm
from calendar_app.models import Post, PostRevision
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import offer_undo

from .meanwhile import meanwhile, version_in

# Of a post that was changed more often, older ones are reached by the address of a comparison only.
MOST = 50


@workspace("plan.read")
@require_safe
def post_revisions(request: HttpRequest, post_id: int) -> HttpResponse:
    """The versions of one post, in the trash too, and two of them compared: the last two, if nobody says which."""
    request.section = "calendar"
    rows = Post._base_manager.filter(workspace=request.workspace).select_related("workspace")
    post = get_object_or_404(rows, pk=post_id)
    kept = list(revisions.of_post(post)[:MOST])
    form = CompareForm(_asked(request, kept), offered=[(one.version, _said(one)) for one in kept])
    by_version = {one.version: one for one in kept}
    pair = [by_version[version] for version in form.pair()]
    compared = revisions.compare(*pair) if pair else None
    context = {
        "post": post,
        "rows": _rows(kept),
        "form": form if len(kept) > 1 else None,
        "compared": compared,
        "pair": pair,
        "lines": history_words.values(request.workspace, compared.fields) if compared else [],
        "pictures": history_words.pictures(compared.pictures) if compared else [],
        "latest": kept[0].version if kept else None,
    }
    return render(request, "history/revisions.html", context)


def _asked(request: HttpRequest, kept: Sequence[PostRevision]) -> dict[str, Any]:
    if "before" in request.GET or "after" in request.GET or len(kept) < 2:
        return request.GET
    return {"before": kept[1].version, "after": kept[0].version}


def _said(revision: PostRevision) -> str:
    """“3 – Bob, 10/06/2026 12:00”."""
    by = f"{revision.by}, " if revision.by else ""
    when = date_format(timezone.localtime(revision.at), "SHORT_DATETIME_FORMAT")
    return f"{revision.version} – {by}{when}"


def _rows(kept: Sequence[PostRevision]) -> list[dict[str, Any]]:
    """Each version with what it changed of the one before; the oldest has nothing before it."""
    rows = []
    for one, before in zip(kept, [*kept[1:], None], strict=False):
        names = revisions.differing(before, one) if before else []
        rows.append({"revision": one, "before": before, "changed": history_words.fields(names)})
    return rows


@workspace("post.write")
@require_POST
def post_revision_restore(request: HttpRequest, post_id: int, revision_id: int) -> HttpResponse:
    """Bring a version back as the next one of its post; what was written since stays among the versions."""
    revision = get_object_or_404(PostRevision.objects.filter(post__deleted_at=None), pk=revision_id, post=post_id)
    here = reverse("post-revisions", args=[request.workspace.slug, post_id])
    version = version_in(request)
    try:
        post, lost = workflow.bring_back(revision, version, request.user, timezone.now())
    except Post.DoesNotExist:  # thrown away between reading it and this
        raise Http404 from None
    except workflow.StalePost as stale:
        return meanwhile(request, stale.current, _("Bring back"))
    except (Locked, Unasked):
        messages.error(request, _("This post is approved and locked. Reopen it first, with a reason."))
    else:
        _say_back(request, post, lost, is_new=post.version != version)
    return redirect(here)


def _say_back(request: HttpRequest, post: Post, lost: Sequence[str], *, is_new: bool) -> None:
    if not is_new:
        messages.info(request, _("“%(title)s” says that already.") % {"title": post.title})
        return
    messages.success(request, _("“%(title)s” reads as it did before.") % {"title": post.title})
    if lost:
        named = ", ".join(history_words.fields(lost))
        messages.warning(
            request, _("What is no longer there could not be brought back: %(fields)s.") % {"fields": named}
        )
    url = reverse("history-undo", args=[request.workspace.slug, revisions.event_of(post)])
    offer_undo(request, url, _("Take it back"))
