"""Why each platform, and for whom."""

from dataclasses import replace

from calendar_app.plan.examples import bakery
from calendar_app.plan.snapshot import Plan

from . import sources
from .core import Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import gettext_lazy as _


def _for_nobody() -> Plan:
    plan = bakery()
    first, second = plan.channels
    return replace(plan, channels=(first, replace(second, personas=())))


@rule(
    "platform-without-persona",
    Severity.ERROR,
    point=Point.MEDIA,
    scope=("channel",),
    seeds=("S4-21",),
    sources=(sources.WHAT_AND_WHY,),
    needs=("channels",),
    title=_("A platform for nobody"),
    why=_(
        "Platforms are chosen by where your people are. One without anybody in mind costs hours and reaches strangers."
    ),
    instead=_(
        "Say which persona you meet there, or pause the platform. For job seekers or the press, make that persona."
    ),
    message=_("For whom? No persona is linked to it."),
    measured=_("personas: 0"),
    benchmark=_("at least one for each adopted platform"),
    fix=Fix("channel.edit", _("Say for whom"), "personas"),
    flagged=Example(_("Instagram is adopted, and no persona is linked to it."), _for_nobody),
    fine=Example(_("Facebook and Instagram, both for Inès, who uses them."), bakery),
)
def platform_without_persona(plan: Plan) -> Hits:
    known = {persona.id for persona in plan.personas if persona.status != "archived"}
    for channel in plan.channels:
        # One on trial is there to find out for whom it is.
        if channel.status == "adopted" and known.isdisjoint(channel.personas):
            yield Hit(channel.ref)
