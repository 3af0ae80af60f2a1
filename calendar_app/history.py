"""What the log tells of posts, and taking it back, however long ago: each change is undone where it still stands.

All of it runs inside the workspace's scope. Undoing is an act like others, and leaves its own rows in the log.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from smplanner.workspaces.audit import LONGEST_VALUE, as_logged
from smplanner.workspaces.models import AuditEvent, Membership, User, Workspace

from . import asking, campaign_days, guests, repeating, revisions, together
from .models import Media, Post, PostRevision
from .revisions import MEDIA
from .together import Done
from .workflow import FOLLOWS, Diff, note_approval, put, seal

# When a post stands: told, and undone, as one thing.
MOMENT = ("local_date", "local_time", "fold")
WHEN, LIFE = "when", "life"
# What the log says of a post that can be written back. Pictures come back from a version, the rest it only names.
RESTORABLE = frozenset(
    {
        *("title", "text", "link", "channel", "status", "owner", "persona", "persona_need", "objective", "pillar"),
        *("intent", "value", "about", "invites_reply", "media_type", "posted_url", "campaign", "format", "target_rung"),
        *("has_people", "is_evergreen", "minutes_planned", "minutes_spent", "material_link", "partner"),
        *("platform_label", "offer", "offer_until", "offer_terms", "prior_price"),
    }
)
# Verbs that say that a post came or went: whether it was there before, and after.
LIVES: Mapping[str, tuple[bool, bool]] = {
    "created": (False, True),
    "trashed": (True, False),
    "restored": (False, True),
}

# Verbs that say that a post stands elsewhere, which may have taken its status along.
MOVES = frozenset({"moved", "postponed"})


class State(StrEnum):
    """What becomes of undoing a change."""

    CAN = "can"  # it still stands
    BACK = "back"  # it stands again as it was before
    CHANGED = "changed"  # it was changed once more since
    CUT = "cut"  # the log holds the beginning of a long text only
    GONE = "gone"  # what it pointed at, or the post itself, is not there any more
    NEVER = "never"  # the log names it, and does not hold it
    LOCKED = "locked"  # it was approved since, or only an answer could approve it again


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one post: `fields` with their values before and after as the log has them, and now."""

    key: str
    fields: Mapping[str, tuple[Any, Any]]
    now: Mapping[str, Any]
    state: State


class Conflict(Exception):
    """Nothing was undone: of these posts, by number, something has changed since; or all of them are locked."""

    def __init__(self, posts: Sequence[int], *, are_locked: bool = False) -> None:
        self.posts, self.are_locked = posts, are_locked
        super().__init__(f"{len(posts)} posts have changed since or are locked")


class NothingToUndo(Exception):
    """What was asked for stands as it was before already, or can never be taken back."""


def of_post(post_id: int) -> models.QuerySet[AuditEvent]:
    """Everything that the log tells of a post, the latest first."""
    rows = AuditEvent.objects.filter(target_kind="post", target_id=post_id).select_related("actor").order_by("-pk")
    return guests.naming_links(rows)


def act_of(event: AuditEvent) -> list[AuditEvent]:
    """The rows of the act that `event` belongs to, the latest first: its batch, or itself alone."""
    if event.batch is None:
        return [event]
    rows = AuditEvent.objects.filter(batch=event.batch, target_kind="post")
    return list(guests.naming_links(rows).select_related("actor").order_by("-pk"))


def acts(before: int | None, count: int) -> list[AuditEvent]:
    """The first row of each of the latest `count` acts on posts; `before` continues below the row of that number."""
    earlier = AuditEvent.objects.filter(
        batch=models.OuterRef("batch"), target_kind="post", pk__lt=models.OuterRef("pk")
    )
    heads = AuditEvent.objects.filter(target_kind="post").exclude(models.Exists(earlier))
    if before is not None:
        heads = heads.filter(pk__lt=before)
    return list(guests.naming_links(heads).select_related("actor").order_by("-pk")[:count])


def counts(events: Iterable[AuditEvent]) -> dict[Any, dict[str, int]]:
    """How many posts each act touched, by its batch and verb."""
    batches = {event.batch for event in events if event.batch}
    rows = AuditEvent.objects.filter(batch__in=batches, target_kind="post").order_by()
    found: dict[Any, dict[str, int]] = defaultdict(dict)
    for batch, verb, number in rows.values_list("batch", "verb").annotate(number=models.Count("pk")):
        found[batch][verb] = number
    return found


class Known:
    """What rows of the log mean: how what their values point at is called, one query for each kind, and whole texts.

    Of a long text the log holds the beginning; two queries more find the rest, where it was kept.
    """

    def __init__(self, workspace: Workspace, events: Sequence[AuditEvent], posts: Iterable[Post] = ()) -> None:
        wanted: dict[str, set[int]] = defaultdict(set)
        for event in events:
            for name, pair in _pairs(event).items():
                if link := _link(name):
                    wanted[link.name] |= {number for number in pair if isinstance(number, int)}
        for post in posts:
            for name in wanted:
                wanted[name] |= {getattr(post, Post._meta.get_field(name).attname)} - {None}
        self._names = {
            name: {row.pk: str(row) for row in _rows(workspace, name).filter(pk__in=numbers)}
            for name, numbers in wanted.items()
            if numbers
        }
        cut = [event for event in events if _is_cut(_pairs(event).get("text", ()))]
        self._texts = revisions.whole_texts(cut) if cut else {}
        pictured = [event for event in events if MEDIA in _pairs(event)]
        self._versions = revisions.with_pictures(pictured) if pictured else {}
        self._shown = revisions.pictures_of({event.target_id for event in pictured}) if self._versions else {}

    def pictures(self, event: AuditEvent) -> tuple[PostRevision, PostRevision, list[Media]] | None:
        """The versions before and after `event`, which changed pictures, and those of now; None where not known."""
        found = self._versions.get(event.pk)
        return (*found, self._shown.get(event.target_id, [])) if found else None

    def is_whole(self, event: AuditEvent) -> bool:
        """Whether the text that `event` changed is known in full, though the log cuts it short."""
        return event.pk in self._texts

    def whole(self, event: AuditEvent) -> Mapping[str, tuple[Any, Any]]:
        """What `event` changed, with the texts that the log cuts short in full as far as they were kept."""
        pairs = dict(_pairs(event))
        if event.pk in self._texts:
            pairs["text"] = self._texts[event.pk]
        return pairs

    def name(self, field: str, number: int) -> str | None:
        """How the row of that number is called, of those that `field` may point at; None when it is not there."""
        return self._names.get(field, {}).get(number)


def _rows(workspace: Workspace, field: str) -> models.QuerySet:
    model = Post._meta.get_field(field).related_model
    if model is User:
        return User.objects.filter(memberships__workspace=workspace)
    rows = model.objects.all()
    return rows.select_related("platform") if field == "channel" else rows


def _link(name: str) -> models.ForeignKey | None:
    if name not in RESTORABLE:
        return None
    field = Post._meta.get_field(name)
    return field if isinstance(field, models.ForeignKey) else None


def _pairs(event: AuditEvent) -> Mapping[str, tuple[Any, Any]]:
    """The log's fields of a row, and nothing else that someone may have noted there."""
    diff = event.diff if isinstance(event.diff, dict) else {}
    return {name: tuple(pair) for name, pair in diff.items() if isinstance(pair, list) and len(pair) == 2}


def _is_cut(pair: Iterable[Any]) -> bool:
    """Whether the log holds the beginning only of one of two values."""
    return any(isinstance(value, str) and len(value) == LONGEST_VALUE for value in pair)


def steps(event: AuditEvent, post: Post | None, known: Known) -> list[Step]:
    """What `event` changed in `post`, each with what would become of undoing it; None for a post that is gone."""
    pairs, found = dict(known.whole(event)), []
    if event.verb in LIVES:
        found.append(_life(event, post))
        if event.verb == "created":
            return found
    moment = {name: pairs.pop(name) for name in MOMENT if name in pairs}
    if moment and event.verb in MOVES and "status" in pairs and _followed(pairs["status"], moment):
        moment["status"] = pairs.pop("status")
    if moment:
        found.append(_step(WHEN, moment, post, known))
    whole = {"text"} if known.is_whole(event) else set()
    media = {MEDIA: pairs.pop(MEDIA)} if MEDIA in pairs else {}
    found += [_step(name, {name: pair}, post, known, is_whole=name in whole) for name, pair in pairs.items()]
    if media:
        found.append(_pictures(event, media, post, known))
    return [_kept_as_approved(step, post, event.verb) for step in found]


def _pictures(event: AuditEvent, fields: Mapping[str, tuple[Any, Any]], post: Post | None, known: Known) -> Step:
    """What `event` did to the pictures of `post`, which an earlier version of it can bring back."""
    found = known.pictures(event)
    if post is None or found is None:
        return Step(MEDIA, fields, {}, State.GONE if post is None else State.NEVER)
    before, after, now = found
    if not revisions.compare_pictures(now, before.pictures.all()):
        state = State.BACK
    else:
        state = State.CHANGED if revisions.compare_pictures(now, after.pictures.all()) else State.CAN
    return Step(MEDIA, fields, {MEDIA: revisions.said(now)}, state)


def _followed(status: tuple[Any, Any], moment: Mapping[str, tuple[Any, Any]]) -> bool:
    """Whether a status changed because the day did, rather than being chosen beside it."""
    if status == (Post.Status.APPROVED, Post.Status.IN_REVIEW):
        return True
    before, after = moment.get("local_date", (None, None))
    gets_one = after is not None
    return (before is not None) != gets_one and FOLLOWS[gets_one].get(status[0]) == status[1]


def _kept_as_approved(step: Step, post: Post | None, verb: str) -> Step:
    is_held = post is not None and step.state == State.CAN and _is_held(step, post, verb)
    return replace(step, state=State.LOCKED) if is_held else step


def _life(event: AuditEvent, post: Post | None) -> Step:
    before, after = LIVES[event.verb]
    is_there = post is not None and post.deleted_at is None
    if post is None:
        state = State.GONE
    elif is_there == before:
        state = State.BACK
    elif event.verb == "created" and post.version != 1:
        state = State.CHANGED
    else:
        state = State.CAN
    return Step(LIFE, {LIFE: (before, after)}, {LIFE: is_there}, state)


def _step(
    key: str, fields: Mapping[str, tuple[Any, Any]], post: Post | None, known: Known, *, is_whole: bool = False
) -> Step:
    if post is None:
        return Step(key, fields, {}, State.GONE)
    if key != WHEN and key not in RESTORABLE:
        return Step(key, fields, {}, State.NEVER)
    now = {name: _now(post, name, is_whole=is_whole) for name in fields}
    # The status that followed a move may have gone on since: that does not hold the day back.
    decisive = [name for name in fields if not (key == WHEN and name == "status")]
    if all(now[name] == fields[name][0] for name in decisive):
        state = State.BACK
    elif any(now[name] != fields[name][1] for name in decisive):
        state = State.CHANGED
    else:
        states = [_restorable(name, fields[name][0], known, is_whole=is_whole) for name in decisive]
        state = max(states, key=lambda one: one != State.CAN)
    return Step(key, fields, now, state)


def _now(post: Post, name: str, *, is_whole: bool) -> Any:
    """What `post` holds, as the log would: cut short, unless it is to be compared with what is not."""
    value = getattr(post, Post._meta.get_field(name).attname)
    return value.replace("\r\n", "\n") if is_whole and isinstance(value, str) else as_logged(value)


def _restorable(name: str, before: Any, known: Known, *, is_whole: bool) -> State:
    if not is_whole and _is_cut([before]):
        return State.CUT
    if _link(name) and before is not None and known.name(name, before) is None:
        return State.GONE
    return State.CAN


@transaction.atomic
def undo(
    events: Sequence[AuditEvent],
    by: Membership,
    now: datetime,
    *,
    key: str = "",
    rest: bool = False,
    beside: AuditEvent | None = None,
) -> Done:
    """Take back what `events` changed, the latest first; `key` names the one step of them that is meant.

    `beside` is the row about a campaign whose days moved in the same act: they go back too, for whoever may set them.
    Raises Conflict when something has changed since, unless the `rest` is to be undone without it, NothingToUndo, and
    PermissionDenied when it asks for more than the role of the member `by` allows.
    """
    workspace = by.workspace
    events = sorted(events, key=lambda event: -event.pk)
    numbers = {event.target_id for event in events}
    rows = Post._base_manager.select_for_update(of=("self",)).select_related("workspace")
    posts = {post.pk: post for post in rows.filter(workspace=workspace, pk__in=numbers).order_by("publish_at", "pk")}
    undone = _Undone(by, now)
    kept, held = undone.gather(events, posts, key)
    if (kept or held) and not rest:
        raise Conflict(sorted(kept | held), are_locked=not kept)
    changes = [undone.changes[number] for number in posts if number in undone.changes]
    if not changes:
        raise Conflict(sorted(held), are_locked=True) if held else NothingToUndo
    batch = uuid.uuid4() if beside and by.may("plan.write") else None
    done = together.write(changes, by.user, now, batch)
    for post in done.posts:
        if revision := undone.pictures.get(post.pk):
            revisions.put_back(revision, post)
            seal(post)
    repeating.settle(one.post for one in changes if one.verb in LIVES)
    if beside and batch:
        campaign_days.take_back(beside, by.user, batch)
    return done


def _refuse_unless_may(by: Membership, step: Step) -> None:
    if not by.may(asks(step)):
        raise PermissionDenied(asks(step))


def asks(step: Step) -> str:
    """The action that undoing `step` is: to throw away and to approve are not for everybody who writes."""
    if step.key == LIFE:
        return "post.delete"
    before, after = step.fields.get("status", (None, None))
    # What went out had been approved: whoever noted that too soon does not approve anything by taking it back.
    was_approved = before == Post.Status.APPROVED and after != Post.Status.POSTED
    takes_back = (before, after) == (Post.Status.IN_REVIEW, Post.Status.APPROVED)
    return "post.approve" if was_approved or takes_back else "post.write"


def _is_held(step: Step, post: Post, verb: str) -> bool:
    """Whether `post` is approved and locked, and undoing the step would change what was approved, or leave that."""
    if not asking.is_locked(post):
        return False
    if step.key != "status":
        return step.key in asking.CONTENT
    # An answer can be taken back by whoever may give one; what was approved is opened again with a reason.
    return verb != "approved" and step.fields["status"][0] not in asking.STAYS_APPROVED


def _is_locked(step: Step, post: Post | None) -> bool:
    """Whether undoing the step would change what was approved, or approve a text to which nobody said yes."""
    if step.state == State.LOCKED or step.state != State.CAN or post is None:
        return step.state == State.LOCKED
    before, _after = step.fields.get("status", (None, None))
    if before != Post.Status.APPROVED or not asking.must_be_asked(post.workspace):
        return False
    return not asking.was_approved_so(post)


class _Undone:
    """The posts as they are to be written back, each with one change for the log."""

    def __init__(self, by: Membership, now: datetime) -> None:
        self.by, self.now = by, now
        self.changes: dict[int, together.Change] = {}
        self.pictures: dict[int, PostRevision] = {}

    def gather(self, events: Sequence[AuditEvent], posts: Mapping[int, Post], key: str) -> tuple[set[int], set[int]]:
        """Take back what `events` did to `posts`, as far as it can be; the numbers of those that changed since, and of
        those that are locked. Raises PermissionDenied."""
        known, kept, held = Known(self.by.workspace, events), set(), set()
        for event in events:
            post = posts.get(event.target_id)
            for step in steps(event, post, known):
                if key not in ("", step.key):
                    continue
                if _is_locked(step, post):
                    held.add(event.target_id)
                elif step.state == State.CAN and post is not None:
                    _refuse_unless_may(self.by, step)
                    self.take_back(post, step, known.pictures(event))
                elif step.state not in (State.BACK, State.NEVER):
                    kept.add(event.target_id)
        return kept, held

    def take_back(self, post: Post, step: Step, found: tuple[PostRevision, PostRevision, list[Media]] | None) -> None:
        """Take `step` back; of pictures, `found` says which version had them before."""
        status = post.status
        if step.key == MEDIA and found:
            before, _after, now = found
            self.pictures[post.pk] = before
            return self._note(post, {MEDIA: (revisions.said(now), revisions.said(before.pictures.all()))})
        if step.key == LIFE:
            comes_back = step.fields[LIFE][0]
            post.deleted_at = None if comes_back else self.now
            return self._note(post, {}, "restored" if comes_back else "trashed")
        diff = _moved_back(post, step) if step.key == WHEN else _written_back(post, step)
        note_approval(post, status, self.now)
        return self._note(post, diff)

    def _note(self, post: Post, diff: Diff, verb: str = "") -> None:
        """Several changes of one field are one: from what stood there at first to what stands there at last."""
        known = self.changes.get(post.pk)
        pairs = dict(known.diff) if known else {}
        for name, (before, after) in diff.items():
            pairs[name] = (pairs[name][0] if name in pairs else before, after)
        self.changes[post.pk] = together.Change(verb or (known.verb if known else "undone"), post, pairs)


def _moved_back(post: Post, step: Step) -> Diff:
    """Put `post` where it stood: what the step does not name stays, and so does a status that has gone on since."""
    goal = {name: getattr(post, name) for name in MOMENT} | {
        name: _value(name, step.fields[name][0]) for name in MOMENT if name in step.fields
    }
    status = post.status
    diff = put(post, goal["local_date"], goal["local_time"], fold=goal["fold"])
    if "status" in step.fields and step.now["status"] == step.fields["status"][1]:
        post.status = step.fields["status"][0]
        diff = {name: pair for name, pair in diff.items() if name != "status"}
        if post.status != status:
            diff["status"] = (status, post.status)
    return diff


def _written_back(post: Post, step: Step) -> Diff:
    diff = {}
    for name, (before, _after) in step.fields.items():
        attname = Post._meta.get_field(name).attname
        value = _value(name, before)
        diff[name] = (getattr(post, attname), value)
        setattr(post, attname, value)
    post.is_proposed = False
    return diff


def _value(name: str, logged: Any) -> Any:
    """What the log holds, as the field holds it."""
    field = Post._meta.get_field(name)
    return field.target_field.to_python(logged) if isinstance(field, models.ForeignKey) else field.to_python(logged)
