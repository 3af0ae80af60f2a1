"""From the home page to the strategy as a document: read on the page, and in the files that are downloaded."""

import html
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from smplanner.workspaces.models import User, Workspace
from tests.factories import make_channel, make_objective, make_persona, make_team_member


@dataclass(frozen=True, slots=True)
class Words:
    """What the screens and the document say in one language."""

    main: str
    strategy: str
    read: str
    word_file: str
    complete: str
    title: str
    day: str
    role: str
    voice: str
    missing: str


LANGUAGES = {
    "en": Words(
        main="Main",
        strategy="Strategy",
        read="Read or print it",
        word_file="Word file",
        complete="How complete it is",
        title="Strategy of Bakery",
        day="10 June 2026",
        role="Administrator",
        voice="Voice",
        missing="0 of 6 filled; missing: how you speak, a mission, a promise",
    ),
    "fr": Words(
        main="Principale",
        strategy="Stratégie",
        read="Lire ou imprimer",
        word_file="Fichier Word",
        complete="Ce qui est rempli",
        title="Stratégie de Bakery",
        day="10 juin 2026",
        role="Administrateur",
        voice="Voix",
        missing="0 sur 6",
    ),
}


class Hand:
    """Someone with a mouse, whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def follow(self, name: str, inside: str = "") -> None:
        self.clicks += 1
        place = self.page.get_by_role("navigation", name=inside) if inside else self.page.get_by_role("main")
        place.get_by_role("link", name=name, exact=True).click()

    def download(self, name: str) -> Path:
        with self.page.expect_download() as waiting:
            self.follow(name)
        return Path(waiting.value.path())


@pytest.fixture
def planned(bakery: Workspace, alice: User) -> None:
    """A strategy that is begun: some of each of the first sections, nothing of the voice."""
    rose = make_team_member(bakery, name="Rose", hours_per_week=3)
    persona = make_persona(bakery, name="Man Josette", needs=["Warm bread", "A kind word"])
    aim = make_objective(bakery, statement="Thirty cakes a month", owner=rose, personas=[persona])
    make_channel(bakery, "facebook", purpose="News of the street", personas=[persona], objectives=[aim], responder=rose)


TYPED = ("Rose", "Man Josette", "Warm bread", "A kind word", "Thirty cakes a month", "Facebook", "News of the street")


def plain(text: str) -> str:
    """`text` in single ordinary spaces, without the marks of Markdown."""
    return " ".join(re.sub(r"[\\*#|]", " ", text).split())


def word_text(path: Path) -> str:
    """What a word processor shows, paragraph by paragraph."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        paragraphs = archive.read("word/document.xml").decode().split("</w:p>")
    return html.unescape("\n".join("".join(re.findall(r"<w:t\b[^>]*>([^<]*)", one)) for one in paragraphs))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_is_two_clicks_away_and_its_files_three(page, sign_in, alice, planned, today: date, language):
    words = LANGUAGES[language]
    alice.language = language
    alice.save()
    sign_in(page, alice)

    hand = Hand(page)
    hand.follow(words.strategy, words.main)
    hand.follow(words.read)
    expect(page.get_by_role("heading", level=1)).to_have_text(words.title)
    assert hand.clicks == 2
    parts = page.get_by_role("region", name=words.complete)
    voice = parts.get_by_role("row", name=words.voice, exact=False).first
    expect(voice).to_contain_text(words.missing)
    shown = page.get_by_role("main").inner_text()
    headings = page.get_by_role("main").get_by_role("heading", level=2).all_inner_texts()
    missing = page.get_by_role("main").get_by_text(re.compile(r"^\d+\s(of|sur)\s\d+\b")).all_inner_texts()
    assert len(headings) >= 14
    assert len(missing) >= 12
    headings.remove(words.complete)  # the files say it in each section

    files = [hand.download("Markdown").read_text(), word_text(hand.download(words.word_file))]
    assert hand.clicks == 4  # one more for each file
    for text in [shown, *files]:
        told = plain(text)
        wanted = [words.title, words.day, "Alice", words.role, *TYPED, *headings, *missing]
        assert [word for word in wanted if plain(word) not in told] == []


def test_a_french_reader_takes_the_document_in_english(page, sign_in, alice, planned, today: date):
    sign_in(page, alice)
    hand = Hand(page)
    hand.follow("Stratégie", "Principale")
    hand.follow("Lire ou imprimer")
    hand.follow("English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    text = hand.download("Markdown").read_text()
    assert LANGUAGES["en"].title in plain(text)
    assert LANGUAGES["en"].day in text
    assert LANGUAGES["en"].missing in text
