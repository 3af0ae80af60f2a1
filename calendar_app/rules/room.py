"""Whether there is time before a post goes out, and room for what nobody foresaw."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated

from calendar_app.plan.examples import bakery, beside, post
from calendar_app.plan.snapshot import PLAN, Plan, Post

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import gettext_lazy as _
from .prose import ngettext_lazy
from .shares import percent

A_WEEK = timedelta(days=7)


def _written_before(*hours: float) -> Plan:
    """The bakery, with posts of the weeks before that were written so many hours before they went out."""
    past = [post(60 + number, -3 * number - 1, status="posted") for number in range(len(hours))]
    return beside(
        *(
            replace(one, created_at=datetime.combine(one.day, datetime.min.time(), UTC) + timedelta(hours=9 - before))
            for one, before in zip(past, hours, strict=True)
            if one.day is not None
        )
    )


@rule(
    "all-improvised",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("plan",),
    seeds=("S4-23", "S2-31"),
    sources=(sources.SOCIAL_SCHOOL, sources.SPARKUM, sources.WHAT_AND_WHY),
    grade="B",
    needs=("posts",),
    title=_("Written at the last minute"),
    why=_("What is written the evening before is rarely read again by anyone. Guides plan half to four fifths ahead."),
    instead=_("Write the next two weeks in one sitting, and leave a few places free for what will happen."),
    message=ngettext_lazy(
        "%(share)d %% of the last posts were written less than %(hours)d hour before.",
        "%(share)d %% of the last posts were written less than %(hours)d hours before.",
        "hours",
    ),
    measured=ngettext_lazy(
        "%(late)d of %(posts)d posts in the last %(days)d days",
        "%(late)d of %(posts)d posts in the last %(days)d days",
        "late",
    ),
    benchmark=_("at most %(at_most)d %%"),
    caution=_("Posts noted down after they went out are left out. A newsroom lives like that: switch the rule off."),
    fix=Fix("post.new", _("Plan the next one ahead")),
    worse=("share",),
    flagged=Example(
        _("Three of the last five posts were written within a day."), lambda: _written_before(2, 5, 20, 48, 96)
    ),
    fine=Example(_("Two of the last five were; the others days before."), lambda: _written_before(2, 5, 30, 48, 96)),
)
def all_improvised(
    plan: Plan,
    *,
    days: Annotated[int, _("days to look back, today included"), Between(7, 90)] = 28,
    hours: Annotated[int, _("hours before, below which a post is improvised"), Between(1, 168)] = 24,
    at_most: Annotated[int, _("share that may be improvised, in %"), Between(0, 100)] = 50,
    min_posts: Annotated[int, _("posts from which on the plan is judged"), Between(2, 50)] = 5,
) -> Hits:
    tomorrow = plan.today + timedelta(days=1)
    ahead_of_time = list(_hours_before(plan.between(tomorrow - timedelta(days=days), tomorrow)))
    late = sum(before < hours for before in ahead_of_time)
    posts = len(ahead_of_time)
    if posts >= min_posts and (share := percent(late, posts)) > at_most:
        yield Hit(PLAN, {"share": share, "late": late, "posts": posts})


def _hours_before(posts: Sequence[Post]) -> list[float]:
    """How long before it went out each post was written. One that was noted down afterwards says nothing of that."""
    return [
        (post.at - post.created_at).total_seconds() / 3600
        for post in posts
        if post.at is not None and post.created_at is not None and post.created_at <= post.at
    ]


# --- Room ----------------------------------------------------------------------------------------------------------

WEEKS = 4
TOO_MUCH = 1.1  # of the hours there are: from there on the workload itself is the matter


def _each(minutes: int) -> Plan:
    """The bakery with four posts in each of four weeks, of so many minutes each."""
    intents = ("value", "conversation", "value", "value")
    weekly = (
        post(10 * week + day, 7 * week + day, channel=1 + day % 2, intent=intent, invites_reply=day == 1)
        for week in range(WEEKS)
        for day, intent in enumerate(intents)
    )
    return bakery(posts=tuple(replace(one, minutes_planned=minutes) for one in weekly))


@rule(
    "no-breathing-room",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("plan",),
    seeds=("S4-23",),
    sources=(sources.SPARKUM, sources.SOCIAL_SCHOOL),
    grade="B",
    needs=("hours", "posts"),
    title=_("No room for the unexpected"),
    why=_("Some of the best posts answer what happened this morning. A calendar booked to the last hour has no place."),
    instead=_("Leave one slot a week empty on purpose, or drop the post that matters least."),
    message=_("The next four weeks are booked to %(booked)d %% at least."),
    measured=_("%(free)s hours free in the fullest week"),
    benchmark=_("%(free_min)d %% of the hours free"),
    caution=_("The hours that a post takes are estimates, until you note down what yours really took."),
    fix=Fix("calendar", _("See where to make room")),
    worse=("booked",),
    flagged=Example(_("Four weeks of posts that leave less than half an hour of six free."), lambda: _each(65)),
    fine=Example(_("The same posts, each of which takes half an hour."), lambda: _each(30)),
)
def no_breathing_room(
    plan: Plan, *, free_min: Annotated[int, _("share of the hours to leave free, in %"), Between(1, 50)] = 10
) -> Hits:
    monday = plan.today - timedelta(days=plan.today.weekday())
    weeks = [monday + number * A_WEEK for number in range(WEEKS)]
    loads = [(plan.planned_hours.get(week, 0.0), plan.available_hours(week)) for week in weeks]
    if not all(there > 0 and planned > there * (1 - free_min / 100) for planned, there in loads):
        return
    if all(planned <= there * TOO_MUCH for planned, there in loads):
        facts = {
            "booked": int(min(100 * planned / there for planned, there in loads)),
            "free": max(0.0, min(there - planned for planned, there in loads)),
        }
        yield Hit(PLAN, facts)
