"""Which posts a calendar holds, and what of them: from a subscription or a workspace to the bytes of its calendar.

Call these inside the workspace's scope. A calendar costs one query, whatever the number of posts, and one more with the
strategy's occasions.
"""

from datetime import date, timedelta
from uuid import uuid5

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from calendar_app import occasions
from calendar_app.entries import occasion_rows
from calendar_app.models import Feed, Post
from calendar_app.models.posts import PostQuerySet
from calendar_app.moments import day_bounds, moment
from calendar_app.occasion_words import KINDS, Addresses, title
from calendar_app.occasions import Kind, Occasion, Row
from smplanner.workspaces.models import Workspace

from .writing import LONGEST_TEXT, MOST_EVENTS, Entry, Heading, Reminder, write

PAST = timedelta(days=90)
FUTURE = timedelta(days=365)


def of_feed(feed: Feed, today: date) -> bytes:
    """The calendar that `feed` answers on `today`: 90 days back, a year ahead, narrowed by the feed's own settings."""
    workspace = feed.workspace
    posts = _shown().between(*day_bounds(today - PAST, today + FUTURE, workspace.tz))
    if feed.channel_id is not None:
        posts = posts.filter(channel=feed.channel_id)
    if feed.scope == Feed.Scope.MINE:
        posts = posts.filter(owner=feed.user_id)
    # The latest are the ones to keep; one more than that tells that there are more.
    entries = _entries(posts.reverse()[: MOST_EVENTS + 1], workspace, whole=feed.detail == Feed.Detail.TEXT)[::-1]
    if feed.with_occasions:
        entries = sorted([*entries, *_reminders(feed, today)], key=lambda entry: entry.at)
    return write(_heading(feed), entries, feed.language)


def _reminders(feed: Feed, today: date) -> list[Reminder]:
    """The occasions of the span that the feed is about, with its words. They lead where every member may read."""
    rows = [row for row in occasion_rows() if _is_about(feed, row)]
    addresses = Addresses(feed.workspace.slug, may_write=False)
    with override(feed.language):
        return [
            _reminder(feed.workspace, occasion, settings.SITE_URL + addresses.of(occasion))
            for occasion in occasions.between(rows, today - PAST, today + FUTURE)
        ]


def _is_about(feed: Feed, row: Row) -> bool:
    """Whether the settings of `feed` leave `row` in: a channel keeps what is of no channel, as the calendar does."""
    if feed.channel_id is not None and row.channel not in {None, feed.channel_id}:
        return False
    return feed.scope == Feed.Scope.ALL or row.owner == feed.user_id


def _reminder(workspace: Workspace, occasion: Occasion, url: str) -> Reminder:
    """`occasion` with an identifier made of all that is shown of it, but for the language and this site's name."""
    row = occasion.row
    at = moment(occasion.day, row.clock, workspace.tz).at
    shown = (row.kind, row.about, row.id, row.name, occasion.day, row.clock and at, workspace.slug)
    uid = uuid5(workspace.namespace, "\n".join(map(str, shown)))
    return Reminder(uid, at, None if row.clock else occasion.day, title(occasion), str(KINDS[Kind(row.kind)].one), url)


def of_workspace(workspace: Workspace, language: str) -> bytes:
    """The whole dated plan, as a file to keep or to import, with its words in `language`."""
    with override(language):
        description = _("The editorial plan of %(workspace)s.") % {"workspace": workspace.name}
    posts = _shown().exclude(publish_at=None).order_by("publish_at", "pk")
    heading = Heading(workspace.name, description, workspace.zone)
    return write(heading, _entries(posts, workspace, whole=True), language, limited=False)


def _shown() -> PostQuerySet:
    """A cancelled post is left out: programs take an event out when it is no longer there, some keep it otherwise."""
    # No calendar has a day after the last one that dates can tell.
    return Post.objects.exclude(status=Post.Status.CANCELLED).filter(local_date__lt=date(9999, 12, 30))


def _heading(feed: Feed) -> Heading:
    named = {"workspace": feed.workspace.name, "channel": str(feed.channel or ""), "person": feed.user.get_short_name()}
    with override(feed.language):
        title = [feed.workspace.name]
        said = [_("The editorial plan of %(workspace)s, from 90 days back to a year ahead.") % named]
        if feed.channel:
            title.append(named["channel"])
            said.append(_("Only the channel %(channel)s.") % named)
        if feed.scope == Feed.Scope.MINE:
            title.append(named["person"])
            said.append(_("Only the posts that %(person)s looks after.") % named)
        if feed.with_occasions:
            said.append(_("With listening sessions, reviews and due days."))
    return Heading(" · ".join(title), "\n".join(said), feed.workspace.zone)


def _entries(posts: PostQuerySet, workspace: Workspace, *, whole: bool) -> list[Entry]:
    """The plain values of `posts`, in their order; unless `whole`, without text, links, persona and objective."""
    address, _zero, end = (
        settings.SITE_URL + reverse("post", kwargs={"slug": workspace.slug, "post_id": 0})
    ).rpartition("0")
    said = ("persona__name", "objective__statement", "said", "link", "posted_url") if whole else ()
    rows = posts.annotate(said=Left("text", LONGEST_TEXT + 1) if whole else Value("")).values_list(
        "pk", "uid", "sequence", "changed_at", "publish_at", "local_date", "local_time", "title", "status",
        "channel__name", "channel__platform__name", "pillar__name", *said,
    )  # fmt: skip
    return [
        Entry(
            uid,
            sequence,
            changed_at,
            at,
            day if clock is None else None,
            title,
            status,
            f"{address}{pk}{end}",
            name or platform or "",
            platform or "",
            *(value or "" for value in rest),
        )
        for pk, uid, sequence, changed_at, at, day, clock, title, status, name, platform, *rest in rows.iterator()
    ]
