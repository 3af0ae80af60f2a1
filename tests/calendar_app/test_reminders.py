"""Reminders of posts that are due: to who looks after them, at the time, once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail

from calendar_app import notice_mails, reminders, workflow
from calendar_app.models import Notice, Post
from smplanner.mail import outbox, worker
from smplanner.mail.models import Message
from smplanner.workspaces.models import Membership
from tests.factories import make_post

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 10)
NINE = datetime(2026, 6, 10, 7, tzinfo=UTC)  # at nine in Paris


@pytest.fixture
def due(bakery, bob):
    return make_post(bakery, "Bread", day=DAY, clock=time(9), owner=bob, status=Post.Status.APPROVED)


def told() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("subject", flat=True))


def test_the_owner_is_told_at_the_time_not_before_and_once(due):
    reminders.watch(NINE - timedelta(seconds=1))
    assert told() == []
    for late in (0, 20, 3600):
        reminders.watch(NINE + timedelta(seconds=late))
    assert told() == ["À publier maintenant : Bread"]


def test_a_post_without_an_hour_is_due_at_nine(bakery, bob):
    make_post(bakery, "Any time", day=DAY, owner=bob, status=Post.Status.PLANNED)
    reminders.watch(NINE - timedelta(seconds=1))
    assert told() == []
    reminders.watch(NINE)
    assert len(told()) == 1


def test_a_post_that_is_moved_is_told_of_again_one_that_is_rewritten_is_not(due, bob, alice):
    reminders.watch(NINE)
    due.text = "Warm."
    due.save()
    reminders.watch(NINE)
    assert len(told()) == 1
    workflow.move(due, DAY, time(10), None, alice, NINE)
    reminders.watch(NINE + timedelta(hours=1))
    assert len(told()) == 2


@pytest.mark.parametrize("status", [Post.Status.IDEA, Post.Status.POSTED, Post.Status.CANCELLED])
def test_what_is_not_to_go_out_is_not_told(due, status):
    Post.objects.filter(pk=due.pk).update(status=status)
    reminders.watch(NINE)
    assert told() == []


def test_what_was_due_long_ago_or_lies_in_the_trash_is_not_told(due):
    reminders.watch(NINE + reminders.LATEST + timedelta(seconds=1))
    Post.objects.filter(pk=due.pk).update(deleted_at=NINE)
    reminders.watch(NINE)
    assert told() == []


def test_who_left_and_who_is_a_stranger_hear_nothing(due, bob, charlie, bakery):
    Membership.objects.filter(user=bob, workspace=bakery).delete()
    make_post(bakery, "For Charlie", day=DAY, clock=time(9), owner=charlie, status=Post.Status.APPROVED)
    reminders.watch(NINE)
    assert told() == []


def test_the_mail_leads_to_the_page_from_which_it_is_posted(due, bob, settings):
    bob.language = "en"
    bob.save()
    settings.SITE_URL = "https://plan.example.org"
    reminders.watch(NINE)
    assert worker.tick() == 1
    [sent] = mail.outbox
    page = f"https://plan.example.org/w/bakery/posts/{due.pk}/publish/"
    assert sent.subject == "To post now: Bread"
    assert page in sent.body
    assert page in sent.alternatives[0][0]
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["List-Unsubscribe"].strip("<>") in sent.body
    assert "not approved" not in sent.body


def test_the_number_of_queries_does_not_depend_on_the_number_of_posts(bakery, bob, django_assert_num_queries):
    for number in range(3):
        make_post(bakery, f"Due {number}", day=DAY, clock=time(9), owner=bob, status=Post.Status.DRAFT)
        with django_assert_num_queries(4):
            reminders.watch(NINE)
    assert len(told()) == 3


def test_the_watch_is_one_of_the_outbox_s():
    assert reminders.watch in outbox.watches


def test_the_bell_tells_of_it_too_once_and_without_another_mail(due, bob, charlie, bakery):
    make_post(bakery, "For Charlie", day=DAY, clock=time(9), owner=charlie, status=Post.Status.APPROVED)
    for late in (0, 20):
        reminders.tell_due(NINE + timedelta(seconds=late))
        notice_mails.watch(NINE + timedelta(seconds=late))
    [notice] = Notice.objects.all()
    assert (notice.user, notice.kind, notice.label) == (bob, "due", "Bread")
    assert told() == []


def test_a_reminder_is_held_back_in_quiet_hours(due, bob):
    bob.quiet_from, bob.quiet_until = time(22), time(10)
    bob.save()
    reminders.watch(NINE)
    assert Message.objects.get().due_at == NINE + timedelta(hours=1)
