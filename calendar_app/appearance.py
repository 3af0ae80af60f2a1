"""How a text will stand on a platform: how long it is as that platform counts, and what is seen before “see more”.

Knows no Django. The same counts as the rules', so that a counter never contradicts a finding.
"""

from dataclasses import dataclass

from calendar_app.rules.text import BYTES_EACH, hashtags, length, size


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel takes. `most` and `advised` are in the unit that `counting` names; None where nothing is known.

    `visible` are the characters seen before “see more”; `has_title` says that a title is seen first.
    """

    counting: str = "code_points"
    most: int | None = None
    advised: int | None = None
    visible: int | None = None
    tags_most: int | None = None
    tags_advised: int | None = None
    has_title: bool = False


@dataclass(frozen=True, slots=True)
class Appearance:
    """A text on a channel. `shown` and `folded` are the text before and behind the fold; `first_line` is of `shown`."""

    length: int
    most: int | None
    advised: int | None
    bytes: int
    most_bytes: int | None
    tags: tuple[str, ...]
    tags_most: int | None
    shown: str
    folded: str

    @property
    def over(self) -> int:
        """How many more than the channel takes; 0 when it fits."""
        return max(0, self.length - self.most) if self.most else 0

    @property
    def bytes_over(self) -> int:
        return max(0, self.bytes - self.most_bytes) if self.most_bytes else 0

    @property
    def left(self) -> int | None:
        """How many more fit; None where nothing is known."""
        return None if self.most is None else max(0, self.most - self.length)

    @property
    def state(self) -> str:
        """ "over", "long" (more than is advised) or "fits"."""
        if self.over or self.bytes_over:
            return "over"
        return "long" if self.advised and self.length > self.advised else "fits"

    @property
    def first_line(self) -> str:
        return self.shown.split("\n", 1)[0]

    @property
    def other_lines(self) -> str:
        return self.shown.partition("\n")[2]


def appearance(text: str, limits: Limits) -> Appearance:
    """How `text` stands where `limits` hold. Raises KeyError for a way of counting that does not exist."""
    text = text.replace("\r\n", "\n")
    counts_bytes = limits.counting == "graphemes" and limits.most is not None
    seen = text.strip()
    cut = len(seen) if limits.visible is None or limits.has_title else limits.visible
    return Appearance(
        length=length(text, limits.counting),
        most=limits.most,
        advised=limits.advised,
        bytes=size(text, limits.counting) if counts_bytes else 0,
        most_bytes=limits.most * BYTES_EACH if counts_bytes and limits.most else None,
        tags=tuple(hashtags(text)),
        tags_most=limits.tags_most if limits.tags_most is not None else limits.tags_advised,
        shown=seen[:cut],
        folded=seen[cut:],
    )
