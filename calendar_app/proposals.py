"""The first weeks of a plan: slots to be written, laid out from rhythm × pillars × personas, and taken away again.

Each act writes its rows and the log in one transaction, and can be repeated without doubling anything. All of them run
inside the workspace's scope.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from personas.models import Persona
from smplanner.workspaces.models import User, Workspace

from . import observances, presets, workflow
from .founding import lock, preset_of
from .models import Channel, Pillar, Post
from .occasions import SLOT, Row
from .placeholders import Placeholder, Prompt, Rhythm, Theme, lay_out
from .prompts import ABOUT, GENERIC

WEEKS = 4
# How far back posts still count towards a rhythm: some channels speak once a month.
LOOK_BACK = timedelta(days=56)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The slots that were laid out and not touched since: how many, and the first to come."""

    number: int
    first: int


def waiting(rows: Iterable[Row]) -> Waiting | None:
    """Those of the rows that entries.occasion_rows has read which are slots that still wait to be written."""
    slots = sorted((row.day, row.clock or time.min, row.id) for row in rows if row.kind == SLOT)
    return Waiting(len(slots), slots[0][-1]) if slots else None


def outline(workspace: Workspace, starters: Sequence[presets.Starter], today: date) -> list[Placeholder]:
    """What laying out from tomorrow on would add; `starters` are asked for before other prompts."""
    first = today + timedelta(days=1)
    last = first + timedelta(days=7 * WEEKS - 1)
    posts = Post.objects.filter(local_date__gte=first - LOOK_BACK, local_date__lte=last).exclude(
        status=Post.Status.CANCELLED
    )
    held = list(posts.values_list("channel_id", "local_date", "title"))
    closed = observances.between(workspace.country, workspace.region, first, last, "fr")
    return lay_out(
        _rhythms(),
        _themes(workspace, starters, {title for *_, title in held}),
        list(Persona.objects.active().values_list("pk", flat=True)),
        first,
        weeks=WEEKS,
        closed=closed,
        taken=[(channel, day) for channel, day, _title in held if channel],
    )


def _rhythms() -> list[Rhythm]:
    channels = Channel.objects.in_use().filter(weekly_target__gt=0).select_related("platform").order_by("pk")
    return [
        Rhythm(
            channel.pk,
            channel.platform.slug,
            channel.weekly_target,
            tuple((slot.weekday, slot.time) for slot in channel.slots.all()),
            tuple(persona.pk for persona in channel.personas.all()),
        )
        for channel in channels.prefetch_related("slots", "personas")
    ]


def _themes(workspace: Workspace, starters: Sequence[presets.Starter], used: set[str]) -> list[Theme]:
    """The pillars with their prompts, starters first and those `used` already last; all in one where there are none."""
    ideas = _ideas(workspace)
    pillars = list(Pillar.objects.offered())
    if not pillars:
        distinct = {idea.key: idea for idea in ideas.values()}.values()
        every = [prompt for idea in distinct for prompt in _prompts(idea.kind, idea)]
        every = every or _prompts(Pillar.Kind.EXPERTISE, None)
        return [Theme(None, 1, _in_order([*map(_started, starters)], every, used))]
    shares = [pillar.target_share for pillar in pillars if pillar.target_share is not None]
    usual = sum(shares) // len(shares) if shares else 1
    themes = []
    for pillar in pillars:
        idea = ideas.get(pillar.name.casefold())
        mine = [_started(starter) for starter in starters if idea is not None and starter.pillar == idea.name]
        weight = usual if pillar.target_share is None else pillar.target_share
        themes.append(Theme(pillar.pk, weight, _in_order(mine, _prompts(pillar.kind, idea), used)))
    return [theme for theme in themes if theme.weight] or themes


def _ideas(workspace: Workspace) -> dict[str, presets.PillarIdea]:
    """The preset's pillars in the language of the page, by what they are called in any."""
    preset = preset_of(workspace)
    if preset is None:
        return {}
    mine = preset.suggestions().pillars
    called = [presets.read(preset.content, code).pillars for code in presets.LANGUAGES]
    return {other.name.casefold(): idea for named in called for other, idea in zip(named, mine, strict=True)}


def _prompts(kind: str, idea: presets.PillarIdea | None) -> list[Prompt]:
    own = [Prompt(title, **ABOUT[kind]) for title in idea.prompts] if idea else []
    return [*own, *(Prompt(str(title), **ABOUT[kind]) for title in GENERIC[kind])]


def _started(starter: presets.Starter) -> Prompt:
    prompt = Prompt(starter.title, **ABOUT[starter.kind])
    return prompt._replace(intent=starter.intent) if starter.intent else prompt


def _in_order(first: Sequence[Prompt], then: Sequence[Prompt], used: set[str]) -> tuple[Prompt, ...]:
    return (*first, *sorted(then, key=lambda prompt: prompt.title in used))


@transaction.atomic
def propose(
    workspace: Workspace, starters: Sequence[presets.Starter], actor: User, now: datetime, *, dated: bool
) -> list[Post]:
    """Lay out the next weeks, when `dated`, and put starters that found no place into the reserve.

    Starters that are in the plan already are not put there again. Returns the dated posts, in order.
    """
    lock(workspace)
    there = {title.casefold() for title in Post.objects.values_list("title", flat=True)}
    fresh = [starter for starter in starters if starter.title.casefold() not in there]
    laid = outline(workspace, fresh, now.astimezone(workspace.tz).date()) if dated else []
    rows = _Rows()
    posts = [workflow.create(rows.post(workspace, slot), actor, now) for slot in laid]
    placed = {post.title for post in posts}
    for starter in fresh:
        if starter.title not in placed:
            workflow.create(rows.idea(workspace, starter), actor, now)
    return posts


class _Rows:
    """The rows that new posts point at, read once."""

    def __init__(self) -> None:
        self.channels = Channel.objects.in_bulk()
        self.personas = Persona.objects.in_bulk()
        self.pillars = Pillar.objects.in_bulk()

    def post(self, workspace: Workspace, slot: Placeholder) -> Post:
        return Post(
            workspace=workspace,
            channel=self.channels[slot.channel],
            persona=self.personas.get(slot.persona),
            pillar=self.pillars.get(slot.pillar),
            local_date=slot.day,
            local_time=slot.clock,
            is_proposed=True,
            **slot.prompt._asdict(),
        )

    def idea(self, workspace: Workspace, starter: presets.Starter) -> Post:
        pillar = next((row for row in self.pillars.values() if row.name == starter.pillar), None)
        return Post(workspace=workspace, pillar=pillar, **_started(starter)._asdict())


@transaction.atomic
def withdraw(actor: User, now: datetime) -> int:
    """Put every slot that nobody touched into the trash; returns how many. What was written or moved stays."""
    slots = list(Post.objects.proposed().select_related("workspace"))
    for post in slots:
        workflow.trash(post, actor, now)
    return len(slots)


@transaction.atomic
def bring_back(taken_at: datetime, actor: User, now: datetime) -> int:
    """Take out of the trash the slots that were withdrawn at `taken_at`; returns how many."""
    slots = list(Post.trash.filter(is_proposed=True, deleted_at=taken_at).select_related("workspace"))
    for post in slots:
        workflow.restore(post, actor, now)
    return len(slots)
