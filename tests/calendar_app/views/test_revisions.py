"""The versions of a post on their page."""

from datetime import date, time

import pytest
from django.urls import reverse

from calendar_app.models import Post, PostRevision
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_persona, make_post

DAY = date(2026, 6, 10)


@pytest.fixture
def post(bakery) -> Post:
    return make_post(bakery, "Croissants", day=DAY, clock=time(9), text="Tout chauds ce matin.")


def save(client, post: Post, **fields) -> None:
    post.refresh_from_db()
    sent = {
        "title": post.title, "text": post.text, "status": post.status, "local_date": "2026-06-10", "version": post.version,
        "media_type": post.media_type, "media-TOTAL_FORMS": 0, "media-INITIAL_FORMS": 0, "persona": post.persona_id or "",
    }  # fmt: skip
    response = client.post(reverse("post-save", args=["bakery", post.pk]), sent | fields)
    assert response.status_code == 302, response.content.decode()


def page(client, post: Post, **asked):
    return client.get(reverse("post-revisions", args=["bakery", post.pk]), asked)


def restore(client, post: Post, revision: PostRevision, version: int):
    address = reverse("post-revision-restore", args=["bakery", post.pk, revision.pk])
    return client.post(address, {"version": version}, follow=True)


def test_two_versions_are_shown_with_what_was_taken_out_and_put_in(client_of, bob, dora, bakery, post):
    save(client_of(bob), post, text="Tout froids ce matin.", persona=make_persona(bakery, name="Inès").pk)
    html = page(client_of(dora), post).content.decode()
    assert "chauds<span" in html.partition("<del>")[2].partition("</del>")[0] or "chauds" in html
    assert "froids" in html
    assert "Inès" in html
    assert "Bob" in html
    assert reverse("post-revision-restore", args=["bakery", post.pk, 1]).encode() not in html.encode()


def test_any_two_versions_are_compared_whichever_is_named_first(client_of, bob, post):
    bobs = client_of(bob)
    for text in ("Deux.", "Trois."):
        save(bobs, post, text=text)
    context = page(bobs, post, before=3, after=1).context
    assert context["compared"].text == [("out", "Tout chauds ce matin"), ("in", "Trois"), ("same", ".")]
    assert page(bobs, post, before="9", after="x").context["compared"] is None


def test_a_version_that_is_brought_back_is_the_next_one_and_can_be_taken_back(client_of, bob, post):
    bobs = client_of(bob)
    save(bobs, post, text="Deux.")
    response = restore(bobs, post, post.revisions.get(version=1), 2)
    post.refresh_from_db()
    assert (post.text, post.version) == ("Tout chauds ce matin.", 3)
    assert AuditEvent._base_manager.latest("pk").verb == "reverted"
    bobs.post(reverse("history-undo", args=["bakery", AuditEvent._base_manager.latest("pk").pk]))
    post.refresh_from_db()
    assert (post.text, response.status_code) == ("Deux.", 200)


@pytest.mark.parametrize("version", ["1", "", "x", "9" * 30])
def test_what_somebody_wrote_meanwhile_is_not_overwritten(client_of, bob, post, version):
    save(client_of(bob), post, text="Deux.")
    restore(client_of(bob), post, post.revisions.get(version=1), version)
    post.refresh_from_db()
    assert (post.text, post.version) == ("Deux.", 2)


def test_an_approved_post_is_locked_against_its_own_past(client_of, alice, bob, post):
    save(client_of(bob), post, text="Deux.")
    Post._base_manager.filter(pk=post.pk).update(status=Post.Status.APPROVED)
    response = restore(client_of(alice), post, post.revisions.get(version=1), 2)
    post.refresh_from_db()
    assert (post.text, post.version, post.status) == ("Deux.", 2, "approved")
    assert len(response.context["messages"]) == 1


def test_a_post_that_nobody_changed_says_so(client_of, bob, post):
    assert page(client_of(bob), post).context["rows"] == []


def test_a_version_is_for_those_of_its_workspace_and_brought_back_by_those_who_write(
    client_of, bob, charlie, dora, post
):
    save(client_of(bob), post, text="Deux.")
    assert page(client_of(charlie), post).status_code == 404
    kept = post.revisions.get(version=1)
    assert restore(client_of(charlie), post, kept, 2).status_code == 404
    assert restore(client_of(dora), post, kept, 2).status_code == 403
    other = make_post(post.workspace, "Autre", day=DAY)
    assert restore(client_of(bob), other, kept, 2).status_code == 404
    assert Post._base_manager.get(pk=post.pk).text == "Deux."


def test_the_page_asks_the_database_as_often_for_three_versions_as_for_two(
    client_of, bob, post, django_assert_max_num_queries
):
    bobs = client_of(bob)
    for text in ("Deux.", "Trois.", "Quatre."):
        save(bobs, post, text=text)
        with django_assert_max_num_queries(12):
            assert page(bobs, post).status_code == 200
