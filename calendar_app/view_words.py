"""The views of the calendar in words: what each is called, and what a page of it shows."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from smplanner.workspaces.models import Workspace

from .grid import week_of

NAMES: Mapping[str, Promise] = {
    "month": gettext_lazy("Month"),
    "week": gettext_lazy("Week"),
    "list": gettext_lazy("List"),
    "board": gettext_lazy("Board"),
    "quarter": gettext_lazy("Quarter"),
    "year": gettext_lazy("Year"),
}
FACETS: Mapping[str, Promise] = {
    "day": gettext_lazy("Day"),
    "title": gettext_lazy("Title"),
    "channel": gettext_lazy("Channel"),
    "status": gettext_lazy("Status"),
    "persona": gettext_lazy("Persona"),
    "pillar": gettext_lazy("Pillar"),
    "objective": gettext_lazy("Objective"),
    "owner": gettext_lazy("In the care of"),
}


def heading(view: str, first: date, last: date, workspace: Workspace | None = None) -> str:
    """What a page of a view is called that shows the days from `first` to `last`: “June 2026”, “Quarter 2, 2026”."""
    if view == "week":
        return week_heading(first, last, workspace)
    if view == "quarter":
        return _("Quarter %(number)s, %(year)s") % {"number": first.month // 3 + 1, "year": first.year}
    return str(first.year) if view == "year" else capfirst(date_format(first, "F Y"))


def week_heading(first: date, last: date, workspace: Workspace | None = None) -> str:
    """A week by its number and its days: “Week 24, 8–14 June 2026”; “Week 24 B, …” where weeks have letters."""
    number = week_of(first, first.isoweekday()).number
    letter = workspace.week_letter(number) if workspace else ""
    words = {"number": f"{number}\N{NO-BREAK SPACE}{letter}" if letter else number, "days": span_in_words(first, last)}
    return _("Week %(number)s, %(days)s") % words


def span_in_words(first: date, last: date) -> str:
    """Some days as one writes them: “8–14 June 2026”, “29 June – 5 July 2026”."""
    if first == last:
        return day_in_words(first, "j F Y")
    if (first.year, first.month) == (last.year, last.month):
        return f"{day_in_words(first, 'j')}–{date_format(last, 'j F Y')}"
    return f"{day_in_words(first, 'j F' if first.year == last.year else 'j F Y')} – {day_in_words(last, 'j F Y')}"


def day_in_words(day: date, form: str) -> str:
    """A day as `form`, a format of Django that begins with its number, has it; the first is « 1er » in French."""
    words = date_format(day, form)
    return f"1er{words[1:]}" if day.day == 1 and (get_language() or "").startswith("fr") else words
