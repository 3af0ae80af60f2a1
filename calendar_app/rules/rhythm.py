"""How many posts a week, and a day: too few to be noticed, too many to be read."""

from datetime import date, timedelta
from itertools import groupby
from typing import Annotated

from calendar_app.plan.examples import bakery, channel, ines, post
from calendar_app.plan.snapshot import Plan, Post, TeamMember, Use

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import gettext_lazy as _
from .prose import ngettext_lazy
from .shares import in_campaign

DAYS_A_WEEK = 7
LEAST_DAYS = 14  # days from which on a rhythm can be told


def _on_facebook(*days: int) -> Plan:
    """The bakery on Facebook alone, with posts in so many days."""
    coming = tuple(post(number, day) for number, day in enumerate(days, start=1))
    return bakery(channels=(channel(1, "facebook"),), posts=coming)


def _every_day(platform: str, times: int, days: int) -> Plan:
    """The bakery on one platform, with all the time there is, and so many posts a day; every third puts a question."""
    intents = ("value", "conversation", "value")
    coming = tuple(
        post(number, number // times, intent=intents[number % 3], invites_reply=number % 3 == 1)
        for number in range(times * days)
    )
    return bakery(
        personas=(ines(uses=(Use(platform),)),),
        channels=(channel(1, platform),),
        posts=coming,
        team=(TeamMember(1, "Samira", "owner", hours_per_week=35, skill_set=("copy", "photo")),),
    )


@rule(
    "cadence-below-min",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("channel",),
    seeds=("S4-23",),
    sources=(sources.FACEBOT, sources.DESIGNODIN),
    grade="B",
    needs=("posts",),
    title=_("Too seldom to be noticed"),
    why=_("Below a certain rhythm an account looks abandoned, and the feed forgets it. Better one platform kept well."),
    instead=_("Plan a few more, set a slower rhythm of your own for this channel, or pause it and say so."),
    message=ngettext_lazy(
        "%(planned)d post on %(channel)s in %(open_days)d days: its least useful rhythm asks for %(expected)d.",
        "%(planned)d posts on %(channel)s in %(open_days)d days: its least useful rhythm asks for %(expected)d.",
        "planned",
    ),
    measured=_("%(rate)s a week"),
    benchmark=_("%(least)s a week at least"),
    caution=_(
        "Counted over the days that are planned, two weeks at least. A slower rhythm that you set for the channel "
        "wins. A channel on trial, one that only answers, and closed days ask for nothing."
    ),
    fix=Fix("post.new.on", _("Plan a post")),
    worse=("-rate",),
    flagged=Example(_("Three posts on Facebook in four weeks."), lambda: _on_facebook(1, 14, 27)),
    fine=Example(_("Four posts on Facebook in four weeks."), lambda: _on_facebook(1, 8, 15, 27)),
)
def cadence_below_min(
    plan: Plan, *, days: Annotated[int, _("days to look ahead, today included"), Between(14, 90)] = 28
) -> Hits:
    ahead = plan.ahead(days)
    if not ahead or ahead[-1].day is None:
        return
    # A calendar that is not yet written to its end says nothing of the days after.
    span = min(days, max(LEAST_DAYS, (ahead[-1].day - plan.today).days + 1))
    end = plan.today + timedelta(days=span)
    for one in plan.channels:
        if one.status != "adopted" or one.is_care_only:
            continue  # a trial has a frame of its own
        start = max(plan.today, one.since or plan.today)
        open_days = (end - start).days - plan.closed_days(start, end) if start < end else 0
        least = one.platform.freq_min
        if one.weekly_target is not None:
            least = min(least, one.weekly_target)
        expected = int(least * open_days / DAYS_A_WEEK)
        planned = len(plan.posts_on(one, start, end))
        if planned < expected:
            facts = {
                "channel": one.label,
                "planned": planned,
                "open_days": open_days,
                "expected": expected,
                "rate": planned * DAYS_A_WEEK / open_days,
                "least": float(least),
            }
            yield Hit(one.ref, facts)


@rule(
    "cadence-above-max",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("channel",),
    seeds=("S1-11",),
    sources=(sources.DESIGNODIN, sources.HUBSPOT_PAGES, sources.TRACK_SOCIAL, sources.SPROUT_2016),
    grade="B",
    needs=("posts",),
    title=_("More than anyone wants to read"),
    why=_("Past a certain rhythm each post reaches fewer people than the one before, and a third leave for too much."),
    instead=_("Drop the weakest third. Nobody will miss it, and the rest gets more of your care and of their time."),
    message=_("%(rate)s posts a week on %(channel)s: above %(most)s people tire."),
    measured=ngettext_lazy(
        "%(planned)d post in %(days)d days%(campaign)s", "%(planned)d posts in %(days)d days%(campaign)s", "planned"
    ),
    benchmark=_("%(most)s a week at most"),
    caution=_("Notices and alerts are left out: mark them as information. A live event may explain a busy week."),
    fix=Fix("channel.edit", _("Set a rhythm"), "weekly_target"),
    worse=("rate",),
    flagged=Example(
        _("Thirty-six posts on LinkedIn in eighteen days."),
        lambda: _every_day("linkedin", 2, 18),
    ),
    fine=Example(_("Twenty-eight posts on LinkedIn in four weeks."), lambda: _every_day("linkedin", 1, 28)),
)
def cadence_above_max(
    plan: Plan, *, days: Annotated[int, _("days to look ahead, today included"), Between(7, 90)] = 28
) -> Hits:
    for one in plan.channels_in_use:
        most = one.platform.freq_max
        if not most:
            continue
        coming = plan.posts_on(one, plan.today, plan.today + timedelta(days=days))
        planned = sum(not each.is_service for each in coming)
        if planned * DAYS_A_WEEK > most * days:
            facts = {
                "channel": one.label,
                "planned": planned,
                "rate": planned * DAYS_A_WEEK / days,
                "most": float(most),
                "campaign": in_campaign(plan, days),
            }
            yield Hit(one.ref, facts)


# Where a third post of one day is one too many, as far as anybody measured it.
CALM_FEEDS = frozenset({"facebook", "instagram", "linkedin"})


@rule(
    "burst",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("post",),
    seeds=("S1-11",),
    sources=(sources.TRACK_SOCIAL, sources.HUBSPOT_PAGES, sources.FACEBOT),
    grade="B",
    needs=("posts",),
    title=_("Too much on one day"),
    why=_("A page’s second post of a day got half as many clicks as the first. A third one crowds out the other two."),
    instead=_("Move one to a day that is still empty."),
    message=_("%(posts)d posts on %(channel)s on that day."),
    measured=_("%(posts)d on %(day)s"),
    benchmark=_("%(per_day)d at most"),
    caution=_("The day of an event may be the exception. Stories, and notices, are left out."),
    fix=Fix("post.edit", _("Move it to another day"), "local_date"),
    worse=("posts",),
    flagged=Example(_("Three posts on Facebook on one Friday."), lambda: _on_facebook(4, 4, 4, 11, 18)),
    fine=Example(_("Two posts on Facebook on one Friday."), lambda: _on_facebook(4, 4, 11, 18)),
)
def burst(plan: Plan, *, per_day: Annotated[int, _("posts on one channel and day"), Between(1, 20)] = 2) -> Hits:
    for one in plan.channels_in_use:
        if one.platform.slug not in CALM_FEEDS:
            continue
        coming = (each for each in plan.posts_on(one, plan.today) if not each.is_service and each.format != "story")
        for day, each in groupby(coming, key=_day):
            of_day = list(each)
            movable = [late for late in of_day[per_day:] if late.status != "posted"]
            if movable:
                facts = {"posts": len(of_day), "channel": one.label, "day": day}
                yield Hit(movable[0].ref, facts, related=tuple(other.ref for other in of_day[:per_day]))


def _day(one: Post) -> date | None:
    return one.day
