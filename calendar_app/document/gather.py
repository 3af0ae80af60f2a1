"""The rows of a workspace's strategy, in a number of queries that does not grow with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from calendar_app.models import (
    Absence,
    Advocate,
    BrandVoice,
    BudgetLine,
    Channel,
    CommunityNote,
    CriticismLog,
    Insight,
    ListeningPlan,
    Objective,
    Partner,
    Pillar,
    Procedure,
    Readiness,
    ReadinessAction,
    ResponsePolicy,
    ReviewLog,
    Strategy,
    StrategySection,
    TeamMember,
)
from personas.models import Persona
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
    """Read the strategy of `workspace`, whose scope must be active; absences are those not over by `today`."""
    objectives = Objective.objects.select_related("owner", "kpi").prefetch_related("personas", "measures")
    channels = Channel.objects.select_related("platform", "responder", "backup")
    written = StrategySection.objects.exclude(text="").values_list("key", "text")
    latest = CommunityNote.objects.order_by("-on").values("on")[:1]
    return Rows(
        workspace=workspace,
        today=today,
        strategy=Strategy.objects.first(),
        texts={key: text for key, text in written if text.strip()},
        readiness=Readiness.objects.first(),
        actions=list(ReadinessAction.objects.select_related("owner")),
        personas=list(Persona.objects.offered().prefetch_related("uses__platform")),
        objectives=list(objectives),
        channels=list(channels.prefetch_related("personas", "objectives", "slots", "tests")),
        pillars=list(Pillar.objects.offered().prefetch_related("personas")),
        voice=BrandVoice.objects.first(),
        team=list(TeamMember.objects.offered()),
        members=list(workspace.memberships.select_related("user").order_by("joined_at", "pk")),
        absences=list(Absence.objects.filter(last_day__gte=today).select_related("member")),
        budget=list(BudgetLine.objects.all()),
        listening=ListeningPlan.objects.select_related("owner").prefetch_related("sources", "keywords").first(),
        insights=list(Insight.objects.select_related("source", "persona")[:LATEST]),
        policy=ResponsePolicy.objects.prefetch_related("cases__who").first(),
        procedures=list(Procedure.objects.select_related("owner")),
        criticism=list(CriticismLog.objects.all()[:LATEST]),
        counts=list(CommunityNote.objects.filter(on=latest)),
        advocates=list(Advocate.objects.all()),
        partners=list(Partner.objects.all()),
        reviews=list(ReviewLog.objects.select_related("persona", "channel__platform")[:LATEST]),
    )
