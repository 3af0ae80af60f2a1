"""The calendar: a month of posts as a grid or as a list, with the reserve beside it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from calendar_app import checker, entries, occasions, proposals
from calendar_app.facets import COLOURS, Facets, facets
from calendar_app.filters import VIEWS, State, parse, sift, sift_occasions
from calendar_app.grid import by_day, month_of, shift
from calendar_app.occasion_words import Addresses
from calendar_app.templatetags.chips import Faces
from smplanner.workspaces.access import workspace
from smplanner.workspaces.models import User

from .days import Days, cells, prefilled
from .legend import kinds, legend
from .saying import today_in


@workspace("plan.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The calendar, in the view that this person used last."""
    return redirect(reverse("calendar", args=[request.workspace.slug]) + f"?view={_last_view(request.user)}")


@workspace("plan.read")
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """One month, as its address asks for it."""
    today, known = today_in(request), facets()
    state, notes = parse(request.GET, today=today, view=_last_view(request.user), known=known)
    _remember(request.user, state.view)
    request.section = "calendar" if state.view == "month" else state.view
    month = month_of(state.day, request.workspace.week_start)
    first, last = month.visible if state.view == "month" else (month.first, month.last)
    dated = list(entries.dated(request.workspace, first, last))
    sifted = sift(dated, state)
    rows = entries.calendar_rows(request.workspace, today, get_language() or "fr")
    beside = sift_occasions(occasions.between(rows, first, last), state)
    days = Days(by_day(sifted.shown, first, last), occasions.by_day(beside))
    by_date = cells(
        request, state, (day for week in month.weeks for day in week.days), (month.first, month.last), days, today
    )
    reserve = entries.undated(request.workspace)
    judged = [entry.post for entry in (*dated, *reserve) if entry.post]
    marks = checker.marks(request.workspace, first, last, today, judged)
    context = {
        "state": state,
        "notes": {note.place: note.text for note in notes},
        "month": month,
        "today": today,
        "links": _links(state, today),
        "faces": _faces(request, state, known, marks, today),
        "weeks": [(week, [by_date[day] for day in week.days]) for week in month.weeks],
        "agenda": [cell for day, cell in by_date.items() if day in month and (not cell.is_empty or day == today)],
        "sifted": sifted,
        "is_empty": not any(entry.day in month for entry in sifted.shown),
        "reserve": sift(reserve, state).shown,
        "waiting": proposals.waiting(rows),
        "legend": legend(state, known, sifted.counts),
        "kinds": kinds(state),
        "prefilled": prefilled(state),
        "new_url": reverse("post-new", args=[request.workspace.slug]),
        "options": known,
    }
    return render(request, f"calendar/{state.view}.html", context)


def _last_view(user: User) -> str:
    return user.calendar_view if user.calendar_view in VIEWS else "month"


def _remember(user: User, view: str) -> None:
    if user.calendar_view != view:
        User.objects.filter(pk=user.pk).update(calendar_view=view)


def _links(state: State, today: date) -> dict[str, Any]:
    """Where the pager, the switch of views and the choice of colours lead."""
    before, after = shift(state.day, -1), shift(state.day, 1)
    return {
        "before": before and {"day": before, "query": state.query(day=before)},
        "after": after and {"day": after, "query": state.query(day=after)},
        "today": state.query(day=today),
        "views": [(view, state.query(view=view)) for view in VIEWS],
        "colours": [(colour, state.query(colour=colour)) for colour in COLOURS],
        "cleared": state.cleared(),
        "hidden": [pair for pair in state.pairs() if pair[0] != "q"],
        "beside": [pair for pair in state.pairs() if pair[0] != "show"],
    }


def _faces(request: HttpRequest, state: State, known: Facets, marks: Mapping[int, checker.Mark], today: date) -> Faces:
    return Faces(
        posts_url=reverse("post", args=[request.workspace.slug, 0]).removesuffix("0/"),
        facets=known,
        colour=state.colour,
        marks=marks,
        may_write=request.rights.post_write,
        addresses=Addresses(request.workspace.slug, may_write=request.rights.plan_write),
        today=today,
    )
