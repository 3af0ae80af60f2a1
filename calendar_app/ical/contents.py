"""Which posts a calendar holds, and what of them: from a subscription or a workspace to the bytes of its calendar.

Call these inside the workspace's scope. A calendar costs one query, whatever the number of posts, one more with the
strategy's occasions, and one more with findings, unless the plan has changed since they were last asked for.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from uuid import uuid5

from django.conf import settings
from django.db.models import F, Value
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
from calendar_app.occasions import Kind, Occasion
from smplanner.workspaces.models import Workspace

from .judged import Judged, Said, judged
from .narrowing import Asked, asked_by, is_about, lets_through, narrowed
from .writing import LONGEST_TEXT, MOST_EVENTS, Entry, Heading, Reminder, write

PAST = timedelta(days=90)
FUTURE = timedelta(days=365)


def of_feed(feed: Feed, now: datetime) -> bytes:
    """The calendar that `feed` answers at `now`: 90 days back, a year ahead, narrowed by the feed's own settings.

    `feed` comes from `Feed.by_token`.
    """
    workspace, asked = feed.workspace, asked_by(feed)
    today = now.astimezone(workspace.tz).date()
    span = (today - PAST, today + FUTURE)
    posts = narrowed(_dated().between(*day_bounds(*span, workspace.tz)), feed, asked).reverse()
    says = None
    if feed.detail == Feed.Detail.FINDINGS or asked.is_of_findings:
        says = judged(workspace, span, now, feed.last_act or 0, feed.language)
    if not asked.words and not asked.is_of_findings:
        posts = posts[: MOST_EVENTS + 1]  # one more than are shown tells that there are more
    # The latest are the ones to keep, so they come first.
    whole, telling = feed.detail != Feed.Detail.TITLE, feed.detail == Feed.Detail.FINDINGS
    found = _entries(posts, workspace, whole=whole, asked=asked, says=says, telling=telling)
    entries = list(islice(found, MOST_EVENTS + 1))[::-1]
    if feed.with_occasions:
        entries = sorted([*entries, *_reminders(feed, asked, *span)], key=lambda entry: entry.at)
    return write(_heading(feed), entries, feed.language, alarm=feed.alarm_minutes)


def _reminders(feed: Feed, asked: Asked, first: date, last: date) -> list[Reminder]:
    """The occasions of the span that the feed is about, with its words. They lead where every member may read."""
    rows = [row for row in occasion_rows() if is_about(feed, asked, row)]
    addresses = Addresses(feed.workspace.slug, may_write=False)
    with override(feed.language):
        return [
            _reminder(feed.workspace, occasion, settings.SITE_URL + addresses.of(occasion))
            for occasion in occasions.between(rows, first, last)
        ]


def _reminder(workspace: Workspace, occasion: Occasion, url: str) -> Reminder:
    """`occasion` with an identifier made of all that is shown of it, but for the language and this site's name."""
    row = occasion.row
    at = moment(occasion.day, row.clock, workspace.tz).at
    shown = (row.kind, row.about, row.id, row.name, occasion.day, row.clock and at, workspace.slug)
    uid = uuid5(workspace.namespace, "\n".join(map(str, shown)))
    return Reminder(uid, at, None if row.clock else occasion.day, title(occasion), str(KINDS[Kind(row.kind)].one), url)


def of_workspace(workspace: Workspace, language: str) -> bytes:
    """The whole dated plan but for what was cancelled, as a file to keep or to import, with its words in `language`."""
    with override(language):
        description = _("The editorial plan of %(workspace)s.") % {"workspace": workspace.name}
    posts = _dated().exclude(publish_at=None).exclude(status=Post.Status.CANCELLED).order_by("publish_at", "pk")
    heading = Heading(workspace.name, description, workspace.zone)
    return write(heading, list(_entries(posts, workspace, whole=True)), language, limited=False)


def _dated() -> PostQuerySet:
    # No calendar has a day after the last one that dates can tell.
    return Post.objects.filter(local_date__lt=date(9999, 12, 30))


def _heading(feed: Feed) -> Heading:
    with override(feed.language):
        return Heading(" · ".join(_title(feed)), "\n".join(_said(feed)), feed.zone or feed.workspace.zone)


def _title(feed: Feed) -> Iterator[str]:
    """The workspace, and each thing that the feed is narrowed to."""
    yield feed.workspace.name
    yield from (str(one) for one in (feed.channel, feed.persona, feed.campaign, feed.saved_view) if one)
    if feed.scope == Feed.Scope.MINE:
        yield feed.user.get_short_name()
    elif feed.scope == Feed.Scope.REVIEW:
        yield _("To review")


def _said(feed: Feed) -> Iterator[str]:
    named = {"workspace": feed.workspace.name, "person": feed.user.get_short_name()}
    yield _("The editorial plan of %(workspace)s, from 90 days back to a year ahead.") % named
    if feed.scope == Feed.Scope.MINE:
        yield _("Only the posts that %(person)s looks after.") % named
    elif feed.scope == Feed.Scope.REVIEW:
        yield _("Only the posts that wait to be reviewed.")
    if feed.channel:
        yield _("Only the channel %(channel)s.") % {"channel": feed.channel}
    if feed.persona:
        yield _("Only the persona %(persona)s.") % {"persona": feed.persona}
    if feed.campaign:
        yield _("Only the campaign %(campaign)s.") % {"campaign": feed.campaign}
    if feed.saved_view:
        yield _("Only what the saved view “%(view)s” shows.") % {"view": feed.saved_view}
    if feed.with_occasions:
        yield _("With listening sessions, reviews and due days.")


def _entries(
    posts: PostQuerySet,
    workspace: Workspace,
    *,
    whole: bool,
    asked: Asked | None = None,
    says: Judged | None = None,
    telling: bool = False,
) -> Iterator[Entry]:
    """The plain values of those of `posts` that `asked` looks for, in their order.

    Unless `whole`, they come without text, links, persona and objective. `says` is what the checker says of them, and
    when `telling`, their events say it too.
    """
    address, _zero, end = (
        settings.SITE_URL + reverse("post", kwargs={"slug": workspace.slug, "post_id": 0})
    ).rpartition("0")
    words = asked is not None and bool(asked.words)
    text = F("text") if words else Left("text", LONGEST_TEXT + 1) if whole else Value("")
    more = ("persona__name", "objective__statement", "said", "link", "posted_url") if whole else ("said",)
    rows = posts.annotate(said=text).values_list(
        "pk", "uid", "sequence", "changed_at", "publish_at", "local_date", "local_time", "title", "status",
        "channel__name", "channel__platform__name", "pillar__name", *more,
    )  # fmt: skip
    nothing = Said(None, (), datetime.min.replace(tzinfo=UTC))
    for pk, uid, sequence, changed_at, at, day, clock, called, status, name, platform, pillar, *rest in rows.iterator():
        of_post = says.of(pk) if says else nothing
        if asked is not None and not lets_through(asked, called, rest[-3 if whole else 0], of_post.severity):
            continue
        yield Entry(
            uid,
            sequence + of_post.revisions if telling else sequence,
            max(changed_at, of_post.since) if telling else changed_at,
            at,
            day if clock is None else None,
            called,
            status,
            f"{address}{pk}{end}",
            name or platform or "",
            platform or "",
            pillar or "",
            *(value or "" for value in (rest if whole else ())),
            findings=of_post.lines if telling else (),
        )
