"""Staying, pausing, leaving: each of them is a decision, and a respectable one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import ceil
from typing import Annotated, Any

from calendar_app.plan.examples import MONDAY, bakery, cakes
from calendar_app.plan.snapshot import Channel, Measure, Objective, Plan, Review

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Filled, Listed, Prose, ngettext_lazy
from .prose import gettext_lazy as _

DAYS_A_WEEK = 7
DAYS_A_MONTH = 30.4
SLOWEST = 0.01  # posts a week: the finest step that forms take
DECIDED = frozenset({"change", "pause", "stop"})
"""Decisions of a review after which something is no longer as it was."""


def _reviewed(*reviews: Review) -> Plan:
    """The bakery, where Facebook was reviewed like this."""
    others = [review for review in bakery().reviews if review.channel != 1]
    return bakery(reviews=tuple(sorted((*reviews, *others), key=lambda review: review.on)))


def _review(days: int, **fields: Any) -> Review:
    """A review of Facebook so many days ago, which went well."""
    usual = {"channel": 1, "still_there": "yes", "decision": "keep"}
    return Review(MONDAY - timedelta(days=days), **{**usual, **fields})


@rule(
    "platform-review-overdue",
    Severity.WARNING,
    point=Point.MEDIA,
    scope=("channel",),
    seeds=("S0-5",),
    sources=(sources.MYTHS, sources.POST_AFFILIATE_PRO),
    grade="C",
    needs=("channels",),
    title=_("A platform that nobody questioned for long"),
    why=_("People move, and habits with them. What was the right place when it was chosen may no longer be."),
    instead=_("Ask four questions: are they still there, do we learn something, can we prove it, does it fit us?"),
    message=ngettext_lazy(
        "Is your audience still there? Nobody has asked for %(days)d day.",
        "Is your audience still there? Nobody has asked for %(days)d days.",
        "days",
    ),
    measured=_("last questioned on %(asked_on)s"),
    benchmark=_("every %(platform_review_days)d days, as for personas, or on the day that your last review named"),
    caution=_("A review that names the day of the next one is followed, be that sooner or later."),
    fix=Fix("channel.review", _("Question it now"), "still_there"),
    worse=("days",),
    flagged=Example(_("Facebook was last questioned two hundred days ago."), lambda: _reviewed(_review(200))),
    fine=Example(_("Facebook was questioned half a year ago."), lambda: _reviewed(_review(180))),
)
def platform_review_overdue(
    plan: Plan,
    *,
    platform_review_days: Annotated[int, _("days that a review holds"), Between(30, 1095)] = 180,
) -> Hits:
    for one in plan.channels:
        if one.status != "adopted":
            continue
        last = _last(plan, one)
        asked = last.on if last else one.since
        if asked is None:  # nobody knows since when it is there
            continue
        late = (plan.today - last.next_on).days if last and last.next_on else None
        days = (plan.today - asked).days
        if (days > platform_review_days) if late is None else (late > 0):
            never = {} if last else {"measured": _("there since %(asked_on)s, and never questioned")}
            yield Hit(one.ref, {"days": days, "asked_on": asked}, says=never)


def _reviews(plan: Plan, one: Channel) -> Sequence[Review]:
    """The reviews of a channel up to today, the oldest first."""
    return [review for review in plan.reviews_of_channel.get(one.id, ()) if review.on <= plan.today]


def _last(plan: Plan, one: Channel) -> Review | None:
    reviews = _reviews(plan, one)
    return reviews[-1] if reviews else None


# --- Proof ---------------------------------------------------------------------------------------------------------


def _measured(*days: int) -> Plan:
    """The bakery after two years on Facebook alone, its objective measured so many days ago."""
    plan = bakery()
    measures = tuple(Measure(MONDAY - timedelta(days=ago), 30.0) for ago in sorted(days, reverse=True))
    facebook = replace(plan.channels[0], since=date(2024, 3, 1))
    return replace(plan, channels=(facebook, plan.channels[1]), objectives=(cakes(measures=measures),))


@rule(
    "stay-without-proof",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("channel",),
    seeds=("S1-13", "S1-14"),
    sources=(sources.NOT_AN_END, sources.FORRESTER),
    grade="A",
    needs=("channels",),
    title=_("Staying without knowing whether it helps"),
    why=_(
        "There is no use in staying where objectives are not met, or where nobody can say whether they are. Only three "
        "in ten heads of marketing can prove it with figures: you need one, not a dashboard."
    ),
    instead=_("Note one figure of its objective; or change what you do there, pause it, or leave with a good word."),
    message=ngettext_lazy(
        "For %(months)d month nothing has shown what it brings.",
        "For %(months)d months nothing has shown what it brings.",
        "months",
    ),
    measured="%(proof)s",
    benchmark=ngettext_lazy(
        "after %(proof_months)d months there: a measure within %(measure_days)d days, and not %(misses)d review that "
        "proves nothing",
        "after %(proof_months)d months there: a measure within %(measure_days)d days, and not %(misses)d reviews in a "
        "row that prove nothing",
        "misses",
    ),
    caution=_(
        "A channel on which you only answer is left out: what counts there are requests resolved. So is a channel "
        "whose last review decided to change something."
    ),
    fix=Fix("channel.review", _("Ask what it brings"), "proves"),
    worse=("months",),
    flagged=Example(
        _("Two years on Facebook, and the orders of cakes were last counted half a year ago."), lambda: _measured(180)
    ),
    fine=Example(_("Two years on Facebook, and the orders were counted last month."), lambda: _measured(180, 30)),
)
def stay_without_proof(
    plan: Plan,
    *,
    proof_months: Annotated[int, _("months after which a platform should show something"), Between(3, 60)] = 12,
    measure_days: Annotated[int, _("days that a measure holds"), Between(14, 730)] = 90,
    misses: Annotated[int, _("reviews in a row that prove nothing, from which on it is said"), Between(1, 10)] = 2,
) -> Hits:
    for one in plan.channels:
        if one.status != "adopted" or one.since is None or _months(one.since, plan.today) < proof_months:
            continue
        objectives = [objective for objective in plan.active_objectives if objective.id in one.objectives]
        if one.is_care_only or (objectives and all(each.kind == "customer_care" for each in objectives)):
            continue
        last = _last(plan, one)
        if last and last.decision in DECIDED:
            continue
        proven = _proven_on(plan, one, objectives)
        said_no = _said_no(plan, one)
        # In its first weeks, a workspace cannot hold any measure yet.
        is_silent = plan.age_days > measure_days and (plan.today - (proven or one.since)).days > measure_days
        if is_silent or said_no >= misses:
            facts = {
                "months": _months(one.since if said_no >= misses else proven or one.since, plan.today),
                "proof": _proof(proven, said_no, objectives) if is_silent else _misses(said_no),
            }
            fix = None if said_no >= misses else _next_step(objectives)
            yield Hit(one.ref, facts, related=tuple(each.ref for each in objectives), fix=fix)


def _months(start: date, end: date) -> int:
    """Whole months from one day to another."""
    return max(0, int((end - start).days / DAYS_A_MONTH))


def _proven_on(plan: Plan, one: Channel, objectives: Sequence[Objective]) -> date | None:
    """When it last showed what the channel brings: a measure of what it is there for, or a review that says so."""
    days = [measure.on for each in objectives for measure in each.measures]
    days += [review.on for review in _reviews(plan, one) if review.proves == "yes"]
    return max((day for day in days if day <= plan.today), default=None)


def _said_no(plan: Plan, one: Channel) -> int:
    """How many of its last reviews in a row said that nothing can be proved."""
    count = 0
    for review in reversed(_reviews(plan, one)):
        if review.proves != "no":
            break
        count += 1
    return count


def _misses(number: int) -> Filled:
    said: Prose = ngettext_lazy(
        "its last review said that nothing can be proved",
        "its last %(number)d reviews said that nothing can be proved",
        "number",
    )
    return Filled(said, {"number": number})


def _proof(proven: date | None, said_no: int, objectives: Sequence[Objective]) -> Listed:
    if proven is not None:
        first: Prose | Filled = Filled(_("last proof on %(proven)s"), {"proven": proven})
    else:
        first = _("no measure of its objectives") if objectives else _("no objective, and so no measure")
    return Listed((first, _misses(said_no)) if said_no else (first,))


def _next_step(objectives: Sequence[Objective]) -> Fix:
    """To note a figure where there is something to count; else to say what there could be."""
    if objectives:
        return Fix("objective.measure", _("Note a figure"), "value")
    return Fix("channel.edit", _("Say which objective it serves"), "objectives")


# --- Values --------------------------------------------------------------------------------------------------------


@rule(
    "values-conflict",
    Severity.WARNING,
    point=Point.MEDIA,
    scope=("channel",),
    seeds=("S1-15",),
    sources=(sources.NOT_AN_END,),
    needs=("channels",),
    title=_("A platform at odds with your values"),
    why=_(
        "A platform that works against what you stand for costs you trust. Saying so and deciding nothing is the worst "
        "of the ways out."
    ),
    instead=_("Stay on conditions that you write down, speak up, pause, or leave. Each is right when it is decided."),
    message=_("It does not fit your values, your review says, and nothing was decided."),
    measured=_("said on %(said_on)s; decision: none"),
    benchmark=_("a decision, whichever"),
    fix=Fix("channel.review", _("Decide"), "decision"),
    flagged=Example(
        _("A review says that Facebook does not fit the bakery’s values, and stops there."),
        lambda: _reviewed(_review(30, fits_values="no", decision="")),
    ),
    fine=Example(
        _("The same review, and the decision to change how the bakery uses it."),
        lambda: _reviewed(_review(30, fits_values="no", decision="change")),
    ),
)
def values_conflict(plan: Plan) -> Hits:
    for one in plan.channels_in_use:
        open_since: date | None = None
        for review in _reviews(plan, one):
            if review.decision or review.fits_values == "yes":
                open_since = None
            elif review.fits_values == "no":
                open_since = open_since or review.on
        if open_since is not None:
            yield Hit(one.ref, {"said_on": open_since})


# --- Leaving -------------------------------------------------------------------------------------------------------


def _elsewhere(**fields: Any) -> Plan:
    """The bakery, with another Instagram and all her posts on Facebook."""
    plan = bakery()
    facebook, instagram = plan.channels
    posts = tuple(replace(post, channel=facebook.id) for post in plan.posts)
    return replace(plan, channels=(facebook, replace(instagram, **fields)), posts=posts)


def _left(days_there: int, **fields: Any) -> Plan:
    """The bakery, which left Instagram ten days ago after so many days, unreviewed."""
    left_on = MONDAY - timedelta(days=10)
    plan = _elsewhere(
        status="left", since=left_on - timedelta(days=days_there), left_on=left_on, objectives=(), **fields
    )
    return replace(plan, reviews=tuple(review for review in plan.reviews if review.channel == 1))


@rule(
    "quit-too-early",
    Severity.INFO,
    point=Point.STRATEGY,
    scope=("channel",),
    errors=(12,),
    seeds=("S4-18", "S3-19"),
    sources=(sources.WHAT_AND_WHY, sources.TWELVE_ERRORS),
    grade="C",
    title=_("Left before it could show anything"),
    why=_("Many give up for the same few reasons. Two lines about why you left spare you the same walk elsewhere."),
    instead=_("Write down in a sentence what you saw. Leaving was your decision, and nobody asks you to go back."),
    message=ngettext_lazy(
        "Left after %(days)d day, before anything was measured.",
        "Left after %(days)d days, before anything was measured.",
        "days",
    ),
    measured=_("from %(since)s to %(left_on)s; measures: 0"),
    benchmark=_("%(min_trial_days)d days, or one figure, or the reason why"),
    caution=_(
        "Leaving for your values or for safety, or because the platform closed, needs no trial. Once the reason is "
        "written down, or after half a year, nobody asks any more."
    ),
    fix=Fix("channel.leave", _("Say why"), "exit_reason"),
    flagged=Example(_("Instagram was left after a month, and nobody wrote down why."), lambda: _left(30)),
    fine=Example(
        _("The same, with a reason: “Our customers answered on Facebook only.”"),
        lambda: _left(30, exit_reason="Our customers answered on Facebook only."),
    ),
)
def quit_too_early(
    plan: Plan,
    *,
    min_trial_days: Annotated[int, _("days after which something can be seen"), Between(7, 730)] = 90,
    ask_days: Annotated[int, _("days after leaving during which it is asked"), Between(7, 3650)] = 180,
) -> Hits:
    for one in plan.channels:
        if one.status != "left" or one.since is None or one.left_on is None or _left_with_a_reason(one):
            continue
        days = (one.left_on - one.since).days
        gone = (plan.today - one.left_on).days
        is_recent = 0 <= gone <= ask_days
        if 0 <= days < min_trial_days and is_recent and not _was_measured(plan, one, one.since, one.left_on):
            yield Hit(one.ref, {"days": days, "since": one.since, "left_on": one.left_on})


def _left_with_a_reason(one: Channel) -> bool:
    return bool(one.exit_kind in {"values", "safety", "closed"} or one.exit_reason.strip())


def _was_measured(plan: Plan, one: Channel, since: date, left_on: date) -> bool:
    """Whether something was seen there before it was left: a figure, a trial that was decided, a review."""
    if any(test.outcome and test.measure for test in one.tests) or one.id in plan.reviews_of_channel:
        return True
    days = (measure.on for each in plan.objectives if each.id in one.objectives for measure in each.measures)
    return any(since <= day <= left_on for day in days)


# --- Silence -------------------------------------------------------------------------------------------------------


@rule(
    "dead-account",
    Severity.WARNING,
    point=Point.MEDIA,
    scope=("channel",),
    errors=(2,),
    seeds=("S3-2",),
    sources=(sources.TWELVE_ERRORS, sources.MINUTEFACILE),
    grade="C",
    needs=("channels",),
    hides=("cadence-below-min",),
    worse=("days",),
    title=_("A silent account"),
    why=_("Whoever finds an account silent for weeks wonders whether the house is still there. A pause says it is."),
    instead=_("Publish something, or pause it openly: a pinned line saying where you can be found is enough."),
    message=ngettext_lazy(
        "Silent: nothing for %(days)d day, and nothing planned for as long.",
        "Silent: nothing for %(days)d days, and nothing planned for as long.",
        "days",
    ),
    measured=_("posts in the last and the next %(days)d days: 0"),
    benchmark=_("one in %(days)d days, or a pause"),
    caution=_(
        "A channel on which you only answer may be silent; one with a slow rhythm of its own too, as long as that "
        "takes; and so may all of them on days that you said are closed."
    ),
    fix=Fix("channel.pause", _("Pause it openly"), "note"),
    flagged=Example(_("Instagram is adopted; nothing went out for weeks, and nothing is planned."), _elsewhere),
    fine=Example(_("The same, on an account that is there only to answer."), lambda: _elsewhere(is_care_only=True)),
)
def dead_account(
    plan: Plan, *, dead_days: Annotated[int, _("silent days, back and ahead"), Between(7, 366)] = 28
) -> Hits:
    for one in plan.channels:
        days = _silence_allowed(one, dead_days)
        if one.status != "adopted" or not one.publishes or days is None or plan.is_closed_on(plan.today):
            continue
        start, end = plan.today - timedelta(days=days), plan.today + timedelta(days=days)
        start -= timedelta(days=plan.closed_days(start, plan.today))
        end += timedelta(days=plan.closed_days(plan.today, end))
        # What was published before the plan knew of it is not known.
        known_since = max(one.since or plan.created_on, one.created_on or plan.created_on, plan.created_on)
        if known_since <= start and not plan.posts_on(one, start, end):
            yield Hit(one.ref, {"days": days})


def _silence_allowed(one: Channel, days: int) -> int | None:
    """Days without a post: `days`, or the time between two posts where the rhythm is slower. None without a rhythm."""
    if one.weekly_target is None:
        return days
    if one.weekly_target < SLOWEST:
        return None
    return max(days, ceil(DAYS_A_WEEK / one.weekly_target))
