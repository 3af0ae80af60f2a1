"""Workspaces in which every field is filled, with texts as people write them: what the checker has to read."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from django_scopes import scope

from calendar_app.models import (
    BudgetLine,
    Channel,
    Media,
    Post,
    ResponseCase,
    ResponsePolicy,
    StrategySection,
    TeamMember,
)
from calendar_app.models import Strategy as StrategyRow
from calendar_app.moments import moment
from smplanner.workspaces.models import User, Workspace
from smplanner.workspaces.roles import Role
from tests import factories as make

TODAY = date.today()  # noqa: DTZ011 - which day it is somewhere matters little here
ZONE = ZoneInfo("Europe/Paris")
PLATFORMS = (
    "instagram",
    "facebook",
    "linkedin",
    "tiktok",
    "youtube",
    "x",
    "threads",
    "bluesky",
    "mastodon",
    "pinterest",
    "newsletter",
    "blog",
)
# Posts as people of all trades write them; the rest is put together from their sentences.
WRITTEN = json.loads(Path(__file__).parents[1].joinpath("calendar_app/rules/labelled_posts.json").read_text())
SENTENCES = sorted({part for one in WRITTEN for part in re.split(r"(?<=[.!?…])\s+", one["text"]) if len(part) > 11})
ENDINGS = (
    "Commandez avant vendredi au comptoir ou sur https://fournil.example/commander",
    "#boulangerie #levain #faitmaison #artisan #painaulevain",
    "#pain",
    "See you on Saturday 👋",
    "Publicité",
    *[""] * 8,
)


def full(user: User, name: str, posts: int) -> Workspace:
    """A workspace with `posts` posts over four years, on twelve channels, and a groundwork that is written down."""
    chance = Random(posts)  # noqa: S311 - the same texts each time
    workspace = make.make_workspace(name)
    make.make_membership(user, workspace, Role.ADMIN)
    team = [make.make_team_member(workspace, hours_per_week=12, skill_set=["copy", "photo"]) for _ in range(4)]
    personas = [
        make.make_persona(workspace, age_min=20 + 8 * n, age_max=40 + 8 * n, needs=["du pain", "un mot gentil"])
        for n in range(5)
    ]
    for persona in personas:
        make.make_persona_platform(persona, "instagram")
    objectives = [make.make_objective(workspace, owner=team[0], target=100) for _ in range(4)]
    pillars = [make.make_pillar(workspace, target_share=25) for _ in range(4)]
    channels = [
        make.make_channel(workspace, slug, personas=personas[:2], objectives=objectives[:2], responder=team[0])
        for slug in PLATFORMS
    ]
    make.make_listening_plan(workspace)
    with scope(workspace=workspace):
        _groundwork(workspace, team)
        links = (channels, personas, objectives, pillars)
        _save(_posts(workspace, user, posts, chance, *links))
        _pictures(workspace, chance)
    return workspace


def _groundwork(workspace: Workspace, team: list[TeamMember]) -> None:
    strategy = StrategyRow.objects.create(workspace=workspace, horizon_months=36, started_on=TODAY)
    StrategySection.objects.bulk_create(
        StrategySection(workspace=workspace, strategy=strategy, key=key, text="Dix lignes. " * 20)
        for key in StrategySection.Key.values
    )
    policy = ResponsePolicy.objects.create(workspace=workspace, opening_hours="Mardi à samedi")
    ResponseCase.objects.bulk_create(
        ResponseCase(workspace=workspace, policy=policy, kind=kind, action="answer", within_hours=4, who=team[1])
        for kind in ResponseCase.Kind.values
    )
    BudgetLine.objects.create(workspace=workspace, kind="tool", monthly_eur=Decimal(20))


def text(chance: Random) -> str:
    """A post as somebody might write it: from a sentence to some twelve hundred characters. A few are alike."""
    if chance.random() < 0.05:
        return str(chance.choice(WRITTEN)["text"])
    sentences = chance.sample(SENTENCES, k=chance.choice((1, 2, 2, 3, 3, 4, 6, 14)))
    number = f"{chance.randrange(1_000_000):x}"  # of an order, a date, a room: no two posts have all words in common
    return "\n".join(filter(None, (" ".join(sentences), f"N° {number}", chance.choice(ENDINGS))))


def _posts(
    workspace: Workspace,
    user: User,
    count: int,
    chance: Random,
    channels: list[Channel],
    personas: list[object],
    objectives: list[object],
    pillars: list[object],
) -> Iterator[Post]:
    """Four years of posts, as many each day, those of the past posted."""
    for n in range(count):
        day = TODAY + timedelta(days=n * 1460 // count - 730)
        clock = time(7 + n % 13, 15 * (n % 4))
        intent = chance.choice(("value", "value", "conversation", "commercial", "service"))
        yield Post(
            workspace=workspace,
            title=f"{chance.choice(SENTENCES)[:60]} {n}",
            text=text(chance),
            link="https://fournil.example/" if n % 3 else "",
            channel=channels[n % len(channels)],
            status="posted" if day < TODAY else chance.choice(("planned", "draft", "in_review", "approved")),
            local_date=day,
            local_time=clock,
            zone="Europe/Paris",
            publish_at=moment(day, clock, ZONE).at,
            created_at=datetime(2023, 1, 1, tzinfo=UTC),
            intent=intent,
            value=chance.choice(("educate", "entertain", "inspire", "inform")),
            about=chance.choice(("us", "audience", "sector", "community")),
            invites_reply=intent == "conversation",
            persona=chance.choice(personas),
            persona_need="du pain qui se garde",
            objective=chance.choice(objectives),
            pillar=chance.choice(pillars),
            owner=user,
            format=chance.choice(("text", "image", "carousel", "short_video")),
            target_rung=chance.randrange(4, 8),
            has_people=n % 3 == 0,
            minutes_planned=30 if n % 2 else None,
            minutes_spent=40 if n % 5 == 0 else None,
            offer="Deux brioches pour le prix d’une" if intent == "commercial" else "",
            offer_until=day + timedelta(days=7) if intent == "commercial" else None,
            offer_terms="Dans la limite des stocks" if intent == "commercial" else "",
        )


def _save(posts: Iterator[Post]) -> None:
    batch: list[Post] = []
    for post in posts:
        batch.append(post)
        if len(batch) == 2000:
            Post.objects.bulk_create(batch)
            batch = []
    Post.objects.bulk_create(batch)


def _pictures(workspace: Workspace, chance: Random) -> None:
    """A picture for two posts in three."""
    numbers = Post.objects.order_by("pk").values_list("pk", flat=True)
    pictures = [
        Media(workspace=workspace, post_id=number, label="four.jpg", alt_text="Le four à cinq heures, porte ouverte.")
        for number in numbers
        if chance.random() < 0.66
    ]
    Media.objects.bulk_create(pictures, batch_size=5000)
