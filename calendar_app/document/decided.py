"""The sections of what was decided: the organisation, the people spoken to, objectives, channels, pillars, voice."""

from django.utils.translation import gettext as _

from calendar_app.models import Channel, Objective, StrategySection
from personas.models import Persona

from .gather import Rows
from .values import Block, Section, Title
from .words import day, facts, listed, number, percent, prose, span, table

Key = StrategySection.Key


def written(rows: Rows, key: StrategySection.Key) -> list[Block]:
    """What people answered to one question of the strategy."""
    return prose(str(key.label), rows.texts.get(key, ""))


def organisation(rows: Rows) -> Section:
    """What the organisation wants, and whether it is ready."""
    state = rows.readiness
    blocks = written(rows, Key.BUSINESS_GOAL)
    if rows.strategy:
        blocks += facts(
            {
                _("In force since"): day(rows.strategy.started_on),
                _("Horizon, in months"): number(rows.strategy.horizon_months),
                _("Document elsewhere"): rows.strategy.external_link,
            }
        )
    if state:
        asked = ("in_interest", "is_ready", "fits_philosophy")
        answers = [(name, getattr(state, f"get_{name}_display")(), getattr(state, f"{name}_why")) for name in asked]
        questions = {name: str(state._meta.get_field(name).verbose_name).capitalize() for name in asked}
        blocks += table(
            _("The three questions"),
            (_("Question"), _("Answer"), _("Why")),
            [(questions[name], answer, why) for name, answer, why in answers if answer or why],
        )
        blocks += facts(
            {
                _("State of play taken on"): day(state.audit_done_on),
                _("Website"): state.website_url,
                _("Website last redone on"): day(state.website_overhauled_on),
                _("Easy to read on a phone"): state.get_website_mobile_display(),
                _("Beside social media"): state.other_channels,
                _("Customers from nearby"): percent(state.local_clientele_share),
            }
        )
        blocks += prose(_("What the state of play showed"), state.audit_note)
        blocks += prose(_("What exists already"), state.existing_material)
    blocks += table(
        _("What is to be done first"),
        (_("Action"), _("By whom"), _("By when"), _("Done on")),
        [(action.text, action.owner, day(action.due_on), day(action.done_on)) for action in rows.actions],
    )
    wanted = (
        (_("what the organisation wants to reach"), Key.BUSINESS_GOAL in rows.texts),
        (_("the three questions"), bool(state and state.in_interest and state.is_ready and state.fits_philosophy)),
        (_("the state of play"), bool(state and state.audit_done_on)),
        (_("the website"), bool(state and state.website_url)),
        (_("what exists already"), bool(state and state.existing_material)),
    )
    return Section("organisation", _("The organisation, and whether it is ready"), tuple(blocks), wanted)


def personas(rows: Rows) -> Section:
    """The people that the plan speaks to."""
    people = rows.personas
    blocks = written(rows, Key.AUDIENCE)
    for persona in people:
        blocks += _persona(persona)
    wanted = (
        (_("how you know the people you speak to"), Key.AUDIENCE in rows.texts),
        (_("a persona"), bool(people)),
        (_("needs of every persona"), bool(people) and all(one.needs for one in people)),
        (_("platforms of every persona"), bool(people) and all(one.uses.all() for one in people)),
        (_("evidence for every persona"), bool(people) and all(one.evidence_type for one in people)),
    )
    return Section("personas", _("Whom we speak to"), tuple(blocks), wanted)


def _persona(persona: Persona) -> list[Block]:
    blocks: list[Block] = [Title(persona.name)]
    ages = f"{persona.age_min or '?'}–{persona.age_max or '?'}" if persona.age_min or persona.age_max else ""
    blocks += prose("", persona.summary)
    blocks += facts(
        {
            _("Status"): persona.get_status_display() if persona.status != Persona.Status.ACTIVE else "",
            _("Relation"): persona.get_relation_display(),
            _("Uses it"): persona.get_role_display(),
            _("Age"): ages,
            _("Where they live"): persona.location,
            _("Needs"): listed(persona.needs),
            _("Platforms"): listed(f"{use.platform} ({use.get_usage_display()})" for use in persona.uses.all()),
            _("Formats they prefer"): persona.formats,
            _("How to speak to them"): persona.tone,
            _("Wanted share of posts"): percent(persona.wanted_share),
            _("How we know"): persona.get_evidence_type_display(),
            _("Last reviewed"): day(persona.last_reviewed_on),
        }
    )
    blocks += prose(_("Situation"), persona.situation)
    blocks += prose(_("What they want to reach"), persona.goals)
    blocks += prose(_("What they expect of us"), persona.expectations)
    blocks += prose(_("What holds them back"), persona.objections)
    blocks += prose(_("Topics they like"), persona.topics)
    return blocks + prose(_("Details of the evidence"), persona.evidence_note)


def objectives(rows: Rows) -> Section:
    """What the presence is for, and what is counted."""
    aims = rows.objectives
    blocks = written(rows, Key.OBJECTIVES)
    for aim in aims:
        blocks += _objective(aim)
    wanted = (
        (_("what you expect, and by when"), Key.OBJECTIVES in rows.texts),
        (_("an objective"), bool(aims)),
        (_("an indicator for every objective"), bool(aims) and all(aim.indicator for aim in aims)),
        (_("a target for every objective"), bool(aims) and all(aim.target is not None for aim in aims)),
        (_("a day for every objective"), bool(aims) and all(aim.due_on for aim in aims)),
        (_("somebody for every objective"), bool(aims) and all(aim.owner_id for aim in aims)),
    )
    return Section("objectives", _("Objectives and indicators"), tuple(blocks), wanted)


def _objective(aim: Objective) -> list[Block]:
    return [
        Title(aim.statement),
        *facts(
            {
                _("Reason"): aim.get_kind_display(),
                _("Status"): aim.get_status_display(),
                _("What it does for the organisation"): aim.business_goal,
                _("Indicator"): aim.indicator,
                _("Where we start"): number(aim.baseline, aim.unit),
                _("Where we want to be"): number(aim.target, aim.unit),
                _("Days"): span(aim.start_on, aim.due_on),
                _("Where the figure comes from"): aim.measured_by,
                _("How we know it in the shop"): aim.offline_attribution,
                _("Looked after by"): aim.owner,
                _("For whom"): listed(aim.personas.all()),
            }
        ),
        *prose(_("What we learnt"), aim.lesson),
    ]


def channels(rows: Rows) -> Section:
    """Where the organisation speaks, and why there."""
    blocks = written(rows, Key.PLATFORMS)
    for channel in rows.channels:
        blocks += _channel(channel)
    used = [one for one in rows.channels if one.status in {Channel.Status.ADOPTED, Channel.Status.TESTING}]
    wanted = (
        (_("why these platforms and no others"), Key.PLATFORMS in rows.texts),
        (_("a channel"), bool(used)),
        (_("a purpose for every channel"), bool(used) and all(one.purpose for one in used)),
        (_("personas of every channel"), bool(used) and all(one.personas.all() for one in used)),
        (_("somebody who answers on every channel"), bool(used) and all(one.responder_id for one in used)),
        (_("a rhythm for every channel"), bool(used) and all(one.weekly_target is not None for one in used)),
    )
    return Section("channels", _("Channels, and why these"), tuple(blocks), wanted)


def _channel(channel: Channel) -> list[Block]:
    blocks: list[Block] = [Title(str(channel))]
    blocks += facts(
        {
            _("Status"): channel.get_status_display(),
            _("What it is for"): channel.purpose,
            _("Why this one"): channel.get_reason_display(),
            _("What we do there that others do not"): channel.differentiator,
            _("For whom"): listed(channel.personas.all()),
            _("Objectives"): listed(channel.objectives.all()),
            _("Who answers"): channel.responder,
            _("Stand-in"): channel.backup,
            _("Posts a week"): number(channel.weekly_target),
            _("Slots"): listed(channel.slots.all()),
            _("Address"): channel.account_url,
            _("Since"): day(channel.since),
            _("Left on"): day(channel.left_on),
            _("Why we left"): channel.exit_reason,
            _("What we kept"): channel.archive_note,
        }
    )
    return blocks + table(
        _("Trials"),
        (_("What we expect"), _("What we measure"), _("Success from"), _("Days"), _("Outcome")),
        [
            (
                test.hypothesis,
                test.measure,
                test.threshold,
                span(test.start_on, test.end_on),
                test.get_outcome_display(),
            )
            for test in channel.tests.all()
        ],
    )


def pillars(rows: Rows) -> Section:
    """The recurring themes and their shares."""
    themes = rows.pillars
    blocks = table(
        _("Pillars"),
        (_("Pillar"), _("Kind"), _("Target share"), _("For whom"), _("Examples of posts")),
        [
            (one.name, one.get_kind_display(), percent(one.target_share), listed(one.personas.all()), one.examples)
            for one in themes
        ],
    )
    wanted = (
        (_("three pillars"), len(themes) >= 3),
        (_("a share for every pillar"), bool(themes) and all(one.target_share is not None for one in themes)),
        (_("examples for every pillar"), bool(themes) and all(one.examples for one in themes)),
    )
    return Section("pillars", _("Pillars and their shares"), tuple(blocks), wanted)


def voice(rows: Rows) -> Section:
    """How the brand speaks."""
    sound = rows.voice
    blocks = written(rows, Key.VOICE)
    if sound:
        blocks += prose(_("What we are there for"), sound.mission)
        blocks += facts(
            {
                _("What we promise"): sound.promise,
                _("Values"): listed(sound.values),
                _("Three adjectives"): listed(sound.adjectives),
                _("Tu or vous"): sound.get_address_display(),
            }
        )
        blocks += prose(_("We say"), sound.we_say) + prose(_("We never say"), sound.we_never_say)
    wanted = (
        (_("how you speak"), Key.VOICE in rows.texts),
        (_("a mission"), bool(sound and sound.mission)),
        (_("a promise"), bool(sound and sound.promise)),
        (_("values"), bool(sound and sound.values)),
        (_("three adjectives"), bool(sound and len(sound.adjectives) >= 3)),
        (_("what you say and never say"), bool(sound and sound.we_say and sound.we_never_say)),
    )
    return Section("voice", _("Voice"), tuple(blocks), wanted)
