"""From an archive to a plan, and to what the rules say of it, without a database.

Numbers of objects are their places in the file, from 1. The catalogue is the one that every installation starts with.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from calendar_app import benchmarks, kpis
from calendar_app.moments import moment, wall
from calendar_app.plan import gathering, groundwork, loading, parts, reading, snapshot
from calendar_app.plan.snapshot import Plan, Ref
from calendar_app.rules import changes, engine
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, Report
from calendar_app.rules.presets import severity_named
from personas import catalogue
from smplanner.workspaces.models import Workspace

from .reading import Archive, Known, Row


def check(archive: Archive, today: date, *, select: Iterable[str] | None = None, ignore: Iterable[str] = ()) -> Report:
    """What the rules, as the file sets them, say of its plan on the day `today`.

    Raises KeyError for a slug that is no rule's.
    """
    return engine.run(
        plan_of(archive, today), engine.choose(chosen(archive), select=select, ignore=ignore), _waivers(archive)
    )


def zone_of(archive: Archive) -> ZoneInfo:
    """The zone in which the days of the file's workspace begin and end."""
    return Workspace(**archive.workspace).tz


def known_to_all() -> Known:
    """What the catalogue holds with which every installation starts."""
    indicators = (row[0] for rows in kpis.FAMILIES.values() for row in rows)
    return Known(frozenset(row["slug"] for row in _platforms()), frozenset(indicators))


def chosen(archive: Archive) -> Mapping[str, Chosen]:
    """How the file sets the rules. What it says of a rule that is gone says nothing."""
    found = {}
    for row in archive.of("rules"):
        rule = RULES.get(row["slug"])
        if rule is not None:
            thresholds = benchmarks.over(rule, {}, row["parameters"])
            found[rule.slug] = Chosen(rule, row["enabled"], severity_named(row["severity"]), thresholds)
    return found


def plan_of(archive: Archive, today: date) -> Plan:
    """The plan that the file holds, on the day `today`; what it does not date was made on that day."""
    return _Planned(archive, today).plan()


def _waivers(archive: Archive) -> list[engine.Waiver]:
    zone = zone_of(archive)
    return [
        engine.Waiver(
            slug=row["slug"],
            ref=Ref(row["ref_kind"], row["ref_id"]) if row["ref_kind"] else None,
            reason=row["reason"],
            at=wall(row["at"], zone)[0] if row["at"] else None,
            until=row["until"],
            id=row.number,
            given=changes.remembered(row["given"]),
        )
        for row in archive.of("waivers")
    ]


class _Planned:
    def __init__(self, archive: Archive, today: date) -> None:
        self.archive = archive
        self.today = today
        self.workspace = Workspace(**archive.workspace)
        self.zone: ZoneInfo = self.workspace.tz
        self.now: datetime = moment(today, None, self.zone).at
        self.workspace.created_at = archive.workspace.get("created_at") or self.now
        self.hanging: dict[tuple[str, int], list[Row]] = {}
        for rows in archive.rows.values():
            for row in rows:
                if row.kind.link:
                    self.hanging.setdefault((row.kind.name, row.values[f"{row.kind.link}_id"]), []).append(row)

    def plan(self) -> Plan:
        posts = self.posts()
        return Plan(
            **loading.frame(self.workspace, self.today),
            **loading.named_days(self.workspace, self.today, posts),
            **self.ground(),
            channels=tuple(map(self.channel, self.archive.of("channels"))),
            personas=tuple(map(self.persona, self.archive.of("personas"))),
            objectives=tuple(map(self.objective, self.archive.of("objectives"))),
            pillars=tuple(
                snapshot.Pillar(row.number, row["name"], row["kind"], row["target_share"])
                for row in self.archive.of("pillars")
                if not row["is_archived"]
            ),
            campaigns=tuple(
                snapshot.Campaign(row.number, *_each(row, "name", "start_on", "end_on", "objective_id", "is_paid"))
                for row in self.archive.of("campaigns")
            ),
            team=tuple(map(self.member, (row for row in self.archive.of("team") if row["is_active"]))),
            cohorts=tuple(
                snapshot.Cohort(platform["slug"], **cohort)
                for platform in _platforms()
                for cohort in platform["cohorts"]
                if cohort["country"] == self.workspace.country
            ),
            posts=posts,
        )

    def on(self, kind: str, row: Row) -> list[Row]:
        return self.hanging.get((kind, row.number), [])

    def day(self, row: Row, name: str) -> date:
        return wall(row[name] or self.now, self.zone)[0]

    def channel(self, row: Row) -> snapshot.Channel:
        platform = next(one for one in _platforms() if one["slug"] == row["platform_id"])
        facts = {name: value for name, value in platform.items() if name != "cohorts"}
        values = {name: row[name] for name in parts.CHANNEL if "__" not in name and name != "id"}
        values |= {"id": row.number, "created_at": row["created_at"] or self.now}
        values |= {f"platform__{name}": value for name, value in facts.items()}
        trials = sorted(self.on("trials", row), key=lambda one: one["start_on"] or date.min)
        slots = sorted(self.on("slots", row), key=lambda one: (one["weekday"], one["time"]))
        counts = sorted(self.on("audience", row), key=lambda one: one["on"])
        return parts.channel(
            values,
            self.zone,
            personas=tuple(row["personas"]),
            objectives=tuple(row["objectives"]),
            tests=tuple(snapshot.Trial(*_each(one, *parts.TRIAL)) for one in trials),
            slots=tuple(snapshot.Slot(*_each(one, "weekday", "time")) for one in slots),
            audience=tuple(snapshot.AudienceCount(*_each(one, "on", "followers", "active")) for one in counts),
        )

    def persona(self, row: Row) -> snapshot.Persona:
        names = {one["slug"]: one["name"] for one in _platforms()}
        uses = (
            snapshot.Use(one["platform_id"], one["usage"], one["evidence"], names[one["platform_id"]])
            for one in self.on("uses", row)
        )
        told = "name status relation role age_min age_max expectations evidence_type last_reviewed_on wanted_share"
        return snapshot.Persona(
            id=row.number,
            needs=tuple(row["needs"]),
            uses=tuple(uses),
            created_on=self.day(row, "created_at"),
            **{name: row[name] for name in told.split()},
        )

    def objective(self, row: Row) -> snapshot.Objective:
        measures = sorted(self.on("measures", row), key=lambda one: one["on"])
        columns = [self._of_objective(row, name) for name in parts.OBJECTIVE]
        return parts.objective(
            columns,
            tuple(row["personas"]),
            tuple(snapshot.Measure(one["on"], float(one["value"])) for one in measures),
        )

    def _of_objective(self, row: Row, name: str) -> Any:
        if name == "id":
            return row.number
        if name == "kpi__slug":
            return row["kpi_id"]
        if name == "kpi__family":
            return next((family for family, rows in kpis.FAMILIES.items() if row["kpi_id"] in {r[0] for r in rows}), "")
        return row[name]

    def member(self, row: Row) -> snapshot.TeamMember:
        return snapshot.TeamMember(
            row.number,
            row["name"],
            row["kind"],
            float(row["hours_per_week"]),
            row["skills"],
            tuple(row["skill_set"]),
            row["stand_in_id"],
            row["ends_on"],
        )

    def posts(self) -> tuple[snapshot.Post, ...]:
        kept = [row for row in self.archive.of("posts") if row["deleted_at"] is None]
        none = (moment(date.max.replace(year=9000), None, self.zone).at, 0)
        kept.sort(key=lambda row: (row["publish_at"], row.number) if row["publish_at"] else none)
        return tuple(map(self.post, kept))

    def post(self, row: Row) -> snapshot.Post:
        columns = [None if name in {"id", "owner_id"} else row[name] for name in reading.POST]
        at = row["publish_at"]
        columns[0] = row.number
        columns[4:5] = (None if at is None else wall(at, self.zone)[0], at)
        columns[reading.POST.index("created_at") + 1] = row["created_at"] or self.now
        pictures = (snapshot.Media(one.number, *_each(one, *reading.MEDIA[1:])) for one in self.on("media", row))
        return snapshot.Post(*(*columns, tuple(pictures)))

    # --- What it stands on -------------------------------------------------------------------------------------

    def single(self, kind: str, names: Iterable[str]) -> dict[str, Any]:
        return {name: row[name] for row in self.archive.of(kind)[:1] for name in names}

    def every(self, kind: str, value: Any, *names: str) -> tuple[Any, ...]:
        return tuple(
            value(*(row.number if name == "id" else row[name] for name in names)) for row in self.archive.of(kind)
        )

    def ground(self) -> dict[str, Any]:
        """As gathering.groundwork_of has it from the database."""
        voice = self.single("voice", gathering.VOICE)
        return {
            "listening": self.listening(),
            "strategy": groundwork.Strategy(
                written=frozenset(row["key"] for row in self.archive.of("sections") if row["text"].strip()),
                **self.single("strategy", ("horizon_months", "started_on", "external_link")),
            ),
            "voice": groundwork.Voice(
                **{name: tuple(value) if isinstance(value, list) else value for name, value in voice.items()}
            ),
            "readiness": groundwork.Readiness(**self.single("readiness", gathering.READINESS)),
            "answering": groundwork.Answering(
                exists=bool(self.archive.of("answering")),
                cases=self.every("cases", groundwork.ResponseCase, *gathering.CASE),
                **self.single("answering", gathering.ANSWERING),
            ),
            "reviews": tuple(sorted(self.every("reviews", *_REVIEWS), key=lambda one: one.on)),
            **{name: self.every(name, *of) for name, of in _PLAIN.items()},
        }

    def listening(self) -> groundwork.Listening:
        plan = self.single("listening", gathering.LISTENING)
        heard = sorted(row["on"] for row in self.archive.of("insights"))
        return gathering.listening(
            plan,
            [row["kind"] for row in self.archive.of("sources") if row["is_active"]],
            [row["family"] for row in self.archive.of("keywords")],
            {"number": len(heard), "first": heard[0] if heard else None, "last": heard[-1] if heard else None},
        )


_REVIEWS = (groundwork.Review, *gathering.REVIEW)
# Kinds whose name in the file is their name in the plan.
_PLAIN: Mapping[str, tuple[Any, ...]] = {
    "actions": (groundwork.Action, *gathering.ACTION),
    "procedures": (groundwork.Procedure, *gathering.PROCEDURE),
    "criticism": (groundwork.Criticism, *gathering.CRITICISM),
    "partners": (groundwork.Partner, *gathering.PARTNER),
    "advocates": (groundwork.Advocate, *gathering.ADVOCATE),
    "community": (groundwork.CommunityCount, *gathering.COMMUNITY),
    "budget": (groundwork.BudgetLine, *gathering.BUDGET),
    "absences": (groundwork.Absence, *gathering.ABSENCE),
    "closures": (groundwork.Closure, *gathering.CLOSURE),
}


def _each(row: Row, *names: str) -> list[Any]:
    return [row[name] for name in names]


@cache
def _platforms() -> tuple[Mapping[str, Any], ...]:
    """The catalogue, each platform with the values of its columns and its `cohorts`."""
    return tuple(
        {**platform, "checked_on": platform["checked_on"] and date.fromisoformat(platform["checked_on"])}
        for platform in catalogue.platforms()
    )
