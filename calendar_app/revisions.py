"""What posts said before: each change of what a post is about keeps it whole, to be compared and brought back.

A post is kept as it was and as it became when it is changed for the first time; one that nobody changed is in no need
of it. A change of day, of status or of who looks after it makes no version: the log can write that back by itself.
Pictures belong to a version as they are told and in their order; their files are not copied, and stay as long as a
version names them (see files). All functions run inside the workspace's scope.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import models

from smplanner.workspaces.models import AuditEvent

from .models import Media, Post, PostRevision, RevisionPicture
from .models.media import Picture
from .worddiff import Change, diff

# What a version of a post is: the words and what they are meant to do, in the order in which they are told.
CONTENT = (
    *("title", "text", "link", "channel", "format", "intent", "value", "about", "invites_reply", "media_type"),
    *("persona", "persona_need", "target_rung", "objective", "pillar", "campaign", "has_people", "is_evergreen"),
    *("material_link", "partner", "platform_label", "offer", "offer_until", "offer_terms", "prior_price"),
)
# How the log calls the pictures of a post, all of them.
MEDIA = "media"
# What is kept of a picture, beside its place; the first few are what people say of it.
TOLD = ("kind", "label", "alt_text", "is_decorative", "has_captions", "no_speech")
KEPT = (*TOLD, "file", "mime_type", "size", "width", "height")
# Those that have a column of their own.
OWN = frozenset({"title", "text"})
AT_ONCE = 100

# A change as the log takes it: the verb, the post as it is saved, and each field's value before and after.
Told = tuple[str, Post, Mapping[str, tuple[Any, Any]]]


def keep(told: Sequence[Told], events: Sequence[AuditEvent]) -> None:
    """Keep the posts of which `told` changes the content, in the transaction that does so; `events` are its log rows.

    Pictures that change too are saved after their post: `seal` is to be called then. Three statements, whatever the
    number of posts, and as many for each further fifty; none when no content changed. Pictures take one more.
    """
    changed = [
        (post, pairs, event)
        for (_verb, post, pairs), event in zip(told, events, strict=True)
        if not pairs.keys().isdisjoint((*CONTENT, MEDIA))
    ]
    for some in (changed[at : at + AT_ONCE] for at in range(0, len(changed), AT_ONCE)):
        numbers = [post.pk for post, _pairs, _event in some]
        shown, known = pictures_of(numbers), _known(numbers)
        _catch_up(known, shown)
        rows, waiting = [], set()
        for post, pairs, event in some:
            after = _content(post)
            if post.pk not in known:
                before = after | {name: pair[0] for name, pair in pairs.items() if name in CONTENT}
                by = post.created_by_id if post.version == 2 else None
                rows.append(_revision(post, post.version - 1, before, by, post.created_at))
            rows.append(_revision(post, post.version, after, event.actor_id, event.at))
            if MEDIA in pairs:
                waiting.add(post.pk)
        PostRevision.objects.bulk_create(rows)
        latest = {post.pk: post.version for post, _pairs, _event in some}
        kept = [one for one in rows if one.post_id not in waiting or one.version != latest[one.post_id]]
        _keep_pictures((one, shown.get(one.post_id, ())) for one in kept)


def _known(posts: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Of those of the posts that have versions: the latest one, and how many have their pictures."""
    rows = PostRevision.objects.filter(post__in=posts).order_by().values_list("post")
    with_them = models.Count("pk", filter=models.Q(has_pictures=True))
    counted = rows.annotate(latest=models.Max("version"), number=with_them)
    return {post: (version, number) for post, version, number in counted}


def _catch_up(known: Mapping[int, tuple[int, int]], shown: Mapping[int, list[Media]]) -> None:
    """Where versions were kept, and never pictures: those of now belong to the latest, before others come."""
    behind = models.Q(pk=None)
    for post, (version, number) in known.items():
        if not number:
            behind |= models.Q(post=post, version=version)
    if behind == models.Q(pk=None):
        return
    rows = list(PostRevision.objects.filter(behind))
    PostRevision.objects.filter(pk__in=[one.pk for one in rows]).update(has_pictures=True)
    _keep_pictures((one, shown.get(one.post_id, ())) for one in rows)


def pictures_of(posts: Iterable[int]) -> dict[int, list[Media]]:
    """The pictures of the posts of these numbers, in their order."""
    found: dict[int, list[Media]] = defaultdict(list)
    for one in Media.objects.filter(post__in=posts):
        found[one.post_id].append(one)
    return found


def _keep_pictures(told: Iterable[tuple[PostRevision, Iterable[Media]]]) -> None:
    rows = [
        RevisionPicture(
            workspace_id=revision.workspace_id,
            revision=revision,
            number=one.pk,
            position=place,
            **_held(one),
        )
        for revision, pictures in told
        for place, one in enumerate(pictures)
    ]
    if rows:
        RevisionPicture.objects.bulk_create(rows)


def _held(one: Picture) -> dict[str, Any]:
    """What is kept of a picture; its file by its name."""
    return {name: getattr(one, name) for name in KEPT} | {"file": one.file.name}


def seal(post: Post) -> None:
    """Keep the pictures of `post`, which were saved after it, with the version that it is at, if that one is kept."""
    latest = PostRevision.objects.filter(post=post, version=post.version).first()
    if latest is not None:
        latest.pictures.all().delete()
        _keep_pictures([(latest, pictures_of([post.pk])[post.pk])])


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
        has_pictures=True,
        by_id=by,
        at=at,
    )


def of_post(post: Post) -> models.QuerySet[PostRevision]:
    """The versions of `post` that were kept, the latest first."""
    rows = PostRevision.objects.filter(post=post).select_related("by").prefetch_related("pictures")
    return rows.order_by("-version")


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
    pictures: "Sequence[PictureChange]" = ()
    knows_pictures: bool = True

    @property
    def is_same_text(self) -> bool:
        return all(kind == "same" for kind, _text in self.text)


class Fate(StrEnum):
    """What became of a picture from one version to another."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class PictureChange:
    """What became of one picture: `fields` that differ with both values, and the words that differ of `alt_text`."""

    fate: Fate
    label: str
    alt_text: Sequence[Change] = ()
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    has_other_file: bool = False
    place: int = 0


def compare(before: PostRevision, after: PostRevision) -> Compared:
    """What differs between two versions of one post."""
    one, other = content(before), content(after)
    fields = {
        name: (one[name], other[name])
        for name in CONTENT
        if name != "text" and name in one and name in other and one[name] != other[name]
    }
    knows = before.has_pictures and after.has_pictures
    pictures = compare_pictures(before.pictures.all(), after.pictures.all()) if knows else []
    return Compared(diff(_lines(before.text), _lines(after.text)), fields, pictures, knows)


def compare_pictures(before: Iterable[Picture], after: Iterable[Picture]) -> list[PictureChange]:
    """What became of each picture, in the order of `after`; those that were removed stand at the end."""
    one, other = list(before), list(after)
    pairs = _paired(one, other)
    stayed = [old for old in one if old in pairs.values()]
    found = []
    for place, new in enumerate(other):
        old = pairs.get(new)
        if old is None:
            found.append(PictureChange(Fate.ADDED, new.label, diff("", new.alt_text)))
            continue
        told = {name: (getattr(old, name), getattr(new, name)) for name in TOLD if name != "alt_text"}
        told = {name: pair for name, pair in told.items() if pair[0] != pair[1]}
        words = diff(_lines(old.alt_text), _lines(new.alt_text)) if old.alt_text != new.alt_text else []
        is_other = old.file.name != new.file.name
        has_moved = stayed.index(old) != sum(kept in pairs for kept in other[:place])
        if told or words or is_other:
            found.append(PictureChange(Fate.CHANGED, new.label, words, told, is_other))
        if has_moved:
            found.append(PictureChange(Fate.MOVED, new.label, place=place + 1))
    return found + [PictureChange(Fate.REMOVED, old.label) for old in one if old not in stayed]


def _paired(before: Sequence[Picture], after: Sequence[Picture]) -> dict[Picture, Picture]:
    """Which picture of `before` is which of `after`: by its number, else by its file, else by how it is called."""
    pairs: dict[Picture, Picture] = {}
    left = list(before)
    for same in (_number, lambda one: one.file.name, lambda one: one.label):
        for new in after:
            known = next((old for old in left if same(new) and same(old) == same(new)), None)
            if new not in pairs and known is not None:
                pairs[new] = known
                left.remove(known)
    return pairs


def _number(one: Picture) -> int:
    """The number that a picture has or had in its post."""
    return one.number if isinstance(one, RevisionPicture) else one.pk


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")  # how a line ends is the browser's affair


def differing(before: PostRevision, after: PostRevision) -> list[str]:
    """The names of the fields in which two versions differ."""
    one, other = content(before), content(after)
    names = [name for name in CONTENT if name in one and name in other and one[name] != other[name]]
    knows = before.has_pictures and after.has_pictures
    return [*names, MEDIA] if knows and compare_pictures(before.pictures.all(), after.pictures.all()) else names


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


def pictures_back(revision: PostRevision) -> dict[str, tuple[Any, Any]]:
    """What the log shall say of the pictures of a post that become those of `revision`; empty where they are those."""
    now = pictures_of([revision.post_id])[revision.post_id]
    goal = list(revision.pictures.all())
    if not revision.has_pictures or not compare_pictures(now, goal):
        return {}
    return {MEDIA: (said(now), said(goal))}


def said(pictures: Iterable[Picture]) -> list[dict[str, Any]]:
    """Pictures as the log holds them."""
    return [{name: getattr(one, name) for name in TOLD} for one in pictures]


def put_back(revision: PostRevision, post: Post) -> None:
    """Make the pictures of `post` those of `revision`, in its order: what is there is written anew, the rest goes."""
    now = pictures_of([post.pk])[post.pk]
    goal = list(revision.pictures.all())
    pairs = _paired(now, goal)
    for place, one in enumerate(goal):
        media = pairs.get(one) or Media(workspace_id=post.workspace_id, post=post)
        for name, value in _held(one).items():
            setattr(media, name, value)
        media.position = place
        media.save()
    for media in now:
        if media not in pairs.values():
            media.delete()


def whole_texts(events: Iterable[AuditEvent]) -> dict[int, tuple[str, str]]:
    """The text before and after of those rows of the log that changed one, by the number of the row, where kept.

    The log holds the beginning of a long text only.
    """
    found = _around(events)
    numbers = {one for pair in found.values() for one in pair}
    texts = dict(PostRevision.objects.filter(pk__in=numbers).values_list("pk", "text"))
    return {event: (_lines(texts[one]), _lines(texts[other])) for event, (one, other) in found.items()}


def _around(events: Iterable[AuditEvent]) -> dict[int, tuple[int, int]]:
    """The numbers of the versions before and after each of those rows of the log, by its number, where kept."""
    at = {(event.target_id, event.at): event.pk for event in events}
    rows = PostRevision.objects.filter(post__in={number for number, _at in at})
    found: dict[int, tuple[int, int]] = {}
    previous: dict[int, int] = {}
    for number, post, moment in rows.order_by("post", "version").values_list("pk", "post", "at"):
        if (post, moment) in at and post in previous:
            found[at[post, moment]] = (previous[post], number)
        previous[post] = number
    return found


def with_pictures(events: Iterable[AuditEvent]) -> dict[int, tuple[PostRevision, PostRevision]]:
    """The versions before and after each of those rows of the log, by its number, where both have their pictures."""
    found = _around(events)
    numbers = {one for pair in found.values() for one in pair}
    rows = PostRevision.objects.filter(pk__in=numbers, has_pictures=True).prefetch_related("pictures").in_bulk()
    return {event: (rows[one], rows[other]) for event, (one, other) in found.items() if one in rows and other in rows}
