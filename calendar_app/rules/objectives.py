"""What the presence is for: whether it can be measured, whether it is worth measuring, whether there is time for it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

from calendar_app.plan.examples import bakery, cakes
from calendar_app.plan.snapshot import PLAN, Objective, Plan

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Listed, Prose, ngettext_lazy
from .prose import gettext_lazy as _
from .shares import named


def _all_dropped() -> Plan:
    plan = bakery()
    return replace(plan, objectives=tuple(replace(one, status="dropped") for one in plan.objectives))


@rule(
    "no-objective",
    Severity.ERROR,
    point=Point.STRATEGY,
    scope=("plan",),
    seeds=("S4-25", "S1-1"),
    sources=(sources.WHAT_AND_WHY, sources.NOT_AN_END),
    hides=("vanity-only", "sales-only"),
    title=_("Posting without an objective"),
    why=_(
        "Being present is not an end in itself. Without an objective nobody can say whether the hours are well spent."
    ),
    instead=_(
        "Pick one to three reasons to be there, such as being known in the neighbourhood, and say what you count."
    ),
    message=_("No objective is being worked for: what are these posts for?"),
    measured=_("objectives being worked for: 0"),
    benchmark=_("one to three"),
    fix=Fix("objective.new", _("Set an objective")),
    flagged=Example(_("A bakery that has given up its only objective and posts on."), _all_dropped),
    fine=Example(_("A bakery that wants thirty more cake orders a month."), bakery),
)
def no_objective(plan: Plan) -> Hits:
    if not plan.active_objectives:
        yield Hit(PLAN)


@rule(
    "objective-not-smart",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("objective",),
    seeds=("S1-13", "S4-25"),
    sources=(sources.WHAT_AND_WHY, sources.NOT_AN_END),
    grade="B",
    title=_("An objective that cannot be measured"),
    why=_("Without a figure, a start and a day, nobody can say later whether it was reached, and what to change."),
    instead=_("Say what you count, where you start, where you want to be, and by when. One line is enough."),
    message=_("Nobody will be able to say whether it was reached. Missing: %(missing)s."),
    measured=ngettext_lazy("%(known)d of %(asked)d things is said", "%(known)d of %(asked)d things are said", "known"),
    benchmark=_("all of them"),
    worse=("-known",),
    caution=_("When nobody knows yet where you start, give the day by which you will have measured it."),
    fix=Fix("objective.edit", _("Make it measurable"), "%(field)s"),
    flagged=Example(
        _("More cake orders, without a figure or a day."),
        lambda: bakery(objectives=(cakes(target=None, due_on=None),)),
    ),
    fine=Example(_("From twenty to fifty cake orders a month by the end of June."), bakery),
)
def objective_not_smart(plan: Plan) -> Hits:
    for one in plan.active_objectives:
        asked = _asked_of(one, plan)
        missing = [(name, field) for is_said, name, field in asked if not is_said]
        if missing:
            facts = {
                "missing": Listed(tuple(name for name, _field in missing)),
                "known": len(asked) - len(missing),
                "asked": len(asked),
                "field": missing[0][1],
            }
            yield Hit(one.ref, facts)


def _asked_of(one: Objective, plan: Plan) -> list[tuple[bool, Prose, str]]:
    """What makes an objective measurable: whether it is said, its name, and the field that asks for it."""
    starts = one.baseline is not None or (one.baseline_due_on is not None and one.baseline_due_on >= plan.today)
    asked = [
        (one.has_indicator, _("what you count"), "kpi"),
        (bool(one.kpi or one.kpi_unit), _("the unit"), "kpi_unit"),
        (starts, _("where you start"), "baseline"),
        (one.target is not None, _("where you want to be"), "target"),
        (one.due_on is not None, _("by when"), "due_on"),
    ]
    if not plan.is_solo:
        asked.append((one.owner is not None, _("who looks after it"), "owner"))
    return asked


# --- What is counted -----------------------------------------------------------------------------------------------

# An indicator that was typed in is one of popularity when it is called so and nothing else.
_POPULARITY = frozenset(
    [
        "like",
        "likes",
        "j’aime",
        "j'aime",
        "mentions j’aime",
        "mentions j'aime",
        "followers",
        "follower",
        "abonnés",
        "nombre d’abonnés",
        "nombre d'abonnés",
        "fans",
        "impressions",
        "affichages",
        "reach",
        "portée",
        "views",
        "vues",
        "video views",
        "vues de vidéos",
    ]
)


def _counts_popularity(one: Objective) -> bool:
    if one.kpi_family:
        return one.kpi_family == "popularity"
    return one.kpi_name.strip().casefold() in _POPULARITY


def _likes(**fields: object) -> Plan:
    return bakery(
        objectives=(cakes(kpi="likes", kpi_family="popularity", kpi_unit="likes", kind="reputation", **fields),)
    )


@rule(
    "vanity-only",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("plan",),
    seeds=("S2-22", "S0-18", "S1-13"),
    sources=(sources.COMPLICATED, sources.NOT_AN_END),
    title=_("Only popularity is counted"),
    why=_("Likes and followers flatter, and pay no bill: eight hundred likes once brought six purchases."),
    instead=_("Count one thing that changes something for you: enquiries, visits, bookings, questions resolved."),
    message=_("You only measure popularity: %(counted)s."),
    measured=ngettext_lazy(
        "%(objectives)d objective, none of which counts anything else",
        "%(objectives)d objectives, none of which counts anything else",
        "objectives",
    ),
    benchmark=_("one objective that counts what it brings"),
    caution=_("While you make yourselves known, in the first months, it is only advice."),
    fix=Fix("objective.edit", _("Count something else"), "kpi"),
    flagged=Example(_("The only objective of the bakery counts likes."), _likes),
    fine=Example(_("The objective counts cake orders."), bakery),
)
def vanity_only(
    plan: Plan,
    *,
    awareness_days: Annotated[int, _("first days of making oneself known"), Between(0, 365)] = 90,
) -> Hits:
    objectives = plan.active_objectives
    if not objectives or not all(map(_counts_popularity, objectives)):
        return
    since = plan.today - timedelta(days=awareness_days)
    is_new = all(one.kind == "visibility" and one.start_on is not None and one.start_on > since for one in objectives)
    counted = Listed(tuple(dict.fromkeys(one.kpi_name or one.kpi_unit or one.kpi for one in objectives)))
    facts = {"objectives": len(objectives), "counted": counted}
    yield Hit(PLAN, facts, Severity.INFO if is_new else None, tuple(one.ref for one in objectives))


@rule(
    "sales-only",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("plan",),
    seeds=("S2-11", "S2-23", "S0-15"),
    sources=(sources.COMPLICATED, sources.MYTHS),
    title=_("Selling is the only objective"),
    why=_(
        "People come to talk and to be interested. Sales follow those who are liked first, seldom those who only ask."
    ),
    instead=_("Beside selling, set one objective about being known, answering well, or bringing people together."),
    message=ngettext_lazy("The only objective is to sell.", "All %(objectives)d objectives are to sell.", "objectives"),
    measured=_("objectives other than selling: 0"),
    benchmark=_("one at least"),
    caution=_("To find new clients with something useful to read is not direct selling."),
    fix=Fix("objective.new", _("Set another objective")),
    flagged=Example(
        _("One objective: to sell more cakes online."),
        lambda: bakery(objectives=(cakes(kind="sales", due_on=date(2026, 12, 31)),)),
    ),
    fine=Example(_("One objective: to be ordered from by new customers."), bakery),
)
def sales_only(plan: Plan) -> Hits:
    objectives = plan.active_objectives
    if objectives and all(one.kind == "sales" for one in objectives):
        yield Hit(PLAN, {"objectives": len(objectives)}, related=tuple(one.ref for one in objectives))


# --- Time ----------------------------------------------------------------------------------------------------------

LONG_STANDING = timedelta(days=730)


@rule(
    "impatient-target",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("objective",),
    seeds=("S3-19", "S2-35"),
    sources=(sources.SME, sources.INNATE, sources.TWELVE_ERRORS),
    grade="B",
    errors=(12,),
    title=_("Too much, too soon"),
    why=_("Being known takes months, selling takes years: of four thousand marketers, a third saw sales in one year."),
    instead=_("Give it more time, or lower the target to what these weeks can bring."),
    message=ngettext_lazy(
        "%(given)d day is short for an objective of this kind: allow %(needed)d at least.",
        "%(given)d days are short for an objective of this kind: allow %(needed)d at least.",
        "given",
    ),
    measured=ngettext_lazy(
        "%(given)d day from the first to the last%(campaign)s",
        "%(given)d days from the first to the last%(campaign)s",
        "given",
    ),
    benchmark=ngettext_lazy("%(needed)d day at least", "%(needed)d days at least", "needed"),
    caution=_(
        "A paid campaign may be short: say so at the objective. With accounts of two years and more, half the time is "
        "enough."
    ),
    fix=Fix("objective.edit", _("Give it more time"), "due_on"),
    worse=("-given",),
    flagged=Example(
        _("Thirty more orders in nine weeks."), lambda: bakery(objectives=(cakes(due_on=date(2026, 3, 9)),))
    ),
    fine=Example(_("Thirty more orders in six months."), bakery),
)
def impatient_target(
    plan: Plan,
    *,
    awareness_days: Annotated[int, _("days for being known, visits, and recruiting"), Between(0, 730)] = 90,
    trust_days: Annotated[int, _("days for new clients, reputation, and a community"), Between(0, 730)] = 120,
    sales_days: Annotated[int, _("days for sales, and for search engines"), Between(0, 730)] = 180,
    service_days: Annotated[int, _("days for helping customers, and for watching"), Between(0, 730)] = 60,
) -> Hits:
    needed_for = {
        **dict.fromkeys(("visibility", "traffic", "recruitment"), awareness_days),
        **dict.fromkeys(("new_clients_partners", "reputation", "community"), trust_days),
        **dict.fromkeys(("sales", "seo"), sales_days),
        **dict.fromkeys(("customer_care", "watch"), service_days),
    }
    for one in plan.active_objectives:
        if one.start_on is None or one.due_on is None or one.due_on < plan.today or _is_paid_for(one, plan):
            continue
        given, needed = (one.due_on - one.start_on).days, needed_for[one.kind]
        if _has_old_accounts(one, plan):
            needed //= 2
        if given < needed:
            of_it = next((campaign for campaign in plan.campaigns if campaign.objective == one.id), None)
            yield Hit(one.ref, {"given": given, "needed": needed, "campaign": named(of_it)})


def _is_paid_for(one: Objective, plan: Plan) -> bool:
    return one.is_campaign or any(campaign.is_paid and campaign.objective == one.id for campaign in plan.campaigns)


def _has_old_accounts(one: Objective, plan: Plan) -> bool:
    """Whether a channel that serves it has spoken for two years."""
    return any(
        one.id in channel.objectives and channel.since is not None and plan.today - channel.since >= LONG_STANDING
        for channel in plan.channels_in_use
    )
