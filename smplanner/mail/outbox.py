"""The outbox: mail is written in the transaction of what it tells of, and sent afterwards by whoever claims it.

A process that is killed while it sends loses nothing: its claim runs out, and the message is sent again. It may then
arrive twice, with the same Message-ID, which mail programs show once.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from smtplib import SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from smplanner.security import scrub
from smplanner.workspaces.models import Membership, Workspace

from .models import Message

log = logging.getLogger(__name__)

# Set when there may be something to send: a worker of this process need not wait for its next look.
nudge = threading.Event()

LEASE = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
MOST_ATTEMPTS = 12  # the last one a little more than a day after the first
LONGEST_PAUSE = timedelta(hours=6)
KEPT = timedelta(days=30)
BATCH = 20
# Of these, nothing but the envelope is kept once they were sent: they hold a code, or a link that opens an account.
SECRET_KINDS = frozenset({"account", "invitation"})


def put(messages: Iterable[Message]) -> None:
    """Write mail into the outbox, in the caller's transaction. What has a key that is there already is told already."""
    messages = list(messages)
    for message in messages:
        message.subject = " ".join(message.subject.split())[:300]  # a subject is one line
        message.text = message.text.replace("\0", "")
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    transaction.on_commit(nudge.set)


def withdraw(keys: Iterable[str]) -> None:
    """Take back what was not sent yet."""
    Message.objects.filter(key__in=list(keys), sent_at=None).delete()


def try_again(workspace: Workspace, now: datetime) -> int:
    """Make what the mail server did not take due at once; how many messages that is."""
    held_up = Message.objects.filter(workspace=workspace, sent_at=None, given_up_at=None, due_at__gt=now)
    nudge.set()
    return held_up.update(due_at=now)


def counts(workspace: Workspace) -> dict[str, int]:
    """How many mails of `workspace` are "failing", which wait although they were tried, and how many are "waiting"."""
    rows = Message.objects.filter(workspace=workspace, sent_at=None, given_up_at=None)
    failed = Q(error__gt="")
    return rows.aggregate(failing=Count("pk", filter=failed), waiting=Count("pk", filter=~failed))


def known(keys: Iterable[str]) -> set[str]:
    """Those of `keys` that are in the outbox, sent or not."""
    return set(Message.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def waiting(now: datetime) -> QuerySet[Message]:
    """What is due and nobody is sending."""
    unclaimed = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return Message.objects.filter(unclaimed, sent_at=None, given_up_at=None, due_at__lte=now)


def claim(now: datetime) -> Message | None:
    """Take the message that has waited longest, so that nobody else sends it for a while; None when none waits."""
    for pk in list(waiting(now).order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH]):
        # The condition is asked once more by the writing statement: of two who want the same, one changes a row.
        taken = waiting(now).filter(pk=pk).update(claimed_until=now + LEASE, attempts=F("attempts") + 1)
        if taken:
            return Message.objects.select_related("user", "workspace").get(pk=pk)
    return None


def send(message: Message, now: datetime) -> bool:
    """Hand a claimed message to the mail server, and note what became of it. False when it was not taken."""
    if not is_wanted(message):
        _note(message, given_up_at=now, error="Nobody to read it any more.", **_without_secrets(message))
        return False
    try:
        _as_mail(message).send()
    except Exception as problem:  # noqa: BLE001 - whatever it is, this message waits and the others go on
        log.warning("The mail server did not take message %s: %s", message.pk, type(problem).__name__)
        _postpone(message, _reason(problem), now)
        return False
    _note(message, sent_at=now, error="", **_without_secrets(message))
    return True


def _reason(problem: Exception) -> str:
    """What the mail server said, as people read it; else what went wrong."""
    if isinstance(problem, SMTPResponseException):
        said = problem.smtp_error
        return f"{problem.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return str(problem) or type(problem).__name__


def is_wanted(message: Message) -> bool:
    """Whether the person may still read it: active, a member still, and not tired of this kind."""
    if message.user is None:
        return True
    unwanted = set(message.kind.split("+")) <= set(message.user.unwanted_mails)  # of several kinds, none is wanted
    if not message.user.is_active or unwanted:
        return False
    where = message.workspace
    return where is None or Membership.objects.filter(user=message.user, workspace=where).exists()


def _as_mail(message: Message) -> EmailMultiAlternatives:
    headers = {"Message-ID": message_id(message.key), "Auto-Submitted": "auto-generated", **message.headers}
    mail = EmailMultiAlternatives(message.subject, message.text, to=[message.to], headers=headers)
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def message_id(key: str) -> str:
    """The Message-ID of what has this key, the same each time it is sent."""
    host = settings.SITE_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{host}>"


def _postpone(message: Message, problem: str, now: datetime) -> None:
    if message.attempts >= MOST_ATTEMPTS:
        _note(message, given_up_at=now, error=problem, **_without_secrets(message))
    else:
        pause = min(timedelta(minutes=2**message.attempts), LONGEST_PAUSE)
        _note(message, due_at=now + pause, error=problem)


def _without_secrets(message: Message) -> dict[str, str]:
    """What is kept of a message that nobody sends any more: a link in it is its reader's alone."""
    if message.kind in SECRET_KINDS:
        return {"text": "", "html": ""}
    return {"text": scrub(message.text), "html": scrub(message.html)}


def _note(message: Message, **fields: object) -> None:
    Message.objects.filter(pk=message.pk).update(claimed_until=None, **fields)


def forget(now: datetime) -> None:
    """Delete what was sent, or given up, a while ago."""
    Message.objects.filter(Q(sent_at__lt=now - KEPT) | Q(given_up_at__lt=now - KEPT)).delete()


# What looks, at each tick, whether there is a mail to write; applications add theirs when they are ready.
watches: list[Callable[[datetime], None]] = []
# What is done at each tick on every site, whether or not it has a mail server: deadlines that pass, rests that go.
chores: list[Callable[[datetime], None]] = []
