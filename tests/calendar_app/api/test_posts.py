"""Posts by the API: what the editor takes, with the same rules, rights and log."""

from datetime import date, time

import pytest

from calendar_app.models import Post
from smplanner.workspaces.models import AuditEvent, Membership
from tests.factories import make_channel, make_persona, make_post

HERE = "/workspaces/bakery/posts"


@pytest.fixture
def alices(program_of, alice):
    return program_of(alice)


def test_a_post_is_written_read_changed_and_thrown_away(alices, bakery, alice):
    made = alices.post(HERE, {"title": "Croissants", "local_date": "2026-06-10", "local_time": "09:00"})
    assert made.status_code == 201
    told = made.json()
    assert (told["status"], told["owner"], told["publish_at"]) == ("planned", alice.pk, "2026-06-10T07:00:00+00:00")
    path = made["Location"].partition("/api/v1")[2]
    assert alices.get(path).json() == told
    changed = alices.patch(path, {"text": "Encore tièdes."}, made["ETag"])
    assert changed.status_code == 200
    assert changed.json() == told | {
        "text": "Encore tièdes.",
        "version": 2,
        "changed_at": changed.json()["changed_at"],
    }
    assert alices.delete(path, changed["ETag"]).status_code == 204
    assert alices.get(path).status_code == 404
    assert Post.trash.get().title == "Croissants"
    rows = AuditEvent.objects.filter(target_kind="post").order_by("pk")
    assert [(row.verb, row.actor, row.workspace) for row in rows] == [
        ("created", alice, bakery),
        ("edited", alice, bakery),
        ("trashed", alice, bakery),
    ]
    assert rows[1].diff == {"text": ["", "Encore tièdes."]}


def test_what_is_told_may_be_sent_back_and_changes_nothing(alices, bakery):
    persona, channel = make_persona(bakery), make_channel(bakery)
    about = {"persona": persona, "channel": channel, "prior_price": "3.20", "minutes_spent": 12, "target_rung": 2}
    post = make_post(bakery, "Whole", day=date(2026, 10, 25), clock=time(2, 30), fold=1, text="Two\nlines", **about)
    path = f"{HERE}/{post.pk}"
    told = alices.get(path).json()
    assert (told["second_hour"], told["prior_price"], told["local_time"]) == (True, "3.20", "02:30")
    kept = ("id", "zone", "publish_at", "adapted_from", "version", "created_at", "changed_at", "page")
    again = alices.patch(path, {name: value for name, value in told.items() if name not in kept})
    assert (again.status_code, again.json()) == (200, told)
    assert not AuditEvent.objects.filter(target_kind="post").exists()
    first = alices.patch(path, {"second_hour": False}).json()
    assert (first["publish_at"], first["version"]) == ("2026-10-25T00:30:00+00:00", 2)


def test_approving_asks_for_that_right(program_of, alices, bob, bakery):
    post = make_post(bakery, "To approve", day=date(2026, 6, 10))
    path = f"{HERE}/{post.pk}"
    refused = program_of(bob).patch(path, {"status": "approved"})
    assert [one["field"] for one in refused.json()["errors"]] == ["status"]
    assert alices.patch(path, {"status": "approved"}).status_code == 200
    post.refresh_from_db()
    assert post.approved_at is not None


def test_posts_are_filtered_and_come_a_page_at_a_time(alices, bakery):
    channel = make_channel(bakery)
    days = [date(2026, 6, day) for day in (1, 8, 15)]
    posts = [make_post(bakery, f"Post {day:%d}", day=day, channel=channel) for day in days]
    idea = make_post(bakery, "An idea of bread")
    make_post(bakery, "Thrown away", deleted_at="2026-06-01T10:00Z")

    def found(query):
        answer = alices.get(f"{HERE}?{query}")
        assert answer.status_code == 200, answer.content
        return [one["id"] for one in answer.json()["items"]]

    every = [*(post.pk for post in posts), idea.pk]
    assert found("") == every
    assert found("since=2026-06-08&until=2026-06-08") == [posts[1].pk]
    assert found(f"channel={channel.pk}&status=planned&status=idea") == every[:3]
    assert found("undated=true") == found("status=idea") == found("q=BREAD") == [idea.pk]
    assert found("changed_since=2090-01-01T00:00:00Z") == []
    assert alices.get(f"{HERE}?persona={10**20}").status_code == 422  # no database holds such a number
    pages, path = [], f"{HERE}?limit=3"
    while path:
        told = alices.get(path).json()
        pages.append([one["id"] for one in told["items"]])
        assert told["count"] == 4
        path = (told["next"] or "").partition("/api/v1")[2]
    assert pages == [every[:3], every[3:]]
    assert alices.get(f"{HERE}?limit=3&offset=3").json()["previous"].endswith("?limit=3&offset=0")


@pytest.mark.parametrize("count", [3, 30])
def test_a_list_asks_the_database_as_often_however_long_it_is(alices, bakery, count, django_assert_num_queries):
    for number in range(count):
        make_post(bakery, f"Post {number}", channel=None)
        make_persona(bakery)
        make_channel(bakery, name=f"Account {number}")
    alices.get("/workspaces")  # notes the use of the token, and begins to count
    for kind, queries in (("posts", 12), ("personas", 13), ("channels", 14), ("objectives", 11)):
        with django_assert_num_queries(queries):
            answer = alices.get(f"/workspaces/bakery/{kind}?limit=100")
        assert answer.json()["count"] in {count, 0}


def test_a_seat_that_was_lost_meanwhile_writes_nothing(alices, alice, bakery):
    post = make_post(bakery, "Ours")
    etag = alices.get(f"{HERE}/{post.pk}")["ETag"]
    Membership.objects.filter(user=alice).delete()
    assert alices.patch(f"{HERE}/{post.pk}", {"title": "Mine"}, etag).status_code == 404
    post.refresh_from_db()
    assert post.title == "Ours"


def test_what_was_approved_is_locked_for_programs_too(alices, bakery):
    post = make_post(bakery, "Croissants", day=date(2026, 6, 10), status="approved", text="Six heures.")
    path = f"{HERE}/{post.pk}"
    refused = alices.patch(path, {"text": "Sept heures."})
    assert refused.status_code == 422
    assert "text" in refused.content.decode()
    assert Post.objects.get().text == "Six heures."
    assert alices.patch(path, {"local_date": "2026-06-11"}).json()["status"] == "approved"
