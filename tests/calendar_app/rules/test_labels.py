"""Labels of a partnership, gaps, likeness: what they find, and what they let pass."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.rules.text import Dated, Label, clear_label, gap, is_out_of_sight, likeness, repeats, vague_label

# --- Labels ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Publicité – ma nouvelle poêle", "fr", "Publicité"),
        ("[Publicité] ma poêle", "fr", "Publicité"),
        ("Ma poêle #publicité", "fr", "#publicité"),
        ("Ma poêle.\nPublicité pour Fournil", "fr", "Publicité"),
        ("En collaboration commerciale avec Fournil", "fr", "en collaboration commerciale"),
        ("Partenariat rémunéré avec Fournil", "fr", "Partenariat rémunéré"),
        ("Contenu sponsorisé", "fr", "Contenu sponsorisé"),
        ("Article sponsorisé", "fr", "Article sponsorisé"),
        ("Lien affilié en commentaire", "fr", "Lien affilié"),
        ("Je touche une commission sur chaque vente", "fr", "Je touche une commission"),
        ("Ad: my new pan", "en", "Ad"),
        ("(ad) my new pan", "en", "ad"),
        ("My new pan #ad", "en", "#ad"),
        ("Paid partnership with Ovens", "en", "Paid partnership"),
        ("Gifted by Ovens", "en", "Gifted by"),
        ("We earn a small commission", "en", "We earn a small commission"),
        ("Publicité. Ma poêle", "", "Publicité"),
    ],
)
def test_a_clear_label_is_found(text, language, words):
    found = clear_label(text, language)
    assert found is not None
    assert found.words.lower() == words.lower()
    assert text.lower().startswith(words.lower()[:2], found.start) or text[found.start] in "[( \n"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("La publicité des années 60 au musée", "fr"),
        ("Publicité mensongère : comment la reconnaître", "fr"),
        ("#ad", "fr"),
        ("#collab", "fr"),
        ("En partenariat avec la mairie", "fr"),
        ("Add two eggs", "en"),
        ("Our job ad is out", "en"),
        ("#collab", "en"),
        ("", ""),
    ],
)
def test_a_word_about_advertising_is_no_label(text, language):
    assert clear_label(text, language) is None


@pytest.mark.parametrize(
    ("text", "language", "is_given", "words"),
    [
        ("Ma poêle #collab", "fr", False, "#collab"),
        ("Ma poêle #ad", "fr", False, "#ad"),
        ("My pan #ad", "en", False, ""),
        ("My pan #SP", "en", False, "#SP"),
        ("Ma poêle #partenaire", "", False, "#partenaire"),
        ("En partenariat avec la mairie", "fr", False, ""),
        ("En partenariat avec Fournil", "fr", True, "En partenariat avec"),
        ("Merci @fournil pour la poêle", "fr", True, "Merci @fournil"),
        ("Thanks to @ovens", "en", True, "Thanks to @ovens"),
        ("Ma poêle", "fr", True, ""),
    ],
)
def test_a_vague_label_is_found(text, language, is_given, words):
    assert vague_label(text, language, is_given=is_given) == words


@pytest.mark.parametrize(
    ("label", "text", "visible", "hidden"),
    [
        (Label("Ad", 0), "Ad: my pan", 125, False),
        (Label("Ad", 0), "Ad: my pan", None, False),
        (Label("ad", 9), "A" * 8 + " ad " + "b" * 200, 10, True),
        (Label("ad", 8), "A" * 8 + "ad " + "b" * 200, 10, False),
        (Label("#ad", 7), "My pan #ad #pan #blue", 125, True),
        (Label("#ad", 7), "My pan #ad and more", 125, False),
        (Label("#ad", 0), "#ad #pan #blue", 125, False),
        (Label("Paid", 0), "Paid partnership #pan", 125, False),
    ],
)
def test_a_label_counts_where_it_is_seen(label, text, visible, hidden):
    assert is_out_of_sight(label, text, visible) is hidden


@given(st.text(), st.sampled_from(["fr", "en", ""]), st.booleans(), st.integers(0, 300))
def test_every_text_may_be_asked_for_labels(text, language, is_given, visible):
    vague_label(text, language, is_given=is_given)
    label = clear_label(text, language)
    if label is not None:
        assert label.words in text
        # What is seen of little is seen of more.
        assert is_out_of_sight(label, text, visible) >= is_out_of_sight(label, text, visible + 1)


# --- Gaps -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Ouvert lundi dès [heure]",
        "Bonjour [Prénom],",
        "[à compléter]",
        "(à définir)",
        "Rendez-vous à <lieu>",
        "[insérer la photo du four]",
        "Hello {{ first_name }}",
        "Hi {name}",
        "Dear *|FNAME|*",
        "Bonjour %prenom%",
        "Lorem ipsum dolor",
        "LOREM IPSUM",
        "TODO: une phrase sur la farine",
        "À partir de XX €",
        "Le XX/XX au fournil",
        "XXXX vous attend",
    ],
)
def test_a_gap_is_seen(text):
    assert gap(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[Vidéo] Le four en dix secondes",
        "[Recette] La brioche",
        "Taille XXL disponible",
        "Au XXe siècle, le four était à bois",
        "Toutodo",
        "Dossier à compléter avant le 3 mai",
        "3 < 4 et 5 > 2",
        "(voir en commentaire)",
        ":-} et {",
        "50 % nature",
        "Kisses xx",
    ],
)
def test_what_is_meant_is_no_gap(text):
    assert gap(text) == ""


@given(st.text())
def test_a_gap_is_a_part_of_the_text(text):
    assert gap(text) in text


# --- Likeness -------------------------------------------------------------------------------------------------------

SENTENCE = "The starter is twelve years old this week and it has eaten four tons of flour since"
DAY = date(2026, 3, 2)


def texts(*dated: tuple[int, str]) -> list[Dated]:
    return [Dated(number, DAY + timedelta(days=days), text) for number, (days, text) in enumerate(dated)]


def pairs(*dated: tuple[int, str], least: float = 0.9, days: int = 7) -> list[tuple[int, int]]:
    return [(one.number, other.number) for one, other in repeats(texts(*dated), least, days)]


def test_the_same_words_are_alike_whatever_their_accents_addresses_and_mentions():
    assert likeness("Un ÉTÉ au four https://a.fr @ines", "un ete, au four !") == 1
    assert likeness("", "") == 1
    assert likeness("bread", "salt") == 0
    assert likeness("warm bread", "warm salt") == pytest.approx(1 / 3)


def test_a_text_is_told_with_the_last_that_it_repeats():
    assert pairs((0, SENTENCE), (1, SENTENCE), (2, "Something quite different is said here today")) == [(1, 0)]
    assert pairs((0, SENTENCE), (1, SENTENCE), (2, SENTENCE)) == [(1, 0), (2, 1)]


def test_a_text_of_long_ago_is_forgotten():
    assert pairs((0, SENTENCE), (7, SENTENCE)) == [(1, 0)]
    assert pairs((0, SENTENCE), (8, SENTENCE)) == []


def test_one_word_more_or_less_is_still_the_same_text():
    assert pairs((0, SENTENCE), (1, SENTENCE + " again")) == [(1, 0)]
    assert pairs((0, SENTENCE), (1, SENTENCE.replace("twelve", "thirteen"))) == []
    assert pairs((0, SENTENCE), (1, SENTENCE.replace("twelve", "thirteen")), least=0.8) == [(1, 0)]


def test_a_few_words_are_the_same_by_chance():
    assert pairs((0, "See you tomorrow, dear all"), (1, "See you tomorrow, dear all")) == []


@given(
    st.lists(st.lists(st.sampled_from("abcdefghij"), min_size=6, max_size=12), max_size=6),
    st.sampled_from([0.8, 0.9, 1.0]),
)
def test_whatever_is_alike_enough_is_found_among_a_few(lists, least):
    dated = texts(*((0, " ".join(words)) for words in lists))
    found = {one.number for one, _ in repeats(dated, least, 7)}
    for place, one in enumerate(dated):
        if len(set(one.text.split())) >= 6:
            expected = any(
                len(set(other.text.split())) >= 6 and likeness(one.text, other.text) >= least for other in dated[:place]
            )
            assert (one.number in found) == expected


@given(st.sampled_from([0.8, 0.85, 0.9, 0.95]))
def test_asking_for_more_likeness_never_finds_more(least):
    dated = [(0, SENTENCE), (1, SENTENCE + " again"), (2, SENTENCE.replace("twelve", "ten")), (3, SENTENCE)]
    assert set(dict(pairs(*dated, least=least))) >= set(dict(pairs(*dated, least=least + 0.05)))
