"""How much is said to each persona, against how much was wanted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .models import Persona

# Four weeks, so that each weekday counts as often as the others.
WINDOW = timedelta(days=28)
# Shares of fewer posts than these say nothing, nor do differences of fewer points than those.
FEWEST_POSTS, SMALLEST_GAP = 4, 10


@dataclass(frozen=True, slots=True)
class Span:
    """Four weeks before or after a day: how many posts are meant for one persona, and how many for any."""

    count: int
    total: int
    wanted: int | None

    @property
    def share(self) -> int | None:
        """In %; None when nothing is meant for anybody."""
        return round(self.count * 100 / self.total) if self.total else None

    @property
    def against_wanted(self) -> str:
        """ "less" or "more" than wanted; empty when it is about right, or when nobody can tell."""
        if self.wanted is None or self.share is None or self.total < FEWEST_POSTS:
            return ""
        gap = self.share - self.wanted
        return "less" if gap <= -SMALLEST_GAP else "more" if gap >= SMALLEST_GAP else ""


@dataclass(frozen=True, slots=True)
class Voice:
    """What a persona was told, and will be; `last` is when they were last told something."""

    persona: Persona
    past: Span
    coming: Span
    last: datetime | None


def spans(today: date, zone: ZoneInfo) -> Mapping[str, tuple[datetime, datetime]]:
    """The half-open spans of instants of the four weeks before `today`, and of those that begin with it."""
    start, before, after = (
        datetime.combine(day, time.min, tzinfo=zone) for day in (today, today - WINDOW, today + WINDOW)
    )
    return {"past": (before, start), "coming": (start, after)}


def voices(personas: Iterable[Persona]) -> list[Voice]:
    """The voice of each of `personas`, which are all of a workspace's and come `with_voice`."""
    personas = list(personas)
    past, coming = sum(one.past_posts for one in personas), sum(one.coming_posts for one in personas)
    return [voice(one, past, coming) for one in personas]


def voice(persona: Persona, past: int, coming: int) -> Voice:
    """The voice of one; `past` and `coming` are the posts meant for any persona."""
    wanted = persona.wanted_share
    return Voice(
        persona,
        Span(persona.past_posts, past, wanted),
        Span(persona.coming_posts, coming, wanted),
        persona.last_post_at,
    )
