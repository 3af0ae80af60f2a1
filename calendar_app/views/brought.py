"""Days that come in a file: choose it, look at what it holds, and take over the zones that matter."""

import hashlib
import zlib

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from calendar_app import bringing, brought
from calendar_app.forms.dates import BroughtForm
from calendar_app.founding import lock
from calendar_app.models import SchoolBreak
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace

AN_HOUR = 3600
SHOWN = 60


@workspace("plan.write")
@require_http_methods(["GET", "HEAD", "POST"])
def dates_import(request: HttpRequest) -> HttpResponse:
    """Choose a file, and see what it holds. Nothing is written before that is confirmed."""
    request.section = "strategy"
    form = BroughtForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if not form.is_valid():
        return render(request, "dates/import.html", {"form": form}, status=422 if form.is_bound else 200)
    content, what, zone = (form.cleaned_data[name] for name in ("file", "what", "zone"))
    try:
        spans = bringing.in_zones(brought.read(content), zone)
    except brought.Refused as refused:
        context = {"form": BroughtForm(initial={"what": what, "zone": zone}), "faults": refused.faults}
        return render(request, "dates/import.html", context, status=422)
    cache.set(_place(request), zlib.compress(content), AN_HOUR)
    change = bringing.weigh(request.workspace, what, spans)
    zones: dict[str, int] = {}
    for span in dict.fromkeys((span.zone, span.name, span.first) for span in spans):
        zones[span[0]] = zones.get(span[0], 0) + 1
    context = {
        "what": what,
        "zone": zone,
        "digest": _digest(content),
        "change": change,
        "zones": _offered(zones) if what == brought.SCHOOL else [],
        "rows": [*change.new, *change.changed][:SHOWN],
        "left_out": max(0, len(change.new) + len(change.changed) - SHOWN),
    }
    return render(request, "dates/preview.html", context)


def _offered(zones: dict[str, int]) -> list[tuple[str, int, bool]]:
    """Each zone with its number of holidays, ticked when it is shown already, or when there is none to choose from."""
    shown = set(SchoolBreak.objects.values_list("zone", flat=True).distinct())
    return [(zone, number, zone in shown or len(zones) == 1) for zone, number in sorted(zones.items())]


@workspace("plan.write")
@require_POST
def dates_import_confirm(request: HttpRequest) -> HttpResponse:
    """Take over what was looked at: of school holidays, the zones that were chosen."""
    kept = cache.get(_place(request))
    content = zlib.decompress(kept) if kept else b""
    if not kept or _digest(content) != request.POST.get("digest"):
        messages.error(request, _("That file is no longer here: please choose it again."))
        return redirect("dates-import", request.workspace.slug)
    what = brought.KEY_DATES if request.POST.get("what") == brought.KEY_DATES else brought.SCHOOL
    chosen = request.POST.getlist("zones") if what == brought.SCHOOL else None
    zone = request.POST.get("zone", "").replace("\x00", "").strip()[: brought.LONGEST_ZONE]
    spans = bringing.in_zones(brought.read(content), zone, chosen)
    if not spans:
        messages.error(request, _("No zone was chosen, and so nothing was taken over."))
        return redirect("dates-import", request.workspace.slug)
    with transaction.atomic():
        lock(request.workspace)
        change = bringing.weigh(request.workspace, what, spans)
        bringing.write(change)
        number = len(change.new) + len(change.changed)
        if number:
            audit.record(request.workspace, request.user, "imported", request.workspace, {"dates": (None, number)})
    cache.delete(_place(request))
    said = ngettext("%(n)s date is taken over.", "%(n)s dates are taken over.", number) % {"n": number}
    messages.success(request, said if number else _("All of it was there already."))
    return redirect("dates", request.workspace.slug)


def _place(request: HttpRequest) -> str:
    """Where a person's file waits to be confirmed: one for each workspace, for an hour."""
    return f"dates-of-{request.user.pk}-for-{request.workspace.pk}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
