"""Posts whose words can still be changed, with the account they are for; and how examples make one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from calendar_app.plan.examples import beside, channel, post
from calendar_app.plan.snapshot import Channel, Plan, Post

from .text import Signals, signals

# What the examples need to know of every platform, whichever it is.
_LIMITS: dict[str, Any] = {"visible_chars": 125, "hashtags_soft": 5, "hashtags_max": 5}


Draft = tuple[Post, Channel | None, Signals]


def written(plan: Plan) -> Sequence[Draft]:
    """Each post in preparation that has a text, its channel when it has one, and what the text seems to do."""
    found: Sequence[Draft] | None = plan.worked_out.get("drafts")
    if found is None:
        channels = plan.channel_by_id
        found = tuple(
            (one, None if one.channel is None else channels.get(one.channel), signals(one.text))
            for one in plan.in_preparation
            if one.text
        )
        plan.worked_out["drafts"] = found
    return found


def saying(text: str, platform: str = "facebook", **fields: Any) -> Plan:
    """The bakery with one more post, numbered 50, that says `text` tomorrow on `platform`."""
    plan = beside(post(50, 1, channel=2, text=text, **fields))
    its_channel = channel(2, platform)
    its_channel = replace(its_channel, platform=replace(its_channel.platform, **_LIMITS))
    return replace(plan, channels=(plan.channels[0], its_channel))
