"""Those who follow: how many of them take part, and whether they came by themselves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Annotated

from calendar_app.plan.examples import MONDAY, bakery, cakes, channel
from calendar_app.plan.snapshot import PLAN, AudienceCount, Channel, Objective, Plan

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Prose
from .prose import gettext_lazy as _
from .shares import percent

JOINS_IN = frozenset({"comments", "replies", "shares"})
CONTRIBUTES = frozenset({"ugc"})
SMALLEST = 100  # followers from which on growth can be told from chance
PERCENT = frozenset({"%", "percent", "per cent", "pour cent", "pourcent"})


def _comments(target: float) -> Plan:
    """The bakery with a thousand followers on Facebook, and an objective about how many of them comment."""
    one = cakes(kind="community", kpi="comments", kpi_family="engagement", kpi_unit="comments", target=target)
    followed = channel(1, "facebook", audience=(AudienceCount(bakery().today, 1000),))
    return bakery(objectives=(one,), channels=(followed, channel(2, "instagram", objectives=())))


@rule(
    "unrealistic-engagement",
    Severity.INFO,
    point=Point.STRATEGY,
    scope=("objective",),
    seeds=("S4-11",),
    sources=(sources.NIELSEN,),
    grade="A",
    title=_("More participation than people give"),
    why=_("Of a hundred people who follow, some ninety read, nine join in at times, and one does most of it."),
    instead=_("Set the target from your own figures: a little more than what you measured last month."),
    message=_("That asks %(share)d %% of those who follow you to take part: few communities get there."),
    measured=_("%(share)d in a hundred"),
    benchmark=_("some %(at_most)d in a hundred"),
    caution=_(
        "It is an order of magnitude: small circles reach a fifth or a third, and one person may answer several times. "
        "Nothing is said of small circles, nor when you started from more."
    ),
    fix=Fix("objective.edit", _("Set another target"), "target"),
    worse=("share",),
    flagged=Example(_("Two hundred comments a month, from a thousand followers."), lambda: _comments(200)),
    fine=Example(_("Fifty comments a month, from a thousand followers."), lambda: _comments(50)),
)
def unrealistic_engagement(
    plan: Plan,
    *,
    active_max: Annotated[int, _("share of followers who join in, in %"), Between(1, 100)] = 10,
    contributor_max: Annotated[int, _("share of followers who publish for you, in %"), Between(1, 100)] = 1,
    small: Annotated[int, _("followers below which nothing is said"), Between(0, 100_000)] = 300,
) -> Hits:
    for one in plan.active_objectives:
        followers = _followers(one, plan)
        if followers is not None and followers < small:
            continue
        at_most = contributor_max if one.kpi in CONTRIBUTES else active_max
        share = _asked_share(one, one.target, followers)
        before = _asked_share(one, one.baseline, followers)
        if share is not None and share > at_most and (before is None or before <= at_most):
            yield Hit(one.ref, {"share": min(100, round(share)), "at_most": at_most})


def _asked_share(one: Objective, figure: float | None, followers: int | None) -> float | None:
    """What `figure` of its indicator means as a share of the followers, in %; None where that cannot be said."""
    if figure is None or not (one.kpi in JOINS_IN | CONTRIBUTES or one.kpi_family == "engagement"):
        return None
    if one.kpi_unit.strip().casefold() in PERCENT:
        return figure
    if not followers or one.kpi not in JOINS_IN | CONTRIBUTES:
        return None
    return 100 * figure / followers


def _followers(one: Objective, plan: Plan) -> int | None:
    """Those who follow the channels that serve it, else all channels, when last counted; None when nobody counted."""
    counted = [channel for channel in plan.channels_in_use if channel.audience]
    serving = [channel for channel in counted if one.id in channel.objectives] or counted
    return sum(_latest(channel) for channel in serving) if serving else None


def _latest(channel: Channel) -> int:
    return max(channel.audience, key=lambda count: count.on).followers


# --- Bought or not -------------------------------------------------------------------------------------------------

FLAT = 1.05  # as many active people as before, give or take what chance does
RECENT = timedelta(days=90)
JUMP_DAYS = 2

_A_JUMP: dict[str, Prose] = {
    "message": _("%(share)d %% more followers in two days, and no more people who take part."),
    "measured": _("from %(before)d to %(after)d followers up to %(on)s"),
    "benchmark": _("up to %(jump)d %% in two days"),
}


def _counted(followers: int, active: int) -> Plan:
    """The bakery, whose followers on Facebook were a thousand, forty of them active, and two days later so many."""
    counts = (
        AudienceCount(MONDAY - timedelta(days=9), 1000, 40),
        AudienceCount(MONDAY - timedelta(days=7), followers, active),
    )
    return bakery(channels=(channel(1, "facebook", audience=counts), channel(2, "instagram")))


@rule(
    "bought-audience",
    Severity.ERROR,
    point=Point.STRATEGY,
    scope=("plan", "channel"),
    errors=(8,),
    seeds=("S3-14",),
    sources=(sources.FTC_2024, sources.TWELVE_ERRORS),
    grade="A",
    title=_("An audience that was bought"),
    why=_(
        "Bought followers and reviews deceive those who trust you, and the law forbids them in more and more places."
    ),
    instead=_("Stop, have the false ones removed where you can, and show real proof: one customer’s story is enough."),
    message=_("Buying followers or reviews deceives your community."),
    measured=_("said on the readiness page: bought"),
    benchmark=_("none at all; in the United States up to 51,744 dollars for each case"),
    caution=_(
        "A post that goes round the world also brings followers at once: a jump is only ever advice, and only when the "
        "active ones did not grow with it. This is no legal advice."
    ),
    fix=Fix("readiness", _("Say that it is over"), "buys_audience"),
    flagged=Example(
        _("A bakery that bought reviews, and says so."),
        lambda: bakery(readiness=replace(bakery().readiness, buys_audience=True)),
    ),
    fine=Example(
        _("Thirty per cent more followers in two days, and as many more who take part."), lambda: _counted(1300, 60)
    ),
)
def bought_audience(
    plan: Plan, *, jump: Annotated[int, _("growth in two days that is remarkable, in %"), Between(5, 500)] = 20
) -> Hits:
    if plan.readiness.buys_audience:
        yield Hit(PLAN)
    for one in plan.channels_in_use:
        jumps = [(share, before, after) for share, before, after in _jumps(one, plan) if share > jump]
        if jumps:
            share, before, after = max(jumps, key=lambda found: found[0])
            facts = {"share": share, "before": before.followers, "after": after.followers, "on": after.on}
            yield Hit(one.ref, facts, Severity.INFO, says=_A_JUMP, fix=Fix("channel.edit", _("Look at the account")))


def _jumps(one: Channel, plan: Plan) -> Iterator[tuple[int, AudienceCount, AudienceCount]]:
    """Growth in % from one count to the next, where they are close, recent, and nobody became more active."""
    counts = sorted(one.audience, key=lambda count: count.on)
    for before, after in pairwise(counts):
        is_close = (after.on - before.on).days <= JUMP_DAYS and plan.today - after.on <= RECENT
        if not is_close or before.followers < SMALLEST or before.active is None or after.active is None:
            continue
        if after.active <= before.active * FLAT:
            yield percent(after.followers - before.followers, before.followers), before, after
