"""The days of a quarter or a year: hundreds a page, so they are built like the chips."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from html import escape  # the same as Django's, without its care for words translated later
from typing import Protocol

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from calendar_app.grid import Month, Week

from .days import in_words

register = template.Library()

# Of so many posts on, a day is as full as it can look.
FULL_DAY = 4


class Overview(Protocol):
    """What is counted on the days of the page; the addresses of the month and the week of a day have “{}” for it."""

    counts: Mapping[date, int]
    holidays: Mapping[date, tuple[str, ...]]
    to_day: str
    to_week: str


@register.simple_tag
def month_rows(overview: Overview, month: Month, today: date) -> SafeString:
    """The `<tr>` of each week of a month. Every text in them was escaped where it was put in."""
    return mark_safe("".join(_row(overview, month, week, today) for week in month.weeks))  # noqa: S308


def _row(overview: Overview, month: Month, week: Week, today: date) -> str:
    first = max(week.days[0], month.first)
    to_week = escape(overview.to_week.replace("{}", first.isoformat(), 1))
    days = "".join(_day(overview, day, today) if day in month else "<td></td>" for day in week.days)
    return f'<tr><th scope="row"><a href="{to_week}">{week.number}</a></th>{days}</tr>'


def _day(overview: Overview, day: date, today: date) -> str:
    count = overview.counts.get(day, 0)
    before, number, after = _words(day, get_language())
    said = ngettext("%(n)s post", "%(n)s posts", count) % {"n": count}
    holiday = " · ".join(overview.holidays.get(day, ()))
    classes = f"full-{min(count, FULL_DAY)}"
    if day.isoweekday() >= 6:
        classes += " is-weekend"
    if holiday:
        classes += " is-holiday"
    current = ' aria-current="date"' if day == today else ""
    heard = ", ".join(filter(None, (holiday, said)))
    url = escape(overview.to_day.replace("{}", day.isoformat(), 1))
    shown = f'<span class="year-count" aria-hidden="true">{count}</span>' if count else ""
    return (
        f'<td class="{classes}"><a href="{url}"{current}><span class="vh">{before}</span>{number}'
        f'<span class="vh">{after}, {escape(heard)}</span>{shown}</a></td>'
    )


@lru_cache(maxsize=2000)
def _words(day: date, _language: str | None) -> tuple[str, str, str]:
    before, number, after = in_words(day).partition(str(day.day))
    return escape(before), number, escape(after)


@register.filter
def weekday_initial(day: date) -> str:
    """“M” for Monday, as a narrow column is headed."""
    return date_format(day, "l")[:1].upper()


@register.simple_tag
def to_week(overview: Overview, week: Week) -> str:
    """The query string of a week."""
    return overview.to_week.replace("{}", week.days[0].isoformat(), 1)


@register.simple_tag
def to_month(overview: Overview, month: Month) -> str:
    """The query string of a month."""
    return overview.to_day.replace("{}", month.first.isoformat(), 1)


@register.simple_tag
def share(count: int, most: int) -> int:
    """How full a week is beside the busiest one: from 1 to 4."""
    return -(-4 * count // most)
