"""Going anywhere by name."""

from datetime import date

import pytest

from calendar_app.models import SavedView
from tests.factories import make_campaign, make_channel, make_objective, make_persona, make_post

FIND = "/w/bakery/find/"


@pytest.fixture
def ask(client_of, alice, bakery):
    alice.language = "en"
    alice.save()
    client = client_of(alice)

    def asked(words: str, who=None) -> list[tuple[str, str]]:
        response = (who or client).get(FIND, {"q": words}, headers={"Accept": "application/json"})
        return [(line["kind"].partition(" ·")[0], line["label"]) for line in response.json()["results"]]

    return asked


def test_pages_and_acts_are_found_by_their_names(ask):
    assert ask("brand voice") == [("Go to", "Brand voice")]
    assert ("Do", "New post") in ask("new post")
    assert len(ask("")) > 20


def test_things_are_found_without_accents_and_capitals(ask, bakery):
    make_persona(bakery, name="Inès, mère de deux")
    make_post(bakery, "Le Noël d’Inès", day=date(2026, 6, 10))
    make_campaign(bakery, name="Été")
    make_objective(bakery, statement="Écouter Inès")
    make_channel(bakery, "linkedin", name="Page d'Inès")
    assert ask("ines") == [
        ("Persona", "Inès, mère de deux"),
        ("Channel", "Page d'Inès"),
        ("Objective", "Écouter Inès"),
        ("Post", "Le Noël d’Inès"),
    ]
    assert ask("NOEL ines") == [("Post", "Le Noël d’Inès")]
    assert ask("d'ines") == [("Channel", "Page d'Inès"), ("Post", "Le Noël d’Inès")]
    assert ("Campaign", "Été") in ask("ete")


def test_a_channel_without_a_name_is_found_by_its_platform(ask, bakery):
    make_channel(bakery, "linkedin")
    assert ("Channel", "LinkedIn") in ask("linked")


def test_views_of_others_are_found_when_they_are_shared(ask, client_of, alice, bob, bakery):
    for name, owner, shared in (("Mine", alice, False), ("Theirs", bob, False), ("Ours", bob, True)):
        SavedView.objects.create(
            workspace=bakery, name=f"{name} kept", address="view=list", owner=owner, is_shared=shared
        )
    assert [label for _kind, label in ask("kept")] == ["Mine kept", "Ours kept"]


@pytest.mark.parametrize("words", ["(", "[a", "\\", "a.*", "%", "’", "x" * 500, "a b c d e f g h i j"])
def test_no_words_are_too_odd(ask, words):
    make = [label for _kind, label in ask(words)]
    assert "Sourdough" not in make


def test_charlie_finds_nothing_of_the_bakery(client_of, charlie, bakery, museum):
    make_persona(bakery, name="Zqxines")
    client = client_of(charlie)
    assert client.get(FIND, {"q": "zqx"}).status_code == 404
    assert "Zqxines" not in client.get("/w/museum/find/", {"q": "zqx"}).content.decode()


def test_a_viewer_is_offered_nothing_that_would_be_refused(ask, client_of, dora, bakery):
    make_campaign(bakery, name="Open doors")
    client = client_of(dora)
    results = client.get(FIND, {"q": ""}, headers={"Accept": "application/json"}).json()["results"]
    found = client.get(FIND, {"q": "open doors"}, headers={"Accept": "application/json"}).json()["results"]
    assert found
    for line in [*results, *found]:
        assert client.get(line["url"]).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_four_questions_whatever_there_is(client_of, alice, bakery, rows, django_assert_num_queries):
    for number in range(rows):
        make_post(bakery, f"Sourdough {number}", day=date(2026, 6, 10))
        make_persona(bakery, name=f"Sour {number}")
    client = client_of(alice)
    client.get(FIND, {"q": "sour"})
    with django_assert_num_queries(4):
        client.get(FIND, {"q": "sour"}, headers={"Accept": "application/json"})


def test_the_page_says_the_same_without_script(client_of, alice, bakery):
    make_persona(bakery, name="Inès")
    page = client_of(alice).get(FIND, {"q": "ines"}).content.decode()
    assert "Inès" in page
    assert "data-palette" in page
