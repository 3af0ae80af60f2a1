"""Moving, copying and throwing away posts."""

from datetime import date, time

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app.models import Post
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_media, make_post
from tests.isolation.forms import forms_of

DAY = date(2026, 6, 10)
JSON = {"Accept": "application/json"}


@pytest.fixture
def post(bakery) -> Post:
    return make_post(bakery, "Croissants", day=DAY, clock=time(9))


def at(name: str, post: Post) -> str:
    return reverse(name, args=[post.workspace.slug, post.pk])


def stands(post: Post) -> tuple[date | None, time | None, str]:
    return Post._base_manager.values_list("local_date", "local_time", "status").get(pk=post.pk)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


# --- Moving --------------------------------------------------------------------------------------------------------


def test_a_dragged_post_keeps_its_time(client_of, bob, post):
    answer = client_of(bob).post(at("post-move", post), {"day": "2026-06-12", "version": "1"}, headers=JSON)
    assert answer.status_code == 200
    said = answer.json()
    assert (said["ok"], said["version"], said["day"], said["time"]) == (True, 2, "2026-06-12", "09:00")
    assert stands(post) == (date(2026, 6, 12), time(9), "planned")
    assert verbs() == ["moved"]


def test_what_the_answer_says_undoes_the_move(client_of, bob, post):
    client = client_of(bob)
    undo = client.post(at("post-move", post), {"day": "", "version": "1"}, headers=JSON).json()["undo"]
    assert stands(post) == (None, None, "idea")
    assert client.post(undo.pop("url"), undo, headers=JSON).status_code == 200
    assert stands(post) == (DAY, time(9), "planned")


def test_undo_finds_the_second_of_two_equal_hours_again(client_of, bob, bakery):
    post = make_post(bakery, day=date(2026, 10, 25), clock=time(2, 30), fold=1)
    client = client_of(bob)
    undo = client.post(at("post-move", post), {"day": "2026-10-26", "version": "1"}, headers=JSON).json()["undo"]
    client.post(undo.pop("url"), undo, headers=JSON)
    after = Post.objects.get()
    assert (after.fold, after.publish_at) == (1, post.publish_at)


def test_an_empty_day_is_the_reserve_and_a_day_brings_back_a_plan(client_of, bob, post):
    client = client_of(bob)
    client.post(at("post-move", post), {"day": "", "version": "1"}, headers=JSON)
    assert stands(post) == (None, None, "idea")
    client.post(at("post-move", post), {"day": "2026-06-15", "version": "2"}, headers=JSON)
    assert stands(post) == (date(2026, 6, 15), None, "planned")


def test_an_empty_time_is_the_whole_day(client_of, bob, post):
    client_of(bob).post(at("post-move", post), {"day": "2026-06-10", "time": "", "version": "1"}, headers=JSON)
    assert stands(post) == (DAY, None, "planned")


def test_a_stale_move_is_refused(client_of, bob, post):
    Post.objects.update(version=3)
    answer = client_of(bob).post(at("post-move", post), {"day": "2026-06-12", "version": "1"}, headers=JSON)
    assert (answer.status_code, answer.json()["ok"]) == (409, False)
    assert answer.json()["message"]
    assert stands(post) == (DAY, time(9), "planned")


@pytest.mark.parametrize(
    "fields",
    [
        {"day": "2026-02-31"}, {"day": "0001-01-01"}, {"day": "9999-12-31"}, {"day": "x"}, {"day": "2026-06-10\x00"},
        {"day": "2026-06-12", "time": "25:00"}, {"day": "2026-06-12", "fold": "7"},
    ],
)  # fmt: skip
def test_a_move_to_nowhere_is_refused_with_a_message(client_of, bob, post, fields):
    client, fields = client_of(bob), {**fields, "version": "1"}
    answer = client.post(at("post-move", post), fields, headers=JSON)
    assert (answer.status_code, answer.json()["ok"]) == (422, False)
    assert answer.json()["message"]
    page = client.post(at("post-move", post), fields)
    assert (page.status_code, len(page.context["form"].errors)) == (422, 1)
    assert stands(post) == (DAY, time(9), "planned")
    assert verbs() == []


def test_the_form_moves_a_post_and_offers_to_take_it_back(client_of, bob, post):
    client = client_of(bob)
    form = client.get(at("post-move", post)).context["form"]
    assert {name: form[name].value() for name in ("day", "time", "version")} == {
        "day": DAY,
        "time": time(9),
        "version": 1,
    }

    answer = client.post(at("post-move", post), {"day": "2026-06-12", "time": "18:30", "version": "1"})
    assert answer.url == "/w/bakery/calendar/?d=2026-06-12"
    assert stands(post) == (date(2026, 6, 12), time(18, 30), "planned")

    undo = client.get("/profile/").context["undo"]
    assert client.get("/profile/").context["undo"] is None
    client.post(undo["url"], dict(undo["fields"]))
    assert stands(post) == (DAY, time(9), "planned")


def test_a_stale_move_by_form_says_so_and_changes_nothing(client_of, bob, post):
    Post.objects.update(version=3)
    client, sent = client_of(bob), {"day": "2026-06-12", "reason": "A fair", "version": "1", "next": "/w/bakery/todo/"}
    page = client.post(at("post-move", post), sent)
    assert page.status_code == 409
    assert "A fair" in page.content.decode()
    assert stands(post) == (DAY, time(9), "planned")

    [again] = [form for form in forms_of(page.content.decode(), at("post-move", post)) if "day" in form.fields]
    answer = client.post(again.path, {name: values[-1] for name, values in again.fields.items()})
    assert answer.url == "/w/bakery/todo/"  # all the same
    assert stands(post)[0] == date(2026, 6, 12)


def test_a_move_leads_back_to_this_site_only(client_of, bob, post):
    client = client_of(bob)
    here = client.post(at("post-move", post), {"day": "2026-06-12", "version": "1", "next": "/w/bakery/check/"})
    away = client.post(at("post-move", post), {"day": "2026-06-13", "version": "2", "next": "https://example.com/"})
    assert (here.url, away.url) == ("/w/bakery/check/", "/w/bakery/calendar/?d=2026-06-13")


def test_a_move_into_a_skipped_hour_is_said(client_of, bob, post):
    sent = {"day": "2026-03-29", "time": "02:30", "version": "1"}
    answer = client_of(bob).post(at("post-move", post), sent, follow=True)
    assert "03:30" in [str(message) for message in answer.context["messages"]][-1]


# --- Copying -------------------------------------------------------------------------------------------------------


def test_a_copy_opens_and_can_be_thrown_away_at_once(client_of, bob, post):
    make_media(post)
    client = client_of(bob)
    answer = client.post(at("post-duplicate", post))
    copy = Post.objects.exclude(pk=post.pk).get()
    assert answer.url == at("post", copy)
    assert (copy.adapted_from, copy.media.count(), verbs()) == (post, 1, ["created"])

    undo = client.get("/profile/").context["undo"]
    back = client.post(undo["url"], {**dict(undo["fields"]), "next": at("post", copy)})
    assert back.url == "/w/bakery/calendar/?d=2026-06-10"
    assert client.get(back.url).status_code == 200
    assert list(Post.objects.all()) == [post]


def test_whoever_may_not_throw_away_is_not_offered_to(client_of, erin, post):
    client = client_of(erin)
    client.post(at("post-duplicate", post))
    assert client.get("/profile/").context["undo"] is None


# --- Throwing away -------------------------------------------------------------------------------------------------


def test_a_post_thrown_away_can_be_taken_back(client_of, bob, post):
    client = client_of(bob)
    answer = client.post(at("post-delete", post), {"version": "1"})
    assert answer.url == "/w/bakery/calendar/?d=2026-06-10"
    assert Post.objects.count() == 0
    trash = client.get(reverse("post-trash", args=["bakery"]))
    assert [post.title for post in trash.context["posts"]] == ["Croissants"]

    gone = client.get(at("post", post))
    assert gone.status_code == 404
    assert at("post-restore", post) in gone.content.decode()
    undo = trash.context["undo"]
    client.post(undo["url"], dict(undo["fields"]))
    assert stands(post) == (DAY, time(9), "planned")
    assert verbs() == ["trashed", "restored"]


def test_whoever_is_led_to_what_was_thrown_away_is_told_so(client_of, alice, bob, dora, charlie, post):
    client_of(bob).post(at("post-delete", post), {"version": "1"})
    for name in ("post", "post-review", "post-publish", "post-move", "post-submit"):
        page = client_of(bob).get(at(name, post))
        assert page.status_code == 404
        assert "Croissants" in page.content.decode()
    typed = client_of(bob).post(at("post-save", post), {"text": "Written for an hour", "version": "1"})
    assert (typed.status_code, "Written for an hour" in typed.content.decode()) == (404, True)
    read = client_of(dora).get(at("post", post)).content.decode()
    assert "Croissants" in read
    assert at("post-restore", post) not in read
    assert "Croissants" not in client_of(charlie).get(at("post", post)).content.decode()

    client_of(alice).post(at("post-purge", post))
    gone = client_of(dora).get(at("post", post))
    assert (gone.status_code, "Croissants" in gone.content.decode()) == (404, True)
    assert "Croissants" not in client_of(charlie).get(at("post", post)).content.decode()


def test_what_is_gone_can_not_be_thrown_away_twice_nor_what_is_there_taken_back(client_of, bob, post):
    client = client_of(bob)
    assert client.post(at("post-restore", post)).status_code == 404
    client.post(at("post-delete", post), {"version": "1"})
    assert client.post(at("post-delete", post)).status_code == 404
    assert client.post(at("post-move", post), {"day": ""}, headers=JSON).status_code == 404
    assert verbs() == ["trashed"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_trash_asks_a_fixed_number_of_questions(client_of, bob, bakery, django_assert_num_queries, rows):
    for _n in range(rows):
        make_post(bakery, channel=make_channel(bakery), deleted_at=timezone.now())
    client = client_of(bob)
    address = reverse("post-trash", args=["bakery"])
    client.get(address)
    with django_assert_num_queries(5):  # session, person, seat, posts, workspaces
        client.get(address)


# --- Who may -------------------------------------------------------------------------------------------------------

ACTS = ["post-move", "post-duplicate", "post-delete"]


@pytest.mark.parametrize("act", ACTS)
def test_charlie_moves_copies_and_throws_away_nothing(client_of, charlie, museum, post, act):
    client = client_of(charlie)
    assert client.post(at(act, post), {"day": ""}).status_code == 404
    assert client.post(reverse(act, args=[museum.slug, post.pk]), {"day": ""}).status_code == 404
    assert Post.objects.get().local_date == DAY
    assert verbs() == []


def test_charlie_takes_nothing_back(client_of, charlie, museum, bakery):
    post = make_post(bakery, deleted_at=timezone.now())
    client = client_of(charlie)
    assert client.post(at("post-restore", post)).status_code == 404
    assert client.post(reverse("post-restore", args=[museum.slug, post.pk])).status_code == 404
    assert client.get(reverse("post-trash", args=["bakery"])).status_code == 404
    assert list(client.get(reverse("post-trash", args=["museum"])).context["posts"]) == []
    assert Post.trash.count() == 1


@pytest.mark.parametrize("act", ACTS)
def test_a_viewer_may_not(client_of, dora, post, act):
    assert client_of(dora).post(at(act, post), {"day": ""}).status_code == 403
    assert verbs() == []


def test_a_contributor_moves_but_does_not_throw_away(client_of, erin, post):
    client = client_of(erin)
    assert client.post(at("post-move", post), {"day": "", "version": "1"}, headers=JSON).status_code == 200
    assert client.post(at("post-delete", post)).status_code == 403
    assert client.get(reverse("post-trash", args=["bakery"])).status_code == 403


@pytest.mark.parametrize("act", ["post-duplicate", "post-delete", "post-restore"])
def test_a_link_alone_changes_nothing(client_of, bob, post, act):
    assert client_of(bob).get(at(act, post)).status_code == 405


# --- What a post is for ----------------------------------------------------------------------------------------------


@pytest.fixture
def selling(bakery, today) -> Post:
    """Declared as useful, and worded as an offer."""
    text = "20% off everything until Sunday, order now."
    return make_post(bakery, "Cakes", day=today, channel=make_channel(bakery, "facebook"), text=text, intent="value")


def test_a_suggested_purpose_is_accepted_with_one_click_and_can_be_taken_back(client_of, bob, bakery, selling):
    client, check = client_of(bob), reverse("check", args=[bakery.slug])
    page = client.get(check).content.decode()
    assert f'action="{at("post-intent", selling)}"' in page
    answer = client.post(
        at("post-intent", selling), {"intent": "commercial", "version": "1", "next": check}, follow=True
    )
    assert answer.redirect_chain == [(check, 302)]
    assert at("post-intent", selling) in answer.content.decode()  # the undo
    selling.refresh_from_db()
    assert (selling.intent, selling.version) == ("commercial", 2)
    [event] = AuditEvent.objects.all()
    assert (event.verb, event.diff["intent"]) == ("edited", ["value", "commercial"])


def test_a_purpose_that_is_declared_already_leaves_nothing_behind(client_of, bob, selling):
    client_of(bob).post(at("post-intent", selling), {"intent": "value", "version": "1"})
    selling.refresh_from_db()
    assert (selling.version, verbs()) == (1, [])


def test_a_purpose_may_be_taken_back_to_none(client_of, bob, selling):
    answer = client_of(bob).post(at("post-intent", selling), {"intent": "", "version": "1"})
    assert answer.url == at("post", selling)
    selling.refresh_from_db()
    assert selling.intent == ""


@pytest.mark.parametrize("sent", [{}, {"intent": "greed"}])
def test_a_purpose_that_does_not_exist_is_refused(client_of, bob, selling, sent):
    assert client_of(bob).post(at("post-intent", selling), sent).status_code == 400
    assert verbs() == []


def test_a_stranger_and_a_viewer_declare_nothing(client_of, charlie, dora, selling):
    assert client_of(charlie).post(at("post-intent", selling), {"intent": "commercial"}).status_code == 404
    assert client_of(dora).post(at("post-intent", selling), {"intent": "commercial"}).status_code == 403
    assert verbs() == []


def test_a_post_thrown_away_meanwhile_declares_nothing(client_of, bob, selling, monkeypatch):
    def gone(*_args):
        raise Post.DoesNotExist

    monkeypatch.setattr("calendar_app.workflow.declare", gone)
    assert client_of(bob).post(at("post-intent", selling), {"intent": "commercial"}).status_code == 404
