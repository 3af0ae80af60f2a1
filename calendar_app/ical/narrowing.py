"""Which part of a plan a subscription is about: its scope, the objects it names, and the saved view it follows.

Every setting narrows and none widens. So a saved view that asks for a channel which is gone shows the posts of no
channel at all, where the calendar, which is looked at, says so and shows the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q
from django.http import QueryDict

from calendar_app.facets import FACETS, WITHOUT, Key
from calendar_app.filters import LONGEST_WORDS, fold
from calendar_app.models import Feed, Post
from calendar_app.models.posts import PostQuerySet
from calendar_app.occasions import ALL, Kind, Row
from smplanner.workspaces.models import Membership, Workspace

# What these facets are keyed by is a word; the others are keyed by a number.
WORDED = frozenset({"status", "findings"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a saved view asks for. A facet that is absent from `chosen` lets every post through."""

    chosen: Mapping[str, frozenset[Key]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    kinds: frozenset[Kind] = ALL

    @property
    def is_of_findings(self) -> bool:
        return "findings" in self.chosen


def asked_by(feed: Feed) -> Asked:
    """What the saved view of `feed` asks for; nothing in particular without one."""
    if feed.saved_view is None:
        return Asked()
    params = QueryDict(feed.saved_view.address)
    chosen = {facet: _keys(facet, values) for facet in FACETS if (values := params.getlist(facet))}
    words = fold(" ".join(params.get("q", "").split())[:LONGEST_WORDS]).split()
    shown = {value for value in params.getlist("show") if value}
    return Asked(chosen, tuple(words), frozenset(kind for kind in Kind if kind in shown) if shown else ALL)


def _keys(facet: str, values: list[str]) -> frozenset[Key]:
    if facet in WORDED:
        return frozenset(None if value == WITHOUT else value for value in values)
    known = (value for value in values if value == WITHOUT or (value.isascii() and value.isdigit()))
    return frozenset(None if value == WITHOUT else int(value) for value in known)


def narrowed(posts: PostQuerySet, feed: Feed, asked: Asked) -> PostQuerySet:
    """`posts` without those that the settings of `feed` leave out; words and findings are for `lets_through`.

    A cancelled post is left out: programs take an event out when it is no longer there, some keep it otherwise. A view
    that asks for what was cancelled gets it, marked as such.
    """
    if Post.Status.CANCELLED not in asked.chosen.get("status", ()):
        posts = posts.exclude(status=Post.Status.CANCELLED)
    if feed.scope == Feed.Scope.MINE:
        posts = posts.filter(owner=feed.user_id)
    elif feed.scope == Feed.Scope.REVIEW:
        posts = posts.filter(status=Post.Status.IN_REVIEW)
    for name in ("channel", "persona", "campaign"):
        if (number := getattr(feed, f"{name}_id")) is not None:
            posts = posts.filter(**{name: number})
    for facet, keys in asked.chosen.items():
        if facet != "findings":
            posts = posts.filter(_has(facet, keys, feed.workspace))
    return posts


def _has(facet: str, keys: frozenset[Key], workspace: Workspace) -> Q:
    """Posts whose facet is one of `keys`. What someone looks after who is no member any more is in nobody's care."""
    given = Q(**{f"{facet}__in": sorted(key for key in keys if key is not None)})
    none = Q(**{f"{facet}__isnull": True})
    if facet == "owner":
        members = Q(owner__in=Membership.objects.filter(workspace=workspace).values("user"))
        given, none = given & members, none | ~members
    return given | none if None in keys else given


def lets_through(asked: Asked, title: str, text: str, severity: str | None) -> bool:
    """Whether a post with these words, and with findings of at most this `severity`, is one that `asked` looks for."""
    if asked.is_of_findings and severity not in asked.chosen["findings"]:
        return False
    spoken = fold(f"{title}\n{text}") if asked.words else ""
    return all(word in spoken for word in asked.words)


def is_about(feed: Feed, asked: Asked, row: Row) -> bool:
    """Whether the settings of `feed` leave an occasion in: a channel keeps what is of none, as on the calendar."""
    if feed.scope == Feed.Scope.MINE and row.owner != feed.user_id:
        return False
    if row.kind not in asked.kinds or not all(word in fold(row.name) for word in asked.words):
        return False
    for name in ("channel", "persona"):
        own, number = getattr(feed, f"{name}_id"), getattr(row, name)
        if own is not None and number not in {None, own}:
            return False
        if name in asked.chosen and number not in {None, *asked.chosen[name]}:
            return False
    return True
