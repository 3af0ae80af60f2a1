"""From occurrences of a calendar file to rows of the workspace in scope: what is new, what changed, and taking it back.

Everything here runs inside the workspace's scope. The number of statements grows by one for some twenty posts, which is
what SQLite takes at once, and for 400 names.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction

from calendar_app import asking, revisions
from calendar_app.founding import lock
from calendar_app.models import KeyDate, Post
from calendar_app.workflow import verb_of
from smplanner.workspaces import audit
from smplanner.workspaces.models import AuditEvent, User, Workspace

from .reading import Occurrence

KEY_DATES, IDEAS = "keydates", "ideas"
NEW, CHANGED, SAME, CANCELLED, AWAY, OUT = "new", "changed", "same", "cancelled", "away", "out"
LOCKED = "locked"  # a post that is approved: what readers see of it changes only after it is reopened
LONGEST_NAME = 120  # of a key date
CHUNK = 400  # names in one question: SQLite takes a thousand at most

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What taking over one occurrence would do. `diff` maps a field to what stands there and what would stand there."""

    event: Occurrence
    state: str
    row: models.Model | None = None
    diff: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def is_offered(self) -> bool:
        return self.state in {NEW, CHANGED, CANCELLED, AWAY}

    @property
    def is_advised(self) -> bool:
        """Whether it is ticked beforehand: what takes something away, or brings it back, is for a person to choose."""
        return self.state in {NEW, CHANGED}


def weigh(workspace: Workspace, what: str, events: Sequence[Occurrence]) -> list[Weighed]:
    """What each of `events` would change as `what`, without writing anything."""
    model, name = (KeyDate, "uid") if what == KEY_DATES else (Post, "source_uid")
    names = [one.uid for one in events]
    rows: dict[str, Any] = {}
    for at in range(0, len(names), CHUNK):
        # Posts in the trash too: their names are taken.
        found = model._base_manager.filter(workspace=workspace, **{f"{name}__in": names[at : at + CHUNK]})
        rows |= {getattr(row, name): row for row in found.select_related("workspace")}
    say = _as_key_date if what == KEY_DATES else _as_idea
    return [_weighed(one, rows.get(one.uid), say(one)) for one in events]


def _as_key_date(event: Occurrence) -> Values:
    last = event.last if event.last > event.first else None
    return {"name": event.title[:LONGEST_NAME], "first_day": event.first, "last_day": last}


def _as_idea(event: Occurrence) -> Values:
    return {"title": event.title, "local_date": event.first, "local_time": event.clock, "fold": event.fold}


def _weighed(event: Occurrence, row: Any, said: Values) -> Weighed:
    if row is None:
        return Weighed(event, OUT if event.is_cancelled else NEW)
    if isinstance(row, Post):
        if row.deleted_at is not None:
            return Weighed(event, OUT if event.is_cancelled else AWAY, row)
        if row.status in {Post.Status.POSTED, Post.Status.CANCELLED}:
            return Weighed(event, OUT, row)
    if event.is_cancelled:
        return Weighed(event, CANCELLED, row)
    diff = {name: (getattr(row, name), value) for name, value in said.items() if getattr(row, name) != value}
    if isinstance(row, Post) and asking.is_locked(row) and asking.CONTENT & diff.keys():
        return Weighed(event, LOCKED, row)
    return Weighed(event, CHANGED if diff else SAME, row, diff)


@transaction.atomic
def take_over(
    workspace: Workspace, what: str, events: Sequence[Occurrence], chosen: Collection[str], actor: User, now: datetime
) -> tuple[int, uuid.UUID]:
    """Write what `events` change, as far as their names are `chosen`; how many rows, and the batch of the log."""
    batch = uuid.uuid4()
    lock(workspace)
    wanted = [one for one in weigh(workspace, what, events) if one.is_offered and one.event.uid in chosen]
    act = _key_dates if what == KEY_DATES else _ideas
    done = act(workspace, wanted, actor, now)
    told = audit.record_all(workspace, actor, done, batch=batch)
    if what != KEY_DATES:
        revisions.keep(done, told)
    if done:
        audit.record(workspace, actor, "imported", workspace, {what: (None, len(done))}, batch=batch)
    return len(done), batch


Done = list[tuple[str, models.Model, Mapping[str, tuple[Any, Any]]]]


def _key_dates(workspace: Workspace, wanted: Iterable[Weighed], _actor: User, _now: datetime) -> Done:
    new, changed, gone, done = [], [], [], []
    for one in wanted:
        if one.state == NEW:
            new.append(
                KeyDate(workspace=workspace, uid=one.event.uid, note=_note(one.event), **_as_key_date(one.event))
            )
        elif one.state == CHANGED:
            changed.append(_with(one))
            done.append(("edited", one.row, one.diff))
        else:
            gone.append(one.row.pk)
            said = {name: (getattr(one.row, name), None) for name in ("name", "first_day", "last_day", "note", "uid")}
            done.append(("deleted", one.row, said))
    KeyDate._base_manager.bulk_create(new, batch_size=CHUNK)
    KeyDate._base_manager.bulk_update(changed, ["name", "first_day", "last_day"], batch_size=CHUNK)
    KeyDate._base_manager.filter(workspace=workspace, pk__in=gone).delete()
    return [("created", row, {}) for row in new] + done


def _note(event: Occurrence) -> str:
    return "\n".join(filter(None, (event.text, event.url)))[:1000]


def _ideas(workspace: Workspace, wanted: Iterable[Weighed], actor: User, now: datetime) -> Done:
    new, changed, done, told = [], [], [], []
    for one in wanted:
        if one.state == NEW:
            new.append(_idea(workspace, one.event, actor, now))
            continue
        post = _with(one)
        status, diff = post.status, dict(one.diff)
        if one.state == CANCELLED:
            diff["status"] = (post.status, Post.Status.CANCELLED)
            post.status = Post.Status.CANCELLED
        asking.moved(post, status, diff)
        told.append(asking.Changed(post, status, diff))
        post.deleted_at = None
        post.zone = workspace.zone
        post.place()
        post.version += 1
        post.revise(now)
        changed.append(post)
        done.append(("restored" if one.state == AWAY else verb_of("edited", post, diff), post, diff))
    Post._base_manager.bulk_create(new, batch_size=CHUNK)
    fields = [
        "title",
        "local_date",
        "local_time",
        "fold",
        "zone",
        "publish_at",
        "status",
        "deleted_at",
        "approved_at",
        "version",
        "sequence",
        "changed_at",
    ]
    Post._base_manager.bulk_update(changed, fields, batch_size=200)
    asking.follow(told, actor, now)
    return [("created", row, {}) for row in new] + done


def _idea(workspace: Workspace, event: Occurrence, actor: User, now: datetime) -> Post:
    post = Post(workspace=workspace, source_uid=event.uid, text=event.text, link=event.url, **_as_idea(event))
    post.status = Post.Status.IDEA  # on its day, and yet no promise
    post.owner = post.created_by = actor
    post.created_at = post.changed_at = now
    post.zone = workspace.zone
    post.place()
    return post


def _with(one: Weighed) -> Any:
    """The row of `one`, with what would stand there."""
    for name, (_before, after) in one.diff.items():
        setattr(one.row, name, after)
    return one.row


# --- Taking it back ------------------------------------------------------------------------------------------------


def imports(count: int) -> list[AuditEvent]:
    """The latest imports of calendar files into the workspace, the last one first."""
    rows = AuditEvent.objects.filter(verb="imported", batch__isnull=False, target_kind="workspace")
    return list(rows.select_related("actor").order_by("-pk")[:count])


@transaction.atomic
def take_back(workspace: Workspace, batch: uuid.UUID, actor: User) -> tuple[int, int]:
    """Undo what an import did to key dates, where it still stands: how many were taken back, and how many were not."""
    events = list(AuditEvent.objects.filter(batch=batch, target_kind="keydate").order_by("-pk"))
    rows = {row.pk: row for row in KeyDate.objects.filter(pk__in=[event.target_id for event in events])}
    back: Done = []
    for event in events:
        row = rows.get(event.target_id)
        diff = event.diff
        if event.verb == "created" and row is not None and str(row)[:200] == event.target_label:
            back.append(("deleted", row, {}))
        elif event.verb == "edited" and row is not None and _stands(row, diff):
            _restore(row, diff)
            row.save()
            back.append(("edited", row, {name: (pair[1], pair[0]) for name, pair in diff.items()}))
        elif event.verb == "deleted" and row is None and not KeyDate.objects.filter(uid=diff["uid"][0]).exists():
            row = KeyDate(workspace=workspace)
            _restore(row, diff)
            row.save()
            back.append(("created", row, {}))
    audit.record_all(workspace, actor, back, batch=uuid.uuid4())
    KeyDate.objects.filter(pk__in=[row.pk for verb, row, _diff in back if verb == "deleted"]).delete()
    return len(back), len(events) - len(back)


def _stands(row: KeyDate, diff: Mapping[str, Sequence[Any]]) -> bool:
    return all(audit.as_logged(getattr(row, name)) == pair[1] for name, pair in diff.items())


def _restore(row: KeyDate, diff: Mapping[str, Sequence[Any]]) -> None:
    for name, (before, _after) in diff.items():
        setattr(row, name, KeyDate._meta.get_field(name).to_python(before))
