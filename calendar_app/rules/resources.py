"""Time and people against what is asked of them."""

from math import floor
from typing import Annotated

from calendar_app.plan.examples import bakery, channel
from calendar_app.plan.snapshot import PLAN, Channel, Plan, TeamMember

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import gettext_lazy as _
from .prose import ngettext_lazy


def _everywhere() -> Plan:
    platforms = ("facebook", "instagram", "tiktok", "linkedin")
    return bakery(
        channels=tuple(channel(number, platform) for number, platform in enumerate(platforms, start=1)),
        team=(TeamMember(1, "Samira", hours_per_week=2),),
    )


@rule(
    "too-many-platforms",
    Severity.WARNING,
    point=Point.MEDIA,
    scope=("plan",),
    errors=(2,),
    seeds=("S4-21", "S2-7"),
    sources=(sources.WHAT_AND_WHY, sources.COMPLICATED, sources.VERTICAL_RESPONSE, sources.CMI),
    grade="C",
    needs=("channels", "hours"),
    worse=("weight",),
    title=_("More platforms than hours"),
    why=_(
        "Every platform wants its own words, its answers and its watching. Being everywhere means being nowhere well."
    ),
    instead=_("Pause the platforms that serve fewest personas and objectives, and say so there. You can come back."),
    message=ngettext_lazy(
        "%(platforms)d platform for %(hours)s hours a week: there is time for %(sustainable)d.",
        "%(platforms)d platforms for %(hours)s hours a week: there is time for %(sustainable)d.",
        "platforms",
    ),
    measured=_("%(names)s; together they weigh %(weight)s"),
    benchmark=_("one platform for every %(hours_per_platform)s hours, at most %(solo_cap)d for one person alone"),
    caution=_("One’s own site, a newsletter and one-way channels weigh less than a platform on which people answer."),
    fix=Fix("channels", _("Choose what to pause")),
    flagged=Example(_("Four platforms for two hours a week."), _everywhere),
    fine=Example(_("Two platforms for six hours a week."), bakery),
)
def too_many_platforms(
    plan: Plan,
    *,
    hours_per_platform: Annotated[float, _("hours a week that one platform takes"), Between(0.5, 40)] = 3.0,
    solo_cap: Annotated[int, _("most platforms for one person alone"), Between(1, 20)] = 5,
) -> Hits:
    sustainable = max(1, floor(plan.hours_per_week / hours_per_platform))
    if plan.people <= 1:
        sustainable = min(sustainable, solo_cap)
    weight = sum(one.platform.effort for one in plan.channels_in_use)
    if weight > sustainable:
        facts = {
            "platforms": len(plan.channels_in_use),
            "names": ", ".join(one.label for one in plan.channels_in_use),
            "weight": float(weight),
            "hours": float(plan.hours_per_week),
            "sustainable": sustainable,
        }
        weakest = tuple(one.ref for one in sorted(plan.channels_in_use, key=_strength))
        yield Hit(PLAN, facts, Severity.ERROR if weight > 2 * sustainable else None, weakest)


def _strength(one: Channel) -> tuple[int, int, bool]:
    """How much speaks for keeping a channel: what is on trial goes before what was adopted."""
    return len(one.personas), len(one.objectives), one.status == "adopted"
