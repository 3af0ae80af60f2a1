"""Parts of a whole, as every rule about what posts are made of measures them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice

from calendar_app.plan.snapshot import PLAN, Plan, Post, Ref

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
