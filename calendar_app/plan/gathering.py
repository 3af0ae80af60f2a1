"""What a plan stands on, from rows to values: one query for each kind of row.

Everything here runs inside the workspace's scope (`django_scopes.scope`).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min

from calendar_app import models
from smplanner.statements import Statement

from . import groundwork

STRATEGY = ("horizon_months", "started_on", "external_link")
VOICE = ("mission", "promise", "values", "adjectives", "we_say", "we_never_say")
READINESS = (
    "in_interest",
    "is_ready",
    "fits_philosophy",
    "audit_done_on",
    "website_url",
    "website_overhauled_on",
    "website_mobile",
    "existing_material",
    "other_channels",
    "is_retrospective",
    "buys_audience",
)
LISTENING = ("purposes", "cadence_days", "owner_id", "hours_per_week", "since", "first_session_on", "alert_rule")
REVIEW = (
    "on",
    "persona_id",
    "channel_id",
    "still_there",
    "behaviour_changed",
    "learns",
    "listens",
    "proves",
    "fits_values",
    "decision",
    "next_on",
)
ACTION = ("question", "text", "skill", "owner_id", "due_on", "done_on")
PROCEDURE = ("kind", "text", "owner_id", "reviewed_on")
CRITICISM = ("id", "on", "theme", "justified", "action", "answered_publicly", "closed_on")
PARTNER = ("id", "name", "counterpart", "value_eur", "contract_on", "free_opinion", "label_text")
ADVOCATE = ("id", "label", "rung", "last_contact_on")
COMMUNITY = ("rung", "people", "on")
BUDGET = ("kind", "monthly_eur", "is_in_kind")
ABSENCE = ("member_id", "first_day", "last_day")
CLOSURE = ("first_day", "last_day", "label")
ANSWERING = ("opening_hours", "auto_reply", "templates_only", "moderation")
CASE = ("kind", "action", "within_hours", "who_id", "personal", "example")


def _asked(model: Any, columns: Sequence[str], *order: str) -> Statement:
    """Those columns of a model's rows."""
    return Statement(lambda: model.objects.order_by(*order, "pk").values_list(*columns))


# What of a plan is a row for each value, by its name in groundwork_of.
_EACH: Mapping[str, tuple[Callable[..., Any], Statement]] = {
    "actions": (groundwork.Action, _asked(models.ReadinessAction, ACTION)),
    "procedures": (groundwork.Procedure, _asked(models.Procedure, PROCEDURE)),
    "criticism": (groundwork.Criticism, _asked(models.CriticismLog, CRITICISM)),
    "partners": (groundwork.Partner, _asked(models.Partner, PARTNER)),
    "advocates": (groundwork.Advocate, _asked(models.Advocate, ADVOCATE)),
    "community": (groundwork.CommunityCount, _asked(models.CommunityNote, COMMUNITY)),
    "reviews": (groundwork.Review, _asked(models.ReviewLog, REVIEW, "on")),
    "budget": (groundwork.BudgetLine, _asked(models.BudgetLine, BUDGET)),
    "absences": (groundwork.Absence, _asked(models.Absence, ABSENCE)),
    "closures": (groundwork.Closure, _asked(models.Closure, CLOSURE)),
}
_CASES = _asked(models.ResponseCase, CASE)
_LISTENING = _asked(models.ListeningPlan, LISTENING)
_PLACES = Statement(lambda: models.ListeningSource.objects.filter(is_active=True).values_list("kind"))
_FAMILIES = Statement(lambda: models.ListeningKeyword.objects.values_list("family"))
_HEARD = Statement(
    lambda: models.Insight.objects.order_by().values("workspace").values_list(Count("pk"), Min("on"), Max("on"))
)
_STRATEGY = _asked(models.Strategy, STRATEGY)
_WRITTEN = Statement(lambda: models.StrategySection.objects.values_list("key", "text"))
_VOICE = _asked(models.BrandVoice, VOICE)
_READINESS = _asked(models.Readiness, READINESS)
_ANSWERING = _asked(models.ResponsePolicy, ANSWERING)


def groundwork_of() -> dict[str, Any]:
    """Everything of a Plan that no post, channel, persona or objective holds, by its fields’ names: 20 queries."""
    return {
        "listening": _listening(),
        "strategy": _strategy(),
        "voice": _voice(),
        "readiness": groundwork.Readiness(**_first_of(_READINESS, READINESS)),
        "answering": _answering(),
        **{name: tuple(value(*row) for row in statement.rows()) for name, (value, statement) in _EACH.items()},
    }


def _first_of(statement: Statement, columns: Sequence[str]) -> dict[str, Any]:
    """The first row by the names of its columns; empty without rows."""
    return next((dict(zip(columns, row, strict=True)) for row in statement.rows()), {})


def _listening() -> groundwork.Listening:
    [number, first, last] = next(iter(_HEARD.rows()), (0, None, None))
    return listening(
        _first_of(_LISTENING, LISTENING),
        [kind for (kind,) in _PLACES.rows()],
        [family for (family,) in _FAMILIES.rows()],
        {"number": number, "first": first, "last": last},
    )


def listening(
    plan: Mapping[str, Any], places: Sequence[str], families: Sequence[str], heard: Mapping[str, Any]
) -> groundwork.Listening:
    """How the organisation listens, from a row of `LISTENING`; `heard` tells the number, first and last of insights."""
    hours = plan.get("hours_per_week")
    return groundwork.Listening(
        purposes=_words(plan.get("purposes")),
        cadence_days=plan.get("cadence_days"),
        owner=plan.get("owner_id"),
        hours_per_week=None if hours is None else float(hours),
        places=tuple(places),
        keyword_families=tuple(families),
        since=plan.get("since") or _first(heard["first"], plan.get("first_session_on")),
        first_session_on=plan.get("first_session_on"),
        alert_rule=plan.get("alert_rule", ""),
        insights=heard["number"],
        last_insight_on=heard["last"],
    )


def _first(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def _strategy() -> groundwork.Strategy:
    written = frozenset(key for key, text in _WRITTEN.rows() if text.strip())
    return groundwork.Strategy(written=written, **_first_of(_STRATEGY, STRATEGY))


def _voice() -> groundwork.Voice:
    row = _first_of(_VOICE, VOICE)
    lists = {name: _words(row.get(name)) for name in ("values", "adjectives")}
    return groundwork.Voice(**{**row, **lists})


def _answering() -> groundwork.Answering:
    row = _first_of(_ANSWERING, ANSWERING)
    cases = tuple(groundwork.ResponseCase(*case) for case in _CASES.rows())
    return groundwork.Answering(exists=bool(row), cases=cases, **row)


def _words(value: Any) -> tuple[str, ...]:
    """The words of a list as a column of JSON holds it."""
    return tuple(map(str, value)) if isinstance(value, list) else ()
