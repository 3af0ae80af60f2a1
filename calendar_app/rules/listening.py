"""Listening before speaking, and while doing so."""

from calendar_app.plan.examples import bakery
from calendar_app.plan.snapshot import PLAN, Listening, Plan

from . import sources
from .core import Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import gettext_lazy as _


@rule(
    "no-listening-plan",
    Severity.ERROR,
    point=Point.STRATEGY,
    scope=("plan",),
    errors=(3,),
    seeds=("S3-4", "S1-11"),
    sources=(sources.TWELVE_ERRORS, sources.NOT_AN_END),
    title=_("Speaking without listening"),
    why=_("Listening shows where people talk about you and your trade, and so which platforms matter and what to say."),
    instead=_(
        "Name the places where you can hear your customers: your reviews, the till, a local group. One is a start."
    ),
    message=_("No place to listen is in use: listening comes before speaking."),
    measured=_("places to listen: 0"),
    benchmark=_("at least one; there are five kinds: watch, customer service, communities, reviews, comments"),
    fix=Fix("listening.edit", _("Name a place to listen")),
    flagged=Example(
        _("A bakery that posts and reads neither its reviews nor its comments."), lambda: bakery(listening=Listening())
    ),
    fine=Example(_("A bakery that reads its reviews and comments every week."), bakery),
)
def no_listening_plan(plan: Plan) -> Hits:
    if not plan.listening.places:
        yield Hit(PLAN)
