"""Posts with their pictures, from rows to values.

Everything here runs inside the workspace's scope (`django_scopes.scope`).
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from calendar_app import models
from calendar_app.moments import wall

from . import snapshot

POST = (
    "id",
    "title",
    "channel_id",
    "status",
    "publish_at",
    "text",
    "link",
    "intent",
    "value",
    "about",
    "invites_reply",
    "media_type",
    "persona_id",
    "persona_need",
    "objective_id",
    "pillar_id",
    "owner_id",
    "adapted_from_id",
    "created_at",
    "campaign_id",
    "format",
    "target_rung",
    "has_people",
    "is_evergreen",
    "minutes_planned",
    "minutes_spent",
    "material_link",
    "partner_id",
    "platform_label",
    "offer",
    "offer_until",
    "offer_terms",
    "prior_price",
    "approved_at",
    "is_proposed",
)
MEDIA = ("id", "kind", "label", "alt_text", "is_decorative", "has_captions", "no_speech")
_JOINED_MEDIA = tuple(f"media__{name}" for name in MEDIA)

Read = tuple[snapshot.Post, tuple[Any, ...]]


def rows_of(posts: QuerySet[models.Post], *more: Any) -> QuerySet[models.Post, tuple[Any, ...]]:
    """The columns that `of_rows` reads of each of the posts, after those of `more`, in order of their instants.

    A post with several pictures comes in several rows, one after another.
    """
    ordered = posts.order_by("publish_at", "pk", "media__position", "media__pk")
    return ordered.values_list(*more, *POST, *_JOINED_MEDIA)


def of_rows(rows: Iterable[tuple[Any, ...]], zone: ZoneInfo, more: int = 0) -> Iterator[Read]:
    """Each post of `rows_of`, with what its first `more` columns hold."""
    columns = more + len(POST)
    for _number, same in groupby(rows, key=itemgetter(more)):
        row = next(same)
        media: tuple[snapshot.Media, ...] = ()
        if row[columns] is not None:
            media = tuple(snapshot.Media(*one[columns:]) for one in (row, *same))
        at = row[more + 4]
        day = None if at is None else at.astimezone(zone).date()
        yield snapshot.Post(*(*row[more : more + 4], day, *row[more + 4 : columns], media)), row[:more]


def posts_of(rows: Iterable[tuple[Any, ...]], zone: ZoneInfo) -> tuple[snapshot.Post, ...]:
    """The posts of `rows_of`, without further columns."""
    return tuple(post for post, _more in of_rows(rows, zone))


def post_value(post: models.Post, zone: ZoneInfo, media: Iterable[models.Media] | None = None) -> snapshot.Post:
    """A post that may not be saved yet, as a value of a plan whose days are those of `zone`.

    `media` are its pictures as they would be; left out, they are those it has in the database.
    """
    if media is None:
        media = post.media.all() if post.pk else ()
    if post.local_date is not None and not post.zone:
        post.zone = zone.key
    placed = post.moment()
    at = placed.at if placed else None
    pictures = tuple(snapshot.Media(one.pk or 0, *(getattr(one, name) for name in MEDIA[1:])) for one in media)
    columns = [getattr(post, name) for name in POST]
    columns[0] = post.pk or 0
    columns[4:5] = (None if at is None else wall(at, zone)[0], at)
    return snapshot.Post(*(*columns, pictures))
