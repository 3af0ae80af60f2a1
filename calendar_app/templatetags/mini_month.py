"""A month to leap about in, beside views that show something else: each day leads to its page in the same view."""

from datetime import date
from html import escape  # the same as Django's, without its care for words translated later

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from calendar_app.filters import State
from calendar_app.grid import Month, Week, month_of, period, step

from .days import in_words
from .overviews import weekday_initial

register = template.Library()


@register.simple_tag
def mini_month(state: State, today: date, week_start: int) -> SafeString:
    """The table of the month of `state`, and the way to its neighbours. Every text in it is escaped."""
    month = month_of(state.day, week_start)
    marked = f"d={state.day.isoformat()}"
    to = escape(state.query()).replace(marked, "d={0}", 1) + ("#day-{0}" if state.view == "list" else "")
    shown = period("week", state.day, week_start) if state.view == "week" else (state.day, state.day)
    heads = "".join(
        f'<th scope="col"><span aria-hidden="true">{escape(weekday_initial(day))}</span>'
        f'<span class="vh">{escape(date_format(day, "l"))}</span></th>'
        for day in month.weeks[0].days
    )
    rows = "".join(_row(week, month, to, today, shown) for week in month.weeks)
    name = escape(date_format(month.first, "F Y"))
    table = f'<table class="mini"><caption>{name}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return mark_safe(f"{table}<p>{_neighbours(state, to)}</p>")  # noqa: S308


def _row(week: Week, month: Month, to: str, today: date, shown: tuple[date, date]) -> str:
    return f"<tr>{''.join(_day(day, month, to, today, shown) for day in week.days)}</tr>"


def _day(day: date, month: Month, to: str, today: date, shown: tuple[date, date]) -> str:
    if day not in month:
        return "<td></td>"
    kinds = "is-shown" if shown[0] <= day <= shown[1] else ""
    current = ' aria-current="date"' if day == today else ""
    words = f'<span class="vh">{escape(in_words(day))}</span><span aria-hidden="true">{day.day}</span>'
    return f'<td><a class="{kinds}" href="{to.format(day.isoformat())}"{current}>{words}</a></td>'


def _neighbours(state: State, to: str) -> str:
    links = []
    for count, words in ((-1, _("Before: %(heading)s")), (1, _("After: %(heading)s"))):
        if day := step("month", state.day, count):
            name = escape(date_format(day, "F Y"))
            said = f'<span class="vh">{escape(words) % {"heading": name}}</span><span aria-hidden="true">{name}</span>'
            links.append(f'<a class="btn btn-small" href="{to.format(day.isoformat())}">{said}</a>')
    return "".join(links)
