"""What may happen to the posts of a series: laid out, changed, moved and thrown away together, each in one batch.

A post of a series remembers the day that its rhythm gave it. One that stands as far from that day as the post that is
moved did goes with it; one that somebody moved otherwise keeps its own day.

All of it runs inside the workspace's scope.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from smplanner.workspaces import audit
from smplanner.workspaces.audit import as_logged
from smplanner.workspaces.models import AuditEvent, User

from . import asking, together
from .making import Target, copy_of, create_all
from .models import Post, Series
from .recurrence import Rhythm
from .together import Change, Done
from .workflow import Diff, put

# What the other posts of a series may take over from one. Not its status, nor where and when it was published.
SHARED = (
    *("title", "text", "link", "channel", "persona", "persona_need", "objective", "pillar", "campaign", "owner"),
    *("intent", "value", "about", "invites_reply", "media_type", "format", "target_rung", "has_people"),
    *("is_evergreen", "minutes_planned", "material_link", "partner", "platform_label"),
    *("offer", "offer_until", "offer_terms", "prior_price"),
)
MOMENT = ("local_date", "local_time")
SETTLED = (Post.Status.POSTED, Post.Status.CANCELLED)
# What the log of a series calls the post that it began with.
FIRST = "post"


class Which(StrEnum):
    """How far an act on a post of a series reaches."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


@transaction.atomic
def lay_out(post: Post, rhythm: Rhythm, days: Iterable[date], actor: User, now: datetime) -> tuple[Series, Done]:
    """Make `post` the first of a series, with a copy on each of the `days`, without its pictures.

    To be called for a dated post that is in no series. The clock on the wall is the same on each day.
    """
    series = Series.objects.create(
        workspace=post.workspace,
        rhythm=rhythm.kind,
        every=rhythm.every,
        weekdays=",".join(map(str, sorted(rhythm.weekdays))),
        nth=rhythm.nth if rhythm.kind == Series.Rhythm.NTH_WEEKDAY else None,
        first_day=post.local_date,
        until=rhythm.until,
        count=rhythm.count,
        created_by=actor,
        created_at=now,
    )
    audit.record(post.workspace, actor, "created", series, {FIRST: (None, post.pk)})
    # The first post is as it was, for whoever reads it: its version does not grow.
    Post.objects.filter(pk=post.pk).update(series=series, series_day=post.local_date)
    post.series, post.series_day = series, post.local_date
    copies = []
    for day in sorted(set(days) - {post.local_date}):
        copy = copy_of(post, Target(post.channel, day, post.local_time))
        copy.series, copy.series_day = series, day
        copies.append(copy)
    return series, create_all(copies, actor, now)


def others(post: Post, which: Which) -> list[Post]:
    """The other posts of its series that an act on `post` reaches, in order; what is published or cancelled stays."""
    if post.series_id is None or which == Which.THIS:
        return []
    rows = (
        Post.objects.filter(series=post.series_id)
        .select_related("workspace")
        .exclude(pk=post.pk)
        .exclude(status__in=SETTLED)
    )
    if which == Which.FOLLOWING:
        rows = rows.filter(series_day__gt=post.series_day)
    return list(rows.order_by("series_day", "pk"))


@dataclass(frozen=True, slots=True)
class Wish:
    """What one row of the log changed of a post of a series, as far as others may take it over and it still stands.

    `shift` is by how many days it was moved, if it was; the `reason` that was given for it goes along.
    """

    post: Post
    fields: tuple[str, ...]
    before: dict[str, object]
    has_clock: bool
    shift: int | None
    reason: str = ""

    def __bool__(self) -> bool:
        return bool(self.fields or self.has_clock or self.shift)

    def act(self, other: Post) -> Diff:
        """Set in `other`, unsaved, whatever still is there as it was in the post; says what that was."""
        diff: Diff = {}
        for name in self.fields:
            attname = Post._meta.get_field(name).attname
            held, wanted = getattr(other, attname), getattr(self.post, attname)
            if as_logged(held) == self.before[name] and held != wanted:
                setattr(other, attname, wanted)
                diff[name] = (held, wanted)
        day, clock = other.local_date, other.local_time
        if day is not None and self.has_clock and as_logged(clock) == self.before["local_time"]:
            clock = self.post.local_time
        if day is not None and self.shift and (day - other.series_day).days == self._stood_off():
            day = other.series_day + (self.post.local_date - self.post.series_day)
        if (day, clock) != (other.local_date, other.local_time):
            diff |= put(other, day, clock)
        if diff:
            other.is_proposed = False
        return diff

    def _stood_off(self) -> int:
        """How many days after the one of its rhythm the post stood before it was moved."""
        before = date.fromisoformat(str(self.before["local_date"]))
        return (before - self.post.series_day).days


def wish_of(post: Post, event: AuditEvent) -> Wish:
    """What the others of its series may take over of what `event` says was changed in `post`."""
    before = {name: pair[0] for name, pair in event.diff.items() if isinstance(pair, list) and len(pair) == 2}

    def stands(name: str) -> bool:
        return name in before and as_logged(getattr(post, Post._meta.get_field(name).attname)) == event.diff[name][1]

    shift = None
    if stands("local_date") and before["local_date"] and post.local_date:
        shift = (post.local_date - date.fromisoformat(str(before["local_date"]))).days or None
    fields = tuple(name for name in SHARED if stands(name))
    return Wish(post, fields, before, stands("local_time"), shift, event.reason)


def would_change(wish: Wish, posts: Iterable[Post]) -> list[Post]:
    """Those of the `posts` that carrying out the wish would change. They are not to be saved."""
    return [post for post in posts if _changed(wish, post)]


def _changed(wish: Wish, post: Post) -> Diff:
    """What the wish changes of `post`; nothing of one that is approved and locked."""
    status = post.status
    diff = wish.act(post)
    try:
        asking.refuse(post, status, diff)
    except asking.Locked:
        return {}
    return diff


@transaction.atomic
def carry_over(wish: Wish, which: Which, actor: User, now: datetime) -> Done:
    """Change the others of the series as far as the wish goes; those that are approved and locked stay as they are."""
    posts = together.locked(other.pk for other in others(wish.post, which))
    changes = [Change("edited", post, diff) for post in posts if (diff := _changed(wish, post))]
    return together.write(changes, actor, now, reason=wish.reason)


def held_back(wish: Wish, posts: Iterable[Post]) -> list[Post]:
    """Those of the `posts` that carrying out the wish leaves as they are, because they are approved and locked."""
    return [post for post in posts if asking.is_locked(post) and asking.CONTENT & wish.act(post).keys()]


@transaction.atomic
def throw_away(post: Post, which: Which, actor: User, now: datetime, version: int | None = None) -> Done:
    """Put the post, which was read at `version`, and those of its series that are meant into the trash.

    Raises as together.trash does.
    """
    numbers: Collection[int] = [other.pk for other in others(post, which)]
    done = together.trash({**dict.fromkeys(numbers), post.pk: version}, actor, now)
    settle(done.posts)
    return done


def settle(posts: Iterable[Post]) -> None:
    """Look at the series of posts that were thrown away or came back: what a series began with is in it no longer when
    it is left alone, and is in it again when others are back. For whoever reads that post it stays as it was.
    """
    for number in {post.series_id for post in posts} - {None}:
        series = Series.objects.get(pk=number)
        began = AuditEvent.objects.filter(target_kind="series", target_id=number, verb="created").first()
        first = began.diff.get(FIRST, [None, None])[1] if began else None
        living = list(Post.objects.filter(series=series).values_list("pk", flat=True)[:2])
        if living == [first]:
            Post.objects.filter(pk=first).update(series=None, series_day=None)
        elif living:
            Post.objects.filter(pk=first, series=None).update(series=series, series_day=series.first_day)
