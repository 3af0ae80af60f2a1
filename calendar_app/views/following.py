"""Where changing a post of a series leads: to the question whether the others shall follow."""

from collections.abc import Mapping
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_app import repeating
from calendar_app.models import Post
from calendar_app.repeating import Which
from smplanner.workspaces.models import AuditEvent

# What can be handed on was written by one of these.
CHANGES = ("edited", "moved", "cancelled")
# An older row of the log is not of the act that has just ended.
JUST_NOW = timedelta(seconds=10)


def latest_change(post: Post, asked: str = "") -> AuditEvent | None:
    """The row of the log that says what was changed in a post of a series: the one `asked` for, else the latest."""
    if post.series_id is None:
        return None
    rows = AuditEvent.objects.filter(target_kind="post", target_id=post.pk, verb__in=CHANGES).order_by("-pk")
    if asked.isascii() and asked.isdecimal() and len(asked) < 19:
        rows = rows.filter(pk=int(asked))
    return rows.first()


def reached(post: Post, event: AuditEvent) -> Mapping[str, int]:
    """How many others of its series could take over what `event` changed: the `following`, and `all`."""
    wish = repeating.wish_of(post, event)
    if not wish:
        return {}
    posts = repeating.would_change(wish, repeating.others(post, Which.ALL))
    return {"following": sum(one.series_day > post.series_day for one in posts), "all": len(posts)}


def _just_changed(post: Post) -> tuple[AuditEvent, Mapping[str, int]] | None:
    """What was just changed in `post`, and how many others could follow; None when it is nothing to any other.

    For a post of no series the database is asked nothing.
    """
    event = latest_change(post)
    if event is None or timezone.now() - event.at > JUST_NOW:
        return None
    numbers = reached(post, event)
    return (event, numbers) if any(numbers.values()) else None


def also_address(request: HttpRequest, post: Post, back: str) -> str:
    """The question whether others of its series shall follow what was just changed in `post`; else `back`."""
    if (found := _just_changed(post)) is None:
        return back
    return _address(request, post) + "?" + urlencode({"event": found[0].pk, "next": back})


def also_offer(request: HttpRequest, post: Post) -> dict[str, object]:
    """The same question as the calendar's script asks it, by buttons beside its message: `also`, or nothing at all."""
    if (found := _just_changed(post)) is None:
        return {}
    event, numbers = found
    following, every = numbers["following"], numbers["all"]
    choices = []
    if following:
        label = ngettext("The following one too", "The %(n)s following ones too", following) % {"n": following}
        choices.append({"which": Which.FOLLOWING, "label": label})
    if every > following:
        label = ngettext("The other one too", "All %(n)s others too", every) % {"n": every}
        choices.append({"which": Which.ALL, "label": label})
    said = _("It is one of a series.")
    return {"also": {"url": _address(request, post), "event": event.pk, "said": said, "choices": choices}}


def _address(request: HttpRequest, post: Post) -> str:
    return reverse("post-also", args=[request.workspace.slug, post.pk])
