"""Objectives: what the presence should bring."""

from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query

from calendar_app.forms.objectives import ObjectiveForm
from calendar_app.models import Objective

from .addresses import page_address
from .answers import Paging, answer, listed, page_of
from .operations import PLAN, operation
from .parts import change, create, found, locked, remove
from .shapes import ANY_OF_THESE, Part, Shape, nullable, plain

TAG = "objectives"
PLACE = "/workspaces/{slug:workspace}/objectives"
ONE = PLACE + "/{int:objective_id}"

SHAPE = Shape(
    "Objective",
    ObjectiveForm,
    shown={
        "status": Part(str, {"type": "string", "enum": Objective.Status.values}),
        "closed_on": nullable(Part(str, {"type": "string", "format": "date"})),
        "lesson": Part(str, {"type": "string"}),
        "page": Part(str, {"type": "string", "format": "uri", "description": _("Its page for people.")}),
    },
)
ObjectiveNew, ObjectiveChange, ObjectiveAnswer = SHAPE.new(), SHAPE.change(), SHAPE.answer()


class Wanted(Paging):
    status: list[Literal[*Objective.Status.values]] | None = Field(None, description=ANY_OF_THESE)


def rows() -> QuerySet[Objective]:
    return Objective.objects.order_by("pk").select_related("kpi").prefetch_related("personas")


def told(request: HttpRequest, objective: Objective) -> dict[str, Any]:
    """An objective as the API shows it."""
    return {
        "id": objective.pk,
        **SHAPE.told(objective),
        "status": objective.status,
        "closed_on": plain(objective.closed_on),
        "lesson": objective.lesson,
        "page": page_address("objective", request.workspace.slug, objective.pk),
    }


@operation(
    "GET",
    PLACE,
    summary=_("List objectives"),
    tag=TAG,
    action="plan.read",
    answers=page_of(ObjectiveAnswer),
    query=Wanted,
)
def list_objectives(request: HttpRequest, workspace: str, wanted: Query[Wanted]) -> HttpResponse:
    objectives = rows().filter(status__in=wanted.status) if wanted.status else rows()
    return listed(request, objectives, wanted, lambda objective: told(request, objective))


@operation(
    "POST",
    PLACE,
    summary=_("Set an objective"),
    says=_("Only the statement is required."),
    tag=TAG,
    scope=PLAN,
    action="plan.write",
    status=201,
    answers=ObjectiveAnswer,
)
def create_objective(request: HttpRequest, workspace: str, body: ObjectiveNew) -> HttpResponse:
    return create(request, SHAPE, Objective(workspace=request.workspace), body, told, "objectives")


@operation("GET", ONE, summary=_("Read an objective"), tag=TAG, action="plan.read", answers=ObjectiveAnswer)
def read_objective(request: HttpRequest, workspace: str, objective_id: int) -> HttpResponse:
    return answer(request, told(request, found(rows(), objective_id)))


@operation(
    "PATCH",
    ONE,
    summary=_("Change an objective"),
    says=_("Send only what changes. That it is reached or given up is said on its page."),
    tag=TAG,
    scope=PLAN,
    action="plan.write",
    answers=ObjectiveAnswer,
)
def change_objective(request: HttpRequest, workspace: str, objective_id: int, body: ObjectiveChange) -> HttpResponse:
    return change(request, SHAPE, locked(rows(), objective_id), body, told)


@operation(
    "DELETE",
    ONE,
    summary=_("Remove an objective"),
    says=_("Posts that served it keep their place; its measures go with it."),
    tag=TAG,
    scope=PLAN,
    action="plan.write",
    status=204,
)
def delete_objective(request: HttpRequest, workspace: str, objective_id: int) -> HttpResponse:
    return remove(request, locked(rows(), objective_id), told)
