"""Posts made from what is there: from a line, an idea, a template, another post. And the slots that are free for them.

All of it runs inside the workspace's scope. What makes several posts is one transaction, and one batch in the log.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction

from personas.models import Persona
from smplanner.workspaces import audit
from smplanner.workspaces.models import User, Workspace

from . import together
from .models import Channel, ChannelSlot, Closure, Pillar, Post, PostTemplate
from .moments import moment
from .oneline import NICKNAMES, Name, Names
from .slots import WEEKS_AHEAD, Slot, Span, next_free
from .together import Done
from .workflow import COPIED, Diff, put

# What a template hands to a post.
OF_TEMPLATE = (
    "title",
    "text",
    "link",
    "channel",
    "persona",
    "objective",
    "pillar",
    "intent",
    "format",
    "minutes_planned",
)
# From when on something that stays true may be said again.
AGAIN_AFTER = timedelta(days=90)


def names(channels: Iterable[Channel] | None = None) -> Names:
    """What a line may name in this workspace. Three queries; two when the channels are given with their platforms."""
    rows = Channel.objects.offered().select_related("platform") if channels is None else channels
    return Names(
        channels=tuple(_channel_name(channel) for channel in rows),
        personas=tuple(Name(*pair) for pair in Persona.objects.active().values_list("pk", "name")),
        pillars=tuple(Name(*pair) for pair in Pillar.objects.offered().values_list("pk", "name")),
    )


def _channel_name(channel: Channel) -> Name:
    platform = channel.platform
    return Name(channel.pk, str(channel), (platform.name, *NICKNAMES.get(platform.slug, ())), (platform.mark,))


# --- Slots ---------------------------------------------------------------------------------------------------------


class Free(NamedTuple):
    """The next slot that a channel has free."""

    day: date
    clock: time
    channel: Channel


def free_slots(workspace: Workspace, now: datetime) -> dict[int, Free]:
    """The next free slot of each channel in use that has slots and any left, by the channel's number. Three queries."""
    after = now.astimezone(workspace.tz).replace(tzinfo=None)
    slots: dict[int, list[Slot]] = {}
    channels: dict[int, Channel] = {}
    in_use = [Channel.Status.ADOPTED, Channel.Status.TESTING]
    for slot in ChannelSlot.objects.filter(channel__status__in=in_use).select_related("channel__platform"):
        slots.setdefault(slot.channel_id, []).append(Slot(slot.weekday, slot.time))
        channels[slot.channel_id] = slot.channel
    if not slots:
        return {}
    until = after.date() + timedelta(weeks=WEEKS_AHEAD)
    taken: dict[int, set[date]] = {}
    posts = Post.objects.filter(local_date__range=(after.date(), until), channel__in=slots)
    for channel, day in posts.exclude(status=Post.Status.CANCELLED).values_list("channel_id", "local_date"):
        taken.setdefault(channel, set()).add(day)
    closed = [
        Span(*days) for days in Closure.objects.filter(last_day__gte=after.date()).values_list("first_day", "last_day")
    ]
    found = {key: next_free(own, after, taken=taken.get(key, set()), closed=closed) for key, own in slots.items()}
    return {key: Free(*place, channels[key]) for key, place in found.items() if place}


def slot_for(channel_id: int | None, free: Mapping[int, Free]) -> Free | None:
    """The free slot of a channel; without a channel, the earliest there is on any."""
    if channel_id is not None:
        return free.get(channel_id)
    return min(free.values(), key=lambda one: (one.day, one.clock, one.channel.pk), default=None)


# --- Acts ----------------------------------------------------------------------------------------------------------


def plan(
    post: Post,
    day: date,
    clock: time | None,
    channel: Channel | None,
    actor: User,
    now: datetime,
    version: int | None = None,
) -> Done:
    """Give an idea its day and hour, and the channel if it has none. Raises as together.change does."""

    def act(row: Post) -> Diff:
        diff = put(row, day, clock)
        if channel is not None and row.channel_id is None:
            row.channel = channel
            diff["channel"] = (None, channel.pk)
        return diff

    return together.change({post.pk: version}, act, "moved", actor, now)


class Target(NamedTuple):
    """Where a copy goes: a channel or none, a day or the reserve."""

    channel: Channel | None
    day: date | None
    clock: time | None


def copy_of(post: Post, target: Target) -> Post:
    """A post like `post`, unsaved, for another place; it starts as planned, or as an idea without a day."""
    copy = Post(**{name: getattr(post, name) for name in COPIED}, minutes_planned=post.minutes_planned)
    copy.uid, copy.workspace = uuid.uuid4(), post.workspace
    copy.channel = target.channel
    copy.zone = post.workspace.zone
    copy.local_date, copy.local_time = target.day, target.clock if target.day else None
    copy.fold = fold_on(copy, post.fold)
    copy.status = Post.Status.PLANNED if target.day else Post.Status.IDEA
    return copy


def fold_on(post: Post, wanted: int) -> int:
    """`wanted` where the hour of `post` comes twice on its day; 0 on any other."""
    if post.local_date is None or post.local_time is None:
        return 0
    return wanted if moment(post.local_date, post.local_time, post.workspace.tz).repeated else 0


@transaction.atomic
def copy_to(post: Post, targets: Sequence[Target], actor: User, now: datetime) -> Done:
    """Copies of `post` with its pictures, tied to it, one a target."""
    copies = [copy_of(post, target) for target in targets]
    for copy in copies:
        copy.adapted_from = post
    done = create_all(copies, actor, now)
    pictures = list(post.media.all())
    for copy in done.posts:
        for media in pictures:
            media.pk, media._state.adding, media.post = None, True, copy
            media.save()
    return done


@transaction.atomic
def create_all(posts: Sequence[Post], actor: User, now: datetime) -> Done:
    """Save new posts of one workspace, and the log: one batch when there are several."""
    if not posts:
        return Done((), None)
    for post in posts:
        post.created_by = actor
        post.created_at = post.changed_at = now
        post.owner_id = post.owner_id or actor.pk
        post.zone = post.zone or post.workspace.zone
        post.place()
    made = Post.objects.bulk_create(posts, batch_size=100)
    batch = uuid.uuid4() if len(made) > 1 else None
    events = audit.record_all(made[0].workspace, actor, [("created", post, {}) for post in made], batch=batch)
    return Done(tuple(made), events[0].pk)


# --- Templates -----------------------------------------------------------------------------------------------------


def from_template(template: PostTemplate, post: Post) -> Post:
    """`post`, unsaved, with what the template has wherever the post has nothing yet."""
    for name in OF_TEMPLATE:
        attname = Post._meta.get_field(name).attname
        if getattr(post, attname) in (None, ""):
            setattr(post, attname, getattr(template, attname))
    return post


def begun(post: Post, number: str) -> Post:
    """`post`, unsaved, with what the template of that number has; as it is, where there is no such template."""
    template = next((one for one in PostTemplate.objects.all() if str(one.pk) == number), None) if number else None
    return from_template(template, post) if template else post


def template_of(post: Post) -> PostTemplate:
    """A template, unsaved, that hands on what `post` has."""
    template = PostTemplate(workspace_id=post.workspace_id, name=post.title[:80])
    for name in OF_TEMPLATE:
        attname = Post._meta.get_field(name).attname
        setattr(template, attname, getattr(post, attname))
    return template
