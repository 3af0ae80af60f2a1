"""Answering: who, how soon, in what tone; what is made of criticism; those who speak up for us."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any

from calendar_app.plan.examples import MONDAY, bakery
from calendar_app.plan.snapshot import PLAN, Advocate, Answering, Channel, CommunityCount, Plan, ResponseCase

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Filled, Listed, Prose, ngettext_lazy
from .prose import gettext_lazy as _

CASES: dict[str, Prose] = {
    "question": _("a question"),
    "technical": _("a technical question"),
    "compliment": _("a compliment"),
    "complaint": _("a complaint"),
    "insult": _("an insult"),
    "crisis": _("a crisis"),
}
NEEDED = ("question", "compliment", "complaint")
"""Cases that any house meets."""

WAITING = ("question", "technical", "complaint", "crisis")
"""Cases in which somebody waits for an answer."""

TALKING = ("question", "technical", "compliment", "complaint")
"""Cases in which one person writes to another."""

_WHO: Prose = _("who answers on %(channel)s")
_CASE: Prose = _("what to do about %(case)s")


def _answering(**fields: Any) -> Plan:
    """The bakery, which answers a little differently."""
    return bakery(answering=replace(bakery().answering, **fields))


def _case(kind: str, **fields: Any) -> Plan:
    """The bakery, which does something else in one case."""
    cases = {case.kind: case for case in bakery().answering.cases}
    changed = replace(cases.get(kind) or ResponseCase(kind, "answer", 4, 1), **fields)
    return _answering(cases=tuple({**cases, kind: changed}.values()))


# --- Who, and to what ----------------------------------------------------------------------------------------------


@rule(
    "no-response-policy",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("plan",),
    errors=(5,),
    seeds=("S3-9", "S3-10"),
    sources=(sources.TWELVE_ERRORS, sources.SPROUT_2016_ANSWERS),
    needs=("conversation",),
    hides=("slow-response", "canned-replies"),
    title=_("Nobody decided who answers"),
    why=_(
        "People write where they are, and expect help there. An answer by name makes them recommend you; silence sends "
        "one in three to somebody else."
    ),
    instead=_(
        "Decide for three cases, a question, a compliment and a complaint: who answers, and within how many hours."
    ),
    message=_("Not decided yet: %(missing)s."),
    measured=_("cases decided: %(decided)d of %(asked)d"),
    benchmark=_("three cases decided, and someone who answers on every platform on which people talk"),
    caution=_("Channels on which nobody can answer do not count, and whoever works alone need not be named."),
    fix=Fix("answering", _("Decide how you answer"), "case-%(case)s-action"),
    worse=("-decided",),
    flagged=Example(
        _("Two platforms on which customers write, and no word about who answers."),
        lambda: bakery(answering=Answering()),
    ),
    fine=Example(_("A question is answered, a compliment is thanked for, a complaint goes on in private."), bakery),
)
def no_response_policy(plan: Plan) -> Hits:
    undecided = [kind for kind in NEEDED if plan.answering.case(kind) is None]
    unattended = list(_unattended(plan))
    if undecided or unattended:
        facts = {
            "missing": Listed(
                (
                    *(Filled(_CASE, {"case": CASES[kind]}) for kind in undecided),
                    *(Filled(_WHO, {"channel": one.label}) for one in unattended),
                )
            ),
            "decided": len(NEEDED) - len(undecided),
            "asked": len(NEEDED),
            "case": next(iter(undecided), NEEDED[0]),
        }
        is_blank = not any(case.action for case in plan.answering.cases)
        fix = None if undecided else Fix("channel.edit", _("Say who answers there"), "responder")
        yield Hit(PLAN, facts, Severity.ERROR if is_blank else None, tuple(one.ref for one in unattended), fix=fix)


def _unattended(plan: Plan) -> Iterator[Channel]:
    """Channels on which people can answer, and where nobody of the team is named to answer them."""
    if plan.is_solo or any(case.kind == "question" and case.who in plan.member_by_id for case in plan.answering.cases):
        return
    for one in plan.channels_in_use:
        if one.platform.is_conversational and plan.member_by_id.keys().isdisjoint({one.responder, one.backup}):
            yield one


# --- How soon ------------------------------------------------------------------------------------------------------


@rule(
    "slow-response",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("plan",),
    errors=(5,),
    seeds=("S3-9", "S2-29"),
    sources=(sources.SPIDER, sources.SPROUT_2016_ANSWERS, sources.LITHIUM),
    grade="A",
    needs=("conversation",),
    title=_("An answer that comes late"),
    why=_("Whoever asks in public waits in public. Most people give you a day; whoever complains gives you hours."),
    instead=_(
        "Nobody has to be there day and night: say when you answer, and let an automatic line tell when a person will."
    ),
    message=ngettext_lazy(
        "%(hours)d hour may pass before %(what)s is answered; people expect %(expected)d.",
        "%(hours)d hours may pass before %(what)s is answered; people expect %(expected)d.",
        "hours",
    ),
    measured="%(promised)s",
    benchmark=ngettext_lazy(
        "%(sla_hours)d hour (84 %% of people expect an answer within 24), and an error above %(error_hours)d; "
        "%(complaint_hours)d for a complaint",
        "%(sla_hours)d hours (84 %% of people expect an answer within 24), and an error above %(error_hours)d; "
        "%(complaint_hours)d for a complaint",
        "sla_hours",
    ),
    caution=_(
        "Where your opening hours are written down and an automatic answer says when a person will, it is one step "
        "milder. Thanks may take longer."
    ),
    fix=Fix("answering", _("Shorten the wait"), "case-%(case)s-within_hours"),
    worse=("hours",),
    flagged=Example(_("Questions are answered within thirty hours."), lambda: _case("question", within_hours=30)),
    fine=Example(
        _("Questions are answered within a day, complaints within four hours."),
        lambda: _case("question", within_hours=24),
    ),
)
def slow_response(
    plan: Plan,
    *,
    sla_hours: Annotated[int, _("hours in which people expect an answer"), Between(1, 168)] = 24,
    error_hours: Annotated[int, _("hours above which it is an error"), Between(1, 720)] = 48,
    complaint_hours: Annotated[int, _("hours in which a complaint should be answered"), Between(1, 168)] = 4,
) -> Hits:
    promised = [case for case in plan.answering.cases if case.kind in WAITING and case.within_hours is not None]
    slow = [
        (_severity(case, sla_hours, error_hours, complaint_hours), case.within_hours or 0, case) for case in promised
    ]
    slow = [(severity, hours, case) for severity, hours, case in slow if severity]
    if not slow:
        return
    worst, hours, case = max(slow, key=lambda one: one[:2])
    if plan.answering.opening_hours.strip() and plan.answering.auto_reply.strip():
        worst -= 1
    if worst:
        facts = {
            "hours": hours,
            "what": CASES[case.kind],
            "case": case.kind,
            "expected": complaint_hours if case.kind == "complaint" and hours <= sla_hours else sla_hours,
            "promised": Listed(tuple(_promise(one) for one in promised)),
        }
        yield Hit(PLAN, facts, Severity(worst))


def _severity(case: ResponseCase, sla_hours: int, error_hours: int, complaint_hours: int) -> int:
    """How grave the wait in this case is, as a Severity; 0 when it is no longer than people expect."""
    hours = case.within_hours or 0
    if hours > sla_hours:
        return Severity.ERROR if hours > error_hours else Severity.WARNING
    return Severity.INFO if case.kind == "complaint" and hours > complaint_hours else 0


def _promise(case: ResponseCase) -> Filled:
    return Filled(_("%(case)s: %(hours)d h"), {"case": CASES[case.kind], "hours": case.within_hours})


# --- In what tone --------------------------------------------------------------------------------------------------


@rule(
    "criticism-ignored",
    Severity.ERROR,
    point=Point.STRATEGY,
    scope=("plan",),
    errors=(6,),
    seeds=("S3-11", "S3-12"),
    sources=(sources.TWELVE_ERRORS,),
    title=_("Criticism is left aside"),
    why=_(
        "Not every criticism is right, and each one is read by others. Left alone or hidden it comes back louder; once "
        "taken up, it has improved many a product."
    ),
    instead=_("Answer in public, pass it on inside, and note what comes of it. Hiding is for what the law forbids."),
    message=_("The rule for a complaint is: %(action)s."),
    measured=_("what is done about a complaint: %(action)s"),
    benchmark=_("it is answered, or passed on and answered"),
    caution=_(
        "Insults, hate and what the law forbids are another case, with its own line: they may be hidden or removed."
    ),
    fix=Fix("answering", _("Decide on an answer"), "case-complaint-action"),
    flagged=Example(_("Complaints are left unanswered, as a rule."), lambda: _case("complaint", action="ignore")),
    fine=Example(_("Complaints are answered; insults are hidden."), lambda: _case("insult", action="hide")),
)
def criticism_ignored(plan: Plan) -> Hits:
    case = plan.answering.case("complaint")
    if case is not None and case.action in _ASIDE:
        yield Hit(PLAN, {"action": _ASIDE[case.action]})


_ASIDE: dict[str, Prose] = {"hide": _("hide or remove it"), "ignore": _("leave it unanswered")}


@rule(
    "canned-replies",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("plan",),
    errors=(7,),
    seeds=("S3-13",),
    sources=(sources.TWELVE_ERRORS,),
    grade="C",
    needs=("conversation",),
    title=_("Answers from a drawer"),
    why=_("Nobody likes talking to a machine. A ready-made answer tells people that nobody has read theirs."),
    instead=_("Keep the model, and begin with the first name, take up what they say, and sign with yours."),
    message=_("Your answers sound ready-made: %(what)s."),
    measured=_("cases answered in person: %(personal)d of %(cases)d"),
    benchmark=_(
        "the person’s name and situation in each; the same words in at most %(max_identical)d %% of the models"
    ),
    caution=_("Wording that the law prescribes may be the same each time: insults and crises are left out."),
    fix=Fix("answering", _("Make it personal"), "%(field)s"),
    worse=("-personal",),
    flagged=Example(_("Only ready-made answers are allowed."), lambda: _answering(templates_only=True)),
    fine=Example(
        _("A model for complaints, which takes up the person’s name and situation."),
        lambda: _case("complaint", example="Bonjour Paul, …"),
    ),
)
def canned_replies(
    plan: Plan,
    *,
    max_identical: Annotated[int, _("share of the models that may have the same words, in %"), Between(0, 100)] = 50,
) -> Hits:
    cases = [case for case in plan.answering.cases if case.kind in TALKING and case.action]
    impersonal = [case for case in cases if not case.personal]
    is_same = _share_of_the_same(cases) > max_identical
    if plan.answering.templates_only or impersonal or is_same:
        what = [_("only models are used")] if plan.answering.templates_only else []
        what += [_("the same words in most of them")] if is_same else []
        what += [CASES[case.kind] for case in impersonal]
        facts = {
            "what": Listed(tuple(what)),
            "personal": 0 if plan.answering.templates_only else len(cases) - len(impersonal),
            "cases": len(cases),
            "field": _field(plan.answering, cases, impersonal),
        }
        yield Hit(PLAN, facts)


def _share_of_the_same(cases: Sequence[ResponseCase]) -> int:
    """How many of the examples say the same, in percent; 0 when fewer than two are written down."""
    written = Counter(" ".join(case.example.casefold().split()) for case in cases if case.example.strip())
    most = max(written.values(), default=0)
    return 100 * most // written.total() if most > 1 else 0


def _field(answering: Answering, cases: Sequence[ResponseCase], impersonal: Sequence[ResponseCase]) -> str:
    """The field in which to begin."""
    if answering.templates_only:
        return "templates_only"
    if impersonal:
        return f"case-{impersonal[0].kind}-personal"
    return f"case-{next(case.kind for case in cases if case.example.strip())}-example"


# --- Those who speak up for us -------------------------------------------------------------------------------------

SPEAKING_UP = (8, 9)
"""The rungs of those who animate a community and speak for us."""


def _thanked(days: int) -> Plan:
    """The bakery, which thanked one of its ambassadors so many days ago."""
    return bakery(advocates=(Advocate(1, "Paul", 9, MONDAY - timedelta(days=days)),))


@rule(
    "ambassadors-unattended",
    Severity.INFO,
    point=Point.STRATEGY,
    scope=("plan",),
    errors=(4,),
    seeds=("S4-14", "S2-16"),
    sources=(sources.WHAT_AND_WHY, sources.COMPLICATED),
    grade="C",
    title=_("Those who speak up for you hear nothing"),
    why=_(
        "A satisfied customer defends you better than you can. Nobody goes on doing so for long without a word back."
    ),
    instead=_("Thank one of them this week, invite another to a tasting, ask a third what they would change."),
    message=ngettext_lazy(
        "No word to those who speak up for you is noted for %(days)d day.",
        "No word to those who speak up for you is noted for %(days)d days.",
        "days",
    ),
    measured=_("last contact noted: %(last)s"),
    benchmark=_("one within %(silent_days)d days"),
    caution=_("As long as neither a contact nor a count of them is noted, nothing is said."),
    fix=Fix("community", _("See who they are"), "advocates"),
    worse=("days",),
    flagged=Example(_("The last ambassador was thanked a hundred days ago."), lambda: _thanked(100)),
    fine=Example(_("One was thanked three months ago."), lambda: _thanked(90)),
)
def ambassadors_unattended(
    plan: Plan,
    *,
    silent_days: Annotated[int, _("days without a word to them"), Between(7, 730)] = 90,
) -> Hits:
    met = [one.last_contact_on for one in plan.advocates if one.rung in SPEAKING_UP and one.last_contact_on]
    last = max(met, default=None)
    known = last or _counted_on(plan.community)
    if known is not None and (days := (plan.today - known).days) > silent_days:
        yield Hit(PLAN, {"days": days, "last": last or _("none")})


def _counted_on(counts: Sequence[CommunityCount]) -> date | None:
    """Since when it is known that there are people who speak up: the first day on which some were counted.

    None when the newest count says that there are none.
    """
    found = [count for count in counts if count.rung in SPEAKING_UP]
    newest = max((count.on for count in found), default=None)
    if not any(count.people for count in found if count.on == newest):
        return None
    return min(count.on for count in found if count.people)
