"""Personas, with the platforms they use."""

from typing import Annotated, Any, Literal

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query
from pydantic import BaseModel, StringConstraints

from personas import writing
from personas.forms import PersonaForm, PersonaPlatformFormSet
from personas.models import Persona, PersonaPlatform
from smplanner.workspaces import audit

from .addresses import api_address, page_address
from .answers import Paging, answer, listed, need_version, page_of
from .operations import PLAN, operation
from .parts import found, locked, valid
from .problems import Fault, Problem
from .shapes import ANY_OF_THESE, STRICT, Part, Shape, nullable, numbers, plain

TAG = "personas"
PLACE = "/workspaces/{slug:workspace}/personas"
ONE = PLACE + "/{int:persona_id}"
PREFIX = "uses"


class Use(BaseModel):
    """That a persona uses a platform."""

    model_config = STRICT

    platform: Annotated[str, StringConstraints(max_length=50)] = Field(
        description=_("Its short name in the catalogue.")
    )
    usage: Literal[*PersonaPlatform.Usage.values] = PersonaPlatform.Usage.WEEKLY.value
    why: Annotated[str, StringConstraints(max_length=200)] = ""
    evidence: Annotated[str, StringConstraints(max_length=200)] = ""


SHAPE = Shape(
    "Persona",
    PersonaForm,
    more={
        "uses": Part(
            list[Use],
            {
                "type": "array",
                "items": {"title": "Use"},  # the document puts a reference in its place
                "maxItems": 30,
                "description": _(
                    "The platforms they use, each once. A list that is sent takes the place of the old one."
                ),
            },
        )
    },
    shown={
        "last_reviewed_on": nullable(Part(str, {"type": "string", "format": "date"})),
        "page": Part(str, {"type": "string", "format": "uri", "description": _("Its page for people.")}),
    },
)
PersonaNew, PersonaChange, PersonaAnswer = SHAPE.new(), SHAPE.change(), SHAPE.answer()


class Wanted(Paging):
    status: list[Literal[*Persona.Status.values]] | None = Field(None, description=ANY_OF_THESE)


def rows() -> QuerySet[Persona]:
    uses = PersonaPlatform.objects.select_related("platform").order_by("pk")
    return Persona.objects.order_by("pk").prefetch_related(Prefetch("uses", uses))


def told(request: HttpRequest, persona: Persona) -> dict[str, Any]:
    """A persona as the API shows it."""
    return {
        "id": persona.pk,
        **SHAPE.told(persona),
        "uses": [
            {"platform": use.platform.slug, "usage": use.usage, "why": use.why, "evidence": use.evidence}
            for use in persona.uses.all()
        ],
        "last_reviewed_on": plain(persona.last_reviewed_on),
        "page": page_address("persona", request.workspace.slug, persona.pk),
    }


@operation(
    "GET",
    PLACE,
    summary=_("List personas"),
    tag=TAG,
    action="plan.read",
    answers=page_of(PersonaAnswer),
    query=Wanted,
)
def list_personas(request: HttpRequest, workspace: str, wanted: Query[Wanted]) -> HttpResponse:
    personas = rows().filter(status__in=wanted.status) if wanted.status else rows()
    return listed(request, personas, wanted, lambda persona: told(request, persona))


@operation(
    "POST",
    PLACE,
    summary=_("Describe a persona"),
    says=_("Only the name is required."),
    tag=TAG,
    scope=PLAN,
    action="plan.write",
    status=201,
    answers=PersonaAnswer,
)
def create_persona(request: HttpRequest, workspace: str, body: PersonaNew) -> HttpResponse:
    today = timezone.now().astimezone(request.workspace.tz).date()
    persona = _save(request, Persona(workspace=request.workspace, last_reviewed_on=today), body)
    return answer(request, told(request, persona), 201, api_address(request, "personas", persona.pk))


@operation("GET", ONE, summary=_("Read a persona"), tag=TAG, action="plan.read", answers=PersonaAnswer)
def read_persona(request: HttpRequest, workspace: str, persona_id: int) -> HttpResponse:
    return answer(request, told(request, found(rows(), persona_id)))


@operation(
    "PATCH",
    ONE,
    summary=_("Change a persona"),
    says=_("Send only what changes. A persona is not removed but archived: status “archived”."),
    tag=TAG,
    scope=PLAN,
    action="plan.write",
    answers=PersonaAnswer,
)
def change_persona(request: HttpRequest, workspace: str, persona_id: int, body: PersonaChange) -> HttpResponse:
    persona = locked(rows().select_related("workspace"), persona_id)
    need_version(request, told(request, persona))
    return answer(request, told(request, _save(request, persona, body)))


def _save(request: HttpRequest, persona: Persona, sent: Any) -> Persona:
    made = persona.pk is None
    form = PersonaForm(SHAPE.typed(persona, sent), instance=persona, workspace=request.workspace)
    wanted = sent.uses if "uses" in sent.model_fields_set else None
    uses = (
        PersonaPlatformFormSet(_typed(persona, wanted), instance=persona, prefix=PREFIX) if wanted is not None else None
    )
    valid(form)
    if uses is not None and not uses.is_valid():
        raise Problem(422, faults=list(_faults(uses)))
    diff = writing.changes(form, uses) if uses is not None else audit.form_diff(form)
    form.save()
    if uses is not None:
        uses.save()
    writing.log(persona, diff, request.user, made=made)
    return found(rows(), persona.pk)


def _typed(persona: Persona, wanted: list[Use]) -> QueryDict:
    """The rows of the form: those that stay with what they become, those that go, then the new ones."""
    platforms = numbers(PersonaPlatform._meta.get_field("platform").related_model)
    asked = list(wanted)
    lines: list[dict[str, Any]] = []
    for use in persona.uses.order_by("platform__name", "pk") if persona.pk else ():
        same = next((one for one in asked if one.platform == use.platform.slug), None)
        if same is None:
            lines.append({"id": use.pk, "platform": use.platform_id, "usage": use.usage, "DELETE": "on"})
        else:
            asked.remove(same)
            lines.append({"id": use.pk, **_line(same, platforms)})
    data = QueryDict(mutable=True)
    data[f"{PREFIX}-INITIAL_FORMS"] = str(len(lines))
    lines += [_line(one, platforms) for one in asked]
    data[f"{PREFIX}-TOTAL_FORMS"] = str(len(lines))
    for number, line in enumerate(lines):
        for name, value in line.items():
            data[f"{PREFIX}-{number}-{name}"] = str(value)
    return data


def _line(use: Use, platforms: dict[str, int]) -> dict[str, Any]:
    return {**use.model_dump(), "platform": platforms.get(use.platform, 0)}


def _faults(uses: Any) -> list[Fault]:
    faults = [Fault("body", "uses", message) for message in uses.non_form_errors()]
    for form in uses.forms:
        for name, messages in form.errors.items():
            faults += [Fault("body", "uses" if name == "__all__" else f"uses.{name}", message) for message in messages]
    return faults
