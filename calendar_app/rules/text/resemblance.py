"""Which texts say the same in nearly the same words."""

import math
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .lexicon import flat, words_of

FEWEST_WORDS = 6
"""Shorter texts are alike by chance: wishes, “see you tomorrow”."""

READ = 5000
REMEMBERED = 2**12
_LOOKED_AT = 8  # earlier texts compared for the sake of one shared word: what keeps the work linear
_HAIR = 1e-9  # what rounding may take off a count of words
_NAMES = re.compile(r"https?://\S+|www\.\S+|@[\w.@-]+")


@lru_cache(maxsize=REMEMBERED)
def _words(text: str) -> tuple[frozenset[bytes], tuple[bytes, ...]]:
    """The words of a text without addresses and mentions: all of them, and again the longest first."""
    text = text[:READ]
    if "@" in text or "://" in text or "www." in text:
        text = _NAMES.sub(" ", text)
    words = frozenset(words_of(flat(text)))
    # Long words are rare ones; among equals the alphabet decides, for a set has no order.
    return words, tuple(sorted(sorted(words), key=len, reverse=True))


def likeness(one: str, other: str) -> float:
    """The share of words that two texts have in common, of all that are in either: from 0 to 1."""
    mine, its = _words(one)[0], _words(other)[0]
    return _share(mine, its) if mine or its else 1.0


@dataclass(frozen=True, slots=True)
class Dated:
    """A text with its day; `number` is what the caller knows it by."""

    number: int
    day: date
    text: str


def repeats(texts: Sequence[Dated], least: float, days: int) -> Iterator[tuple[Dated, Dated]]:
    """Each text that is `least` alike with one of the `days` days before it, and that one: the last such.

    `texts` are in the order of their days. Two texts that alike share one of their few longest words (of a tenth of
    them, and one more, where nine in ten are shared), so only those that share one are compared.
    """
    by_word: dict[bytes, deque[_Said]] = defaultdict(lambda: deque(maxlen=_LOOKED_AT))
    same: dict[frozenset[bytes], _Said] = {}
    for one in texts:
        words, longest = _words(one.text)
        if len(words) < FEWEST_WORDS:
            continue
        oldest = one.day - timedelta(days=days)
        keys = longest[: len(words) - math.ceil(least * len(words)) + 1]
        said = same.get(words)
        earlier = said.last if said is not None and said.last.day >= oldest else None
        if earlier is None:
            earlier = _alike(words, longest, (by_word[key] for key in keys if key in by_word), least, oldest)
        if earlier is not None:
            yield one, earlier
        if said is not None:
            said.last = one
            continue
        same[words] = said = _Said(words, len(words), one)
        for key in keys:
            by_word[key].append(said)


def _alike(
    words: frozenset[bytes],
    longest: Sequence[bytes],
    near: Iterable[Iterable["_Said"]],
    least: float,
    oldest: date,
) -> Dated | None:
    """The first text of `near` that is `least` alike with these words, and not of before the day `oldest`."""
    # A text with far more or far fewer words cannot be: the cheapest question comes first. Then a few of the longest
    # words are looked for, of which no more may be missing than of all.
    fewest, most = least * len(words) - _HAIR, len(words) / least + _HAIR
    spare = math.floor(len(words) - fewest)
    few = frozenset(longest[: 3 * spare + 3])
    enough = len(few) - spare
    for texts in near:
        for other in texts:
            if (
                fewest <= other.size <= most
                and other.last.day >= oldest
                and len(few & other.words) >= enough
                and _share(words, other.words) >= least
            ):
                return other.last
    return None


@dataclass(slots=True)
class _Said:
    """The words of one text or of several that have the same, and the last of these."""

    words: frozenset[bytes]
    size: int
    last: Dated


def _share(words: frozenset[bytes], others: frozenset[bytes]) -> float:
    """The share of words in both of all in either."""
    both = len(words & others)
    return both / (len(words) + len(others) - both)
