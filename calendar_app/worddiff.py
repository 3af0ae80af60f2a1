"""What changed between two texts, word by word. Knows no Django.

Lines are compared first, then the words of the lines that differ, both by Myers' greedy algorithm ("An O(ND)
difference algorithm and its variations", 1986). The work is bounded: where two texts differ in too many places for it,
a stretch is told as taken out and put in whole, which is true as well, and costs time that grows with its length only.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "out", "in"]
Change = tuple[Kind, str]
Hunk = tuple[bool, Sequence[str], Sequence[str]]  # whether both are the same, and what stands in each

# Steps of comparing that a pair of texts is worth: about a third of a second.
PATIENCE = 600_000
_WORDS = re.compile(r"\w+(?:[’'-]\w+)*|\s+|[^\w\s]")


@dataclass
class _Patience:
    """The steps that are left."""

    left: int


def diff(before: str, after: str) -> list[Change]:
    """The changes that lead from `before` to `after`, in order; none when both are empty.

    What is "same" and "out" makes up `before`, what is "same" and "in" makes up `after`. Two neighbours differ in kind,
    and what was taken out stands in front of what was put in its place.
    """
    patience = _Patience(PATIENCE)
    return _joined(_spoken(_by_words(before, after, patience)))


def _by_words(before: str, after: str, patience: _Patience) -> Iterator[Hunk]:
    for same, old, new in _hunks(before.splitlines(keepends=True), after.splitlines(keepends=True), patience):
        if same:
            yield same, old, new
        else:
            yield from _hunks(_WORDS.findall("".join(old)), _WORDS.findall("".join(new)), patience)


def _hunks(before: Sequence[str], after: Sequence[str], patience: _Patience) -> list[Hunk]:
    """Both sequences cut into stretches that are the same and stretches that differ, in turn."""
    shorter = min(len(before), len(after))
    start = 0
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    hunks: list[Hunk] = [(True, before[:start], after[:start])]
    at_old = at_new = 0
    for i, j, length in [*_matches(old, new, patience), (len(old), len(new), 0)]:
        hunks.append((False, old[at_old:i], new[at_new:j]))
        hunks.append((True, old[i : i + length], new[j : j + length]))
        at_old, at_new = i + length, j + length
    hunks.append((True, before[len(before) - end :], after[len(after) - end :]))
    return [hunk for hunk in hunks if hunk[1] or hunk[2]]


def _matches(old: Sequence[str], new: Sequence[str], patience: _Patience) -> list[tuple[int, int, int]]:
    """The stretches (where in `old`, where in `new`, how long) that a shortest way from one to the other keeps.

    None at all when the patience is at an end before the way is found.
    """
    if not old or not new:
        return []
    ways = _ways(old, new, patience)
    matches: list[tuple[int, int, int]] = []
    i, j = len(old), len(new)
    for edits in range(len(ways) - 1, -1, -1):
        reached, diagonal = ways[edits], i - j
        if edits == 0:
            begin = 0
        else:
            down = diagonal == -edits or (diagonal != edits and reached[diagonal - 1] < reached[diagonal + 1])
            begin = reached[diagonal + 1] if down else reached[diagonal - 1] + 1
        if i > begin:
            matches.append((begin, begin - diagonal, i - begin))
        if edits:
            i, j = (begin, begin - diagonal - 1) if down else (begin - 1, begin - diagonal)
    return matches[::-1]


def _ways(old: Sequence[str], new: Sequence[str], patience: _Patience) -> list[dict[int, int]]:
    """How far in `old` each diagonal was reached before the first, the second… edit; empty when patience runs out."""
    reached = {1: 0}
    ways: list[dict[int, int]] = []
    for edits in range(len(old) + len(new) + 1):
        ways.append(reached)
        farther: dict[int, int] = {}
        for diagonal in range(-edits, edits + 1, 2):
            left, above = reached.get(diagonal - 1, -1), reached.get(diagonal + 1, -1)
            i = above if diagonal == -edits or (diagonal != edits and left < above) else left + 1
            begin = i
            while i < len(old) and 0 <= i - diagonal < len(new) and old[i] == new[i - diagonal]:
                i += 1
            farther[diagonal] = i
            patience.left -= 1 + i - begin
            if i >= len(old) and i - diagonal >= len(new):
                return ways
        if patience.left < 0:
            return []
        reached = farther
    return []


def _spoken(hunks: Iterable[Hunk]) -> Iterator[Change]:
    """The changes of `hunks`; what only has blanks and marks in common between two changes belongs to the change."""
    out: list[str] = []
    new: list[str] = []
    between: list[str] = []
    for same, old, put in hunks:
        if same and (out or new) and not any(word[0].isalnum() for word in old if word):
            between += old
        elif same:
            yield from (("out", "".join(out)), ("in", "".join(new)), ("same", "".join([*between, *old])))
            out, new, between = [], [], []
        else:
            out += [*between, *old]
            new += [*between, *put]
            between = []
    yield from (("out", "".join(out)), ("in", "".join(new)), ("same", "".join(between)))


def _joined(changes: Iterable[Change]) -> list[Change]:
    joined: list[Change] = []
    for kind, text in changes:
        if not text:
            continue
        if joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1] + text)
        else:
            joined.append((kind, text))
    return joined
