"""What an objective's indicator showed: written down, put right, taken away."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from calendar_app.forms.objectives import MeasureForm
from calendar_app.models import Measure, Objective
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace

from .objectives import found, page
from .parts import form_methods


@workspace("plan.write")
@require_POST
def measure_new(request: HttpRequest, objective_id: int) -> HttpResponse:
    """Write down what the indicator shows."""
    row = found(objective_id)
    form = MeasureForm(request.POST, workspace=request.workspace, objective=row)
    with transaction.atomic():
        Objective.objects.select_for_update().get(pk=row.pk)  # two measures of one day wait for each other
        if form.is_valid():
            form.save()
            audit.record(request.workspace, request.user, "measured", row, {"measure": ("", _said(form.instance))})
    if form.errors:
        return page(request, row, form)
    messages.success(request, _("The measure is written down."))
    return redirect("objective", request.workspace.slug, row.pk)


def _said(measure: Measure) -> dict[str, object]:
    return {"on": measure.on, "value": measure.value, "note": measure.note}


@workspace("plan.write")
@form_methods
def measure_edit(request: HttpRequest, objective_id: int, measure_id: int) -> HttpResponse:
    """Put a measure right."""
    request.section = "strategy"
    row = found(objective_id)
    measure = get_object_or_404(Measure.objects, pk=measure_id, objective=row)
    posted = request.method == "POST"
    before = _said(measure)
    form = MeasureForm(request.POST if posted else None, instance=measure, workspace=request.workspace, objective=row)
    with transaction.atomic():
        if posted:
            Objective.objects.select_for_update().get(pk=row.pk)
        if posted and form.is_valid():
            if form.has_changed():
                form.save()
                audit.record(
                    request.workspace, request.user, "measured", row, {"measure": (before, _said(form.instance))}
                )
            messages.success(request, _("The measure is written down."))
            return redirect("objective", request.workspace.slug, row.pk)
    context = {"objective": row, "form": form, "measure": measure}
    return render(request, "objectives/measure.html", context, status=422 if posted else 200)


@workspace("plan.write")
@require_POST
def measure_delete(request: HttpRequest, objective_id: int, measure_id: int) -> HttpResponse:
    """Take a measure away."""
    row = found(objective_id)
    measure = get_object_or_404(Measure.objects, pk=measure_id, objective=row)
    with transaction.atomic():
        audit.record(request.workspace, request.user, "measured", row, {"measure": (_said(measure), "")})
        measure.delete()
    messages.success(request, _("The measure is removed."))
    return redirect("objective", request.workspace.slug, row.pk)
