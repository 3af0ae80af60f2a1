"""The life of findings: since when each is there, which went away, and how many there were from day to day.

Findings are computed, never stored. What is stored is a record of each day on which somebody looked: one row, written
by the first check of that day.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from calendar_app.models import CheckDay
from calendar_app.rules.core import RULES, Finding, Rule, Severity
from calendar_app.rules.engine import Report
from smplanner.workspaces.models import Workspace

KEPT = timedelta(days=180)
"""How long a day's counts are kept."""

SHOWN = timedelta(days=90)
"""How far back the trend goes."""

LATELY = timedelta(days=7)
"""How long something that went away is told of."""

LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class Gone:
    """A finding that a check of the last days had and this one has not: since when it was there, and until when."""

    rule: Rule
    severity: Severity
    label: str
    since: date
    last: date


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings of each severity there were on a day."""

    on: date
    errors: int
    warnings: int
    advice: int

    @property
    def most(self) -> int:
        return max(self.errors, self.warnings, self.advice)


@dataclass(frozen=True, slots=True)
class Life:
    """`since` tells by a finding's key when it was first seen; `trend` ends with this check."""

    since: Mapping[str, date]
    gone: tuple[Gone, ...]
    trend: tuple[Tally, ...]


def follow(workspace: Workspace, report: Report) -> Life:
    """What the record tells about the findings of `report`, a check of today by all rules; it is written down at most
    once a day.

    One query, and five more for the first check of a day, however much was found.
    """
    days = list(CheckDay.objects.order_by("on"))
    life = told(days, report)
    if not days or days[-1].on < report.plan.today:
        _write(workspace, report, life.since, days[-1].on if days else report.plan.today)
    return life


def told(days: Sequence[CheckDay], report: Report) -> Life:
    """What `days`, in order, tell about the findings of `report`."""
    now = {finding.key: finding for finding in _found(report)}
    last = _entries(days[-1]) if days else {}
    today = report.plan.today
    return Life(
        since={key: last[key][0] if key in last else today for key in now},
        gone=tuple(_gone(days, report, now)),
        trend=tuple(_trend(days, report)),
    )


def _found(report: Report) -> Iterator[Finding]:
    """Everything there is, whether it is shown or not: a waiver that ends does not make its finding young again."""
    yield from report.findings
    yield from (one.finding for one in report.waived)
    yield from (one.finding for one in report.hidden)


def _entries(day: CheckDay) -> dict[str, tuple[date, Severity, str]]:
    """What a record says of each finding; what is damaged in it is left out."""
    found = {}
    for key, entry in day.found.items() if isinstance(day.found, dict) else ():
        try:
            since, severity, label = entry
            found[key] = date.fromisoformat(since), Severity(severity), str(label)
        except (TypeError, ValueError):
            continue
    return found


def _gone(days: Sequence[CheckDay], report: Report, now: Mapping[str, Finding]) -> Iterator[Gone]:
    """What the days of the last week had, and the day before them when nobody looked for long; the latest first.

    A rule that was switched off has nothing to say, which is not the same as a finding that went away.
    """
    before = [day for day in days if day.on < report.plan.today]
    within = [day for day in days if day.on >= report.plan.today - LATELY]
    silent = {rule.slug for rule in report.off}
    told = set(now)
    for day in sorted({*before[-1:], *within}, key=lambda day: day.on, reverse=True):
        for key, (since, severity, label) in _entries(day).items():
            slug = key.partition(":")[0]
            if key not in told and slug in RULES and slug not in silent:
                told.add(key)
                yield Gone(RULES[slug], severity, label, since, day.on)


def _trend(days: Sequence[CheckDay], report: Report) -> Iterator[Tally]:
    today = report.plan.today
    for day in days:
        if today - SHOWN <= day.on < today:
            yield Tally(day.on, day.errors, day.warnings, day.advice)
    yield Tally(today, *_counts(report))


def _counts(report: Report) -> tuple[int, int, int]:
    return tuple(len(report.of(severity)) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO))


def _write(workspace: Workspace, report: Report, since: Mapping[str, date], previous: date) -> None:
    """Write today's record, unless someone was quicker; forget what is old.

    What was found is needed for a week, and until the next record takes over since when it is there.
    """
    today = report.plan.today
    errors, warnings, advice = _counts(report)
    found = {
        one.key: [since[one.key].isoformat(), int(one.severity), one.ref.label[:LONGEST_LABEL]]
        for one in _found(report)
    }
    row = CheckDay(workspace=workspace, on=today, errors=errors, warnings=warnings, advice=advice, found=found)
    with transaction.atomic():
        CheckDay.objects.bulk_create([row], ignore_conflicts=True)
        CheckDay.objects.filter(on__lt=today - KEPT).delete()
        CheckDay.objects.filter(on__lt=min(previous, today - LATELY)).exclude(found={}).update(found={})


# --- The picture ---------------------------------------------------------------------------------------------------

WIDTH, HEIGHT, MARGIN = 480, 120, 8


@dataclass(frozen=True, slots=True)
class Line:
    """One severity's way through the days, as the points of an SVG's polyline."""

    severity: Severity
    points: str
    now: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Three lines in a box of `width` by `height`; `turns` are the days on which a count changed, for the table."""

    width: int
    height: int
    lines: tuple[Line, ...]
    turns: tuple[Tally, ...]
    first: date
    last: date


def picture(trend: Sequence[Tally]) -> Picture | None:
    """The trend to look at; None before there are two days."""
    if len(trend) < 2:
        return None
    first, last = trend[0].on, trend[-1].on
    most = max(tally.most for tally in trend) or 1
    counts = {
        Severity.ERROR: [tally.errors for tally in trend],
        Severity.WARNING: [tally.warnings for tally in trend],
        Severity.INFO: [tally.advice for tally in trend],
    }
    lines = tuple(
        Line(
            severity,
            " ".join(_point(day.on, count, first, last, most) for day, count in zip(trend, of, strict=True)),
            of[-1],
        )
        for severity, of in counts.items()
    )
    return Picture(WIDTH, HEIGHT, lines, tuple(_turns(trend)), first, last)


def _point(day: date, count: int, first: date, last: date, most: int) -> str:
    across = MARGIN + (WIDTH - 2 * MARGIN) * (day - first).days / ((last - first).days or 1)
    down = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * count / most
    return f"{across:.1f},{down:.1f}"


def _turns(trend: Sequence[Tally]) -> Iterator[Tally]:
    """The days on which a count changed, and the first, the latest before the others: all that the lines show."""
    for place in reversed(range(len(trend))):
        before = trend[place - 1] if place else None
        now = trend[place]
        if before is None or (before.errors, before.warnings, before.advice) != (now.errors, now.warnings, now.advice):
            yield now
