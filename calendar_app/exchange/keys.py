"""The names by which rows of a file point at each other: readable, made from what a row is called."""

from collections.abc import Collection

from django.utils.text import slugify

LONGEST = 60


class Keys:
    """Gives each row of one kind a key of its own; `taken` are those that somebody chose already."""

    def __init__(self, kind: str, taken: Collection[str] = ()) -> None:
        self._kind = kind
        self._taken = set(taken)
        self._used: dict[str, int] = {}

    def make(self, label: str) -> str:
        """“Pain du jour” is pain-du-jour, the second one pain-du-jour-2; what has no letters is called as its kind."""
        base = slugify(label)[:LONGEST].strip("-_") or self._kind
        count = self._used.get(base, 0)
        while True:
            count += 1
            key = base if count == 1 else f"{base}-{count}"
            if key not in self._taken:
                break
        self._used[base] = count
        self._taken.add(key)
        return key
