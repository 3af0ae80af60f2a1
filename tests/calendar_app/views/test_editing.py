"""Who has a post open to write in it is said to whoever opens it too."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app import editing
from calendar_app.models import Editing, Post
from smplanner.mail import worker
from smplanner.workspaces.models import Membership
from tests.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(bakery):
    return make_post(bakery, "Croissants")


def beat(client, post: Post, **fields):
    return client.post(reverse("post-editing", args=[post.workspace.slug, post.pk]), fields)


def opened(client, post: Post) -> str:
    return client.get(reverse("post", args=[post.workspace.slug, post.pk])).content.decode()


def test_who_opens_what_another_writes_is_told_also_without_script(client_of, alice, bob, erin, post):
    assert beat(client_of(alice), post).json() == {"ok": True, "said": "", "version": 1}
    assert beat(client_of(bob), post).json()["said"].startswith(alice.get_short_name())
    page = opened(client_of(erin), post)
    assert alice.get_short_name() in page.split('id="editing"', 1)[1].split("</div>", 1)[0]
    assert bob.get_short_name() in page.split('id="editing"', 1)[1].split("</div>", 1)[0]


def test_opening_alone_writes_nothing_and_says_nothing(client_of, alice, post):
    assert "<p>" not in opened(client_of(alice), post).split('id="editing"', 1)[1].split("</div>", 1)[0]
    assert not Editing.objects.exists()


def test_who_leaves_is_gone_at_once_and_who_falls_silent_after_a_while(client_of, alice, bob, post):
    alices, bobs = client_of(alice), client_of(bob)
    beat(alices, post)
    assert beat(bobs, post).json()["said"]
    assert beat(alices, post, left="1").json() == {"ok": True}
    assert beat(bobs, post).json()["said"] == ""

    Editing.objects.update(seen_at=timezone.now() - editing.GONE - timedelta(seconds=1))
    assert beat(alices, post).json()["said"] == ""


def test_only_members_who_may_write_say_and_are_named(client_of, alice, bob, charlie, dora, gina, post):
    assert [beat(client_of(one), post).status_code for one in (charlie, gina, dora)] == [404, 404, 403]
    assert not Editing.objects.exists()
    beat(client_of(bob), post)
    Membership.objects.filter(user=bob).delete()
    assert beat(client_of(alice), post).json()["said"] == ""


def test_the_worker_forgets_what_is_long_over(client_of, alice, post):
    beat(client_of(alice), post)
    worker.tick()
    assert Editing.objects.count() == 1
    Editing.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    worker.tick()
    assert not Editing.objects.exists()


@pytest.mark.parametrize("others", [1, 3])
def test_a_beat_asks_a_fixed_number_of_questions(
    client_of, alice, bob, erin, frank, post, others, django_assert_num_queries
):
    client = client_of(alice)
    beat(client, post)
    for one in (bob, erin, frank)[:others]:
        beat(client_of(one), post)
    with django_assert_num_queries(10):
        beat(client, post)
