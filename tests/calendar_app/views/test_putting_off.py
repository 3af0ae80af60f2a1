"""Postponing and calling off, by their forms."""

from datetime import date, time

import pytest
from django.urls import reverse

from calendar_app.models import Post
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_post

DAY = date(2026, 6, 10)


@pytest.fixture
def post(bakery) -> Post:
    return make_post(bakery, "Croissants", day=DAY, clock=time(9), status=Post.Status.PLANNED)


def send(client, name: str, post: Post, **fields):
    return client.post(reverse(name, args=["bakery", post.pk]), {"version": post.version} | fields)


def latest() -> AuditEvent:
    return AuditEvent._base_manager.latest("pk")


def stands(post: Post) -> tuple:
    return Post._base_manager.values_list("local_date", "local_time", "status").get(pk=post.pk)


def test_postponing_wants_a_reason_and_a_later_day(client_of, bob, post):
    bobs = client_of(bob)
    for fields in (
        {"day": "2026-06-12", "time": "09:00"},
        {"day": "2026-06-12", "time": "09:00", "reason": "  "},
        {"day": "2026-06-09", "time": "09:00", "reason": "Four en panne"},
        {"day": "2026-06-10", "time": "09:00", "reason": "Four en panne"},
    ):
        assert send(bobs, "post-postpone", post, **fields).status_code == 422
    assert stands(post) == (DAY, time(9), "planned")


def test_a_postponed_post_stands_later_and_the_log_says_why(client_of, bob, post):
    fields = {"day": "2026-06-12", "time": "09:00", "reason": "Four en panne"}
    assert send(client_of(bob), "post-postpone", post, **fields).status_code == 302
    assert stands(post) == (date(2026, 6, 12), time(9), "planned")
    assert (latest().verb, latest().reason) == ("postponed", "Four en panne")


def test_a_post_is_postponed_until_more_is_known_and_the_undo_brings_it_back(client_of, bob, post):
    bobs = client_of(bob)
    send(bobs, "post-postpone", post, day="", reason="Four en panne")
    assert stands(post) == (None, None, "idea")
    bobs.post(reverse("history-undo", args=["bakery", latest().pk]))
    assert stands(post) == (DAY, time(9), "planned")


def test_a_cancelled_post_keeps_its_place_and_the_log_says_why(client_of, bob, post):
    bobs = client_of(bob)
    assert send(bobs, "post-cancel", post).status_code == 422
    assert send(bobs, "post-cancel", post, reason="La fête est annulée").status_code == 302
    assert stands(post) == (DAY, time(9), "cancelled")
    assert (latest().verb, latest().reason) == ("cancelled", "La fête est annulée")
    bobs.post(reverse("history-undo", args=["bakery", latest().pk]))
    assert stands(post) == (DAY, time(9), "planned")


@pytest.mark.parametrize("status", ["posted", "cancelled"])
@pytest.mark.parametrize("name", ["post-postpone", "post-cancel"])
def test_what_is_over_can_be_neither_postponed_nor_cancelled(client_of, bob, bakery, name, status):
    post = make_post(bakery, day=DAY, status=status)
    bobs = client_of(bob)
    response = send(bobs, name, post, day="2026-06-12", reason="Trop tard")
    assert stands(post) == (DAY, None, status)
    assert response.status_code in {302, 422}
    assert "<textarea" not in bobs.get(reverse(name, args=["bakery", post.pk])).content.decode()


def test_a_move_may_say_why(client_of, bob, post):
    send(client_of(bob), "post-move", post, day="2026-06-12", time="09:00", reason="Plus de monde le vendredi")
    assert (latest().verb, latest().reason) == ("moved", "Plus de monde le vendredi")


@pytest.mark.parametrize("name", ["post-postpone", "post-cancel"])
def test_whoever_was_slower_changes_nothing(client_of, bob, post, name):
    Post._base_manager.filter(pk=post.pk).update(version=2)
    send(client_of(bob), name, post, day="2026-06-12", time="09:00", reason="Four en panne")
    assert stands(post) == (DAY, time(9), "planned")


@pytest.mark.parametrize("name", ["post-postpone", "post-cancel"])
def test_only_those_who_write_here_put_off(client_of, charlie, dora, post, name):
    fields = {"day": "2026-06-12", "reason": "Pour voir"}
    assert send(client_of(charlie), name, post, **fields).status_code == 404
    assert send(client_of(dora), name, post, **fields).status_code == 403
    assert stands(post) == (DAY, time(9), "planned")
