"""The rhythm of the calendar: what is planned, and how regularly."""

from datetime import timedelta
from itertools import pairwise
from typing import Annotated, Any

from calendar_app.plan.examples import bakery, channel, post
from calendar_app.plan.snapshot import PLAN, Channel, Plan

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import gettext_lazy as _
from .prose import ngettext_lazy

DAYS_A_WEEK = 7
SLOWEST = 0.01  # posts a week: the finest step that forms take


def _on_facebook(*days: int, **fields: Any) -> Plan:
    """The bakery on Facebook alone, with posts in so many days."""
    coming = tuple(post(number, day) for number, day in enumerate(days, start=1))
    return bakery(channels=(channel(1, "facebook", **fields),), posts=coming)


@rule(
    "empty-calendar",
    Severity.ERROR,
    point=Point.CALENDAR,
    scope=("plan",),
    seeds=("S4-23",),
    sources=(sources.WHAT_AND_WHY,),
    needs=("channels",),
    hides=(
        "only-commercial",
        "promo-overload",
        "promo-streak",
        "broadcast-only",
        "no-value",
        "self-centred",
        "impersonal-feed",
        "paid-only",
        "pillar-imbalance",
        "ladder-gap",
        "planning-horizon-short",
        "cadence-below-min",
        "cadence-above-max",
        "publishing-gap",
        "burst",
    ),
    title=_("Nothing planned"),
    why=_(
        "A calendar that says day by day what to publish cures the blank page. An empty one leads to silence or haste."
    ),
    instead=_("Put two or three ideas on the coming days now, or pause your platforms and say so."),
    message=ngettext_lazy(
        "Nothing is planned for the next %(days)d day.", "Nothing is planned for the next %(days)d days.", "days"
    ),
    measured=_("posts still to go out: 0"),
    benchmark=ngettext_lazy("something within %(days)d day", "something within %(days)d days", "days"),
    caution=_("A platform that is paused asks for nothing, nor do days on which you are closed."),
    fix=Fix("post.new", _("Plan a post")),
    flagged=Example(
        _("Two platforms in use and no post before the end of the month."), lambda: bakery(posts=(post(1, 20),))
    ),
    fine=Example(_("One post in thirteen days."), lambda: bakery(posts=(post(1, 13),))),
)
def empty_calendar(
    plan: Plan, *, days: Annotated[int, _("days to look ahead, today included"), Between(1, 60)] = 14
) -> Hits:
    if plan.closed_days(plan.today, plan.today + timedelta(days=days)) == days:
        return
    # What has been posted is done: it plans nothing any more.
    if all(post.status == "posted" for post in plan.ahead(days)):
        yield Hit(PLAN)


@rule(
    "publishing-gap",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("post",),
    seeds=("S4-23",),
    sources=(sources.WHAT_AND_WHY, sources.MINUTEFACILE),
    grade="C",
    needs=("posts",),
    worse=("silence",),
    title=_("A channel falls silent"),
    why=_("Readers and feeds both forget an account that stops speaking."),
    instead=_("Move a post into the gap, or plan a slower rhythm for the whole channel."),
    message=ngettext_lazy(
        "%(channel)s is silent for %(silence)d day before this post.",
        "%(channel)s is silent for %(silence)d days before this post.",
        "silence",
    ),
    measured=ngettext_lazy(
        "%(silence)d day from one post to the next", "%(silence)d days from one post to the next", "silence"
    ),
    benchmark=ngettext_lazy("at most %(allowed)d day", "at most %(allowed)d days", "allowed"),
    caution=_(
        "A channel with a slow rhythm of its own may be silent for twice the time between two of its posts. Days on "
        "which you are closed do not count, and a channel that only answers may be silent."
    ),
    fix=Fix("post.edit", _("Bring this post forward"), "local_date"),
    flagged=Example(
        _("Facebook: a post tomorrow, the next one sixteen days later."),
        lambda: _on_facebook(1, 17),
    ),
    fine=Example(_("A post tomorrow, the next one two weeks later."), lambda: _on_facebook(1, 15)),
)
def publishing_gap(plan: Plan, *, days: Annotated[int, _("silent days to allow"), Between(1, 366)] = 14) -> Hits:
    tomorrow = plan.today + timedelta(days=1)
    for one in plan.channels_in_use:
        allowed = _allowed_silence(one, days)
        if allowed is None or not one.publishes:
            continue
        # A silence that is over cannot be filled any more: only the last post until today matters of what was.
        posts = (*plan.posts_on(one, end=tomorrow)[-1:], *plan.posts_on(one, tomorrow))
        for before, after in pairwise(posts):
            if before.day is None or after.day is None or (after.day - before.day).days <= allowed:
                continue
            silence = (after.day - before.day).days - plan.closed_days(before.day, after.day)
            if silence > allowed:
                yield Hit(after.ref, {"channel": one.label, "silence": silence, "allowed": allowed})


def _allowed_silence(one: Channel, days: int) -> int | None:
    """Days from one post to the next: `days`, or twice the rhythm where that is slower. None without any rhythm."""
    rhythm = one.weekly_target if one.weekly_target is not None else one.platform.freq_min
    if rhythm < SLOWEST:
        return None
    return max(days, int(2 * DAYS_A_WEEK / rhythm))


@rule(
    "planning-horizon-short",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("plan",),
    seeds=("S2-31", "S4-23"),
    sources=(sources.BUSINESS_COM, sources.SOCIAL_SCHOOL, sources.COMPLICATED),
    grade="B",
    needs=("channels", "posts"),
    title=_("A calendar that stops soon"),
    why=_(
        "Whoever plans from one day to the next posts what is at hand, or nothing. A month at once is the usual step."
    ),
    instead=_("Sit down once and plan two weeks: half an hour now spares a search every morning."),
    message=ngettext_lazy("The calendar stops in %(ahead)d day.", "The calendar stops in %(ahead)d days.", "ahead"),
    measured=_("last planned on %(last)s"),
    benchmark=ngettext_lazy(
        "%(min_days)d day ahead at least, an error below %(error_days)d; aim for %(target)d",
        "%(min_days)d days ahead at least, an error below %(error_days)d; aim for %(target)d",
        "min_days",
    ),
    caution=_("Days on which you are closed count as planned. A newsroom lives from day to day: switch the rule off."),
    fix=Fix("post.new", _("Plan the next weeks")),
    worse=("-ahead",),
    flagged=Example(_("Three posts, the last of them in ten days."), lambda: _on_facebook(1, 5, 10)),
    fine=Example(_("Three posts, the last of them in two weeks."), lambda: _on_facebook(1, 7, 14)),
)
def planning_horizon_short(
    plan: Plan,
    *,
    min_days: Annotated[int, _("days that are planned ahead"), Between(1, 90)] = 14,
    error_days: Annotated[int, _("days below which it is an error"), Between(0, 90)] = 7,
    target: Annotated[int, _("days to aim for"), Between(1, 180)] = 28,
) -> Hits:
    coming = [one for one in plan.dated[-1:] if one.day is not None and one.day >= plan.today]
    if not coming or coming[0].day is None:
        return  # nothing at all is planned: that is another rule's to say
    last = coming[0].day
    ahead = (last - plan.today).days
    while ahead < min_days and plan.is_closed_on(plan.today + timedelta(days=ahead + 1)):
        ahead += 1
    if ahead < min_days:
        yield Hit(PLAN, {"ahead": ahead, "last": last}, Severity.ERROR if ahead < error_days else None)
