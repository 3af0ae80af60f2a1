"""The history of a post and of a workspace, in words, with a button that takes an act back."""

import re
from datetime import date, time

import pytest
from django.urls import reverse

from calendar_app.models import Post
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_persona, make_post

DAY = date(2026, 6, 10)
JSON = {"Accept": "application/json"}


@pytest.fixture
def post(bakery) -> Post:
    return make_post(bakery, "Croissants", day=DAY, clock=time(9))


@pytest.fixture
def writer(client_of, bob):
    bob.language = "en"
    bob.save()
    return client_of(bob)


def at(name: str, *args: int) -> str:
    return reverse(name, args=["bakery", *args])


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2]))


def move(client, post: Post, day: str) -> AuditEvent:
    client.post(at("post-move", post.pk), {"day": day, "version": Post.objects.get(pk=post.pk).version}, headers=JSON)
    return AuditEvent.objects.order_by("-pk").first()


def test_a_post_tells_who_did_what_with_names_instead_of_numbers(writer, bob, post, bakery):
    persona, channel = make_persona(bakery, name="Inès"), make_channel(bakery, "linkedin", name="Fournil")
    move(writer, post, "2026-06-12")
    for act, row in (("persona", persona),):
        writer.post(at("posts-together"), {"post": f"{post.pk}:2", "act": act, act: row.pk})
    Post.objects.update(channel=channel)
    said = words(writer.get(at("post-history", post.pk)))
    assert "Moved" in said
    assert "Wednesday 10 June 2026 after: Friday 12 June 2026" in said
    assert "nothing after: Inès" in said
    assert str(bob) in said


def test_one_change_is_taken_back_from_the_page(writer, post):
    event = move(writer, post, "2026-06-12")
    page = writer.get(at("post-history", post.pk))
    assert at("history-undo", event.pk) in page.content.decode()
    answer = writer.post(at("history-undo", event.pk), {"key": "when", "next": at("post-history", post.pk)})
    assert answer.url == at("post-history", post.pk)
    assert Post.objects.get().local_date == DAY
    assert "It stands as it was before." in words(writer.get(answer.url))


def test_what_has_changed_since_is_said_with_both_values(writer, post):
    first = move(writer, post, "2026-06-12")
    move(writer, post, "2026-06-20")
    said = words(writer.get(at("post-history", post.pk)))
    assert "It has changed since. Now it is: Saturday 20 June 2026." in said
    answer = writer.post(at("history-undo", first.pk), {"key": "when"}, headers=JSON)
    assert (answer.status_code, answer.json()["ok"]) == (409, False)
    assert Post.objects.get().local_date == date(2026, 6, 20)


def test_a_long_text_that_was_cut_is_told_and_not_offered_when_no_version_of_it_was_kept(writer, bob, post):
    for text in ("é" * 3000, "short"):
        fields = {"title": "Croissants", "text": text, "status": "planned", "local_date": "2026-06-10"}
        fields |= {"local_time": "09:00", "media_type": "owned", "version": Post.objects.get().version}
        fields |= {"media-TOTAL_FORMS": "0", "media-INITIAL_FORMS": "0"}
        assert writer.post(at("post-save", post.pk), fields).status_code == 302
    post.revisions.all().delete()
    event = AuditEvent.objects.order_by("-pk").first()
    assert "holds only the beginning" in words(writer.get(at("post-history", post.pk)))
    writer.post(at("history-undo", event.pk), {"key": "text"})
    assert Post.objects.get().text == "short"


def test_the_history_of_what_was_thrown_away_is_read_and_brings_it_back(writer, post):
    writer.post(at("post-delete", post.pk), {"version": "1"})
    event = AuditEvent.objects.get()
    assert writer.get(at("post-history", post.pk)).status_code == 200
    writer.post(at("history-undo", event.pk))
    assert Post.objects.get() == post


def test_acts_on_many_posts_stand_as_one_in_the_history_of_the_workspace(writer, bakery, post):
    other = make_post(bakery, "Brioches", day=DAY)
    writer.post(at("posts-together"), {"post": f"{post.pk}:1,{other.pk}:1", "act": "days", "days": "1"})
    writer.post(
        at("post-move", post.pk), {"day": "2026-06-20", "version": Post.objects.get(pk=post.pk).version}, headers=JSON
    )
    page = writer.get(at("history"))
    assert [act["what"] for act in page.context["acts"]] == ["Moved", "2 posts moved"]
    assert "and 1 other" in words(page)


def test_a_batch_of_which_one_post_has_changed_says_so_and_undoes_the_rest(writer, bakery, post):
    other = make_post(bakery, "Brioches", day=DAY)
    writer.post(at("posts-together"), {"post": f"{post.pk}:1,{other.pk}:1", "act": "days", "days": "1"})
    event = AuditEvent.objects.order_by("pk").first()
    move(writer, other, "2026-06-25")
    page = writer.post(at("history-undo", event.pk))
    assert page.status_code == 409
    assert "Now it is: Thursday 25 June 2026." in words(page)
    writer.post(at("history-undo", event.pk), {"rest": "1"})
    assert list(Post.objects.order_by("pk").values_list("local_date", flat=True)) == [DAY, date(2026, 6, 25)]


def test_the_history_is_paged(writer, post):
    for _n in range(55):
        AuditEvent.objects.create(
            workspace=post.workspace, verb="edited", target_kind="post", target_id=post.pk, diff={}
        )
    for address in (at("history"), at("post-history", post.pk)):
        page = writer.get(address)
        older = page.context["older"]
        rest = writer.get(address, {"before": older})
        assert len(rest.context.get("acts") or rest.context["rows"]) == 5
        assert writer.get(address, {"before": "x"}).status_code == 200
        assert writer.get(address, {"before": "9" * 40}).status_code == 200


def test_who_only_reads_sees_the_history_and_no_button(client_of, dora, charlie, writer, post):
    event = move(writer, post, "2026-06-12")
    page = client_of(dora).get(at("post-history", post.pk))
    assert page.status_code == 200
    assert "history-undo" not in page.content.decode()
    assert at("history-undo", event.pk) not in page.content.decode()
    assert client_of(dora).post(at("history-undo", event.pk)).status_code == 403
    assert client_of(charlie).get(at("history")).status_code == 404


def test_rows_about_other_things_are_no_acts_on_posts(writer, bakery, bob):
    event = AuditEvent.objects.create(workspace=bakery, verb="edited", target_kind="persona", target_id=1, diff={})
    assert writer.get(at("history-act", event.pk)).status_code == 404
    assert writer.post(at("history-undo", event.pk)).status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(writer, bakery, django_assert_num_queries):
    posts = [make_post(bakery, f"Post {n}", day=DAY) for n in range(6)]
    persona = make_persona(bakery)
    writer.get(at("history"))
    for few in (posts[:2], posts[:3], posts):
        for act in ({"act": "persona", "persona": persona.pk}, {"act": "days", "days": "1"}):
            read = Post.objects.filter(pk__in=[post.pk for post in few]).values_list("pk", "version")
            writer.post(at("posts-together"), {"post": [f"{number}:{version}" for number, version in read], **act})
        writer.get(at("history"))  # says what was done
        event = AuditEvent.objects.filter(diff__has_key="persona").order_by("-pk").first()
        with django_assert_num_queries(6):  # session, person, workspaces, membership; heads, counts
            writer.get(at("history"))
        with django_assert_num_queries(9):  # … and the row, its batch, a campaign's in it, its posts, the personas
            writer.get(at("history-act", event.pk))
        with django_assert_num_queries(7):  # … and the post, its rows, the personas
            writer.get(at("post-history", posts[0].pk))
        Post.objects.update(persona=None)
