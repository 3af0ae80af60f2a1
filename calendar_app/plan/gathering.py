"""What a plan stands on, from rows to values: one query for each kind of row.

Everything here runs inside the workspace's scope (`django_scopes.scope`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min

from calendar_app import models

from . import groundwork

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


def groundwork_of() -> dict[str, Any]:
    """Everything of a Plan that no post, channel, persona or objective holds, by its fields’ names: 20 queries."""
    return {
        "listening": _listening(),
        "strategy": _strategy(),
        "voice": _voice(),
        "readiness": groundwork.Readiness(**(models.Readiness.objects.values(*READINESS).first() or {})),
        "answering": _answering(),
        "actions": _rows(models.ReadinessAction, groundwork.Action, ACTION),
        "procedures": _rows(models.Procedure, groundwork.Procedure, PROCEDURE),
        "criticism": _rows(models.CriticismLog, groundwork.Criticism, CRITICISM),
        "partners": _rows(models.Partner, groundwork.Partner, PARTNER),
        "advocates": _rows(models.Advocate, groundwork.Advocate, ADVOCATE),
        "community": _rows(models.CommunityNote, groundwork.CommunityCount, COMMUNITY),
        "reviews": _rows(models.ReviewLog, groundwork.Review, REVIEW, order="on"),
        "budget": _rows(models.BudgetLine, groundwork.BudgetLine, BUDGET),
        "absences": _rows(models.Absence, groundwork.Absence, ABSENCE),
        "closures": _rows(models.Closure, groundwork.Closure, CLOSURE),
    }


def _rows(model: Any, value: Any, columns: Sequence[str], order: str = "") -> tuple[Any, ...]:
    """The rows of a model as values whose fields are those columns, in this order."""
    return tuple(value(*row) for row in model.objects.order_by(*filter(None, (order, "pk"))).values_list(*columns))


def _listening() -> groundwork.Listening:
    plan = models.ListeningPlan.objects.values(*LISTENING).first() or {}
    places = models.ListeningSource.objects.filter(is_active=True).values_list("kind", flat=True)
    families = models.ListeningKeyword.objects.values_list("family", flat=True)
    heard = models.Insight.objects.aggregate(number=Count("pk"), first=Min("on"), last=Max("on"))
    return listening(plan, list(places), list(families), heard)


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
    row = models.Strategy.objects.values("horizon_months", "started_on", "external_link").first() or {}
    written = models.StrategySection.objects.values_list("key", "text")
    return groundwork.Strategy(written=frozenset(key for key, text in written if text.strip()), **row)


def _voice() -> groundwork.Voice:
    row = models.BrandVoice.objects.values(*VOICE).first() or {}
    lists = {name: _words(row.get(name)) for name in ("values", "adjectives")}
    return groundwork.Voice(**{**row, **lists})


def _answering() -> groundwork.Answering:
    row = models.ResponsePolicy.objects.values(*ANSWERING).first()
    cases = _rows(models.ResponseCase, groundwork.ResponseCase, CASE)
    return groundwork.Answering(exists=row is not None, cases=cases, **(row or {}))


def _words(value: Any) -> tuple[str, ...]:
    """The words of a list as a column of JSON holds it."""
    return tuple(map(str, value)) if isinstance(value, list) else ()
