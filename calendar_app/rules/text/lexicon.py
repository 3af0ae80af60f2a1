"""The words of `lexicon.json`, laid out so that a text is searched for all of them at once."""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

LANGUAGES = ("fr", "en")

# What is left of a text to search in: small letters, noughts for digits, and spaces.
_KEPT = bytes(
    byte if chr(byte).islower() and byte < 128 else ord("0") if chr(byte).isdigit() and byte < 128 else ord(" ")
    for byte in range(256)
)
_SPELLINGS = (("’", "'"), ("œ", "oe"), ("Œ", "OE"), ("€", "¤"), ("−", "-"), ("–", "-"))
_LONGEST_NUMBER = 4


_TELLING: Mapping[str, frozenset[bytes]] = {
    "fr": frozenset(
        b"le la les des du une est et vous nous pour dans avec sur que qui ce cette votre notre au aux pas en il elle"
        b" un nos vos ne se sont plus je mon ma mes tu".split()
    ),
    "en": frozenset(
        b"the and is of to you we for in with your our this that are it at from be not have has by i my us what"
        b" which how do".split()
    ),
}


_COMMON = frozenset().union(*_TELLING.values())


def flat(text: str) -> bytes:
    """`text` in small Latin letters without accents, one byte each; ¤ stands for €, pictures are left out."""
    for written, meant in _SPELLINGS:
        if written in text:
            text = text.replace(written, meant)
    return unicodedata.normalize("NFKD", text).encode("latin-1", "ignore").lower()


def words_of(flat_text: bytes) -> list[bytes]:
    """The words of a flat text, in order; digits are noughts, so that every number of two digits is the same word."""
    return flat_text.translate(_KEPT).split()


Entry = tuple[str, Sequence[Any]]  # a family, and what `lexicon.json` says of one of its signs


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """One entry: found in a text, it adds `weight` to its `family` unless one of `excuses` is there as well."""

    family: str
    weight: float
    excuses: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """One way in which a sign may be written: as it is searched for, and as it is shown."""

    searched: bytes
    shown: str
    sign: Sign


Second = Mapping[bytes, tuple[Phrase, ...]]


class Lexicon:
    """The signs of one language or of several, found by the two rarest words of each phrase."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        found: dict[bytes, dict[bytes, list[Phrase]]] = {}
        for family, (weight, phrase, *excuses) in entries:
            sign = Sign(family, weight, tuple(searched for one in excuses for searched, _ in _written(one)))
            for searched, shown in _written(phrase):
                first, second, *_ = *sorted(searched.split(), key=_rarity), b""
                found.setdefault(first, {}).setdefault(second, []).append(Phrase(searched, shown, sign))
        self._by_word: Mapping[bytes, Second] = {
            first: {second: tuple(phrases) for second, phrases in rest.items()} for first, rest in found.items()
        }
        self._first = frozenset(found)

    def found_in(self, words: frozenset[bytes], line: bytes) -> dict[Sign, str]:
        """Signs in a text given as a set of its words and as these words in a line, with what shows each."""
        found: dict[Sign, str] = {}
        # In the order of the alphabet: a set has none, and the same text must always say the same.
        for first in sorted(words & self._first):
            for second, phrases in self._by_word[first].items():
                if not second or second in words:
                    for phrase in phrases:
                        if phrase.searched in line:
                            found.setdefault(phrase.sign, phrase.shown)
        return {sign: shown for sign, shown in found.items() if not any(one in line for one in sign.excuses)}


def _rarity(word: bytes) -> tuple[bool, int]:
    """Sorts words so that one that few texts hold comes first: neither common nor short."""
    return word in _COMMON, -len(word)


def _written(phrase: str) -> Iterator[tuple[bytes, str]]:
    """Every way to write the template `phrase`: between spaces to search for it, and as people write it."""
    for choice in product(*(slot.split("|") for slot in phrase.split(" "))):
        shown = " ".join(filter(None, choice)).replace("_", " ").replace("-nous -nous", "-nous")
        for digits in range(1, _LONGEST_NUMBER + 1) if "#" in shown else (0,):
            words = words_of(flat(shown.replace("#", "0" * digits)))
            yield b" " + b" ".join(words) + b" ", shown.replace("#", "…").replace(" -", "-")


def _read() -> Mapping[str, Mapping[str, Sequence[Sequence[Any]]]]:
    read: Mapping[str, Mapping[str, Sequence[Sequence[Any]]]] = json.loads(
        Path(__file__).with_name("lexicon.json").read_text(encoding="utf-8")
    )
    return read


def _entries(*languages: str) -> Iterator[Entry]:
    read = _read()
    for language in languages:
        for family, entries in read[language].items():
            for entry in entries:
                yield family, entry


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; the one of no language holds them all."""
    return Lexicon(_entries(*((language,) if language else LANGUAGES)))


def language_of(words: frozenset[bytes]) -> str:
    """The language of which more common words are there; none when there are as many of each."""
    french, english = (len(words & _TELLING[language]) for language in LANGUAGES)
    return "" if french == english else "fr" if french > english else "en"
