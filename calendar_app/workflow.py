"""What may happen to a post: one function an act. Each checks the version, changes the row and writes the log, at once.

All of them run inside the workspace's scope and open their own transaction.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from smplanner.workspaces import audit
from smplanner.workspaces.models import AuditEvent, User, Workspace

from . import asking, revisions
from .models import Insight, Post, PostRevision
from .moments import wall

# What a calendar program shows of a post: a change of any of these must reach it.
SHOWN = frozenset(
    {
        *("title", "channel", "status", "text", "link", "posted_url", "persona", "objective", "pillar"),
        *("local_date", "local_time", "fold"),
    }
)
# What a copy takes over from its model.
COPIED = (
    *("workspace_id", "title", "channel_id", "text", "link", "owner_id"),
    *("local_date", "local_time", "fold", "zone"),
    *("intent", "value", "about", "invites_reply", "media_type", "format"),
    *("persona_id", "persona_need", "objective_id", "pillar_id", "campaign_id", "target_rung"),
    *("has_people", "is_evergreen", "material_link", "partner_id"),
    *("offer", "offer_until", "offer_terms", "prior_price"),
)

# What an idea becomes that is given a day, and a planned post that loses its own.
FOLLOWS: Mapping[bool, Mapping[str, str]] = {
    True: {Post.Status.IDEA: Post.Status.PLANNED},
    False: {Post.Status.PLANNED: Post.Status.IDEA},
}

# A post of these can be neither postponed nor cancelled any more.
OVER = frozenset({Post.Status.POSTED, Post.Status.CANCELLED})
# The day of a post of these is one that others count on: another one is a move, by whatever form.
PROMISED = frozenset({Post.Status.PLANNED, Post.Status.DRAFT, Post.Status.IN_REVIEW, Post.Status.APPROVED})

Diff = dict[str, tuple[Any, Any]]  # a field's name -> what it held before and after


class StalePost(Exception):
    """Someone saved the post after this person had read it; `current` is how it stands now."""

    def __init__(self, current: Post) -> None:
        self.current = current
        super().__init__(f"post {current.pk} is at version {current.version}")


class Unfounded(Exception):
    """An act without a reason that needs one, or on a post that it means nothing to."""


def _locked(post: Post, version: int | None) -> Post:
    """The row as it stands, locked until the transaction ends. Raises StalePost unless it is at `version`."""
    current = Post.objects.select_for_update().get(pk=post.pk)
    if version is not None and current.version != version:
        raise StalePost(current)
    return current


def _write(
    post: Post,
    actor: User | None,
    verb: str,
    diff: Diff,
    now: datetime,
    *,
    shown: bool = False,
    **beside: Any,
) -> AuditEvent:
    """Save `post` as its next version, and the log; `shown` when calendar programs see it by more than the `diff`.

    What else the log shall say, such as a reason, is `beside`: see audit.record.
    """
    post.version += 1
    if shown or SHOWN & diff.keys():
        post.revise(now)
    post.save()
    event = audit.record(post.workspace, actor, verb, post, diff, **beside)
    revisions.keep([(verb, post, diff)], [event])
    return event


@transaction.atomic
def create(post: Post, actor: User, now: datetime) -> Post:
    """Save a new post; one that has a day is planned, not a mere idea."""
    post.created_by = actor
    post.created_at = post.changed_at = now
    if post.owner_id is None:
        post.owner = actor
    if post.local_date and post.status == Post.Status.IDEA:
        post.status = Post.Status.PLANNED
    asking.refuse(post, "", {})
    note_approval(post, "", now)
    post.save()
    audit.record(post.workspace, actor, "created", post)
    asking.follow([asking.Changed(post, "", {})], actor, now)
    return post


@transaction.atomic
def edit(
    post: Post,
    version: int,
    changed: Iterable[str],
    actor: User,
    now: datetime,
    media: Diff | None = None,
    *,
    verb: str = "edited",
    reason: str = "",
) -> Post:
    """Save what a form wrote into `post`; `changed` names its fields, `media` says what becomes of its pictures.

    A form that changes nothing leaves nothing behind; else the log keeps the `reason`, if one was given. Raises
    StalePost when someone was quicker, and whatever asking.refuse does.
    """
    before = _locked(post, version)
    diff = {name: (_value(before, name), _value(post, name)) for name in changed}
    diff = {name: pair for name, pair in diff.items() if pair[0] != pair[1]} | (media or {})
    if diff:
        # These also grow without a new version, when a name that the post shows is changed elsewhere.
        post.version, post.sequence, post.changed_at = before.version, before.sequence, before.changed_at
        post.is_proposed = False
        asking.moved(post, before.status, diff)
        asking.refuse(post, before.status, diff)
        note_approval(post, before.status, now)
        _write(post, actor, verb_of(verb, post, diff), diff, now, reason=reason)
        asking.follow([asking.Changed(post, before.status, diff)], actor, now)
    return post


def verb_of(verb: str, post: Post, diff: Diff) -> str:
    """How the log calls a change of `post`: to cancel and to move are acts of their own, by whatever form."""
    if verb != "edited":
        return verb
    before, after = diff.get("status", (post.status, post.status))
    if after == Post.Status.CANCELLED != before:
        return "cancelled"
    day = diff["local_date"][0] if "local_date" in diff else post.local_date
    is_promise = day is not None and before in PROMISED and after not in OVER
    return "moved" if is_promise and {"local_date", "local_time", "fold"} & diff.keys() else verb


def note_approval(post: Post, before: str, now: datetime) -> None:
    """Keep the moment at which `post`, whose status was `before`, was approved; what goes back to work loses it."""
    if post.status == Post.Status.APPROVED != before:
        post.approved_at = now
    elif post.status not in {Post.Status.APPROVED, Post.Status.POSTED}:
        post.approved_at = None


@transaction.atomic
def bring_back(revision: PostRevision, version: int, actor: User, now: datetime) -> tuple[Post, list[str]]:
    """Write what a post was about as `revision` as its next version; returns it with the fields that could not go back.

    Those point at what is no longer there, and stay as they are. Raises Post.DoesNotExist for one in the trash, and
    whatever else editing it would raise.
    """
    post = Post.objects.select_related("workspace").get(pk=revision.post_id)
    held, lost = revisions.usable(revision)
    pictures = revisions.pictures_back(revision)
    for name, value in held.items():
        setattr(post, Post._meta.get_field(name).attname, value)
    post = edit(post, version, held, actor, now, pictures, verb="reverted")
    if pictures:
        revisions.put_back(revision, post)
        seal(post)
    return post, lost


def seal(post: Post) -> None:
    """Take the pictures of `post`, which are saved after it, into its version and into what is to be read of it."""
    revisions.seal(post)
    asking.seal(post)


@transaction.atomic
def declare(post: Post, intent: str, actor: User, now: datetime, version: int | None = None) -> Post:
    """Say what a post is for; to say what it says already leaves nothing behind.

    Raises StalePost and Post.DoesNotExist.
    """
    post = _locked(post, version)
    if post.intent != intent:
        diff = {"intent": (post.intent, intent)}
        post.intent = intent
        post.is_proposed = False
        _write(post, actor, "edited", diff, now)
    return post


def _value(post: Post, name: str) -> Any:
    """What `post` holds in its field `name`; the key, for a link to another row."""
    return getattr(post, Post._meta.get_field(name).attname)


@transaction.atomic
def move(
    post: Post,
    day: date | None,
    clock: time | None,
    version: int | None,
    actor: User,
    now: datetime,
    *,
    fold: int = 0,
    reason: str = "",
) -> Post:
    """Put a post on another day or hour, or into the reserve when `day` is None; `fold` as for moments.moment.

    One that stands there already stays as it is, and nothing is written. Raises StalePost.
    """
    post = _locked(post, version)
    status = post.status
    if diff := put(post, day, clock, fold=fold):
        _write(post, actor, "moved", diff, now, reason=reason)
        asking.follow([asking.Changed(post, status, diff)], actor, now)
    return post


@transaction.atomic
def postpone(
    post: Post, day: date | None, clock: time | None, version: int | None, actor: User, now: datetime, *, reason: str
) -> tuple[Post, AuditEvent]:
    """Put off what was to go out: to a later day, or until further notice when `day` is None, for a `reason`.

    Returns it with its row in the log. Raises StalePost, and Unfounded for what is over, has no day or gets none later.
    """
    post = _locked(post, version)
    if not reason.strip() or post.status in OVER or not is_later(post, day, clock):
        raise Unfounded
    status, diff = post.status, put(post, day, clock)
    event = _write(post, actor, "postponed", diff, now, reason=reason)
    asking.follow([asking.Changed(post, status, diff)], actor, now)
    return post, event


def is_later(post: Post, day: date | None, clock: time | None) -> bool:
    """Whether `post` would go out later than it would now, if it was put there; no day means some day."""
    if post.local_date is None or day is None:
        return post.local_date is not None
    return (day, clock or time.min) > (post.local_date, post.local_time or time.min)


@transaction.atomic
def cancel(post: Post, version: int | None, actor: User, now: datetime, *, reason: str) -> tuple[Post, AuditEvent]:
    """Call off a post for a `reason`: it keeps its place, and subscribed calendars strike it out.

    Returns it with its row in the log. Raises StalePost, and Unfounded for what went out or is called off already.
    """
    post = _locked(post, version)
    if not reason.strip() or post.status in OVER:
        raise Unfounded
    diff = {"status": (post.status, Post.Status.CANCELLED)}
    post.status = Post.Status.CANCELLED
    post.is_proposed = False
    note_approval(post, diff["status"][0], now)
    event = _write(post, actor, "cancelled", diff, now, reason=reason)
    asking.follow([asking.Changed(post, diff["status"][0], diff)], actor, now)
    return post, event


def put(post: Post, day: date | None, clock: time | None, *, fold: int = 0) -> dict[str, tuple[Any, Any]]:
    """Set in `post` what moving it there changes, unsaved: each field with its value before and after, none where it
    stands there already. An approved post comes to be read again where another day asks for that."""
    goal = {"local_date": day, "local_time": clock if day else None, "fold": fold if day and clock else 0}
    if (post.local_date is None) != (day is None):
        goal["status"] = FOLLOWS[day is not None].get(post.status, post.status)
    diff = {name: (getattr(post, name), value) for name, value in goal.items() if getattr(post, name) != value}
    if not {"local_date", "local_time"} & diff.keys():
        return {}
    for name, value in goal.items():
        setattr(post, name, value)
    post.is_proposed = False
    post.zone = post.workspace.zone  # the day and hour are those of the calendar that it was dropped on
    asking.moved(post, post.status, diff)
    return diff


@transaction.atomic
def duplicate(post: Post, actor: User, now: datetime) -> Post:
    """A copy to be adapted, with its pictures, tied to its model. It starts as planned, or as an idea when undated."""
    copy = Post(**{name: getattr(post, name) for name in COPIED})
    copy.uid = uuid.uuid4()
    copy.status = Post.Status.PLANNED if post.local_date else Post.Status.IDEA
    copy.adapted_from = post
    create(copy, actor, now)
    for media in post.media.all():
        media.pk, media._state.adding, media.post = None, True, copy
        media.save()
    return copy


@transaction.atomic
def take_up(insight: Insight, actor: User, now: datetime) -> tuple[Post, bool]:
    """The post of the reserve that comes of what was heard, and whether it is new: it has become one once only.

    A question asks for something useful, anything else for a conversation. One that lies in the trash does not count.
    """
    insight = Insight.objects.select_for_update(of=("self",)).select_related("idea", "workspace").get(pk=insight.pk)
    if insight.became:
        return insight.became, False
    post = Post(workspace=insight.workspace, title=insight.title, persona_id=insight.persona_id)
    post.intent = Post.Intent.VALUE if "?" in insight.what else Post.Intent.CONVERSATION
    insight.idea = create(post, actor, now)
    insight.save(update_fields=["idea"])
    return post, True


@transaction.atomic
def post_out(post: Post, address: str, version: int | None, actor: User, now: datetime) -> Post:
    """Note that a post went out, and at which address it can be seen (may be empty). Raises StalePost.

    What is noted already leaves nothing behind.
    """
    post = _locked(post, version)
    goal = {"status": Post.Status.POSTED, "posted_url": address}
    diff = {name: (getattr(post, name), value) for name, value in goal.items() if getattr(post, name) != value}
    if diff:
        for name, value in goal.items():
            setattr(post, name, value)
        post.is_proposed = False
        _write(post, actor, "posted", diff, now)
        asking.follow([asking.Changed(post, diff.get("status", (post.status,))[0], diff)], actor, now)
    return post


@transaction.atomic
def trash(post: Post, actor: User, now: datetime, version: int | None = None) -> Post:
    """Take a post out of the plan; it can be restored for thirty days. Raises StalePost."""
    post = _locked(post, version)
    post.deleted_at = now
    _write(post, actor, "trashed", {}, now)
    return post


@transaction.atomic
def restore(post: Post, actor: User, now: datetime, version: int | None = None) -> Post:
    """Bring a post back from the trash, where it was. Raises StalePost."""
    post = Post.trash.select_for_update().get(pk=post.pk)
    if version is not None and post.version != version:
        raise StalePost(post)
    post.deleted_at = None
    _write(post, actor, "restored", {}, now, shown=True)
    return post


@transaction.atomic
def change_zone(workspace: Workspace, keep_clock: bool, now: datetime) -> int:
    """Move every dated post into the workspace's new zone; returns how many of those to come moved.

    With `keep_clock`, 9:00 stays 9:00 and the instant moves; without, the instant stays and the clock shows another
    hour. A post of a whole day keeps its day. What is past keeps its instant, so that the record stays true.
    """
    every = Post._base_manager.filter(workspace=workspace)  # those in the trash too: they may come back
    every.filter(publish_at=None).update(zone=workspace.zone)
    posts = list(every.select_for_update().filter(publish_at__isnull=False).exclude(zone=workspace.zone))
    moved = 0
    for post in posts:
        to_come = post.publish_at >= now
        if post.local_time is not None and not (keep_clock and to_come):
            post.local_date, post.local_time, post.fold = wall(post.publish_at, workspace.tz)
        post.zone = workspace.zone
        post.place()
        post.version += 1
        post.revise(now)
        moved += to_come and post.deleted_at is None
    fields = ["local_date", "local_time", "fold", "zone", "publish_at", "version", "sequence", "changed_at"]
    every.bulk_update(posts, fields, batch_size=200)
    return moved
