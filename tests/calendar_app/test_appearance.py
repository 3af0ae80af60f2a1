"""How a text stands on a platform, by the same counts as the rules."""

import pytest

from calendar_app.appearance import Limits, appearance
from calendar_app.rules.text import length

X = Limits(counting="x", most=280)
BLUESKY = Limits(counting="graphemes", most=300)
MASTODON = Limits(counting="mastodon", most=500)
INSTAGRAM = Limits(most=2200, advised=150, visible=125, tags_most=5, tags_advised=3)
FAMILY = "👨‍👩‍👧‍👦"
ADDRESS = "https://boulangerie.example/commander/un/gateau/pour/samedi"


@pytest.mark.parametrize(
    ("text", "limits", "counted"),
    [
        ("", X, 0),
        ("Du pain", X, 7),
        (ADDRESS, X, 23),
        (f"Voir {ADDRESS}.", X, 29),
        ("🥐", X, 2),
        (FAMILY, X, 2),
        ("パン", X, 4),
        (FAMILY, BLUESKY, 1),
        ("e\u0301te\u0301", BLUESKY, 3),
        (ADDRESS, BLUESKY, len(ADDRESS)),
        (ADDRESS, MASTODON, 23),
        ("@samira@mastodon.example", MASTODON, 7),
        ("Un\r\ndeux", Limits(), 7),
    ],
)
def test_a_text_is_counted_as_its_platform_counts(text, limits, counted):
    assert appearance(text, limits).length == counted == length(text, limits.counting)


def test_what_is_left_and_what_is_too_much():
    fits, over = appearance("a" * 280, X), appearance("a" * 281, X)
    assert (fits.state, fits.left, fits.over) == ("fits", 0, 0)
    assert (over.state, over.left, over.over) == ("over", 0, 1)


def test_more_than_is_advised_is_long_and_not_over():
    assert appearance("a" * 151, INSTAGRAM).state == "long"


def test_where_bytes_count_piled_up_emoji_are_too_much():
    seen = appearance(FAMILY * 130, BLUESKY)
    assert (seen.length, seen.over, seen.most_bytes, seen.bytes_over) == (130, 0, 3000, 250)
    assert seen.state == "over"
    assert appearance("pain", X).most_bytes is None


def test_the_text_is_cut_where_readers_must_ask_for_more():
    seen = appearance("  " + "a" * 125 + "b", INSTAGRAM)
    assert (seen.shown, seen.folded) == ("a" * 125, "b")
    assert appearance("a" * 125, INSTAGRAM).folded == ""


def test_nothing_is_cut_where_nothing_is_known_or_a_title_comes_first():
    assert appearance("a" * 9000, Limits()).folded == ""
    assert appearance("a" * 9000, Limits(visible=100, has_title=True)).folded == ""


def test_the_first_line_and_the_hashtags_stand_out():
    seen = appearance("Du pain chaud\nà six heures #pain #2026 #fournil", INSTAGRAM)
    assert (seen.first_line, seen.other_lines) == ("Du pain chaud", "à six heures #pain #2026 #fournil")
    assert (seen.tags, seen.tags_most) == (("#pain", "#fournil"), 5)


def test_a_way_of_counting_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        appearance("pain", Limits(counting="by eye"))
