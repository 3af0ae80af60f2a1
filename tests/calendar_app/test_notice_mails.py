"""Notices by mail: at once, gathered or never; not in quiet hours, not of what was read, and never twice."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail as sent
from django.utils import timezone

from calendar_app import notice_mails, talk
from calendar_app.models import Notice
from calendar_app.notices import tell
from smplanner.mail import outbox, worker
from smplanner.mail.models import Message
from smplanner.workspaces.models import Membership
from tests.factories import make_membership, make_post

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 10, 10, tzinfo=UTC)  # a Wednesday, in Paris


@pytest.fixture
def post(bakery):
    return make_post(bakery, title="Rye", day=date(2026, 6, 12))


def prefer(user, **fields):
    for name, value in fields.items():
        setattr(user, name, value)
    user.save()


def subjects():
    return list(Message.objects.order_by("pk").values_list("subject", flat=True))


def test_who_is_named_gets_one_mail_with_what_was_said_and_where(post, alice, bob, settings):
    prefer(bob, language="en")
    comment = talk.say(post, alice, "@Bob, is <b>rye</b>\nright?", NOON)
    for _ in range(2):
        notice_mails.watch(NOON)
    message = Message.objects.get()
    assert (message.subject, message.to, message.kind) == ("Alice names you: “Rye”", "bob@example.org", "mention")
    address = settings.SITE_URL + talk.address(comment)
    assert "> @Bob, is <b>rye</b>\n> right?" in message.text
    assert "@Bob, is &lt;b&gt;rye&lt;/b&gt;" in message.html
    assert address in message.text
    assert f'href="{address}"' in message.html
    assert message.headers["List-Unsubscribe"].strip("<>") in message.text
    assert Notice.objects.get().mailed_at == NOON


def test_a_title_cannot_bring_headers_of_its_own(bakery, alice, bob):
    post = make_post(bakery, title="Rye\r\nBcc: charlie@example.org")
    talk.say(post, alice, "@Bob", timezone.now())
    worker.tick()
    [message] = sent.outbox
    assert "\n" not in message.subject
    assert message.recipients() == ["bob@example.org"]


def test_mail_is_in_the_reader_s_language_or_that_of_the_workspace(post, alice, bob, bakery):
    talk.say(post, alice, "@Bob", NOON)
    notice_mails.watch(NOON)
    assert Message.objects.get().html.startswith('<!doctype html>\n<html lang="fr">')


@pytest.mark.parametrize("change", ["unwanted", "read", "gone", "inactive"])
def test_nothing_is_mailed_that_nobody_wants_or_needs(post, alice, bob, change):
    talk.say(post, alice, "@Bob", NOON)
    if change == "unwanted":
        prefer(bob, unwanted_mails=["mention"])
    elif change == "read":
        Notice.objects.update(read_at=NOON)
    elif change == "gone":
        Membership.objects.filter(user=bob).delete()
    else:
        prefer(bob, is_active=False)
    notice_mails.watch(NOON)
    assert subjects() == []
    assert Notice.objects.get().mailed_at == NOON
    assert Notice.objects.filter(kind="mention").exists()  # the bell still tells it


def test_quiet_hours_hold_mail_back_by_the_clock_of_the_person(post, alice, bob):
    prefer(bob, zone="America/Los_Angeles", quiet_from=time(22), quiet_until=time(7), language="en")
    talk.say(post, alice, "@Bob, good morning", NOON)  # three in the night there
    talk.say(post, alice, "@Bob, still there?", NOON + timedelta(hours=1))
    for hours in (0, 1, 3):
        notice_mails.watch(NOON + timedelta(hours=hours))
    assert subjects() == []
    notice_mails.watch(datetime(2026, 6, 10, 14, tzinfo=UTC))
    assert subjects() == ["2 notices in “Bakery”"]


def test_what_is_read_before_its_mail_is_due_comes_by_no_mail(post, alice, bob):
    prefer(bob, digest_mails=["mention"])
    talk.say(post, alice, "@Bob, one", NOON)
    talk.say(post, alice, "@Bob, two", NOON)
    Notice.objects.filter(words__endswith="one").update(read_at=NOON)
    notice_mails.watch(NOON + timedelta(days=1))
    message = Message.objects.get()
    assert "two" in message.text
    assert "one" not in message.text


def test_gathered_kinds_come_in_one_mail_in_the_morning_the_others_at_once(bakery, alice, bob):
    prefer(bob, digest_mails=["comment", "answer"], language="en")
    for n, kind in enumerate(("comment", "answer", "review")):
        tell(bakery, [bob], kind, f"{kind}:{n}", NOON, link="/w/bakery/", label=f"Post {n}", actor=alice)
    notice_mails.watch(NOON)
    assert subjects() == ["“Post 2” waits for your answer"]
    notice_mails.watch(datetime(2026, 6, 11, 5, 59, tzinfo=UTC))
    assert len(subjects()) == 1
    notice_mails.watch(datetime(2026, 6, 11, 6, tzinfo=UTC))
    message = Message.objects.get(kind="answer+comment")
    assert message.subject == "2 notices in “Bakery”"
    assert "“Post 0”" in message.text
    assert "“Post 1”" in message.text


def test_the_weekly_mail_comes_on_monday(post, alice, bob):
    prefer(bob, digest_mails=["mention"], digest="weekly")
    talk.say(post, alice, "@Bob", NOON)
    notice_mails.watch(datetime(2026, 6, 14, 12, tzinfo=UTC))
    assert subjects() == []
    notice_mails.watch(datetime(2026, 6, 15, 6, tzinfo=UTC))
    assert len(subjects()) == 1


def test_what_should_have_come_long_ago_does_not(post, alice, bob):
    talk.say(post, alice, "@Bob", NOON)
    notice_mails.watch(NOON + notice_mails.LATEST)
    assert subjects() == []


def test_two_workspaces_never_share_a_mail(post, alice, bob, charlie, museum):
    make_membership(bob, museum)
    talk.say(post, alice, "@Bob", NOON)
    talk.say(make_post(museum, title="Vase"), charlie, "@Bob", NOON)
    notice_mails.watch(NOON)
    assert [("Rye" in one.text, "Vase" in one.text) for one in Message.objects.order_by("pk")] == [
        (True, False),
        (False, True),
    ]


def test_the_link_in_a_mail_of_several_kinds_stops_them_and_no_other(client, bakery, bob):
    prefer(bob, digest_mails=["comment", "answer"], language="en")
    for kind in ("comment", "answer"):
        tell(bakery, [bob], kind, f"{kind}:1", NOON, link="/", label="Rye")
    notice_mails.watch(NOON + timedelta(days=1))
    message = Message.objects.get()
    address = message.headers["List-Unsubscribe"].strip("<>")
    path = "/" + address.partition("://")[2].partition("/")[2]
    assert "A post of mine was approved or sent back" in message.text
    assert "['" not in message.text
    assert client.get(path).status_code == 200
    for choice, stopped in (([], []), (["comment", "due"], ["comment"])):  # whoever reads the page may keep some
        client.post(path, {"choice": "1", "kind": choice})
        bob.refresh_from_db()
        assert bob.unwanted_mails == stopped
    client.post(path, {"List-Unsubscribe": "One-Click"})
    bob.refresh_from_db()
    assert bob.unwanted_mails == ["answer", "comment"]
    assert not outbox.is_wanted(Message.objects.select_related("user").get())


def test_a_mail_of_which_one_kind_is_still_wanted_is_sent(bakery, bob):
    message = Message(kind="answer+comment", user=bob, workspace=bakery)
    prefer(bob, unwanted_mails=["answer"])
    assert outbox.is_wanted(message)


def test_the_watch_asks_the_same_however_much_waits(post, alice, bob, django_assert_num_queries):
    prefer(bob, digest_mails=["mention"])
    for _ in range(2):
        for _ in range(3):
            talk.say(post, alice, "@Bob", NOON)
        with django_assert_num_queries(4):
            notice_mails.watch(NOON)
