"""The week in a mail: what went out, what slipped, what comes, what the checks find, and what the plan lacks.

Each person subscribes for themselves, to the whole plan or to what a saved view shows; the same is a page.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django_scopes import scope, scopes_disabled

from smplanner.days import date_format
from smplanner.mail import outbox
from smplanner.mail.models import Message
from smplanner.mail.unwanted import stop_address
from smplanner.workspaces import audit
from smplanner.workspaces.models import Membership, User, Workspace

from . import quiet, weekly
from .grid import Entry
from .models import Channel, SavedView, SummaryMail
from .notice_mails import zone_of
from .rules.render import words
from .view_words import day_in_words, week_heading

KIND = "summary"
# A server that was down for longer than this lets a summary be.
LATEST = timedelta(hours=12)
# Until the Wednesday, the week that matters is the one before; from the Thursday on, it is the present one.
SETTLED = timedelta(days=3)
# So many lines stand under a heading; the rest is on the page.
MOST = 12


@dataclass(frozen=True, slots=True)
class Line:
    """Something of the week; `path` leads to it within the site, where it has a page."""

    text: str
    path: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its number, its first lines, and how many more there are."""

    heading: str
    number: int
    lines: tuple[Line, ...]
    none: str

    @property
    def shown(self) -> tuple[Line, ...]:
        return self.lines[:MOST]

    @property
    def more(self) -> int:
        return len(self.lines) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Summary:
    """The week as it is told: `name` is the saved view’s, empty for the whole plan."""

    week: weekly.Week
    heading: str
    name: str
    sections: tuple[Section, ...]
    path: str


def connect() -> None:
    """Look for summaries to write whenever the outbox is looked into."""
    if watch not in outbox.watches:
        outbox.watches.append(watch)


# --- Subscribing ---------------------------------------------------------------------------------------------------


@transaction.atomic
def subscribe(row: SummaryMail, now: datetime) -> SummaryMail:
    """Save a new subscription, or another day and hour for one; the first mail comes at the next such hour.

    Whoever had said no to this kind of mail says yes again by that.
    """
    if KIND in row.user.unwanted_mails:
        row.user.unwanted_mails = [kind for kind in row.user.unwanted_mails if kind != KIND]
        row.user.save(update_fields=["unwanted_mails"])
    row.last_day, _at = quiet.latest(now, zone_of(row.user, row.workspace), row.weekday, row.hour)
    is_new = row.pk is None
    row.save()
    audit.record(row.workspace, row.user, "subscribed" if is_new else "edited", row)
    return row


@transaction.atomic
def stop(row: SummaryMail) -> None:
    """End a subscription."""
    audit.record(row.workspace, row.user, "unsubscribed", row)
    row.delete()


# --- Writing -------------------------------------------------------------------------------------------------------


def watch(now: datetime) -> None:
    """Write each summary, of any workspace, whose hour has come, once."""
    with scopes_disabled():
        rows = list(SummaryMail.objects.select_related("user", "workspace", "saved_view"))
        for row in rows:
            day, at = quiet.latest(now, zone_of(row.user, row.workspace), row.weekday, row.hour)
            if row.last_day != day and at > now - LATEST:
                _write(row, day, now)


@transaction.atomic
def _write(row: SummaryMail, day: date, now: datetime) -> None:
    """Of two who look at the same time, one notes the day, and writes."""
    is_mine = SummaryMail.objects.filter(pk=row.pk).exclude(last_day=day).update(last_day=day)
    if is_mine and _is_wanted(row):
        outbox.put([mail(row, day, now)])


def _is_wanted(row: SummaryMail) -> bool:
    """Whether its reader still wants it, and may read what it shows."""
    user, view = row.user, row.saved_view
    if not user.is_active or KIND in user.unwanted_mails:
        return False
    if view is not None and not view.is_shared and view.owner_id != user.pk:
        return False
    return Membership.objects.filter(user=user, workspace=row.workspace).exists()


def mail(row: SummaryMail, day: date, now: datetime) -> Message:
    """The summary that `row` subscribes to, as of `now`, in its reader's language; held back in their quiet hours."""
    user, workspace = row.user, row.workspace
    stop_at, language = stop_address(user, KIND), user.language or workspace.language
    with override(language), timezone.override(workspace.tz), scope(workspace=workspace):
        told = summary(workspace, monday_for(now, workspace.tz), now, user, row.saved_view)
        name = told.name or workspace.name
        context = {
            "summary": told,
            "workspace": workspace,
            "site": settings.SITE_URL,
            "manage": settings.SITE_URL + reverse("summaries", args=[workspace.slug]),
            "stop": stop_at,
            "language": language,
            "subject": _("%(week)s: %(name)s") % {"week": told.heading, "name": name},
        }
        return Message(
            key=f"summary:{row.pk}:{day.isoformat()}",
            kind=KIND,
            workspace=workspace,
            user=user,
            to=user.email,
            subject=context["subject"],
            text=render_to_string("mail/summary.txt", context),
            html=render_to_string("mail/summary.html", context),
            headers={"List-Unsubscribe": f"<{stop_at}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            due_at=quiet.awake(now, zone_of(user, workspace), user.quiet_from, user.quiet_until),
        )


# --- Telling -------------------------------------------------------------------------------------------------------


def monday_for(now: datetime, zone: ZoneInfo) -> date:
    """The Monday of the week that a summary of this moment looks back on."""
    return weekly.monday_of(now.astimezone(zone).date() - SETTLED)


def summary(workspace: Workspace, monday: date, now: datetime, user: User, view: SavedView | None = None) -> Summary:
    """The week from `monday` on and the next one, of all posts or of those that `view` shows. Inside the scope."""
    week = weekly.of_view(workspace, monday, now, user, view.address if view else "")
    teller = _Teller(workspace, {channel.pk: str(channel) for channel in Channel.objects.select_related("platform")})
    return Summary(
        week=week,
        heading=week_heading(week.monday, week.sunday, workspace),
        name=view.name if view else "",
        sections=tuple(teller.sections(week)),
        path=f"{reverse('weekly', args=[workspace.slug])}?week={weekly.spelt(monday)}",
    )


class _Teller:
    """Puts the measures of a week into lines; `channels` are the names by number."""

    def __init__(self, workspace: Workspace, channels: dict[int, str]) -> None:
        self._slug, self._channels = workspace.slug, channels

    def sections(self, week: weekly.Week) -> Iterator[Section]:
        yield self._section(_("Out"), map(self._post, week.out), _("Nothing went out."))
        slipped = [*map(self._post, week.slipped), *map(self._slip, week.left)]
        yield self._section(_("Slipped"), slipped, _("Nothing slipped."))
        if week.open:
            yield self._section(_("Still to go out this week"), map(self._post, week.open), "")
        comes = [self._coming(one) for one in week.coming]
        yield self._section(_("To come"), comes, _("Nothing is planned for the week to come."))
        yield self._findings(week)
        yield self._section(_("Gaps"), self._gaps(week), _("No gap: every channel, persona and objective is served."))

    def _section(self, heading: str, lines: Iterable[Line], none: str) -> Section:
        found = tuple(lines)
        return Section(heading, len(found), found, none)

    def _post(self, entry: Entry, note: str = "") -> Line:
        when = date_format(entry.day, "D j N") if entry.day else _("in the reserve")
        if entry.day and entry.clock:
            when = f"{when}, {date_format(entry.clock, 'H:i')}"
        place = self._channels.get(entry.channel or 0, "")
        return Line(
            entry.title, reverse("post", args=[self._slug, entry.id]), " · ".join(filter(None, (when, place, note)))
        )

    def _slip(self, slip: weekly.Slip) -> Line:
        since = _("was planned for %(day)s") % {"day": day_in_words(slip.since, "j F")}
        return self._post(slip.entry, " · ".join(filter(None, (since, slip.reason))))

    def _coming(self, one: weekly.Coming) -> Line:
        return self._post(one.entry, words.count(one.mark.severity, one.mark.count) if one.mark else "")

    def _findings(self, week: weekly.Week) -> Section:
        """What the checks find on the posts to come and on their week, by severity; those of the week in words."""
        found = [finding for one in week.coming if one.mark for finding in one.mark.findings] + list(week.findings)
        numbers = Counter(finding.severity for finding in found)
        lines = [Line(words.count(one, numbers[one])) for one in words.WORST_FIRST if numbers[one]]
        lines += [Line(finding.message, reverse("check", args=[self._slug])) for finding in week.findings]
        return Section(_("Findings on the week to come"), len(found), tuple(lines), _("No findings."))

    def _gaps(self, week: weekly.Week) -> Iterator[Line]:
        gaps = reverse("gaps", args=[self._slug])
        for one in week.missing:
            text = ngettext("%(name)s: %(n)s post is missing", "%(name)s: %(n)s posts are missing", one.number)
            yield Line(text % {"name": one.channel.label, "n": one.number}, gaps)
        for kind, rows in (("persona", week.personas), ("objective", week.objectives)):
            for reach in rows:
                if reach.is_gap:
                    path = reverse(kind, args=[self._slug, reach.ref.id])
                    yield Line(_("Nothing for “%(name)s”") % {"name": reach.ref.label}, path, self._since(reach))

    def _since(self, reach: weekly.Reach) -> str:
        if reach.until:
            return _("the next one on %(day)s") % {"day": day_in_words(reach.until, "j F")}
        return _("the last one on %(day)s") % {"day": day_in_words(reach.since, "j F")} if reach.since else ""
