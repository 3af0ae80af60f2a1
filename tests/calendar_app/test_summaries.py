"""The week in a mail: what it tells, to whom, when, and once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django_scopes import scope

from calendar_app import summaries
from calendar_app.models import Post, SummaryMail
from smplanner.mail.models import Message
from smplanner.workspaces.models import AuditEvent, Membership
from tests.factories import make_channel, make_persona, make_post, make_saved_view

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 6, 15, 6, tzinfo=UTC)  # eight o’clock in Paris


@pytest.fixture
def plan(bakery):
    """A week with a post that went out and one that did not, and one in the week to come."""
    make_persona(bakery, name="Inès")
    channel = make_channel(bakery, weekly_target=3)
    make_post(bakery, "Bread & <butter>", day=date(2026, 6, 9), channel=channel, status=Post.Status.POSTED)
    make_post(bakery, "Forgotten", day=date(2026, 6, 10), channel=channel, status=Post.Status.PLANNED)
    make_post(bakery, "Rye", day=date(2026, 6, 17), clock=time(9), channel=channel, status=Post.Status.PLANNED)


@pytest.fixture
def row(bakery, bob):
    bob.language = "en"
    bob.save()
    return SummaryMail.objects.create(workspace=bakery, user=bob, weekday=1, hour=8, last_day=date(2026, 6, 8))


def written():
    return list(Message.objects.order_by("pk"))


def test_it_comes_on_its_day_at_its_hour_and_once(plan, row):
    summaries.watch(MONDAY - timedelta(seconds=1))
    assert written() == []
    for seconds in (0, 20, 7200):
        summaries.watch(MONDAY + timedelta(seconds=seconds))
    [message] = written()
    assert message.subject == "Week 24, 8–14 June 2026: Bakery"
    assert "Out: 1\n- Bread & <butter> (" in message.text
    assert "Bread &amp; &lt;butter&gt;</a>" in message.html
    assert "Slipped: 1\n- Forgotten (" in message.text
    assert "To come: 1\n- Rye (" in message.text
    assert "Nothing for “Inès”" in message.text
    assert "2 posts are missing" in message.text
    assert message.headers["List-Unsubscribe"].strip("<>") in message.text
    summaries.watch(MONDAY + timedelta(days=7))
    assert len(written()) == 2


def test_it_comes_by_the_clock_of_its_reader_and_not_in_quiet_hours(plan, row, bob):
    bob.zone, bob.quiet_from, bob.quiet_until = "America/Los_Angeles", time(20), time(9)
    bob.save()
    summaries.watch(MONDAY + timedelta(hours=8))
    assert written() == []
    summaries.watch(MONDAY + timedelta(hours=9))  # eight o’clock there
    [message] = written()
    assert message.due_at == MONDAY + timedelta(hours=10)


@pytest.mark.parametrize("change", ["left", "unwanted", "inactive", "hidden", "late"])
def test_nothing_comes_to_who_may_not_or_will_not_read_it(plan, row, bakery, alice, bob, change):
    now = MONDAY
    if change == "left":
        Membership.objects.filter(user=bob).delete()
    elif change == "unwanted":
        bob.unwanted_mails = ["summary"]
    elif change == "inactive":
        bob.is_active = False
    elif change == "hidden":  # the view was shared once
        row.saved_view = make_saved_view(bakery, alice, address="status=posted")
        row.save()
    else:
        now += summaries.LATEST
    bob.save()
    summaries.watch(now)
    assert written() == []


def test_a_saved_view_tells_of_what_it_shows(plan, row, bakery, bob):
    row.saved_view = make_saved_view(bakery, bob, name="Mine", address="q=rye")
    row.save()
    summaries.watch(MONDAY)
    [message] = written()
    assert message.subject.endswith(": Mine")
    assert "Rye" in message.text
    assert "Forgotten" not in message.text


def test_one_subscribes_looks_changes_and_stops_on_pages(plan, client_of, bakery, museum, bob, charlie, today):
    client, page = client_of(bob), reverse("summaries", args=["bakery"])
    bob.unwanted_mails = ["summary"]
    bob.save()
    assert client.post(page, {"saved_view": "", "weekday": 5, "hour": 17}).status_code == 302
    row = SummaryMail.objects.get()
    assert (row.user, row.weekday, row.hour, row.last_day) == (bob, 5, 17, date(2026, 6, 5))
    bob.refresh_from_db()
    assert bob.unwanted_mails == []
    assert client.post(page, {"saved_view": "", "weekday": 1, "hour": 8}).status_code == 422
    theirs = make_saved_view(museum, charlie)
    assert client.post(page, {"saved_view": theirs.pk, "weekday": 1, "hour": 8}).status_code == 422
    assert "Forgotten" in client.get(reverse("summary-look", args=["bakery"])).content.decode()
    change, stop = (reverse(name, args=["bakery", row.pk]) for name in ("summary", "summary-stop"))
    assert client_of(charlie).post(stop).status_code == 404
    client.post(change, {"saved_view": "", "weekday": 2, "hour": 9})
    row.refresh_from_db()
    assert (row.weekday, row.hour) == (2, 9)
    client.post(stop)
    assert not SummaryMail.objects.exists()
    assert [event.verb for event in AuditEvent.objects.filter(actor=bob).order_by("pk")] == [
        "subscribed",
        "edited",
        "unsubscribed",
    ]


def test_a_colleague_s_view_and_subscription_are_not_there(client_of, bakery, alice, bob, row):
    view = make_saved_view(bakery, bob)
    assert client_of(alice).get(reverse("summary-look", args=["bakery"]), {"view": view.pk}).status_code == 404
    assert client_of(alice).get(reverse("summary", args=["bakery", row.pk])).status_code == 404
    assert client_of(alice).get(reverse("summary-look", args=["bakery"]), {"view": "9" * 30}).status_code == 404


@pytest.mark.parametrize("posts", [1, 3])
def test_a_summary_asks_the_same_however_many_posts(bakery, bob, posts, django_assert_num_queries):
    channel = make_channel(bakery)
    for n in range(posts):
        make_post(bakery, f"Out {n}", day=date(2026, 6, 9), channel=channel, status=Post.Status.POSTED)
        make_post(bakery, f"To come {n}", day=date(2026, 6, 17), channel=channel)
    with scope(workspace=bakery), django_assert_num_queries(43):
        summaries.summary(bakery, date(2026, 6, 8), MONDAY, bob)
