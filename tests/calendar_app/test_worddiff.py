"""What changed between two texts, word by word."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.worddiff import diff

LONGEST = 70_000


def without(kind: str, changes) -> str:
    return "".join(text for told, text in changes if told != kind)


def test_words_are_told_and_not_letters():
    assert diff("Le pain est chaud.", "Le bon pain est froid.") == [
        ("same", "Le "),
        ("in", "bon "),
        ("same", "pain est "),
        ("out", "chaud"),
        ("in", "froid"),
        ("same", "."),
    ]


def test_a_new_paragraph_leaves_those_around_it_alone():
    assert diff("Un.\nDeux.\n", "Un.\nEt demi.\nDeux.\n") == [
        ("same", "Un.\n"),
        ("in", "Et demi.\n"),
        ("same", "Deux.\n"),
    ]


def test_blanks_between_two_changes_belong_to_the_change():
    assert diff("pain chaud", "brioche froide") == [("out", "pain chaud"), ("in", "brioche froide")]


def test_equal_and_empty_texts_have_nothing_to_tell():
    assert diff("", "") == []
    assert diff("Pain", "Pain") == [("same", "Pain")]
    assert diff("", "Pain") == [("in", "Pain")]


@given(*(st.text(st.sampled_from("ab é\n.’🎉\u202f")) for _ in range(2)))
def test_both_texts_can_be_read_out_of_the_changes(before, after):
    changes = diff(before, after)
    assert (without("in", changes), without("out", changes)) == (before, after)
    kinds = [kind for kind, _text in changes]
    assert all(one != two for one, two in pairwise(kinds))


def words(chance: random.Random, blank: str) -> str:
    return blank.join(str(chance.randrange(3000)) for _ in range(LONGEST // 3))[:LONGEST]


@pytest.mark.parametrize("blank", [" ", "\n"])
def test_the_longest_texts_are_compared_at_once_even_when_they_have_nothing_in_common(blank):
    chance = random.Random(7)  # noqa: S311 — words, not secrets
    before, after = words(chance, blank), words(chance, blank)
    began = time.perf_counter()
    changes = diff(before, after)
    assert time.perf_counter() - began < 5
    assert (without("in", changes), without("out", changes)) == (before, after)


def test_a_few_changes_of_the_longest_text_are_found_each():
    before = words(random.Random(7), " ").split(" ")  # noqa: S311
    after = [f"new{number}" if number % 300 == 1 else word for number, word in enumerate(before)]
    put_in = [text for kind, text in diff(" ".join(before), " ".join(after)) if kind == "in"]
    assert put_in == [word for word in after if word.startswith("new")]
