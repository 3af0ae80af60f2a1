"""Which pillars the coming posts stand on, and whom they want to move."""

from collections import Counter
from dataclasses import replace
from typing import Annotated

from calendar_app.plan.examples import bakery
from calendar_app.plan.snapshot import PLAN, Pillar, Plan, Post

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Prose, ngettext_lazy
from .prose import gettext_lazy as _
from .shares import percent, to_change


def _themed(*pillars: int) -> Plan:
    """The bakery, whose first posts are of these themes."""
    plan = bakery()
    first = [replace(post, pillar=pillar) for post, pillar in zip(plan.posts, pillars, strict=False)]
    return replace(plan, posts=(*first, *plan.posts[len(first) :]))


def _aimed(*rungs: int) -> Plan:
    """The bakery, whose posts aim at these rungs."""
    posts = bakery().posts
    return bakery(posts=tuple(replace(post, target_rung=rung) for post, rung in zip(posts, rungs, strict=True)))


_ANOTHER_THEME = Fix("post.edit", _("Give one of them another pillar"), "pillar")
_THIS_THEME = Fix("post.edit", _("Give one of them this pillar"), "pillar")


@rule(
    "pillar-imbalance",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("plan", "pillar"),
    seeds=("S4-23",),
    sources=(sources.EDST, sources.WHAT_AND_WHY),
    grade="B",
    needs=("posts",),
    title=_("Pillars out of balance"),
    why=_("Three to five pillars, recurring themes, keep a calendar varied. One alone tires, and a dozen are none."),
    instead=_("Give a few posts another pillar, or change the share that you wanted: it was only an intention."),
    message=_("%(actual)d %% of the posts to come, where %(wanted)d %% were wanted."),
    measured=ngettext_lazy(
        "%(here)d of %(posts)d posts with a pillar, in the next %(days)d days",
        "%(here)d of %(posts)d posts with a pillar, in the next %(days)d days",
        "here",
    ),
    benchmark=ngettext_lazy(
        "within %(tolerance)d point of what was wanted", "within %(tolerance)d points of what was wanted", "tolerance"
    ),
    caution=_("Posts without a pillar are left out; a pillar without a wanted share is free."),
    fix=_ANOTHER_THEME,
    worse=("off",),
    flagged=Example(
        _("Know-how was to be four posts in ten, and is eight."),
        lambda: _themed(*[1] * 9),
    ),
    fine=Example(_("Three pillars, each within a few points of its share."), bakery),
)
def pillar_imbalance(
    plan: Plan,
    *,
    days: Annotated[int, _("days to look ahead, today included"), Between(7, 90)] = 28,
    tolerance: Annotated[int, _("points by which a share may differ"), Between(1, 100)] = 20,
    most: Annotated[int, _("pillars that can be kept up"), Between(2, 20)] = 6,
    min_posts: Annotated[int, _("posts from which on the plan is judged"), Between(2, 50)] = 5,
) -> Hits:
    ahead = plan.ahead(days)
    if len(ahead) >= min_posts and not 2 <= len(plan.pillars) <= most:
        yield _number_of_themes(len(plan.pillars))
    themed = [post for post in ahead if post.pillar in plan.pillar_by_id]
    if len(themed) < min_posts:
        return
    counts = Counter(post.pillar for post in themed)
    for pillar in plan.pillars:
        if pillar.target_share is None:
            continue
        actual = percent(counts[pillar.id], len(themed))
        off = abs(actual - pillar.target_share)
        if off > tolerance:
            yield _imbalance(pillar, actual, off, themed)


def _number_of_themes(pillars: int) -> Hit:
    says: dict[str, Prose] = {
        "message": ngettext_lazy(
            "%(pillars)d pillar for the whole calendar.", "%(pillars)d pillars for the whole calendar.", "pillars"
        ),
        "measured": ngettext_lazy("%(pillars)d pillar", "%(pillars)d pillars", "pillars"),
        "benchmark": _("three to five; up to %(most)d can be kept up"),
    }
    fix = Fix("pillar.new", _("Think of another pillar")) if pillars < 2 else Fix("strategy", _("Look at the pillars"))
    return Hit(PLAN, {"pillars": pillars, "off": abs(pillars - 4)}, says=says, fix=fix)


def _imbalance(pillar: Pillar, actual: int, off: int, themed: list[Post]) -> Hit:
    here = [post for post in themed if post.pillar == pillar.id]
    facts = {"actual": actual, "wanted": pillar.target_share, "off": off, "here": len(here), "posts": len(themed)}
    if actual > (pillar.target_share or 0):
        return Hit(pillar.ref, facts, related=to_change(here), fix=_ANOTHER_THEME)
    others = (post for post in themed if post.pillar != pillar.id)
    return Hit(pillar.ref, facts, related=to_change(others), fix=_THIS_THEME)


# The nine ways of taking part.
RUNGS: dict[int, Prose] = {
    1: _("The crowd"),
    2: _("Inactive"),
    3: _("Passive"),
    4: _("Those who click"),
    5: _("Those who share"),
    6: _("Those who comment"),
    7: _("Contributors"),
    8: _("Animators"),
    9: _("Ambassadors"),
}


@rule(
    "ladder-gap",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("plan",),
    seeds=("S4-13",),
    sources=(sources.WHAT_AND_WHY,),
    grade="C",
    needs=("posts",),
    worse=("posts",),
    title=_("One rung of the ladder only"),
    why=_("People climb, from reading to clicking, from a comment to speaking for you. Each step wants an invitation."),
    instead=_("Aim one post a month at the next rung: ask those who click to share, those who share to tell."),
    message=_("All posts that aim at somebody aim at the same rung: %(rung)s."),
    measured=ngettext_lazy(
        "%(aimed)d post of %(posts)d in the next %(days)d days, one rung",
        "%(aimed)d posts of %(posts)d in the next %(days)d days, one rung",
        "aimed",
    ),
    benchmark=_("two rungs at least"),
    caution=_("Only said when half of the posts at least name a rung: without it, the field is not in use."),
    fix=Fix("post.edit", _("Aim one of them higher"), "target_rung"),
    flagged=Example(
        _("Every post of the bakery is for those who click."),
        lambda: _aimed(*[4] * 13),
    ),
    fine=Example(
        _("Most are for those who click, and one asks them to tell their story."),
        lambda: _aimed(7, *[4] * 12),
    ),
)
def ladder_gap(
    plan: Plan,
    *,
    days: Annotated[int, _("days to look ahead, today included"), Between(28, 366)] = 90,
    in_use: Annotated[int, _("share of posts that name a rung, in %"), Between(1, 100)] = 50,
    min_posts: Annotated[int, _("posts from which on the plan is judged"), Between(2, 50)] = 5,
) -> Hits:
    coming = plan.ahead(days)
    aimed = [post for post in coming if post.target_rung in RUNGS]
    if len(aimed) < min_posts or percent(len(aimed), len(coming)) < in_use:
        return
    first = aimed[0].target_rung
    if first is not None and all(post.target_rung == first for post in aimed):
        facts = {"rung": RUNGS[first], "aimed": len(aimed), "posts": len(coming)}
        yield Hit(PLAN, facts, related=to_change(aimed))
