"""What the coming posts are made of: selling, useful things, conversation."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import Annotated

from calendar_app.plan.examples import feed
from calendar_app.plan.snapshot import PLAN, Channel, Plan, Post

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import gettext_lazy as _
from .prose import ngettext_lazy
from .shares import in_campaign, of_plan_and_channels, percent, to_change
from .text import only_begs

FOUR_WEEKS = timedelta(days=28)


def _commercial(coming: Sequence[Post]) -> list[Post]:
    return [post for post in coming if post.is_commercial]


@rule(
    "only-commercial",
    Severity.ERROR,
    point=Point.CALENDAR,
    scope=("plan", "channel"),
    errors=(10,),
    seeds=("S3-16", "S1-8", "S1-12"),
    sources=(sources.TWELVE_ERRORS, sources.NOT_AN_END),
    needs=("posts",),
    hides=("promo-overload", "promo-streak", "hard-sell"),
    worse=("posts",),
    title=_("Nothing but selling"),
    why=_(
        "A feed that only sells is an intrusion, and people leave it. Selling is welcome among things worth reading."
    ),
    instead=_("Turn four posts in five into advice, a look behind the scenes, or a question to your readers."),
    message=_("All %(posts)d posts to come sell something."),
    measured=_("%(posts)d of %(posts)d posts in the next %(days)d days"),
    benchmark=_("never all of them"),
    caution=_("Seasonal shops sell much in a few weeks. It is still worth giving readers another reason to look."),
    fix=Fix("post.edit", _("Turn one into something useful"), "intent"),
    flagged=Example(_("Four posts in three weeks, each with an offer."), lambda: feed(*["commercial"] * 4)),
    fine=Example(_("Three offers and a recipe."), lambda: feed("commercial", "commercial", "commercial", "value")),
)
def only_commercial(
    plan: Plan,
    *,
    days: Annotated[int, _("days to look ahead, today included"), Between(7, 90)] = 28,
    min_posts: Annotated[int, _("posts from which on the plan is judged"), Between(2, 50)] = 4,
    min_channel_posts: Annotated[int, _("posts from which on one channel is judged"), Between(2, 50)] = 6,
) -> Hits:
    for ref, coming in of_plan_and_channels(plan, days):
        enough = len(coming) >= (min_posts if ref == PLAN else min_channel_posts)
        if enough and len(_commercial(coming)) == len(coming):
            yield Hit(ref, {"posts": len(coming)}, related=to_change(coming))
            if ref == PLAN:  # then each channel does, and says nothing new
                return


@rule(
    "promo-overload",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("plan", "channel"),
    errors=(10,),
    seeds=("S3-16", "S1-8"),
    sources=(sources.ST_CLAIR, sources.FERN_COLAB, sources.SIPOCH, sources.SPROUT_2016),
    grade="B",
    needs=("posts",),
    worse=("share",),
    title=_("Too much selling"),
    why=_(
        "Too many promotions are the first thing people say annoys them about brands, and a reason to stop following."
    ),
    instead=_("Keep the best offers and turn the others into something useful: how it is made, a tip, a question."),
    message=_("%(share)d %% of the posts to come sell something."),
    measured=ngettext_lazy(
        "%(commercial)d of %(posts)d posts in the next %(days)d days%(campaign)s",
        "%(commercial)d of %(posts)d posts in the next %(days)d days%(campaign)s",
        "commercial",
    ),
    benchmark=_("aim for %(target)d %%; a warning above %(warn_above)d %%, an error above %(error_above)d %%"),
    caution=_(
        "Calls for donations and ticket sales count as selling. A campaign explains the share; it does not lower it."
    ),
    fix=Fix("post.edit", _("Turn one into something useful"), "intent"),
    flagged=Example(
        _("Half of four posts sell something."),
        lambda: feed("commercial", "value", "commercial", "conversation"),
    ),
    fine=Example(
        _("One post in five sells something."),
        lambda: feed("value", "conversation", "commercial", "value", "service"),
    ),
)
def promo_overload(
    plan: Plan,
    *,
    days: Annotated[int, _("days to look ahead, today included"), Between(7, 90)] = 28,
    target: Annotated[int, _("share to aim for, in %"), Between(0, 100)] = 20,
    warn_above: Annotated[int, _("share that is still fine, in %"), Between(0, 100)] = 33,
    error_above: Annotated[int, _("share above which it is an error, in %"), Between(0, 100)] = 50,
    min_posts: Annotated[int, _("posts from which on the plan is judged"), Between(2, 50)] = 4,
    min_channel_posts: Annotated[int, _("posts from which on one channel is judged"), Between(2, 50)] = 6,
) -> Hits:
    of_plan = None
    for ref, coming in of_plan_and_channels(plan, days):
        if not coming or len(coming) < (min_posts if ref == PLAN else min_channel_posts):
            continue
        commercial = _commercial(coming)
        share = percent(len(commercial), len(coming))
        if share <= warn_above:
            continue
        severity = Severity.ERROR if share > error_above else Severity.WARNING
        if ref == PLAN:
            of_plan = severity
        elif of_plan is not None and severity <= of_plan:
            continue  # the plan's own finding says it already
        facts = {
            "share": share,
            "commercial": len(commercial),
            "posts": len(coming),
            "campaign": in_campaign(plan, days),
        }
        yield Hit(ref, facts, severity, to_change(commercial))


@rule(
    "promo-streak",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("channel",),
    errors=(10,),
    seeds=("S3-16",),
    sources=(sources.TWELVE_ERRORS,),
    grade="C",
    needs=("posts",),
    title=_("Offer after offer"),
    why=_("Three offers in a row make a shop window of a conversation, however good the share over the month is."),
    instead=_("Put something useful between two of them, or move one to another week."),
    message=_("%(streak)d posts in a row sell something."),
    measured=_("%(streak)d in a row on %(channel)s%(campaign)s"),
    benchmark=_("%(most)d at most"),
    caution=_("A channel with less than a post a week may sell once more in a row."),
    fix=Fix("post.edit", _("Turn one into something useful"), "intent"),
    worse=("streak",),
    flagged=Example(
        _("A recipe, three offers, then recipes and a question again."),
        lambda: feed("value", *["commercial"] * 3, *["value"] * 5, *["conversation"] * 3),
    ),
    fine=Example(
        _("Two offers, a recipe, another offer."),
        lambda: feed("value", "commercial", "commercial", "value", "commercial", "value", "value", "conversation"),
    ),
)
def promo_streak(
    plan: Plan,
    *,
    in_a_row: Annotated[int, _("posts in a row that sell"), Between(2, 20)] = 3,
) -> Hits:
    for one in plan.channels_in_use:
        most = in_a_row - 1 + _is_slow(one, plan)
        dated = plan.posts_on(one, plan.today - FOUR_WEEKS)
        runs = (list(run) for sells, run in groupby(dated, key=_sells) if sells)
        coming = [run for run in runs if len(run) > most and _can_change(run[-1], plan)]
        if coming:
            longest = max(coming, key=len)
            facts = {
                "streak": len(longest),
                "most": most,
                "channel": one.label,
                "campaign": in_campaign(plan, FOUR_WEEKS.days),
            }
            yield Hit(one.ref, facts, related=to_change(post for post in longest if _can_change(post, plan)))


def _sells(post: Post) -> bool:
    return post.is_commercial


def _can_change(post: Post, plan: Plan) -> bool:
    return post.status != "posted" and post.day is not None and post.day >= plan.today


def _is_slow(one: Channel, plan: Plan) -> bool:
    """Whether a channel has less than a post a week."""
    return len(plan.posts_on(one, plan.today, plan.today + FOUR_WEEKS)) < 4


@rule(
    "broadcast-only",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("plan",),
    errors=(4,),
    seeds=("S3-8", "S0-15"),
    sources=(sources.TWELVE_ERRORS, sources.FERN_COLAB, sources.SIPOCH, sources.GIRARD),
    grade="B",
    needs=("posts",),
    worse=("-share",),
    title=_("Speaking without inviting an answer"),
    why=_("People come to these platforms to talk. A feed that only announces is a notice board nobody stops at."),
    instead=_("Turn one statement in five into a question whose answer you want to know, and answer those who reply."),
    message=_("%(share)d %% of the posts to come invite an answer."),
    measured=ngettext_lazy(
        "%(inviting)d of %(posts)d posts in the next %(days)d days",
        "%(inviting)d of %(posts)d posts in the next %(days)d days",
        "inviting",
    ),
    benchmark=_("at least %(at_least)d %%; an error when there is none"),
    caution=_(
        "Channels on which readers cannot answer are left out, and so are posts that do not yet say what they are for. "
        "Begging for reactions (“tag two friends”) does not count as a question."
    ),
    fix=Fix("post.edit", _("Ask something in one of them"), "invites_reply"),
    flagged=Example(_("Five announcements in a row."), lambda: feed(*["value"] * 5)),
    fine=Example(
        _("Four announcements and a question."),
        lambda: feed("value", "value", "conversation", "value", "value"),
    ),
)
def broadcast_only(
    plan: Plan,
    *,
    days: Annotated[int, _("days to look ahead, today included"), Between(7, 90)] = 28,
    at_least: Annotated[int, _("share that should invite an answer, in %"), Between(1, 100)] = 20,
    min_posts: Annotated[int, _("posts from which on the plan is judged"), Between(2, 50)] = 5,
) -> Hits:
    coming = [post for post in plan.ahead(days) if _can_be_answered(plan, post) and _says_what_it_is(post)]
    if len(coming) < min_posts:
        return
    inviting = [post for post in coming if _invites_an_answer(post)]
    share = percent(len(inviting), len(coming))
    if share < at_least:
        facts = {"share": share, "inviting": len(inviting), "posts": len(coming)}
        silent = [post for post in coming if post not in inviting]
        yield Hit(PLAN, facts, None if inviting else Severity.ERROR, to_change(silent))


def _can_be_answered(plan: Plan, post: Post) -> bool:
    channel = None if post.channel is None else plan.channel_by_id.get(post.channel)
    return channel is not None and channel.platform.is_conversational


def _says_what_it_is(post: Post) -> bool:
    """What is unknown never counts against a plan: a bare title may still become a question."""
    return bool(post.intent or post.invites_reply or post.text.strip())


def _invites_an_answer(post: Post) -> bool:
    return (post.invites_reply or post.intent == "conversation") and not only_begs(post.text)
