"""The outbox: nothing is lost, nothing is told twice, and nobody gets what they said no to."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from smplanner.mail import outbox, worker
from smplanner.mail.models import Message
from smplanner.workspaces.models import Membership
from tests.factories import make_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(bakery, bob):
    return make_mail(bakery, bob)


class Closed(EmailBackend):
    """A mail server that answers nobody."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("nobody there")


def test_what_waits_is_sent_once(waiting):
    assert worker.tick() == 1
    assert worker.tick() == 0
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["bob@example.org"], "Due", "Now.")
    waiting.refresh_from_db()
    assert waiting.sent_at is not None
    assert waiting.claimed_until is None


def test_the_same_thing_is_told_once(waiting, bakery, bob):
    outbox.put([Message(key=waiting.key, kind="due", to=bob.email, subject="Again", text="")])
    assert Message.objects.get(key=waiting.key).subject == "Due"
    assert outbox.known([waiting.key, "other"]) == {waiting.key}


def test_what_a_task_tells_each_time_is_no_reason_to_look_again_at_once(
    waiting, bob, monkeypatch, django_capture_on_commit_callbacks
):
    def task(_now):
        with django_capture_on_commit_callbacks(execute=True):
            outbox.put([Message(key=waiting.key, kind="due", to=bob.email, subject="Again", text="")])
        assert outbox.nudge.is_set()

    monkeypatch.setattr(outbox, "chores", [task])
    worker.tick()
    assert not outbox.nudge.is_set()


def test_a_subject_is_one_line(bob):
    outbox.put([Message(key="k", kind="due", to=bob.email, subject="One\r\nBcc: x@example.org", text="a\0b")])
    message = Message.objects.get(key="k")
    assert (message.subject, message.text) == ("One Bcc: x@example.org", "ab")


def test_what_somebody_claimed_is_left_to_them_until_the_claim_runs_out(waiting):
    now = timezone.now()
    assert outbox.claim(now) == waiting
    assert outbox.claim(now) is None
    later = now + outbox.LEASE + timedelta(seconds=1)  # whoever claimed it was killed
    again = outbox.claim(later)
    assert (again, again.attempts) == (waiting, 2)


def test_two_copies_have_the_same_name(waiting):
    first, second = (outbox._as_mail(waiting).message()["Message-ID"] for _ in range(2))
    assert first == second == outbox.message_id(waiting.key)


def test_a_mail_server_that_is_away_is_tried_again_later_and_less_often(waiting, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Closed"
    now, pauses = timezone.now(), []
    for _ in range(outbox.MOST_ATTEMPTS):
        message = outbox.claim(now)
        assert message is not None
        assert not outbox.send(message, now)
        message.refresh_from_db()
        pauses.append(message.due_at - now)
        now = message.due_at
    assert pauses[:3] == [timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=8)]
    assert max(pauses) == outbox.LONGEST_PAUSE
    assert message.given_up_at is not None
    assert message.error == "nobody there"
    assert outbox.claim(now + timedelta(days=1)) is None


@pytest.mark.parametrize("end", ["left", "deactivated", "unwanted"])
def test_nothing_is_sent_to_who_may_not_or_will_not_read_it(waiting, bob, bakery, end):
    if end == "left":
        Membership.objects.filter(user=bob, workspace=bakery).delete()
    else:
        bob.is_active = end != "deactivated"
        bob.unwanted_mails = ["due"] if end == "unwanted" else []
        bob.save()
    assert worker.tick() == 0
    assert mail.outbox == []
    assert not Message.objects.filter(pk=waiting.pk, given_up_at=None).exists()


def test_what_was_sent_is_forgotten_after_a_month(waiting):
    now = timezone.now()
    Message.objects.update(sent_at=now - timedelta(days=31))
    outbox.forget(now)
    assert not Message.objects.exists()


def test_mail_is_written_with_what_it_tells_of_or_not_at_all(bob):
    with transaction.atomic():
        outbox.put([Message(key="k", kind="due", to=bob.email, subject="s", text="t")])
        transaction.set_rollback(True)  # the act failed
    assert not Message.objects.exists()
