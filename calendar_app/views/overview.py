"""A quarter or a year at a glance: how many posts stand on each day and in each week, gaps, and campaigns as bands."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import get_language

from calendar_app import observances, occasions
from calendar_app.filters import State
from calendar_app.grid import YEAR, Entry, Month, Week, gaps, months_of, period, weeks_between
from calendar_app.occasion_words import KINDS, Addresses, in_zone
from calendar_app.occasions import Kind, Occasion, Row
from calendar_app.view_words import span_in_words

# What goes on for days, in the order of its rows below the weeks.
BANDS = (Kind.CAMPAIGN, Kind.KEY_DATE, Kind.SCHOOL, Kind.CLOSED)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some weeks of a row of bands: so many `columns`, empty or taken by an occasion that leads somewhere."""

    columns: int
    occasion: Occasion | None = None
    days: str = ""
    url: str = ""

    @property
    def name(self) -> str:
        if self.occasion is None:
            return ""
        row = self.occasion.row
        return in_zone(row) if row.kind == Kind.SCHOOL else row.name

    @property
    def colour(self) -> str:
        """A campaign has its own; nothing else is coloured."""
        return self.occasion.row.about if self.occasion and self.occasion.row.kind == Kind.CAMPAIGN else "ink"


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of bands. Only the first row of a kind is named."""

    kind: Kind
    is_first: bool
    stretches: list[Stretch]

    @property
    def label(self) -> str:
        return str(KINDS[self.kind].many) if self.is_first else ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without any post, in words; following `query` shows the first of their weeks."""

    days: str
    query: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page counts. A day's query is that of the month, with the day in the place of “{}”."""

    months: tuple[Month, ...]
    weeks: list[tuple[Week, int]]
    heads: list[tuple[Month, int]]
    counts: Mapping[date, int]
    holidays: Mapping[date, tuple[str, ...]]
    lanes: list[Lane]
    gaps: list[Gap]
    to_day: str
    to_week: str
    busiest: int

    @property
    def is_year(self) -> bool:
        return len(self.months) == YEAR


def overview(
    request: HttpRequest, state: State, entries: Iterable[Entry], rows: Iterable[Row], today: date
) -> Overview:
    """What the quarter or the year holds, counted."""
    place = request.workspace
    first, last = period(state.view, state.day, place.week_start)
    months, weeks = months_of(state.view, state.day, place.week_start), weeks_between(first, last, place.week_start)
    counts = Counter(entry.day for entry in entries if entry.day)
    by_week = [(week, sum(counts[day] for day in week.days)) for week in weeks]
    addresses = Addresses(place.slug, may_write=request.rights.plan_write)
    closed = [one.day for one in occasions.between((row for row in rows if row.kind == Kind.CLOSED), first, last)]
    return Overview(
        months,
        by_week,
        list(_heads(months, weeks)),
        counts,
        observances.between(place.country, place.region, first, last, get_language() or "fr"),
        list(_lanes([row for row in rows if row.kind in state.kinds], weeks, addresses)),
        [
            Gap(span_in_words(*gap), state.query(view="week", day=gap[0]))
            for gap in gaps({*counts, *closed}, max(first, today), last)
        ],
        _to(state, "month"),
        _to(state, "week"),
        max((count for _week, count in by_week), default=0),
    )


def _to(state: State, view: str) -> str:
    """The query string of a view, with “{}” in the place of its day."""
    day = f"d={state.day.isoformat()}"
    return state.query(view=view).replace(day, "d={}", 1)


def _heads(months: tuple[Month, ...], weeks: Iterable[Week]) -> Iterator[tuple[Month, int]]:
    """Each month, over as many weeks as have most of their days in it."""
    first, last = months[0].first, months[-1].last
    middles = [min(max(week.days[3], first), last) for week in weeks]
    return ((month, sum(day in month for day in middles)) for month in months)


# --- Bands ---------------------------------------------------------------------------------------------------------


def _lanes(rows: list[Row], weeks: tuple[Week, ...], addresses: Addresses) -> Iterator[Lane]:
    """Rows of bands by kind, each kind in as few rows as it needs."""
    first, last = weeks[0].days[0], weeks[-1].days[-1]
    for kind in BANDS:
        found = sorted(
            (begin, end, row)
            for row in occasions.merged(row for row in rows if row.kind == kind)
            for begin, end in occasions.spans(row, first, last)
            if kind != Kind.KEY_DATE or begin != end
        )
        lanes: list[list[tuple[int, int, Stretch]]] = []
        for begin, end, row in found:
            start, stop = (max(begin, first) - first).days // 7, (min(end, last) - first).days // 7
            occasion = Occasion(begin, row)
            band = Stretch(stop - start + 1, occasion, span_in_words(begin, end), addresses.of(occasion))
            lane = next((one for one in lanes if one[-1][1] < start), None)
            if lane is None:
                lanes.append(lane := [])
            lane.append((start, stop, band))
        for number, lane in enumerate(lanes):
            yield Lane(kind, number == 0, list(_filled(lane, len(weeks))))


def _filled(lane: Iterable[tuple[int, int, Stretch]], columns: int) -> Iterator[Stretch]:
    """The bands of a row with the empty weeks between them."""
    reached = 0
    for start, stop, band in lane:
        if start > reached:
            yield Stretch(start - reached)
        yield band
        reached = stop + 1
    if reached < columns:
        yield Stretch(columns - reached)
