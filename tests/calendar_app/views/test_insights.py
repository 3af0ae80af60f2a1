"""What was heard, and what becomes of it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app.models import Insight, ListeningSource, Post
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_insight, make_listening_plan, make_persona, make_post


def at(name: str, insight: Insight | None = None, slug: str = "bakery") -> str:
    return reverse(name, args=[slug, insight.pk] if insight else [slug])


def verbs() -> list[tuple[str, str]]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", "target_kind"))


def shown(answer) -> list[str]:
    return [insight.what for insight in answer.context["page"]]


@pytest.fixture
def till(bakery):
    return ListeningSource.objects.create(
        workspace=bakery, plan=make_listening_plan(bakery), kind="care", where="La caisse"
    )


# --- The log -------------------------------------------------------------------------------------------------------


def test_an_insight_is_noted_changed_and_removed_with_a_row_of_the_log_each(client_of, bob, bakery, today, till):
    client, ines = client_of(bob), make_persona(bakery, name="Inès")
    page = client.get(at("insight-new") + "?on=2026-06-08")
    assert page.context["form"]["on"].value() == "2026-06-08"
    heard = {"on": "2026-06-08", "what": "Y a-t-il du pain sans sel ?", "source": till.pk, "persona": ines.pk}
    assert client.post(at("insight-new"), heard)["Location"] == at("insights")
    insight = Insight.objects.get()
    assert (insight.on, insight.source, insight.persona, insight.workspace) == (date(2026, 6, 8), till, ines, bakery)

    client.post(at("insight", insight), {**heard, "so_what": "Trois fois cette semaine"})
    client.post(at("insight", insight), {**heard, "so_what": "Trois fois cette semaine"})
    assert client.get(at("insight-delete", insight)).status_code == 200
    assert client.post(at("insight-delete", insight))["Location"] == at("insights")
    assert Insight.objects.count() == 0
    assert verbs() == [("created", "insight"), ("edited", "insight"), ("removed", "insight")]


def test_the_day_is_today_unless_the_link_names_one(client_of, bob, bakery, today):
    assert client_of(bob).get(at("insight-new")).context["form"]["on"].value() == today


def test_several_are_noted_one_after_the_other(client_of, bob, bakery, today):
    again = at("insight-new") + "?on=2026-06-08"
    answer = client_of(bob).post(again, {"on": "2026-06-08", "what": "Trop cuit", "next": ["", again]})
    assert answer["Location"] == again


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": "2026-02-31"}, {"on": "9999-12-31"}, {"on": ""}, {"what": ""}, {"what": "x\x00"}, {"what": "x" * 2001},
        {"source": "9" * 30}, {"source": "x"}, {"persona": "0"},
    ],
)  # fmt: skip
def test_a_wrong_entry_is_refused_and_keeps_what_was_typed(client_of, bob, bakery, today, wrong):
    data = {"on": "2026-06-08", "what": "Trop cuit", "so_what": "Le four chauffe trop", **wrong}
    answer = client_of(bob).post(at("insight-new"), data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert "Le four chauffe trop" in answer.content.decode()
    assert (Insight.objects.count(), verbs()) == (0, [])


def test_another_workspace_s_place_or_persona_is_no_choice(client_of, bob, bakery, museum, today):
    theirs = ListeningSource.objects.create(
        workspace=museum, plan=make_listening_plan(museum), kind="care", where="Le guichet"
    )
    for link in ({"source": theirs.pk}, {"persona": make_persona(museum).pk}):
        answer = client_of(bob).post(at("insight-new"), {"on": "2026-06-08", "what": "Trop cuit", **link})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, list(link))


# --- The list ------------------------------------------------------------------------------------------------------


def test_the_latest_comes_first_and_words_and_places_narrow(client_of, dora, bakery, till):
    make_insight(bakery, what="Pas assez salé", on=date(2026, 6, 1), source=till)
    make_insight(bakery, what="Trop cher", on=date(2026, 6, 3), so_what="Le prix du sel a doublé")
    make_insight(bakery, what="File trop longue", on=date(2026, 6, 2), persona=make_persona(bakery, name="Jérémie"))
    client = client_of(dora)
    assert shown(client.get(at("insights"))) == ["Trop cher", "File trop longue", "Pas assez salé"]
    assert shown(client.get(at("insights") + "?q=SALE")) == ["Pas assez salé"]
    assert shown(client.get(at("insights") + "?q=sel+double")) == ["Trop cher"]
    assert shown(client.get(at("insights") + "?q=jeremie")) == ["File trop longue"]
    assert shown(client.get(at("insights") + f"?source={till.pk}")) == ["Pas assez salé"]
    assert shown(client.get(at("insights") + f"?source={till.pk}&q=cher")) == []


@pytest.mark.parametrize("query", ["source=x", "source=999999999999999999999", "page=x", "page=-3", "on=x"])
def test_an_address_that_makes_no_sense_shows_everything(client_of, dora, bakery, query):
    make_insight(bakery, what="Trop cher")
    answer = client_of(dora).get(f"{at('insights')}?{query}")
    assert (answer.status_code, shown(answer)) == (200, ["Trop cher"])
    assert answer.context["is_unknown"] == query.startswith("source")


def test_a_long_log_has_pages_that_keep_the_search(client_of, dora, bakery):
    for _n in range(21):
        make_insight(bakery, what="Du sel")
    answer = client_of(dora).get(at("insights") + "?q=sel&page=2")
    assert len(shown(answer)) == 1
    assert "?q=sel&amp;page=1" in answer.content.decode()


def test_the_link_of_a_session_leads_to_its_day(client_of, bob, bakery):
    page = client_of(bob).get(at("insights") + "?on=2026-06-08").content.decode()
    assert f"{at('insight-new')}?on=2026-06-08" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_log_asks_a_fixed_number_of_questions(client_of, bob, bakery, till, django_assert_num_queries, rows):
    for _n in range(rows):
        make_insight(bakery, source=till, persona=make_persona(bakery), idea=make_post(bakery))
    client = client_of(bob)
    client.get(at("insights") + "?q=insight")
    with django_assert_num_queries(8):
        client.get(at("insights") + "?q=insight")


# --- Ideas ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "intent"), [("Y a-t-il du seigle ?\nDemandé deux fois", "value"), ("Trop cher", "conversation")])  # fmt: skip
def test_one_click_makes_an_idea_for_a_post(client_of, erin, bakery, what, intent):
    ines = make_persona(bakery)
    insight = make_insight(bakery, what=what, persona=ines)
    client = client_of(erin)  # a contributor writes posts
    assert client.post(at("insight-idea", insight))["Location"] == at("insights")
    post = Post.objects.get()
    insight.refresh_from_db()
    assert (post.title, post.persona, post.intent, post.status) == (what.splitlines()[0], ines, intent, "idea")
    assert (post.local_date, post.workspace, insight.idea) == (None, bakery, post)
    assert verbs() == [("created", "post")]
    page = client.get(at("insights")).content.decode()
    assert reverse("post", args=["bakery", post.pk]) in page
    assert at("insight-idea", insight) not in page


def test_a_second_click_makes_no_second_idea(client_of, bob, bakery):
    insight = make_insight(bakery)
    for _n in range(2):
        client_of(bob).post(at("insight-idea", insight))
    assert (Post.objects.count(), verbs()) == (1, [("created", "post")])


def test_an_idea_is_taken_back_and_may_be_made_anew(client_of, bob, bakery):
    client, insight = client_of(bob), make_insight(bakery)
    client.post(at("insight-idea", insight), {"next": at("listening")})
    undo = client.session["undo"]
    assert client.post(undo["url"], dict(undo["fields"]))["Location"] == at("listening")
    assert Post.objects.count() == 0
    assert at("insight-idea", insight) in client.get(at("insights")).content.decode()
    client.post(at("insight-idea", insight))
    assert Post.objects.count() == 1


def test_a_long_insight_becomes_a_short_title(client_of, bob, bakery):
    client_of(bob).post(at("insight-idea", make_insight(bakery, what="mot " * 400)))
    assert len(Post.objects.get().title) <= 200


def test_an_idea_needs_a_click_and_the_right_to_write_posts(client_of, bob, dora, bakery):
    insight = make_insight(bakery)
    assert client_of(bob).get(at("insight-idea", insight)).status_code == 405
    assert client_of(dora).post(at("insight-idea", insight)).status_code == 403
    assert at("insight-idea", insight) not in client_of(dora).get(at("insights")).content.decode()


def test_charlie_hears_nothing_of_it(client_of, charlie, museum, bakery):
    insight = make_insight(bakery, what="Le secret du levain")
    client = client_of(charlie)
    for slug in ("bakery", "museum"):
        for name in ("insight", "insight-delete", "insight-idea"):
            assert client.post(at(name, insight, slug), {"on": "2026-06-08", "what": "Volé"}).status_code == 404
    assert client.get(at("insights")).status_code == 404
    assert client.get(at("insight-new")).status_code == 404
    assert (
        "levain"
        not in client.get(at("insights", slug="museum") + "?q=levain")
        .content.decode()
        .split("<main")[1]
        .split("<ul")[-1]
    )
    insight.refresh_from_db()
    assert insight.what == "Le secret du levain"
    assert not Post.objects.exists()


def test_a_post_in_the_trash_is_nothing_it_became(bakery):
    post = make_post(bakery, deleted_at=timezone.now())
    assert make_insight(bakery, idea=post).became is None
