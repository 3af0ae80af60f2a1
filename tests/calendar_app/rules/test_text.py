"""How long a text is to each platform, and what only begs for reactions."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.rules.text import graphemes, length, only_begs

FAMILY = "👨‍👩‍👧‍👦"
COUNTINGS = ("code_points", "graphemes", "x", "mastodon")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("pain", 4),
        ("œuf à l’été", 11),
        ("e\u0301te\u0301", 3),  # letters and accents apart
        ("\u1100\u1161\u11a8", 1),  # one Hangul block from its three letters
        ("각가", 2),
        ("가\u11a8", 1),  # an open syllable takes a tail
        (FAMILY, 1),
        (f"{FAMILY}{FAMILY}", 2),
        ("👍🏽", 1),  # a skin tone
        ("❤️", 1),  # a variation selector
        ("1️⃣", 1),  # a key cap
        ("🇫🇷", 1),
        ("🇫🇷🇲🇶", 2),
        ("🇫🇷🇲", 2),  # half a flag stands alone
        ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 1),  # a flag made of tags
        ("a\u200db", 2),  # a joiner joins pictures only
        ("नि", 1),  # a vowel sign
        ("\r\n", 1),
        ("\n\u0301", 2),  # a line break takes no accent
        ("日本語", 3),
    ],
)
def test_a_character_is_what_the_eye_sees(text, expected):
    assert length(text, "graphemes") == expected


def test_clusters_are_told_apart_in_texts_that_were_not_composed():
    assert list(graphemes("a\r\nb")) == ["a", "\r\n", "b"]
    assert list(graphemes("\u1100\u1161\u11a8\u11a9")) == ["\u1100\u1161\u11a8\u11a9"]
    assert list(graphemes("a\u11a8")) == ["a", "\u11a8"]


@given(st.text())
def test_characters_put_together_are_the_text(text):
    assert "".join(graphemes(text)) == text


@given(st.text(alphabet=st.sampled_from([*"aé \n-’", *FAMILY, *"🇫🇲🏽❤️", "\u0301", "각", "\u1161", "©"])))
def test_plain_runs_count_as_if_each_character_had_been_looked_at(text):
    composed = normalize("NFC", text.replace("\r\n", "\n"))
    assert length(text, "graphemes") == sum(1 for _ in graphemes(composed))


@given(st.text(), st.sampled_from(COUNTINGS))
def test_every_text_has_a_length(text, counting):
    assert length(text, counting) >= 0


@given(st.text(alphabet="abc xyz\n"), st.sampled_from(COUNTINGS))
def test_plain_letters_count_one_everywhere(text, counting):
    assert length(text, counting) == len(text)


@pytest.mark.parametrize("counting", COUNTINGS)
def test_a_line_break_as_browsers_send_it_counts_one(counting):
    assert length("a\r\nb", counting) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("é’«»—œ", 6),
        ("e\u0301", 1),  # composed before counting
        ("日本", 4),
        ("😀", 2),
        (FAMILY, 2),
        ("🇫🇷", 2),
        ("👍🏽", 2),
        ("1️⃣", 2),
        ("©", 1),
        ("©️", 2),
        ("…", 2),
        ("\u202f", 2),  # the narrow space of French punctuation
        ("https://example.org/a/very/long/address/that/goes/on/and/on", 23),
        ("http://a.fr", 23),
        ("HTTPS://EXAMPLE.ORG", 23),
        ("Voir https://example.org.", 5 + 23 + 1),
        ("(https://example.org/a)", 25),
        ("boulangerie.fr", 23),
        ("Sur www.boulangerie.fr/galette !", 4 + 23 + 2),
        ("marie@boulangerie.fr", 20),  # a mail address is none
        ("Fini.Demain", 11),  # a missing space is none
        ("https://a.fr https://b.fr", 47),
    ],
)
def test_x_weighs_characters(text, expected):
    assert length(text, "x") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org/a/very/long/address/that/goes/on/and/on", 23),
        ("boulangerie.fr", 14),
        ("@ines@mastodon.social", 5),
        ("Merci @ines@mastodon.social !", 13),
        (FAMILY, 1),
    ],
)
def test_mastodon_shortens_addresses_and_mentions(text, expected):
    assert length(text, "mastodon") == expected


def test_a_way_of_counting_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        length("a", "words")


@pytest.mark.parametrize(
    "text",
    [
        "Commentez « OUI » et recevez la recette.",
        "Commente PAIN pour recevoir la recette",
        "Identifiez deux amis gourmands !",
        "Identifiez 3 amis",
        "Likez si vous aimez le pain",
        "Partagez ce post",
        "Mettez un ❤ en commentaire",
        "Abonnez-vous et partagez",
        "Cliquez sur J’aime si vous venez",
        "Tag two friends",
        "Like this if you love bread",
        "Double tap if you agree",
        "Comment YES below",
        "Smash that like button",
    ],
)
def test_begging_is_seen(text):
    assert only_begs(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Quel pain pour dimanche ? Identifiez deux amis.",
        "Racontez-nous votre goûter d’enfance.",
        "Partagez vos souvenirs de galette",
        "Nous aimons commenter le temps qu’il fait",
        "Le commentaire de Marie",
        "Comment faire son levain",
        "If you share our love of bread",
        "Identifier les farines",
        "Comment le levain vit",
        "Un tag sur le mur",
    ],
)
def test_an_honest_invitation_is_not_begging(text):
    assert not only_begs(text)
