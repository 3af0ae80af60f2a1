"""A small sound plan to vary: rules show with it what they flag and what they let pass."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from .snapshot import Channel, Listening, Media, Objective, Persona, Plan, Platform, Post, TeamMember, Use

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
    """An adopted channel on `platform`, for the baker's one persona."""
    return Channel(number, PLATFORMS[platform], **{"personas": (1,), "objectives": (1,), **fields})


def post(number: int, days: int | None = 1, **fields: Any) -> Post:
    """A post at nine o'clock, `days` after the Monday of the examples; None puts it into the reserve."""
    day = None if days is None else MONDAY + timedelta(days=days)
    at = None if day is None else datetime.combine(day, time(9), UTC)
    return Post(number, **{"title": f"Post {number}", "channel": 1, "day": day, "at": at, **fields})


def posts(*intents: str, every: int = 2, first: int = 1, **fields: Any) -> tuple[Post, ...]:
    """One post an intent, `every` so many days, the first `first` days after the Monday of the examples."""
    return tuple(
        post(index + 1, first + index * every, intent=intent, invites_reply=intent == "conversation", **fields)
        for index, intent in enumerate(intents)
    )


def picture(**fields: Any) -> Media:
    """A picture without alternative text."""
    return Media(1, label="four.jpg", **fields)


def bakery(**fields: Any) -> Plan:
    """A neighbourhood baker with six hours a week, two platforms and four quiet weeks ahead: nothing to find here."""
    week = ("value", "conversation", "value", "commercial", "value")
    both = [
        replace(one, channel=1 + index % 2)
        for index, one in enumerate(posts(*week, *week, "value", "conversation", "service"))
    ]
    plan = Plan(
        today=MONDAY,
        created_on=date(2025, 9, 1),
        personas=(Persona(1, "Inès", needs=("bread that keeps",), uses=(Use("facebook"), Use("instagram"))),),
        channels=(channel(1, "facebook"), channel(2, "instagram")),
        objectives=(Objective(1, "Thirty more cake orders a month", kind="new_clients_partners"),),
        team=(TeamMember(1, "Samira", kind="owner", hours_per_week=6),),
        listening=Listening(places=("care", "reviews", "comments"), cadence_days=7, owner=1),
        posts=tuple(both),
    )
    return replace(plan, **fields)
