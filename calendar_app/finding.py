"""Things of a workspace by their name: one question to the database, whatever there is, and the best answers first.

Everything here is called inside the workspace's scope. Accents and capitals do not count.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import CharField, DateField, F, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from personas.models import Persona
from smplanner.statements import Asked, Statement

from .filters import fold
from .models import Campaign, Channel, KeyDate, Objective, Partner, Pillar, Post, SavedView

LONGEST = 100
MOST_WORDS = 6
MOST_POSTS = 40
MOST = 20

# Letters that are one when accents do not count, for a database that does not know.
ALIKE = {
    "a": "aàâäáãåā",
    "c": "cç",
    "e": "eéèêëē",
    "i": "iîïíìī",
    "n": "nñ",
    "o": "oôöóòõø",
    "u": "uùûüú",
    "y": "yÿý",
}


class Found(NamedTuple):
    """Something with a name. `said` is what a saved view shows, and nothing for the rest; a post may have a `day`."""

    kind: str
    id: int
    name: str
    said: str = ""
    day: date | None = None


def find(words: str, user: int) -> list[Found]:
    """What `words` name, all of them, in any order: the best first. `user` sees the views that are theirs to see."""
    asked = fold(words).split()[:MOST_WORDS]
    if not asked:
        return []
    rows = [Found(*row) for row in _BY_NAME.rows(pattern=pattern(asked), user=user)]
    return ranked(rows, asked)[:MOST]


def pattern(words: Iterable[str]) -> str:
    """A regular expression that SQLite and PostgreSQL both read: every one of `words`, wherever it stands."""
    return "".join(f"(?=.*{''.join(map(_letter, word))})" for word in words)


def _letter(letter: str) -> str:
    if letter in ALIKE:
        return f"[{ALIKE[letter]}{ALIKE[letter].upper()}]"
    if letter == "'":
        return "['’]"
    return re.escape(letter)


# What comes before the rest when the names fit equally well.
ORDER = {kind: place for place, kind in enumerate(("persona", "channel", "view", "campaign", "objective", "pillar"))}


def ranked(rows: Iterable[Found], words: list[str]) -> list[Found]:
    """The same name first, then names that begin so, then those in which a word does; posts the latest first."""
    return sorted(rows, key=lambda row: (_fit(fold(row.name), words), ORDER.get(row.kind, len(ORDER)), *_recent(row)))


def _fit(name: str, words: list[str]) -> int:
    whole = " ".join(words)
    if name == whole:
        return 0
    if name.startswith(whole):
        return 1
    starts = re.split(r"[^\w]+", name)
    return 2 if all(any(start.startswith(word) for start in starts) for word in words) else 3


def _recent(row: Found) -> tuple[int, str, int]:
    return (-row.day.toordinal() if row.day else 0, row.name.casefold(), row.id)


def _told() -> Iterator[QuerySet]:
    like = Asked("pattern", TextField())
    mine = Q(owner=Asked("user", IntegerField())) | Q(is_shared=True)
    newest = Post.objects.filter(title__iregex=like).order_by(F("local_date").desc(nulls_last=True), "-pk")
    posts = Post.objects.filter(pk__in=newest.values("pk")[:MOST_POSTS])
    yield _named(posts, "post", "title", day=F("local_date"))
    yield _named(Persona.objects.filter(name__iregex=like), "persona", "name")
    named = Channel.objects.filter(Q(name__iregex=like) | Q(platform__name__iregex=like))
    yield _named(named.exclude(name=""), "channel", "name")
    yield _named(named.filter(name=""), "channel", "platform__name")
    yield _named(Campaign.objects.filter(name__iregex=like), "campaign", "name")
    yield _named(Objective.objects.filter(statement__iregex=like), "objective", "statement")
    yield _named(Pillar.objects.filter(name__iregex=like), "pillar", "name")
    yield _named(Partner.objects.filter(name__iregex=like), "partner", "name")
    yield _named(KeyDate.objects.filter(name__iregex=like), "keydate", "name", day=F("first_day"))
    yield _named(SavedView.objects.filter(mine, name__iregex=like), "view", "name", said=F("address"))


def _named(rows: QuerySet, kind: str, name: str, *, said: Combinable | None = None, day: Combinable | None = None):
    return rows.order_by().values_list(
        Value(kind),
        F("pk"),
        Cast(F(name), CharField()),
        Cast(said if said is not None else Value(""), CharField()),
        day if day is not None else Cast(Value(None), DateField()),
    )


def _together() -> QuerySet:
    first, *others = _told()
    return first.union(*others, all=True)


_BY_NAME = Statement(_together)
