"""Posts as the calendar shows them, each built by one function: a template would take six times as long."""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape  # the same as Django's, without its care for words translated later

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from calendar_app.checker import Mark, Severity
from calendar_app.facets import COLOURS, Facets, Option
from calendar_app.grid import Entry
from calendar_app.models import Media, Post
from calendar_app.occasion_words import KINDS, Addresses, title
from calendar_app.occasions import Kind, Occasion
from smplanner.days import date_format

register = template.Library()

# Status is told by form first: these drawings, and the borders and grounds in static/css/calendar.css.
STATUS_ICONS = {
    Post.Status.IDEA: "star",
    Post.Status.PLANNED: "clock",
    Post.Status.DRAFT: "half",
    Post.Status.IN_REVIEW: "eye",
    Post.Status.APPROVED: "check",
    Post.Status.POSTED: "circle-check",
    Post.Status.CANCELLED: "close",
}
SEVERITY_ICONS = {Severity.ERROR: "octagon-alert", Severity.WARNING: "triangle-alert", Severity.INFO: "circle-i"}

# So many characters of a text stand on a card.
LONGEST_BEGINNING = 160

# Something as it is seen, in HTML, and as it is said, in words.
Shown = tuple[str, str]


class Faces:
    """How the posts and occasions of one page look. What many of them share is put into HTML once, here.

    `posts_url` is the address that a post's number is appended to. `by` is what the columns of the board are.
    """

    def __init__(
        self,
        *,
        posts_url: str,
        facets: Facets,
        colour: str,
        marks: Mapping[int, Mark],
        may_write: bool,
        addresses: Addresses,
        today: date,
        by: str = "",
    ) -> None:
        self._posts_url = escape(posts_url)
        self._sprite = escape(static("icons/sprite.svg"))
        self._facets = facets
        self._colour_facet = COLOURS[colour]
        self._tags = {key: f"tag-{option.colour}" for key, option in facets[self._colour_facet].items()}
        self._marks = marks
        self._addresses = addresses
        self._today = today
        self._late = escape(_("Overdue"))
        self._signs = {kind: self.icon(words.icon) for kind, words in KINDS.items()}
        self._said: dict[tuple[Severity, int], str] = {}
        self._more = escape(_("Move or copy “%(title)s”")).replace("%(title)s", "{}") if may_write else ""
        self.may_write = may_write
        self.plus = '<span class="day-plus"></span>' if may_write else ""
        self._more_address = f"place/?by={by}" if by else "move/"
        self._by = by
        self._all_day = escape(_("All day"))
        self._select = escape(_("Select “%(title)s”")).replace("%(title)s", "{}") if may_write else ""
        self._channels = {key: self._channel(option) for key, option in facets["channel"].items()}
        self._statuses = {
            key: (f'<span class="chip-status">{self.icon(STATUS_ICONS[key])}</span>', escape(option.label))
            for key, option in facets["status"].items()
        }
        # A colour alone tells nothing to those who do not see it: its word stands on the chip as well.
        named = {} if self._colour_facet in {"channel", "status"} else facets[self._colour_facet]
        self._names = {key: self._name(option) for key, option in named.items() if key is not None}
        self._as_tag = (self._colour_facet,) if named else ()

    def chip(self, entry: Entry) -> str:
        """A post in a cell of the month or in the reserve: `<li>`.

        The link holds the title, and everything else as words that are only heard; what is seen of it stands beside.
        """
        key = getattr(entry, self._colour_facet)
        title = escape(entry.title)
        clock = entry.clock.isoformat("minutes") if entry.clock else ""
        mark, channel = self._channels[entry.channel]
        icon, status = self._statuses[entry.status]
        name, said_name = self._names.get(key, ("", ""))
        finding, said_finding = self._finding(entry.id)
        heard = ", ".join(filter(None, (channel, clock, said_name, status, said_finding)))
        shown_clock = f'<span class="chip-time">{clock}</span>' if clock else ""
        return (
            f'<li class="chip is-{entry.status} {self._tags.get(key, "tag-ink")}" data-post="{entry.id}" '
            f'data-version="{entry.version}" data-time="{clock}">'
            f'<a class="chip-link" href="{self._posts_url}{entry.id}/"><span class="chip-title">{title}</span>'
            f'<span class="vh">, {heard}</span></a>'
            f'<span class="chip-meta" aria-hidden="true">{mark}{shown_clock}{name}{icon}{finding}</span>'
            f"{self._menu(entry.id, title)}</li>"
        )

    def card(self, entry: Entry) -> str:
        """A post in a day of the week or in a column of the board: `<li>`, a chip that shows how its text begins."""
        title = escape(entry.title)
        clock = entry.clock.isoformat("minutes") if entry.clock else ""
        key = getattr(entry, self._colour_facet)
        mark, channel = self._channels[entry.channel]
        icon, status = self._statuses[entry.status]
        name, said_name = self._names.get(key, ("", ""))
        finding, said_finding = self._finding(entry.id)
        day = self._day(entry) if self._by else ""
        heard = ", ".join(filter(None, (day, clock, channel, said_name, status, said_finding)))
        shown_clock = f'<span class="chip-time">{clock}</span>' if clock else ""
        shown_day = f'<span class="slip-day">{day}</span>' if day else ""
        return (
            f'<li class="chip slip is-{entry.status} {self._tags.get(key, "tag-ink")}" data-post="{entry.id}" '
            f'data-version="{entry.version}" data-time="{clock}"{self._own_day(entry)}>'
            f'<span class="slip-head" aria-hidden="true">{mark}{shown_day}{shown_clock}{name}</span>'
            f'<a class="chip-link" href="{self._posts_url}{entry.id}/"><span class="chip-title">{title}</span>'
            f'<span class="vh">, {heard}</span></a>{self._beginning(entry)}{self._pictures(entry)}'
            f'<span class="chip-meta" aria-hidden="true">{icon}<span class="slip-status">{status}</span>'
            f"{finding}</span>"
            f"{self._menu(entry.id, title)}</li>"
        )

    def _own_day(self, entry: Entry) -> str:
        """On the board a card knows its day itself: there it stands among those of other days."""
        return f' data-day="{entry.day.isoformat() if entry.day else ""}"' if self._by else ""

    def _day(self, entry: Entry) -> str:
        """The day of a post in short: “Wed 10 Jun”, « mer 10 juin »; that it has none, in the reserve."""
        if entry.day is None:
            return escape(_("Reserve"))
        words = date_format(entry.day, "D j M")
        return escape(words.lower() if (get_language() or "").startswith("fr") else words)

    def _beginning(self, entry: Entry) -> str:
        """How the text begins, in one paragraph."""
        text = " ".join(entry.text[: 2 * LONGEST_BEGINNING].split())
        if not text:
            return ""
        return f'<p class="slip-text">{escape(Truncator(text).chars(LONGEST_BEGINNING))}</p>'

    def _pictures(self, entry: Entry) -> str:
        """That there is a picture, and what those hear of it who do not see it."""
        if not entry.pictures:
            return ""
        first, more = entry.pictures[0], len(entry.pictures) - 1
        if first.alt_text:
            said = escape(Truncator(first.alt_text).chars(LONGEST_BEGINNING // 2))
        elif first.is_decorative:
            said = escape(_("purely decorative"))
        else:
            said = f'<span class="slip-lack">{escape(_("no alternative text"))}</span>'
        kind = escape(str(Media.Kind(first.kind).label))
        count = f' <span class="slip-count">+{more}</span>' if more else ""
        return f'<p class="slip-media">{self.icon("image")}<span><b>{kind}</b> {said}{count}</span></p>'

    def line(self, entry: Entry, *, with_day: bool = False) -> str:
        """A post in the list, with everything there is to know about it: `<li>`."""
        key = getattr(entry, self._colour_facet)
        title = escape(entry.title)
        clock = f"{entry.clock:%H:%M}" if entry.clock else ""
        day = f'<span class="line-day">{self._day(entry)}</span> ' if with_day else ""
        return (
            f'<li class="line is-{entry.status} {self._tags.get(key, "tag-ink")}" data-post="{entry.id}" '
            f'data-version="{entry.version}" data-time="{clock}">{self._box(entry.id, title)}'
            f'<span class="line-time">{day}{clock or self._all_day}</span>'
            f'<div class="line-main"><a class="chip-link" href="{self._posts_url}{entry.id}/">{title}</a>'
            f'<ul class="line-facts">{self._facts(entry)}</ul></div>{self._menu(entry.id, title)}</li>'
        )

    def _facts(self, entry: Entry) -> str:
        icon, status = self._statuses[entry.status]
        facts = [f"{icon}{status}"]
        mark, channel = self._channels[entry.channel]
        if channel:
            facts.append(f"{mark}{channel}")
        for facet in dict.fromkeys(("persona", "pillar", *self._as_tag)):
            option = self._facets[facet].get(getattr(entry, facet))
            if option and option.key is not None:
                facts.append(f'<span class="tag tag-{option.colour}">{escape(option.label)}</span>')
        finding, said = self._finding(entry.id)
        if finding:
            facts.append(f"{finding}{said}")
        return "".join(f"<li>{fact}</li>" for fact in facts)

    def occasion(self, occasion: Occasion) -> str:
        """What the strategy asks for on a day: `<li>`. It is no post: quiet, and it stays where it is."""
        row = occasion.row
        clock = f'<span class="occasion-time">{row.clock:%H:%M}</span> ' if row.clock else ""
        late = f'<span class="occasion-late">{self._late}</span> ' if occasion.is_late(self._today) else ""
        return (
            f'<li class="occasion is-{row.kind}"><a href="{escape(self._addresses.of(occasion))}" draggable="false">'
            f'{self._signs[Kind(row.kind)]}<span class="occasion-title">{clock}{late}{escape(title(occasion))}</span>'
            "</a></li>"
        )

    def address(self, occasion: Occasion) -> str:
        """Where an occasion leads, for an attribute."""
        return escape(self._addresses.of(occasion))

    def sign(self, kind: str) -> str:
        """The drawing of a kind of occasions."""
        return self._signs[Kind(kind)]

    def icon(self, name: str) -> str:
        """A drawing of the sprite."""
        return f'<svg class="icon" aria-hidden="true"><use href="{self._sprite}#{name}"></use></svg>'

    def _channel(self, option: Option) -> Shown:
        if option.key is None:
            return "", ""
        mark = f'<span class="mark tag-{option.colour}" aria-hidden="true">{escape(option.mark)}</span>'
        return mark, escape(option.label)

    def _name(self, option: Option) -> Shown:
        # “Inès, mother of two”: on a narrow chip the name alone.
        return f'<span class="chip-name">{escape(option.label.partition(",")[0])}</span>', escape(option.label)

    def _finding(self, post_id: int) -> Shown:
        mark = self._marks.get(post_id)
        if mark is None:
            return "", ""
        kind = (mark.severity, mark.count)
        if kind not in self._said:
            self._said[kind] = escape(say_mark(*kind))
        messages = escape("\n".join(mark.messages))
        icon = self.icon(SEVERITY_ICONS[mark.severity])
        count = f'<span class="chip-count">{mark.count}</span>' if mark.count > 1 else ""
        return f'<span class="chip-sev sev-{mark.severity!s}" title="{messages}">{icon}{count}</span>', self._said[kind]

    def _box(self, post_id: int, title: str) -> str:
        """What selects a post for an act on several at once: a field of the form with the id “selection”."""
        if not self._select:
            return ""
        name = self._select.replace("{}", title, 1)
        return (
            '<span class="line-box"><input type="checkbox" form="selection" name="post" '
            f'value="{post_id}" aria-label="{name}"></span>'
        )

    def _menu(self, post_id: int, title: str) -> str:
        if not self._more:
            return ""
        name = self._more.replace("{}", title, 1)
        address = f"{self._posts_url}{post_id}/{self._more_address}"
        return f'<a class="chip-more" href="{address}" aria-label="{name}"></a>'


def say_mark(severity: Severity, count: int) -> str:
    """A post's findings in a few words, the worst first."""
    worst = str(severity.label)
    if count == 1:
        return worst
    others = ngettext("%(worst)s and %(n)s more finding", "%(worst)s and %(n)s more findings", count - 1)
    return others % {"worst": worst, "n": count - 1}


@register.simple_tag
def chips(faces: Faces, entries: Iterable[Entry]) -> SafeString:
    """The `<li>` of each entry, for a cell or the reserve. Every text in them was escaped where it was put in."""
    return mark_safe("".join(map(faces.chip, entries)))  # noqa: S308 (each part is escaped above)


@register.simple_tag
def cards(faces: Faces, entries: Iterable[Entry]) -> SafeString:
    """The `<li>` of each entry, for the week or the board. Every text in them was escaped where it was put in."""
    return mark_safe("".join(map(faces.card, entries)))  # noqa: S308 (each part is escaped above)


@register.simple_tag
def lines(faces: Faces, entries: Iterable[Entry], *, with_day: bool = False) -> SafeString:
    """The `<li>` of each entry, for the list. Every text in them was escaped where it was put in."""
    found = "".join(faces.line(entry, with_day=with_day) for entry in entries)
    return mark_safe(found)  # noqa: S308 (each part is escaped above)


@register.simple_tag
def occasions(faces: Faces, found: Iterable[Occasion]) -> SafeString:
    """The `<li>` of each occasion, for a cell or the list. Every text in them was escaped where it was put in."""
    return mark_safe("".join(map(faces.occasion, found)))  # noqa: S308 (each part is escaped above)
