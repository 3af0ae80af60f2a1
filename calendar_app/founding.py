"""What a preset suggests becomes rows: hours, channels, personas, objectives, pillars.

Each act writes its rows and the log in one transaction, and can be repeated without doubling anything. All of them run
inside the workspace's scope.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from personas import writing
from personas.models import Persona, PersonaPlatform, Platform
from smplanner.workspaces import audit
from smplanner.workspaces.models import User, Workspace

from . import presets
from .models import Channel, Objective, Pillar, Preset, TeamMember


def preset_of(workspace: Workspace) -> Preset | None:
    """The preset that was chosen; else the first one for those whom the workspace serves."""
    offered = list(Preset.objects.offered())
    chosen = [preset for preset in offered if preset.slug == workspace.preset]
    alike = [preset for preset in offered if preset.content.get("market") == workspace.market]
    return next(iter((*chosen, *alike)), None)


def lock(workspace: Workspace) -> None:
    """Let whoever sends the same form twice wait until the first is written; held until the transaction ends."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)


# --- Who has which hours, and where one speaks ---------------------------------------------------------------------


def member_of(user: User) -> TeamMember | None:
    """The team member that `user` is."""
    return TeamMember.objects.offered().filter(user=user).first()


@transaction.atomic
def give_hours(workspace: Workspace, hours: Decimal, actor: User) -> TeamMember:
    """Note how many hours a week `actor` has for it."""
    lock(workspace)
    member = member_of(actor)
    if member is None:
        name = actor.get_full_name()[: TeamMember._meta.get_field("name").max_length]
        member = TeamMember.objects.create(workspace=workspace, name=name, user=actor, hours_per_week=hours)
        audit.record(workspace, actor, "created", member)
    else:
        _change(member, {"hours_per_week": hours}, actor)
    return member


def _change(row: Any, values: Mapping[str, Any], actor: User) -> None:
    """Write what differs, with one event; nothing when nothing does."""
    diff = {name: (getattr(row, name), value) for name, value in values.items() if getattr(row, name) != value}
    if diff:
        for name, (_before, value) in diff.items():
            setattr(row, name, value)
        row.save(update_fields=list(diff))
        audit.record(row.workspace, actor, "edited", row, diff)


@transaction.atomic
def set_rhythm(channel: Channel, weekly: Decimal | None, actor: User) -> None:
    """Let a channel speak `weekly` times a week; without a number it is paused, and nothing of it is lost."""
    values: dict[str, Any] = {"weekly_target": weekly or None}
    if not weekly and channel.status in {Channel.Status.ADOPTED, Channel.Status.TESTING}:
        values["status"] = Channel.Status.PAUSED
    elif weekly and channel.status == Channel.Status.PAUSED:
        values["status"] = Channel.Status.ADOPTED
    _change(channel, values, actor)


@transaction.atomic
def open_channel(workspace: Workspace, platform: Platform, weekly: Decimal, purpose: str, actor: User) -> None:
    """Choose a platform, for the personas that use it; `actor` answers there until somebody else is named.

    A platform on which one speaks already only gets another rhythm.
    """
    lock(workspace)
    there = Channel.objects.offered().filter(platform=platform).select_related("workspace").first()
    if there is not None:
        set_rhythm(there, weekly, actor)
        return
    channel = Channel.objects.create(
        workspace=workspace,
        platform=platform,
        weekly_target=weekly,
        purpose=purpose,
        responder=member_of(actor),
    )
    uses = PersonaPlatform.objects.filter(platform=platform).exclude(usage=PersonaPlatform.Usage.NEVER)
    channel.personas.set(Persona.objects.active().filter(uses__in=uses))
    audit.record(workspace, actor, "created", channel)


# --- Whom one speaks to, what for and about what -------------------------------------------------------------------


@transaction.atomic
def add_personas(
    workspace: Workspace, ideas: Iterable[tuple[presets.PersonaIdea, str]], actor: User, today: date
) -> int:
    """Make a persona of each idea, under the name given with it, and tie it to the channels it uses.

    A name that is there already is left alone. Returns how many were made.
    """
    lock(workspace)
    there = {name.casefold() for name in Persona.objects.values_list("name", flat=True)}
    platforms = {platform.slug: platform for platform in Platform.objects.all()}
    reached: dict[str, list[Persona]] = {}
    made = 0
    for idea, name in ideas:
        if name.casefold() in there:
            continue
        there.add(name.casefold())
        persona = _persona(workspace, idea, name, today)
        for slug in filter(platforms.__contains__, dict.fromkeys(idea.platforms)):
            PersonaPlatform.objects.create(workspace=workspace, persona=persona, platform=platforms[slug])
            reached.setdefault(slug, []).append(persona)
        writing.log(persona, {}, actor, made=True)
        made += 1
    for channel in Channel.objects.offered().filter(platform__slug__in=reached).select_related("platform", "workspace"):
        before = list(channel.personas.all())
        channel.personas.add(*reached[channel.platform.slug])
        diff = {"personas": (before, [*before, *reached[channel.platform.slug]])}
        audit.record(workspace, actor, "edited", channel, diff)
    return made


def _persona(workspace: Workspace, idea: presets.PersonaIdea, name: str, today: date) -> Persona:
    """A guess, and said to be one."""
    facts = "summary needs expectations objections tone age_min age_max relation role colour".split()  # noqa: SIM905
    return Persona.objects.create(
        workspace=workspace,
        name=name,
        evidence_type=Persona.Evidence.GUESS,
        last_reviewed_on=today,
        **{fact: getattr(idea, fact) for fact in facts},
    )


@transaction.atomic
def add_objectives(workspace: Workspace, ideas: Iterable[presets.ObjectiveIdea], actor: User, today: date) -> int:
    """Make an objective of each idea that is not there already; returns how many."""
    lock(workspace)
    there = {text.casefold() for text in Objective.objects.values_list("statement", flat=True)}
    fresh = [idea for idea in ideas if idea.statement.casefold() not in there]
    owner = member_of(actor)
    for idea in fresh:
        objective = Objective.objects.create(
            workspace=workspace,
            kind=idea.kind,
            statement=idea.statement,
            kpi_name=idea.count,
            start_on=today,
            owner=owner,
        )
        audit.record(workspace, actor, "created", objective)
    return len(fresh)


@transaction.atomic
def add_pillars(workspace: Workspace, ideas: Iterable[tuple[presets.PillarIdea, int | None]], actor: User) -> int:
    """Make a pillar of each idea that is not there already, with the share given with it; returns how many."""
    lock(workspace)
    there = {name.casefold() for name in Pillar.objects.values_list("name", flat=True)}
    fresh = [(idea, share) for idea, share in ideas if idea.name.casefold() not in there]
    for idea, share in fresh:
        pillar = Pillar.objects.create(
            workspace=workspace,
            name=idea.name,
            kind=idea.kind,
            colour=idea.colour,
            target_share=share,
            examples="\n".join(idea.prompts),
        )
        audit.record(workspace, actor, "created", pillar)
    return len(fresh)


@transaction.atomic
def set_share(pillar: Pillar, share: int | None, actor: User) -> None:
    """Let a pillar have another share of the posts."""
    _change(pillar, {"target_share": share}, actor)
