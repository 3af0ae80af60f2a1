"""From rhythm × pillars × personas to dated placeholders: the first weeks of a plan. Pure: no Django, no clock.

The same input gives the same placeholders.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import NamedTuple

WEEKDAYS = (1, 2, 3, 4, 5)
WEEK = (1, 2, 3, 4, 5, 6)  # the Sunday is kept for whoever chooses it
NOON, EVENING = time(12, 15), time(18, 0)
HOURS = (NOON, EVENING, time(8, 30))
# Where another part of the day is usual: Sprout Social 2025 sees LinkedIn read from 7 to 14, TikTok from 17 to 21.
# No hour is best for everybody: these are a beginning, to be moved.
HOURS_ON: Mapping[str, tuple[time, ...]] = {
    "linkedin": (time(8, 30), NOON),
    "tiktok": (EVENING, time(20, 0)),
    "newsletter": (time(9, 0),),
    "blog": (time(9, 0),),
    "google_business": (time(10, 0),),
}
OFFICE_DAYS = frozenset({"linkedin", "newsletter", "blog", "slack", "zoom"})
# More than three a day on one channel is no plan that one lays out in a minute.
MOST_A_WEEK = 21


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a channel speaks, when, and to whom; without `slots` and `personas`, at any time and to anyone."""

    channel: int
    platform: str
    weekly: Decimal
    slots: tuple[tuple[int, time], ...] = ()
    personas: tuple[int, ...] = ()


class Prompt(NamedTuple):
    """What a placeholder asks one to write, and what such a post is for."""

    title: str
    intent: str = ""
    value: str = ""
    about: str = ""
    invites_reply: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """A pillar (None: of no pillar), its weight among the others, and its prompts, to be used in this order."""

    pillar: int | None
    weight: int
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A post to be written."""

    day: date
    clock: time
    channel: int
    persona: int | None
    pillar: int | None
    prompt: Prompt


class _Spot(NamedTuple):
    day: date
    clock: time
    order: int
    rhythm: Rhythm


def lay_out(
    rhythms: Sequence[Rhythm],
    themes: Sequence[Theme],
    personas: Sequence[int],
    first: date,
    *,
    weeks: int = 4,
    closed: Collection[date] = (),
    taken: Collection[tuple[int, date]] = (),
) -> list[Placeholder]:
    """Placeholders for `weeks` times seven days from `first` on, in order of time.

    None falls on a day that is `closed`. `taken` are the channels and days on which something is planned already, those
    of the last weeks included: they count towards the rhythm, so that laying out twice adds nothing.
    """
    spots = sorted(_spots(rhythms, first, weeks, set(closed), Counter(taken)), key=lambda spot: spot[:3])
    pillars, listeners = _Turns({number: theme.weight for number, theme in enumerate(themes)}), _Listeners(personas)
    prompts = [_Prompts(theme.prompts) for theme in themes]
    laid = []
    for spot in spots:
        number = pillars.take() if themes else None
        if number is None:
            continue
        persona = listeners.take(spot.rhythm.personas, number)
        prompt = prompts[number].take()
        laid.append(Placeholder(spot.day, spot.clock, spot.rhythm.channel, persona, themes[number].pillar, prompt))
    return laid


# --- When ----------------------------------------------------------------------------------------------------------


def _spots(
    rhythms: Sequence[Rhythm], first: date, weeks: int, closed: set[date], taken: Counter[tuple[int, date]]
) -> Iterator[_Spot]:
    load: Counter[date] = Counter()
    for (_channel, day), number in taken.items():
        load[day] += number
    for week in range(weeks):
        days = [first + timedelta(days=7 * week + n) for n in range(7)]
        is_open = [day for day in days if day not in closed]
        for order, rhythm in enumerate(rhythms):
            there = sum(taken[rhythm.channel, day] for day in _reach(rhythm.weekly, days))
            on = {day.isoweekday(): day for day in days}
            wishes = [(on[weekday], clock) for weekday, clock in _wishes(rhythm, due(rhythm.weekly, week), order)]
            wishes.sort(key=lambda wish: not taken[rhythm.channel, wish[0]])  # what stands there already fulfils them
            hours = _Hours(rhythm)
            for ideal, clock in wishes[there:] if is_open else ():
                day = min(is_open, key=lambda day: _strain(day, ideal, rhythm, taken, load))
                taken[rhythm.channel, day] += 1
                load[day] += 1
                yield _Spot(day, hours.take(day, clock), order, rhythm)


def due(weekly: Decimal, week: int) -> int:
    """How many posts the week number `week`, from 0, has room for; less than one a week is never less than one post."""
    pace = Fraction(min(weekly, Decimal(MOST_A_WEEK)))
    return ceil(pace * (week + 1)) - ceil(pace * week) if pace >= 1 or not pace else 1


def _reach(weekly: Decimal, days: Sequence[date]) -> Iterator[date]:
    """The days whose posts count towards what `days` has room for: where posts are rare, days before it as well."""
    length = 7 if weekly >= 1 or not weekly else ceil(7 / Fraction(weekly))
    return (days[-1] - timedelta(days=n) for n in range(length))


def _wishes(rhythm: Rhythm, number: int, turn: int) -> list[tuple[int, time]]:
    """`number` weekdays and hours, spread over the week; `turn` keeps channels from all speaking on the same days."""
    if rhythm.slots:
        size = len(rhythm.slots)
        return [rhythm.slots[(k * size // number if number < size else k) % size] for k in range(number)]
    days = WEEKDAYS if rhythm.platform in OFFICE_DAYS else WEEK
    hours = HOURS_ON.get(rhythm.platform, HOURS[:2])
    return [
        (days[((2 * k + 1) * len(days) // (2 * number) + turn) % len(days)], hours[(k + turn) % len(hours)])
        for k in range(number)
    ]


def _strain(
    day: date, ideal: date, rhythm: Rhythm, taken: Counter[tuple[int, date]], load: Counter[date]
) -> tuple[int, int, int, int, date]:
    """How little a day suits: the channel speaks then already, a Sunday or full day, or far from the ideal one."""
    far = abs((day - ideal).days)
    usual = WEEKDAYS if rhythm.platform in OFFICE_DAYS else WEEK
    unusual = day != ideal and day.isoweekday() not in usual
    return taken[rhythm.channel, day], unusual, max(0, load[day] - 1), far, day


class _Hours:
    """The hours of a channel's posts, no two of a day at the same one while there are others."""

    def __init__(self, rhythm: Rhythm) -> None:
        self.usual = sorted({*HOURS, *HOURS_ON.get(rhythm.platform, ())})
        self.used: dict[date, list[time]] = {}

    def take(self, day: date, wanted: time) -> time:
        used = self.used.setdefault(day, [])
        clock = next((hour for hour in (wanted, *self.usual) if hour not in used), wanted)
        used.append(clock)
        return clock


# --- What and for whom ---------------------------------------------------------------------------------------------


class _Turns:
    """Whose turn it is, each by its weight and as evenly as can be: the one that waited longest for its share."""

    def __init__(self, weights: Mapping[int, int]) -> None:
        even = not any(weights.values())
        self.weights = {key: 1 if even else weight for key, weight in weights.items()}
        self.credit = dict.fromkeys(weights, 0)

    def take(self) -> int:
        for key, weight in self.weights.items():
            self.credit[key] += weight
        chosen = max(self.credit, key=lambda key: (self.credit[key], -key))
        self.credit[chosen] -= sum(self.weights.values())
        return chosen


class _Listeners:
    """Whom a post speaks to: the one that this theme spoke to least, then the plan as a whole."""

    def __init__(self, personas: Sequence[int]) -> None:
        self.personas = personas
        self.spoken: Counter[int] = Counter()
        self.pairs: Counter[tuple[int, int]] = Counter()

    def take(self, reached: Collection[int], theme: int) -> int | None:
        """One of those `reached` by the channel, or of all when it is not known whom it reaches."""
        choice = [persona for persona in self.personas if persona in reached] or self.personas
        if not choice:
            return None
        chosen = min(choice, key=lambda one: (self.pairs[theme, one], self.spoken[one], choice.index(one)))
        self.spoken[chosen] += 1
        self.pairs[theme, chosen] += 1
        return chosen


class _Prompts:
    """A theme's prompts, one after the other, and then from the first again."""

    def __init__(self, prompts: tuple[Prompt, ...]) -> None:
        self.prompts = prompts
        self.next = 0

    def take(self) -> Prompt:
        prompt = self.prompts[self.next % len(self.prompts)]
        self.next += 1
        return prompt
