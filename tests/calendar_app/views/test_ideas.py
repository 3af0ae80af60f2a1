"""The idea bank: four sources, and one click to the next free slot."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from calendar_app.models import ChannelSlot, Insight, Post
from tests.factories import make_channel, make_insight, make_pillar, make_post

URL = "/w/bakery/ideas/"


def at(name: str, *ids: int, slug: str = "bakery") -> str:
    return reverse(name, args=[slug, *ids])


def shown(answer) -> list[str]:
    return [row.title for row in answer.context["rows"]]


@pytest.fixture
def slotted(bakery):
    channel = make_channel(bakery, "linkedin")
    ChannelSlot.objects.create(workspace=bakery, channel=channel, weekday=2, time=time(9))
    return channel


def slot(row) -> dict[str, object]:
    return {
        "day": row.free.day.isoformat(),
        "time": row.free.clock.isoformat("minutes"),
        "channel": row.free.channel.pk,
    }


def test_the_reserve_is_searched_filtered_and_sorted(client_of, bob, bakery, slotted):
    pillar = make_pillar(bakery, name="Preuves")
    make_post(bakery, "Été au fournil", channel=slotted)
    make_post(bakery, "Brioche", pillar=pillar, text="au beurre")
    make_post(bakery, "Daté", day=date(2030, 1, 1))
    client = client_of(bob)
    assert shown(client.get(URL)) == ["Brioche", "Été au fournil"]
    assert shown(client.get(URL + "?sort=old")) == ["Été au fournil", "Brioche"]
    assert shown(client.get(URL + "?sort=title")) == ["Brioche", "Été au fournil"]
    assert shown(client.get(URL + "?q=ete")) == ["Été au fournil"]
    assert shown(client.get(URL + "?q=beurre")) == ["Brioche"]
    assert shown(client.get(URL + f"?channel={slotted.pk}")) == ["Été au fournil"]
    assert shown(client.get(URL + f"?pillar={pillar.pk}")) == ["Brioche"]
    assert shown(client.get(URL + "?pillar=99&channel=x&sort=x&from=x&page=x")) == ["Brioche", "Été au fournil"]


def test_an_idea_is_planned_in_one_click_on_the_slot_of_its_channel(client_of, bob, bakery, slotted):
    post, client = make_post(bakery, "Brioche", channel=slotted), client_of(bob)
    [row] = client.get(URL).context["rows"]
    client.post(at("post-plan", post.pk), {**slot(row), "version": "1"})
    post.refresh_from_db()
    assert (post.local_date, post.local_time, post.status) == (row.free.day, time(9), "planned")
    assert shown(client.get(URL)) == []


def test_an_idea_whose_channel_keeps_no_slot_is_offered_none(client_of, bob, bakery, slotted):
    make_post(bakery, "Brioche", channel=make_channel(bakery, "facebook"))
    assert client_of(bob).get(URL).context["rows"][0].free is None


def test_what_was_heard_becomes_a_post_on_a_slot_once(client_of, bob, bakery, slotted):
    heard = make_insight(bakery, what="Y a-t-il du pain sans sel ?")
    client = client_of(bob)
    [row] = client.get(URL + "?from=heard").context["rows"]
    client.post(at("insight-plan", heard.pk), slot(row))
    post = Post.objects.get()
    assert (post.title, post.channel, post.local_date) == ("Y a-t-il du pain sans sel ?", slotted, row.free.day)
    assert Insight.objects.get().idea == post
    assert shown(client.get(URL + "?from=heard")) == []


def test_a_prompt_becomes_a_post_of_its_pillar(client_of, bob, bakery, slotted):
    pillar, client = make_pillar(bakery, name="Gens", kind="human"), client_of(bob)
    rows = client.get(URL + "?from=prompts").context["rows"]
    sent = {**slot(rows[0]), "title": rows[0].title, "pillar": pillar.pk, "kind": "human"}
    client.post(at("prompt-plan"), sent)
    post = Post.objects.get()
    assert (post.title, post.pillar, post.channel, post.intent) == (rows[0].title, pillar, slotted, "value")
    assert rows[0].title not in shown(client.get(URL + "?from=prompts"))
    assert client.post(at("prompt-plan"), {**sent, "title": "Autre chose"}).status_code == 400


def test_what_stays_true_may_come_again_after_ninety_days_and_comes_once(client_of, bob, bakery, slotted, today):
    long_ago = today - timedelta(days=91)
    old = make_post(bakery, "Nos farines", day=long_ago, is_evergreen=True, channel=slotted, status="posted")
    make_post(bakery, "Trop tôt", day=today - timedelta(days=89), is_evergreen=True, status="posted")
    make_post(bakery, "Périmé", day=long_ago, status="posted")
    client = client_of(bob)
    [row] = client.get(URL + "?from=again").context["rows"]
    assert row.title == "Nos farines"
    client.post(at("post-plan", old.pk), {**slot(row), "again": "1"})
    copy = Post.objects.latest("pk")
    assert (copy.adapted_from, copy.local_date, copy.status) == (old, row.free.day, "planned")
    assert shown(client.get(URL + "?from=again")) == []


@pytest.mark.parametrize("source", ["ideas", "heard", "prompts", "again"])
@pytest.mark.parametrize("number", [1, 3])
def test_every_source_costs_the_same_questions_whatever_there_is(
    client_of, bob, bakery, today, source, number, django_assert_num_queries
):
    for n in range(number):
        channel = make_channel(bakery, "linkedin", name=f"Canal {n}")
        ChannelSlot.objects.create(workspace=bakery, channel=channel, weekday=2, time=time(9))
        make_post(bakery, channel=channel)
        make_post(bakery, channel=channel, day=today - timedelta(days=100 + n), is_evergreen=True)
        make_insight(bakery)
        make_pillar(bakery)
    client = client_of(bob)
    with django_assert_num_queries({"ideas": 14, "heard": 14, "prompts": 13, "again": 14}[source]):
        assert client.get(f"{URL}?from={source}").context["rows"]


def test_a_reader_sees_ideas_and_plans_nothing(client_of, dora, bakery, slotted):
    post = make_post(bakery, "Brioche")
    client = client_of(dora)
    assert b"/plan/" not in client.get(URL).content
    assert client.post(at("post-plan", post.pk), {"day": "2030-01-01"}).status_code == 403


def test_charlie_finds_no_idea_of_the_bakery(client_of, charlie, bakery, museum):
    make_post(bakery, "Brioche")
    assert client_of(charlie).get(URL).status_code == 404
    assert shown(client_of(charlie).get("/w/museum/ideas/")) == []
