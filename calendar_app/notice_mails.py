"""Notices as mails: at once or gathered, as each person wants them, and never in their quiet hours.

A mail is written when it is due, in the transaction that notes of its notices that they were mailed: two who look at
the same time write one. What was read before its mail was due needs none. The notices of two workspaces never share a
mail, so that one can be passed on without telling a client of another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django_scopes import scopes_disabled

from smplanner.days import date_format
from smplanner.mail import outbox
from smplanner.mail.models import Message
from smplanner.mail.unwanted import stop_address
from smplanner.workspaces.mails import AT_ONCE_ONLY, KINDS
from smplanner.workspaces.models import Membership, User, Workspace

from . import quiet
from .models import Notice
from .notice_words import sentence

# A server that was down for longer than this sends nobody what should have come before.
LATEST = timedelta(days=2)
# So many stand in one mail; the rest is behind its link.
MOST = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One notice as a mail tells it."""

    sentence: str
    words: str
    when: str
    url: str

    @property
    def quoted(self) -> str:
        """What was said, in plain text that nobody takes for the mail's own."""
        return "\n".join(f"> {line}".rstrip() for line in self.words.splitlines())


def connect() -> None:
    """Look for notices to mail whenever the outbox is looked into."""
    if watch not in outbox.watches:
        outbox.watches.append(watch)


def watch(now: datetime) -> None:
    """Write the mails that are due, of any workspace."""
    with scopes_disabled():
        _set_aside(_waiting().filter(_needless()), now)
        seats = _waiting().order_by().values_list("user", "workspace", "kind").annotate(first=Min("at"))
        found = list(seats)
        users = User.objects.in_bulk({user for user, *_rest in found})
        places = Workspace.objects.in_bulk({place for _user, place, *_rest in found})
        ripe: dict[tuple[int, int], set[str]] = {}
        for user, place, kind, first in found:
            if due_at(kind, first, users[user], places[place]) <= now:
                ripe.setdefault((user, place), set()).add(kind)
        for (user, place), kinds in ripe.items():
            _write(users[user], places[place], kinds, now)


def due_at(kind: str, at: datetime, user: User, workspace: Workspace) -> datetime:
    """When a mail about something of `at` comes to `user`."""
    zone = zone_of(user, workspace)
    if kind in user.digest_mails and kind not in AT_ONCE_ONLY:
        at = quiet.gathered(at, zone, weekly=user.digest == User.Digest.WEEKLY)
    return quiet.awake(at, zone, user.quiet_from, user.quiet_until)


def zone_of(user: User, workspace: Workspace) -> ZoneInfo:
    """By which clock a person sleeps: their own, or that of the workspace."""
    return ZoneInfo(user.zone) if user.zone else workspace.tz


def _waiting() -> QuerySet[Notice]:
    return Notice._base_manager.filter(mailed_at=None)


def _needless() -> Q:
    """What no mail has to tell: it was read, or its reader is not there any more."""
    seats = Membership.objects.filter(user=OuterRef("user"), workspace=OuterRef("workspace"))
    return Q(read_at__isnull=False) | Q(user__is_active=False) | ~Exists(seats)


def _set_aside(rows: QuerySet[Notice], now: datetime) -> None:
    rows.update(mailed_at=now)


@transaction.atomic
def _write(user: User, workspace: Workspace, kinds: Iterable[str], now: datetime) -> None:
    """Write one mail of the notices that are due, and note that they were mailed, whether wanted or not."""
    rows = _waiting().select_for_update(of=("self",)).filter(user=user, workspace=workspace, kind__in=list(kinds))
    due = {row.pk: due_at(row.kind, row.at, user, workspace) for row in rows}
    ripe = [row for row in rows if due[row.pk] <= now]
    _set_aside(_waiting().filter(pk__in=[row.pk for row in ripe]), now)
    wanted = [row for row in ripe if row.kind not in user.unwanted_mails and due[row.pk] > now - LATEST]
    if wanted:
        told = Notice._base_manager.filter(pk__in=[row.pk for row in wanted]).select_related("actor").order_by("at")
        outbox.put([mail(list(told), user, workspace)])


def mail(notices: Sequence[Notice], user: User, workspace: Workspace) -> Message:
    """The mail that tells `user` of `notices` of one workspace, in their language or that of the workspace."""
    kinds = "+".join(sorted({notice.kind for notice in notices}))
    stop, language = stop_address(user, kinds), user.language or workspace.language
    with override(language):
        items = [_item(notice, workspace) for notice in notices[:MOST]]
        context = {
            "items": items,
            "more": len(notices) - len(items),
            "workspace": workspace,
            "kinds": [str(KINDS[kind]) for kind in kinds.split("+") if kind in KINDS],
            "all": settings.SITE_URL + reverse("notices", args=[workspace.slug]),
            "stop": stop,
            "language": language,
            "subject": _subject(items, len(notices), workspace),
        }
        return Message(
            key=f"notices:{user.pk}:{min(notice.pk for notice in notices)}",
            kind=kinds,
            workspace=workspace,
            user=user,
            to=user.email,
            subject=context["subject"],
            text=render_to_string("mail/notices.txt", context),
            html=render_to_string("mail/notices.html", context),
            headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )


def _subject(items: Sequence[Item], number: int, workspace: Workspace) -> str:
    if number == 1:
        return items[0].sentence
    words = ngettext("%(n)s notice in “%(name)s”", "%(n)s notices in “%(name)s”", number)
    return words % {"n": number, "name": workspace.name}


def _item(notice: Notice, workspace: Workspace) -> Item:
    at = notice.at.astimezone(workspace.tz)
    when = _("%(day)s at %(time)s") % {"day": date_format(at, "j F Y"), "time": date_format(at, "H:i")}
    return Item(" ".join(sentence(notice).split()), notice.words, when, settings.SITE_URL + notice.link)
