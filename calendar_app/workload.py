"""How many hours a week a rhythm takes, and the rhythm that a number of hours allows. Pure: no Django.

A post of a platform's usual format, being there to answer, and what comes on top whatever the platforms are. The hours
are estimates from practice, in line with the six hours a week that VerticalResponse measured in small firms (2012):
two networks with three posts each come to 6.25.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

# Hours for one post of the format that the platform usually carries; an image with a text anywhere else.
AN_IMAGE, A_NOTE = Decimal("0.5"), Decimal("0.3")
A_POST_ON = {
    "blog": Decimal(3),
    "newsletter": Decimal(3),
    "zoom": Decimal(3),
    "youtube": Decimal(8),
    "youtube_shorts": Decimal("1.5"),
    "tiktok": Decimal("1.5"),
    "snapchat": Decimal("0.2"),
    "bereal": Decimal("0.2"),
    **dict.fromkeys(("x", "threads", "bluesky", "mastodon", "reddit", "forum"), A_NOTE),
    **dict.fromkeys(("whatsapp_channel", "telegram", "discord", "slack"), A_NOTE),
}
# Planning half an hour, listening half an hour, measuring a quarter.
IN_ANY_CASE = Decimal("1.25")


@dataclass(frozen=True, slots=True)
class Pace:
    """How often one posts on a platform a week, the least that makes sense, and the hours that being there takes."""

    platform: str
    weekly: Decimal
    least: Decimal = Decimal(0)
    base: Decimal = Decimal(0)

    @property
    def hours(self) -> Decimal:
        return self.base + self.weekly * A_POST_ON.get(self.platform, AN_IMAGE) if self.weekly else Decimal(0)


def hours(paces: Iterable[Pace]) -> Decimal:
    """What these take together, in hours a week; nothing when nothing is posted."""
    posting = sum((pace.hours for pace in paces), Decimal(0))
    return posting + IN_ANY_CASE if posting else posting


def within(paces: Sequence[Pace], available: Decimal) -> list[Pace]:
    """The same platforms at a pace that fits into `available` hours, and the last ones left out when need be.

    The first platform matters most: it stays, at its least, even when the hours are too few for it.
    """
    chosen = [pace for pace in paces if pace.weekly]
    for size in range(len(chosen), 0, -1):
        kept = _slowed(chosen[:size], available)
        if size == 1 or hours(kept) <= available:
            return kept
    return []


def _slowed(paces: Sequence[Pace], available: Decimal) -> list[Pace]:
    """One post fewer where it saves most, until the hours do or every platform is at its least."""
    kept = list(paces)
    while hours(kept) > available:
        slower = [_slower(pace) for pace in kept]
        gains = [pace.hours - other.hours for pace, other in zip(kept, slower, strict=True)]
        if not any(gains):
            break
        most = max(range(len(kept)), key=lambda number: gains[number])
        kept[most] = slower[most]
    return kept


def _slower(pace: Pace) -> Pace:
    """One post a week fewer, though not below the least."""
    return replace(pace, weekly=max(pace.weekly - 1, min(pace.least, pace.weekly)))
