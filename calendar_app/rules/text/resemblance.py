"""Which texts say the same in nearly the same words."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .lexicon import flat, rarity, words_of

FEWEST_WORDS = 6
"""Shorter texts are alike by chance: wishes, “see you tomorrow”."""

READ = 5000
REMEMBERED = 2**14
_LOOKED_AT = 8  # earlier texts that are compared for the sake of one shared word: what keeps the work linear
_NAMES = re.compile(r"https?://\S+|www\.\S+|@[\w.@-]+")


@lru_cache(maxsize=REMEMBERED)
def _words(text: str) -> tuple[frozenset[bytes], tuple[bytes, ...]]:
    """The words of a text without addresses and mentions: all of them, and again the rarest first."""
    words = frozenset(words_of(flat(_NAMES.sub(" ", text[:READ]) if "@" in text or "." in text else text[:READ])))
    return words, tuple(sorted(words, key=lambda word: (rarity(word), word)))


def likeness(one: str, other: str) -> float:
    """The share of words that two texts have in common, of all that are in either: from 0 to 1."""
    mine, its = _words(one)[0], _words(other)[0]
    return len(mine & its) / len(mine | its) if mine or its else 1.0


@dataclass(frozen=True, slots=True)
class Dated:
    """A text with its day; `number` is what the caller knows it by."""

    number: int
    day: date
    text: str


def repeats(texts: Sequence[Dated], least: float, days: int) -> Iterator[tuple[Dated, Dated]]:
    """Each text that is `least` alike with one of the `days` days before it, and that one: the last such.

    `texts` are in the order of their days. Two texts that alike share one of their few rarest words (of a tenth of
    them, and one more, where nine in ten are shared), so only those that share one are compared.
    """
    by_word: dict[bytes, list[Dated]] = defaultdict(list)
    same: dict[frozenset[bytes], Dated] = {}
    for one in texts:
        words, rarest = _words(one.text)
        if len(words) < FEWEST_WORDS:
            continue
        oldest = one.day - timedelta(days=days)
        keys = rarest[: len(words) - math.ceil(least * len(words)) + 1]
        earlier = same.get(words)
        if earlier is None or earlier.day < oldest:
            near = (other for key in keys for other in by_word[key][-_LOOKED_AT:] if other.day >= oldest)
            earlier = next((other for other in near if likeness(one.text, other.text) >= least), None)
        if earlier is not None:
            yield one, earlier
        same[words] = one
        for key in keys:
            by_word[key].append(one)
