"""Listening before speaking, and while doing so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from calendar_app.plan.examples import bakery
from calendar_app.plan.snapshot import PLAN, Listening, Plan

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Filled, Listed, Prose, ngettext_lazy
from .prose import gettext_lazy as _

FAMILIES = ("brand", "product", "competitor", "sector")
"""The families of words that a listening plan watches for."""

_NO_OWNER: Prose = _("who listens")
_NO_CADENCE: Prose = _("how often")
_TOO_RARE: Prose = ngettext_lazy("more often than every %(every)d day", "more often than every %(every)d days", "every")
_FAMILY: dict[str, Prose] = {
    "brand": _("words for your name"),
    "product": _("words for what you offer"),
    "competitor": _("words for others like you"),
    "sector": _("words for your field"),
}


@rule(
    "no-listening-plan",
    Severity.ERROR,
    point=Point.STRATEGY,
    scope=("plan",),
    errors=(3,),
    seeds=("S3-4", "S1-11"),
    sources=(sources.TWELVE_ERRORS, sources.NOT_AN_END),
    hides=("listening-incomplete", "platform-before-listening"),
    title=_("Speaking without listening"),
    why=_("Listening shows where people talk about you and your trade, and so which platforms matter and what to say."),
    instead=_(
        "Name the places where you can hear your customers: your reviews, the till, a local group. One is a start."
    ),
    message=_("No place to listen is in use: listening comes before speaking."),
    measured=_("places to listen: 0"),
    benchmark=_("at least one; there are five kinds: watch, customer service, communities, reviews, comments"),
    fix=Fix("listening.edit", _("Name a place to listen"), "sources"),
    flagged=Example(
        _("A bakery that posts and reads neither its reviews nor its comments."), lambda: bakery(listening=Listening())
    ),
    fine=Example(_("A bakery that reads its reviews and comments every week."), bakery),
)
def no_listening_plan(plan: Plan) -> Hits:
    if not plan.listening.places:
        yield Hit(PLAN)


def _listening(**fields: Any) -> Plan:
    """The bakery, which listens a little differently."""
    return bakery(listening=replace(bakery().listening, **fields))


@rule(
    "listening-incomplete",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("plan",),
    errors=(3,),
    seeds=("S3-4", "S1-11"),
    sources=(sources.TWELVE_ERRORS, sources.NOT_AN_END),
    grade="C",
    title=_("Listening that is easily forgotten"),
    why=_("What nobody in particular does, on no particular day, for no particular words, is soon not done at all."),
    instead=_("Say who listens, once a week, and for which words. A session on the calendar keeps the promise."),
    message=_("Still open in how you listen: %(missing)s."),
    measured=_("said: %(said)d of %(asked)d"),
    benchmark=ngettext_lazy(
        "someone, every %(cadence_days)d day, and words of %(families_min)d of four families",
        "someone, every %(cadence_days)d days, and words of %(families_min)d of four families",
        "cadence_days",
    ),
    caution=_("Of the four families of words one may stay empty: a town hall has no competitor."),
    fix=Fix("listening.edit", _("Complete it"), "%(field)s"),
    worse=("-said",),
    flagged=Example(
        _("A bakery that listens every week, and where nobody is named for it."), lambda: _listening(owner=None)
    ),
    fine=Example(
        _("Samira listens every week, for her name, her bread and her trade."),
        lambda: _listening(keyword_families=("brand", "product", "sector")),
    ),
)
def listening_incomplete(
    plan: Plan,
    *,
    cadence_days: Annotated[int, _("days from one session to the next"), Between(1, 90)] = 7,
    families_min: Annotated[int, _("families of words to watch for, of four"), Between(0, 4)] = 3,
) -> Hits:
    missing = list(_missing(plan.listening, cadence_days, families_min))
    if missing:
        facts = {
            "missing": Listed(tuple(text for _field, text in missing)),
            "said": _ASKED - len({field for field, _text in missing}),
            "asked": _ASKED,
            "field": missing[0][0],
        }
        yield Hit(PLAN, facts)


_ASKED = 3  # who, how often, which words


def _missing(listening: Listening, cadence_days: int, families_min: int) -> Iterator[tuple[str, Prose | Filled]]:
    """What is still to be said, each with the field of the form in which it is."""
    if listening.owner is None:
        yield "owner", _NO_OWNER
    if listening.cadence_days is None:
        yield "cadence_days", _NO_CADENCE
    elif listening.cadence_days > cadence_days:
        yield "cadence_days", Filled(_TOO_RARE, {"every": listening.cadence_days})
    absent = [family for family in FAMILIES if family not in listening.keyword_families]
    if len(FAMILIES) - len(absent) < families_min:
        yield from (("keywords", _FAMILY[family]) for family in absent)


def _adopted_on(day: date, **fields: Any) -> Plan:
    """The bakery, which opened its account on Instagram on that day."""
    plan = bakery()
    return replace(plan, channels=(plan.channels[0], replace(plan.channels[1], since=day, **fields)))


@rule(
    "platform-before-listening",
    Severity.INFO,
    point=Point.MEDIA,
    scope=("channel",),
    errors=(3,),
    seeds=("S3-5",),
    sources=(sources.TWELVE_ERRORS,),
    needs=("channels",),
    title=_("Chosen before anybody listened"),
    why=_("Listening shows where people talk of you and of your trade: these are the platforms to begin with."),
    instead=_("Look at what you have heard since: does it speak for this platform? A short review answers it."),
    message=_("Chosen before anybody had listened."),
    measured=_("adopted on %(since)s; listening since %(listening_since)s"),
    benchmark=_("first listen, then choose"),
    caution=_(
        "Accounts older than this plan, and those that listening itself pointed to, are left out; so is a platform "
        "that was reviewed since."
    ),
    fix=Fix("channel.review", _("Look at it again"), "learns"),
    flagged=Example(
        _("Instagram was adopted in October; the first thing heard was noted in December."),
        lambda: replace(
            _adopted_on(date(2025, 10, 1)),
            listening=replace(bakery().listening, since=date(2025, 12, 1)),
            reviews=tuple(review for review in bakery().reviews if review.channel == 1),
        ),
    ),
    fine=Example(
        _("Instagram was adopted in October; the bakery had listened since August."),
        lambda: _adopted_on(date(2025, 10, 1)),
    ),
)
def platform_before_listening(plan: Plan) -> Hits:
    began = plan.listening.since
    if began is None:  # nobody knows when, or nobody does: then another rule speaks
        return
    for one in plan.channels_in_use:
        if one.since is None or one.reason == "listening" or not plan.created_on <= one.since < began:
            continue
        if not any(review.on >= began for review in plan.reviews_of_channel.get(one.id, ())):
            yield Hit(one.ref, {"since": one.since, "listening_since": began})
