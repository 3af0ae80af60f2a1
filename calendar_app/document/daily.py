"""The sections of what is done day by day: means, listening, answering, community, figures, reviews."""

from django.utils.translation import gettext as _

from calendar_app.models import ListeningPlan, Objective, Partner, Procedure, ResponsePolicy, StrategySection

from .decided import written
from .gather import Rows
from .values import Block, Section
from .words import day, facts, labels, listed, number, prose, span, table, yes_no

Key = StrategySection.Key


def means(rows: Rows) -> Section:
    """Who does it, with what time and money."""
    blocks = written(rows, Key.RESOURCES)
    hours = sum(member.hours_per_week for member in rows.team)
    blocks += table(
        _("Team and hours"),
        (_("Name"), _("Position"), _("At ease with"), _("Hours a week")),
        [(one.name, one.get_kind_display(), one.skills, number(one.hours_per_week)) for one in rows.team],
    )
    money = sum(line.monthly_eur for line in rows.budget)
    blocks += facts({_("Hours a week in all"): number(hours) if rows.team else ""})
    blocks += table(
        _("Absences"),
        (_("Who"), _("Days"), _("Note")),
        [(one.member, span(one.first_day, one.last_day), one.note) for one in rows.absences],
    )
    blocks += table(
        _("Budget"),
        (_("What for"), _("Details"), _("Euros a month")),
        [(line.get_kind_display(), line.label, number(line.monthly_eur)) for line in rows.budget],
    )
    blocks += facts({_("Euros a month in all"): number(money) if rows.budget else ""})
    wanted = (
        (_("who does it, with what time and money"), Key.RESOURCES in rows.texts),
        (_("a team"), bool(rows.team)),
        (_("hours of everybody"), bool(rows.team) and all(one.hours_per_week for one in rows.team)),
        (_("a budget, even of zero"), bool(rows.budget)),
    )
    return Section("means", _("Who does it, with what means"), tuple(blocks), wanted)


def listening(rows: Rows) -> Section:
    """How the organisation listens, and what it heard."""
    plan = rows.listening
    blocks = written(rows, Key.LISTENING)
    sources, keywords = (list(plan.sources.all()), list(plan.keywords.all())) if plan else ([], [])
    if plan:
        blocks += facts(
            {
                _("What for"): labels(plan.purposes, ListeningPlan.Purpose.choices),
                _("Every how many days"): number(plan.cadence_days),
                _("Who listens"): plan.owner,
                _("Hours a week"): number(plan.hours_per_week),
                _("When to raise the alarm"): plan.alert_rule,
            }
        )
    blocks += table(
        _("Where we listen"),
        (_("Kind"), _("Where"), _("With what")),
        [(one.get_kind_display(), one.where, one.tool) for one in sources if one.is_active],
    )
    blocks += table(
        _("Words we watch for"),
        (_("Family"), _("Words"), _("But not")),
        [(one.get_family_display(), one.text, one.exclude) for one in keywords],
    )
    blocks += table(
        _("What we heard lately"),
        (_("Day"), _("Where"), _("What we heard"), _("What it means for us"), _("What we do about it")),
        [(day(one.on), one.source, one.what, one.so_what, one.decision) for one in rows.insights],
    )
    wanted = (
        (_("how you listen"), Key.LISTENING in rows.texts),
        (_("who listens"), bool(plan and plan.owner_id)),
        (_("a rhythm of listening"), bool(plan and plan.cadence_days)),
        (_("places to listen"), bool(sources)),
        (_("words to watch for"), bool(keywords)),
    )
    return Section("listening", _("Listening"), tuple(blocks), wanted)


def answering(rows: Rows) -> Section:
    """Who answers what, what is hidden, how things are done, and what came of criticism."""
    policy = rows.policy
    cases = [case for case in policy.cases.all() if case.action] if policy else []
    blocks = written(rows, Key.RESPONSE) + (_policy(policy) if policy else [])
    blocks += table(
        _("Case by case"),
        (_("Case"), _("What we do"), _("Within hours"), _("Who"), _("When it gets serious"), _("Example of an answer")),
        [
            (one, one.get_action_display(), number(one.within_hours), one.who, one.escalate_to, one.example)
            for one in cases
        ],
    )
    settled = [procedure for procedure in rows.procedures if procedure.text.strip()]
    for procedure in settled:
        blocks += prose(procedure.get_kind_display(), procedure.text)
        blocks += facts({_("Looked after by"): procedure.owner, _("Last reviewed"): day(procedure.reviewed_on)})
    blocks += table(
        _("Criticism"),
        (_("Day"), _("What it was about"), _("Justified"), _("What we did about it")),
        [(day(one.on), one.theme, one.get_justified_display(), one.action) for one in rows.criticism],
    )
    wanted = (
        (_("how you answer"), Key.RESPONSE in rows.texts),
        (_("when somebody answers"), bool(policy and policy.opening_hours)),
        (_("what is done case by case"), bool(cases)),
        (_("what is hidden or removed"), bool(policy and policy.moderation)),
        (_("the three procedures"), len(settled) == len(Procedure.Kind)),
    )
    return Section("answering", _("Answering, moderation, procedures"), tuple(blocks), wanted)


def _policy(policy: ResponsePolicy) -> list[Block]:
    return [
        *facts(
            {
                _("When we answer"): policy.opening_hours,
                _("Automatic answer"): policy.auto_reply,
                _("Only ready-made answers"): yes_no(policy.templates_only),
            }
        ),
        *prose(_("What we hide or remove, and why"), policy.moderation),
    ]


def community(rows: Rows) -> Section:
    """How people take part, who speaks up, whom one works with. Advocates who did not agree are only counted."""
    listed_ones = [one for one in rows.advocates if one.consents and one.label]
    unnamed = len(rows.advocates) - len(listed_ones)
    blocks = table(
        _("Ways of taking part"),
        (_("Rung"), _("People"), _("Counted on"), _("Note")),
        [(one.get_rung_display(), number(one.people) or "0", day(one.on), one.note) for one in rows.counts],
    )
    blocks += table(
        _("Those who speak up for us"),
        (_("Name"), _("Rung"), _("Last contact"), _("Next thing to do")),
        [(one.label, one.get_rung_display(), day(one.last_contact_on), one.next_step) for one in listed_ones],
    )
    blocks += facts({_("Advocates not named here"): number(unnamed) if unnamed else ""})
    blocks += table(
        _("Partners"),
        (_("Name"), _("What they get"), _("Euros a year"), _("Contract signed on"), _("Label of the posts")),
        [_partner(one) for one in rows.partners],
    )
    wanted = (
        (_("a count of the community"), bool(rows.counts)),
        (_("somebody who speaks up for you"), bool(rows.advocates)),
        (
            _("a contract with every partner who needs one"),
            all(one.contract_on for one in rows.partners if one.needs_contract),
        ),
    )
    return Section("community", _("Community and partners"), tuple(blocks), wanted)


def _partner(one: Partner) -> tuple[object, ...]:
    name = f"{one.name} ({one.handle})" if one.handle else one.name
    return name, one.get_counterpart_display(), number(one.value_eur), day(one.contract_on), one.label_text


def proof(rows: Rows) -> Section:
    """How one knows that it works: the latest figure of every objective beside its target."""
    active = [aim for aim in rows.objectives if aim.status == Objective.Status.ACTIVE]
    latest = {aim.pk: list(aim.measures.all())[-1:] for aim in rows.objectives}
    blocks = written(rows, Key.MEASURES)
    blocks += table(
        _("Latest figures"),
        (_("Objective"), _("Indicator"), _("Target"), _("Latest value"), _("Measured on")),
        [
            (
                aim.statement,
                aim.indicator,
                number(aim.target, aim.unit),
                listed(number(one.value, aim.unit) for one in latest[aim.pk]),
                listed(day(one.on) for one in latest[aim.pk]),
            )
            for aim in rows.objectives
        ],
    )
    wanted = (
        (_("how you know that it works"), Key.MEASURES in rows.texts),
        (_("a measure of every objective"), bool(active) and all(latest[aim.pk] for aim in active)),
        (_("where every figure comes from"), bool(active) and all(aim.measured_by for aim in active)),
    )
    return Section("proof", _("How we know that it works"), tuple(blocks), wanted)


def reviews(rows: Rows) -> Section:
    """What was questioned again, and when the next time is."""
    blocks = table(
        _("Reviews"),
        (_("Day"), _("About"), _("Decision"), _("What we saw, and what changes"), _("Next review")),
        [
            (day(one.on), one.subject or _("Strategy"), one.get_decision_display(), one.note, day(one.next_on))
            for one in rows.reviews
        ],
    )
    wanted = (
        (_("a review"), bool(rows.reviews)),
        (_("a decision after every review"), bool(rows.reviews) and all(one.decision for one in rows.reviews)),
        (_("a day for the next review"), any(one.next_on and one.next_on >= rows.today for one in rows.reviews)),
    )
    return Section("reviews", _("Reviews"), tuple(blocks), wanted)
