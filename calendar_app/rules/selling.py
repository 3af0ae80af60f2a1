"""What a post says it is for, and what its words sell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from calendar_app.plan.examples import bakery
from calendar_app.plan.snapshot import PLAN, Plan, Post

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .drafts import saying, written
from .legal_sales import nearest
from .prose import Prose, ngettext_lazy
from .prose import gettext_lazy as _
from .text import COMMERCIAL, CONVERSATION, Signals

MOST_LINKED = 5  # posts named in a finding: as many as one reads

# The words of the form, so that a suggestion reads like the choice it would make.
_INTENTS: Mapping[str, Prose] = {
    "commercial": _("Sell or promote"),
    "conversation": _("Start a conversation"),
}
_SAYS: Mapping[str, Mapping[str, Prose]] = {
    "commercial": {},
    "conversation": {"benchmark": _("an invitation to answer, and nothing that sells")},
}
_BUT_COMMERCIAL = frozenset({"value", "conversation", "service"})


@rule(
    "intent-mismatch",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("post",),
    errors=(10,),
    seeds=("S3-16",),
    sources=(sources.TWELVE_ERRORS,),
    grade="C",
    needs=("texts",),
    title=_("The words and the purpose differ"),
    why=_("What the plan says of its share of selling is only as true as what each post says of itself."),
    instead=_("Accept the suggestion, or set it aside: what you declare is what counts."),
    message=_("This text seems to do something else than declared: %(suggestion)s (%(words)s)."),
    measured=_("found in the text: %(words)s"),
    benchmark=_("a score of %(score)s or more for words that sell"),
    caution=_("Prices in advice, irony and news can look like selling. Nothing is changed by itself."),
    fix=Fix("post.accept_intent", _("Accept the suggestion"), "intent"),
    flagged=Example(
        _("A post declared as useful: “20% off until Sunday, order now.”"),
        lambda: saying("20% off everything until Sunday, order now.", intent="value"),
    ),
    fine=Example(
        _("A post declared as useful that tells what a loaf costs to make, with prices."),
        lambda: saying("Why does our loaf cost £4.60? Flour 90p, wages £1.90, energy 60p, rent 70p.", intent="value"),
    ),
)
def intent_mismatch(
    plan: Plan,
    *,
    score: Annotated[float, _("score from which on a text seems to sell"), Between(1.5, 10)] = COMMERCIAL,
) -> Hits:
    for one, _channel, found in written(plan):
        if suggested := _suggested(one, found, score):
            intent, words = suggested
            facts = {"suggested": intent, "suggestion": _INTENTS[intent], "words": ", ".join(words)}
            yield Hit(one.ref, facts, says=_SAYS[intent])


def _suggested(post: Post, found: Signals, score: float) -> tuple[str, tuple[str, ...]] | None:
    """What the words of a post say it is for, and these words; None when they agree with what is declared."""
    if post.intent in _BUT_COMMERCIAL:
        return ("commercial", found.selling) if found.commercial >= score else None
    asks = found.asking and found.commercial <= 0 and found.conversation > CONVERSATION
    return ("conversation", found.asking) if post.intent == "commercial" and asks else None


@rule(
    "rhetorical-question",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("post",),
    errors=(4,),
    seeds=("S3-8",),
    sources=(sources.TWELVE_ERRORS,),
    grade="C",
    needs=("texts",),
    hides=("intent-mismatch",),
    title=_("A question that waits for nobody"),
    why=_("A question that leads to an offer is part of the offer. People hear it, and do not answer."),
    instead=_("Ask, and listen; or sell without asking."),
    message=_("The question leads to an offer (%(words)s), and nobody is asked to answer."),
    measured=_("found behind the question: %(words)s"),
    benchmark=_("a question whose answer you want to know"),
    fix=Fix("post.edit", _("Ask for an answer, or change the purpose"), "text"),
    flagged=Example(
        _("A post that is to start a conversation: “Tired of dry bread? Order now, 20% off until Sunday.”"),
        lambda: saying("Tired of dry bread? Order now, 20% off everything until Sunday.", intent="conversation"),
    ),
    fine=Example(
        _("“Which bread goes dry fastest with you? Tell us, we will try something.”"),
        lambda: saying("Which bread goes dry fastest with you? Tell us, we will try.", intent="conversation"),
    ),
)
def rhetorical_question(plan: Plan) -> Hits:
    for one, _channel, found in written(plan):
        is_asked = one.intent == "conversation" or one.invites_reply
        leads_on = found.asks_first and found.commercial >= COMMERCIAL and found.conversation < CONVERSATION
        if is_asked and leads_on:
            yield Hit(one.ref, {"words": ", ".join(found.selling)})


@rule(
    "offer-without-terms",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("post",),
    seeds=("S2-17",),
    sources=(sources.COMPLICATED, sources.CODE_DE_LA_CONSOMMATION),
    grade="A",
    needs=("texts",),
    title=_("An offer without terms"),
    why=_("Whoever comes on the day after, or with the wrong article, is told no at the counter: a promise not kept."),
    instead=_(
        "Say until when, or on what condition. In France a lower price also shows the lowest of the last 30 days."
    ),
    message=_("An offer (%(words)s) without a last day or a condition."),
    measured=_("neither in the text nor in the post’s fields"),
    benchmark=_("at least one of both"),
    caution=_("A price that always holds is no offer: leave the field empty and write it without a percentage."),
    fix=Fix("post.edit", _("Say until when it holds"), "offer_until"),
    flagged=Example(_("“20% off all our cakes.”"), lambda: saying("20% off all our cakes.", intent="commercial")),
    fine=Example(
        _("“20% off all our cakes until Sunday.”"),
        lambda: saying("20% off all our cakes until Sunday.", intent="commercial"),
    ),
)
def offer_without_terms(plan: Plan) -> Hits:
    for one, _channel, found in written(plan):
        if not one.is_commercial or one.offer_until or one.offer_terms:
            continue
        if (one.offer or found.cuts_a_price) and not found.terms:
            yield Hit(one.ref, {"words": one.offer or ", ".join(found.selling)})


@rule(
    "soldes-outside-period",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("post",),
    sources=(sources.CODE_DE_COMMERCE,),
    grade="A",
    needs=("texts",),
    title=_("“Soldes” out of season"),
    why=_("In France this word is reserved by law for the legal periods; out of them it is an offence."),
    instead=_("Say “promotion”, or move the post into the period."),
    message=_("“%(words)s” on %(day)s: the legal period begins on %(first)s."),
    measured=ngettext_lazy("%(days)d day before the first day", "%(days)d days before the first day", "days"),
    benchmark=_("from %(first)s to %(last)s"),
    worse=("days",),
    caution=_(
        "Some departments at the borders, Corsica and overseas have other dates. "
        "An announcement shortly before is fine."
    ),
    fix=Fix("post.edit", _("Find another word"), "text"),
    flagged=Example(
        _("« Soldes sur toute la vitrine » in March."),
        lambda: saying("Les soldes sont là, sur toute la vitrine.", intent="commercial"),
    ),
    fine=Example(
        _("« Promotion sur toute la vitrine » in March."),
        lambda: saying("Une promotion sur toute la vitrine.", intent="commercial"),
    ),
)
def soldes_outside_period(
    plan: Plan,
    *,
    announced: Annotated[int, _("days before a period on which it may be announced"), Between(0, 60)] = 14,
) -> Hits:
    if plan.country != "FR":
        return
    for one, _channel, found in written(plan):
        if one.day is None or not found.soldes:
            continue
        period = nearest(one.day)
        if one.day < period.first - timedelta(days=announced):
            facts = {"day": one.day, "first": period.first, "last": period.last, "days": (period.first - one.day).days}
            yield Hit(one.ref, {**facts, "words": ", ".join(found.soldes)})


def _hard(coming: Sequence[Post]) -> list[Post]:
    return [post for post in coming if post.is_commercial and post.value == "none"]


@rule(
    "hard-sell",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("plan",),
    errors=(9, 10),
    seeds=("S0-13", "S0-14", "S1-12"),
    sources=(sources.MYTHS, sources.NOT_AN_END),
    needs=("posts",),
    title=_("“Buy”, and nothing else"),
    why=_("A post that only says “buy” fades at once. What people keep is a use, a story, a tip."),
    instead=_("Give each offer a reason to stop: how it is made, whom it helped, what to do with it."),
    message=_("%(share)d %% of the posts to come sell something and bring nothing else."),
    measured=ngettext_lazy(
        "%(bare)d of %(posts)d posts in the next %(days)d days",
        "%(bare)d of %(posts)d posts in the next %(days)d days",
        "bare",
    ),
    benchmark=_("at most %(at_most)d %%; a warning above %(warn_above)d %%"),
    worse=("share",),
    caution=_("One post in five that simply sells is fine. Only those that you marked as bringing nothing else count."),
    fix=Fix("post.edit", _("Give one a reason to stop"), "value"),
    flagged=Example(_("Three posts in thirteen sell something and bring nothing else."), lambda: _with_bare_offers(3)),
    fine=Example(_("Two posts in thirteen do."), lambda: _with_bare_offers(2)),
)
def hard_sell(
    plan: Plan,
    *,
    days: Annotated[int, _("days to look ahead, today included"), Between(7, 90)] = 28,
    at_most: Annotated[int, _("share that is still fine, in %"), Between(0, 100)] = 20,
    warn_above: Annotated[int, _("share above which it is a warning, in %"), Between(0, 100)] = 50,
    min_posts: Annotated[int, _("posts from which on the plan is judged"), Between(2, 50)] = 4,
) -> Hits:
    coming = plan.ahead(days)
    if len(coming) < min_posts:
        return
    bare = _hard(coming)
    share = (200 * len(bare) + len(coming)) // (2 * len(coming))
    if share > at_most:
        severity = Severity.WARNING if share > warn_above else Severity.INFO
        open_ones = tuple(post.ref for post in bare if post.status != "posted")[:MOST_LINKED]
        yield Hit(PLAN, {"share": share, "bare": len(bare), "posts": len(coming)}, severity, open_ones)


def _with_bare_offers(number: int) -> Plan:
    """The bakery, whose two offers, and then one more post, only sell."""
    plan = bakery()
    offers = (*(one for one in plan.posts if one.is_commercial), plan.posts[-1])[:number]
    bare = {one.id: replace(one, intent="commercial", value="none") for one in offers}
    return replace(plan, posts=tuple(bare.get(one.id, one) for one in plan.posts))
