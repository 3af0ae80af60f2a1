"""The report: what the checker says of the plan, and what people answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app import checker, life
from calendar_app.checker import RULES, Finding, Report, Severity
from calendar_app.forms.check import PartForm, WaiverForm, subject
from calendar_app.models import Waiver
from calendar_app.plan import weeks
from calendar_app.rules.core import Point, Rule
from calendar_app.rules.render.words import WORST_FIRST
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address, offer_undo

from .gaps import missing_on
from .saying import today_in

LINES = 10  # rules in the summary
FIRST = 5  # cards, and objects of a card, that are read at once; the others are folded
MOST = 50  # objects of a card on one page


@dataclass(frozen=True, slots=True)
class Card:
    """What one rule says, as gravely each time: of one object, or of several."""

    rule: Rule
    severity: Severity
    findings: tuple[Finding, ...]

    @property
    def anchor(self) -> str:
        return f"rule-{self.rule.slug}-{self.severity}"

    @property
    def first(self) -> tuple[Finding, ...]:
        return self.findings[:FIRST]

    @property
    def rest(self) -> tuple[Finding, ...]:
        return self.findings[FIRST:MOST]

    @property
    def left_out(self) -> int:
        return max(0, len(self.findings) - MOST)


@workspace("plan.read")
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Everything the checker has to say, the most important first."""
    request.section = "check"
    whole = checker.check(request.workspace, today_in(request))
    followed = life.follow(request.workspace, whole)
    form = _part(request, whole)
    part = form.part if form.is_valid() else {}
    shown = whole.narrowed(**part) if part else whole
    cards = _cards(shown.findings)
    context = {
        "report": shown,
        "form": form,
        "part": part,
        "counts": _counts(shown),
        "first": _groups(cards[:FIRST]),
        "rest": _groups(cards[FIRST:]),
        "folded": sum(len(card.findings) for card in cards[FIRST:]),
        "seen_since": followed.since,
        "gone": followed.gone,
        "picture": life.picture(followed.trend),
    }
    return render(request, "check/report.html", context, status=200 if form.is_valid() else 422)


@workspace("plan.read")
@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """The report in a few lines, one a rule, for the side of the calendar: what is said of this week before the rest.

    What is said of the weeks goes along, for the rows of the month.
    """
    found = checker.check(request.workspace, today_in(request))
    cards = _cards(found.findings)
    of_week = _of_week(found)
    context = {
        "of_week": of_week[:FIRST],
        "week_left_out": max(0, len(of_week) - FIRST),
        "lines": [(card.findings[0], len(card.findings)) for card in cards[:LINES]],
        "lines_left_out": max(0, len(cards) - LINES),
        "counts": _counts(found),
        "weeks": checker.marks_in(found, weeks.WEEK),
        "gaps": missing_on(request, found.plan),
    }
    return render(request, "check/_summary.html", context)


def _of_week(report: Report) -> list[Finding]:
    """What is said of the week that is running, and of its posts."""
    monday = report.plan.today - timedelta(days=report.plan.today.weekday())
    shown = report.narrowed(since=monday, until=monday + timedelta(days=6))
    return [finding for finding in shown.findings if finding.ref.kind in {weeks.WEEK, "post"}]


def _counts(report: Report) -> list[tuple[Severity, int]]:
    return [(severity, len(report.of(severity))) for severity in WORST_FIRST]


def _part(request: HttpRequest, whole: Report) -> PartForm:
    return PartForm(
        request.GET,
        channels=[(one.id, one.label) for one in whole.plan.channels],
        personas=[(one.id, one.name) for one in whole.plan.personas if one.status != "archived"],
        today=whole.plan.today,
    )


def _cards(findings: Iterable[Finding]) -> list[Card]:
    """Findings by rule and severity, in the order of the first of each."""
    found: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.rule.slug, finding.severity), []).append(finding)
    return [Card(of_rule[0].rule, of_rule[0].severity, tuple(of_rule)) for of_rule in found.values()]


def _groups(cards: Iterable[Card]) -> list[dict[str, Any]]:
    """Cards by severity, then by key point; only groups that hold some."""
    cards = list(cards)
    groups = []
    for severity in WORST_FIRST:
        of_severity = [card for card in cards if card.severity is severity]
        points = [(point, [card for card in of_severity if card.rule.point is point]) for point in Point]
        if of_severity:
            groups.append({"severity": severity, "points": [(point, found) for point, found in points if found]})
    return groups


@workspace("check.waive")
@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: HttpRequest) -> HttpResponse:
    """Set a finding aside, with a reason."""
    request.section = "check"
    back = next_address(request, reverse("check", args=[request.workspace.slug]))
    data = request.POST if request.method == "POST" else None
    form = WaiverForm(data, initial=request.GET.dict(), today=today_in(request))
    if data is None or not form.is_valid():
        asked = request.GET if data is None else data
        context = {"form": form, "next": back, "rule": RULES.get(asked.get("rule", "")), "subject": subject(asked)}
        return render(request, "check/waive.html", context, status=200 if data is None else 422)
    said = form.cleaned_data
    waiver = checker.set_aside(
        request.workspace, said["rule"], form.ref, said["reason"], said["until"], request.user, timezone.now()
    )
    messages.success(request, _("“%(title)s” is set aside.") % {"title": RULES[said["rule"]].title})
    offer_undo(request, reverse("waiver-lift", args=[request.workspace.slug, waiver.pk]), _("Let it count again"))
    return redirect(back)


@workspace("check.waive")
@require_POST
def lift_waiver(request: HttpRequest, waiver_id: int) -> HttpResponse:
    """Let a finding be shown again."""
    waiver = get_object_or_404(Waiver.objects.select_related("workspace"), pk=waiver_id)
    checker.take_back(waiver, request.user)
    messages.success(request, _("The finding counts again."))
    return redirect(next_address(request, reverse("check", args=[request.workspace.slug])))


@workspace("check.waive")
@require_POST
def renew_waiver(request: HttpRequest, waiver_id: int) -> HttpResponse:
    """Set aside again what changed since it was."""
    waiver = get_object_or_404(Waiver.objects.select_related("workspace"), pk=waiver_id)
    checker.renew(waiver, request.user, timezone.now())
    messages.success(request, _("It is set aside again, as it stands now."))
    return redirect(next_address(request, reverse("check", args=[request.workspace.slug])))
