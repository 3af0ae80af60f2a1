"""The weekly review: the week that was and the one to come, on one page that can be printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from calendar_app import asking, reviewed_weeks, weekly
from calendar_app.checker import Mark
from calendar_app.facets import Facets, Option, facets
from calendar_app.filters import State
from calendar_app.forms.together import chosen_posts
from calendar_app.forms.weekly import ReviewedForm
from calendar_app.grid import EARLIEST, LATEST, Entry
from calendar_app.models import Post, WeekReview
from calendar_app.templatetags.chips import STATUS_ICONS
from calendar_app.templatetags.days import in_words
from calendar_app.together import Refused
from calendar_app.view_words import span_in_words, week_heading
from calendar_app.weekly import A_WEEK
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import offer_undo

from .meanwhile import meanwhile_several, refuse_unread
from .saying import today_in
from .together import reasons


@dataclass(frozen=True, slots=True)
class Row:
    """A post of the page, with what it is called in the words of the calendar's legend."""

    entry: Entry
    channel: Option
    status: Option
    persona: Option | None
    owner: Option | None
    mark: Mark | None = None
    slip: weekly.Slip | None = None

    @property
    def icon(self) -> str:
        return STATUS_ICONS[Post.Status(self.entry.status)]

    @property
    def chosen(self) -> str:
        """How a form names it: its number with the version that is shown."""
        return f"{self.entry.id}:{self.entry.version}"

    @property
    def is_over(self) -> bool:
        return self.entry.status in weekly.OVER


@workspace("plan.read")
@require_safe
def week_review(request: HttpRequest) -> HttpResponse:
    """What went out and what slipped; what comes, with findings and gaps; who has what to do."""
    asked = request.GET.get("week", "")
    monday = _monday(asked)
    if asked and monday is None:
        raise Http404
    return _page(request, monday or weekly.last_week(today_in(request)))


def _monday(text: str) -> date | None:
    monday = weekly.read(text)
    return monday if monday and EARLIEST <= monday <= LATEST - 2 * A_WEEK else None


def _page(request: HttpRequest, monday: date, form: ReviewedForm | None = None, status: int = 200) -> HttpResponse:
    request.section = "weekly"
    today, (known, _kept) = today_in(request), facets(request.user)
    week = weekly.of(request.workspace, monday, timezone.now(), State("week", monday), known)
    reviews = list(WeekReview.objects.select_related("reviewed_by")[:60])
    own = next((one for one in reviews if one.monday == monday), None)
    slipped = [_row(known, entry) for entry in week.slipped]
    context = {
        "week": week,
        "spelt": weekly.spelt(monday),
        "heading": week_heading(monday, week.sunday, request.workspace),
        "next_days": span_in_words(week.next_monday, week.next_sunday),
        "out": [_row(known, entry) for entry in week.out],
        "slipped": slipped,
        "all_slipped": ",".join(row.chosen for row in slipped),
        "left": [_row(known, slip.entry, slip=slip) for slip in week.left],
        "open": [_row(known, entry) for entry in week.open],
        "cancelled": [_row(known, entry) for entry in week.cancelled],
        "coming": _by_day(_row(known, one.entry, mark=one.mark) for one in week.coming),
        "review": own,
        "form": form or ReviewedForm(instance=own),
        "past": [
            (one, weekly.spelt(one.monday)) for one in reviewed_weeks.past(today, reviews, _began(request, reviews))
        ],
        "before": weekly.spelt(monday - A_WEEK) if monday > EARLIEST + A_WEEK else "",
        "after": weekly.spelt(monday + A_WEEK) if monday + A_WEEK <= today else "",
        "is_last": monday == weekly.last_week(today),
        "may_approve": request.rights.post_approve and asking.has_approval(request.workspace),
        "here": f"{request.path}?week={weekly.spelt(monday)}",
    }
    return render(request, "weekly/page.html", context, status=status)


def _began(request: HttpRequest, reviews: Iterable[WeekReview]) -> date:
    """From which day on there are weeks to look back on."""
    made = request.workspace.created_at.astimezone(request.workspace.tz).date()
    return min([made, *(one.monday for one in reviews)])


def _row(known: Facets, entry: Entry, **more: Any) -> Row:
    options = {name: known[name].get(getattr(entry, name)) for name in ("persona", "owner")}
    persona = options["persona"] if entry.persona else None
    return Row(entry, known["channel"][entry.channel], known["status"][entry.status], persona, options["owner"], **more)


def _by_day(rows: Iterable[Row]) -> list[tuple[date | None, list[Row]]]:
    return [(day, list(of_day)) for day, of_day in groupby(rows, key=lambda row: row.entry.day)]


# --- Acts ----------------------------------------------------------------------------------------------------------


@workspace("post.write")
@require_POST
def week_carry(request: HttpRequest) -> HttpResponse:
    """Put one or all of the posts that slipped off by a week, with one way back."""
    monday = _sent_monday(request)
    try:
        chosen = chosen_posts(request.POST)
    except forms.ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _back(request, monday)
    if refusal := refuse_unread(request, chosen, _address(request, monday)):
        return refusal
    try:
        done = reviewed_weeks.carry_over(chosen, monday, today_in(request), request.user, timezone.now())
    except Post.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return meanwhile_several(request, reasons(refused), _address(request, monday))
    messages.success(request, _said(done.posts))
    if done.event:
        url = reverse("history-undo", args=[request.workspace.slug, done.event])
        offer_undo(request, url, _("Undo"), [("next", _address(request, monday))])
    return _back(request, monday)


def _said(posts: tuple[Post, ...]) -> str:
    if not posts:
        return _("Nothing had to be changed.")
    if len(posts) == 1 and posts[0].local_date:
        words = {"title": posts[0].title, "day": in_words(posts[0].local_date)}
        return _("“%(title)s” is carried over to %(day)s.") % words
    said = ngettext("%(n)s post is carried over.", "%(n)s posts are carried over.", len(posts))
    return said % {"n": len(posts)}


@workspace("post.write")
@require_POST
def week_reviewed(request: HttpRequest) -> HttpResponse:
    """Somebody went through this week."""
    monday = _sent_monday(request)
    form = ReviewedForm(request.POST)
    if not form.is_valid():
        return _page(request, monday, form, status=422)
    reviewed_weeks.mark(request.workspace, monday, form.cleaned_data["note"], request.user, timezone.now())
    messages.success(request, _("The week is reviewed."))
    url = reverse("week-unreviewed", args=[request.workspace.slug])
    offer_undo(request, url, _("Undo"), [("week", weekly.spelt(monday))])
    return _back(request, monday)


@workspace("post.write")
@require_POST
def week_unreviewed(request: HttpRequest) -> HttpResponse:
    """The week is not reviewed after all."""
    monday = _sent_monday(request)
    review = WeekReview.objects.select_related("workspace").filter(monday=monday).first()
    if review:
        reviewed_weeks.unmark(review, request.user)
        messages.success(request, _("The week counts as not reviewed."))
    return _back(request, monday)


def _sent_monday(request: HttpRequest) -> date:
    """The week that a form names. Raises BadRequest when it names none."""
    monday = _monday(request.POST.get("week", ""))
    if monday is None:
        raise BadRequest("no button sends such a week")
    return monday


def _address(request: HttpRequest, monday: date) -> str:
    return f"{reverse('weekly', args=[request.workspace.slug])}?week={weekly.spelt(monday)}"


def _back(request: HttpRequest, monday: date) -> HttpResponse:
    return redirect(_address(request, monday))
