"""Reviews: what is to be questioned again and when, the questions, and what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calendar_app import entries, reviewing
from calendar_app.forms.reviews import ReviewForm
from calendar_app.models import Channel, ReviewLog
from calendar_app.occasion_words import review_address
from calendar_app.occasions import REVIEW_DAYS, Row, due
from personas.models import Persona
from smplanner.workspaces.access import workspace

from .parts import edit_part, form_methods, remove_part
from .saying import today_in

ON_A_PAGE = 20


@workspace("plan.read")
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """What is to be reviewed, the overdue first, then what was decided, the latest first."""
    request.section = "strategy"
    reviews = ReviewLog.objects.select_related("persona", "channel__platform", "by")
    context = {
        "agenda": _agenda(entries.review_rows(), request.workspace.slug, today_in(request)),
        "page": Paginator(reviews, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "reviews/list.html", context)


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that is to be reviewed: when it was, when it should be, and the form to do so."""

    about: str
    name: str
    asked: date | None
    due: date | None
    state: str
    url: str


def _agenda(rows: Iterable[Row], slug: str, today: date) -> list[Subject]:
    """Overdue subjects, those never asked about, and those to come; each of these by day, then by name."""
    found = [
        Subject(row.about, row.name, row.asked, due(row), _state(due(row), today), review_address(slug, row))
        for row in rows
    ]
    order = ("overdue", "never", "soon", "later")
    return sorted(found, key=lambda one: (order.index(one.state), one.due or today, one.name.casefold()))


SOON = timedelta(days=30)


def _state(day: date | None, today: date) -> str:
    if day is None:
        return "never"
    if day < today:
        return "overdue"
    return "soon" if day <= today + SOON else "later"


@workspace("plan.write")
@form_methods
def review_new(request: HttpRequest) -> HttpResponse:
    """Question the `?persona=` or `?channel=` of the address, or else the strategy as a whole."""
    today = today_in(request)
    review = ReviewLog(workspace=request.workspace, on=today, next_on=today + timedelta(days=REVIEW_DAYS))
    review.persona = _asked_about(request, "persona", Persona.objects.all())
    review.channel = (
        None if review.persona else _asked_about(request, "channel", Channel.objects.select_related("platform"))
    )
    return edit_part(request, ReviewForm, review, heading=_heading(review), lead=_lead(review), **PAGE)


PAGE: dict[str, Any] = {"back_to": "reviews", "template": "reviews/form.html", "record": reviewing.record}


def _asked_about(request: HttpRequest, name: str, rows: Any) -> Any:
    key = request.GET.get(name)
    if key is None:
        return None
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    return get_object_or_404(rows, pk=key)


def _heading(review: ReviewLog) -> str:
    if review.subject is None:
        return _("Review the strategy")
    return _("Review: %(name)s") % {"name": review.subject}


def _lead(review: ReviewLog) -> str:
    return {
        "persona": _("People change what they do and where. Ask again, and say what follows of it."),
        "channel": _("Staying is a decision as well. Leaving what no longer serves is nothing to be ashamed of."),
        "strategy": _("What was right when it was written may no longer be. Ask the same questions of the whole."),
    }[reviewing.about(review)]


def _found(review_id: int) -> ReviewLog:
    rows = ReviewLog.objects.select_related("persona", "channel__platform", "workspace")
    return get_object_or_404(rows, pk=review_id)


@workspace("plan.write")
@form_methods
def review_edit(request: HttpRequest, review_id: int) -> HttpResponse:
    review = _found(review_id)
    page = {**PAGE, "remove": "review-delete"}
    return edit_part(request, ReviewForm, review, heading=_heading(review), lead=_lead(review), **page)


@workspace("plan.write")
@form_methods
def review_delete(request: HttpRequest, review_id: int) -> HttpResponse:
    kept = _("What was decided in it is forgotten; what was done about it stays as it is.")
    return remove_part(request, _found(review_id), kept, "reviews", reviewing.record)
