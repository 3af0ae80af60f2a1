"""A small sound plan to vary: rules show with it what they flag and what they let pass."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from .snapshot import (
    Answering,
    BudgetLine,
    Channel,
    Listening,
    Media,
    Objective,
    Persona,
    Pillar,
    Plan,
    Platform,
    Post,
    Procedure,
    Readiness,
    ResponseCase,
    Review,
    Strategy,
    TeamMember,
    Use,
    Voice,
)

MONDAY = date(2026, 3, 2)
"""The day on which every example is looked at."""

_FACEBOOK = Platform("facebook", "Facebook", char_max=63206, freq_min=1, freq_low=3, freq_high=5, freq_max=10)
_INSTAGRAM = Platform("instagram", "Instagram", char_max=2200, freq_min=1, freq_low=3, freq_high=5, freq_max=10)
_TIKTOK = Platform("tiktok", "TikTok", char_max=2200, freq_min=2, freq_low=3, freq_high=5, freq_max=21)
_LINKEDIN = Platform("linkedin", "LinkedIn", char_max=3000, freq_min=1, freq_low=2, freq_high=5, freq_max=7)
_X = Platform("x", "X", counting="x", char_max=280, freq_min=3, freq_low=5, freq_high=21, freq_max=70)
_BLUESKY = Platform("bluesky", "Bluesky", counting="graphemes", char_max=300, freq_min=1, freq_high=7, freq_max=35)
_MASTODON = Platform("mastodon", "Mastodon", counting="mastodon", char_max=500, freq_min=1, freq_high=7, freq_max=35)
_NEWSLETTER = Platform(
    "newsletter", "Newsletter", category="publishing", is_conversational=False, effort=0.25, freq_min=0.25, freq_max=2
)
_PINTEREST = Platform("pinterest", "Pinterest", category="sharing", is_conversational=False, effort=0.25, freq_min=2)

PLATFORMS = {
    platform.slug: platform
    for platform in (_FACEBOOK, _INSTAGRAM, _TIKTOK, _LINKEDIN, _X, _BLUESKY, _MASTODON, _NEWSLETTER, _PINTEREST)
}


def channel(number: int, platform: str, **fields: Any) -> Channel:
    """An adopted channel on `platform`, for the baker's one persona, at a quiet pace; Samira answers there."""
    usual = {
        "personas": (1,),
        "objectives": (1,),
        "responder": 1,
        "reason": "persona",
        "since": date(2025, 9, 1),
        "weekly_target": min(1.0, PLATFORMS[platform].freq_min),
    }
    return Channel(number, PLATFORMS[platform], **{**usual, **fields})


def post(number: int, days: int | None = 1, **fields: Any) -> Post:
    """A post at nine o'clock, `days` after the Monday of the examples; None puts it into the reserve.

    It was written in February, for Inès and for the one objective, and says something useful to her.
    """
    day = None if days is None else MONDAY + timedelta(days=days)
    at = None if day is None else datetime.combine(day, time(9), UTC)
    usual = {
        "title": f"Post {number}",
        "channel": 1,
        "value": "educate",
        "about": "audience",
        "persona": 1,
        "persona_need": "bread that keeps",
        "objective": 1,
        "created_at": datetime(2026, 2, 20, 9, tzinfo=UTC),
    }
    return Post(number, **{**usual, "day": day, "at": at, **fields})


def posts(*intents: str, every: int = 2, first: int = 1, **fields: Any) -> tuple[Post, ...]:
    """One post an intent, `every` so many days, the first `first` days after the Monday of the examples."""
    return tuple(
        post(index + 1, first + index * every, intent=intent, invites_reply=intent == "conversation", **fields)
        for index, intent in enumerate(intents)
    )


def feed(*intents: str, **fields: Any) -> Plan:
    """The bakery on Facebook alone, with one post an intent, spread over the three weeks to come; at least two."""
    every = 20 / (len(intents) - 1)
    spread = tuple(
        replace(one, day=(moved := post(0, 1 + round(index * every))).day, at=moved.at)
        for index, one in enumerate(posts(*intents, **fields))
    )
    return bakery(channels=(channel(1, "facebook"),), posts=spread)


def beside(*more: Post) -> Plan:
    """The bakery with these posts beside her own."""
    plan = bakery()
    return replace(plan, posts=(*plan.posts, *more))


def picture(**fields: Any) -> Media:
    """A picture without alternative text."""
    return Media(1, label="four.jpg", **fields)


_THEMES = (1, 2, 3)


def bakery(**fields: Any) -> Plan:
    """A neighbourhood baker with six hours a week, two platforms and four quiet weeks ahead: nothing to find here.

    Given other posts and no channels, she has only those platforms of hers on which one of them stands.
    """
    week = ("value", "conversation", "value", "commercial", "value")
    both = [
        replace(one, channel=1 + index % 2, pillar=_THEMES[index % 3], has_people=index % 3 == 1)
        for index, one in enumerate(posts(*week, *week, "value", "conversation", "service"))
    ]
    plan = Plan(
        today=MONDAY,
        created_on=date(2025, 9, 1),
        personas=(ines(),),
        channels=(channel(1, "facebook"), channel(2, "instagram")),
        objectives=(cakes(),),
        pillars=(
            Pillar(1, "Bread that keeps", kind="expertise", target_share=40),
            Pillar(2, "At the oven", kind="human", target_share=30),
            Pillar(3, "This week", kind="product", target_share=30),
        ),
        team=(TeamMember(1, "Samira", kind="owner", hours_per_week=6, skill_set=("copy", "photo")),),
        posts=tuple(both),
        **_groundwork(),
    )
    if "posts" in fields and "channels" not in fields:
        spoken = {one.channel for one in fields["posts"]}
        fields["channels"] = tuple(one for one in plan.channels if one.id in spoken) or plan.channels
    return replace(plan, **fields)


def ines(**fields: Any) -> Persona:
    """The baker's one persona, whom she asked herself."""
    usual = {
        "age_min": 30,
        "age_max": 45,
        "needs": ("bread that keeps",),
        "expectations": "To know what is in it.",
        "evidence_type": "interviews",
        "last_reviewed_on": date(2026, 1, 12),
        "created_on": date(2025, 9, 1),
        "uses": (Use("facebook", evidence="She said so."), Use("instagram", evidence="She said so.")),
    }
    return Persona(1, "Inès", **{**usual, **fields})


def cakes(**fields: Any) -> Objective:
    """The baker's one objective, with all that it takes to measure it."""
    usual = {
        "kind": "new_clients_partners",
        "business_goal": "A fifth more turnover",
        "kpi": "orders",
        "kpi_family": "business",
        "kpi_unit": "orders",
        "baseline": 20.0,
        "target": 50.0,
        "start_on": date(2026, 1, 5),
        "due_on": date(2026, 6, 30),
        "owner": 1,
        "personas": (1,),
    }
    return Objective(1, "Thirty more cake orders a month", **{**usual, **fields})


def _groundwork() -> dict[str, Any]:
    """What the bakery stands on."""
    asked = date(2026, 1, 12)
    return {
        "listening": Listening(
            purposes=("reputation", "feedback"),
            cadence_days=7,
            owner=1,
            places=("care", "reviews", "comments"),
            keyword_families=("brand", "product", "competitor", "sector"),
            since=date(2025, 8, 1),
        ),
        "strategy": Strategy(
            written=frozenset(
                [
                    "business_goal",
                    "audience",
                    "platforms",
                    "objectives",
                    "voice",
                    "resources",
                    "listening",
                    "response",
                    "measures",
                ]
            ),
            horizon_months=36,
            started_on=date(2025, 9, 1),
        ),
        "voice": Voice("Good bread for the street.", "Baked here, this night.", ("honesty",), ("warm", "precise")),
        "readiness": Readiness("yes", "yes", "yes", asked, "https://fournil.example", date(2025, 3, 1), "yes"),
        "procedures": tuple(Procedure(kind, "Ten lines.", 1, asked) for kind in ("approval", "response", "crisis")),
        "answering": Answering(
            exists=True,
            opening_hours="Tuesday to Saturday, 8 to 19",
            cases=tuple(
                ResponseCase(kind, action, 4, 1)
                for kind, action in (("question", "answer"), ("compliment", "thank"), ("complaint", "private"))
            ),
        ),
        "reviews": tuple(Review(asked, channel=number, still_there="yes", decision="keep") for number in (1, 2)),
        "budget": (BudgetLine("promotion", Decimal(30)), BudgetLine("tool", Decimal(12))),
    }
