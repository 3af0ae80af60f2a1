"""Events of a calendar file: choose the file, look at what it would change, tick, take over; and take that back."""

import hashlib
import uuid
import zlib
from collections import Counter
from datetime import date, time

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from calendar_app.forms.incoming import CalendarFileForm
from calendar_app.incoming import guarded, weighing
from calendar_app.templatetags.days import in_words
from smplanner.workspaces.access import workspace
from smplanner.workspaces.models import AuditEvent
from smplanner.workspaces.returning import offer_undo

from .saying import today_in

AN_HOUR = 3600
LISTED = 10


@workspace("plan.write")
@require_http_methods(["GET", "HEAD", "POST"])
def ical_import(request: HttpRequest) -> HttpResponse:
    """Choose a file, and see what taking it over would change. Nothing is written before that is confirmed."""
    request.section = "feeds"
    files = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CalendarFileForm(*files, today=today_in(request))
    if not form.is_valid():
        return _choose(request, form, status=422 if form.is_bound else 200)
    asked = form.cleaned_data
    try:
        brought = guarded.read(asked["file"], request.workspace.zone, asked["since"], asked["until"])
    except guarded.Refused as refused:
        form.add_error("file", str(refused))
        return _choose(request, form, status=422)
    kept = guarded.packed(brought)
    cache.set(_place(request), zlib.compress(kept.encode()), AN_HOUR)
    weighed = weighing.weigh(request.workspace, asked["what"], brought.events)
    context = {
        "what": asked["what"],
        "digest": _digest(kept),
        "offered": [(one, _changes(one)) for one in weighed if one.is_offered],
        "counts": Counter(one.state for one in weighed),
        "skipped": [*brought.skipped, *_locked(weighed)],
        "total": len(weighed),
    }
    return render(request, "incoming/preview.html", context)


def _locked(weighed: list[weighing.Weighed]) -> list[tuple[str, str]]:
    """What is left out because it was approved as it stands."""
    said = _("This post is approved and locked. Reopen it, with a reason, to change it.")
    return [(one.event.title, said) for one in weighed if one.state == weighing.LOCKED]


def _changes(one: weighing.Weighed) -> list[tuple[str, str]]:
    """What stands there and what would, in words."""
    return [(_said(before), _said(after)) for name, (before, after) in one.diff.items() if name != "fold"]


def _said(value: object) -> str:
    if isinstance(value, date):
        return in_words(value)
    if isinstance(value, time):
        return date_format(value, "H:i")
    return "–" if value is None else str(value)


def _choose(request: HttpRequest, form: CalendarFileForm, status: int) -> HttpResponse:
    context = {"form": form, "imports": weighing.imports(LISTED)}
    return render(request, "incoming/choose.html", context, status=status)


@workspace("plan.write")
@require_POST
def ical_import_confirm(request: HttpRequest) -> HttpResponse:
    """Take over what was ticked."""
    packed = cache.get(_place(request))
    kept = zlib.decompress(packed).decode() if packed else ""
    if not kept or _digest(kept) != request.POST.get("digest"):
        messages.error(request, _("That file is no longer here: please choose it again."))
        return redirect("ical-import", request.workspace.slug)
    what = weighing.IDEAS if request.POST.get("what") == weighing.IDEAS else weighing.KEY_DATES
    chosen = frozenset(request.POST.getlist("take"))
    number, batch = _take_over(request, what, kept, chosen)
    cache.delete(_place(request))
    if not number:
        messages.info(request, _("Nothing was ticked, and so nothing was taken over."))
        return redirect("ical-import", request.workspace.slug)
    said = ngettext("%(n)s event is taken over.", "%(n)s events are taken over.", number) % {"n": number}
    messages.success(request, said)
    offer_undo(request, reverse("ical-import-undo", args=[request.workspace.slug, batch]), _("Undo the import"))
    return redirect("dates" if what == weighing.KEY_DATES else "ical-import", request.workspace.slug)


def _take_over(request: HttpRequest, what: str, kept: str, chosen: frozenset[str]) -> tuple[int, uuid.UUID]:
    events = guarded.unpacked(kept)
    return weighing.take_over(request.workspace, what, events, chosen, request.user, timezone.now())


@workspace("plan.write")
@require_POST
def ical_import_undo(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Take an import back: key dates here, posts where everything that was done to posts is taken back."""
    rows = AuditEvent.objects.filter(batch=batch)
    if not rows.filter(verb="imported").exists():
        raise Http404
    post = rows.filter(target_kind="post").order_by("pk").first()
    if post is not None:
        return redirect("history-act", request.workspace.slug, post.pk)
    back, left = weighing.take_back(request.workspace, batch, request.user)
    said = ngettext("%(n)s key date is as it was before.", "%(n)s key dates are as they were before.", back)
    if back:
        messages.success(request, said % {"n": back})
    if left:
        said = ngettext(
            "%(n)s was changed or taken back since, and stays.",
            "%(n)s were changed or taken back since, and stay.",
            left,
        )
        messages.info(request, said % {"n": left})
    return redirect("ical-import", request.workspace.slug)


def _place(request: HttpRequest) -> str:
    """Where a person's file waits to be confirmed: one for each workspace, for an hour."""
    return f"calendar-of-{request.user.pk}-for-{request.workspace.pk}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
