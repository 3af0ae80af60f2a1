"""How far an objective has come, and the line that shows it. Pure: no Django, no clock of its own."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# One measure: its day, and what the indicator showed.
Point = tuple[date, Decimal]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an objective stands. `start` and `target` may be unknown; `points` are its measures in order of days."""

    start: Decimal | None
    target: Decimal | None
    points: tuple[Point, ...]
    begins: date | None = None
    ends: date | None = None

    @property
    def latest(self) -> Point | None:
        return self.points[-1] if self.points else None

    @property
    def share(self) -> int | None:
        """How much of the way from start to target is done, in %; below 0 when it went the other way.

        A target may lie below the start, as that of a delay does. None when there is no way to measure.
        """
        if self.latest is None or self.start is None or self.target is None or self.start == self.target:
            return None
        return round((self.latest[1] - self.start) / (self.target - self.start) * 100)

    @property
    def is_there(self) -> bool:
        """Whether the last measure is at the target, or beyond it."""
        return self.share is not None and self.share >= 100

    def time_gone(self, today: date) -> int | None:
        """How much of the time between the two days is over, in %; None unless both are known."""
        if self.begins is None or self.ends is None or self.ends <= self.begins:
            return None
        return max(0, min(100, round((today - self.begins).days / (self.ends - self.begins).days * 100)))


@dataclass(frozen=True, slots=True)
class Chart:
    """A line in a box of `width` by `height`, in the units of an SVG's viewBox; numbers are ready to be written."""

    width: int
    height: int
    line: str
    dots: tuple[tuple[str, str], ...]
    target: str
    first: date
    last: date


WIDTH, HEIGHT, MARGIN = 320, 120, 8


def chart(progress: Progress) -> Chart | None:
    """The line of the measures, from the start on where it is known. None with fewer than two points."""
    points = list(progress.points)
    begins = progress.begins
    if progress.start is not None and begins is not None and (not points or begins < points[0][0]):
        points.insert(0, (begins, progress.start))
    if len(points) < 2:
        return None
    first, last = points[0][0], points[-1][0]
    values = [value for _day, value in points] + ([] if progress.target is None else [progress.target])
    low, high = min(values), max(values)
    places = tuple((_across(day, first, last), _down(value, low, high)) for day, value in points)
    return Chart(
        WIDTH,
        HEIGHT,
        " ".join(f"{x},{y}" for x, y in places),
        places,
        "" if progress.target is None else _down(progress.target, low, high),
        first,
        last,
    )


def _across(day: date, first: date, last: date) -> str:
    return f"{MARGIN + (WIDTH - 2 * MARGIN) * (day - first).days / ((last - first).days or 1):.1f}"


def _down(value: Decimal, low: Decimal, high: Decimal) -> str:
    share = (value - low) / (high - low) if high != low else Decimal("0.5")
    return f"{HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * float(share):.1f}"


@dataclass(frozen=True, slots=True)
class Advert:
    """What an advert cost, in euros, and what it brought."""

    spent: Decimal
    likes: int
    purchases: int

    @property
    def per_like(self) -> Decimal | None:
        """Euros; None when there was none."""
        return self.spent / self.likes if self.likes else None

    @property
    def per_purchase(self) -> Decimal | None:
        return self.spent / self.purchases if self.purchases else None

    @property
    def buyers(self) -> Decimal | None:
        """Purchases for a hundred likes."""
        return Decimal(self.purchases) * 100 / self.likes if self.likes else None


# Article 002: five hundred euros of space brought eight hundred likes and six purchases online.
IN_THE_ARTICLE = Advert(Decimal(500), 800, 6)
