"""What posts said before: each change of what a post is about keeps it whole, to be compared and brought back.

A post is kept as it was and as it became when it is changed for the first time; one that nobody changed is in no need
of it. A change of day, of status or of who looks after it makes no version: the log can write that back by itself.
All functions run inside the workspace's scope.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from smplanner.workspaces.models import AuditEvent

from .models import Post, PostRevision
from .worddiff import Change, diff

# What a version of a post is: the words and what they are meant to do, in the order in which they are told.
CONTENT = (
    *("title", "text", "link", "channel", "format", "intent", "value", "about", "invites_reply", "media_type"),
    *("persona", "persona_need", "target_rung", "objective", "pillar", "campaign", "has_people", "is_evergreen"),
    *("material_link", "partner", "platform_label", "offer", "offer_until", "offer_terms", "prior_price"),
)
# Those that have a column of their own.
OWN = frozenset({"title", "text"})
AT_ONCE = 100

# A change as the log takes it: the verb, the post as it is saved, and each field's value before and after.
Told = tuple[str, Post, Mapping[str, tuple[Any, Any]]]


def keep(told: Sequence[Told], events: Sequence[AuditEvent]) -> None:
    """Keep the posts of which `told` changes the content, in the transaction that does so; `events` are its log rows.

    Two statements, whatever the number of posts, and two more for each further fifty; none when no content changed.
    """
    changed = [
        (post, pairs, event)
        for (_verb, post, pairs), event in zip(told, events, strict=True)
        if not pairs.keys().isdisjoint(CONTENT)
    ]
    for some in (changed[at : at + AT_ONCE] for at in range(0, len(changed), AT_ONCE)):
        numbers = [post.pk for post, _pairs, _event in some]
        known = set(PostRevision.objects.filter(post__in=numbers).values_list("post", flat=True).order_by().distinct())
        rows = []
        for post, pairs, event in some:
            after = _content(post)
            if post.pk not in known:
                before = after | {name: pair[0] for name, pair in pairs.items() if name in CONTENT}
                by = post.created_by_id if post.version == 2 else None
                rows.append(_revision(post, post.version - 1, before, by, post.created_at))
            rows.append(_revision(post, post.version, after, event.actor_id, event.at))
        PostRevision.objects.bulk_create(rows)


def _content(post: Post) -> dict[str, Any]:
    return {name: getattr(post, Post._meta.get_field(name).attname) for name in CONTENT}


def _revision(post: Post, version: int, content: Mapping[str, Any], by: int | None, at: datetime) -> PostRevision:
    values = {name: value for name, value in content.items() if name not in OWN}
    return PostRevision(
        workspace_id=post.workspace_id,
        post=post,
        version=version,
        title=content["title"],
        text=content["text"],
        values=values,
        by_id=by,
        at=at,
    )


def of_post(post: Post) -> models.QuerySet[PostRevision]:
    """The versions of `post` that were kept, the latest first."""
    return PostRevision.objects.filter(post=post).select_related("by").order_by("-version")


def event_of(post: Post) -> int | None:
    """The number of the latest row of the log about `post`."""
    rows = AuditEvent.objects.filter(target_kind="post", target_id=post.pk).order_by("-pk")
    return rows.values_list("pk", flat=True).first()


def content(revision: PostRevision) -> dict[str, Any]:
    """What a post held as that version, as its fields hold it; only of fields that it has today."""
    held = {"title": revision.title, "text": revision.text}
    for name in CONTENT:
        if name not in OWN and name in revision.values:
            field = Post._meta.get_field(name)
            kind = field.target_field if isinstance(field, models.ForeignKey) else field
            held[name] = kind.to_python(revision.values[name])
    return held


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions of a post: the words of the text that differ, and each other field with its values in both."""

    text: Sequence[Change]
    fields: Mapping[str, tuple[Any, Any]]

    @property
    def is_same_text(self) -> bool:
        return all(kind == "same" for kind, _text in self.text)


def compare(before: PostRevision, after: PostRevision) -> Compared:
    """What differs between two versions of one post."""
    one, other = content(before), content(after)
    fields = {
        name: (one[name], other[name])
        for name in CONTENT
        if name != "text" and name in one and name in other and one[name] != other[name]
    }
    return Compared(diff(_lines(before.text), _lines(after.text)), fields)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")  # how a line ends is the browser's affair


def differing(before: PostRevision, after: PostRevision) -> list[str]:
    """The names of the fields in which two versions differ."""
    one, other = content(before), content(after)
    return [name for name in CONTENT if name in one and name in other and one[name] != other[name]]


def usable(revision: PostRevision) -> tuple[dict[str, Any], list[str]]:
    """What of a version can be written back, and the names of the fields that point at what is no longer there."""
    held = content(revision)
    lost = [name for name, value in held.items() if not _is_there(name, value)]
    return {name: value for name, value in held.items() if name not in lost}, lost


def _is_there(name: str, value: Any) -> bool:
    field = Post._meta.get_field(name)
    if value is None or not isinstance(field, models.ForeignKey):
        return True
    return bool(field.related_model.objects.filter(pk=value).exists())


def whole_texts(events: Iterable[AuditEvent]) -> dict[int, tuple[str, str]]:
    """The text before and after of those rows of the log that changed one, by the number of the row, where kept.

    The log holds the beginning of a long text only.
    """
    at = {(event.target_id, event.at): event.pk for event in events}
    rows = PostRevision.objects.filter(post__in={number for number, _at in at})
    found: dict[int, tuple[int, int]] = {}
    previous: dict[int, int] = {}
    for number, post, moment in rows.order_by("post", "version").values_list("pk", "post", "at"):
        if (post, moment) in at and post in previous:
            found[at[post, moment]] = (previous[post], number)
        previous[post] = number
    texts = dict(rows.filter(pk__in={one for pair in found.values() for one in pair}).values_list("pk", "text"))
    return {event: (_lines(texts[one]), _lines(texts[other])) for event, (one, other) in found.items()}
