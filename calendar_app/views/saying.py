"""When a post stands, in words, and where the calendar shows it."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from calendar_app.models import Post


def today_in(request: HttpRequest) -> date:
    """The day that the workspace's calendar shows now."""
    return timezone.now().astimezone(request.workspace.tz).date()


def calendar_address(request: HttpRequest, post: Post) -> str:
    """The calendar, at the month of `post`."""
    base = reverse("calendar", args=[request.workspace.slug])
    return f"{base}?d={post.local_date.isoformat()}" if post.local_date else base


def say_moment(post: Post) -> str:
    """When a post stands, in words and in the page's language: a date field shows the browser's own."""
    if post.local_date is None:
        return _("In the reserve, without a date")
    day = date_format(post.local_date, "l j F Y")
    if post.local_time is None:
        return day
    return _("%(day)s at %(time)s") % {"day": day, "time": date_format(post.local_time, "H:i")}


def say_clock_change(request: HttpRequest, post: Post) -> None:
    placed = post.moment()
    if placed is None or post.local_time is None:
        return
    if placed.skipped:
        shown = placed.at.astimezone(request.workspace.tz)
        messages.warning(
            request,
            _("The clocks go forward that night: %(asked)s does not exist, the post stands at %(read)s.")
            % {"asked": date_format(post.local_time, "H:i"), "read": date_format(shown, "H:i")},
        )
    elif placed.repeated:
        messages.warning(
            request,
            _("The clocks go back that night and %(asked)s comes twice: open the post to choose which of the two.")
            % {"asked": date_format(post.local_time, "H:i")},
        )
