"""The pages of the day: what is due, and copying, posting and noting it."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from calendar_app.models import Post
from smplanner.workspaces.audit import AuditEvent
from smplanner.workspaces.models import Workspace
from tests.factories import make_channel, make_picture, make_post

pytestmark = pytest.mark.django_db


def at(bakery, title: str, moment: datetime, **fields: object) -> Post:
    local = moment.astimezone(bakery.tz)
    clock = time(local.hour, local.minute, local.second)
    return make_post(bakery, title, day=local.date(), clock=clock, **({"status": Post.Status.APPROVED} | fields))


@pytest.fixture
def post(bakery, alice):
    channel = make_channel(bakery, platform="x")
    return at(bakery, "Bread", timezone.now() - timedelta(hours=1), channel=channel, text="Warm bread", owner=alice)


def noted(client, post, **fields):
    return client.post(f"/w/bakery/posts/{post.pk}/posted/", {"version": post.version, "posted_url": "", **fields})


def test_what_is_due_is_listed_the_longest_waiting_first(client_of, bob, bakery, post):
    at(bakery, "Older", timezone.now() - timedelta(days=2), status=Post.Status.DRAFT)
    at(bakery, "Gone", timezone.now() - timedelta(hours=2), status=Post.Status.POSTED)
    at(bakery, "Next week", timezone.now() + timedelta(days=7))
    page = client_of(bob).get("/w/bakery/due/").content.decode()
    assert page.index("Older") < page.index("Bread")
    assert "Gone" not in page
    assert "Next week" not in page


def test_the_list_takes_as_many_queries_for_thirty_as_for_one(client_of, bob, bakery, post, django_assert_num_queries):
    client = client_of(bob)
    client.get("/w/bakery/due/")
    for more in (0, 29):
        for number in range(more):
            at(bakery, f"More {number}", timezone.now() - timedelta(hours=3))
        with django_assert_num_queries(6):
            client.get("/w/bakery/due/")


def test_the_page_has_all_that_posting_takes(client_of, bob, bakery, post):
    picture = make_picture(post, label="oven.jpg", alt_text="An open oven")
    page = client_of(bob).get(f"/w/bakery/posts/{post.pk}/publish/").content.decode()
    assert "Warm bread</textarea>" in page
    assert f"/w/bakery/posts/media/{picture.pk}/" in page
    assert 'value="An open oven"' in page
    assert "https://x.com/intent/post?text=Warm%20bread" in page


def test_saying_that_it_is_out_notes_the_address_and_can_be_taken_back(client_of, bob, post):
    client = client_of(bob)
    answer = noted(client, post, posted_url="https://x.com/us/status/1")
    assert (answer.status_code, answer["Location"]) == (302, "/w/bakery/due/")
    post.refresh_from_db()
    assert (post.status, post.posted_url) == (Post.Status.POSTED, "https://x.com/us/status/1")
    [event] = AuditEvent.objects.filter(verb="posted")
    assert event.diff == {"status": ["approved", "posted"], "posted_url": ["", "https://x.com/us/status/1"]}

    client.post(f"/w/bakery/history/{event.pk}/undo/")
    post.refresh_from_db()
    assert (post.status, post.posted_url) == (Post.Status.APPROVED, "")


def test_the_address_may_follow_later(client_of, bob, post):
    client = client_of(bob)
    noted(client, post)
    post.refresh_from_db()
    noted(client, post, posted_url="https://x.com/us/status/1")
    post.refresh_from_db()
    assert post.posted_url == "https://x.com/us/status/1"
    assert AuditEvent.objects.filter(verb="posted").count() == 2


def test_a_wrong_address_is_said_at_its_field_and_kept(client_of, bob, post):
    answer = noted(client_of(bob), post, posted_url="javascript:alert(1)")
    assert answer.status_code == 422
    assert 'value="javascript:alert(1)"' in answer.content.decode()
    assert Post.objects.get(pk=post.pk).status == Post.Status.APPROVED


def test_what_was_changed_meanwhile_is_read_once_more(client_of, bob, post):
    Post.objects.filter(pk=post.pk).update(version=7, text="Cold bread")
    answer = noted(client_of(bob), post, posted_url="https://x.com/us/status/1")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Cold bread</textarea>" in page
    assert 'value="https://x.com/us/status/1"' in page
    assert 'name="version" value="7"' in page
    assert Post.objects.get(pk=post.pk).status == Post.Status.APPROVED


def test_a_post_that_nobody_approved_says_so_where_somebody_must(client_of, bob, bakery, post):
    Post.objects.filter(pk=post.pk).update(status=Post.Status.DRAFT)
    address = f"/w/bakery/posts/{post.pk}/publish/"
    assert "Cette publication n’est pas encore" not in client_of(bob).get(address).content.decode()
    Workspace.objects.update(approval=Workspace.Approval.REQUIRED)
    assert "Cette publication n’est pas encore" in client_of(bob).get(address).content.decode()


@pytest.mark.parametrize(("person", "status"), [("dora", 403), ("charlie", 404)])
def test_who_only_reads_copies_and_a_stranger_sees_nothing(request, client_of, post, person, status):
    client = client_of(request.getfixturevalue(person))
    assert noted(client, post).status_code == status
    assert client.get(f"/w/bakery/posts/{post.pk}/publish/").status_code == (200 if person == "dora" else 404)
    assert client.get("/w/bakery/due/").status_code == (200 if person == "dora" else 404)
    assert Post.objects.get(pk=post.pk).status == Post.Status.APPROVED
