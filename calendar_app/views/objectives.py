"""Objectives: what the presence should bring, what was measured, and how each ended."""

from datetime import date

from django.contrib import messages
from django.db import models, transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app.forms.objectives import AdvertForm, ClosingForm, MeasureForm, ObjectiveForm
from calendar_app.models import Measure, Objective
from calendar_app.progress import IN_THE_ARTICLE, Advert, Progress, chart
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace
from smplanner.workspaces.models import AuditEvent

from .channels import today_of
from .parts import edit_part, form_methods, remove_part

# What the history of an objective shows of the log.
VERBS = ("created", "closed", "reopened")


@workspace("plan.read")
@require_safe
def objective_list(request: HttpRequest) -> HttpResponse:
    """Every objective with how far it has come; and what an advert really cost."""
    request.section = "strategy"
    rows = Objective.objects.select_related("kpi", "owner").prefetch_related(_measures())
    asked = request.GET if any(name in request.GET for name in AdvertForm.base_fields) else None
    form = AdvertForm(asked)
    context = {
        "objectives": [(row, _progress(row)) for row in rows],
        "only_popular": _only_popular(rows),
        "today": today_of(request),
        "form": form,
        "advert": Advert(**form.cleaned_data) if asked is not None and form.is_valid() else None,
        "example": IN_THE_ARTICLE,
    }
    return render(request, "objectives/list.html", context)


def _measures() -> Prefetch:
    return Prefetch("measures", Measure.objects.order_by("on", "pk"))


def _only_popular(rows: models.QuerySet[Objective]) -> bool:
    """Whether everything that is counted now is popularity."""
    families = {row.kpi.family for row in rows if row.kpi and row.status == Objective.Status.ACTIVE}
    return families == {"popularity"}


def _progress(row: Objective) -> Progress:
    points = tuple((measure.on, measure.value) for measure in row.measures.all())
    return Progress(row.baseline, row.target, points, row.start_on, row.due_on)


@workspace("plan.write")
@form_methods
def objective_new(request: HttpRequest) -> HttpResponse:
    own = {"page_of": "objective", "template": "objectives/form.html"}
    return edit_part(request, ObjectiveForm, Objective(), heading=_("A new objective"), lead=_lead(), **own)


def _lead() -> str:
    return _("Being present is not an end in itself. Say what it should bring, and how you will know.")


@workspace("plan.write")
@form_methods
def objective_edit(request: HttpRequest, objective_id: int) -> HttpResponse:
    row = found(objective_id)
    own = {"page_of": "objective", "template": "objectives/form.html", "remove": "objective-delete"}
    return edit_part(request, ObjectiveForm, row, heading=str(row), lead=_lead(), **own)


def found(objective_id: int) -> Objective:
    """The objective of this workspace with that number; 404 when there is none."""
    rows = Objective.objects.select_related("workspace", "kpi", "owner").prefetch_related(_measures())
    return get_object_or_404(rows, pk=objective_id)


@workspace("plan.write")
@form_methods
def objective_delete(request: HttpRequest, objective_id: int) -> HttpResponse:
    lost = _("Posts that served it keep their place and lose the link to it. Its measures go with it.")
    return remove_part(request, found(objective_id), lost, "objectives")


@workspace("plan.read")
@require_safe
def objective(request: HttpRequest, objective_id: int) -> HttpResponse:
    """One objective: how far it has come, all that was measured, and who and what works for it."""
    row = found(objective_id)
    return page(request, row, MeasureForm(workspace=request.workspace, objective=row, initial=_today(request)))


def _today(request: HttpRequest) -> dict[str, date]:
    return {"on": today_of(request)}


def page(request: HttpRequest, row: Objective, form: MeasureForm) -> HttpResponse:
    """The page of an objective, with the form for another measure as it stands."""
    request.section = "strategy"
    progress = _progress(row)
    today = today_of(request)
    context = {
        "objective": row,
        "progress": progress,
        "time_gone": progress.time_gone(today),
        "chart": chart(progress),
        "channels": row.channels.select_related("platform"),
        "personas": row.personas.all(),
        "post_count": row.posts.exclude(status="cancelled").count(),
        "form": form,
        "today": today,
        "history": AuditEvent.objects.filter(target_kind="objective", target_id=row.pk, verb__in=VERBS).select_related(
            "actor"
        ),
    }
    return render(request, "objectives/objective.html", context, status=422 if form.errors else 200)


@workspace("plan.write")
@form_methods
def objective_close(request: HttpRequest, objective_id: int) -> HttpResponse:
    """Say that an objective is reached, or given up."""
    request.section = "strategy"
    row = found(objective_id)
    posted = request.method == "POST"
    data = request.POST if posted else None
    form = ClosingForm(data, instance=row, workspace=request.workspace, today=today_of(request))
    if posted and form.is_valid():
        diff = audit.form_diff(form)
        with transaction.atomic():
            form.save()
            if diff:
                audit.record(request.workspace, request.user, "closed", row, diff)
        messages.success(request, _("“%(name)s” is closed.") % {"name": row})
        return redirect("objective", request.workspace.slug, row.pk)
    context = {"objective": row, "form": form}
    return render(request, "objectives/close.html", context, status=422 if posted else 200)


@workspace("plan.write")
@require_POST
def objective_reopen(request: HttpRequest, objective_id: int) -> HttpResponse:
    """Work for an objective again."""
    row = found(objective_id)
    if row.status != Objective.Status.ACTIVE:
        diff = {"status": (row.status, Objective.Status.ACTIVE), "closed_on": (row.closed_on, None)}
        with transaction.atomic():
            row.status, row.closed_on = Objective.Status.ACTIVE, None
            row.save(update_fields=["status", "closed_on"])
            audit.record(request.workspace, request.user, "reopened", row, diff)
        messages.success(request, _("“%(name)s” is being worked for again.") % {"name": row})
    return redirect("objective", request.workspace.slug, row.pk)
