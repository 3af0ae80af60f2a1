"""The picture of a secret address, and the two halves by which its secret gets there."""

import re

from hypothesis import given
from hypothesis import strategies as st

from calendar_app.ical.codes import joined, picture, split

ascii_text = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1)


@given(ascii_text)
def test_both_halves_give_the_secret_again(secret: str) -> None:
    kept, shown = split(secret)
    assert joined(kept, shown) == secret
    assert re.fullmatch(r"[\w=-]+", shown), "it stands in an address"


def test_no_half_is_the_same_twice_or_says_anything() -> None:
    secret = "spl_" + "A" * 43
    halves = [half for _n in range(20) for half in split(secret)]
    assert len(set(halves)) == 40
    assert not [half for half in halves if "spl_" in half or "AAAA" in half]


@given(st.text(), st.text())
def test_what_is_no_half_gives_nothing_or_text(kept: str, shown: str) -> None:
    assert joined(kept, shown) is None or isinstance(joined(kept, shown), str)


def test_halves_of_different_length_give_nothing() -> None:
    assert joined(split("abc")[0], split("abcdef")[1]) is None


def test_the_picture_is_a_file_of_its_own_with_nothing_from_elsewhere() -> None:
    drawn = picture("webcal://plan.example.org/feeds/spl_x/plan.ics").decode()
    assert drawn.startswith("<?xml")
    assert 'xmlns="http://www.w3.org/2000/svg"' in drawn
    assert not re.search(r"style=|script|href|data:|plan\.example", drawn)
