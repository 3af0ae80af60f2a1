"""What the coming posts bring, whom they speak of, and which themes they turn round."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from calendar_app.plan.examples import bakery, feed
from calendar_app.plan.snapshot import PLAN, Plan

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import gettext_lazy as _
from .prose import ngettext_lazy
from .shares import percent, to_change


def _bakery_with(*changed: Mapping[str, object]) -> Plan:
    """The bakery, whose first posts differ by these fields, one by one."""
    plan = bakery()
    first = [replace(post, **fields) for post, fields in zip(plan.posts, changed, strict=False)]  # type: ignore[arg-type]
    return replace(plan, posts=(*first, *plan.posts[len(first) :]))


@rule(
    "no-value",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("plan",),
    errors=(9,),
    seeds=("S3-15", "S4-23", "S1-7"),
    sources=(sources.TWELVE_ERRORS, sources.WHAT_AND_WHY, sources.NOT_AN_END),
    needs=("posts",),
    title=_("Posts that bring nothing"),
    why=_("People stop for what teaches, amuses, moves or informs them. Most people find what brands post dull."),
    instead=_("Say of each what readers take from it. If the answer is nothing, think of the need it could meet."),
    message=ngettext_lazy(
        "%(empty)d post that sells nothing brings readers nothing either.",
        "%(empty)d posts that sell nothing bring readers nothing either.",
        "empty",
    ),
    measured=ngettext_lazy(
        "%(share)d %%: %(empty)d of %(posts)d posts in the next %(days)d days",
        "%(share)d %%: %(empty)d of %(posts)d posts in the next %(days)d days",
        "empty",
    ),
    benchmark=_("at most %(at_most)d %% of the posts that do not sell"),
    caution=_("Posts that do not say yet what readers take from them are left out, and so are notices."),
    fix=Fix("post.edit", _("Say what readers take from it"), "value"),
    worse=("share",),
    flagged=Example(
        _("Four of ten posts that do not sell bring nothing, as their author says."),
        lambda: _bakery_with(*[{"value": "none"}] * 3, {}, {"value": "none"}),
    ),
    fine=Example(
        _("Two of ten bring nothing; the others teach something."),
        lambda: _bakery_with({"value": "none"}, {"value": "none"}),
    ),
)
def no_value(
    plan: Plan,
    *,
    days: Annotated[int, _("days to look ahead, today included"), Between(7, 90)] = 28,
    at_most: Annotated[int, _("share that may bring nothing, in %"), Between(0, 100)] = 25,
    min_posts: Annotated[int, _("posts from which on the plan is judged"), Between(2, 50)] = 4,
) -> Hits:
    coming = [post for post in plan.ahead(days) if post.value and not post.is_commercial and not post.is_service]
    empty = [post for post in coming if post.value == "none"]
    if len(coming) >= min_posts and (share := percent(len(empty), len(coming))) > at_most:
        facts = {"share": share, "empty": len(empty), "posts": len(coming)}
        yield Hit(PLAN, facts, related=to_change(empty))


@rule(
    "self-centred",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("plan",),
    seeds=("S1-10",),
    sources=(sources.NOT_AN_END, sources.FIVE_THREE_TWO),
    grade="C",
    needs=("posts",),
    title=_("Mostly about yourselves"),
    why=_("Whoever only talks of themselves is soon alone at the table. Readers come back for what is about them."),
    instead=_(
        "Answer a customer’s question, show someone else’s work, tell what happens in your field or your street."
    ),
    message=_("%(share)d %% of the posts to come speak of you."),
    measured=ngettext_lazy(
        "%(us)d of %(posts)d posts in the next %(days)d days",
        "%(us)d of %(posts)d posts in the next %(days)d days",
        "us",
    ),
    benchmark=_("at most %(at_most)d %%"),
    caution=_(
        "A museum or an artist who speaks of works does not speak of themselves: say so at the post. Posts that do not "
        "say whom they speak of are left out."
    ),
    fix=Fix("post.edit", _("Speak of someone else"), "about"),
    worse=("share",),
    flagged=Example(_("Ten of thirteen posts are about the bakery."), lambda: _bakery_with(*[{"about": "us"}] * 10)),
    fine=Example(_("Nine of thirteen posts are about the bakery."), lambda: _bakery_with(*[{"about": "us"}] * 9)),
)
def self_centred(
    plan: Plan,
    *,
    days: Annotated[int, _("days to look ahead, today included"), Between(7, 90)] = 28,
    at_most: Annotated[int, _("share that may speak of oneself, in %"), Between(0, 100)] = 70,
    min_posts: Annotated[int, _("posts from which on the plan is judged"), Between(2, 50)] = 5,
) -> Hits:
    coming = [post for post in plan.ahead(days) if post.about]
    ours = [post for post in coming if post.about == "us"]
    if len(coming) >= min_posts and (share := percent(len(ours), len(coming))) > at_most:
        yield Hit(PLAN, {"share": share, "us": len(ours), "posts": len(coming)}, related=to_change(ours))


@rule(
    "impersonal-feed",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("plan",),
    errors=(11,),
    seeds=("S0-16", "S3-18"),
    sources=(sources.TWELVE_ERRORS, sources.MYTHS),
    needs=("posts",),
    worse=("posts",),
    title=_("A feed without a face"),
    why=_(
        "People follow people: hands at work, a first name, a bad day told with a smile. A feed without is soon mute."
    ),
    instead=_("Show, every other week, someone at work or how a thing is made. No face is needed: hands will do."),
    message=_("None of the posts to come shows people or the craft."),
    measured=_("0 of %(posts)d posts in the next %(days)d days"),
    benchmark=_("one at least"),
    caution=_(
        "Only posts that have a pillar are looked at, and one of a pillar about people and craft is enough. Where "
        "faces must not be shown, tell a story without any."
    ),
    fix=Fix("post.edit", _("Show someone in one of them"), "has_people"),
    flagged=Example(
        _("Thirteen posts about bread and offers; not one from behind the counter."),
        lambda: replace(
            bakery(),
            pillars=tuple(replace(one, kind="product") for one in bakery().pillars),
            posts=tuple(replace(one, has_people=False) for one in bakery().posts),
        ),
    ),
    fine=Example(_("Thirteen posts, some of them from the bakehouse at four in the morning."), bakery),
)
def impersonal_feed(
    plan: Plan,
    *,
    days: Annotated[int, _("days to look ahead, today included"), Between(7, 90)] = 28,
    min_posts: Annotated[int, _("posts from which on the plan is judged"), Between(2, 50)] = 5,
) -> Hits:
    human = {pillar.id for pillar in plan.pillars if pillar.kind == "human"}
    ahead = plan.ahead(days)
    if any(post.has_people or post.pillar in human for post in ahead):
        return
    told = [post for post in ahead if post.pillar is not None]
    if len(told) >= min_posts:
        yield Hit(PLAN, {"posts": len(told)}, related=to_change(told))


@rule(
    "paid-only",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("plan",),
    seeds=("S2-21",),
    sources=(sources.COMPLICATED,),
    needs=("posts",),
    worse=("posts",),
    title=_("Nothing but adverts"),
    why=_(
        "Bought space shows you to people who have no reason yet to care. Interest comes first, and is not for sale."
    ),
    instead=_("Plan something of your own beside, and ask a happy customer to tell their story."),
    message=_("All %(posts)d posts to come are paid for."),
    measured=_("%(posts)d of %(posts)d posts in the next %(days)d days"),
    benchmark=_("never all of them"),
    fix=Fix("post.new", _("Plan a post of your own")),
    flagged=Example(
        _("Four adverts in three weeks, and nothing else."),
        lambda: feed("value", "value", "value", "conversation", media_type="paid"),
    ),
    fine=Example(_("Four posts of the bakery’s own."), lambda: feed("value", "value", "value", "conversation")),
)
def paid_only(
    plan: Plan,
    *,
    days: Annotated[int, _("days to look ahead, today included"), Between(7, 90)] = 28,
    min_posts: Annotated[int, _("posts from which on the plan is judged"), Between(2, 50)] = 4,
) -> Hits:
    coming = plan.ahead(days)
    if len(coming) >= min_posts and all(post.media_type == "paid" for post in coming):
        yield Hit(PLAN, {"posts": len(coming)}, related=to_change(coming))
