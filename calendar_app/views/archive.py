"""Taking a whole workspace out as one file, and making a new one of such a file."""

import hashlib
import zlib

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from calendar_app.exchange import archive
from calendar_app.forms.archive import ArchiveForm
from smplanner.workspaces import audit
from smplanner.workspaces.access import signed_in, workspace

AN_HOUR = 3600


@workspace("workspace.export")
@require_POST
def workspace_export(request: HttpRequest) -> HttpResponse:
    """Everything that the workspace holds, as a file to keep."""
    with transaction.atomic():
        content = archive.export(request.workspace)
        audit.record(request.workspace, request.user, "exported", request.workspace)
    name = f'attachment; filename="{request.workspace.slug}.json"'
    return HttpResponse(content, content_type="application/json", headers={"Content-Disposition": name})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def workspace_import(request: HttpRequest) -> HttpResponse:
    """Choose a file, and see what it holds. Nothing is made of it before that is confirmed."""
    form = ArchiveForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if not form.is_valid():
        return render(request, "archive/import.html", {"form": form}, status=422 if form.is_bound else 200)
    content = form.cleaned_data["file"]
    try:
        found = archive.parse(content, archive.known_here())
    except archive.Refused as refused:
        context = {"form": ArchiveForm(), "faults": refused.faults}
        return render(request, "archive/import.html", context, status=422)
    cache.set(_place(request), zlib.compress(content), AN_HOUR)
    return render(
        request,
        "archive/preview.html",
        {"name": found.workspace["name"], "counts": _counts(found), "digest": _digest(content)},
    )


@signed_in
@require_POST
def workspace_import_confirm(request: HttpRequest) -> HttpResponse:
    """Make a workspace of the file that was looked at."""
    kept = cache.get(_place(request))
    content = zlib.decompress(kept) if kept else b""
    # Whoever takes it away makes the workspace: a second click finds nothing.
    if not kept or _digest(content) != request.POST.get("digest") or not cache.delete(_place(request)):
        messages.error(request, _("That file is no longer here: please choose it again."))
        return redirect("workspace-import")
    try:
        made = archive.settle(archive.parse(content, archive.known_here()), request.user)
    except archive.Refused as refused:  # the catalogue changed in between
        context = {"form": ArchiveForm(), "faults": refused.faults}
        return render(request, "archive/import.html", context, status=422)
    messages.success(request, _("“%(name)s” is ready.") % {"name": made})
    return redirect("workspace", made.slug)


def _place(request: HttpRequest) -> str:
    """Where a person's file waits to be confirmed: one at a time, for an hour."""
    return f"archive-of-{request.user.pk}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _counts(found: archive.Archive) -> list[tuple[str, int]]:
    return [(capfirst(kind.model._meta.verbose_name_plural), number) for kind, number in archive.counts(found)]
