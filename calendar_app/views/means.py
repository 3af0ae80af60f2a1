"""The means: people and their absences, money, and those who speak of us for something in return."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calendar_app.forms.means import AbsenceForm, BudgetLineForm, PartnerForm
from calendar_app.models import Absence, BudgetLine, Partner, TeamMember
from smplanner.workspaces.access import workspace

from .parts import edit_part, form_methods, remove_part
from .saying import today_in

MONTHS = 12


@workspace("plan.read")
@require_safe
def means(request: HttpRequest) -> HttpResponse:
    """Who works on the plan and when they are away, and what money there is a month and a year."""
    request.section = "strategy"
    today = today_in(request)
    team = list(TeamMember.objects.filter(is_active=True))
    absences = list(Absence.objects.select_related("member"))
    lines = list(BudgetLine.objects.all())
    monthly = sum((line.monthly_eur for line in lines), Decimal())
    kinds = [
        (label, sum((line.monthly_eur for line in lines if line.kind == kind), Decimal()))
        for kind, label in BudgetLine.Kind.choices
    ]
    context = {
        "team": team,
        "hours": sum(member.hours_per_week for member in team),
        "coming": [absence for absence in absences if absence.last_day >= today],
        "past": [absence for absence in absences if absence.last_day < today],
        "away": {absence.member_id for absence in absences if absence.first_day <= today <= absence.last_day},
        "lines": lines,
        "kinds": [(label, total) for label, total in kinds if total],
        "monthly": monthly,
        "yearly": monthly * MONTHS,
    }
    return render(request, "means/page.html", context)


def _absence_lead() -> str:
    return _("Nobody is blamed for a holiday. The plan only has to know that somebody else answers.")


@workspace("plan.write")
@form_methods
def absence_new(request: HttpRequest) -> HttpResponse:
    return edit_part(request, AbsenceForm, Absence(), heading=_("A new absence"), lead=_absence_lead(), back_to="means")


@workspace("plan.write")
@form_methods
def absence_edit(request: HttpRequest, absence_id: int) -> HttpResponse:
    absence = get_object_or_404(Absence.objects.select_related("member"), pk=absence_id)
    heading = _("%(name)s is away") % {"name": absence.member}
    return edit_part(
        request,
        AbsenceForm,
        absence,
        heading=heading,
        lead=_absence_lead(),
        back_to="means",
        remove="absence-delete",
    )


@workspace("plan.write")
@form_methods
def absence_delete(request: HttpRequest, absence_id: int) -> HttpResponse:
    absence = get_object_or_404(Absence.objects.select_related("member"), pk=absence_id)
    return remove_part(request, absence, _("The plan counts on them again on these days."), back="means")


def _budget_lead() -> str:
    return _("What is meant to be spent, a month. Even nothing is an answer: then it is the hours that count.")


@workspace("plan.write")
@form_methods
def budget_line_new(request: HttpRequest) -> HttpResponse:
    heading = _("A new budget line")
    return edit_part(request, BudgetLineForm, BudgetLine(), heading=heading, lead=_budget_lead(), back_to="means")


@workspace("plan.write")
@form_methods
def budget_line_edit(request: HttpRequest, budget_line_id: int) -> HttpResponse:
    line = get_object_or_404(BudgetLine.objects, pk=budget_line_id)
    return edit_part(
        request,
        BudgetLineForm,
        line,
        heading=str(line),
        lead=_budget_lead(),
        back_to="means",
        remove="budget-line-delete",
    )


@workspace("plan.write")
@form_methods
def budget_line_delete(request: HttpRequest, budget_line_id: int) -> HttpResponse:
    line = get_object_or_404(BudgetLine.objects, pk=budget_line_id)
    return remove_part(request, line, _("The total is less by this amount."), back="means")


@workspace("plan.read")
@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Those who speak of us for something in return, and whether there is a contract."""
    request.section = "strategy"
    return render(request, "means/partners.html", {"partners": list(Partner.objects.all())})


def _partner_lead() -> str:
    return _("Before you say yes: do they fit, do they say openly who pays, and may they say what they really think?")


@workspace("plan.write")
@form_methods
def partner_new(request: HttpRequest) -> HttpResponse:
    heading = _("A new partner")
    return edit_part(request, PartnerForm, Partner(), heading=heading, lead=_partner_lead(), back_to="partners")


@workspace("plan.write")
@form_methods
def partner_edit(request: HttpRequest, partner_id: int) -> HttpResponse:
    partner = get_object_or_404(Partner.objects, pk=partner_id)
    return edit_part(
        request,
        PartnerForm,
        partner,
        heading=partner.name,
        lead=_partner_lead(),
        back_to="partners",
        remove="partner-delete",
    )


@workspace("plan.write")
@form_methods
def partner_delete(request: HttpRequest, partner_id: int) -> HttpResponse:
    partner = get_object_or_404(Partner.objects, pk=partner_id)
    return remove_part(request, partner, _("A contract that was signed is not touched by this."), back="partners")
