"""Two languages: French by default and complete, English as the code is written, and neither in the other's pages."""

import io
import json
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages import Catalog

from calendar_app.management.commands import update_messages

FRENCH_ONLY = "Se connecter", "Calendrier", "Mot de passe", "Réglages"


def made(*messages: tuple) -> Catalog:
    """A catalogue of (message, French) pairs."""
    catalog = Catalog(locale="fr")
    for message, french in messages:
        catalog.add(message, french, locations=[("somewhere.html", 0)])
    return catalog


def test_a_visitor_is_met_in_french_unless_the_browser_asks_for_english(client):
    assert '<html lang="fr"' in client.get("/accounts/login/").content.decode()
    assert '<html lang="fr"' in client.get("/accounts/login/", headers={"accept-language": "de"}).content.decode()
    assert '<html lang="en"' in client.get("/accounts/login/", headers={"accept-language": "en-GB"}).content.decode()


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/help/", "/nothing/"])
def test_an_english_page_shows_no_french(client, path):
    html = client.get(path, headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en"' in html
    assert [word for word in FRENCH_ONLY if word in html] == []


def test_an_english_member_sees_no_french(client_of, alice):
    alice.language = "en"
    alice.save()
    html = client_of(alice).get("/w/bakery/calendar/").content.decode()
    assert '<html lang="en"' in html
    assert [word for word in FRENCH_ONLY if word in html] == []


@pytest.mark.parametrize(
    ("message", "french", "fault"),
    [
        ("Save", "", "not translated"),
        ("Moved to %(day)s", "Déplacé au %(jour)s", "placeholders differ"),
        ("Moved to %(day)s", "Déplacé", "placeholders differ"),
        ("%(share)d %% sells", "%(share)d % vend", "a per cent sign that would break"),
        (("%(n)d post", "%(n)d posts"), ("%(n)d publication", ""), "not translated"),
    ],
)
def test_a_translation_that_would_fail_is_found(message, french, fault):
    assert [found.partition(":")[0] for found in update_messages.faults(made((message, french)))] == [fault]


def test_a_sound_translation_passes():
    sound = made(("Save", "Enregistrer"), (("one post", "%(n)d posts"), ("une publication", "%(n)d publications")))
    assert list(update_messages.faults(sound)) == []


def test_translations_are_taken_over_from_a_file_and_strangers_named(tmp_path: Path):
    catalog = made(("Save", ""), (("%(n)d post", "%(n)d posts"), ("", "")))
    file = tmp_path / "some.json"
    plural = ["%(n)d posts", "%(n)d publication", "%(n)d publications"]
    file.write_text(json.dumps({"Save": "Enregistrer", "%(n)d post": plural, "Gone": "Parti"}))
    assert list(update_messages.merge(catalog, file)) == ["Gone"]
    assert list(update_messages.faults(catalog)) == []


def test_the_compiled_catalogue_holds_what_is_translated_and_no_more():
    catalog = made(("Save", "Enregistrer"), ("Not yet", ""))
    compiled = update_messages.as_mo(catalog)
    french = GNUTranslations(io.BytesIO(compiled))
    assert [french.gettext("Save"), french.gettext("Not yet")] == ["Enregistrer", "Not yet"]
    catalog.get("Save").string = "Garder"
    assert update_messages.as_mo(catalog) != compiled
