"""The listening plan: to read, and to write."""

from datetime import date, timedelta

from django.contrib import messages
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calendar_app import occasions
from calendar_app.forms.listening import KeywordFormSet, ListeningPlanForm, SourceFormSet, Suggestions, suggestions
from calendar_app.models import Insight, ListeningKeyword, ListeningPlan, ListeningSource, TeamMember
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address

from .parts import form_methods, save_only_row
from .saying import today_in

SHOWN_INSIGHTS = 5
SHOWN_SESSIONS = 3
# How much of the time for social media goes into listening where it is taken seriously: our own estimate.
GOOD_SHARE = 20


@workspace("plan.read")
@require_safe
def listening(request: HttpRequest) -> HttpResponse:
    """The whole plan on one page, what it lacks included, with the sessions to come and what was heard lately."""
    request.section = "strategy"
    plan = ListeningPlan.objects.select_related("owner").first()
    team = TeamMember.objects.offered().aggregate(hours=Sum("hours_per_week"))["hours"]
    context = {
        "plan": plan,
        "purposes": [(label, plan and key in plan.purposes) for key, label in ListeningPlan.Purpose.choices],
        "places": _grouped(ListeningSource.Kind.choices, ListeningSource.objects.all(), "kind"),
        "words": _grouped(ListeningKeyword.Family.choices, ListeningKeyword.objects.all(), "family"),
        "sessions": _sessions(plan, today_in(request)),
        "share": round(100 * plan.hours_per_week / team) if plan and plan.hours_per_week and team else None,
        "good_share": GOOD_SHARE,
        "insights": Insight.objects.select_related("source", "persona", "idea")[:SHOWN_INSIGHTS],
    }
    return render(request, "listening/plan.html", context)


def _grouped(
    choices: list[tuple[str, str]], rows: "list[ListeningSource] | list[ListeningKeyword]", by: str
) -> list[tuple[str, list[object]]]:
    """Every choice with its rows, those without any too: what is missing is worth seeing."""
    rows = list(rows)
    return [(label, [row for row in rows if getattr(row, by) == key]) for key, label in choices]


def _sessions(plan: ListeningPlan | None, today: date) -> list[date]:
    """The days of the next sessions."""
    if plan is None or plan.first_session_on is None:
        return []
    row = occasions.Row(
        occasions.Kind.LISTENING, "plan", plan.pk, "", day=plan.first_session_on, days=plan.cadence_days
    )
    last = max(today, plan.first_session_on) + timedelta(days=SHOWN_SESSIONS * (plan.cadence_days or 1))
    return [occasion.day for occasion in occasions.between([row], today, last)[:SHOWN_SESSIONS]]


@workspace("plan.write")
@form_methods
def listening_edit(request: HttpRequest) -> HttpResponse:
    """The form of the plan, with its places and words; `?starter=1` fills in a beginning, which is not saved yet."""
    request.section = "strategy"
    data = request.POST if request.method == "POST" else None
    plan = ListeningPlan.objects.first() or ListeningPlan(workspace=request.workspace)
    begun = _beginning(plan, today_in(request)) if data is None and "starter" in request.GET else Suggestions()
    form = ListeningPlanForm(data, instance=plan, initial=begun.fields, workspace=request.workspace)
    form.guard()
    sources = SourceFormSet(data, instance=plan, prefix="sources", initial=begun.sources)
    keywords = KeywordFormSet(data, instance=plan, prefix="keywords", initial=begun.keywords)
    if data is not None and all([form.is_valid(), sources.is_valid(), keywords.is_valid()]):
        _save(request, form, sources, keywords)
        messages.success(request, _("The listening plan is saved."))
        return redirect(next_address(request, "") or redirect("listening", request.workspace.slug).url)
    context = {
        "form": form,
        "sources": sources,
        "keywords": keywords,
        "is_begun": begun != Suggestions(),
        "next": next_address(request, ""),
    }
    return render(request, "listening/form.html", context, status=200 if data is None else form.refusal)


def _beginning(plan: ListeningPlan, today: date) -> Suggestions:
    kinds = ListeningSource.objects.values_list("kind", flat=True)
    families = ListeningKeyword.objects.values_list("family", flat=True)
    return suggestions(plan, kinds, families, today)


@transaction.atomic
def _save(request: HttpRequest, form: ListeningPlanForm, sources: SourceFormSet, keywords: KeywordFormSet) -> None:
    diff = audit.form_diff(form) | audit.formset_diff(sources, "sources") | audit.formset_diff(keywords, "keywords")
    plan = save_only_row(request, form, diff)
    for rows in (sources, keywords):
        rows.instance = plan
        rows.save()
