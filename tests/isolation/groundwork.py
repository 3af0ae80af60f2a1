"""A row of each kind of what a strategy rests on: readiness, voice, answering, means, community."""

from datetime import date

from django.db import models

from calendar_app.models import (
    Absence,
    Advocate,
    BrandVoice,
    BudgetLine,
    Campaign,
    Closure,
    CommunityNote,
    CriticismLog,
    DayNote,
    KeyDate,
    Partner,
    Procedure,
    Readiness,
    ReadinessAction,
    ResponseCase,
    ResponsePolicy,
    SchoolBreak,
)
from smplanner.workspaces.models import Workspace

DAY = date(2026, 6, 10)


def groundwork(marker: str, place: Workspace, member: models.Model) -> dict[str, models.Model]:
    """To be called inside the scope of `place`; every text carries `marker`, and `member` looks after what may be."""
    policy = ResponsePolicy.objects.create(workspace=place, auto_reply=f"{marker} reply")
    return {
        "readiness": Readiness.objects.create(workspace=place, is_ready="no", is_ready_why=f"{marker} ready"),
        "readiness_action": ReadinessAction.objects.create(workspace=place, text=f"{marker} action", owner=member),
        "brand_voice": BrandVoice.objects.create(workspace=place, mission=f"{marker} mission"),
        "policy": policy,
        "case": ResponseCase.objects.create(
            workspace=place, policy=policy, kind="question", who=member, example=f"{marker} example"
        ),
        "procedure": Procedure.objects.create(workspace=place, kind="crisis", text=f"{marker} procedure", owner=member),
        "criticism": CriticismLog.objects.create(workspace=place, on=DAY, theme=f"{marker} theme"),
        "absence": Absence.objects.create(
            workspace=place, member=member, first_day=DAY, last_day=DAY, note=f"{marker} absence"
        ),
        "budget_line": BudgetLine.objects.create(
            workspace=place, kind="tool", label=f"{marker} budget", monthly_eur="10"
        ),
        "community_note": CommunityNote.objects.create(
            workspace=place, rung=1, people=10, on=DAY, note=f"{marker} count"
        ),
        "advocate": Advocate.objects.create(workspace=place, label=f"{marker} advocate"),
        "campaign": Campaign.objects.create(workspace=place, name=f"{marker} campaign", note=f"{marker} campaign note"),
        "closure": Closure.objects.create(workspace=place, first_day=DAY, last_day=DAY, label=f"{marker} closed"),
        "key_date": KeyDate.objects.create(
            workspace=place, name=f"{marker} key date", first_day=DAY, note=f"{marker} key note", uid=f"{marker} uid"
        ),
        "school_break": SchoolBreak.objects.create(
            workspace=place, name=f"{marker} break", zone=f"{marker} zone", first_day=DAY, last_day=DAY
        ),
        "day_note": DayNote.objects.create(workspace=place, day=DAY, text=f"{marker} day note"),
        "partner": Partner.objects.create(workspace=place, name=f"{marker} partner"),
    }
