"""The nine ways of taking part, counted: what stands on each rung now, and what nine in ten would lead one to expect.

Pure: no Django. Nielsen (2006) observed that 90 % of a community listen, 9 % join in at times, 1 % do most of it.
Later studies found up to 23 % who create, and a third in small communities: an order of magnitude, never a mistake.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

RUNGS = range(1, 10)
# The rungs that listen, join in and engage, and the share of people expected there in percent. Which rung belongs where
# is our own reading.
GROUPS = (("listen", range(1, 5), 90), ("join", range(5, 7), 9), ("engage", range(7, 10), 1))


@dataclass(frozen=True, slots=True)
class Count:
    """How many people stood on a rung on a day."""

    rung: int
    people: int
    on: date


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: its newest count, and the one before that."""

    rung: int
    latest: Count | None
    before: Count | None

    @property
    def change(self) -> int | None:
        """How many more people than the time before; None without two counts."""
        return self.latest.people - self.before.people if self.latest and self.before else None


@dataclass(frozen=True, slots=True)
class Group:
    """Some rungs together: the people counted there, their share of all in percent, and what Nielsen's rule expects."""

    key: str
    steps: tuple[Step, ...]
    people: int
    share: int | None
    expected_share: int
    expected: int

    @property
    def is_counted(self) -> bool:
        return any(step.latest for step in self.steps)


def climb(counts: Iterable[Count]) -> list[Group]:
    """The ladder as it stands: every rung in its group, with its newest count."""
    newest: dict[int, list[Count]] = {}
    for count in sorted(counts, key=lambda count: count.on, reverse=True):
        newest.setdefault(count.rung, []).append(count)
    steps = {rung: _step(rung, newest.get(rung, [])) for rung in RUNGS}
    people = {rung: step.latest.people if step.latest else 0 for rung, step in steps.items()}
    total = sum(people.values())
    return [
        Group(
            key=key,
            steps=tuple(steps[rung] for rung in rungs),
            people=(here := sum(people[rung] for rung in rungs)),
            share=round(100 * here / total) if total else None,
            expected_share=share,
            expected=round(total * share / 100),
        )
        for key, rungs, share in GROUPS
    ]


def _step(rung: int, newest: list[Count]) -> Step:
    latest, before, *_rest = [*newest, None, None]
    return Step(rung, latest, before)
