"""Posts whose words can still be changed, with the account they are for; and how examples make one."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from calendar_app.plan.examples import beside, channel, post
from calendar_app.plan.snapshot import Channel, Plan, Post

# What the examples need to know of every platform, whichever it is.
_LIMITS: dict[str, Any] = {"visible_chars": 125, "hashtags_soft": 5, "hashtags_max": 5}


def written(plan: Plan) -> Iterator[tuple[Post, Channel | None]]:
    """Each post in preparation that has a text, and its channel when it has one."""
    channels = plan.channel_by_id
    for one in plan.in_preparation:
        if one.text:
            yield one, None if one.channel is None else channels.get(one.channel)


def saying(text: str, platform: str = "facebook", **fields: Any) -> Plan:
    """The bakery with one more post, numbered 50, that says `text` tomorrow on `platform`."""
    plan = beside(post(50, 1, channel=2, text=text, **fields))
    its_channel = channel(2, platform)
    its_channel = replace(its_channel, platform=replace(its_channel.platform, **_LIMITS))
    return replace(plan, channels=(plan.channels[0], its_channel))
