"""The checker: the whole report, and its findings as a list that can be narrowed."""

import json
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Schema

from calendar_app import checker
from calendar_app.checker import RULES, Report
from calendar_app.rules.render import json as as_json

from .answers import LINK, Paging, answer, listed
from .operations import operation
from .problems import Fault, Problem
from .shapes import LARGEST_ID, Day

TAG = "check"
SEVERITIES = ("error", "warning", "info")
FINDING = {"$ref": "#/components/schemas/CheckFinding"}


class Part(Schema):
    """Which part of the report is wanted."""

    select: list[str] | None = Field(None, description=_("Only these rules; may be given several times."))
    ignore: list[str] | None = Field(None, description=_("Not these rules; may be given several times."))
    since: Day | None = Field(None, description=_("Leaves out findings on posts and weeks before this day."))
    until: Day | None = Field(None, description=_("Leaves out findings on posts and weeks after this day."))


class Wanted(Part, Paging):
    """Which findings are wanted."""

    severity: list[Literal[*SEVERITIES]] | None = Field(
        None, description=_("As grave as one of these; may be given several times.")
    )
    post: int | None = Field(None, ge=1, le=LARGEST_ID, description=_("Only those on this post."))


def _report(request: HttpRequest, part: Part) -> Report:
    faults = [
        Fault("query", name, now_("There is no rule “%(rule)s”.") % {"rule": slug})
        for name in ("select", "ignore")
        for slug in getattr(part, name) or ()
        if slug not in RULES
    ]
    if faults:
        raise Problem(422, faults=faults)
    today = timezone.now().astimezone(request.workspace.tz).date()
    report = checker.check(request.workspace, today, select=part.select or None, ignore=part.ignore or ())
    return report.narrowed(since=part.since, until=part.until) if part.since or part.until else report


def _plain(request: HttpRequest, report: Report) -> dict[str, Any]:
    """`report` as `check_plan --format json` prints it: docs/report.schema.json."""
    return json.loads(as_json.render({request.workspace.slug: report}))


@operation(
    "GET",
    "/workspaces/{slug:workspace}/check",
    summary=_("Check the plan"),
    says=_("Runs every rule that is switched on, or those you name, and answers what check_plan --format json prints."),
    tag=TAG,
    action="plan.read",
    content={"$ref": "#/components/schemas/CheckReport"},
    query=Part,
)
def check(request: HttpRequest, workspace: str, part: Query[Part]) -> HttpResponse:
    return answer(request, _plain(request, _report(request, part)))


@operation(
    "GET",
    "/workspaces/{slug:workspace}/findings",
    summary=_("List findings"),
    says=_("What the checker finds now, the gravest first. Findings are computed, never stored: they are read only."),
    tag=TAG,
    action="plan.read",
    content={
        "type": "object",
        "required": ["items", "count", "next", "previous"],
        "properties": {
            "items": {"type": "array", "items": FINDING},
            "count": {"type": "integer", "minimum": 0, "description": _("Of all pages.")},
            "next": LINK,
            "previous": LINK,
        },
    },
    query=Wanted,
)
def list_findings(request: HttpRequest, workspace: str, wanted: Query[Wanted]) -> HttpResponse:
    findings = _plain(request, _report(request, wanted))["plans"][0]["findings"]
    if wanted.severity:
        findings = [one for one in findings if one["severity"] in wanted.severity]
    if wanted.post is not None:
        findings = [one for one in findings if one["object"]["kind"] == "post" and one["object"]["id"] == wanted.post]
    return listed(request, findings, wanted, lambda finding: finding)
