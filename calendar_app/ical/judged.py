"""What the checker says of the posts in a subscription, and since when it says so.

A program skips an event whose LAST-MODIFIED has not grown, and findings change without their post: with another post,
with a rule, with the day. They are computed and have no time of their own, so what was told is remembered in the
cache, one entry for each workspace and language, whatever the number of subscriptions. What differs from it is told
anew as of now. Should the cache lose the entry, everything is told anew as of now: times never go back.

The checker is asked once for each state of the workspace, which is the last act in its log and the day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.core.cache import cache
from django.utils.translation import override

from calendar_app import checker
from calendar_app.checker import Mark
from smplanner.workspaces.models import Workspace

KEPT = timedelta(days=60)
# Posts that left the span long ago are remembered, too; beyond this many all of it is told anew.
MOST_POSTS = 5_000
# What this process has read of the cache, so that an unchanged calendar need not read it again.
MOST_NEAR = 32
_near: dict[str, "Judged"] = {}
# SEQUENCE counts a post's own changes; to those come the minutes from here until its findings last changed. They only
# grow, and fit into 31 bits for four thousand years.
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one post: the gravest severity, a line for each finding, and since when just that is said."""

    severity: str | None
    lines: tuple[str, ...]
    since: datetime

    @property
    def revisions(self) -> int:
        """What the SEQUENCE of its event counts on top of the post's own changes."""
        return max(0, int((self.since - SINCE) / timedelta(minutes=1)))


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of the posts of a workspace; of a post that is not among `posts`, nothing is said since `began`."""

    state: str
    began: datetime
    posts: Mapping[int, Said]

    def of(self, post: int) -> Said:
        return self.posts.get(post) or Said(None, (), self.began)


def judged(workspace: Workspace, span: tuple[date, date], now: datetime, last_act: int, language: str) -> Judged:
    """What the checker says at `now` of the posts from one day of `span` to the other, in `language`.

    Call it inside the workspace's scope; `last_act` is the number of the last act in its log. Unless something was done
    or the day has changed since the last call, it costs one query, to the cache, and none the next time.
    """
    key, today = f"feed-findings:1:{workspace.namespace}:{language}", now.astimezone(workspace.tz).date()
    state = f"{last_act} {today} {workspace.zone} {span[0]} {span[1]}"
    if (known := _known(key, state)) and known.state == state:
        return known
    with override(language):
        marks = checker.marks(workspace, *span, today)
        said = {post: (str(mark.severity), tuple(_lines(mark))) for post, mark in marks.items()}
    now = now.replace(microsecond=0)
    if known is None or len(known.posts) > MOST_POSTS:
        known = Judged("", now, {})
    fresh = _followed(known, said, state, now)
    rows = {post: (one.severity, one.lines, one.since) for post, one in fresh.posts.items()}
    cache.set(key, (state, fresh.began, rows), KEPT.total_seconds())
    return fresh


def _known(key: str, state: str) -> Judged | None:
    """What was last remembered. Only what came from the cache is kept here: there all processes have the same."""
    near = _near.get(key)
    if near is not None and near.state == state:
        return near
    found = cache.get(key)
    if found is None:
        return None
    remembered, began, rows = found
    _near[key] = known = Judged(remembered, began, {post: Said(*row) for post, row in rows.items()})
    while len(_near) > MOST_NEAR:
        _near.pop(next(iter(_near)), None)
    return known


def _lines(mark: Mark) -> list[str]:
    return [f"{finding.severity.label} · {finding.message}" for finding in mark.findings]


def _followed(known: Judged, said: Mapping[int, tuple[str, tuple[str, ...]]], state: str, now: datetime) -> Judged:
    """`said`, each since when it was already so by `known`. A post of which nothing is said any more stays, as such."""
    posts = {}
    for post in known.posts.keys() | said.keys():
        severity, lines = said.get(post, (None, ()))
        before = known.of(post)
        posts[post] = before if before.lines == lines else Said(severity, lines, max(now, before.since))
    return Judged(state, known.began, posts)
