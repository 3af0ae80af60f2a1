"""Days as the calendar names them, and the cells of the month: forty-two a page, so they are built like the chips."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from html import escape  # the same as Django's, without its care for words translated later
from typing import Protocol

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from calendar_app.grid import Entry, Week
from calendar_app.ground import Ground
from calendar_app.occasions import Kind, Occasion
from smplanner.workspaces.models import Workspace

from .bands import bands_of
from .chips import Faces

register = template.Library()

# Of so many posts on, the load of a day is as full as it can look.
FULL_LOAD = 5


class Cell(Protocol):
    """One day of the month's page; `url` is where its heading leads."""

    day: date
    holiday: str
    ground: Ground
    known: list[Occasion]
    shown: list[Entry]
    folded: list[Entry]
    entries: list[Entry]
    occasions: list[Occasion]
    shown_occasions: list[Occasion]
    folded_occasions: list[Occasion]
    classes: str
    url: str


@register.simple_tag
def weekday_heads(week: Week) -> SafeString:
    """The names of the days above the columns of the month, long and short."""
    return mark_safe("".join(_weekday(day.isoweekday(), get_language()) for day in week.days))  # noqa: S308 (see below)


@lru_cache(maxsize=100)
def _weekday(number: int, _language: str | None) -> str:
    day = date(2024, 1, number)  # that January began on a Monday
    return (
        f'<div class="grid-weekday" role="columnheader"><span class="long">{escape(date_format(day, "l"))}</span>'
        f'<span class="short" aria-hidden="true">{escape(date_format(day, "D"))}</span></div>'
    )


@register.simple_tag
def week_rows(
    faces: Faces, weeks: Iterable[tuple[Week, Iterable[Cell]]], today: date, workspace: Workspace
) -> SafeString:
    """The rows of the month, each a week and its cells. Every text in them was escaped where it was put in."""
    word = escape(_("Week"))
    rows = (
        f'<div class="grid-row" role="row"><div class="grid-week" role="rowheader" data-of-week="{week.key}">'
        f'<span class="week-word">{word} </span>{week.number}{_letter(workspace, week)}</div>'
        f"{''.join([_cell(faces, day, today) for day in days])}</div>"
        for week, days in weeks
    )
    return mark_safe("".join(rows))  # noqa: S308 (each part is escaped above and below)


def _letter(workspace: Workspace, week: Week) -> str:
    letter = workspace.week_letter(week.number)
    return f' <span class="week-letter">{letter}</span>' if letter else ""


@register.simple_tag
def week_cells(faces: Faces, days: Iterable[Cell], today: date) -> SafeString:
    """The cells of the one week of a page: cards, every one of them. Every text in them was escaped."""
    return mark_safe("".join(_tall_cell(faces, day, today) for day in days))  # noqa: S308 (each part is escaped below)


def _tall_cell(faces: Faces, cell: Cell, today: date) -> str:
    """A day with all its posts as cards, its load, and whatever else stands on it."""
    current = ' aria-current="date"' if cell.day == today else ""
    posts = f'<ul class="posts">{"".join(map(faces.card, cell.entries))}</ul>' if cell.entries else ""
    beside = f'<ul class="occasions">{"".join(map(faces.occasion, cell.occasions))}</ul>' if cell.occasions else ""
    return (
        f'<div class="{cell.classes}" role="gridcell" data-day="{cell.day.isoformat()}"{current}>'
        f"{_heading(faces, cell)}{bands_of(faces, cell.ground)}{_load(cell)}{posts}{beside}</div>"
    )


def _load(cell: Cell) -> str:
    """How many posts stand on a day: a mark each, and the number for those who cannot count them at a glance."""
    count = len(cell.entries)
    if not count:
        return ""
    words = escape(ngettext("%(n)s post", "%(n)s posts", count) % {"n": count})
    return f'<p class="day-load load-{min(count, FULL_LOAD)}" aria-hidden="true">{words}</p>'


def _cell(faces: Faces, cell: Cell, today: date) -> str:
    iso = cell.day.isoformat()
    current = ' aria-current="date"' if cell.day == today else ""
    return (
        f'<div class="{cell.classes}" role="gridcell" data-day="{iso}"{current}>'
        f"{_heading(faces, cell)}{bands_of(faces, cell.ground)}{_posts(faces, cell)}{_occasions(faces, cell)}</div>"
    )


def _heading(faces: Faces, cell: Cell) -> str:
    """The day, in full for those who hear it, and what following it does: one link, one stop on the way."""
    before, number, after, short = _words(cell.day, get_language())
    holiday = f'<span class="vh">, </span><span class="day-holiday">{escape(cell.holiday)}</span>'
    count = ngettext("%(n)s post", "%(n)s posts", len(cell.entries)) % {"n": len(cell.entries)} if cell.entries else ""
    heard = "".join(f", {escape(words)}" for words in (count, _("add a post") if faces.may_write else "") if words)
    return (
        f'<a class="day-head" href="{escape(cell.url)}"><span class="vh">{before}</span>'
        f'<span class="day-name" aria-hidden="true">{short}</span><span class="day-number">{number}</span>'
        f'<span class="vh">{after}</span>{holiday if cell.holiday else ""}{_known(cell.known)}{closed_for(cell.ground)}'
        f'<span class="vh">{heard}</span>{faces.plus}</a>'
    )


def _known(occasions: Iterable[Occasion]) -> str:
    """What a day is known for: “Mother’s Day”, and in words that are only heard whether it is one of remembrance."""
    return "".join(f'<span class="vh">, </span>{known_for(occasion)}' for occasion in occasions)


def _posts(faces: Faces, cell: Cell) -> str:
    if not cell.entries:
        return ""
    shown = f'<ul class="posts">{"".join(map(faces.chip, cell.shown))}</ul>'
    if not cell.folded:
        return shown
    more = ngettext("%(n)s more", "%(n)s more", len(cell.folded)) % {"n": len(cell.folded)}
    return (
        f'{shown}<details class="day-more"><summary>{escape(more)}</summary>'
        f'<ul class="posts">{"".join(map(faces.chip, cell.folded))}</ul></details>'
    )


def _occasions(faces: Faces, cell: Cell) -> str:
    if not cell.occasions:
        return ""
    shown = f'<ul class="occasions">{"".join(map(faces.occasion, cell.shown_occasions))}</ul>'
    if not cell.folded_occasions:
        return shown
    count = len(cell.folded_occasions)
    more = ngettext("%(n)s more key date", "%(n)s more key dates", count) % {"n": count}
    return (
        f'{shown}<details class="day-more"><summary>{escape(more)}</summary>'
        f'<ul class="occasions">{"".join(map(faces.occasion, cell.folded_occasions))}</ul></details>'
    )


@lru_cache(maxsize=2000)
def _words(day: date, _language: str | None) -> tuple[str, str, str, str]:
    """A day's words before its number, the number, the words after it, and its short name, in the present language."""
    before, number, after = in_words(day).partition(str(day.day))
    return escape(before), number, escape(after), escape(date_format(day, "D"))


@register.filter
def in_words(day: date) -> str:
    """A day as one says it: “Monday 16 November 2026”, « dimanche 1er novembre 2026 »."""
    words = date_format(day, "l j F Y")
    if not (get_language() or "").startswith("fr"):
        return words
    if day.day == 1:
        words = words.replace(" 1 ", " 1er ", 1)
    return words[0].lower() + words[1:]


@register.filter
def closed_for(ground: Ground) -> SafeString:
    """Why nothing is expected of a day; nothing when something is."""
    if not ground.closed:
        return mark_safe("")
    reason, words = escape(ground.closed), escape(_("Closed:"))
    body = f'<span class="vh">, {words} </span><span class="day-closed" title="{reason}">{reason}</span>'
    return mark_safe(body)  # noqa: S308 (the reason is escaped above)


@register.filter
def known_for(occasion: Occasion) -> SafeString:
    """A day of the catalogue by its name; of a day of remembrance it is said that it is one."""
    name = escape(occasion.row.name)
    if occasion.row.kind == Kind.SENSITIVE:
        words = escape(_("Day of remembrance:"))
        body = f'<span class="day-known is-sensitive" title="{name}"><span class="vh">{words} </span>{name}</span>'
    else:
        body = f'<span class="day-known" title="{name}">{name}</span>'
    return mark_safe(body)  # noqa: S308 (the name is escaped above)
