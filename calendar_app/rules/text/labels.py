"""Words by which a text says that somebody gets something for it, and where they stand. This is no legal advice.

France: loi n° 2023-451, article 5, and ordonnance n° 2024-978; United Kingdom: CAP and CMA; United States: FTC, 2019.
"""

import re
from dataclasses import dataclass

from .counting import hashtags

_FRENCH = (
    r"(?:^|[\[(#]\s?)publicit[ée](?=\s*(?:$|[\])|:–—·•.,!/#@-]|pour\b|avec\b))"
    r"|\bcollaboration\s?commerciale\b|\bpartenariat (?:commercial|rémunéré|remunere|payant|payé)\b"
    r"|#(?:partenariat(?:commercial|rémunéré|remunere)|sponsorisée?|sponsorise|affiliation)\b"
    r"|\ben (?:partenariat|collaboration) (?:rémunérée?|commerciale?|payante?)\b"
    r"|\bcontenu (?:sponsorisé|promotionnel|publicitaire)\b|\bcommunication commerciale\b"
    r"|\b(?:post|article|vidéo|épisode|publication) sponsorisée?\b|\bsponsorisée? par\b"
    r"|\bpubli-?(?:rédactionnel|reportage|communiqué)\b|\bliens? (?:affiliés?|d['’]affiliation)"
    r"|\b(?:je touche|nous touchons|je perçois|nous percevons) une commission\b"
)
_ENGLISH = (
    r"(?:^|[\[(#]\s?)(?:ad|advert|advertisement|sponsored)(?=\s*(?:$|[\])|:–—·•.,!/#@-]|by\b|with\b))"
    r"|\bpaid (?:partnership|partner|promotion|ad|post|content)\b|#paidpartnership\b|\bpaid for by\b"
    r"|\bsponsored (?:by|content|post|video)\b|\baffiliate (?:links?|codes?)\b|#affiliate\b"
    r"|\b(?:i|we) (?:earn|get|make|receive) (?:a )?(?:small )?commission\b"
    r"|\b(?:gifted by|gave (?:me|us) (?:this|these|it) for free|received (?:it|this|these) for free)\b"
)
_FLAGS = re.IGNORECASE | re.MULTILINE
_CLEAR = {
    "fr": re.compile(_FRENCH, _FLAGS),
    "en": re.compile(_ENGLISH, _FLAGS),
    "": re.compile(f"{_FRENCH}|{_ENGLISH}", _FLAGS),
}

# As a French label, “ad” is a foreign word; as an English one it is the word.
_VAGUE_EVERYWHERE = "collab sp spon gifted ambassador ambassadeur ambassadrice partner aff"
_VAGUE_TAGS = {
    "fr": frozenset(f"{_VAGUE_EVERYWHERE} sponso ad partenariat partenaire jeteste".split()),
    "en": frozenset(_VAGUE_EVERYWHERE.split()),
    "": frozenset(f"{_VAGUE_EVERYWHERE} sponso partenariat partenaire jeteste".split()),
}
# Said of a town hall or a school too, so they only count where something was given in return.
_VAGUE_WORDS = re.compile(
    r"\ben (?:collab(?:o|oration)?|partenariat) avec\b|\bambassad(?:eur|rice) (?:de|pour)\b"
    r"|\b(?:merci|thanks) (?:à |to )?@\w+"
    r"|\bin (?:partnership|collaboration) with\b|\bambassador for\b|\bcourtesy of\b|\bthanks to @?\w+",
    re.IGNORECASE,
)
_LAST_TAG = re.compile(r"\s{0,9}#\w+\s{0,9}\Z")
_LONGEST_TAG = 160
_END = 1000

READ = 20_000
"""Characters of a text in which a label is looked for."""


@dataclass(frozen=True, slots=True)
class Label:
    """The words of a label; `start` is where they stand in the text."""

    words: str
    start: int


def clear_label(text: str, language: str) -> Label | None:
    """The first label of `text` that says plainly that somebody gets something for it."""
    found = _CLEAR[language].search(text[:READ])
    if found is None:
        return None
    return Label(found.group().strip(" \t\n[("), found.start())


def vague_label(text: str, language: str, *, is_given: bool) -> str:
    """The first label that leaves readers guessing; empty when there is none. `is_given`: something was in return."""
    vague = _VAGUE_TAGS[language]
    tag = next((tag for tag in hashtags(text) if tag[1:].lower() in vague), "")
    if tag or not is_given:
        return tag
    found = _VAGUE_WORDS.search(text[:READ])
    return found.group() if found else ""


def is_out_of_sight(label: Label, text: str, visible: int | None) -> bool:
    """Whether a label comes after the first `visible` characters, or among the hashtags that end a text.

    A text that is all hashtags from the label on, but begins with it, shows it.
    """
    if visible is not None and label.start + len(label.words) > visible:
        return True
    return 0 < _last_tags(text) <= label.start


def _last_tags(text: str) -> int:
    """Where the hashtags begin that end a text, of its last characters; its length when it ends otherwise."""
    end = len(text.rstrip())
    first = max(0, end - _END)
    while tag := _LAST_TAG.search(text, max(first, end - _LONGEST_TAG), end):
        end = tag.start()
    return end
