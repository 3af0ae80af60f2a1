"""Which column of a file says what: our own tables by their headings, and those of programs that people come from.

What stands here of each program was read in its own help or in files that were written for it: see docs/tables.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from calendar_app.filters import fold

from . import cells, days
from .sheets import Sheet

# Targets that are no field: the name of a network after this mark, whose column says yes or no for each row, and a
# column that says whether a post is a draft.
NETWORK, DRAFT = "on:", "draft"

# Headings that people give to the columns of a calendar of their own, folded -> the column.
_USUAL: Mapping[str, str] = {
    **dict.fromkeys(
        ("name", "nom", "titre", "headline", "headline/hook", "hook/title", "hook", "topic", "sujet", "idea"), "title"
    ),
    **dict.fromkeys(("post", "post title", "post title / theme", "theme", "content title"), "title"),
    **dict.fromkeys(
        ("copy", "caption", "full caption", "caption/copy", "message", "content", "post content", "full content"),
        "text",
    ),
    **dict.fromkeys(("body", "description", "texte", "legende", "contenu", "post copy", "text"), "text"),
    **dict.fromkeys(
        ("date", "publish date", "publication date", "scheduled date", "scheduled for", "posting date"), "local_date"
    ),
    **dict.fromkeys(
        ("date de publication", "date et heure", "date & time", "date/time", "posting time", "scheduled at"),
        "local_date",
    ),
    **dict.fromkeys(("published", "due date", "day", "jour", "when", "quand"), "local_date"),
    **dict.fromkeys(("time", "heure", "publish time", "scheduled time", "hour", "time (24h)"), "local_time"),
    **dict.fromkeys(
        ("platform", "platforms", "plateforme", "channel", "canal", "network", "reseau", "social network"), "channel"
    ),
    **dict.fromkeys(("social profile", "profile", "account", "compte", "social channel", "reseau social"), "channel"),
    **dict.fromkeys(("link", "lien", "url", "link url", "source url", "destination url", "link to include"), "link"),
    **dict.fromkeys(("status", "statut", "etat", "state", "stage"), "status"),
    **dict.fromkeys(("content pillar", "pillar", "pilier", "category", "categorie"), "pillar"),
    **dict.fromkeys(("campaign", "campagne"), "campaign"),
    **dict.fromkeys(
        ("owner", "assignee", "author", "auteur", "responsable", "assigned to", "person", "who posts"), "owner"
    ),
    **dict.fromkeys(("content type", "post type", "format", "type", "type de contenu"), "format"),
    **dict.fromkeys(("audience", "persona", "target audience", "cible"), "persona"),
    **dict.fromkeys(("objective", "goal", "objectif"), "objective"),
    **dict.fromkeys(("live link", "published url", "post url", "lien de la publication"), "posted_url"),
}


@dataclass(frozen=True, slots=True)
class Program:
    """Where tables come from. `telling` are headings, folded, that all must be there; `columns` says what each says."""

    slug: str
    name: Any
    telling: frozenset[str]
    columns: Mapping[str, str]
    one_of: frozenset[str] = frozenset()
    day_first: bool | None = None


_METRICOOL_NETWORKS: Mapping[str, str] = {
    "facebook": "facebook",
    "twitter/x": "x",
    "twitter": "x",
    "linkedin": "linkedin",
    "gbp": "google_business",
    "instagram": "instagram",
    "pinterest": "pinterest",
    "tiktok": "tiktok",
    "youtube": "youtube",
    "threads": "threads",
    "bluesky": "bluesky",
}
OWN = Program("own", _("A table from here"), frozenset({"uid"}), {})
PROGRAMS: tuple[Program, ...] = (
    Program(
        "publer",
        "Publer",
        frozenset({"date - intl. format or prompt", "text"}),
        {
            "date - intl. format or prompt": "local_date",
            "text": "text",
            "link(s) - separated by comma for fb carousels": "link",
            "title - for the video, pin, pdf ..": "title",
        },
    ),
    Program(
        "metricool",
        "Metricool",
        frozenset({"text", "date", "time", "draft"}),
        {
            "text": "text",
            "date": "local_date",
            "time": "local_time",
            "draft": DRAFT,
            **{heading: NETWORK + slug for heading, slug in _METRICOOL_NETWORKS.items()},
        },
        day_first=False,
    ),
    Program("buffer", "Buffer", frozenset({"text", "posting time"}), {"text": "text", "posting time": "local_date"}),
    Program(
        "hootsuite",
        "Hootsuite",
        frozenset({"date", "message"}),
        {
            "date": "local_date",
            "time": "local_time",
            "message": "text",
            "link": "link",
            "social profile": "channel",
            "social network": "channel",
            "platform": "channel",
        },
        day_first=False,
    ),
    Program(
        "notion",
        "Notion",
        frozenset({"name"}),
        {**_USUAL, "name": "title"},
        one_of=frozenset({"status", "tags", "publish date", "publication date", "date", "platform", "assignee"}),
    ),
    Program(
        "sheet",
        _("A calendar kept in Google Sheets or another spreadsheet"),
        frozenset(),
        _USUAL,
    ),
)
BY_SLUG: Mapping[str, Program] = {program.slug: program for program in (OWN, *PROGRAMS)}


@dataclass(frozen=True, slots=True)
class Mapped:
    """What each column of a file says, “” for one that is left out; `program` is where the file comes from."""

    program: str
    targets: tuple[str, ...]
    day_first: bool
    lenient: bool

    @property
    def is_own(self) -> bool:
        """Whether every row can say which post it is about."""
        return cells.UID in self.targets


def targets() -> list[str]:
    """The columns that a file may bring, besides networks."""
    return [cells.UID, cells.VERSION, *cells.CHANGEABLE, DRAFT]


def headed(sheet: Sheet) -> Sheet:
    """`sheet`, with names for its columns when its first line is a post already: so Hootsuite wants them."""
    try:
        days.read(sheet.header[0], first=True, zone=ZoneInfo("UTC"))
    except days.Unclear:
        try:
            days.read(sheet.header[0], first=False, zone=ZoneInfo("UTC"))
        except days.Unclear:
            return sheet
    named = ("Date", "Message", "Link")[: len(sheet.header)]
    further = tuple(str(place) for place in range(len(named) + 1, len(sheet.header) + 1))
    return Sheet((*named, *further), (sheet.first, *sheet.rows), (1, *sheet.numbers))


def guess(sheet: Sheet, language: str) -> Mapped:
    """What the columns of a file most likely say."""
    folded = [fold(name) for name in sheet.header]
    known = cells.known_headings()
    own = [known.get(name, "") for name in folded]
    if cells.UID in own:
        readable = {cells.UID, cells.VERSION, *cells.CHANGEABLE}
        return _mapped(OWN, sheet, [name if name in readable else "" for name in own], language)
    program = next(one for one in PROGRAMS if _is_of(one, folded))
    found = [program.columns.get(name, "") for name in folded]
    if program.slug == "sheet":
        found = [target or (name if name in cells.CHANGEABLE else "") for target, name in zip(found, own, strict=True)]
    return _mapped(program, sheet, found, language)


def _is_of(program: Program, folded: Sequence[str]) -> bool:
    there = set(folded)
    return program.telling <= there and (not program.one_of or bool(program.one_of & there))


def _mapped(program: Program, sheet: Sheet, found: Sequence[str], language: str) -> Mapped:
    once, chosen = set(), []
    for target in found:
        chosen.append("" if target in once else target)
        once.add(target)
    first = days.day_first(_days(sheet, chosen))
    if first is None:
        first = program.day_first if program.day_first is not None else not language.startswith("en")
    return Mapped(program.slug, tuple(chosen), first, program is not OWN)


def _days(sheet: Sheet, chosen: Sequence[str]) -> Iterable[str]:
    places = [place for place, target in enumerate(chosen) if target in {"local_date", "offer_until"}]
    return (row[place] for row in sheet.rows for place in places)


def asks_which_comes_first(sheet: Sheet, chosen: Sequence[str]) -> bool:
    """Whether a column of days has any that reads differently from one country to another."""
    return days.is_slashed(_days(sheet, chosen))


def records(sheet: Sheet, mapped: Mapped) -> Iterator[tuple[int, dict[str, str]]]:
    """The line and the cells of each post that the file tells of, by the column. A row for several networks is
    several posts.
    """
    fields = [(place, target) for place, target in enumerate(mapped.targets) if target and ":" not in target]
    networks = [
        (place, target.removeprefix(NETWORK))
        for place, target in enumerate(mapped.targets)
        if target.startswith(NETWORK)
    ]
    for line, row in zip(sheet.numbers, sheet.rows, strict=True):
        found = {target: row[place] for place, target in fields}
        if DRAFT in found:
            found["status"] = "draft" if cells.is_yes(found.pop(DRAFT)) else "planned"
        on = [slug for place, slug in networks if cells.is_yes(row[place])]
        if not on:
            yield line, found
        for slug in on:
            yield line, {**found, "channel": slug}
