"""Saved views: the page that lists them, the form that keeps one, and what may be done with it."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app import checker, entries, saved_views
from calendar_app.facets import Facets, facets
from calendar_app.filters import State, parse, sift
from calendar_app.forms.saved import SavedViewForm
from calendar_app.grid import Entry, month_of
from calendar_app.models import SavedView
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace

from .kept import in_words, suggestions
from .parts import form_methods
from .saying import today_in


@dataclass(frozen=True, slots=True)
class Row:
    """A view in the list: what it shows in words, how many posts of this month, and what may be done with it."""

    name: str
    url: str
    link: str
    words: list[str]
    is_cut: bool
    count: int
    view: SavedView | None = None
    is_own: bool = False
    may_remove: bool = False


@workspace("plan.read")
@require_safe
def view_list(request: HttpRequest) -> HttpResponse:
    """The views open to this person, with how many posts of this month each shows."""
    request.section = "calendar"
    today, (known, _kept) = today_in(request), facets(request.user)
    plan = _Plan(request, known, today)
    rows = [plan.row(one.name, one.address, one) for one in _open(request)]
    context = {
        "own": [row for row in rows if row.is_own],
        "team": [row for row in rows if not row.is_own],
        "suggested": [plan.row(one.name, one.address) for one in suggestions("month", today, request.user)],
        "month": today,
    }
    return render(request, "saved/list.html", context)


@workspace("plan.read")
@form_methods
def view_new(request: HttpRequest) -> HttpResponse:
    """Keep what an address of the calendar shows, under a name."""
    request.section = "calendar"
    asked = request.POST.get("address", "") if request.method == "POST" else request.GET.urlencode()
    known, _kept = facets(request.user)
    state, notes = parse(QueryDict(asked), today=today_in(request), view="month", known=known)
    view = SavedView(workspace=request.workspace, owner=request.user, address=state.address)
    page = {
        "heading": _("Keep this view"),
        "query": state.query().removeprefix("?"),
        "words": in_words(state, known),
        "notes": [note.text for note in notes],
        "back": _calendar(request) + state.query(),
    }
    return _form(request, view, page)


@workspace("plan.read")
@form_methods
def view_edit(request: HttpRequest, view_id: int) -> HttpResponse:
    """Give one's own view another name."""
    request.section = "calendar"
    view = get_object_or_404(SavedView.objects, pk=view_id, owner=request.user)
    known, _kept = facets(request.user)
    page = {
        "heading": view.name,
        "words": in_words(_state(view.address, known, today_in(request))[0], known),
        "back": reverse("views", args=[request.workspace.slug]),
    }
    return _form(request, view, page)


def _form(request: HttpRequest, view: SavedView, page: dict[str, object]) -> HttpResponse:
    """Show the form of `view`, or save it and go to where `page` says that one came from."""
    data = request.POST if request.method == "POST" else None
    form = SavedViewForm(data, instance=view, workspace=request.workspace, may_share=request.rights.view_share)
    if data is not None and form.is_valid():
        diff = audit.form_diff(form)
        try:
            saved_views.keep(form.instance, request.user, diff)
        except IntegrityError:  # the same was sent twice at the same time
            form.add_error("name", _("You have a view of this name already."))
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": form.instance})
            return redirect(page["back"])
    return render(request, "saved/form.html", {"form": form, **page}, status=200 if data is None else 422)


@workspace("view.share")
@require_POST
def view_share(request: HttpRequest, view_id: int) -> HttpResponse:
    """Let the team find one's own view."""
    view = get_object_or_404(SavedView.objects, pk=view_id, owner=request.user)
    saved_views.share(view, request.user, with_team=True)
    messages.success(request, _("Everybody in this workspace now finds “%(name)s” in the list.") % {"name": view})
    return redirect("views", request.workspace.slug)


@workspace("plan.read")
@require_POST
def view_unshare(request: HttpRequest, view_id: int) -> HttpResponse:
    """Keep one's own view to oneself again."""
    view = get_object_or_404(SavedView.objects, pk=view_id, owner=request.user)
    saved_views.share(view, request.user, with_team=False)
    messages.success(request, _("Only you find “%(name)s” in the list now. Its link goes on working.") % {"name": view})
    return redirect("views", request.workspace.slug)


@workspace("plan.read")
@require_POST
def view_delete(request: HttpRequest, view_id: int) -> HttpResponse:
    """Remove one's own view; an administrator, any of the team's."""
    mine = Q(owner=request.user) | Q(is_shared=True) if request.rights.workspace_manage else Q(owner=request.user)
    view = get_object_or_404(SavedView.objects.filter(mine), pk=view_id)
    saved_views.remove(view, request.user)
    messages.success(request, _("“%(name)s” is removed.") % {"name": view})
    return redirect("views", request.workspace.slug)


# --- Rows ----------------------------------------------------------------------------------------------------------


class _Plan:
    """What views are counted in: the posts of one month, and what the checks find on them."""

    def __init__(self, request: HttpRequest, known: Facets, today: date) -> None:
        month = month_of(today, request.workspace.week_start)
        self._request, self._known, self._today = request, known, today
        self._calendar = _calendar(request)
        self._posts: list[Entry] = list(entries.dated(request.workspace, month.first, month.last))
        judged = [entry.post for entry in self._posts if entry.post]
        marks = checker.marks(request.workspace, month.first, month.last, today, judged)
        self._gravest = {number: str(mark.severity) for number, mark in marks.items()}

    def row(self, name: str, address: str, view: SavedView | None = None) -> Row:
        state, is_cut = _state(address, self._known, self._today)
        url = f"{self._calendar}?{address}"
        is_own = view is not None and view.owner_id == self._request.user.pk
        return Row(
            name=name,
            url=url,
            link=settings.SITE_URL + url,
            words=in_words(state, self._known),
            is_cut=is_cut,
            count=len(sift(self._posts, state, self._known, self._gravest).shown),
            view=view,
            is_own=is_own,
            may_remove=is_own or self._request.rights.workspace_manage,
        )


def _open(request: HttpRequest) -> list[SavedView]:
    return list(SavedView.objects.open_to(request.user).select_related("owner"))


def _state(address: str, known: Facets, today: date) -> tuple[State, bool]:
    """What an address shows today, and whether something that it asks for is gone."""
    state, notes = parse(QueryDict(address), today=today, view="month", known=known)
    return state, bool(notes)


def _calendar(request: HttpRequest) -> str:
    return reverse("calendar", args=[request.workspace.slug])
