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


# --- By whatever way -----------------------------------------------------------------------------------------------


def editor(post: Post, **fields) -> dict[str, str]:
    """What the editor sends for `post`."""
    sent = {"title": post.title, "status": post.status, "media_type": "owned", "local_date": post.local_date or ""}
    sent |= {"local_time": "09:00" if post.local_time else "", "version": post.version}
    return sent | {"media-TOTAL_FORMS": "0", "media-INITIAL_FORMS": "0"} | fields


def told() -> tuple[str, str]:
    return latest().verb, latest().reason


@pytest.mark.parametrize(
    ("fields", "verb"),
    [
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "cancelled", "local_date": "2026-06-12", "text": "Trop tard."}, "cancelled"),
        ({"local_date": "2026-06-12"}, "moved"),
        ({"local_time": "11:00", "title": "Croissants chauds"}, "moved"),
        ({"title": "Croissants chauds"}, "edited"),
    ],
)
def test_the_editor_tells_apart_what_it_saves_and_keeps_the_reason(client_of, bob, post, fields, verb):
    page = client_of(bob).get(reverse("post", args=["bakery", post.pk])).content.decode()
    assert 'name="reason"' in page
    send(client_of(bob), "post-save", post, **editor(post, **fields), reason="Four en panne")
    assert told() == (verb, "Four en panne")


def test_what_is_new_or_over_is_not_asked_why(client_of, bob, bakery):
    over = make_post(bakery, day=DAY, status="cancelled")
    for address in (reverse("post", args=["bakery", over.pk]), reverse("post-new", args=["bakery"])):
        assert 'name="reason"' not in client_of(bob).get(address).content.decode()


def test_the_first_day_of_an_idea_is_no_move(client_of, bob, bakery):
    idea = make_post(bakery, "Galettes", status="idea")
    send(client_of(bob), "post-save", idea, **editor(idea, local_date="2026-06-12"))
    assert told()[0] == "edited"


def test_several_are_called_off_or_moved_with_a_reason_of_them_all(client_of, bob, bakery, post):
    bobs, other = client_of(bob), make_post(bakery, "Tarte", day=DAY, status="planned")
    address = reverse("posts-together", args=["bakery"])
    page = bobs.post(address, {"post": [post.pk, other.pk]}).content.decode()
    assert page.count('name="reason"') == 4  # by days, to a day, to the reserve, and another status
    for act in ({"act": "days", "days": "7"}, {"act": "reserve"}, {"act": "day", "day": "2026-06-12"}):
        named = [f"{one.pk}:{one.version}" for one in Post.objects.all()]
        bobs.post(address, {"post": named, "reason": "La fête est reportée"} | act)
        assert told() == ("moved", "La fête est reportée")
    named = [f"{one.pk}:{one.version}" for one in Post.objects.all()]
    bobs.post(address, {"post": named, "act": "status", "status": "cancelled", "reason": "La fête est annulée"})
    assert told() == ("cancelled", "La fête est annulée")
    assert AuditEvent._base_manager.filter(verb="cancelled").values("batch").distinct().count() == 1


def test_a_drop_onto_the_column_of_what_is_cancelled_asks_why_and_the_answer_stands_beside_it(client_of, bob, post):
    bobs, place = client_of(bob), reverse("post-place", args=["bakery", post.pk])
    assert 'name="reason"' in bobs.get(place + "?by=status").content.decode()
    answer = bobs.post(
        place, {"by": "status", "value": "cancelled", "version": post.version}, headers={"Accept": "application/json"}
    ).json()
    assert latest().verb == "cancelled"
    history = reverse("post-history", args=["bakery", post.pk])
    assert answer["why"]["url"] in bobs.get(history).content.decode()
    assert "Croissants" in bobs.get(answer["why"]["url"]).content.decode()
    assert bobs.post(answer["why"]["url"], {"reason": " "}).status_code == 422
    assert bobs.post(answer["why"]["url"], {"reason": "La fête est annulée"}).status_code == 302
    assert told() == ("explained", "La fête est annulée")
    page = bobs.get(history).content.decode()
    assert "La fête est annulée" in page
    assert answer["why"]["url"] not in page


def test_a_drag_asks_why_of_what_was_approved_and_of_nothing_else(client_of, bob, bakery, post):
    bobs = client_of(bob)
    approved = make_post(bakery, "Tarte", day=DAY, status="approved")
    for one, asks in ((post, False), (approved, True)):
        fields = {"day": "2026-06-12", "version": one.version}
        url = reverse("post-move", args=["bakery", one.pk])
        assert ("why" in bobs.post(url, fields, headers={"Accept": "application/json"}).json()) is asks


def test_why_all_of_an_act_were_called_off_is_said_of_each(client_of, bob, charlie, bakery, post):
    other = make_post(bakery, "Tarte", day=DAY, status="planned")
    fields = {"act": "status", "status": "cancelled", "post": [f"{one.pk}:{one.version}" for one in (post, other)]}
    client_of(bob).post(reverse("posts-together", args=["bakery"]), fields)
    url = reverse("history-why", args=["bakery", latest().pk])
    assert client_of(charlie).post(url, {"reason": "Rien"}).status_code == 404
    client_of(bob).post(url, {"reason": "La fête est annulée"})
    said = AuditEvent._base_manager.filter(verb="explained", reason="La fête est annulée")
    assert {event.target_id for event in said} == {post.pk, other.pk}
    assert said.values("batch").distinct().count() == 1
