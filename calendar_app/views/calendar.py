"""The calendar: one address, six views of the same posts. Month, week, list and board name them; the others count."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from calendar_app import checker, entries, occasions, proposals
from calendar_app.facets import Facets, Option, facets
from calendar_app.filters import State, parse, sift, sift_occasions
from calendar_app.grid import OVERVIEWS, Entry, by_day, month_of, period, step, week_of, weeks_between
from calendar_app.occasion_words import Addresses
from calendar_app.templatetags.chips import Faces
from calendar_app.view_words import NAMES, heading
from smplanner.workspaces.access import workspace
from smplanner.workspaces.models import Workspace

from .board import columns
from .days import Days, cells, prefilled
from .first import TOLD_BY, first_page, last_view, remember
from .kept import menu
from .legend import colour_names, kinds, legend
from .listing import sections, sorts
from .overview import overview
from .saying import today_in

# A view that only counts posts looks for their findings when somebody asks for them, and there are no more than these.
MOST_JUDGED = 5000


@workspace("plan.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page with which the workspace opens for this person."""
    answer = redirect(first_page(request))
    patch_vary_headers(answer, TOLD_BY)
    return answer


@workspace("plan.read")
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A week, a month, a quarter or a year, as its address asks for it."""
    today, (known, kept) = today_in(request), facets(request.user)
    state, notes = parse(request.GET, today=today, view=last_view(request), known=known)
    remember(request, state.view)
    request.section = "list" if state.view == "list" else "calendar"
    rows = entries.calendar_rows(request.workspace, today, get_language() or "fr")
    page = _counted if state.view in OVERVIEWS else _named
    context = page(request, state, known, rows, today) | {
        "state": state,
        "notes": {note.place: note.text for note in notes},
        "heading": heading(state.view, *period(state.view, state.day, request.workspace.week_start), request.workspace),
        "today": today,
        "links": _links(state, today, request.workspace),
        "waiting": proposals.waiting(rows),
        "kinds": kinds(state),
        "saved": menu(state, kept, request.user),
        "prefilled": prefilled(state),
        "new_url": reverse("post-new", args=[request.workspace.slug]),
        "offered": {facet: _offered(known, facet) for facet in ("channel", "persona")},
    }
    answer = render(request, f"calendar/{state.view}.html", context)
    patch_vary_headers(answer, TOLD_BY)
    return answer


# --- What stands on the page ---------------------------------------------------------------------------------------


def _named(request: HttpRequest, state: State, known: Facets, rows: list[occasions.Row], today: date) -> dict[str, Any]:
    """What a view shows that names every post: the days of its period, the reserve, and the checker's marks."""
    week_start = request.workspace.week_start
    first, last = period(state.view, state.day, week_start)
    month = month_of(state.day, week_start)
    weeks = [week_of(first, week_start)] if state.view == "week" else month.weeks
    seen = month.visible if state.view == "month" else (first, last)
    dated, reserve = list(entries.dated(request.workspace, *seen)), entries.undated(request.workspace)
    judged = [entry.post for entry in (*dated, *reserve) if entry.post]
    marks = checker.marks(request.workspace, *seen, today, judged)
    findings = {number: str(mark.severity) for number, mark in marks.items()}
    sifted = sift([*dated, *reserve] if state.view == "board" else dated, state, known, findings)
    beside = sift_occasions(occasions.between(rows, *seen), state)
    days = Days(by_day(sifted.shown, *seen), occasions.by_day(beside))
    shown = cells(request, state, [day for week in weeks for day in week.days], (first, last), days, today)
    context = {
        "faces": _faces(request, state, known, marks, today),
        "sifted": sifted,
        "is_empty": not any(_stands_in(entry, state, first, last) for entry in sifted.shown),
        "reserve": sift(reserve, state, known, findings).shown,
        "legend": legend(state, known, sifted.counts),
    }
    if state.view == "board":
        return context | {"columns": columns(state, known, sifted.shown)}
    if state.view == "list":
        agenda = [cell for day, cell in shown.items() if first <= day <= last and (not cell.is_empty or day == today)]
        return context | sections(state, known, agenda, sifted.shown) | {"sorts": sorts(state)}
    return context | {"month": month, "weeks": [(week, [shown[day] for day in week.days]) for week in weeks]}


def _stands_in(entry: Entry, state: State, first: date, last: date) -> bool:
    """Whether a post belongs to the period itself, and not to the days around it that fill its weeks."""
    return first <= entry.day <= last if entry.day else state.view == "board"


def _counted(
    request: HttpRequest, state: State, known: Facets, rows: list[occasions.Row], today: date
) -> dict[str, Any]:
    """What a view shows that counts the posts of its days."""
    first, last = period(state.view, state.day, request.workspace.week_start)
    weeks = weeks_between(first, last, request.workspace.week_start)
    seen = weeks[0].days[0], weeks[-1].days[-1]
    counted = list(entries.counted(request.workspace, *seen, with_text=bool(state.words)))
    findings, wanted = None, bool(state.chosen.get("findings"))
    if wanted and len(counted) <= MOST_JUDGED:
        marks = checker.marks(request.workspace, *seen, today)
        findings = {number: str(mark.severity) for number, mark in marks.items()}
    sifted = sift(counted, state, known, findings)
    return {
        "sifted": sifted,
        "is_empty": not any(_stands_in(entry, state, first, last) for entry in sifted.shown),
        "legend": legend(state, known, sifted.counts, uncounted=() if findings is not None else ("findings",)),
        "overview": overview(request, state, sifted.shown, rows, today),
        "without_findings": wanted and findings is None,
    }


def _links(state: State, today: date, place: Workspace) -> dict[str, Any]:
    """Where the pager, the switch of views and the choice of colours lead."""
    return {
        "before": _page(state, -1, place),
        "after": _page(state, 1, place),
        "today": state.query(day=today),
        "views": [(view, name, state.query(view=view)) for view, name in NAMES.items()],
        "colours": [(colour, name, state.query(colour=colour)) for colour, name in colour_names().items()],
        "cleared": state.cleared(),
        "hidden": [pair for pair in state.pairs() if pair[0] != "q"],
        "beside": [pair for pair in state.pairs() if pair[0] != "show"],
    }


def _page(state: State, count: int, place: Workspace) -> dict[str, Any] | None:
    """The page `count` pages on, and its name; None outside what the calendar shows."""
    day = step(state.view, state.day, count)
    if day is None:
        return None
    shown = period(state.view, day, place.week_start)
    return {"heading": heading(state.view, *shown, place), "query": state.query(day=day)}


def _offered(known: Facets, facet: str) -> tuple[Option, ...]:
    """What a new post may be given of a facet."""
    return tuple(option for option in known[facet].values() if option.offered)


def _faces(request: HttpRequest, state: State, known: Facets, marks: Mapping[int, checker.Mark], today: date) -> Faces:
    return Faces(
        posts_url=reverse("post", args=[request.workspace.slug, 0]).removesuffix("0/"),
        facets=known,
        colour=state.colour,
        marks=marks,
        may_write=request.rights.post_write,
        addresses=Addresses(request.workspace.slug, may_write=request.rights.plan_write),
        today=today,
        by=state.by if state.view == "board" else "",
    )
