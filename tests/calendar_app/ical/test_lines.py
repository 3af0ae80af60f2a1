import re

from hypothesis import given
from hypothesis import strategies as st

from calendar_app.ical.lines import clean, escape, fold, in_one_line
from tests.calendar_app.ical.readers import unescape

anything = st.text(st.characters(exclude_categories=[]))  # halves of surrogate pairs included


@given(anything)
def test_ical_01_02_a_folded_line_unfolds_to_itself_and_keeps_within_75_octets(value: str) -> None:
    line = "SUMMARY:" + escape(clean(value))
    folded = fold(line)
    assert folded.endswith(b"\r\n")
    pieces = folded[:-2].split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.decode() for piece in pieces)
    assert folded[:-2].replace(b"\r\n ", b"").decode() == line


def test_ical_02_a_line_of_75_octets_is_not_folded_and_one_of_76_is() -> None:
    assert fold("A" * 75) == b"A" * 75 + b"\r\n"
    assert fold("A" * 76) == b"A" * 75 + b"\r\n A\r\n"
    assert fold("A" * 74 + "é") == b"A" * 74 + "\r\n é\r\n".encode()


@given(anything)
def test_ical_03_an_escaped_text_reads_back_as_it_was(value: str) -> None:
    assert unescape(escape(clean(value))) == clean(value)


def test_ical_03_a_backslash_before_a_letter_stays_a_backslash() -> None:
    assert escape(r"C:\Nouveau\nuit;a,b") == r"C:\\Nouveau\\nuit\;a\,b"


@given(anything)
def test_ical_04_nothing_is_left_that_a_calendar_may_not_hold(value: str) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", clean(value))


def test_ical_04_line_ends_of_every_kind_become_one_kind() -> None:
    assert clean("a\r\nb\rc\x85d\u2028e\u2029f\ng\th") == "a\nb\nc\nd\ne\nf\ng h"
    assert clean("be\x07ll\x00 \ud83e\x7f") == "bell "


def test_a_title_stays_on_one_line() -> None:
    assert in_one_line("  one\r\n\ttwo   three ") == "one two three"
