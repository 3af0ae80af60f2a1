"""What was decided before posting: one page to see it, and a form for each part."""

from typing import NamedTuple

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calendar_app.document import composing, gather
from calendar_app.document.values import Section
from calendar_app.forms.strategy import (
    PillarForm,
    StrategyForm,
    TeamMemberForm,
)
from calendar_app.models import Pillar, Strategy, StrategySection, TeamMember
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace

from .parts import edit_part, form_methods, keep_to_one_row, remove_part
from .saying import today_in


class Part(NamedTuple):
    """A section of the strategy's document, and in words what of it is there."""

    section: Section
    said: str


@workspace("plan.read")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The four key points of the articles; of each what is there, what is missing, and the ways to all of it."""
    request.section = "strategy"
    rows = gather.of_workspace(request.workspace, today_in(request))
    document = composing.document(rows)
    context = {
        "rows": rows,
        "parts": {part.key: Part(part, composing.completeness(part)) for part in document.sections},
        "filled": document.filled,
        "total": document.total,
        "written": len(rows.texts),
        "questions": len(StrategySection.Key),
    }
    return render(request, "strategy/overview.html", context)


def _overview_address(request: HttpRequest) -> str:
    return reverse("strategy", args=[request.workspace.slug])


@workspace("plan.write")
@form_methods
def pillar_new(request: HttpRequest) -> HttpResponse:
    return edit_part(request, PillarForm, Pillar(), heading=_("A new pillar"), lead=_pillar_lead())


def _pillar_lead() -> str:
    return _("Three to five recurring themes keep a calendar varied and cure the blank page.")


@workspace("plan.write")
@form_methods
def pillar_edit(request: HttpRequest, pillar_id: int) -> HttpResponse:
    pillar = get_object_or_404(Pillar.objects, pk=pillar_id)
    return edit_part(request, PillarForm, pillar, heading=str(pillar), lead=_pillar_lead(), remove="pillar-delete")


@workspace("plan.write")
@form_methods
def pillar_delete(request: HttpRequest, pillar_id: int) -> HttpResponse:
    pillar = get_object_or_404(Pillar.objects, pk=pillar_id)
    return remove_part(request, pillar, _("Posts of this pillar keep their place and lose the link to it."))


@workspace("plan.write")
@form_methods
def team_member_new(request: HttpRequest) -> HttpResponse:
    return edit_part(request, TeamMemberForm, TeamMember(), heading=_("A new team member"), lead=_team_lead())


def _team_lead() -> str:
    return _("Count the hours that are really there: two a week are a valid plan, for one platform.")


@workspace("plan.write")
@form_methods
def team_member_edit(request: HttpRequest, team_member_id: int) -> HttpResponse:
    member = get_object_or_404(TeamMember.objects, pk=team_member_id)
    return edit_part(
        request, TeamMemberForm, member, heading=member.name, lead=_team_lead(), remove="team-member-delete"
    )


@workspace("plan.write")
@form_methods
def team_member_delete(request: HttpRequest, team_member_id: int) -> HttpResponse:
    member = get_object_or_404(TeamMember.objects, pk=team_member_id)
    return remove_part(request, member, _("Channels and objectives in their care lose them; accounts are not touched."))


@workspace("plan.write")
@form_methods
def strategy_text(request: HttpRequest) -> HttpResponse:
    """The written strategy, section by section."""
    request.section = "strategy"
    data = request.POST if request.method == "POST" else None
    row = Strategy.objects.first() or Strategy(workspace=request.workspace)
    is_new = row.pk is None
    form = StrategyForm(data, instance=row, workspace=request.workspace)
    form.guard()
    if data is not None and form.is_valid():
        diff = audit.form_diff(form)
        with transaction.atomic():
            keep_to_one_row(form)
            strategy = form.save()
            form.save_sections(strategy)
            if is_new or diff:
                audit.record(request.workspace, request.user, "created" if is_new else "edited", strategy, diff)
        messages.success(request, _("The strategy is saved."))
        return redirect("strategy", request.workspace.slug)
    lead = _("A strategy that is only in your head does not exist. A few honest lines for each question are enough.")
    context = {"form": form, "heading": _("The written strategy"), "lead": lead, "back": _overview_address(request)}
    return render(request, "strategy/form.html", context, status=200 if data is None else form.refusal)
