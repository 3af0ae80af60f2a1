"""Parts of a whole, as every rule about what posts are made of measures them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from calendar_app.plan.snapshot import PLAN, Campaign, Plan, Post, Ref

from .prose import Filled
from .prose import gettext_lazy as _

MOST_LINKED = 5  # posts named in a finding: as many as one reads


def percent(part: int, whole: int) -> int:
    """`part` in `whole`, as the nearest whole percentage: what is shown is also what is compared."""
    return (200 * part + whole) // (2 * whole)


def of_plan_and_channels(plan: Plan, days: int) -> Iterator[tuple[Ref, Sequence[Post]]]:
    """The coming posts of the whole plan, then of each channel in use."""
    yield PLAN, plan.ahead(days)
    for channel in plan.channels_in_use:
        yield channel.ref, plan.posts_on(channel, plan.today, plan.today + timedelta(days=days))


def to_change(coming: Iterable[Post]) -> tuple[Ref, ...]:
    """The first posts that one could still change."""
    return tuple(post.ref for post in islice((one for one in coming if one.status != "posted"), MOST_LINKED))


def in_campaign(plan: Plan, days: int) -> Filled | str:
    """That a campaign runs in the `days` that begin with today, to be said behind a figure; else nothing.

    It explains the figure, and does not change it.
    """
    last = plan.today + timedelta(days=days - 1)
    return named(next((one for one in plan.campaigns if _meets(one, plan.today, last)), None))


def named(campaign: Campaign | None) -> Filled | str:
    """A campaign, to be said behind a figure."""
    return Filled(_("; campaign: %(campaign)s"), {"campaign": campaign.name}) if campaign else ""


def _meets(campaign: Campaign, first: date, last: date) -> bool:
    if campaign.start_on is None and campaign.end_on is None:
        return False
    return (campaign.start_on or date.min) <= last and (campaign.end_on or date.max) >= first
