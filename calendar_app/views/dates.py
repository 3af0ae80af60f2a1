"""Days that the calendar knows: the house's own, school holidays, notes; and those that everybody knows."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app import observances
from calendar_app.forms.dates import DayNoteForm, KeyDateForm, SchoolBreakForm
from calendar_app.models import Closure, DayNote, KeyDate, Observance, SchoolBreak
from calendar_app.occasions import YEARLY, Kind, Row, spans
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace
from smplanner.workspaces.models import Workspace

from .parts import edit_part, form_methods, remove_part
from .saying import today_in

A_YEAR = timedelta(days=365)


class Known(NamedTuple):
    """A day that everybody knows; `is_off` where the law says so, `is_sensitive` where one keeps still."""

    day: date
    name: str
    is_off: bool = False
    is_sensitive: bool = False


@workspace("plan.read")
@require_safe
def dates(request: HttpRequest) -> HttpResponse:
    """All of them on one page, and where each is changed."""
    request.section = "strategy"
    today = today_in(request)
    notes = list(DayNote.objects.select_related("author"))
    closures = list(Closure.objects.all())
    context = {
        "today": today,
        "key_dates": _by_next(KeyDate.objects.all(), today),
        "closed": [one for one in closures if one.last_day >= today],
        "closed_before": [one for one in closures if one.last_day < today],
        "zones": _by_zone(SchoolBreak.objects.all(), today),
        "notes": [one for one in notes if one.day >= today],
        "notes_before": [one for one in reversed(notes) if one.day < today],
        "known": _known(request.workspace, today, get_language() or "fr"),
    }
    return render(request, "dates/page.html", context)


def _by_next(rows: Iterable[KeyDate], today: date) -> list[tuple[date | None, KeyDate]]:
    """Each with the day on which it begins next, soonest first; what is over has none and stands at the end."""
    found = []
    for row in rows:
        kept = Row(Kind.KEY_DATE, YEARLY if row.is_yearly else "", row.pk, row.name, row.first_day, until=row.last_day)
        # A leap day is four years away, or eight round 2100.
        coming = (begin for begin, _end in spans(kept, today, today + 9 * A_YEAR))
        found.append((next(coming, None), row))
    return sorted(found, key=lambda pair: (pair[0] is None, pair[0] or pair[1].first_day, pair[1].pk))


def _by_zone(rows: Iterable[SchoolBreak], today: date) -> list[tuple[str, list[SchoolBreak], int]]:
    """Each zone with its holidays now and to come, and how many are over."""
    zones: dict[str, list[SchoolBreak]] = {}
    for row in rows:
        zones.setdefault(row.zone, []).append(row)
    return [
        (zone, [row for row in found if row.last_day >= today], sum(row.last_day < today for row in found))
        for zone, found in sorted(zones.items())
    ]


def _known(place: Workspace, today: date, language: str) -> list[Known]:
    """The days of the next twelve months that the law and the catalogue know here."""
    last = today + A_YEAR
    off = observances.between(place.country, place.region, today, last, language)
    found = [Known(day, name, is_off=True) for day, names in off.items() for name in names]
    region = place.region.removeprefix(f"{place.country}-")
    for row in Observance.objects.known_in(place.country, region):
        name = row.name_en if language.startswith("en") else row.name_fr
        sensitive = row.kind == Kind.SENSITIVE
        days = (day for day in observances.falling(row.rule, today, last) if name not in off.get(day, ()))
        found += [Known(day, name, is_sensitive=sensitive) for day in days]
    return sorted(found)


# --- Key dates -----------------------------------------------------------------------------------------------------


def _key_date_lead() -> str:
    return _("A day that matters to your house. It stands on the calendar, so that nobody plans past it.")


@workspace("plan.write")
@form_methods
def key_date_new(request: HttpRequest) -> HttpResponse:
    page = {"heading": _("New key date"), "lead": _key_date_lead(), "back_to": "dates"}
    return edit_part(request, KeyDateForm, KeyDate(), **page)


@workspace("plan.write")
@form_methods
def key_date_edit(request: HttpRequest, key_date_id: int) -> HttpResponse:
    row = get_object_or_404(KeyDate.objects, pk=key_date_id)
    page = {"heading": row.name, "lead": _key_date_lead(), "back_to": "dates", "remove": "key-date-delete"}
    return edit_part(request, KeyDateForm, row, **page)


@workspace("plan.write")
@form_methods
def key_date_delete(request: HttpRequest, key_date_id: int) -> HttpResponse:
    row = get_object_or_404(KeyDate.objects, pk=key_date_id)
    return remove_part(request, row, _("The calendar no longer shows it. Posts on that day stay."), back="dates")


# --- School holidays -----------------------------------------------------------------------------------------------


def _break_lead() -> str:
    return _("When children are at home, families read at other hours, or not at all.")


@workspace("plan.write")
@form_methods
def school_break_new(request: HttpRequest) -> HttpResponse:
    page = {"heading": _("New school holidays"), "lead": _break_lead(), "back_to": "dates"}
    return edit_part(request, SchoolBreakForm, SchoolBreak(), **page)


@workspace("plan.write")
@form_methods
def school_break_edit(request: HttpRequest, school_break_id: int) -> HttpResponse:
    row = get_object_or_404(SchoolBreak.objects, pk=school_break_id)
    page = {"heading": str(row), "lead": _break_lead(), "back_to": "dates", "remove": "school-break-delete"}
    return edit_part(request, SchoolBreakForm, row, **page)


@workspace("plan.write")
@form_methods
def school_break_delete(request: HttpRequest, school_break_id: int) -> HttpResponse:
    row = get_object_or_404(SchoolBreak.objects, pk=school_break_id)
    return remove_part(request, row, _("The calendar no longer shows them."), back="dates")


@workspace("plan.write")
@require_POST
def school_zone_delete(request: HttpRequest) -> HttpResponse:
    """Show a zone no longer: all of its holidays go. The file brings them back."""
    zone = request.POST.get("zone", "").replace("\x00", "")
    with transaction.atomic():
        number, _kinds = SchoolBreak.objects.filter(zone=zone).delete()
        if number:
            diff = {"school_holidays": (f"{zone}: {number}", None)}
            audit.record(request.workspace, request.user, "removed", request.workspace, diff)
    if number:
        messages.success(request, _("The school holidays of “%(zone)s” are removed.") % {"zone": zone})
    return redirect("dates", request.workspace.slug)


# --- Notes ---------------------------------------------------------------------------------------------------------


def _note_lead() -> str:
    return _("A few words for the team, pinned to a day: who is away, what must not be forgotten.")


@workspace("post.write")
@form_methods
def day_note_new(request: HttpRequest) -> HttpResponse:
    page = {"heading": _("New note on a day"), "lead": _note_lead(), "back_to": "dates"}
    return edit_part(request, DayNoteForm, DayNote(author=request.user), **page)


@workspace("post.write")
@form_methods
def day_note_edit(request: HttpRequest, day_note_id: int) -> HttpResponse:
    row = get_object_or_404(DayNote.objects, pk=day_note_id)
    page = {"heading": _("Note on a day"), "lead": _note_lead(), "back_to": "dates", "remove": "day-note-delete"}
    return edit_part(request, DayNoteForm, row, **page)


@workspace("post.write")
@form_methods
def day_note_delete(request: HttpRequest, day_note_id: int) -> HttpResponse:
    row = get_object_or_404(DayNote.objects, pk=day_note_id)
    return remove_part(request, row, _("The day stays as it is otherwise."), back="dates")
