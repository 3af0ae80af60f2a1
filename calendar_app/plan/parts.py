"""Channels, personas, objectives and people of a plan, from rows to values.

Everything here runs inside the workspace's scope (`django_scopes.scope`). A row that many others hang on is read in one
query, and those of one kind that hang on it in one more.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

from calendar_app import models
from calendar_app.moments import wall
from personas.models import Persona, PersonaPlatform, PlatformAudience
from smplanner.statements import Asked, Statement
from smplanner.workspaces.models import Workspace

from . import snapshot

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
CHANNEL = (*_CHANNEL, *(f"platform__{name}" for name in _PLATFORM))
TRIAL = (
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
PERSONA = (
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
OBJECTIVE = (
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


def channel(row: Mapping[str, Any], zone: ZoneInfo, **links: tuple[Any, ...]) -> snapshot.Channel:
    """A channel from a row of `CHANNEL`."""
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


def channels(zone: ZoneInfo) -> tuple[snapshot.Channel, ...]:
    links = {name: _hanging(value, statement) for name, (value, statement) in _ON_CHANNELS.items()}
    rows = (dict(zip(CHANNEL, row, strict=True)) for row in _CHANNELS.rows())
    return tuple(channel(row, zone, **{name: tuple(found[row["id"]]) for name, found in links.items()}) for row in rows)


def _hanging(value: Callable[..., Any], statement: Statement) -> Mapping[int, list[Any]]:
    """What hangs on each object: the rows of `statement` begin with its number, the rest makes a `value`."""
    found: dict[int, list[Any]] = defaultdict(list)
    for number, *row in statement.rows():
        found[number].append(value(*row))
    return found


def _linked(field: Any, owner: str, other: str) -> Statement:
    """The pairs of numbers that a many-to-many field of `owner` ties. A table of links is not scoped: it is joined."""

    def told() -> QuerySet[Any]:
        mine = field.rel.related_model.objects.order_by().values("pk")
        return field.through.objects.filter(**{f"{owner}__in": mine}).order_by("pk").values_list(owner, other)

    return Statement(told)


_CHANNELS = Statement(lambda: models.Channel.objects.values_list(*CHANNEL))
_ON_CHANNELS: Mapping[str, tuple[Callable[..., Any], Statement]] = {
    "personas": (int, _linked(models.Channel.personas, "channel_id", "persona_id")),
    "objectives": (int, _linked(models.Channel.objectives, "channel_id", "objective_id")),
    "tests": (
        snapshot.Trial,
        Statement(lambda: models.ChannelTest.objects.order_by("start_on", "pk").values_list("channel_id", *TRIAL)),
    ),
    "slots": (
        snapshot.Slot,
        Statement(lambda: models.ChannelSlot.objects.values_list("channel_id", "weekday", "time")),
    ),
    "audience": (
        snapshot.AudienceCount,
        Statement(lambda: models.AudienceSnapshot.objects.values_list("channel_id", "on", "followers", "active")),
    ),
}


def personas(zone: ZoneInfo) -> tuple[snapshot.Persona, ...]:
    uses = _hanging(snapshot.Use, _USES)
    return tuple(
        snapshot.Persona(
            *(*row[:7], tuple(map(str, row[7] or ())), *row[8:12], tuple(uses[row[0]]), wall(row[12], zone)[0])
        )
        for row in _PERSONAS.rows()
    )


_PERSONAS = Statement(lambda: Persona.objects.values_list(*PERSONA))
_USES = Statement(
    lambda: PersonaPlatform.objects.order_by("pk").values_list(
        "persona_id", "platform__slug", "usage", "evidence", "platform__name"
    )
)


def cohorts(country: str) -> tuple[snapshot.Cohort, ...]:
    return tuple(snapshot.Cohort(*row) for row in _COHORTS.rows(country=country))


def _cohorts() -> QuerySet[Any]:
    rows = PlatformAudience.objects.filter(country=Asked("country", CharField())).order_by("platform", "age_min")
    return rows.values_list("platform__slug", "country", "age_min", "age_max", "share", "kind", "source", "year")


_COHORTS = Statement(_cohorts)


def team() -> tuple[snapshot.TeamMember, ...]:
    return tuple(
        snapshot.TeamMember(number, name, kind, float(hours), skills, tuple(map(str, skill_set or ())), *others)
        for number, name, kind, hours, skills, skill_set, *others in _TEAM.rows()
    )


_TEAM = Statement(
    lambda: models.TeamMember.objects.offered().values_list(
        "id", "name", "kind", "hours_per_week", "skills", "skill_set", "stand_in_id", "ends_on"
    )
)


def objectives() -> tuple[snapshot.Objective, ...]:
    personas, measures = _hanging(int, _PERSONAS_OF_OBJECTIVES), _hanging(_measure, _MEASURES)
    return tuple(objective(row, tuple(personas[row[0]]), tuple(measures[row[0]])) for row in _OBJECTIVES.rows())


def _measure(day: date, value: Decimal) -> snapshot.Measure:
    return snapshot.Measure(day, float(value))


_OBJECTIVES = Statement(lambda: models.Objective.objects.values_list(*OBJECTIVE))
_PERSONAS_OF_OBJECTIVES = _linked(models.Objective.personas, "objective_id", "persona_id")
_MEASURES = Statement(lambda: models.Measure.objects.values_list("objective_id", "on", "value"))


def objective(
    row: Sequence[Any], personas: tuple[int, ...] = (), measures: tuple[snapshot.Measure, ...] = ()
) -> snapshot.Objective:
    """An objective from a row of `OBJECTIVE`."""
    figures = (_float(row[7]), _float(row[8]))
    indicator = (row[12] or "", row[13] or "")
    return snapshot.Objective(*(*row[:7], *figures, *row[9:12], *indicator, *row[14:], personas, measures))


class Named(NamedTuple):
    """What rules about single posts read beside posts and channels; `days` are names and rules of days of mourning.

    `meets` are the personas of each channel, `serves` its objectives, by number.
    """

    objectives: tuple[snapshot.Objective, ...]
    personas: tuple[snapshot.Persona, ...]
    team: tuple[snapshot.TeamMember, ...]
    days: tuple[tuple[str, str], ...]
    meets: Mapping[int, tuple[int, ...]]
    serves: Mapping[int, tuple[int, ...]]


def named(workspace: Workspace) -> Named:
    """Objectives, personas and the team, each by number, name, kind and status alone, what channels are there for, and
    the sensitive days: in one query."""
    found: dict[str, list[Any]] = defaultdict(list)
    for what, *row in _in_language(_NAMED, workspace).rows(**_place(workspace)):
        found[what].append(row)
    return Named(
        objectives=tuple(snapshot.Objective(*row) for row in found["aim"]),
        personas=tuple(snapshot.Persona(number, name, status) for number, name, _kind, status in found["persona"]),
        team=tuple(snapshot.TeamMember(*row[:3]) for row in found["member"]),
        days=tuple((name, rule) for _id, name, rule, _none in found["day"]),
        meets=_linked_by(found["meets"]),
        serves=_linked_by(found["serves"]),
    )


def _linked_by(rows: Iterable[Sequence[Any]]) -> Mapping[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for channel, number, *_none in rows:
        found[channel] += (int(number),)
    return found


def sensitive_days(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """The days of mourning that the catalogue knows where the workspace is: each its name and its rule."""
    return tuple(_in_language(_SENSITIVE, workspace).rows(**_place(workspace)))


def _named(name: str) -> QuerySet[Any]:
    nothing = Value("")
    aims = models.Objective.objects.order_by().values_list(Value("aim"), "id", "statement", "kind", "status")
    personas = Persona.objects.order_by().values_list(Value("persona"), "id", "name", nothing, "status")
    people = models.TeamMember.objects.offered().order_by().values_list(Value("member"), "id", "name", "kind", nothing)
    days = _sensitive().values_list(Value("day"), "id", name, "rule", nothing)
    mine = models.Channel.objects.order_by().values("pk")
    links = (
        field.through.objects.filter(channel__in=mine).values_list(
            Value(what), "channel_id", Cast(other, CharField()), nothing, nothing
        )
        for what, field, other in (
            ("meets", models.Channel.personas, "persona_id"),
            ("serves", models.Channel.objectives, "objective_id"),
        )
    )
    return aims.union(personas, people, days, *links, all=True)


def _sensitive() -> QuerySet[models.Observance]:
    known = models.Observance.objects.known_in(Asked("country", CharField()), Asked("region", CharField()))
    return known.filter(kind=models.Observance.Kind.SENSITIVE).order_by()


def _place(workspace: Workspace) -> dict[str, str]:
    return {"country": workspace.country, "region": workspace.region.removeprefix(f"{workspace.country}-")}


def _in_language(statements: Mapping[str, Statement], workspace: Workspace) -> Statement:
    return statements["en" if workspace.language == "en" else "fr"]


_NAMED = {language: Statement(partial(_named, f"name_{language}")) for language in ("fr", "en")}
_SENSITIVE = {
    "fr": Statement(lambda: _sensitive().values_list("name_fr", "rule")),
    "en": Statement(lambda: _sensitive().values_list("name_en", "rule")),
}


def pillars() -> tuple[snapshot.Pillar, ...]:
    return tuple(snapshot.Pillar(*row) for row in _PILLARS.rows())


_PILLARS = Statement(lambda: models.Pillar.objects.offered().values_list("id", "name", "kind", "target_share"))


def campaigns() -> tuple[snapshot.Campaign, ...]:
    return tuple(snapshot.Campaign(*row) for row in _CAMPAIGNS.rows())


_CAMPAIGNS = Statement(
    lambda: models.Campaign.objects.values_list("id", "name", "start_on", "end_on", "objective_id", "is_paid")
)


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
