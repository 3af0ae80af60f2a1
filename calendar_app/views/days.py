"""The days of a page of the calendar: what stands on each, how it looks, and where its heading leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from calendar_app import ground, observances
from calendar_app.filters import State
from calendar_app.grid import Entry
from calendar_app.occasions import Occasion

# A cell of the month shows this many posts and this many occasions; of more, one fewer and a button for the others.
FULL_CELL = 4
FULL_OF_OCCASIONS = 2


def prefilled(state: State) -> dict[str, Any]:
    """What a new post takes over from the filters: the one channel and the one persona that are looked at."""
    single = {facet: next(iter(keys)) for facet, keys in state.chosen.items() if len(keys) == 1}
    return {facet: single[facet] for facet in ("channel", "persona") if single.get(facet) is not None}


@dataclass(frozen=True, slots=True)
class Days:
    """What stands on the days of the page: posts, and occasions beside them."""

    posts: Mapping[date, list[Entry]]
    occasions: Mapping[date, list[Occasion]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the page: what lies under it and stands on it, how it looks, and where its heading leads."""

    day: date
    holiday: str
    ground: ground.Ground
    entries: list[Entry]
    classes: str
    url: str

    @property
    def known(self) -> list[Occasion]:
        return self.ground.known

    @property
    def occasions(self) -> list[Occasion]:
        return self.ground.lines

    @property
    def is_empty(self) -> bool:
        return not (self.entries or self.occasions)

    @property
    def shown(self) -> list[Entry]:
        return self.entries if len(self.entries) <= FULL_CELL else self.entries[: FULL_CELL - 1]

    @property
    def folded(self) -> list[Entry]:
        return self.entries[len(self.shown) :]

    @property
    def shown_occasions(self) -> list[Occasion]:
        fits = len(self.occasions) <= FULL_OF_OCCASIONS
        return self.occasions if fits else self.occasions[: FULL_OF_OCCASIONS - 1]

    @property
    def folded_occasions(self) -> list[Occasion]:
        return self.occasions[len(self.shown_occasions) :]


def cells(
    request: HttpRequest, state: State, shown: Iterable[date], span: tuple[date, date], days: Days, today: date
) -> dict[date, Cell]:
    """The days that are `shown`, by date; those outside of `span`, first and last day, are pale.

    Their headings lead to a new post, or for readers into the list.
    """
    place, shown = request.workspace, list(shown)
    first, last = shown[0], shown[-1]
    holidays = observances.between(place.country, place.region, first, last, get_language() or "fr")
    new = reverse("post-new", args=[place.slug])
    given = urlencode({**prefilled(state), "next": request.get_full_path()})
    found = {}
    under = ground.of_days(shown, days.occasions, holidays)
    for day in shown:
        stack, below, holiday = days.posts.get(day, []), under[day], " · ".join(holidays.get(day, ()))
        if request.rights.post_write:
            url = f"{new}?day={day.isoformat()}&{given}"
        else:
            url = f"{state.query(view='list', day=day)}#day-{day.isoformat()}"
        classes = [*_classes(day, span, today, holiday, is_empty=not (stack or below.lines))]
        classes += ["is-closed"] if below.closed else []
        found[day] = Cell(day, holiday, below, stack, " ".join(classes), url)
    return found


def _classes(day: date, span: tuple[date, date], today: date, holiday: str, *, is_empty: bool) -> Iterable[str]:
    yield "day"
    if not span[0] <= day <= span[1]:
        yield "is-outside"
    if day.isoweekday() >= 6:
        yield "is-weekend"
    if holiday:
        yield "is-holiday"
    if day == today:
        yield "is-today"
    elif day < today:
        yield "is-past"
    if is_empty:
        yield "is-empty"
