"""What was made of something, for as long as that stays the same.

Nothing here can be out of date, and nothing has to be told of a change: whoever asks brings what it is to be made of,
read anew, and gets what was made before only where that is equal. It spares the making, never the reading.
"""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import NamedTuple, TypeVar, cast

Made = TypeVar("Made")


class _Kept(NamedTuple):
    of: object
    size: int
    made: object


class Remembered:
    """The last thing made for each key, those that were made first forgotten when all are larger than `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, _Kept] = {}
        self._size = 0
        self._lock = Lock()

    def made(self, key: Hashable, of: object, size: int, make: Callable[[], Made]) -> Made:
        """What `make` makes of `of`, which nobody may change; `make` asks for nothing but that and what the key says.

        More than a third of all that is remembered is too large to be kept.
        """
        kept = self._kept.get(key)
        if kept is not None and kept.of == of:
            return cast("Made", kept.made)
        made = make()
        if 3 * size <= self._most:
            self._keep(key, _Kept(of, size, made))
        return made

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _keep(self, key: Hashable, new: _Kept) -> None:
        with self._lock:
            old = self._kept.pop(key, None)
            self._size += new.size - (old.size if old else 0)
            self._kept[key] = new
            while self._size > self._most:
                self._size -= self._kept.pop(next(iter(self._kept))).size
