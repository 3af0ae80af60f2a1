"""How well the signals of a text agree with people: measured on posts that were labelled before anything was tuned.

The halves were fixed beforehand: by the first byte of a text's SHA-256, even for tuning, odd to be held out.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calendar_app.rules.text import COMMERCIAL, CONVERSATION, Signals, signals

TUNE, HELD_OUT = "tune", "held out"

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


def labelled() -> Sequence[Mapping[str, Any]]:
    return json.loads(Path(__file__).with_name("labelled_posts.json").read_text(encoding="utf-8"))


def half_of(text: str) -> str:
    return HELD_OUT if hashlib.sha256(text.encode()).digest()[0] % 2 else TUNE


def agreement(signal: str, half: str, language: str | None = None) -> Agreement:
    """What `signal` says of the posts of one half, in one language or in both, against their labels."""
    chosen = [post for post in labelled() if half_of(post["text"]) == half and language in (None, post["language"])]
    pairs = [(SEEN[signal](signals(post["text"])), post[signal]) for post in chosen]
    return Agreement(pairs.count((True, True)), pairs.count((True, False)), pairs.count((False, True)))


def rows() -> Iterator[tuple[str, str, str, Agreement]]:
    """Every signal in every half and language, with its agreement."""
    for signal in SEEN:
        for half in (TUNE, HELD_OUT):
            for language, name in ((None, "both"), ("fr", "French"), ("en", "English")):
                yield signal, half, name, agreement(signal, half, language)


# --- The page of the documentation ----------------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "signals.md"
TOP, END = "<!-- measured -->", "<!-- /measured -->"


def table() -> str:
    """The figures, as the page shows them."""
    lines = ["| signal | half | language | precision | recall | both | signal only | label only |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    for signal, half, language, found in rows():
        figures = (
            f"{found.precision:.2f} | {found.recall:.2f} | {found.both} | {found.signal_only} | {found.label_only}"
        )
        lines.append(f"| {signal} | {half} | {language} | {figures} |")
    return "\n".join(lines)


def page() -> str:
    """The page with the figures as they are now."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(TOP)
    return f"{before}{TOP}\n{table()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    if "--check" not in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    elif page() != PAGE.read_text(encoding="utf-8"):
        sys.exit("Run `make docs`: docs/signals.md is not fresh.")
