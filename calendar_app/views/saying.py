"""When a post stands, in words, where the calendar shows it, and what a change would do to the findings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from calendar_app import asking
from calendar_app.checker import Finding, Preview
from calendar_app.models import Post
from calendar_app.rules.render import words
from calendar_app.rules.render.words import WORST_FIRST
from calendar_app.templatetags.days import in_words


def today_in(request: HttpRequest) -> date:
    """The day that the workspace's calendar shows now."""
    return timezone.now().astimezone(request.workspace.tz).date()


def calendar_address(request: HttpRequest, post: Post) -> str:
    """The calendar, at the month of `post`."""
    base = reverse("calendar", args=[request.workspace.slug])
    return f"{base}?d={post.local_date.isoformat()}" if post.local_date else base


def say_preview(preview: Preview) -> str:
    """How many findings saving a post leaves on it, and brings and ends elsewhere."""
    on_post, caused, cured = (_counts(found) for found in (preview.on_post, preview.caused, preview.all_cured))
    sentences = [
        _("On this post: %(counts)s.") % {"counts": on_post} if on_post else _("Nothing to say about this post.")
    ]
    if caused:
        sentences.append(_("Elsewhere in the plan, saving would cause: %(counts)s.") % {"counts": caused})
    if cured:
        sentences.append(_("Saving would cure: %(counts)s.") % {"counts": cured})
    return " ".join(sentences)


def say_effect(preview: Preview) -> str:
    """How many findings a move brings and ends."""
    caused, cured = _counts(preview.all_caused), _counts(preview.all_cured)
    sentences = []
    if caused:
        sentences.append(_("It would cause: %(counts)s.") % {"counts": caused})
    if cured:
        sentences.append(_("It would cure: %(counts)s.") % {"counts": cured})
    return " ".join(sentences) or _("It would change no finding.")


def _counts(findings: Sequence[Finding]) -> str:
    """“1 error, 2 warnings”; empty when there is none."""
    numbers = Counter(finding.severity for finding in findings)
    return ", ".join(words.count(severity, numbers[severity]) for severity in WORST_FIRST if numbers[severity])


def say_moment(post: Post) -> str:
    """When a post stands, in words and in the page's language: a date field shows the browser's own."""
    if post.local_date is None:
        return _("In the reserve, without a date")
    day = in_words(post.local_date)
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


def asked_words(post: Post, now: datetime) -> str:
    """What to add when the act of this moment handed `post` in to be approved; empty when it did not."""
    return _("It waits for an answer now: those who approve are told.") if asking.is_asked(post, now) else ""


def say_asked(request: HttpRequest, post: Post, now: datetime) -> None:
    if said := asked_words(post, now):
        messages.info(request, said)


def stands(posts: Iterable[Post]) -> list[dict[str, object]]:
    """Where posts stand and at which version, as the calendar's script reads it; what is thrown away stands nowhere."""
    return [
        {
            "id": post.pk,
            "version": post.version,
            "day": None if post.deleted_at else _iso(post.local_date),
            "time": post.local_time.isoformat("minutes") if post.local_time else "",
        }
        for post in posts
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
