"""What is missing of the plan: the next weeks on a page of their own, or the days of a calendar beside it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from calendar_app import gaps
from calendar_app.grid import EARLIEST, LATEST
from calendar_app.plan.loading import load
from calendar_app.plan.snapshot import Plan
from smplanner.workspaces.access import workspace

from .saying import today_in

AHEAD = timedelta(days=27)
LONGEST = timedelta(days=62)  # six weeks of a month, and some
LINES = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """Gaps as the calendar shows them: a mark on each day and each week, and the first few in words."""

    found: gaps.Gaps

    @property
    def missing(self) -> tuple[gaps.Missing, ...]:
        """One line a channel and week, the soonest first."""
        lines = {(one.channel.id, one.monday): one for one in reversed(self.found.missing)}
        return tuple(sorted(lines.values(), key=lambda one: (one.day, one.channel.label)))[:LINES]

    @property
    def silences(self) -> tuple[gaps.Silence, ...]:
        return self.found.silences[:LINES]

    @property
    def is_cut(self) -> bool:
        return len(self.found.missing) > len(self.missing) or len(self.found.silences) > len(self.silences)


@workspace("plan.read")
@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """The next four weeks."""
    request.section = "calendar"
    today = today_in(request)
    found = gaps.of(load(request.workspace, today), today, today + AHEAD)
    return render(request, "gaps/page.html", {"found": found, "today": today})


def missing_on(request: HttpRequest, plan: Plan) -> Beside | None:
    """What is missing on the days that the calendar shows, when its address tells them."""
    first, last = _day(request, "since"), _day(request, "until")
    if first is None or last is None or not EARLIEST <= first <= last <= LATEST or last - first > LONGEST:
        return None
    return Beside(gaps.of(plan, first, last))


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
