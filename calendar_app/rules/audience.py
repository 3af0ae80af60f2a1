"""Whom the plan speaks to."""

from typing import Annotated

from calendar_app.plan.examples import bakery
from calendar_app.plan.snapshot import PLAN, Plan

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import gettext_lazy as _


@rule(
    "no-persona",
    Severity.ERROR,
    point=Point.TARGET,
    scope=("plan",),
    seeds=("S4-19", "S0-4", "S1-6"),
    sources=(sources.WHAT_AND_WHY, sources.MYTHS),
    hides=("platform-without-persona",),
    title=_("Nobody in particular is spoken to"),
    why=_(
        "Whoever speaks to everybody reaches nobody. A persona says who reads you, what they need and where they are."
    ),
    instead=_(
        "Describe one person you know from the counter: who they are, their age, what they need, where they are."
    ),
    message=_("No active persona: who are you talking to?"),
    measured=_("active personas: %(personas)d"),
    benchmark=_("at least %(min_personas)d"),
    caution=_("In a workspace’s first days this is only advice: it is the first thing to do, not a mistake yet."),
    fix=Fix("persona.new", _("Describe a persona")),
    flagged=Example(_("A bakery with posts planned and no persona."), lambda: bakery(personas=())),
    fine=Example(_("The same bakery, with Inès, who buys her bread on the way home."), bakery),
)
def no_persona(
    plan: Plan,
    *,
    min_personas: Annotated[int, _("active personas to have"), Between(1, 20)] = 1,
    grace_days: Annotated[int, _("first days during which it is only advice"), Between(0, 90)] = 7,
) -> Hits:
    active = len(plan.active_personas)
    if active < min_personas:
        yield Hit(PLAN, {"personas": active}, Severity.INFO if plan.age_days < grace_days else None)
