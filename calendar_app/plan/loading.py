"""Models to snapshot, in a number of queries that does not depend on the number of rows.

Everything here runs inside the workspace's scope (`django_scopes.scope`).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery

from calendar_app import models, observances
from calendar_app.moments import day_bounds, wall
from smplanner.statements import Asked, Statement
from smplanner.workspaces.models import Workspace

from . import parts, snapshot
from .gathering import groundwork_of
from .reading import post_value, posts_of, rows_of
from .snapshot import Plan

__all__ = ["load", "load_span", "post_value"]


def load(workspace: Workspace, today: date) -> Plan:
    """The whole plan of `workspace` on the day `today`: thirty-seven queries, whatever it holds."""
    zone = workspace.tz
    posts = _POSTS.made(lambda rows: posts_of(rows, zone), zone.key)
    return Plan(
        **frame(workspace, today),
        **named_days(workspace, today, posts, parts.sensitive_days(workspace)),
        **groundwork_of(),
        channels=parts.channels(workspace.tz),
        personas=parts.personas(workspace.tz),
        objectives=parts.objectives(),
        pillars=parts.pillars(),
        campaigns=parts.campaigns(),
        team=parts.team(),
        cohorts=parts.cohorts(workspace.country),
        posts=posts,
    )


def load_span(
    workspace: Workspace,
    first: date,
    last: date,
    today: date,
    posts: Sequence[snapshot.Post] | None = None,
) -> Plan:
    """What rules about single posts need, from the day `first` to `last`: two queries, and one more without `posts`.

    Posts that are given are those of these days, with their pictures.

    It holds the posts of those days, the channels, and for each channel, as a post numbered 0, the last one before
    them, so that a silence that began earlier is seen. Objectives, personas and the team come without what hangs
    on them.
    """
    start, end = day_bounds(first, last, workspace.tz)
    known = parts.named(workspace)
    rows = (dict(zip((*parts.CHANNEL, "before"), row, strict=True)) for row in _CHANNELS_SO_FAR.rows(start=start))
    channels = tuple(
        (
            parts.channel(
                row, workspace.tz, personas=known.meets.get(row["id"], ()), objectives=known.serves.get(row["id"], ())
            ),
            row["before"],
        )
        for row in rows
    )
    earlier = (
        snapshot.Post(0, channel=channel.id, status="posted", day=wall(at, workspace.tz)[0], at=at)
        for channel, at in channels
        if at is not None
    )
    given = posts_of(_POSTS_BETWEEN.rows(start=start, end=end), workspace.tz) if posts is None else posts
    return Plan(
        **frame(workspace, today),
        **named_days(workspace, today, given, known.days),
        channels=tuple(one for one, _ in channels),
        objectives=known.objectives,
        personas=known.personas,
        team=known.team,
        posts=(*earlier, *given),
    )


def _channels_so_far() -> QuerySet[models.Channel]:
    """The channels, each with the instant of its last post before a start."""
    before = (
        models.Post.objects.filter(channel=OuterRef("pk"), publish_at__lt=Asked("start", DateTimeField()))
        .exclude(status=models.Post.Status.CANCELLED)
        .order_by("-publish_at")
        .values("publish_at")[:1]
    )
    return models.Channel.objects.annotate(before=Subquery(before)).values_list(*parts.CHANNEL, "before")


_CHANNELS_SO_FAR = Statement(_channels_so_far)
_POSTS = Statement(lambda: rows_of(models.Post.objects.all()))
_POSTS_BETWEEN = Statement(
    lambda: rows_of(models.Post.objects.between(Asked("start", DateTimeField()), Asked("end", DateTimeField())))
)


def frame(workspace: Workspace, today: date) -> dict[str, Any]:
    """What the workspace itself says."""
    return {
        "today": today,
        "created_on": wall(workspace.created_at, workspace.tz)[0],
        "country": workspace.country,
        "language": workspace.language,
        "market": workspace.market,
        "approval": workspace.approval,
    }


def named_days(
    workspace: Workspace, today: date, posts: Iterable[snapshot.Post], sensitive: Iterable[tuple[str, str]] = ()
) -> dict[str, Any]:
    """Public holidays and `sensitive` days of this year, the next, and each later one in which something is planned."""
    years = {today.year, today.year + 1} | {post.day.year for post in posts if post.day and post.day > today}
    spans = [(date(year, 1, 1), date(year, 12, 31)) for year in sorted(years)]
    mourned = [(name, rule) for name, rule in sensitive if observances.is_rule(rule)]
    return {
        "holidays": {
            day: ", ".join(names)
            for first, _last in spans
            for day, names in observances.public_holidays(
                workspace.country, workspace.region, first.year, workspace.language
            ).items()
        },
        "sensitive_days": {
            day: name
            for first, last in spans
            for name, rule in mourned
            for day in observances.falling(rule, first, last)
        },
    }
