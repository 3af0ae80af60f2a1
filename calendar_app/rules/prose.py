"""The rules' only tie to Django: texts that are translated when they are shown.

A text may hold `%(name)s` places, which `fill` fills with a finding's facts in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy

__all__ = ["Filled", "Listed", "Prose", "fill", "gettext_lazy", "ngettext_lazy", "number"]

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"


class Prose(Protocol):
    """A text not yet translated: `str()` of it is in the reader's language, `%` fills its places."""

    def __mod__(self, facts: Mapping[str, object]) -> str: ...


@dataclass(frozen=True, slots=True)
class Listed:
    """Several texts in one place of a sentence, each in the reader's language."""

    texts: tuple["Prose | Filled | str", ...]

    def __str__(self) -> str:
        return ", ".join(map(str, self.texts))


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its places filled, as a fact of another text: in the reader's language, like that one."""

    text: Prose | str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return fill(self.text, self.facts)


def fill(text: Prose | str, facts: Mapping[str, object]) -> str:
    """`text` in the reader's language, its places filled. Fractions and days are written as that language writes them.

    Raises KeyError when a place has no fact.
    """
    return text % {name: _shown(fact) for name, fact in facts.items()}


def _shown(fact: object) -> object:
    if isinstance(fact, float):
        return number(fact)
    return _day(fact) if isinstance(fact, date) else fact


def _day(fact: date) -> str:
    """A day in words: “1 December 2026”, « 1er décembre 2026 »."""
    words = date_format(fact)
    return f"1er{words[1:]}" if fact.day == 1 and (get_language() or "").startswith("fr") else words


def number(value: float) -> str:
    """`value` with at most two decimals and none that say nothing: 2.5, in French 2,5."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    if (get_language() or "").startswith("fr"):
        return text.replace(",", NARROW_SPACE).replace(".", ",")
    return text
