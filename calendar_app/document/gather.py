"""The rows of a workspace's strategy, in two queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, Model, Q, QuerySet

from calendar_app.models import (
    Absence,
    Advocate,
    BrandVoice,
    BudgetLine,
    Channel,
    ChannelSlot,
    ChannelTest,
    CommunityNote,
    CriticismLog,
    Insight,
    Kpi,
    ListeningKeyword,
    ListeningPlan,
    ListeningSource,
    Measure,
    Objective,
    Partner,
    Pillar,
    Procedure,
    Readiness,
    ReadinessAction,
    ResponseCase,
    ResponsePolicy,
    ReviewLog,
    Strategy,
    StrategySection,
    TeamMember,
)
from personas.models import Persona, PersonaPlatform, Platform
from smplanner.bundles import Bundle, collect, collect_linked, point
from smplanner.statements import WORKSPACE, Asked
from smplanner.workspaces.models import Membership, Workspace

LATEST = 10  # how many of what was heard, criticised or reviewed a document tells; older ones stay in their lists


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything a document tells, as rows; what belongs to a row was read along with it."""

    workspace: Workspace
    today: date
    strategy: Strategy | None
    texts: dict[str, str]  # StrategySection.Key → what was written, answered questions only
    readiness: Readiness | None
    actions: Sequence[ReadinessAction]
    personas: Sequence[Persona]
    objectives: Sequence[Objective]
    channels: Sequence[Channel]
    pillars: Sequence[Pillar]
    voice: BrandVoice | None
    team: Sequence[TeamMember]
    members: Sequence[Membership]
    absences: Sequence[Absence]
    budget: Sequence[BudgetLine]
    listening: ListeningPlan | None
    insights: Sequence[Insight]
    policy: ResponsePolicy | None
    procedures: Sequence[Procedure]
    criticism: Sequence[CriticismLog]
    counts: Sequence[CommunityNote]  # the latest day's only
    advocates: Sequence[Advocate]
    partners: Sequence[Partner]
    reviews: Sequence[ReviewLog]


def of_workspace(workspace: Workspace, today: date) -> Rows:
    """Read the strategy of `workspace`, whose scope must be active; absences are those not over by `today`.

    Two queries: its tables are small, and there are many.
    """
    found = _STRATEGY.read(today=today)
    _tie(found)
    return Rows(
        workspace=workspace,
        today=today,
        strategy=_only(found["strategy"]),
        texts={section.key: section.text for section in found["sections"] if section.text.strip()},
        readiness=_only(found["readiness"]),
        actions=found["actions"],
        personas=[one for one in found["personas"] if one.status != Persona.Status.ARCHIVED],
        objectives=found["objectives"],
        channels=found["channels"],
        pillars=found["pillars"],
        voice=_only(found["voice"]),
        team=[one for one in found["team"] if one.is_active],
        members=list(workspace.memberships.select_related("user").order_by("joined_at", "pk")),
        absences=found["absences"],
        budget=found["budget"],
        listening=_only(found["listening"]),
        insights=found["insights"],
        policy=_only(found["policy"]),
        procedures=found["procedures"],
        criticism=found["criticism"],
        counts=found["counts"],
        advocates=found["advocates"],
        partners=found["partners"],
        reviews=found["reviews"],
    )


def _only(rows: Sequence[Any]) -> Any:
    return rows[0] if rows else None


def _told() -> dict[str, QuerySet]:
    latest = CommunityNote.objects.order_by("-on").values("on")[:1]
    whole: dict[str, type[Model]] = {
        "strategy": Strategy,
        "sections": StrategySection,
        "readiness": Readiness,
        "actions": ReadinessAction,
        "personas": Persona,
        "uses": PersonaPlatform,
        "objectives": Objective,
        "measures": Measure,
        "channels": Channel,
        "slots": ChannelSlot,
        "tests": ChannelTest,
        "voice": BrandVoice,
        "team": TeamMember,
        "budget": BudgetLine,
        "listening": ListeningPlan,
        "sources": ListeningSource,
        "keywords": ListeningKeyword,
        "policy": ResponsePolicy,
        "cases": ResponseCase,
        "procedures": Procedure,
        "advocates": Advocate,
        "partners": Partner,
    }
    return {
        **{name: model.objects.all() for name, model in whole.items()},
        "pillars": Pillar.objects.offered(),
        "absences": Absence.objects.filter(last_day__gte=Asked("today", DateField())),
        "counts": CommunityNote.objects.filter(on=latest),
        "insights": _latest(Insight),
        "criticism": _latest(CriticismLog),
        "reviews": _latest(ReviewLog),
        "platforms": Platform.objects.filter(Q(pk__in=_platforms(Channel)) | Q(pk__in=_platforms(PersonaPlatform))),
        "kpis": Kpi.objects.filter(pk__in=Objective.objects.values("kpi")),
        "channel_personas": _links(Channel.personas.through, "channel"),
        "channel_objectives": _links(Channel.objectives.through, "channel"),
        "objective_personas": _links(Objective.personas.through, "objective"),
        "pillar_personas": _links(Pillar.personas.through, "pillar"),
    }


def _latest(model: type[Model]) -> QuerySet:
    return model.objects.filter(pk__in=model.objects.values("pk")[:LATEST])


def _platforms(model: type[Model]) -> QuerySet:
    return model.objects.order_by().values("platform")


def _links(through: type[Model], owner: str) -> QuerySet:
    """A table of links is not scoped, so the workspace of its owner is asked for."""
    return through.objects.filter(**{f"{owner}__workspace": WORKSPACE})


_STRATEGY = Bundle(_told)

# What a row points at, and what points at a row: what the document and the overview follow.
_POINTS = (
    ("actions", "owner", "team"), ("absences", "member", "team"), ("uses", "platform", "platforms"),
    ("objectives", "owner", "team"), ("objectives", "kpi", "kpis"), ("channels", "platform", "platforms"),
    ("channels", "responder", "team"), ("channels", "backup", "team"), ("listening", "owner", "team"),
    ("insights", "source", "sources"), ("insights", "persona", "personas"), ("cases", "who", "team"),
    ("procedures", "owner", "team"), ("reviews", "persona", "personas"), ("reviews", "channel", "channels"),
)  # fmt: skip
_PARTS = (
    ("personas", "uses", "persona"), ("objectives", "measures", "objective"), ("channels", "slots", "channel"),
    ("channels", "tests", "channel"), ("listening", "sources", "plan"), ("listening", "keywords", "plan"),
    ("policy", "cases", "policy"),
)  # fmt: skip
_LINKS = (
    ("channels", "personas", "channel_personas", ("channel", "persona")),
    ("channels", "objectives", "channel_objectives", ("channel", "objective")),
    ("objectives", "personas", "objective_personas", ("objective", "persona")),
    ("pillars", "personas", "pillar_personas", ("pillar", "persona")),
)


def _tie(found: Mapping[str, list[Any]]) -> None:
    for rows, name, targets in _POINTS:
        point(found[rows], name, found[targets])
    for owners, name, of in _PARTS:
        collect(found[owners], name, found[name], of)
    for owners, name, links, ends in _LINKS:
        collect_linked(found[owners], name, found[links], found[name], ends)
