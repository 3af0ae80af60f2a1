"""The report: what the checker says of the plan, and what people answered."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app import checker, life
from calendar_app.checker import RULES, Finding, Report
from calendar_app.forms.check import PartForm, WaiverForm
from calendar_app.models import Waiver
from calendar_app.rules.core import Point
from calendar_app.rules.render.words import WORST_FIRST
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address, offer_undo

from .saying import today_in

FIRST = 5  # findings that are read at once; the others are folded
MOST = 100  # findings on one page


@workspace("plan.read")
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Everything the checker has to say, the most important first."""
    request.section = "check"
    whole = checker.check(request.workspace, today_in(request))
    followed = life.follow(request.workspace, whole)
    part = _part(request, whole)
    wanted = part.cleaned_data if part.is_valid() else {}
    shown = whole.narrowed(**wanted) if any(wanted.values()) else whole
    context = {
        "report": shown,
        "part": part,
        "is_part": shown is not whole,
        "counts": [(severity, len(shown.of(severity))) for severity in WORST_FIRST],
        "first": _groups(shown.findings[:FIRST]),
        "rest": _groups(shown.findings[FIRST:MOST]),
        "folded": max(0, len(shown.findings) - FIRST),
        "left_out": max(0, len(shown.findings) - MOST),
        "seen_since": followed.since,
        "gone": followed.gone,
        "picture": life.picture(followed.trend),
    }
    return render(request, "check/report.html", context, status=200 if part.is_valid() else 422)


@workspace("plan.read")
@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """The report in a few lines, one a rule, for the side of the calendar."""
    found = checker.check(request.workspace, today_in(request))
    lines: dict[str, list[Finding]] = {}
    for finding in found.findings:
        lines.setdefault(finding.rule.slug, []).append(finding)
    context = {
        "lines": [(findings[0], len(findings)) for findings in lines.values()],
        "counts": [(severity, len(found.of(severity))) for severity in WORST_FIRST],
    }
    return render(request, "check/_summary.html", context)


def _part(request: HttpRequest, whole: Report) -> PartForm:
    return PartForm(
        request.GET,
        channels=[(one.id, one.label) for one in whole.plan.channels],
        personas=[(one.id, one.name) for one in whole.plan.personas if one.status != "archived"],
    )


def _groups(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings by severity, then by key point; only groups that hold some."""
    findings = list(findings)
    groups = []
    for severity in WORST_FIRST:
        of_severity = [finding for finding in findings if finding.severity is severity]
        points = [(point, [one for one in of_severity if one.rule.point is point]) for point in Point]
        if of_severity:
            groups.append({"severity": severity, "points": [(point, found) for point, found in points if found]})
    return groups


@workspace("check.waive")
@require_POST
def waive(request: HttpRequest) -> HttpResponse:
    """Set a finding aside, with a reason."""
    request.section = "check"
    back = next_address(request, reverse("check", args=[request.workspace.slug]))
    form = WaiverForm(request.POST, today=today_in(request))
    if not form.is_valid():
        context = {"form": form, "next": back, "rule": RULES.get(request.POST.get("rule", ""))}
        return render(request, "check/waive.html", context, status=422)
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
