"""What stands behind the presence: a strategy that is written, a view of some years, a voice."""

from dataclasses import replace
from typing import Annotated

from calendar_app.plan.examples import bakery
from calendar_app.plan.snapshot import PLAN, Plan, Strategy, Voice

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Listed, Prose, ngettext_lazy
from .prose import gettext_lazy as _

# The nine questions that a written strategy answers.
SECTIONS: dict[str, Prose] = {
    "business_goal": _("what the organisation wants"),
    "audience": _("whom you speak to"),
    "platforms": _("why these platforms"),
    "objectives": _("what you expect"),
    "voice": _("how you speak"),
    "resources": _("time and money"),
    "listening": _("how you listen"),
    "response": _("how you answer"),
    "measures": _("how you will know"),
}


@rule(
    "undocumented-strategy",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("plan",),
    seeds=("S4-22",),
    sources=(sources.CMI, sources.WHAT_AND_WHY),
    grade="A",
    title=_("A strategy in one’s head"),
    why=_(
        "In a survey of five thousand firms, six in ten of those with a written strategy found it to work, a third of "
        "those who had only talked about it, and hardly any without one."
    ),
    instead=_("Answer the nine questions in two or three honest lines each. One evening is enough to begin."),
    message=_("The strategy is %(written)d %% written. Still open: %(open)s."),
    measured=ngettext_lazy(
        "%(answered)d of %(questions)d questions answered",
        "%(answered)d of %(questions)d questions answered",
        "answered",
    ),
    benchmark=_("%(warn_below)d %% at least; below %(error_below)d %% it is an error"),
    caution=_("A document kept elsewhere counts when its link and its date are given."),
    fix=Fix("strategy.text", _("Answer the next question"), "%(field)s"),
    worse=("-written",),
    flagged=Example(
        _("Four of the nine questions are answered."),
        lambda: bakery(strategy=Strategy(frozenset(("audience", "voice", "resources", "listening")), 36)),
    ),
    fine=Example(_("All nine are answered, in a few lines each."), bakery),
)
def undocumented_strategy(
    plan: Plan,
    *,
    warn_below: Annotated[int, _("share of the questions to answer, in %"), Between(1, 100)] = 80,
    error_below: Annotated[int, _("share below which it is an error, in %"), Between(0, 100)] = 50,
) -> Hits:
    strategy = plan.strategy
    if strategy.external_link and strategy.started_on:
        return
    still_open = [key for key in SECTIONS if key not in strategy.written]
    answered = len(SECTIONS) - len(still_open)
    share = 100 * answered / len(SECTIONS)
    if share < warn_below and still_open:
        facts = {
            "written": round(share),
            "answered": answered,
            "questions": len(SECTIONS),
            "open": Listed(tuple(SECTIONS[key] for key in still_open)),
            "field": still_open[0],
        }
        yield Hit(PLAN, facts, Severity.ERROR if share < error_below else None)


@rule(
    "short-horizon",
    Severity.INFO,
    point=Point.STRATEGY,
    scope=("plan",),
    seeds=("S2-35", "S3-19"),
    sources=(sources.COMPLICATED, sources.TWELVE_ERRORS),
    errors=(12,),
    title=_("A view that stops too soon"),
    why=_("Confidence grows over years. Whoever looks a few months ahead gives up just before it begins to pay."),
    instead=_("Write where you want to be in two or three years, and set the months in the strategy accordingly."),
    message=ngettext_lazy("Your view stops after %(ahead)d month.", "Your view stops after %(ahead)d months.", "ahead"),
    measured=ngettext_lazy("%(ahead)d month", "%(ahead)d months", "ahead"),
    benchmark=_("%(months)d months at least"),
    caution=_("A presence for one event ends with the event: switch this rule off then."),
    fix=Fix("strategy.text", _("Look further ahead"), "horizon_months"),
    worse=("-ahead",),
    flagged=Example(
        _("A strategy for the next twelve months."),
        lambda: bakery(strategy=replace(bakery().strategy, horizon_months=12)),
    ),
    fine=Example(_("A strategy for the next three years."), bakery),
)
def short_horizon(plan: Plan, *, months: Annotated[int, _("months to look ahead"), Between(3, 120)] = 24) -> Hits:
    ahead = plan.strategy.horizon_months
    if ahead is not None and ahead < months:
        yield Hit(PLAN, {"ahead": ahead})


@rule(
    "no-brand-voice",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("plan",),
    seeds=("S2-2", "S2-3", "S3-18"),
    sources=(sources.COMPLICATED, sources.TWELVE_ERRORS),
    title=_("A brand without a voice"),
    why=_("Whoever knows what they promise, and how they sound, writes faster and is recognised without a logo."),
    instead=_("Answer four plain questions: what you are there for, what you promise, what matters, how you sound."),
    message=_("The voice is not written down yet. Missing: %(missing)s."),
    measured=ngettext_lazy(
        "%(known)d of %(asked)d questions answered", "%(known)d of %(asked)d questions answered", "known"
    ),
    benchmark=_("all of them"),
    caution=_("A person who speaks in their own name may know all this without writing it down: set the rule aside."),
    fix=Fix("voice", _("Find the voice"), "%(field)s"),
    worse=("-known",),
    flagged=Example(
        _("A bakery with a mission, and nothing said of its promise or its tone."),
        lambda: bakery(voice=Voice(mission="Good bread for the street.", values=("honesty",))),
    ),
    fine=Example(_("A mission, a promise, what matters, and two adjectives."), bakery),
)
def no_brand_voice(plan: Plan) -> Hits:
    voice = plan.voice
    answers = (
        (voice.mission.strip(), _("what you are there for"), "mission"),
        (voice.promise.strip(), _("what you promise"), "promise"),
        (voice.values, _("what matters to you"), "values"),
        (voice.adjectives, _("how you sound"), "adjectives"),
    )
    missing = [(name, field) for answer, name, field in answers if not answer]
    if missing:
        facts = {
            "missing": Listed(tuple(name for name, _field in missing)),
            "known": len(answers) - len(missing),
            "asked": len(answers),
            "field": missing[0][1],
        }
        yield Hit(PLAN, facts)
