"""What the presence is for."""

from dataclasses import replace

from calendar_app.plan.examples import bakery
from calendar_app.plan.snapshot import PLAN, Plan

from . import sources
from .core import Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import gettext_lazy as _


def _all_dropped() -> Plan:
    plan = bakery()
    return replace(plan, objectives=tuple(replace(one, status="dropped") for one in plan.objectives))


@rule(
    "no-objective",
    Severity.ERROR,
    point=Point.STRATEGY,
    scope=("plan",),
    seeds=("S4-25", "S1-1"),
    sources=(sources.WHAT_AND_WHY, sources.NOT_AN_END),
    title=_("Posting without an objective"),
    why=_(
        "Being present is not an end in itself. Without an objective nobody can say whether the hours are well spent."
    ),
    instead=_(
        "Pick one to three reasons to be there, such as being known in the neighbourhood, and say what you count."
    ),
    message=_("No objective is being worked for: what are these posts for?"),
    measured=_("objectives being worked for: 0"),
    benchmark=_("one to three"),
    fix=Fix("objective.new", _("Set an objective")),
    flagged=Example(_("A bakery that has given up its only objective and posts on."), _all_dropped),
    fine=Example(_("A bakery that wants thirty more cake orders a month."), bakery),
)
def no_objective(plan: Plan) -> Hits:
    if not plan.active_objectives:
        yield Hit(PLAN)
