"""The rhythm of the calendar: what is planned, and how regularly."""

from itertools import pairwise
from typing import Annotated

from calendar_app.plan.examples import bakery, post
from calendar_app.plan.snapshot import PLAN, Channel, Plan

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import gettext_lazy as _
from .prose import ngettext_lazy

DAYS_A_WEEK = 7
SLOWEST = 0.01  # posts a week: the finest step that forms take


@rule(
    "empty-calendar",
    Severity.ERROR,
    point=Point.CALENDAR,
    scope=("plan",),
    seeds=("S4-23",),
    sources=(sources.WHAT_AND_WHY,),
    needs=("channels",),
    hides=("only-commercial", "promo-overload", "broadcast-only", "publishing-gap"),
    title=_("Nothing planned"),
    why=_(
        "A calendar that says day by day what to publish cures the blank page. An empty one leads to silence or haste."
    ),
    instead=_("Put two or three ideas on the coming days now, or pause your platforms and say so."),
    message=ngettext_lazy(
        "Nothing is planned for the next %(days)d day.", "Nothing is planned for the next %(days)d days.", "days"
    ),
    measured=_("posts still to go out: 0"),
    benchmark=_("something within %(days)d days"),
    caution=_("A platform that is paused asks for nothing."),
    fix=Fix("post.new", _("Plan a post")),
    flagged=Example(
        _("Two platforms in use and no post before the end of the month."), lambda: bakery(posts=(post(1, 20),))
    ),
    fine=Example(_("One post in thirteen days."), lambda: bakery(posts=(post(1, 13),))),
)
def empty_calendar(
    plan: Plan, *, days: Annotated[int, _("days to look ahead, today included"), Between(1, 60)] = 14
) -> Hits:
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
    measured=_("%(silence)d days from one post to the next"),
    benchmark=_("at most %(allowed)d days"),
    caution=_("A channel with a slow rhythm of its own may be silent for twice the time between two of its posts."),
    fix=Fix("post.edit", _("Bring this post forward"), "local_date"),
    flagged=Example(
        _("Facebook: a post tomorrow, the next one sixteen days later."),
        lambda: bakery(posts=(post(1, 1), post(2, 17))),
    ),
    fine=Example(_("A post tomorrow, the next one two weeks later."), lambda: bakery(posts=(post(1, 1), post(2, 15)))),
)
def publishing_gap(plan: Plan, *, days: Annotated[int, _("silent days to allow"), Between(1, 366)] = 14) -> Hits:
    for channel, posts in plan.posts_by_channel.items():
        allowed = _allowed_silence(channel, days)
        if allowed is None:
            continue
        for before, after in pairwise(posts):
            if before.day is None or after.day is None or after.day <= plan.today:
                continue  # a silence that is over cannot be filled any more
            silence = (after.day - before.day).days
            if silence > allowed:
                yield Hit(after.ref, {"channel": channel.label, "silence": silence, "allowed": allowed})


def _allowed_silence(channel: Channel, days: int) -> int | None:
    """Days from one post to the next: `days`, or twice the rhythm where that is slower. None without any rhythm."""
    rhythm = channel.weekly_target if channel.weekly_target is not None else channel.platform.freq_min
    if rhythm < SLOWEST:
        return None
    return max(days, int(2 * DAYS_A_WEEK / rhythm))
