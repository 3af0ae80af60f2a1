"""Whether the organisation is ready: three questions, its site, its procedures, a place of its own."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

from calendar_app.plan.examples import bakery, cakes
from calendar_app.plan.snapshot import PLAN, Plan, Procedure, Readiness

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Listed, Prose, ngettext_lazy
from .prose import gettext_lazy as _

DAYS_A_MONTH = 30.44


def _readiness(**fields: object) -> Plan:
    return bakery(readiness=replace(bakery().readiness, **fields))  # type: ignore[arg-type]


_QUESTIONS: dict[str, Prose] = {
    "in_interest": _("is it in your interest?"),
    "is_ready": _("are you ready?"),
    "fits_philosophy": _("is it true to your philosophy?"),
}


@rule(
    "readiness-gap",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("plan",),
    seeds=("S2-32", "S2-14", "S2-25"),
    sources=(sources.COMPLICATED,),
    title=_("Three questions left open"),
    why=_("Most presences that failed were never prepared. Three questions and a look at what exists spare months."),
    instead=_("Answer them, with a no if it is a no: then note one thing to do about it, with a day."),
    message=_("Before you go on: %(open)s"),
    measured=ngettext_lazy("%(settled)d of %(asked)d settled", "%(settled)d of %(asked)d settled", "settled"),
    benchmark=_("three answers and a state of play; for a no, something to do with a day"),
    caution=_(
        "If you were there long before this plan, say so on the same page: the questions then look back, as advice."
    ),
    fix=Fix("readiness", _("Answer the questions"), "%(field)s"),
    worse=("-settled",),
    flagged=Example(
        _("A bakery that is not sure of being ready, and plans nothing about it."),
        lambda: _readiness(is_ready="unsure"),
    ),
    fine=Example(_("Three times yes, and a state of play taken in January."), bakery),
)
def readiness_gap(plan: Plan) -> Hits:
    readiness = plan.readiness
    dated = {action.question for action in plan.actions if action.due_on or action.done_on}
    unsettled = [
        (words, key) for key, words in _QUESTIONS.items() if not _is_settled(getattr(readiness, key), key in dated)
    ]
    if readiness.audit_done_on is None:
        unsettled.append((_("what exists already?"), "audit_done_on"))
    if unsettled:
        asked = len(_QUESTIONS) + 1
        facts = {
            "open": Listed(tuple(words for words, _key in unsettled)),
            "settled": asked - len(unsettled),
            "asked": asked,
            "field": unsettled[0][1],
        }
        yield Hit(PLAN, facts, Severity.INFO if readiness.is_retrospective else None)


def _is_settled(answer: str, something_is_planned: bool) -> bool:
    """A yes is; so is a no, or not being sure, once there is something to do about it by a day."""
    return answer == "yes" or (answer in {"no", "unsure"} and something_is_planned)


NEED_A_SITE = {"seo", "traffic", "new_clients_partners", "sales"}


@rule(
    "website-not-ready",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("plan",),
    seeds=("S2-9", "S2-10"),
    sources=(sources.COMPLICATED,),
    title=_("Guests invited to an unfinished house"),
    why=_("Posts make people curious, and the site decides what comes of it. One that cannot be read undoes the work."),
    instead=_("Put the site in order first, or note when it will be: address, hours, pictures, readable on a phone."),
    message=_("You bring people to a site that %(state)s."),
    measured=_("objectives that need a site: %(objectives)d"),
    benchmark=_("a site that is there, readable on a phone, redone within %(max_age_months)d months"),
    caution=_(
        "A shop without a site may give its booking page or its Google profile as its site. A dated action about the "
        "website settles the matter until it is done."
    ),
    fix=Fix("readiness", _("Say how the site stands"), "%(field)s"),
    flagged=Example(
        _("A bakery that seeks new customers, with a site that nobody can read on a phone."),
        lambda: _readiness(website_mobile="no"),
    ),
    fine=Example(_("A site redone last year, easy to read on a phone."), bakery),
)
def website_not_ready(
    plan: Plan,
    *,
    max_age_months: Annotated[int, _("months after which a site is looked at again"), Between(6, 120)] = 36,
) -> Hits:
    in_need = [one for one in plan.active_objectives if one.kind in NEED_A_SITE]
    is_planned = any(action.question == "website" and action.due_on for action in plan.actions)
    if not in_need or is_planned:
        return
    if faults := list(_site_faults(plan.readiness, plan.today, max_age_months)):
        is_missing = faults[0][1] == "website_url"
        grave = is_missing and any(one.kind == "seo" for one in in_need)
        facts = {
            "state": Listed(tuple(words for words, _field in faults)),
            "objectives": len(in_need),
            "field": faults[0][1],
        }
        yield Hit(PLAN, facts, Severity.ERROR if grave else None, tuple(one.ref for one in in_need))


def _site_faults(readiness: Readiness, today: date, months: int) -> Iterable[tuple[Prose, str]]:
    if not readiness.website_url:
        # Nobody has looked at it yet: that is for the three questions to say.
        if readiness != Readiness():
            yield _("does not exist"), "website_url"
        return
    if readiness.website_mobile == "no":
        yield _("cannot be read on a phone"), "website_mobile"
    redone = readiness.website_overhauled_on
    if redone is not None and today - redone > timedelta(days=round(months * DAYS_A_MONTH)):
        yield _("was last redone long ago"), "website_overhauled_on"


# --- Procedures, and one's own ground ------------------------------------------------------------------------------

_PROCEDURES: dict[str, Prose] = {
    "approval": _("before a post goes out"),
    "response": _("when someone writes to you"),
    "crisis": _("when things go wrong"),
}


@rule(
    "no-procedures",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("plan",),
    seeds=("S2-18", "S4-26"),
    sources=(sources.COMPLICATED, sources.WHAT_AND_WHY),
    title=_("No procedure for the bad day"),
    why=_("What was agreed on in a calm hour is done well in a hectic one. Ten lines are enough."),
    instead=_("Write down who does what, step by step. The page proposes a start for each case."),
    message=_("What to do is not written down: %(missing)s."),
    measured=ngettext_lazy(
        "%(written)d of %(needed)d procedures written", "%(written)d of %(needed)d procedures written", "written"
    ),
    benchmark=_("before a post goes out, when someone writes, when things go wrong"),
    caution=_("Whoever works alone, or has no approval, needs none before a post goes out."),
    fix=Fix("procedures", _("Write it down"), "%(field)s"),
    worse=("-written",),
    flagged=Example(
        _("A bakery that knows how it answers, and not what it does when things go wrong."),
        lambda: bakery(procedures=(Procedure("approval", "Ten lines."), Procedure("response", "Ten lines."))),
    ),
    fine=Example(_("Ten lines for each of the three."), bakery),
)
def no_procedures(plan: Plan) -> Hits:
    written = {one.kind for one in plan.procedures if one.text.strip()}
    needed = [kind for kind in _PROCEDURES if kind != "approval" or not (plan.is_solo or plan.approval == "none")]
    missing = [kind for kind in needed if kind not in written]
    if missing:
        facts = {
            "missing": Listed(tuple(_PROCEDURES[kind] for kind in missing)),
            "written": len(needed) - len(missing),
            "needed": len(needed),
            "field": f"{missing[0]}-text",
        }
        yield Hit(PLAN, facts)


@rule(
    "rented-land-only",
    Severity.WARNING,
    point=Point.MEDIA,
    scope=("plan",),
    seeds=("S2-24", "S1-15"),
    sources=(sources.COMPLICATED, sources.NOT_AN_END),
    needs=("channels",),
    title=_("Everything on rented land"),
    why=_("A platform may change its rules, its fees or its owner overnight. Addresses and pages of your own stay."),
    instead=_("Keep one place of your own beside: a site, a blog or a newsletter, however small."),
    message=_("Everything rests on platforms that belong to others."),
    measured=_("places of your own: 0"),
    benchmark=_("one at least: a site, a blog, a newsletter"),
    fix=Fix("readiness", _("Name your own site"), "website_url"),
    flagged=Example(
        _("A bakery that wants to be known, on Facebook and Instagram, without a site or a newsletter."),
        lambda: replace(_readiness(website_url=""), objectives=(cakes(kind="visibility"),)),
    ),
    fine=Example(_("A bakery with its own site beside Facebook and Instagram."), bakery),
)
def rented_land_only(plan: Plan) -> Hits:
    has_letter = any(one.platform.is_owned for one in plan.channels_in_use)
    if not has_letter and not plan.readiness.website_url:
        yield Hit(PLAN)
