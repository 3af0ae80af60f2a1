"""Workspaces of a chosen size, made in bulk."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django_scopes import scope

from calendar_app.models import Post
from calendar_app.moments import moment
from smplanner.workspaces.models import User, Workspace
from smplanner.workspaces.roles import Role
from tests import factories as make

MONTH = date.today().replace(day=1)  # noqa: DTZ011 - which day it is somewhere matters little here
DAYS = 28
ZONE = ZoneInfo("Europe/Paris")
TEXT = "Le four est chaud, la pâte a levé toute la nuit. Passez nous voir avant huit heures ! " * 4
PLATFORMS = ("instagram", "facebook", "linkedin", "tiktok", "youtube", "x")


def plan(user: User, name: str, in_month: int, elsewhere: int) -> Workspace:
    """A workspace with `in_month` posts in this month and `elsewhere` others over the years around it."""
    workspace = make.make_workspace(name)
    make.make_membership(user, workspace, Role.ADMIN)
    personas = [make.make_persona(workspace) for _ in range(5)]
    objectives = [make.make_objective(workspace) for _ in range(3)]
    pillars = [make.make_pillar(workspace) for _ in range(4)]
    channels = [make.make_channel(workspace, platform, personas=personas[:2]) for platform in PLATFORMS]
    make.make_listening_plan(workspace)
    days = [MONTH + timedelta(days=n % DAYS) for n in range(in_month)]
    # Two years on either side of the month and of the weeks that its page shows.
    far = [*range(-760, -30), *range(70, 800)]
    days += [MONTH + timedelta(days=far[n % len(far)]) for n in range(elsewhere)]
    statuses = (Post.Status.PLANNED, Post.Status.DRAFT, Post.Status.APPROVED, Post.Status.POSTED)
    posts = (
        _post(
            workspace,
            n,
            day,
            status=statuses[n % 4],
            channel=channels[n % 6],
            persona=personas[n % 5] if n % 3 else None,
            objective=objectives[n % 3],
            pillar=pillars[n % 4] if n % 2 else None,
            owner=user,
            intent=("value", "commercial", "conversation")[n % 3],
        )
        for n, day in enumerate(days)
    )
    with scope(workspace=workspace):
        batch: list[Post] = []
        for post in posts:
            batch.append(post)
            if len(batch) == 5000:
                Post.objects.bulk_create(batch)
                batch = []
        Post.objects.bulk_create(batch)
    return workspace


def _post(workspace: Workspace, n: int, day: date, **fields: object) -> Post:
    clock = time(7 + n % 13, 15 * (n % 4))
    return Post(
        workspace=workspace,
        title=f"Publication {n} de la boulangerie",
        text=TEXT,
        local_date=day,
        local_time=clock,
        zone="Europe/Paris",
        publish_at=moment(day, clock, ZONE).at,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        **fields,
    )
