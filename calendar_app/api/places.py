"""Workspaces, with the numbers by which posts name people and parts of the plan; and the site's catalogues."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel

from calendar_app.models import Campaign, Kpi, Partner, Pillar, TeamMember
from personas.models import Platform
from smplanner.workspaces.models import Membership

from .access import seats
from .addresses import page_address
from .answers import Paging, answer, listed, page_of
from .operations import operation

TAG = "workspaces"


class Named(BaseModel):
    """Something with a number, by which other fields name it."""

    id: int
    name: str


class Workspace(BaseModel):
    """A workspace in which the owner of the token has a seat."""

    slug: str
    name: str
    role: str
    zone: str
    language: str
    country: str
    region: str
    week_start: int
    page: str


class WorkspaceWhole(Workspace):
    """A workspace, with what other fields may name: people who own posts, who answers, and parts of the plan."""

    members: list[Named]
    team_members: list[Named]
    pillars: list[Named]
    campaigns: list[Named]
    partners: list[Named]


class PlatformAnswer(BaseModel):
    """A platform of the catalogue; `slug` is how channels and personas name it."""

    slug: str
    name: str
    is_offered: bool
    char_max: int | None
    visible_chars: int | None


class Indicator(BaseModel):
    """Something that an objective may count; `slug` is how objectives name it."""

    slug: str
    name: str
    family: str
    unit: str


class Catalogue(BaseModel):
    """What is the same in every workspace."""

    platforms: list[PlatformAnswer]
    indicators: list[Indicator]


def told(seat: Membership) -> dict[str, Any]:
    """A workspace as seen from a seat in it."""
    place = seat.workspace
    kept = ("slug", "name", "zone", "language", "country", "region", "week_start")
    facts = {name: getattr(place, name) for name in kept}
    return {**facts, "role": seat.role, "page": page_address("workspace", place.slug)}


@operation(
    "GET",
    "/workspaces",
    summary=_("List workspaces"),
    says=_("Those in which the token’s owner has a seat, as far as the token reaches."),
    tag=TAG,
    answers=page_of(Workspace),
    query=Paging,
)
def list_workspaces(request: HttpRequest, paging: Query[Paging]) -> HttpResponse:
    return listed(request, seats(request.token).order_by("workspace__slug"), paging, told)


@operation(
    "GET",
    "/workspaces/{slug:workspace}",
    summary=_("Read a workspace"),
    says=_("With its people and the parts of its plan, by the numbers that other objects name them with."),
    tag=TAG,
    action="plan.read",
    answers=WorkspaceWhole,
)
def read_workspace(request: HttpRequest, workspace: str) -> HttpResponse:
    members = Membership.objects.filter(workspace=request.workspace, user__is_active=True).select_related("user")
    named: dict[str, type[Model]] = {
        "team_members": TeamMember,
        "pillars": Pillar,
        "campaigns": Campaign,
        "partners": Partner,
    }
    whole = told(request.membership) | {
        "members": [{"id": seat.user.pk, "name": seat.user.get_short_name()} for seat in members.order_by("user_id")]
    }
    for name, model in named.items():
        whole[name] = [{"id": row.pk, "name": str(row)} for row in model.objects.order_by("pk")]
    return answer(request, whole)


@operation(
    "GET",
    "/catalogue",
    summary=_("Read the catalogues"),
    says=_("Platforms and indicators, with the short names by which channels, personas and objectives name them."),
    tag=TAG,
    answers=Catalogue,
)
def read_catalogue(request: HttpRequest) -> HttpResponse:
    platform_facts = ("slug", "name", "is_offered", "char_max", "visible_chars")
    platforms = Platform.objects.order_by("slug").values(*platform_facts)
    indicators = [
        {"slug": kpi.slug, "name": kpi.name, "family": kpi.family, "unit": kpi.unit}
        for kpi in Kpi.objects.order_by("slug")
    ]
    return answer(request, {"platforms": list(platforms), "indicators": indicators})
