"""One message on several channels: made, written side by side, each saved by itself."""

from datetime import date, time

import pytest
from django.urls import reverse

from calendar_app.models import Channel, Post
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_media, make_post

DAY = date(2026, 6, 10)
JSON = {"Accept": "application/json"}


def at(name: str, post: Post) -> str:
    return reverse(name, args=[post.workspace.slug, post.pk])


@pytest.fixture
def channels(bakery) -> list[Channel]:
    return [make_channel(bakery, platform=slug) for slug in ("instagram", "linkedin", "x", "bluesky")]


@pytest.fixture
def post(bakery, channels) -> Post:
    return make_post(bakery, "Croissants", day=DAY, clock=time(9), text="Tout chauds.", channel=channels[0])


@pytest.fixture
def family(client_of, bob, post, channels) -> list[Post]:
    client_of(bob).post(at("post-adapt", post), {"channels": [one.pk for one in channels[1:]]})
    AuditEvent._base_manager.all().delete()
    return list(Post.objects.order_by("pk"))


def typed(*posts: Post, **changes: str) -> dict[str, object]:
    """What the page sends; `changes` are texts by the slug of the platform."""
    data: dict[str, object] = {}
    for one in posts:
        text = changes.get(one.channel.platform.slug, one.text)
        row = {"text": text, "link": one.link, "local_date": one.local_date or "", "local_time": one.local_time or ""}
        data |= {f"p{one.pk}-{name}": value for name, value in (row | {"version": one.version}).items()}
    return data


# --- Making them ---------------------------------------------------------------------------------------------------


def test_each_chosen_channel_gets_a_version_with_its_pictures(client_of, bob, post, channels):
    make_media(post, label="four.jpg")
    answer = client_of(bob).post(at("post-adapt", post), {"channels": [one.pk for one in channels[1:3]]})
    assert answer.url == at("post-versions", post)
    made = Post.objects.exclude(pk=post.pk).order_by("pk")
    assert [(one.channel, one.adapted_from, one.text, one.local_date, one.media.get().label) for one in made] == [
        (channel, post, "Tout chauds.", DAY, "four.jpg") for channel in channels[1:3]
    ]
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["created", "created"]


def test_a_version_of_a_version_is_one_of_the_first(client_of, bob, post, family, bakery):
    another = make_channel(bakery, platform="mastodon")
    client_of(bob).post(at("post-adapt", family[1]), {"channels": [another.pk]})
    assert Post.objects.get(channel=another).adapted_from == post


@pytest.mark.parametrize("sent", [{}, {"channels": "0"}, {"channels": "x\x00"}, {"channels": "9" * 40}])
def test_without_a_channel_that_is_open_nothing_is_made(client_of, bob, post, sent):
    assert client_of(bob).post(at("post-adapt", post), sent).status_code == 422
    assert Post.objects.count() == 1


def test_a_channel_that_is_taken_left_or_another_s_is_no_choice(client_of, bob, bakery, museum, post, channels):
    left = make_channel(bakery, platform="tiktok", status="left")
    for channel in (channels[0], left, make_channel(museum)):
        assert client_of(bob).post(at("post-adapt", post), {"channels": [channel.pk]}).status_code == 422
    assert Post.objects.count() == 1


# --- Side by side --------------------------------------------------------------------------------------------------


def test_each_version_is_counted_as_its_channel_counts(client_of, bob, family):
    parts = (
        client_of(bob)
        .post(at("post-versions-look", family[0]), typed(*family, x="🥐", bluesky="🥐"), headers=JSON)
        .json()["parts"]
    )
    counted = {one.channel.platform.slug: parts[f"counter-{one.pk}"] for one in family}
    assert "<b>2</b>" in counted["x"]
    assert "<b>1</b>" in counted["bluesky"]
    assert "<b>12</b>" in counted["linkedin"]
    assert all(f"look-{one.pk}" in parts for one in family)
    assert AuditEvent.objects.count() == 0


def test_counting_without_script_keeps_what_is_typed(client_of, bob, family):
    answer = client_of(bob).post(at("post-versions-look", family[0]), typed(*family, x="Nouveau"))
    texts = [row.form["text"].value() for row in answer.context["rows"]]
    assert (answer.status_code, texts.count("Nouveau")) == (200, 1)
    assert not Post.objects.filter(text="Nouveau").exists()


def test_what_changed_is_saved_and_nothing_else(client_of, bob, family):
    answer = client_of(bob).post(
        at("post-versions", family[0]), typed(*family, x="Court.", linkedin="Long.\r\nTrès long.")
    )
    assert answer.url == at("post-versions", family[0])
    texts = dict(Post.objects.values_list("channel__platform__slug", "text"))
    assert texts == {
        "instagram": "Tout chauds.",
        "linkedin": "Long.\nTrès long.",
        "x": "Court.",
        "bluesky": "Tout chauds.",
    }
    assert sorted(Post.objects.values_list("version", flat=True)) == [1, 1, 2, 2]
    assert AuditEvent.objects.count() == 2


def test_a_stale_version_is_told_and_the_others_are_saved(client_of, alice, bob, family):
    read_by_bob = typed(*family, x="De Bob", linkedin="De Bob")
    theirs = next(one for one in family if one.channel.platform.slug == "x")
    client_of(alice).post(at("post-versions", family[0]), typed(*family, x="D’Alice"))
    answer = client_of(bob).post(at("post-versions", family[0]), read_by_bob)
    texts = dict(Post.objects.values_list("channel__platform__slug", "text"))
    assert (answer.status_code, texts["x"], texts["linkedin"]) == (409, "D’Alice", "De Bob")
    row = next(row for row in answer.context["rows"] if row.post.pk == theirs.pk)
    assert (row.form["text"].value(), row.form["version"].value()) == ("De Bob", "2")
    again = {
        f"p{theirs.pk}-{name}": row.form[name].value() or ""
        for name in ("text", "link", "local_date", "local_time", "version")
    }
    assert client_of(bob).post(at("post-versions", family[0]), again).status_code == 302
    assert Post.objects.get(pk=theirs.pk).text == "De Bob"


@pytest.mark.parametrize(
    ("name", "value"),
    [("local_date", "2026-02-31"), ("local_date", "0001-01-01"), ("local_time", "25:00"), ("link", "javascript:alert(1)"), ("text", "x" * 70_001), ("text", "\x00"), ("version", "x")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(client_of, bob, family, name, value):
    answer = client_of(bob).post(at("post-versions", family[0]), typed(*family) | {f"p{family[1].pk}-{name}": value})
    wrong = [list(row.form.errors) for row in answer.context["rows"] if row.form.errors]
    assert (answer.status_code, wrong) == (422, [[name]])


def test_what_a_version_of_others_sends_is_passed_over(client_of, bob, museum, family):
    theirs = make_post(museum, text="Secret", channel=make_channel(museum))
    client_of(bob).post(at("post-versions", family[0]), typed(theirs, instagram="Pris"))
    assert Post.objects.get(pk=theirs.pk).text == "Secret"


def test_a_post_shows_its_versions(client_of, bob, family):
    shown = client_of(bob).get(at("post", family[2])).context["versions"]
    assert [one.pk for one in shown] == [one.pk for one in family]


def test_versions_in_the_trash_are_left_out(client_of, bob, family):
    client_of(bob).post(at("post-delete", family[1]), {"version": family[1].version})
    assert len(client_of(bob).get(at("post-versions", family[0])).context["rows"]) == 3


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(client_of, bob, post, channels, django_assert_num_queries, many):
    client = client_of(bob)
    client.post(at("post-adapt", post), {"channels": [one.pk for one in channels[1 : 1 + many]]})
    client.get(at("post-versions", post))
    with django_assert_num_queries(7):
        client.get(at("post-versions", post))


# --- Who may -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["post-versions", "post-versions-look", "post-adapt"])
def test_strangers_find_nothing_and_viewers_may_not(client_of, charlie, dora, post, channels, name):
    sent = {"channels": [channels[1].pk]}
    assert client_of(charlie).post(at(name, post), sent).status_code == 404
    assert client_of(dora).post(at(name, post), sent).status_code == 403
    assert Post.objects.count() == 1
