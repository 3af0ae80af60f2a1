"""Channels, personas, objectives and people of a plan, from rows to values.

Everything here runs inside the workspace's scope (`django_scopes.scope`). A row that many others hang on is read in one
query, and those of one kind that hang on it in one more.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Value

from calendar_app import models
from calendar_app.moments import wall
from personas.models import Persona, PersonaPlatform, PlatformAudience
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
    mine = models.Channel.objects.values("pk")
    links = {
        "personas": _numbers(models.Channel.personas.through.objects.filter(channel__in=mine), "persona_id"),
        "objectives": _numbers(models.Channel.objectives.through.objects.filter(channel__in=mine), "objective_id"),
        "tests": _hanging(models.ChannelTest.objects.order_by("start_on", "pk"), snapshot.Trial, *TRIAL),
        "slots": _hanging(models.ChannelSlot.objects.all(), snapshot.Slot, "weekday", "time"),
        "audience": _hanging(
            models.AudienceSnapshot.objects.all(), snapshot.AudienceCount, "on", "followers", "active"
        ),
    }
    return tuple(
        channel(row, zone, **{name: tuple(found[row["id"]]) for name, found in links.items()})
        for row in models.Channel.objects.values(*CHANNEL)
    )


def _hanging(rows: QuerySet[Any], value: Any, *columns: str) -> Mapping[int, list[Any]]:
    """The rows that hang on each channel, as values whose fields are those columns."""
    found: dict[int, list[Any]] = defaultdict(list)
    for number, *row in rows.values_list("channel_id", *columns):
        found[number].append(value(*row))
    return found


def _numbers(links: QuerySet[Any], column: str, of: str = "channel_id") -> Mapping[int, list[int]]:
    """Numbers linked to each row. A table of links is not scoped: the caller joins the scope in."""
    found: dict[int, list[int]] = defaultdict(list)
    for row, number in links.order_by("pk").values_list(of, column):
        found[row].append(number)
    return found


def personas(zone: ZoneInfo) -> tuple[snapshot.Persona, ...]:
    uses: dict[int, list[snapshot.Use]] = defaultdict(list)
    for number, *use in PersonaPlatform.objects.order_by("pk").values_list(
        "persona_id", "platform__slug", "usage", "evidence", "platform__name"
    ):
        uses[number].append(snapshot.Use(*use))
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


def cohorts(country: str) -> tuple[snapshot.Cohort, ...]:
    rows = PlatformAudience.objects.filter(country=country).order_by("platform", "age_min")
    columns = ("platform__slug", "country", "age_min", "age_max", "share", "kind", "source", "year")
    return tuple(snapshot.Cohort(*row) for row in rows.values_list(*columns))


def team() -> tuple[snapshot.TeamMember, ...]:
    return tuple(
        snapshot.TeamMember(number, name, kind, float(hours), skills, tuple(map(str, skill_set or ())), *others)
        for number, name, kind, hours, skills, skill_set, *others in models.TeamMember.objects.offered().values_list(
            "id", "name", "kind", "hours_per_week", "skills", "skill_set", "stand_in_id", "ends_on"
        )
    )


def objectives() -> tuple[snapshot.Objective, ...]:
    mine = models.Objective.objects.values("pk")
    personas = _numbers(
        models.Objective.personas.through.objects.filter(objective__in=mine), "persona_id", of="objective_id"
    )
    measures: dict[int, list[snapshot.Measure]] = defaultdict(list)
    for number, day, value in models.Measure.objects.values_list("objective_id", "on", "value"):
        measures[number].append(snapshot.Measure(day, float(value)))
    return tuple(
        objective(row, tuple(personas[row[0]]), tuple(measures[row[0]]))
        for row in models.Objective.objects.values_list(*OBJECTIVE)
    )


def objective(
    row: Sequence[Any], personas: tuple[int, ...] = (), measures: tuple[snapshot.Measure, ...] = ()
) -> snapshot.Objective:
    """An objective from a row of `OBJECTIVE`."""
    figures = (_float(row[7]), _float(row[8]))
    indicator = (row[12] or "", row[13] or "")
    return snapshot.Objective(*(*row[:7], *figures, *row[9:12], *indicator, *row[14:], personas, measures))


class Named(NamedTuple):
    """What rules about single posts read beside posts and channels; `days` are names and rules of days of mourning."""

    objectives: tuple[snapshot.Objective, ...]
    team: tuple[snapshot.TeamMember, ...]
    days: tuple[tuple[str, str], ...]


def named(workspace: Workspace) -> Named:
    """The objectives and the team, each by number, name and kind alone, and the sensitive days, in one query."""
    aims = models.Objective.objects.order_by().values_list(Value("aim"), "id", "statement", "kind", "status")
    people = (
        models.TeamMember.objects.offered().order_by().values_list(Value("member"), "id", "name", "kind", Value(""))
    )
    days = _sensitive(workspace).values_list(Value("day"), "id", _name(workspace), "rule", Value(""))
    found: dict[str, list[Any]] = {"aim": [], "member": [], "day": []}
    for what, *row in aims.union(people, days, all=True):
        found[what].append(row)
    return Named(
        tuple(snapshot.Objective(*row) for row in found["aim"]),
        tuple(snapshot.TeamMember(*row[:3]) for row in found["member"]),
        tuple((name, rule) for _id, name, rule, _none in found["day"]),
    )


def sensitive_days(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """The days of mourning that the catalogue knows where the workspace is: each its name and its rule."""
    return tuple(_sensitive(workspace).values_list(_name(workspace), "rule"))


def _sensitive(workspace: Workspace) -> QuerySet[models.Observance]:
    region = workspace.region.removeprefix(f"{workspace.country}-")
    known = models.Observance.objects.known_in(workspace.country, region)
    return known.filter(kind=models.Observance.Kind.SENSITIVE).order_by()


def _name(workspace: Workspace) -> str:
    return "name_en" if workspace.language == "en" else "name_fr"


def pillars() -> tuple[snapshot.Pillar, ...]:
    rows = models.Pillar.objects.offered().values_list("id", "name", "kind", "target_share")
    return tuple(snapshot.Pillar(*row) for row in rows)


def campaigns() -> tuple[snapshot.Campaign, ...]:
    rows = models.Campaign.objects.values_list("id", "name", "start_on", "end_on", "objective_id", "is_paid")
    return tuple(snapshot.Campaign(*row) for row in rows)


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
