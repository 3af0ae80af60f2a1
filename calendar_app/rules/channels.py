"""Why each platform, and for whom."""

from dataclasses import replace
from typing import Any

from calendar_app.plan.examples import bakery, channel
from calendar_app.plan.snapshot import Channel, Plan

from . import sources
from .core import Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Prose
from .prose import gettext_lazy as _

# Reasons that look at others rather than at the people one wants to meet, in words that follow "because".
_LOOKING_AT_OTHERS: dict[str, Prose] = {
    "trend": _("it is the new one"),
    "competitor": _("competitors are there"),
    "boss": _("it was asked for from above"),
}


def _for_nobody() -> Plan:
    plan = bakery()
    first, second = plan.channels
    return replace(plan, channels=(first, replace(second, personas=())))


def _tiktok(reason: str, **fields: Any) -> Plan:
    """The bakery on TikTok instead of Instagram; no persona of hers uses it."""
    first, _instagram = bakery().channels
    return bakery(channels=(first, channel(2, "tiktok", reason=reason, **fields)))


def _facebook(reason: str) -> Plan:
    """The bakery on Facebook, which Inès uses, chosen for that reason."""
    plan = bakery()
    first, second = plan.channels
    return replace(plan, channels=(replace(first, reason=reason), second))


def _is_used(plan: Plan, platform: str) -> bool:
    """Whether some persona, of now or of later, says that they use the platform."""
    return any(
        use.platform == platform and use.usage != "never"
        for persona in plan.personas
        if persona.status != "archived"
        for use in persona.uses
    )


def _adopted_for(plan: Plan, *reasons: str) -> list[Channel]:
    """Channels adopted for one of these reasons, on platforms that no persona says they use."""
    return [
        one
        for one in plan.channels
        if one.status == "adopted" and one.reason in reasons and not _is_used(plan, one.platform.slug)
    ]


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
    for one in plan.channels:
        # One on trial is there to find out for whom it is.
        if one.status == "adopted" and known.isdisjoint(one.personas):
            yield Hit(one.ref)


@rule(
    "trend-chasing",
    Severity.WARNING,
    point=Point.MEDIA,
    scope=("channel",),
    seeds=("S0-6", "S0-8"),
    sources=(sources.MYTHS,),
    needs=("channels",),
    title=_("A platform because it is in fashion"),
    why=_(
        "A platform in vogue obliges nobody to follow. Trying it is welcome: then it is a trial, with an end and a "
        "question to answer."
    ),
    instead=_("Make it a trial: say what you expect, how you will know, and until when. Then decide."),
    message=_("Adopted because %(because)s, and no persona says they use it."),
    measured=_("personas who use it: 0"),
    benchmark=_("one persona who is there, or a trial"),
    caution=_("As soon as one of your personas uses the platform, the reason it was chosen for no longer matters."),
    fix=Fix("channel.trial", _("Make it a trial"), "hypothesis"),
    flagged=Example(_("TikTok is adopted because it is new; Inès does not use it."), lambda: _tiktok("trend")),
    fine=Example(_("The same TikTok, on trial for three months."), lambda: _tiktok("trend", status="testing")),
)
def trend_chasing(plan: Plan) -> Hits:
    for one in _adopted_for(plan, *_LOOKING_AT_OTHERS):
        yield Hit(one.ref, {"because": _LOOKING_AT_OTHERS[one.reason]})


@rule(
    "popularity-only",
    Severity.INFO,
    point=Point.MEDIA,
    scope=("channel",),
    seeds=("S2-8",),
    sources=(sources.COMPLICATED,),
    needs=("channels",),
    title=_("A platform because everybody is there"),
    why=_("The biggest audience is not necessarily yours: among many people, those whom you want to meet may be few."),
    instead=_("Ask three customers whether they are there, and note it at their persona. If they are, all is well."),
    message=_("Chosen because everybody is there; no persona says they are."),
    measured=_("personas who use it: 0"),
    benchmark=_("one persona who is there"),
    caution=_("A popular platform is a fine choice when one of your personas uses it."),
    fix=Fix("channel.edit", _("Say why it was chosen"), "reason"),
    flagged=Example(
        _("TikTok, because everybody is there; Inès, the only persona, is not."), lambda: _tiktok("popular")
    ),
    fine=Example(_("Facebook, because everybody is there, and Inès too."), lambda: _facebook("popular")),
)
def popularity_only(plan: Plan) -> Hits:
    for one in _adopted_for(plan, "popular"):
        yield Hit(one.ref)
