"""Comments on the pages of posts, personas and channels."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from calendar_app import talk
from calendar_app.models import Comment, Notice
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_persona, make_post

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def post(bakery):
    return make_post(bakery, title="Rye", day=date(2026, 6, 12))


@pytest.mark.parametrize("make", [make_post, make_persona, make_channel])
def test_everybody_who_may_read_the_plan_may_talk_about_it_and_a_stranger_may_not(
    client_of, bakery, dora, charlie, make
):
    about = make(bakery)
    url = reverse(f"{about._meta.model_name}-comment", args=["bakery", about.pk])
    response = client_of(dora).post(url, {"text": "Is it <b>right</b>?"})
    comment = Comment.objects.get()
    assert response["Location"] == talk.address(comment)
    page = client_of(dora).get(talk.page(about)).content.decode()
    assert f'id="comment-{comment.pk}"' in page
    assert "Is it &lt;b&gt;right&lt;/b&gt;?" in page
    assert (comment.author, comment.is_shared) == (dora, False)
    assert client_of(charlie).post(url, {"text": "Mine"}).status_code == 404
    assert Comment.objects.count() == 1


def test_a_comment_without_text_is_asked_for_again_and_nothing_is_written(client_of, alice, bob, post):
    url = reverse("post-comment", args=["bakery", post.pk])
    response = client_of(alice).post(url, {"text": " ", "named": bob.pk})
    assert response.status_code == 422
    assert "Rye" in response.content.decode()
    assert client_of(alice).post(url, {"text": ""}, headers=JSON).json()["ok"] is False
    assert not Comment.objects.exists()
    assert not AuditEvent.objects.exists()


def test_who_is_ticked_is_told_and_a_stranger_cannot_be(client_of, alice, bob, charlie, post):
    url = reverse("post-comment", args=["bakery", post.pk])
    assert client_of(alice).post(url, {"text": "Look", "named": charlie.pk}).status_code == 422
    client_of(alice).post(url, {"text": "Look", "named": bob.pk})
    assert [(notice.user, notice.kind) for notice in Notice.objects.all()] == [(bob, "mention")]


def test_the_script_gets_the_threads_as_they_are_now(client_of, alice, post):
    answer = client_of(alice).post(reverse("post-comment", args=["bakery", post.pk]), {"text": "Hello"}, headers=JSON)
    told = answer.json()
    assert told["id"] == f"comment-{Comment.objects.get().pk}"
    assert "data-talk" in told["html"]
    assert f'id="{told["id"]}"' in told["html"]


def test_an_answer_to_what_is_internal_cannot_be_shared(client_of, alice, bob, post):
    head = talk.say(post, alice, "Between us", timezone.now())
    url = reverse("post-comment", args=["bakery", post.pk])
    response = client_of(bob).post(url, {"text": "Yes", "reply_to": head.pk, "is_shared": "on"})
    assert response.status_code == 422
    assert Comment.objects.count() == 1
    client_of(bob).post(url, {"text": "Yes", "reply_to": head.pk})
    assert Comment.objects.get(author=bob).reply_to == head


def test_an_answer_belongs_to_the_same_thing(client_of, alice, bakery, post):
    elsewhere = talk.say(make_persona(bakery), alice, "About her", timezone.now())
    url = reverse("post-comment", args=["bakery", post.pk])
    assert client_of(alice).post(url, {"text": "Yes", "reply_to": elsewhere.pk}).status_code == 422


def test_only_ones_own_words_are_changed_and_removed(client_of, alice, bob, post):
    comment = talk.say(post, alice, "Rye", timezone.now())
    change, remove = (reverse(name, args=["bakery", comment.pk]) for name in ("comment", "comment-remove"))
    assert client_of(bob).get(change).status_code == 404
    assert client_of(bob).post(change, {"text": "Oats"}).status_code == 404
    assert client_of(bob).post(remove).status_code == 404
    client_of(alice).post(change, {"text": "Wheat"})
    comment.refresh_from_db()
    assert (comment.text, comment.edited_at is None) == ("Wheat", False)
    client_of(alice).post(remove)
    comment.refresh_from_db()
    assert (comment.text, comment.deleted_at is None) == ("", False)


def test_a_thread_is_resolved_and_opened_again_by_anybody(client_of, alice, dora, post):
    comment = talk.say(post, alice, "Rye?", timezone.now())
    url = reverse("comment-resolve", args=["bakery", comment.pk])
    client_of(dora).post(url)
    comment.refresh_from_db()
    assert comment.resolved_by == dora
    client_of(alice).post(url, {"reopen": "1"})
    comment.refresh_from_db()
    assert comment.resolved_at is None


@pytest.mark.parametrize("threads", [1, 3])
def test_a_page_asks_the_same_however_much_was_said(client_of, alice, bob, bakery, threads):
    persona = make_persona(bakery)
    for _ in range(threads):
        head = talk.say(persona, bob, "@Alice?", timezone.now())
        talk.say(persona, alice, "Yes", timezone.now(), reply_to=head)
    client = client_of(alice)
    client.get(talk.page(persona))
    with CaptureQueriesContext(connection) as asked:
        client.get(talk.page(persona))
    assert len([one for one in asked if "calendar_app_comment" in one["sql"]]) == 1
    assert len([one for one in asked if "workspaces_user" in one["sql"]]) == 7
