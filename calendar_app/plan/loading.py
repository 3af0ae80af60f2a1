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

from django.db.models import OuterRef, QuerySet, Subquery

from calendar_app import models, observances
from calendar_app.moments import day_bounds, wall
from personas.models import Persona, PersonaPlatform, PlatformAudience
from smplanner.workspaces.models import Workspace

from . import snapshot
from .gathering import groundwork_of
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
    "char_soft",
    "freq_confidence",
    "professional_bonus",
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
    "is_care_only",
    "exit_kind",
    "exit_reason",
    "differentiator",
    "account_url",
    "created_at",
)
_PLATFORM_DECIMALS = ("effort", "freq_min", "freq_low", "freq_high", "freq_max", "base_hours")
_CHANNEL_AND_PLATFORM = (*_CHANNEL, *(f"platform__{name}" for name in _PLATFORM))
POST = (
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
    "campaign_id",
    "format",
    "target_rung",
    "has_people",
    "is_evergreen",
    "minutes_planned",
    "minutes_spent",
    "material_link",
    "partner_id",
    "platform_label",
    "offer",
    "offer_until",
    "offer_terms",
    "prior_price",
    "approved_at",
    "is_proposed",
)
_MEDIA = ("id", "kind", "label", "alt_text", "is_decorative", "has_captions", "no_speech")
_JOINED_MEDIA = tuple(f"media__{name}" for name in _MEDIA)
_TRIAL = (
    "hypothesis",
    "measure",
    "threshold",
    "start_on",
    "end_on",
    "budget_eur",
    "owner_id",
    "outcome",
    "decided_on",
)
_OBJECTIVE = (
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
    "kpi__slug",
    "kpi__family",
    "baseline_due_on",
    "is_campaign",
    "measured_by",
    "offline_attribution",
    "closed_on",
)


def load(workspace: Workspace, today: date) -> Plan:
    """The whole plan of `workspace` on the day `today`: thirty-six queries, whatever it holds."""
    posts = _posts(models.Post.objects.all(), workspace.tz)
    return Plan(
        **_frame(workspace, today),
        **_named_days(workspace, today, posts),
        **groundwork_of(),
        channels=_channels(workspace.tz),
        personas=_personas(workspace.tz),
        objectives=_objectives(),
        pillars=tuple(
            snapshot.Pillar(*row)
            for row in models.Pillar.objects.offered().values_list("id", "name", "kind", "target_share")
        ),
        campaigns=tuple(
            snapshot.Campaign(*row)
            for row in models.Campaign.objects.values_list(
                "id", "name", "start_on", "end_on", "objective_id", "is_paid"
            )
        ),
        team=_team(),
        cohorts=_cohorts(workspace.country),
        posts=posts,
    )


def load_span(
    workspace: Workspace,
    first: date,
    last: date,
    today: date,
    posts: Sequence[snapshot.Post] | None = None,
) -> Plan:
    """What rules about single posts need, from the day `first` to `last`: four queries, also when `posts` are given.

    Posts that are given are those of these days, without their pictures, which are read here.

    It holds the posts of those days, the channels, and for each channel, as a post numbered 0, the last one before
    them, so that a silence that began earlier is seen. Objectives and the team come without what hangs on them; it
    holds no personas.
    """
    start, end = day_bounds(first, last, workspace.tz)
    before = (
        models.Post.objects.filter(channel=OuterRef("pk"), publish_at__lt=start)
        .exclude(status=models.Post.Status.CANCELLED)
        .order_by("-publish_at")
        .values("publish_at")[:1]
    )
    rows = models.Channel.objects.annotate(before=Subquery(before)).values(*_CHANNEL_AND_PLATFORM, "before")
    channels = tuple((_channel(row, workspace.tz), row["before"]) for row in rows)
    earlier = (
        snapshot.Post(0, channel=channel.id, status="posted", day=wall(at, workspace.tz)[0], at=at)
        for channel, at in channels
        if at is not None
    )
    given = _posts(models.Post.objects.between(start, end), workspace.tz) if posts is None else _with_pictures(posts)
    return Plan(
        **_frame(workspace, today),
        **_named_days(workspace, today, given),
        channels=tuple(one for one, _ in channels),
        objectives=tuple(_objective(row) for row in models.Objective.objects.values_list(*_OBJECTIVE)),
        team=_team(),
        posts=(*earlier, *given),
    )


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
    pictures = tuple(snapshot.Media(one.pk or 0, *(getattr(one, name) for name in _MEDIA[1:])) for one in media)
    columns = [getattr(post, name) for name in POST]
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
        "approval": workspace.approval,
    }


def _named_days(workspace: Workspace, today: date, posts: Iterable[snapshot.Post]) -> dict[str, Any]:
    """The public holidays of this year, the next, and every later one in which something is planned."""
    years = {today.year, today.year + 1} | {post.day.year for post in posts if post.day and post.day > today}
    holidays: dict[date, str] = {}
    for year in sorted(years):
        named = observances.public_holidays(workspace.country, workspace.region, year, workspace.language)
        holidays |= {day: ", ".join(names) for day, names in named.items()}
    return {"holidays": holidays}


def _posts(posts: QuerySet[models.Post], zone: ZoneInfo) -> tuple[snapshot.Post, ...]:
    """The posts with their pictures, in one query: a post with several comes in several rows, one after another."""
    found: list[snapshot.Post] = []
    columns = len(POST)
    rows = posts.order_by("publish_at", "pk", "media__position", "media__pk").values_list(*POST, *_JOINED_MEDIA)
    for _number, same in groupby(rows, key=itemgetter(0)):
        row = next(same)
        media: tuple[snapshot.Media, ...] = ()
        if row[columns] is not None:
            media = tuple(snapshot.Media(*one[columns:]) for one in (row, *same))
        found.append(post_of(row[:columns], zone, media))
    return tuple(found)


def post_of(row: tuple[Any, ...], zone: ZoneInfo, media: tuple[snapshot.Media, ...] = ()) -> snapshot.Post:
    """A post from a row of the columns POST."""
    at = row[4]
    day = None if at is None else at.astimezone(zone).date()
    return snapshot.Post(*(*row[:4], day, *row[4:], media))


def _with_pictures(posts: Sequence[snapshot.Post]) -> Sequence[snapshot.Post]:
    """The posts, in the same order, with the pictures that the database has of them."""
    instants = [post.at for post in posts if post.at is not None]
    if not instants:
        return posts
    rows = models.Media.objects.filter(post__publish_at__range=(min(instants), max(instants)))
    found: dict[int, list[snapshot.Media]] = defaultdict(list)
    for post, *media in rows.values_list("post_id", *_MEDIA):
        found[post].append(snapshot.Media(*media))
    return [replace(post, media=tuple(found[post.id])) if post.id in found else post for post in posts]


def _channel(row: Mapping[str, Any], zone: ZoneInfo, **links: tuple[Any, ...]) -> snapshot.Channel:
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
        is_care_only=row["is_care_only"],
        exit_kind=row["exit_kind"],
        exit_reason=row["exit_reason"],
        differentiator=row["differentiator"],
        account_url=row["account_url"],
        created_on=wall(row["created_at"], zone)[0],
        **links,
    )


def _channels(zone: ZoneInfo) -> tuple[snapshot.Channel, ...]:
    mine = models.Channel.objects.values("pk")
    links = {
        "personas": _numbers(models.Channel.personas.through.objects.filter(channel__in=mine), "persona_id"),
        "objectives": _numbers(models.Channel.objectives.through.objects.filter(channel__in=mine), "objective_id"),
        "tests": _hanging(models.ChannelTest.objects.order_by("start_on", "pk"), snapshot.Trial, *_TRIAL),
        "slots": _hanging(models.ChannelSlot.objects.all(), snapshot.Slot, "weekday", "time"),
        "audience": _hanging(
            models.AudienceSnapshot.objects.all(), snapshot.AudienceCount, "on", "followers", "active"
        ),
    }
    return tuple(
        _channel(row, zone, **{name: tuple(found[row["id"]]) for name, found in links.items()})
        for row in models.Channel.objects.values(*_CHANNEL_AND_PLATFORM)
    )


def _hanging(rows: QuerySet[Any], value: Any, *columns: str) -> Mapping[int, list[Any]]:
    """The rows that hang on each channel, as values whose fields are those columns."""
    found: dict[int, list[Any]] = defaultdict(list)
    for channel, *row in rows.values_list("channel_id", *columns):
        found[channel].append(value(*row))
    return found


def _numbers(links: QuerySet[Any], column: str, of: str = "channel_id") -> Mapping[int, list[int]]:
    """Numbers linked to each row. A table of links is not scoped: the caller joins the scope in."""
    found: dict[int, list[int]] = defaultdict(list)
    for row, number in links.order_by("pk").values_list(of, column):
        found[row].append(number)
    return found


def _personas(zone: ZoneInfo) -> tuple[snapshot.Persona, ...]:
    uses: dict[int, list[snapshot.Use]] = defaultdict(list)
    for persona, *use in PersonaPlatform.objects.order_by("pk").values_list(
        "persona_id", "platform__slug", "usage", "evidence", "platform__name"
    ):
        uses[persona].append(snapshot.Use(*use))
    rows = Persona.objects.values_list(
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
        "created_at",
    )
    return tuple(
        snapshot.Persona(
            *(*row[:7], tuple(map(str, row[7] or ())), *row[8:12], tuple(uses[row[0]]), wall(row[12], zone)[0])
        )
        for row in rows
    )


def _cohorts(country: str) -> tuple[snapshot.Cohort, ...]:
    rows = PlatformAudience.objects.filter(country=country).order_by("platform", "age_min")
    columns = ("platform__slug", "country", "age_min", "age_max", "share", "kind", "source", "year")
    return tuple(snapshot.Cohort(*row) for row in rows.values_list(*columns))


def _team() -> tuple[snapshot.TeamMember, ...]:
    return tuple(
        snapshot.TeamMember(number, name, kind, float(hours), skills, tuple(map(str, skill_set or ())), *others)
        for number, name, kind, hours, skills, skill_set, *others in models.TeamMember.objects.offered().values_list(
            "id", "name", "kind", "hours_per_week", "skills", "skill_set", "stand_in_id", "ends_on"
        )
    )


def _objectives() -> tuple[snapshot.Objective, ...]:
    mine = models.Objective.objects.values("pk")
    personas = _numbers(
        models.Objective.personas.through.objects.filter(objective__in=mine), "persona_id", of="objective_id"
    )
    measures: dict[int, list[snapshot.Measure]] = defaultdict(list)
    for objective, day, value in models.Measure.objects.values_list("objective_id", "on", "value"):
        measures[objective].append(snapshot.Measure(day, float(value)))
    return tuple(
        _objective(row, tuple(personas[row[0]]), tuple(measures[row[0]]))
        for row in models.Objective.objects.values_list(*_OBJECTIVE)
    )


def _objective(
    row: Sequence[Any], personas: tuple[int, ...] = (), measures: tuple[snapshot.Measure, ...] = ()
) -> snapshot.Objective:
    """An objective from a row of `_OBJECTIVE`."""
    figures = (_float(row[7]), _float(row[8]))
    indicator = (row[12] or "", row[13] or "")
    return snapshot.Objective(*(*row[:7], *figures, *row[9:12], *indicator, *row[14:], personas, measures))


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
