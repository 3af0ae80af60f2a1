"""Several posts changed by one request, and a part of the plan shifted after a look at what that does."""

from datetime import date, time

import pytest
from django.urls import reverse

from calendar_app.models import Closure, Post
from smplanner.workspaces.models import AuditEvent
from smplanner.workspaces.roles import Role
from tests.factories import (
    make_campaign,
    make_channel,
    make_membership,
    make_persona,
    make_pillar,
    make_post,
    make_user,
)

DAY = date(2026, 6, 10)
JSON = {"Accept": "application/json"}
URL = "/w/bakery/posts/together/"


@pytest.fixture
def posts(bakery) -> list[Post]:
    return [make_post(bakery, f"Post {n}", day=date(2026, 6, 10 + n), clock=time(9)) for n in range(3)]


def named(posts: list[Post]) -> str:
    return ",".join(f"{post.pk}:1" for post in posts)


def days() -> list[date | None]:
    return list(Post.objects.order_by("pk").values_list("local_date", flat=True))


BEFORE = [date(2026, 6, 10), date(2026, 6, 11), date(2026, 6, 12)]


# --- Acts ----------------------------------------------------------------------------------------------------------


def test_one_request_moves_all_and_answers_where_they_stand_and_how_to_undo_it(client_of, bob, posts):
    client = client_of(bob)
    said = client.post(URL, {"post": named(posts), "act": "days", "days": "7"}, headers=JSON).json()
    assert said["ok"]
    assert "3" in said["message"]
    assert said["posts"][0] == {"id": posts[0].pk, "version": 2, "day": "2026-06-17", "time": "09:00"}
    assert days() == [date(2026, 6, 17), date(2026, 6, 18), date(2026, 6, 19)]

    undone = client.post(said["undo"]["url"], headers=JSON).json()
    assert undone["ok"]
    assert days() == BEFORE
    again = client.post(undone["undo"]["url"], headers=JSON).json()
    assert again["ok"]
    assert days() == [date(2026, 6, 17), date(2026, 6, 18), date(2026, 6, 19)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"act": "day", "day": "2026-07-01"}, {"local_date": date(2026, 7, 1)}),
        ({"act": "reserve"}, {"local_date": None, "status": "idea"}),
        ({"act": "status", "status": "draft"}, {"status": "draft"}),
        ({"act": "persona", "persona": ""}, {"persona": None}),
    ],
)
def test_each_act_changes_all_of_them(client_of, bob, posts, bakery, fields, expected):
    Post.objects.update(persona=make_persona(bakery))
    answer = client_of(bob).post(URL, {"post": named(posts), **fields}, headers=JSON)
    assert answer.status_code == 200
    for post in Post.objects.all():
        assert {name: getattr(post, name) for name in expected} == expected


def test_an_owner_and_a_campaign_are_set_for_all(client_of, bob, posts, bakery):
    campaign, channel, pillar, client = make_campaign(bakery), make_channel(bakery), make_pillar(bakery), client_of(bob)
    client.post(URL, {"post": named(posts), "act": "campaign", "campaign": campaign.pk}, headers=JSON)
    for name, row in (("owner", bob), ("channel", channel), ("pillar", pillar)):  # as another column of the board does
        read = [f"{number}:{version}" for number, version in Post.objects.values_list("pk", "version")]
        client.post(URL, {"post": read, "act": name, name: row.pk})
    found = {(post.campaign, post.owner, post.channel, post.pillar) for post in Post.objects.all()}
    assert found == {(campaign, bob, channel, pillar)}


def test_throwing_away_is_for_those_who_may(client_of, bob, posts, erin):
    assert client_of(erin).post(URL, {"post": named(posts), "act": "trash"}, headers=JSON).status_code == 403
    assert Post.objects.count() == 3
    assert client_of(bob).post(URL, {"post": named(posts), "act": "trash"}, headers=JSON).status_code == 200
    assert (Post.objects.count(), Post.trash.count()) == (0, 3)


@pytest.fixture
def erin(bakery):
    user = make_user("erin@example.org")
    make_membership(user, bakery, Role.CONTRIBUTOR)
    return user


def test_approving_is_for_those_who_may(client_of, bob, posts):
    answer = client_of(bob).post(URL, {"post": named(posts), "act": "status", "status": "approved"}, headers=JSON)
    assert (answer.status_code, answer.json()["ok"]) == (422, False)
    assert "valider" in answer.json()["message"]
    assert {post.status for post in Post.objects.all()} == {"planned"}


def test_without_script_a_page_offers_what_can_be_done(client_of, bob, posts):
    client = client_of(bob)
    page = client.post(URL, {"post": [post.pk for post in posts[:2]], "next": "/w/bakery/calendar/?view=list"})
    assert page.status_code == 200
    assert page.context["chosen"] == f"{posts[0].pk}:1,{posts[1].pk}:1"
    fields = {"post": page.context["chosen"], "act": "days", "days": "1", "next": "/w/bakery/calendar/?view=list"}
    answer = client.post(URL, fields)
    assert answer.url == "/w/bakery/calendar/?view=list"
    assert days() == [date(2026, 6, 11), date(2026, 6, 12), date(2026, 6, 12)]
    undo = client.get("/profile/").context["undo"]
    client.post(undo["url"], dict(undo["fields"]))
    assert days() == BEFORE


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "days", "days": "0"}, {"act": "days", "days": "x"}, {"act": "days", "days": "9999999999"}, {"act": "days"},
        {"act": "day", "day": ""}, {"act": "day", "day": "2026-02-30"}, {"act": "day", "day": "0001-01-01"},
        {"act": "status", "status": "x"}, {"act": "persona", "persona": "x"}, {"act": "owner", "owner": "99999999999999999999"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_at_its_field(client_of, bob, posts, fields):
    client = client_of(bob)
    answer = client.post(URL, {"post": named(posts), **fields}, headers=JSON)
    assert (answer.status_code, answer.json()["ok"]) == (422, False)
    page = client.post(URL, {"post": named(posts), **fields})
    assert (page.status_code, page.context["chosen"]) == (422, named(posts))
    assert days() == BEFORE
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("named", ["", "x", "1:x", "-1", "99999999999999999999", "١"])
def test_posts_that_cannot_be_read_are_refused_with_a_sentence(client_of, bob, posts, named):
    answer = client_of(bob).post(URL, {"post": named, "act": "days", "days": "1"}, headers=JSON)
    assert (answer.status_code, answer.json()["ok"]) == (422, False)
    assert days() == BEFORE


def test_an_act_that_no_button_sends_is_refused(client_of, bob, posts):
    assert client_of(bob).post(URL, {"post": named(posts), "act": "delete"}).status_code == 400


def test_at_most_five_hundred_posts_are_changed_at_once(client_of, bob, posts):
    many = ",".join(str(n) for n in range(1, 502))
    answer = client_of(bob).post(URL, {"post": many, "act": "days", "days": "1"}, headers=JSON)
    assert answer.status_code == 422
    assert "501" in answer.json()["message"]
    assert "500" in answer.json()["message"]
    assert days() == BEFORE


def test_a_stale_version_is_said_by_the_title_of_its_post(client_of, bob, posts):
    Post.objects.filter(pk=posts[1].pk).update(version=4)
    client = client_of(bob)
    answer = client.post(URL, {"post": named(posts), "act": "days", "days": "1"}, headers=JSON)
    assert answer.status_code == 409
    assert "Post 1" in answer.json()["message"]
    assert "Post 0" not in answer.json()["message"]
    page = client.post(URL, {"post": named(posts), "act": "days", "days": "1"})
    assert page.status_code == 409
    assert "Post 1" in page.content.decode()
    assert days() == BEFORE


def test_posts_of_another_workspace_are_not_found_and_nothing_is_changed(client_of, bob, posts, museum):
    theirs = make_post(museum, "Mummy", day=DAY)
    foreign = make_persona(museum)
    client = client_of(bob)
    for fields in ({"act": "days", "days": "1"}, {"act": "trash"}, {"act": ""}):
        assert client.post(URL, {"post": f"{named(posts)},{theirs.pk}", **fields}).status_code == 404
    answer = client.post(URL, {"post": named(posts), "act": "persona", "persona": foreign.pk}, headers=JSON)
    assert answer.status_code == 422
    assert set(Post._base_manager.values_list("version", "deleted_at")) == {(1, None)}


def test_who_only_reads_changes_nothing(client_of, dora, charlie, posts):
    fields = {"post": named(posts), "act": "days", "days": "1"}
    assert client_of(dora).post(URL, fields).status_code == 403
    assert client_of(charlie).post(URL, fields).status_code == 404
    assert days() == BEFORE


def test_the_number_of_queries_does_not_depend_on_the_number_of_posts(
    client_of, bob, bakery, posts, django_assert_num_queries
):
    client = client_of(bob)
    client.post(URL, {"post": named(posts), "act": "days", "days": "1"}, headers=JSON)
    more = [make_post(bakery, f"More {n}", day=DAY) for n in range(30)]
    for few in (more[:1], more[1:4], more[4:]):
        with django_assert_num_queries(8):  # session, person, membership; savepoint, read, write, log, release
            client.post(URL, {"post": named(few), "act": "days", "days": "1"}, headers=JSON)
    for few in (posts[:1], posts, more):
        # session, person, workspaces, membership; posts; channels, personas, pillars, people, campaigns
        with django_assert_num_queries(10):
            client.post(URL, {"post": ",".join(str(post.pk) for post in few)})


# --- Shifting ------------------------------------------------------------------------------------------------------


def at(name: str, row) -> str:
    return reverse(name, args=[row.workspace.slug, row.pk])


def test_a_shift_is_shown_before_it_is_done(client_of, bob, bakery, posts):
    campaign = make_campaign(bakery, name="Fournil")
    Post.objects.update(campaign=campaign)
    make_post(bakery, "Out", day=DAY, status="posted", campaign=campaign)
    make_post(bakery, "Idea", day=None, campaign=campaign)
    Closure._base_manager.create(
        workspace=bakery, label="Works", first_day=date(2026, 7, 13), last_day=date(2026, 7, 13)
    )
    page = client_of(bob).get(at("campaign-shift", campaign), {"days": "33"})
    shifted = page.context["shifted"]
    assert shifted.number == 3
    assert shifted.first == (DAY, date(2026, 7, 13))
    assert shifted.last == (date(2026, 6, 12), date(2026, 7, 15))
    assert [day for day, _why in page.context["days_off"]] == [date(2026, 7, 13), date(2026, 7, 14)]
    assert "Works" in page.content.decode()
    assert days()[:3] == BEFORE
    assert not AuditEvent.objects.exists()


def test_what_the_page_shows_is_what_is_moved(client_of, bob, bakery, posts):
    client = client_of(bob)
    page = client.get(at("post-shift", posts[1]), {"days": "-3", "on": "all"})
    assert page.context["shifted"].chosen == f"{posts[1].pk}:1,{posts[2].pk}:1"
    client.post(URL, {"post": page.context["shifted"].chosen, "act": "days", "days": "-3"})
    assert days() == [DAY, date(2026, 6, 8), date(2026, 6, 9)]


def test_the_days_of_a_campaign_move_with_its_posts_and_come_back_with_them(client_of, bob, bakery, posts, erin):
    campaign = make_campaign(bakery, name="Fournil", start_on=DAY, end_on=date(2026, 6, 20))
    client, fields = client_of(bob), {"act": "days", "days": "7", "with_campaign": campaign.pk}
    page = client.get(at("campaign-shift", campaign), {"days": "7"})
    assert page.context["goal"] is not None
    answer = client.post(URL, {**fields, "post": named(posts[:1])}, headers=JSON).json()

    def span():
        campaign.refresh_from_db()
        return campaign.start_on.day, campaign.end_on.day

    assert span() == (17, 27)
    assert "17 juin 2026 – 27 juin 2026" in client.get(answer["undo"]["url"].removesuffix("undo/")).content.decode()
    answer = client.post(answer["undo"]["url"], headers=JSON).json()
    assert (span(), days()) == ((10, 20), BEFORE)
    answer = client.post(answer["undo"]["url"], headers=JSON).json()  # done again
    assert span() == (17, 27)
    campaign.end_on = date(2026, 6, 30)
    campaign.save()
    client.post(answer["undo"]["url"], headers=JSON)
    assert (span(), days()) == ((17, 30), BEFORE)
    assert client_of(erin).post(URL, {**fields, "post": f"{posts[0].pk}:1"}, headers=JSON).status_code == 403


def test_a_shift_may_keep_to_one_channel(client_of, bob, bakery, posts):
    Post.objects.filter(pk__in=[posts[0].pk, posts[2].pk]).update(channel=make_channel(bakery))
    page = client_of(bob).get(at("post-shift", posts[0]), {"days": "1", "on": "channel"})
    assert [post.pk for post, _day in page.context["shifted"].posts] == [posts[0].pk, posts[2].pk]


def test_a_shift_says_what_it_would_cause(client_of, bob, bakery, today):
    channel = make_channel(bakery)
    _first, second = (make_post(bakery, f"{n}", day=date(2026, 6, 15 + n), channel=channel) for n in range(2))
    page = client_of(bob).get(at("post-shift", second), {"days": "-14", "on": "all"})
    assert [post.pk for post, _day in page.context["shifted"].posts] == [second.pk]
    assert page.context["effect"]["caused"]  # it would stand in the past
    assert page.context["past"] == 1


@pytest.mark.parametrize(
    "query", [{"days": ""}, {"days": "x"}, {"days": "0"}, {"days": "99999"}, {"days": "1", "on": "x"}]
)
def test_a_shift_that_cannot_be_read_is_refused_at_its_field(client_of, bob, posts, query):
    page = client_of(bob).get(at("post-shift", posts[0]), query)
    assert (page.status_code, bool(page.context["form"].errors)) == (422, True)


def test_a_shift_beyond_all_plans_is_said(client_of, bob, bakery):
    post = make_post(bakery, day=date(2100, 12, 30))
    page = client_of(bob).get(at("post-shift", post), {"days": "7", "on": "all"})
    assert (page.status_code, page.context["too_far"]) == (200, True)


def test_nothing_follows_what_is_in_the_reserve(client_of, bob, bakery):
    post = make_post(bakery, day=None)
    assert client_of(bob).get(at("post-shift", post), {"days": "7", "on": "all"}).context["is_undated"]


def test_a_shift_asks_as_many_questions_for_one_post_as_for_many(client_of, bob, bakery, django_assert_max_num_queries):
    campaign, client, counts = make_campaign(bakery), client_of(bob), set()
    client.get("/w/bakery/calendar/")
    for _round in range(3):
        make_post(bakery, day=DAY, campaign=campaign)
        with django_assert_max_num_queries(60) as asked:
            client.get(at("campaign-shift", campaign), {"days": "7"})
        counts.add(len(asked))
    assert len(counts) == 1
