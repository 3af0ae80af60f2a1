"""Whom the plan speaks to, and whether it meets them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

from calendar_app.plan.examples import bakery, channel, ines
from calendar_app.plan.snapshot import PLAN, Channel, Cohort, Persona, Plan, Use

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Listed, Prose, ngettext_lazy
from .prose import gettext_lazy as _

ASKED = 5  # what one has to know of a persona: needs, expectations, platforms, age, and how one knows


@rule(
    "no-persona",
    Severity.ERROR,
    point=Point.TARGET,
    scope=("plan",),
    seeds=("S4-19", "S0-4", "S1-6"),
    sources=(sources.WHAT_AND_WHY, sources.MYTHS),
    hides=("platform-without-persona",),
    title=_("Nobody in particular is spoken to"),
    why=_(
        "Whoever speaks to everybody reaches nobody. A persona says who reads you, what they need and where they are."
    ),
    instead=_(
        "Describe one person you know from the counter: who they are, their age, what they need, where they are."
    ),
    message=_("No active persona: who are you talking to?"),
    measured=_("active personas: %(personas)d"),
    benchmark=_("at least %(min_personas)d"),
    caution=_("In a workspace’s first days this is only advice: it is the first thing to do, not a mistake yet."),
    fix=Fix("persona.new", _("Describe a persona")),
    flagged=Example(_("A bakery with posts planned and no persona."), lambda: bakery(personas=())),
    fine=Example(_("The same bakery, with Inès, who buys her bread on the way home."), bakery),
)
def no_persona(
    plan: Plan,
    *,
    min_personas: Annotated[int, _("active personas to have"), Between(1, 20)] = 1,
    grace_days: Annotated[int, _("first days during which it is only advice"), Between(0, 90)] = 7,
) -> Hits:
    active = len(plan.active_personas)
    if active < min_personas:
        yield Hit(PLAN, {"personas": active}, Severity.INFO if plan.age_days < grace_days else None)


@rule(
    "persona-incomplete",
    Severity.WARNING,
    point=Point.TARGET,
    scope=("persona",),
    seeds=("S4-20", "S1-6"),
    sources=(sources.WHAT_AND_WHY, sources.NOT_AN_END),
    title=_("A persona that is only a name"),
    why=_(
        "A persona helps when it says what someone needs, expects and uses, and how you know. A name decides nothing."
    ),
    instead=_("Fill in what is missing. Three short talks at the counter are worth more than a good guess."),
    message=_("This persona cannot guide anyone yet. Missing: %(missing)s."),
    measured=ngettext_lazy(
        "%(known)d of %(asked)d things is known", "%(known)d of %(asked)d things are known", "known"
    ),
    benchmark=_("all of them; ages at most %(max_age_span)d years apart"),
    caution=_("A public service is there for everyone: its personas may have any age. Split them by what people need."),
    fix=Fix("persona.edit", _("Complete the persona"), "%(field)s"),
    worse=("-known",),
    flagged=Example(
        _("Inès, of whom nobody has said what she needs, and whom the team only guesses at."),
        lambda: bakery(personas=(ines(needs=(), evidence_type="guess"),)),
    ),
    fine=Example(_("Inès, with her needs, her age, her platforms, after three talks with her."), bakery),
)
def persona_incomplete(
    plan: Plan,
    *,
    max_age_span: Annotated[int, _("years from the youngest to the oldest of a persona"), Between(5, 120)] = 45,
) -> Hits:
    widest = None if plan.market == "public" else max_age_span
    for persona in plan.active_personas:
        missing = list(_missing(persona, widest))
        if missing:
            facts = {
                "missing": Listed(tuple(name for name, _field in missing)),
                "known": ASKED - len(missing),
                "asked": ASKED,
                "field": missing[0][1],
            }
            yield Hit(persona.ref, facts)


def _missing(persona: Persona, widest: int | None) -> Iterable[tuple[Prose, str]]:
    """What nobody said of a persona yet, each with the field that asks for it."""
    if not persona.needs:
        yield _("needs"), "needs"
    if not persona.expectations.strip():
        yield _("what they expect"), "expectations"
    if not _declared(persona):
        yield _("the platforms they use"), "uses"
    if persona.evidence_type in {"", "guess"}:
        yield _("how you know"), "evidence_type"
    if persona.age_min is None or persona.age_max is None:
        yield _("their age"), "age_min"
    elif widest is not None and persona.age_max - persona.age_min > widest:
        yield _("a narrower age range"), "age_min"


def _declared(persona: Persona) -> list[Use]:
    """The platforms that a persona is said to use."""
    return [use for use in persona.uses if use.usage != "never"]


@rule(
    "persona-review-overdue",
    Severity.WARNING,
    point=Point.TARGET,
    scope=("persona",),
    seeds=("S0-5",),
    sources=(sources.POST_AFFILIATE_PRO, sources.HUBSPOT_COMMUNITY, sources.MYTHS),
    grade="B",
    title=_("A persona not questioned for long"),
    why=_(
        "People change platforms and habits. Teams that question their personas twice a year find them far more useful "
        "than those who rarely do."
    ),
    instead=_("Take ten minutes: are they still where you look for them, has their behaviour changed, what follows?"),
    message=_("Last questioned %(silent)d days ago."),
    measured=_("%(silent)d days"),
    benchmark=_("at most %(days)d days"),
    caution=_(
        "In a field that moves fast, 90 days is closer: set it here. Out of season, set the finding aside until then."
    ),
    fix=Fix("persona.review", _("Question this persona"), "still_there"),
    worse=("silent",),
    flagged=Example(
        _("Inès, last questioned in July; it is March."),
        lambda: bakery(personas=(ines(last_reviewed_on=date(2025, 7, 1)),)),
    ),
    fine=Example(_("Inès, last questioned in January."), bakery),
)
def persona_review_overdue(
    plan: Plan, *, days: Annotated[int, _("days after which to question a persona again"), Between(30, 1100)] = 180
) -> Hits:
    for persona in plan.active_personas:
        if persona.last_reviewed_on is None:
            continue  # nobody said when: unknown is not long ago
        silent = (plan.today - persona.last_reviewed_on).days
        if silent > days:
            yield Hit(persona.ref, {"silent": silent})


@rule(
    "persona-unreached",
    Severity.WARNING,
    point=Point.TARGET,
    scope=("persona",),
    seeds=("S0-4", "S4-21"),
    sources=(sources.MYTHS, sources.WHAT_AND_WHY),
    needs=("channels",),
    title=_("A persona whom nothing reaches"),
    why=_(
        "One speaks where one’s people are. A persona on none of your platforms never hears what you write for them."
    ),
    instead=_("Take up one of their platforms, write to them another way, or keep the persona for later."),
    message=_("They are on %(theirs)s, and you speak on none of these."),
    measured=_("you speak on: %(ours)s"),
    benchmark=_("one of their platforms at least"),
    caution=_("A persona for later is not asked after."),
    fix=Fix("channel.new", _("Take up one of their platforms"), "platform"),
    flagged=Example(
        _("Inès is on TikTok only, and the bakery on Facebook and Instagram."),
        lambda: bakery(personas=(ines(uses=(Use("tiktok", name="TikTok"),)),)),
    ),
    fine=Example(_("Inès is on Facebook, and so is the bakery."), bakery),
)
def persona_unreached(plan: Plan) -> Hits:
    ours = {one.platform.slug for one in plan.channels_in_use}
    names = ", ".join(dict.fromkeys(one.platform.name for one in plan.channels_in_use))
    for persona in plan.active_personas:
        theirs = _declared(persona)
        if theirs and ours.isdisjoint(use.platform for use in theirs):
            yield Hit(persona.ref, {"theirs": ", ".join(use.label for use in theirs), "ours": names})


# --- Whether people of that age are there --------------------------------------------------------------------------


def _paul_on_tiktok(*uses: Use) -> Plan:
    """The bakery with Paul, who is on Facebook, and with TikTok instead of Instagram: for him, it is said."""
    paul = replace(ines(uses=uses), id=2, name="Paul", age_min=58, age_max=76)
    return bakery(
        personas=(ines(), paul),
        channels=(channel(1, "facebook", personas=(1, 2)), channel(2, "tiktok", personas=(2,), weekly_target=1.0)),
        cohorts=(
            Cohort("tiktok", "FR", 50, 64, 20, "estimated"),
            Cohort("tiktok", "FR", 65, 90, 8, "estimated"),
        ),
    )


@rule(
    "persona-platform-mismatch",
    Severity.WARNING,
    point=Point.MEDIA,
    scope=("channel",),
    seeds=("S0-3", "S4-20", "S4-21"),
    sources=(sources.FLASHS, sources.MEDIAMETRIE, sources.PEW_2023, sources.PEW_2025, sources.WE_ARE_SOCIAL),
    grade="A",
    needs=("channels",),
    worse=("-share",),
    title=_("A platform where these people hardly are"),
    why=_(
        "Each age has its platforms, by and large. Hours spent where few people of that age are reach somebody else."
    ),
    instead=_("Ask three customers whether they are there. If so, note it at the persona; if not, move the hours."),
    message=_("%(persona)s (%(ages)s) is unlikely to be on %(platform)s: %(share)d %% of that age use it."),
    measured=_("%(share)d %% (%(figures)s)"),
    benchmark=_("%(fit_min)d %% at least, or a persona of whom you know that they use it"),
    caution=_(
        "Surveys speak of an age, not of your customers: what a persona is known to use always counts more. "
        "Where no survey is known, nothing is said."
    ),
    fix=Fix("channel.edit", _("Look again for whom it is"), "personas"),
    flagged=Example(_("TikTok for Paul, who is between 58 and 76."), lambda: _paul_on_tiktok(Use("facebook"))),
    fine=Example(
        _("TikTok for Paul, who told the baker that he watches it every day."),
        lambda: _paul_on_tiktok(Use("tiktok", "daily", "He said so.")),
    ),
)
def persona_platform_mismatch(
    plan: Plan,
    *,
    fit_min: Annotated[int, _("share of an age that should use a platform, in %"), Between(1, 40)] = 25,
) -> Hits:
    cohorts: dict[str, list[Cohort]] = {}
    for cohort in plan.cohorts:
        cohorts.setdefault(cohort.platform, []).append(cohort)
    for one in plan.channels_in_use:
        fits = [
            (share, persona, figures)
            for persona in plan.active_personas
            if persona.id in one.personas
            for share, figures in _fits(persona, one, cohorts.get(one.platform.slug, ()))
            if share < fit_min
        ]
        if fits:
            share, persona, figures = min(fits, key=lambda fit: fit[0])
            facts = {
                "persona": persona.name,
                "ages": f"{persona.age_min}–{persona.age_max}",
                "platform": one.platform.name,
                "share": share,
                "figures": _cited(figures),
            }
            yield Hit(one.ref, facts, related=tuple(unlikely.ref for _share, unlikely, _figures in fits))


def _fits(persona: Persona, one: Channel, cohorts: Sequence[Cohort]) -> Iterable[tuple[int, list[Cohort]]]:
    """How much of a persona's age uses a platform, in %, and the figures behind; nothing where nobody knows."""
    if persona.age_min is None or persona.age_max is None:
        return
    if any(use.platform == one.platform.slug for use in _declared(persona)):
        return
    years = {
        row: min(row.age_max, persona.age_max) - max(row.age_min, persona.age_min) + 1
        for row in cohorts
        if row.age_min <= persona.age_max and row.age_max >= persona.age_min
    }
    weight = sum(years.values())
    if weight > 0:
        share = round(sum(row.share * own for row, own in years.items()) / weight)
        bonus = one.platform.professional_bonus if persona.role == "professional" else 0
        yield min(100, share + bonus), list(years)


def _cited(figures: Sequence[Cohort]) -> Listed:
    """Where figures come from: the surveys, and that some lie between two surveys."""
    surveys = dict.fromkeys(f"{row.source} {row.year or ''}".strip() for row in figures if row.kind == "cited")
    named: list[Prose | str] = [survey for survey in surveys if survey]
    if any(row.kind != "cited" for row in figures):
        named.append(_("partly estimated") if named else _("our estimate"))
    return Listed(tuple(named))
