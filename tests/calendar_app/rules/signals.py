"""How well the signals of a text agree with people: measured on posts that were labelled before anything was tuned.

`labelled_posts.json` is in two halves, fixed beforehand by the first byte of a text's SHA-256: even for tuning, odd to be
held out. `later_posts.json` and `last_posts.json` were written when the lexicon stood, measured, and then used to mend it.
`unseen_posts.json` was written after that, and nothing was changed for its sake. Later still, `blind_posts.json` was
labelled, measured, and used to mend; `second_blind_posts.json` was labelled after that and measured once.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calendar_app.rules.text import COMMERCIAL, CONVERSATION, Signals, signals

TUNE, HELD_OUT, LATER, FIRST_BLIND = "tune", "held out", "later", "first blind"
UNSEEN, BLIND = "unseen", "second blind"
PARTS = (TUNE, HELD_OUT, LATER, FIRST_BLIND, UNSEEN, BLIND)
_FILES = {
    LATER: ("later_posts", "last_posts"),
    FIRST_BLIND: ("blind_posts",),
    UNSEEN: ("unseen_posts",),
    BLIND: ("second_blind_posts",),
}

SEEN: Mapping[str, Callable[[Signals], bool]] = {
    "commercial": lambda found: found.commercial >= COMMERCIAL,
    "conversation": lambda found: found.conversation >= CONVERSATION,
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often a signal and the labels agree: both, only the signal, only the label."""

    both: int
    signal_only: int
    label_only: int

    @property
    def precision(self) -> float:
        return self.both / (self.both + self.signal_only)

    @property
    def recall(self) -> float:
        return self.both / (self.both + self.label_only)


def _read(name: str) -> list[Mapping[str, Any]]:
    return json.loads(Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8"))


def labelled() -> Sequence[Mapping[str, Any]]:
    """The posts of both halves."""
    return _read("labelled_posts")


def half_of(text: str) -> str:
    return HELD_OUT if hashlib.sha256(text.encode()).digest()[0] % 2 else TUNE


def posts_of(part: str) -> Sequence[Mapping[str, Any]]:
    """The posts of a half, or of those that were written later."""
    if part in _FILES:
        return [post for name in _FILES[part] for post in _read(name)]
    return [post for post in labelled() if half_of(post["text"]) == part]


def agreement(signal: str, part: str, language: str | None = None) -> Agreement:
    """What `signal` says of the posts of one part, in one language or in both, against their labels."""
    chosen = [post for post in posts_of(part) if language in (None, post["language"])]
    pairs = [(SEEN[signal](signals(post["text"])), post[signal]) for post in chosen]
    return Agreement(pairs.count((True, True)), pairs.count((True, False)), pairs.count((False, True)))


SCORE: Mapping[str, Callable[[Signals], float]] = {
    "commercial": lambda found: found.commercial,
    "conversation": lambda found: found.conversation,
}


def mean_scores(signal: str, part: str) -> tuple[float, float]:
    """What `signal` weighs on average in the posts that are labelled so, and in the others: how far apart it holds them."""
    scores: dict[bool, list[float]] = {True: [], False: []}
    for post in posts_of(part):
        scores[post[signal]].append(SCORE[signal](signals(post["text"])))
    return sum(scores[True]) / len(scores[True]), sum(scores[False]) / len(scores[False])


def rows() -> Iterator[tuple[str, str, str, Agreement]]:
    """Every signal in every part and language, with its agreement."""
    for signal in SEEN:
        for part in PARTS:
            for language, name in ((None, "both"), ("fr", "French"), ("en", "English")):
                yield signal, part, name, agreement(signal, part, language)


# --- The page of the documentation ----------------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "signals.md"


def table() -> str:
    """The figures, as the page shows them."""
    lines = ["| signal | posts | language | precision | recall | both | signal only | label only |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    for signal, part, language, found in rows():
        figures = (
            f"{found.precision:.2f} | {found.recall:.2f} | {found.both} | {found.signal_only} | {found.label_only}"
        )
        lines.append(f"| {signal} | {part} | {language} | {figures} |")
    return "\n".join(lines)


def distances() -> str:
    """The mean scores, as the page shows them."""
    lines = ["| signal | posts | mean score where labelled | elsewhere |", "|---|---|---|---|"]
    for signal in SEEN:
        for part in PARTS:
            labelled_so, others = mean_scores(signal, part)
            lines.append(f"| {signal} | {part} | {labelled_so:.3f} | {others:.3f} |")
    return "\n".join(lines)


def misses(part: str) -> str:
    """The posts of a part on which a signal and the label differ, as a list for the page."""
    lines = [
        f"- {signal}, {'missed' if post[signal] else 'seen wrongly'}: {post['text']}"
        for signal, sees in SEEN.items()
        for post in posts_of(part)
        if sees(signals(post["text"])) != post[signal]
    ]
    return "\n".join(lines)


def page() -> str:
    """The page with the figures as they are now."""
    text = PAGE.read_text(encoding="utf-8")
    for name, written in (("measured", table()), ("distances", distances()), ("misses", misses(BLIND))):
        top, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, _, rest = text.partition(top)
        text = f"{before}{top}\n{written}\n{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":
    if "--check" not in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    elif page() != PAGE.read_text(encoding="utf-8"):
        sys.exit("Run `make docs`: docs/signals.md is not fresh.")
