"""Time and people against what is asked of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from math import floor
from typing import Annotated

from calendar_app.plan import weeks
from calendar_app.plan.examples import bakery, channel
from calendar_app.plan.snapshot import PLAN, BudgetLine, Channel, Plan, Post, Ref

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Prose, fill, ngettext_lazy
from .prose import gettext_lazy as _


def _without_hours() -> Plan:
    plan = bakery()
    return replace(plan, team=tuple(replace(member, hours_per_week=0) for member in plan.team))


@rule(
    "no-time-budget",
    Severity.ERROR,
    point=Point.STRATEGY,
    scope=("plan",),
    errors=(2,),
    seeds=("S0-10", "S3-2"),
    sources=(sources.MYTHS, sources.TWELVE_ERRORS),
    title=_("Work without hours"),
    why=_(
        "Writing, answering and listening are work like any other. What has no hours is done at night, or not at all."
    ),
    instead=_(
        "Reserve an hour or two a week, at a fixed time, for each person. Two hours are a valid plan for one platform."
    ),
    message=_("No hours are set aside for this work."),
    measured=_("hours a week: 0"),
    benchmark=_("some, however few"),
    fix=Fix("member.edit", _("Set hours aside"), "hours_per_week"),
    flagged=Example(_("A bakery whose team is listed without any hours."), _without_hours),
    fine=Example(_("The same bakery, with six hours a week."), bakery),
)
def no_time_budget(plan: Plan) -> Hits:
    if plan.hours_per_week <= 0:
        yield Hit(PLAN, related=tuple(member.ref for member in plan.team))


LOOKING = frozenset({"listening", "measurement", "tool"})
"""Kinds of budget lines that pay for knowing what happens."""


@rule(
    "no-budget",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("plan",),
    errors=(1,),
    seeds=("S3-1",),
    sources=(sources.TWELVE_ERRORS,),
    needs=("channels",),
    title=_("No money for it"),
    why=_(
        "Promotion, listening and measuring are forgotten most. Even a small line a month keeps them in view, and "
        "spares an argument when one of them is needed."
    ),
    instead=_("Write down a small amount a month, or what is given in kind: lent equipment, the time of volunteers."),
    message=_("No budget: neither promotion, nor listening, nor measuring."),
    measured=_("euros a month: %(monthly)s"),
    benchmark=_("a line for promotion, and one for listening, measuring or tools"),
    caution=_("What is given in kind counts like money, and so does what volunteers bring."),
    fix=Fix("budget.new", _("Write down a line"), "kind"),
    flagged=Example(_("A bakery without any budget line."), lambda: bakery(budget=())),
    fine=Example(
        _("Thirty euros for adverts, and a lent listening tool."),
        lambda: bakery(budget=(BudgetLine("promotion", Decimal(30)), BudgetLine("tool", is_in_kind=True))),
    ),
)
def no_budget(plan: Plan) -> Hits:
    lines = [line for line in plan.budget if line.monthly_eur > 0 or line.is_in_kind]
    monthly = float(sum(line.monthly_eur for line in lines))
    if not lines:
        yield Hit(PLAN, {"monthly": monthly})
    elif LOOKING.isdisjoint(line.kind for line in lines):
        says = {"message": _("Nothing is set aside for listening, measuring or tools.")}
        yield Hit(PLAN, {"monthly": monthly}, Severity.INFO, says=says)


def _everywhere() -> Plan:
    """The bakery on four platforms for two hours a week; what is to go out there is written already."""
    plan = bakery()
    platforms = ("facebook", "instagram", "tiktok", "linkedin")
    first, *_others = plan.reviews
    return replace(
        plan,
        channels=tuple(channel(number, name, weekly_target=0.5) for number, name in enumerate(platforms, start=1)),
        posts=tuple(replace(one, channel=1 + one.id % 4, status="approved") for one in plan.posts),
        reviews=tuple(replace(first, channel=number) for number in range(1, 5)),
        team=tuple(replace(one, hours_per_week=2) for one in plan.team),
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


# --- Week by week --------------------------------------------------------------------------------------------------

TO_DO = frozenset({"idea", "planned", "draft"})
"""Posts in these states are still to be made; from the review on, most of the work is done."""

STANDING_SHARE = 0.75
"""What being there may take of the time at most: how many platforms are too many is said by another rule."""

MOST_LINKED = 5  # posts named in a finding: as many as one reads
_WEEK_OF: Prose = _("week of %(monday)s")


def _busy_week(number: int) -> Plan:
    """The bakery, where so many of the second week's posts are carousels."""
    plan = bakery()
    busy = plan.posts_of_week(weeks.number(plan.today + weeks.A_WEEK))[:number]
    return replace(plan, posts=tuple(replace(one, format="carousel") if one in busy else one for one in plan.posts))


@rule(
    "workload-over-capacity",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("week",),
    errors=(2,),
    seeds=("S3-2", "S0-10"),
    sources=(sources.TWELVE_ERRORS, sources.VERTICAL_RESPONSE, sources.MARKETING_PROFS),
    grade="C",
    needs=("hours", "posts"),
    title=_("A week with more work than hours"),
    why=_("What does not fit into the week is done badly, or by night, or drops what people notice most: the answers."),
    instead=_("Move a post to a quieter week, choose a simpler format, or leave one out. Nobody misses a sixth post."),
    message=_("%(planned)s hours of work for %(available)s hours that there are."),
    measured=ngettext_lazy(
        "%(posts)d post still to be made: %(making)s h; being there, planning and listening: %(standing)s h",
        "%(posts)d posts still to be made: %(making)s h; being there, planning and listening: %(standing)s h",
        "posts",
    ),
    benchmark=_("at most %(tolerance)s times the hours; an error above %(error_above)s times"),
    caution=_(
        "Hours by format are estimates until the minutes of five posts of a format are noted; then your own count. "
        "Posts that wait for approval, or have it, are done. Being there counts for three quarters of the time at most."
    ),
    fix=Fix("calendar.week", _("Look at that week")),
    worse=("planned",),
    flagged=Example(_("Four carousels in a week of six hours."), lambda: _busy_week(4)),
    fine=Example(_("Two carousels in a week of six hours."), lambda: _busy_week(2)),
)
def workload_over_capacity(
    plan: Plan,
    *,
    weeks_ahead: Annotated[int, _("weeks to look at, this one included"), Between(1, 13)] = 4,
    tolerance: Annotated[float, _("times the hours that still pass"), Between(1, 3)] = 1.1,
    error_above: Annotated[float, _("times the hours above which it is an error"), Between(1, 5)] = 1.5,
    min_posts: Annotated[int, _("posts to be made from which on a week is judged"), Between(1, 20)] = 2,
) -> Hits:
    this = plan.today - timedelta(days=plan.today.weekday())
    for monday in (this + number * weeks.A_WEEK for number in range(weeks_ahead)):
        number = weeks.number(monday)
        to_do = [post for post in plan.posts_of_week(number) if post.status in TO_DO]
        if len(to_do) < min_posts:
            continue
        available = plan.available_hours(monday)
        making = sum(plan.hours_for(post) for post in to_do)
        standing = min(plan.standing_hours, STANDING_SHARE * available)
        planned = making + standing
        if round(planned, 2) > round(tolerance * available, 2):
            facts = {
                "planned": round(planned, 1),
                "available": round(available, 1),
                "making": round(making, 1),
                "standing": round(standing, 1),
                "posts": len(to_do),
            }
            is_far = round(planned, 2) > round(error_above * available, 2)
            ref = Ref(weeks.WEEK, number, fill(_WEEK_OF, {"monday": monday}))
            yield Hit(ref, facts, Severity.ERROR if is_far else None, _longest(plan, to_do))


def _longest(plan: Plan, to_do: Sequence[Post]) -> tuple[Ref, ...]:
    """The posts that take longest and may still be moved."""
    ahead = [post for post in to_do if post.day is not None and post.day >= plan.today]
    return tuple(post.ref for post in sorted(ahead, key=plan.hours_for, reverse=True)[:MOST_LINKED])
