"""Models to snapshot, in a number of queries that does not depend on the number of rows.

Everything here runs inside the workspace's scope (`django_scopes.scope`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery

from calendar_app import models
from calendar_app.moments import day_bounds, wall
from personas.models import Persona, PersonaPlatform
from smplanner.statements import Asked, Statement
from smplanner.workspaces.models import Workspace

from . import snapshot
from .snapshot import Plan

_PLATFORM = (
    "slug",
    "name",
    "category",
    "maturity",
    "is_conversational",
    "effort",
    "counting",
    "char_max",
    "title_max",
    "visible_chars",
    "hashtags_soft",
    "hashtags_max",
    "alt_max",
    "freq_min",
    "freq_low",
    "freq_high",
    "freq_max",
    "base_hours",
    "skills",
    "source",
    "checked_on",
)
_CHANNEL = (
    "id",
    "name",
    "status",
    "purpose",
    "reason",
    "responder_id",
    "backup_id",
    "weekly_target",
    "char_max",
    "since",
    "left_on",
)
_PLATFORM_DECIMALS = ("effort", "freq_min", "freq_low", "freq_high", "freq_max", "base_hours")
_CHANNEL_AND_PLATFORM = (*_CHANNEL, *(f"platform__{name}" for name in _PLATFORM))
_POST = (
    "id",
    "title",
    "channel_id",
    "status",
    "publish_at",
    "text",
    "link",
    "intent",
    "value",
    "about",
    "invites_reply",
    "media_type",
    "persona_id",
    "persona_need",
    "objective_id",
    "pillar_id",
    "owner_id",
    "adapted_from_id",
    "created_at",
)
_MEDIA = ("media__id", "media__kind", "media__label", "media__alt_text", "media__is_decorative")


def load(workspace: Workspace, today: date) -> Plan:
    """The whole plan of `workspace` on the day `today`: fourteen queries, whatever it holds."""
    return Plan(
        **_frame(workspace, today),
        channels=_channels(),
        personas=_personas(),
        objectives=_objectives(),
        pillars=tuple(
            snapshot.Pillar(*row)
            for row in models.Pillar.objects.offered().values_list("id", "name", "kind", "target_share")
        ),
        team=tuple(
            snapshot.TeamMember(number, name, kind, float(hours), skills)
            for number, name, kind, hours, skills in models.TeamMember.objects.offered().values_list(
                "id", "name", "kind", "hours_per_week", "skills"
            )
        ),
        listening=_listening(),
        strategy=_strategy(),
        posts=_posts(models.Post.objects.all(), workspace.tz),
    )


def load_span(
    workspace: Workspace,
    first: date,
    last: date,
    today: date,
    posts: Sequence[snapshot.Post] | None = None,
) -> Plan:
    """What rules about single posts need, from the day `first` to `last`: two queries, also when `posts` are given.

    Posts that are given are those of these days, without their pictures, which are read here.

    It holds the posts of those days, the channels, and for each channel, as a post numbered 0, the last one before
    them, so that a silence that began earlier is seen. It holds no personas, objectives or team.
    """
    start, end = day_bounds(first, last, workspace.tz)
    rows = _CHANNELS_SO_FAR.rows(start=start)
    channels = tuple((_channel(dict(zip(_CHANNEL_AND_PLATFORM, row, strict=False))), row[-1]) for row in rows)
    earlier = (
        snapshot.Post(0, channel=channel.id, status="posted", day=wall(at, workspace.tz)[0], at=at)
        for channel, at in channels
        if at is not None
    )
    given = _posts(models.Post.objects.between(start, end), workspace.tz) if posts is None else _with_pictures(posts)
    return Plan(**_frame(workspace, today), channels=tuple(one for one, _ in channels), posts=(*earlier, *given))


def _channels_so_far() -> QuerySet[models.Channel]:
    """The channels, each with the instant of its last post before a start."""
    before = (
        models.Post.objects.filter(channel=OuterRef("pk"), publish_at__lt=Asked("start", DateTimeField()))
        .exclude(status=models.Post.Status.CANCELLED)
        .order_by("-publish_at")
        .values("publish_at")[:1]
    )
    return models.Channel.objects.annotate(before=Subquery(before)).values_list(*_CHANNEL_AND_PLATFORM, "before")


_CHANNELS_SO_FAR = Statement(_channels_so_far)


def post_value(post: models.Post, zone: ZoneInfo, media: Iterable[models.Media] | None = None) -> snapshot.Post:
    """A post that may not be saved yet, as a value of a plan whose days are those of `zone`.

    `media` are its pictures as they would be; left out, they are those it has in the database.
    """
    if media is None:
        media = post.media.all() if post.pk else ()
    if post.local_date is not None and not post.zone:
        post.zone = zone.key
    placed = post.moment()
    at = placed.at if placed else None
    pictures = tuple(snapshot.Media(one.pk or 0, one.kind, one.label, one.alt_text, one.is_decorative) for one in media)
    columns = [getattr(post, name) for name in _POST]
    columns[0] = post.pk or 0
    columns[4:5] = (None if at is None else wall(at, zone)[0], at)
    return snapshot.Post(*(*columns, pictures))


def _frame(workspace: Workspace, today: date) -> dict[str, Any]:
    return {
        "today": today,
        "created_on": wall(workspace.created_at, workspace.tz)[0],
        "country": workspace.country,
        "language": workspace.language,
        "market": workspace.market,
    }


def _posts(posts: QuerySet[models.Post], zone: ZoneInfo) -> tuple[snapshot.Post, ...]:
    """The posts with their pictures, in one query: a post with several comes in several rows, one after another."""
    found: list[snapshot.Post] = []
    columns = len(_POST)
    rows = posts.order_by("publish_at", "pk", "media__position", "media__pk").values_list(*_POST, *_MEDIA)
    for _number, same in groupby(rows, key=itemgetter(0)):
        row = next(same)
        media: tuple[snapshot.Media, ...] = ()
        if row[columns] is not None:
            media = tuple(snapshot.Media(*one[columns:]) for one in (row, *same))
        at = row[4]
        day = None if at is None else at.astimezone(zone).date()
        found.append(snapshot.Post(*(*row[:4], day, *row[4:columns], media)))
    return tuple(found)


def _with_pictures(posts: Sequence[snapshot.Post]) -> Sequence[snapshot.Post]:
    """The posts, in the same order, with the pictures that the database has of them."""
    instants = [post.at for post in posts if post.at is not None]
    if not instants:
        return posts
    found: dict[int, list[snapshot.Media]] = defaultdict(list)
    for post, *media in _PICTURES.rows(first=min(instants), last=max(instants)):
        found[post].append(snapshot.Media(*media))
    return [replace(post, media=tuple(found[post.id])) if post.id in found else post for post in posts]


_PICTURES = Statement(
    lambda: models.Media.objects.filter(
        post__publish_at__gte=Asked("first", DateTimeField()), post__publish_at__lte=Asked("last", DateTimeField())
    ).values_list("post_id", "id", "kind", "label", "alt_text", "is_decorative")
)


def _channel(row: Mapping[str, Any], **links: tuple[int, ...]) -> snapshot.Channel:
    """A channel from a row of `_CHANNEL_AND_PLATFORM`."""
    catalogue = {name: row[f"platform__{name}"] for name in _PLATFORM}
    catalogue |= {name: float(catalogue[name]) for name in _PLATFORM_DECIMALS}
    catalogue["skills"] = tuple(map(str, catalogue["skills"] or ()))
    return snapshot.Channel(
        id=row["id"],
        platform=snapshot.Platform(**catalogue),
        name=row["name"],
        status=row["status"],
        purpose=row["purpose"],
        reason=row["reason"],
        responder=row["responder_id"],
        backup=row["backup_id"],
        weekly_target=_float(row["weekly_target"]),
        own_char_max=row["char_max"],
        since=row["since"],
        left_on=row["left_on"],
        **links,
    )


def _channels() -> tuple[snapshot.Channel, ...]:
    personas = _numbers(models.Channel.personas.through.objects, "persona_id")
    objectives = _numbers(models.Channel.objectives.through.objects, "objective_id")
    return tuple(
        _channel(row, personas=tuple(personas[row["id"]]), objectives=tuple(objectives[row["id"]]))
        for row in models.Channel.objects.values(*_CHANNEL_AND_PLATFORM)
    )


def _numbers(links: Any, column: str) -> Mapping[int, list[int]]:
    """Numbers linked to each channel of this workspace. A table of links is not scoped, so the scope is joined in."""
    found: dict[int, list[int]] = defaultdict(list)
    mine = models.Channel.objects.values("pk")
    for channel, number in links.filter(channel__in=mine).order_by("pk").values_list("channel_id", column):
        found[channel].append(number)
    return found


def _personas() -> tuple[snapshot.Persona, ...]:
    uses: dict[int, list[snapshot.Use]] = defaultdict(list)
    for persona, *use in PersonaPlatform.objects.order_by("pk").values_list(
        "persona_id", "platform__slug", "usage", "evidence"
    ):
        uses[persona].append(snapshot.Use(*use))
    rows = Persona.objects.values(
        "id",
        "name",
        "status",
        "relation",
        "role",
        "age_min",
        "age_max",
        "needs",
        "expectations",
        "evidence_type",
        "last_reviewed_on",
        "wanted_share",
    )
    return tuple(
        snapshot.Persona(**{**row, "needs": tuple(map(str, row["needs"] or ()))}, uses=tuple(uses[row["id"]]))
        for row in rows
    )


def _objectives() -> tuple[snapshot.Objective, ...]:
    rows = models.Objective.objects.values_list(
        "id",
        "statement",
        "kind",
        "status",
        "business_goal",
        "kpi_name",
        "kpi_unit",
        "baseline",
        "target",
        "start_on",
        "due_on",
        "owner_id",
    )
    return tuple(snapshot.Objective(*(*row[:7], _float(row[7]), _float(row[8]), *row[9:])) for row in rows)


def _listening() -> snapshot.Listening:
    plan = models.ListeningPlan.objects.values("purposes", "cadence_days", "owner_id", "hours_per_week").first() or {}
    places = models.ListeningSource.objects.filter(is_active=True).values_list("kind", flat=True)
    families = models.ListeningKeyword.objects.values_list("family", flat=True)
    return snapshot.Listening(
        purposes=tuple(map(str, plan.get("purposes") or ())),
        cadence_days=plan.get("cadence_days"),
        owner=plan.get("owner_id"),
        hours_per_week=_float(plan.get("hours_per_week")),
        places=tuple(places),
        keyword_families=tuple(families),
    )


def _strategy() -> snapshot.Strategy:
    row = models.Strategy.objects.values("horizon_months", "started_on", "external_link").first() or {}
    written = models.StrategySection.objects.values_list("key", "text")
    return snapshot.Strategy(written=frozenset(key for key, text in written if text.strip()), **row)


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
