"""A post that comes again: laid out, looked at, changed one, some or all at a time."""

from datetime import date, time

import pytest
from django.urls import reverse

from calendar_app.models import Closure, Post, Series
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_post

FIRST = date(2026, 10, 13)  # a Tuesday, two weeks before the clocks go back
WEEKLY = {"rhythm": "weekly", "every": "1", "weekdays": ["2"], "nth": "1", "until": "", "count": "4"}


def at(name: str, *ids: int, slug: str = "bakery") -> str:
    return reverse(name, args=[slug, *ids])


@pytest.fixture
def post(bakery):
    return make_post(bakery, "Le pain du mardi", day=FIRST, clock=time(9), text="Cuit ce matin.")


@pytest.fixture
def posts(client_of, bob, post):
    """Four Tuesdays, laid out."""
    shown = [day.isoformat() for day in (date(2026, 10, 20), date(2026, 10, 27), date(2026, 11, 3))]
    client_of(bob).post(at("post-repeat", post.pk), {**WEEKLY, "shown": "1", "day": shown, "confirm": "1"})
    return list(Post.objects.order_by("series_day"))


def test_the_days_are_shown_before_anything_is_made(client_of, bob, bakery, post):
    Closure.objects.create(workspace=bakery, label="Congés", first_day=date(2026, 10, 27), last_day=date(2026, 10, 28))
    answer = client_of(bob).post(at("post-repeat", post.pk), WEEKLY)
    proposed = answer.context["proposed"]
    assert [(one.day.isoformat(), one.closed, one.is_chosen) for one in proposed] == [
        ("2026-10-20", "", True), ("2026-10-27", "Congés", False), ("2026-11-03", "", True)
    ]  # fmt: skip
    assert Post.objects.count() == 1


def test_public_holidays_and_days_that_are_taken_are_marked(client_of, bob, bakery):
    channel = make_channel(bakery)
    post = make_post(bakery, day=date(2026, 11, 4), clock=time(9), channel=channel)
    make_post(bakery, day=date(2026, 11, 18), channel=channel)
    asked = {**WEEKLY, "weekdays": ["3"], "count": "3"}
    proposed = client_of(bob).post(at("post-repeat", post.pk), asked).context["proposed"]
    assert [(bool(one.holiday), one.is_taken) for one in proposed] == [(True, False), (False, True)]


def test_a_series_over_the_october_change_keeps_its_hour_on_the_wall(posts, bob):
    assert [one.local_date.day for one in posts] == [13, 20, 27, 3]
    assert {one.local_time for one in posts} == {time(9)}
    assert [one.publish_at.hour for one in posts] == [7, 7, 8, 8]
    assert {one.text for one in posts} == {"Cuit ce matin."}
    assert len({one.uid for one in posts}) == 4
    series = Series.objects.get()
    assert (series.rhythm, series.weekdays, series.count, series.created_by) == ("weekly", "2", 4, bob)
    created = AuditEvent.objects.filter(verb="created", target_kind="post")
    assert len({*created.values_list("batch", flat=True)}) == 1


def test_days_that_are_unticked_are_left_out_and_strange_ones_are_not_made(client_of, bob, post):
    sent = {**WEEKLY, "shown": "1", "day": ["2026-10-27", "2026-12-25", "x"], "confirm": "1"}
    client_of(bob).post(at("post-repeat", post.pk), sent)
    assert list(Post.objects.exclude(pk=post.pk).values_list("local_date", flat=True)) == [date(2026, 10, 27)]


def test_nothing_ticked_makes_nothing(client_of, bob, post):
    answer = client_of(bob).post(at("post-repeat", post.pk), {**WEEKLY, "shown": "1", "confirm": "1"})
    assert answer.context["is_empty"]
    assert Series.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "wrong", "told"),
    [
        ("until", "2026-10-13", "until"),
        ("every", "0", "every"),
        ("weekdays", ["8"], "weekdays"),
        ("count", "", "until"),
    ],
)
def test_a_rhythm_that_cannot_be_is_told_at_its_field(client_of, bob, post, field, wrong, told):
    answer = client_of(bob).post(at("post-repeat", post.pk), {**WEEKLY, field: wrong})
    assert answer.status_code == 422
    assert told in answer.context["form"].errors


def test_an_undated_post_and_one_of_a_series_do_not_repeat(client_of, bob, bakery, posts):
    client = client_of(bob)
    for one in (make_post(bakery), posts[1]):
        assert b"days-title" not in client.post(at("post-repeat", one.pk), WEEKLY).content
    assert Series.objects.count() == 1


# --- This one, the following, all ----------------------------------------------------------------------------------


def edit(client, post, **changed):
    post.refresh_from_db()
    page = client.get(at("post", post.pk))
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    prefix = page.context["media"].prefix
    sent |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return client.post(at("post-save", post.pk), {**sent, **changed})


def texts(posts):
    return [Post.objects.get(pk=one.pk).text for one in posts]


def test_saving_one_leaves_the_others_and_asks_whether_they_shall_follow(client_of, bob, posts):
    client = client_of(bob)
    answer = edit(client, posts[1], text="Cuit cette nuit.")
    assert answer["Location"].startswith(at("post-also", posts[1].pk))
    assert texts(posts) == ["Cuit ce matin.", "Cuit cette nuit.", "Cuit ce matin.", "Cuit ce matin."]
    page = client.get(answer["Location"])
    assert (page.context["following"], page.context["all"], len(page.context["labels"])) == (2, 3, 1)


def test_the_following_take_over_only_what_was_the_same_there(client_of, bob, posts):
    Post.objects.filter(pk=posts[3].pk).update(text="Autre chose.")
    client = client_of(bob)
    question = edit(client, posts[1], text="Cuit cette nuit.")["Location"]
    event = client.get(question).context["event"]
    client.post(at("post-also", posts[1].pk), {"event": event.pk, "which": "following"})
    assert texts(posts) == ["Cuit ce matin.", "Cuit cette nuit.", "Cuit cette nuit.", "Autre chose."]


def test_all_take_it_over_but_those_that_are_published(client_of, bob, posts):
    Post.objects.filter(pk=posts[0].pk).update(status=Post.Status.POSTED)
    client = client_of(bob)
    edit(client, posts[1], title="Le pain de la semaine")
    client.post(at("post-also", posts[1].pk), {"which": "all"})
    assert [Post.objects.get(pk=one.pk).title for one in posts] == ["Le pain du mardi", *["Le pain de la semaine"] * 3]


def test_moving_takes_the_following_along_but_those_that_stand_elsewhere(client_of, bob, posts):
    Post.objects.filter(pk=posts[2].pk).update(local_date=date(2026, 10, 30))
    client = client_of(bob)
    answer = client.post(at("post-move", posts[1].pk), {"day": "2026-10-22", "time": "10:00", "version": 1})
    assert answer["Location"].startswith(at("post-also", posts[1].pk))
    client.post(at("post-also", posts[1].pk), {"which": "following"})
    found = [Post.objects.get(pk=one.pk) for one in posts]
    assert [one.local_date.isoformat() for one in found] == ["2026-10-13", "2026-10-22", "2026-10-30", "2026-11-05"]
    assert [one.local_time.hour for one in found] == [9, 10, 10, 10]
    assert [one.series_day.isoformat() for one in found] == ["2026-10-13", "2026-10-20", "2026-10-27", "2026-11-03"]


def test_the_calendar_asks_the_same_beside_its_message_and_undo_takes_it_back(client_of, bob, posts):
    client, json = client_of(bob), {"Accept": "application/json"}
    moved = {"day": "2026-10-22", "version": 1}
    answer = client.post(at("post-move", posts[1].pk), moved, headers=json).json()
    assert [one["which"] for one in answer["also"]["choices"]] == ["following", "all"]
    sent = {"event": answer["also"]["event"], "which": "following"}
    answer = client.post(answer["also"]["url"], sent, headers=json).json()
    assert [one["day"] for one in answer["posts"]] == ["2026-10-29", "2026-11-05"]
    client.post(answer["undo"]["url"], headers=json)
    found = [Post.objects.get(pk=one.pk).local_date.day for one in posts]
    assert found == [13, 22, 27, 3]
    alone = {"by": "persona", "value": "", "version": Post.objects.get(pk=posts[3].pk).version}
    answer = client.post(at("post-place", posts[3].pk), alone, headers=json).json()
    assert (answer["ok"], "also" in answer) == (True, False)


def test_only_this_one_changes_nothing_more(client_of, bob, posts):
    client = client_of(bob)
    edit(client, posts[1], title="Seul")
    assert client.post(at("post-also", posts[1].pk), {"which": "this"}).status_code == 302
    assert Post.objects.filter(title="Seul").count() == 1


def test_a_series_that_is_taken_back_leaves_no_post_in_a_series_of_one_until_it_is_done_again(client_of, bob, posts):
    client, json = client_of(bob), {"Accept": "application/json"}
    event = AuditEvent.objects.filter(verb="created", target_kind="post").latest("pk")
    undo = reverse("history-undo", args=["bakery", event.pk])
    for expected in ((None, None), (posts[0].series_id, date(2026, 10, 13))):
        undo = client.post(undo, headers=json).json()["undo"]["url"]
        assert Post.objects.values_list("series", "series_day").get(pk=posts[0].pk) == expected


@pytest.mark.parametrize(("which", "left"), [("this", 3), ("following", 1), ("all", 0)])
def test_one_the_following_or_all_are_thrown_away(client_of, bob, posts, which, left):
    client = client_of(bob)
    assert client.get(at("post-series-delete", posts[1].pk)).context["following"] == 2
    client.post(at("post-series-delete", posts[1].pk), {"which": which, "version": posts[1].version})
    assert Post.objects.count() == left


def test_a_post_of_no_series_is_asked_nothing(client_of, bob, bakery):
    post, client = make_post(bakery, day=FIRST), client_of(bob)
    assert at("post-also", post.pk) not in edit(client, post, title="Autre")["Location"]
    assert client.get(at("post-also", post.pk)).status_code == 302
    assert client.get(at("post-series-delete", post.pk)).status_code == 302


@pytest.mark.parametrize("count", ["3", "9"])
def test_a_series_costs_the_same_questions_whatever_its_length(client_of, bob, post, count, django_assert_num_queries):
    client = client_of(bob)
    sent = {**WEEKLY, "count": count}
    proposed = client.post(at("post-repeat", post.pk), sent).context["proposed"]
    shown = [one.day.isoformat() for one in proposed]
    with django_assert_num_queries(17):
        client.post(at("post-repeat", post.pk), {**sent, "shown": "1", "day": shown, "confirm": "1"})
    with django_assert_num_queries(10):
        client.get(at("series", Series.objects.get().pk))


def test_charlie_finds_no_series_of_the_bakery(client_of, charlie, museum, posts):
    series = Series.objects.get()
    client = client_of(charlie)
    for name, key in (("series", series.pk), ("post-repeat", posts[0].pk), ("post-also", posts[0].pk)):
        assert client.get(at(name, key)).status_code == 404
        assert client.get(at(name, key, slug="museum")).status_code == 404
