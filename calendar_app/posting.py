"""Posts whose moment has come, and where a platform lets one write. Nothing here, or anywhere, asks a platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import quote, urlsplit

from django.db.models import Q, QuerySet

from .models import Post

# What may still go out. An idea has no promise to anybody, though it may have a day.
OPEN = (Post.Status.PLANNED, Post.Status.DRAFT, Post.Status.IN_REVIEW, Post.Status.APPROVED)
# A post without an hour belongs to its day; it is due when people come to work.
HOUR_OF_A_DAY = time(9)
_INTO_THE_DAY = timedelta(hours=HOUR_OF_A_DAY.hour)
# What slipped for longer is no matter of today any more; the calendar still shows it.
LONGEST = timedelta(days=14)


def due_at(post: Post) -> datetime:
    """The instant from which `post`, which has a day, waits to be posted. Raises TypeError for one of the reserve."""
    return post.publish_at if post.local_time else post.publish_at + _INTO_THE_DAY


def due(posts: QuerySet[Post], now: datetime, since: timedelta = LONGEST) -> QuerySet[Post]:
    """Those of `posts` whose moment has come within the time `since` before `now`, the longest waiting first."""
    timed = Q(local_time__isnull=False, publish_at__lte=now, publish_at__gt=now - since)
    whole = Q(local_time=None, publish_at__lte=now - _INTO_THE_DAY, publish_at__gt=now - _INTO_THE_DAY - since)
    return posts.filter(timed | whole, status__in=OPEN).order_by("publish_at", "pk")


@dataclass(frozen=True, slots=True)
class Door:
    """Where to write on a platform: an `address` to open, and whether it takes the text along."""

    address: str
    takes_text: bool


# Addresses that open a window to write in; {text} where the platform takes the words along.
WINDOWS: Mapping[str, str] = {
    "bluesky": "https://bsky.app/intent/compose?text={text}",
    "facebook": "https://www.facebook.com/",
    "google_business": "https://business.google.com/posts",
    "instagram": "https://www.instagram.com/",
    "linkedin": "https://www.linkedin.com/feed/?shareActive=true&text={text}",
    "pinterest": "https://www.pinterest.com/pin-creation-tool/",
    "reddit": "https://www.reddit.com/submit",
    "snapchat": "https://my.snapchat.com/",
    "telegram": "https://web.telegram.org/",
    "threads": "https://www.threads.net/intent/post?text={text}",
    "tiktok": "https://www.tiktok.com/upload",
    "whatsapp_channel": "https://web.whatsapp.com/",
    "x": "https://x.com/intent/post?text={text}",
    "youtube": "https://studio.youtube.com/",
    "youtube_shorts": "https://studio.youtube.com/",
}
# Browsers and servers refuse addresses much longer than this; the text is copied then.
LONGEST_ADDRESS = 4000


def door(platform: str, account_url: str, text: str) -> Door | None:
    """Where to write `text` on `platform`, whose account is at `account_url` (may be empty); None when nobody knows."""
    window = WINDOWS.get(platform, "")
    if platform == "mastodon" and (host := urlsplit(account_url).netloc):
        window = f"https://{host}/share?text={{text}}"
    if "{text}" in window:
        address = window.replace("{text}", quote(text, safe=""))
        if text and len(address) <= LONGEST_ADDRESS:
            return Door(address, takes_text=True)
        window = window.partition("?")[0]
    address = window or account_url
    return Door(address, takes_text=False) if address else None
