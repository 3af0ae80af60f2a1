"""A post as a row of a table: which columns there are, what stands in each, and what of it can be read back.

The columns are the fields of the model; what is said here is only what a model cannot tell. A test holds that every
field of a post is here one way or the other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models as db
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from calendar_app.filters import fold
from calendar_app.models import Post
from calendar_app.moments import FIRST_DAY, LAST_DAY

from . import days
from .columns import Wrong, clock, short, text
from .names import Names
from .workbooks import NOT_IN_XML

# What a row of a table is about, and what it was when the table was written. Both are read, and never changed.
UID, VERSION = "uid", "version"

# The fields in the order of the columns; those of a form first, as they stand there.
CHANGEABLE = (
    *("title", "channel", "status", "local_date", "local_time", "fold", "text", "link"),
    *("persona", "persona_need", "objective", "pillar", "campaign", "intent", "value", "about", "invites_reply"),
    *("media_type", "format", "target_rung", "has_people", "is_evergreen", "minutes_planned", "minutes_spent"),
    *("material_link", "partner", "platform_label", "offer", "offer_until", "offer_terms", "prior_price"),
    *("owner", "posted_url"),
)
# Written, and not read: they follow from other fields, or tell what happened.
TOLD = (
    *("zone", "publish_at", "series", "series_day", "adapted_from", "source_uid", "is_proposed"),
    *("created_by", "created_at", "approved_at", "changed_at", "sequence"),
)
PICTURES = "media"
LEFT_OUT: Mapping[str, str] = {
    "id": "The identifier says which post it is, on any site.",
    "workspace": "A table is of one workspace.",
    "deleted_at": "What lies in the trash is in no table.",
}
COLUMNS = (UID, VERSION, *CHANGEABLE, *TOLD, PICTURES)

# Headings of fields that no form shows.
HEADINGS: Mapping[str, Any] = {
    UID: gettext_lazy("Identifier"),
    VERSION: gettext_lazy("Version"),
    "fold": gettext_lazy("Second of two equal hours"),
    "zone": gettext_lazy("Time zone"),
    "publish_at": gettext_lazy("Moment in UTC"),
    "series": gettext_lazy("Number of its series"),
    "series_day": gettext_lazy("Day in its series"),
    "adapted_from": gettext_lazy("Adapted from (identifier)"),
    "source_uid": gettext_lazy("UID in a calendar file"),
    "is_proposed": gettext_lazy("Laid out by the welcome"),
    "created_by": gettext_lazy("Made by"),
    "created_at": gettext_lazy("Made at"),
    "approved_at": gettext_lazy("Approved at"),
    "changed_at": gettext_lazy("Changed at"),
    "sequence": gettext_lazy("Changes that calendars show"),
    PICTURES: gettext_lazy("Pictures and videos"),
}
YES = frozenset({"yes", "oui", "true", "vrai", "1", "x", "y", "o", "✓", "✔", "☑"})
NO = frozenset({"", "no", "non", "false", "faux", "0", "n", "-"})
# What other programs call the states of a post.
STATES: Mapping[str, str] = {
    **dict.fromkeys(("scheduled", "programme", "programmee", "planifie", "to do", "not started", "a faire"), "planned"),
    **dict.fromkeys(("drafting", "writing", "in progress", "en cours", "redaction"), "draft"),
    **dict.fromkeys(("review", "in review", "needs review", "pending approval", "relecture"), "in_review"),
    **dict.fromkeys(("ready", "ready to post", "valide", "pret"), "approved"),
    **dict.fromkeys(("published", "done", "sent", "live", "publie", "publiee", "fait", "envoye"), "posted"),
    **dict.fromkeys(("archived", "canceled", "annule"), "cancelled"),
    **dict.fromkeys(("backlog", "ideas", "brainstorm"), "idea"),
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How cells of a file are read: the names they may use, in which zone, and which comes first in “10/06/2026”."""

    names: Names
    zone: ZoneInfo
    day_first: bool = True
    lenient: bool = False  # leave out a name that the plan does not know, rather than refuse the row


# --- Headings ------------------------------------------------------------------------------------------------------


def heading(name: str) -> str:
    """What a column is called in the language of whoever reads."""
    if name in HEADINGS:
        return str(HEADINGS[name])
    return capfirst(str(Post._meta.get_field(name).verbose_name))


def headings() -> list[str]:
    return [heading(name) for name in COLUMNS]


@cache
def known_headings() -> Mapping[str, str]:
    """Each folded heading, in every language of the site and as the code has it -> the column."""
    found: dict[str, str] = {}
    for language, _label in settings.LANGUAGES:
        with override(language):
            found |= {fold(heading(name)): name for name in COLUMNS}
    return {**found, **{fold(name): name for name in COLUMNS}}


# --- Out -----------------------------------------------------------------------------------------------------------


class Scribe:
    """Says what posts hold as cells do, in the language of whoever reads."""

    def __init__(self, names: Names) -> None:
        self._names = names
        written = (name for name in COLUMNS if name != PICTURES)
        self._writers = {name: (field_of(name).attname, self._writer(name)) for name in written}

    def row(self, post: Post, pictures: str = "") -> list[str]:
        """The cells of a post, in the order of the columns."""
        return [plain(pictures) if name == PICTURES else self.written(post, name) for name in COLUMNS]

    def written(self, post: Post, name: str) -> str:
        """What the cell of a post says."""
        attname, write = self._writers[name]
        value = getattr(post, attname)
        return "" if value is None else write(value)

    def said(self, name: str, value: Any) -> str:
        """A value of a field as a cell says it."""
        return "" if value is None else self._writers[name][1](value)

    def _writer(self, name: str) -> Callable[[Any], str]:
        field = field_of(name)
        if name in {"adapted_from", "created_by"} or (field.is_relation and name != "series"):
            return lambda value: self._names.name(name, value)
        if name == "fold" or isinstance(field, db.BooleanField):
            yes, no = _("yes"), _("no")
            return lambda value: yes if value else no
        if field.choices:
            labels = _labels(name, get_language() or "")
            return lambda value: labels.get(value, str(value))
        return _plain_writer(field)


def value_of(post: Post, name: str) -> Any:
    """What `post` holds in a field; the key, for a link to another row."""
    return getattr(post, field_of(name).attname)


def plain(value: str) -> str:
    """`value` as any file brings it back: with one kind of line end, without what XML cannot hold."""
    if value.isprintable():
        return value
    return NOT_IN_XML.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


@cache
def field_of(name: str) -> db.Field:
    """The field of the model that a column is."""
    return Post._meta.get_field(name)


def _plain_writer(field: db.Field) -> Callable[[Any], str]:
    if isinstance(field, db.DateTimeField):
        return lambda value: value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(field, db.TimeField):
        return clock
    if isinstance(field, db.DateField):
        return lambda value: value.isoformat()
    if isinstance(field, db.DecimalField):
        return lambda value: f"{value:.{field.decimal_places}f}"
    return plain if isinstance(field, db.CharField | db.TextField) else str


@cache
def _labels(name: str, language: str) -> Mapping[Any, str]:
    with override(language):
        return {value: str(label) for value, label in field_of(name).flatchoices}


# --- In ------------------------------------------------------------------------------------------------------------


def read(name: str, cell: str, manner: Manner) -> Any:
    """What the field holds when a cell says so; the key, for a link to another row. Raises Wrong, with the reason."""
    field, said = field_of(name), cell.strip()
    if field.is_relation:
        return manner.names.number(name, said, lenient=manner.lenient) if said else None
    if isinstance(field, db.BooleanField) or name == "fold":
        return _flag(said) if name != "fold" else int(_flag(said))
    if not said:
        return _empty(field)
    if field.choices:
        return _choice(name, said)
    if isinstance(field, db.TimeField | db.DateField):
        return _hour(said) if isinstance(field, db.TimeField) else _day(said, manner)[0]
    if isinstance(field, db.DecimalField):
        said = said.replace("\u202f", "").replace("\xa0", "").replace("€", "").strip().replace(",", ".")
    return _cleaned(field, plain(cell) if isinstance(field, db.TextField) else said)


def _empty(field: db.Field) -> Any:
    """What an empty cell means."""
    if field.null:
        return None
    return "" if field.blank else field.get_default()


def day_and_hour(cell: str, manner: Manner) -> tuple[date | None, time | None]:
    """A cell that names a day, and perhaps an hour beside it. Raises Wrong."""
    return _day(cell, manner) if cell.strip() else (None, None)


def _day(said: str, manner: Manner) -> tuple[date, time | None]:
    try:
        day, clock = days.read(said, first=manner.day_first, zone=manner.zone)
    except days.Unclear:
        raise Wrong(_("“%(value)s” is no day that can be read, such as 2026-06-10.") % {"value": short(said)}) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Wrong(_("Choose a day between 2000 and 2100."))
    return day, clock


def _hour(said: str) -> time:
    try:
        return days.hour(said)
    except days.Unclear:
        raise Wrong(_("“%(value)s” is no hour that can be read, such as 09:30.") % {"value": short(said)}) from None


def _flag(said: str) -> bool:
    answer = fold(said)
    if answer in YES:
        return True
    if answer in NO:
        return False
    raise Wrong(_("“%(value)s” is neither yes nor no.") % {"value": short(said)})


def is_yes(cell: str) -> bool:
    """Whether a cell says yes; anything that is no clear yes is a no."""
    return fold(cell.strip()) in YES


def _choice(name: str, said: str) -> Any:
    found = _choices(name, get_language() or "").get(fold(said))
    if found is None and name == "status":
        found = STATES.get(fold(said))
    if found is None:
        known = ", ".join(_labels(name, get_language() or "").values())
        raise Wrong(_("“%(value)s” is none of: %(known)s.") % {"value": short(said), "known": known})
    return found


@cache
def _choices(name: str, language: str) -> Mapping[str, Any]:
    """What a cell may say -> the value. Of words that mean another thing in another language, one's own count."""
    found: dict[str, Any] = {}
    others = [code for code, _label in settings.LANGUAGES if code != language]
    for code in (*others, language):
        found |= {fold(label): value for value, label in _labels(name, code).items()}
    return {**found, **{fold(str(value)): value for value, _label in field_of(name).flatchoices if value != ""}}


def _cleaned(field: db.Field, said: str) -> Any:
    if isinstance(field, db.CharField | db.TextField):
        text(said, field.max_length)
    try:
        found = field.clean(said, None)
    except ValidationError as error:
        raise Wrong(" ".join(error.messages)) from None
    return round(found, field.decimal_places) if isinstance(field, db.DecimalField) and found is not None else found
