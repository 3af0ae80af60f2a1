"""One line such as “Portrait Samira jeu 9h LinkedIn #preuves”, taken apart. Pure: no Django, no clock.

French and English are both understood, whatever the language of the page. What is not certain stays in the title: a
word that could mean two things is told in `unclear`, and never guessed. Text in quotes is always title.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any, NamedTuple

LONGEST = 300
# How far ahead “jeu 12” is looked for: the next Thursday that is a 12th.
LOOK_AHEAD = 400
FURTHEST = date(2100, 12, 31)


class Name(NamedTuple):
    """Something that a line may name: its number, what it is called, and what else it answers to.

    `marks` are short names that only count as they are written: “IN” is LinkedIn, “in” is a word.
    """

    key: int
    label: str
    also: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """Everything in a workspace that a line may name."""

    channels: Sequence[Name] = ()
    personas: Sequence[Name] = ()
    pillars: Sequence[Name] = ()


class Part(NamedTuple):
    """What the letters from `start` to `end` were understood as; `words` is what takes them back into the title.

    `kind` is "day", "time", "channel", "persona" or "pillar"; `value` a date, a time, or the number of what is named.
    """

    kind: str
    start: int
    end: int
    words: str
    value: Any


class Unclear(NamedTuple):
    """Words that stay in the title, for they could mean more than one thing of this kind."""

    kind: str
    words: str


class Line(NamedTuple):
    """A line understood: at most one part of each kind. `title` is empty only when the line is."""

    title: str
    parts: tuple[Part, ...] = ()
    unclear: tuple[Unclear, ...] = ()

    def value(self, kind: str) -> Any:
        """What was understood of one kind; None where nothing was."""
        return next((part.value for part in self.parts if part.kind == kind), None)


def read(line: str, today: date, names: Names, *, kept: Collection[str] = (), has_day: bool = False) -> Line:
    """What `line` says, read on the day `today`. Never raises.

    A weekday is the next one after today; “next Monday” that of the week after this one; a date without a year the
    next such day, today included. `kept` are words that shall stay in the title. A time needs a day: without one in the
    line it stays in the title, unless there is one already (`has_day`).
    """
    line = line[:LONGEST]
    tokens = list(_tokens(line))
    held = {fold(words) for words in kept}
    parts, unclear = [], []
    taken: set[int] = set()
    for found in (_times(tokens), _days(tokens, today), _names(tokens, names)):
        possible = [one for one in found if fold(one.words(line)) not in held and not taken & one.places]
        chosen, doubts = _choose(possible, line, taken, tokens)
        for one in chosen:
            taken |= one.places
        parts += chosen
        unclear += doubts
    if not has_day and not any(one.kind == "day" for one in parts):
        homeless = [one for one in parts if one.kind == "time"]
        parts = [one for one in parts if one.kind != "time"]
        unclear += [Unclear("time", one.words(line)) for one in homeless]
    parts.sort(key=lambda one: one.start)
    return Line(_title(line, parts), tuple(one.part(line) for one in parts), tuple(unclear))


def fold(text: str) -> str:
    """`text` without accents, without capitals, with plain apostrophes."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe").replace("Œ", "Oe"))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


# --- Words ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    place: int
    start: int
    end: int
    text: str  # as written, without the marks around it
    word: str  # folded
    after: str  # the comma or full stop that followed it


@dataclass(frozen=True, slots=True)
class _Found:
    """A possible part: some tokens in a row. The stronger one wins; several of the same strength are a doubt."""

    kind: str
    first: _Token
    last: _Token
    value: Any
    strength: int = 2
    lead: int = 0  # how many tokens before it are taken with it: “on”, “le”, “à”

    @property
    def places(self) -> set[int]:
        return set(range(self.first.place - self.lead, self.last.place + 1))

    @property
    def start(self) -> int:
        return self.first.start

    def words(self, line: str) -> str:
        return line[self.first.start : self.last.end]

    def part(self, line: str) -> Part:
        return Part(self.kind, self.first.start, self.last.end, self.words(line), self.value)


_QUOTED = re.compile(r'“[^”]*”|«[^»]*»|"[^"]*"')
_WORD = re.compile(r"\S+")


def _tokens(line: str) -> Iterator[_Token]:
    quoted = [found.span() for found in _QUOTED.finditer(line)]
    place = 0
    for found in _WORD.finditer(line):
        start, end = found.span()
        place += 1
        if any(start < last and end > first for first, last in quoted):
            place += 1  # nothing reaches over a quotation
            continue
        text = found.group().rstrip(",;:!?)").rstrip(".")
        opened = len(text) - len(text.lstrip("("))
        text = text[opened:]
        start += opened
        if text:
            yield _Token(place, start, start + len(text), text, fold(text), line[start + len(text) : end])


def _following(tokens: Sequence[_Token], index: int, count: int) -> list[_Token]:
    """`count` tokens in a row from `index` on, with no comma or quotation between them; fewer where there are fewer."""
    row = tokens[index : index + count]
    for n in range(1, len(row)):
        if row[n].place != row[0].place + n or "," in row[n - 1].after or ";" in row[n - 1].after:
            return row[:n]
    return row


def _before(tokens: Sequence[_Token], index: int) -> str:
    """The word before; empty at the beginning."""
    if index == 0 or tokens[index - 1].place != tokens[index].place - 1:
        return ""
    return tokens[index - 1].word


# --- Choosing ------------------------------------------------------------------------------------------------------


def _choose(
    possible: list[_Found], line: str, taken: set[int], tokens: Sequence[_Token]
) -> tuple[list[_Found], list[Unclear]]:
    """The strongest of each kind; none where several different ones are as strong, or where none is certain."""
    chosen: list[_Found] = []
    doubts: list[Unclear] = []
    for kind in dict.fromkeys(one.kind for one in possible):
        rivals = [_beside(one, taken | _places(possible, one), tokens) for one in possible if one.kind == kind]
        best = max(one.strength for one in rivals)
        strongest = [one for one in rivals if one.strength == best]
        if best <= 0:
            continue
        if len({one.value for one in strongest}) == 1 and strongest[0].value is not None:
            chosen.append(max(strongest, key=lambda one: (one.last.place - one.first.place, one.start)))
        else:
            doubts += [Unclear(kind, words) for words in dict.fromkeys(one.words(line) for one in strongest)]
    return chosen, doubts


def _places(possible: list[_Found], one: _Found) -> set[int]:
    """Where other kinds of things were found that are sure of themselves."""
    return {place for other in possible if other.kind != one.kind and other.strength >= 2 for place in other.places}


def _beside(one: _Found, taken: set[int], tokens: Sequence[_Token]) -> _Found:
    """What stands beside something understood is surer of itself; a short form counts nowhere else."""
    around = {min(one.places) - 1, max(one.places) + 1}
    return replace(one, strength=one.strength + 1) if around & taken else one


# --- Times ---------------------------------------------------------------------------------------------------------

_AT = frozenset({"a", "at", "vers", "around"})
_OF = frozenset({"du", "de", "des", "la", "of", "the", "mon", "notre", "nos"})
_HOUR_FR = re.compile(r"(\d{1,2})\s?h\s?([0-5]\d)?")
_HOUR_COLON = re.compile(r"(\d{1,2}):([0-5]\d)")
_HOUR_EN = re.compile(r"(\d{1,2})(?:[:.]([0-5]\d))?\s?([ap])\.?m\.?")


def _times(tokens: Sequence[_Token]) -> Iterator[_Found]:
    for index, token in enumerate(tokens):
        lead = 1 if _before(tokens, index) in _AT else 0
        for count in (3, 2, 1):
            row = _following(tokens, index, count)
            if len(row) == count and (clock := _clock(" ".join(one.word for one in row), count)) is not None:
                yield _Found("time", token, row[-1], clock, 3 if lead else 2, lead)
                break
        else:
            named = {"midi": time(12), "noon": time(12), "minuit": time(0), "midnight": time(0)}.get(token.word)
            if named is not None and lead:
                yield _Found("time", token, token, named, 2, lead)


def _clock(words: str, count: int) -> time | None:
    """The time of day that some words say, such as “9h30”, “9 h 30”, “14:30”, “2 pm”."""
    if found := _HOUR_FR.fullmatch(words):
        hour, minute = int(found[1]), int(found[2] or 0)
    elif count == 1 and (found := _HOUR_COLON.fullmatch(words)):
        hour, minute = int(found[1]), int(found[2])
    elif count < 3 and (found := _HOUR_EN.fullmatch(words)) and 1 <= int(found[1]) <= 12:
        hour, minute = int(found[1]) % 12 + 12 * (found[3] == "p"), int(found[2] or 0)
    else:
        return None
    return time(hour, minute) if hour < 24 else None


# --- Days ----------------------------------------------------------------------------------------------------------

_FULL_WEEKDAYS = (
    ("lundi", "monday"), ("mardi", "tuesday"), ("mercredi", "wednesday"), ("jeudi", "thursday"),
    ("vendredi", "friday"), ("samedi", "saturday"), ("dimanche", "sunday"),
)  # fmt: skip
_SHORT_WEEKDAYS = (
    ("lun", "mon"), ("mar", "tue", "tues"), ("mer", "wed"), ("jeu", "thu", "thur", "thurs"),
    ("ven", "fri"), ("sam", "sat"), ("dim", "sun"),
)  # fmt: skip
_MONTHS = (
    ("janvier", "january", "janv", "jan"), ("fevrier", "february", "fevr", "fev", "feb"), ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"), ("mai", "may"), ("juin", "june", "jun"), ("juillet", "july", "juil", "jul"),
    ("aout", "august", "aug"), ("septembre", "september", "sept", "sep"), ("octobre", "october", "oct"),
    ("novembre", "november", "nov"), ("decembre", "december", "dec"),
)  # fmt: skip


def _numbered(rows: Sequence[Sequence[str]]) -> Mapping[str, int]:
    return {word: number for number, words in enumerate(rows, start=1) for word in words}


FULL, SHORT, MONTHS = _numbered(_FULL_WEEKDAYS), _numbered(_SHORT_WEEKDAYS), _numbered(_MONTHS)
_ON = frozenset({"le", "on", "pour", "for", "ce", "this", "au"})
_NEXT = frozenset({"prochain", "prochaine"})
_NEAR = {"aujourd'hui": 0, "aujourdhui": 0, "today": 0, "demain": 1, "tomorrow": 1, "apres-demain": 2}
_STEP = {"jour": 1, "jours": 1, "day": 1, "days": 1, "semaine": 7, "semaines": 7, "week": 7, "weeks": 7}
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_ORDINAL = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?")
_YEAR = re.compile(r"20\d\d")


def _days(tokens: Sequence[_Token], today: date) -> Iterator[_Found]:
    index = 0
    while index < len(tokens):
        found = _day_at(tokens, index, today)
        if found is None:
            index += 1
            continue
        before = _before(tokens, index)
        lead = 1 if before in _ON else 0
        if found.strength == 2 and before in _OF:  # “the bread of Sunday” is no Sunday
            found = replace(found, strength=0)
        yield replace(found, lead=lead)
        index += found.last.place - found.first.place + 1


def _day_at(tokens: Sequence[_Token], index: int, today: date) -> _Found | None:
    """The longest day that begins with this token: certain (3), a weekday in full (2), or a short form (0)."""
    row = _following(tokens, index, 4)
    word = row[0].word
    if len(row) > 2 and word in {"dans", "in"} and row[1].word.isdecimal() and row[2].word in _STEP:
        count = int(row[1].word) * _STEP[row[2].word] if len(row[1].word) < 4 else 0
        return _Found("day", row[0], row[2], _later(today, count), 3) if count else None
    if len(row) > 1 and word == "next" and (weekday := FULL.get(row[1].word) or SHORT.get(row[1].word)):
        return _Found("day", row[0], row[1], _of_next_week(today, weekday), 3)
    if word in _NEAR:
        return _Found("day", row[0], row[0], _later(today, _NEAR[word]), 3)
    if weekday := FULL.get(word) or SHORT.get(word):
        return _weekday_at(row, weekday, today)
    day, length = _date_at(row, today)
    return _Found("day", row[0], row[length - 1], day, 3) if day else None


def _weekday_at(row: Sequence[_Token], weekday: int, today: date) -> _Found:
    """“jeudi”, “jeu prochain”, “jeu 12 nov”, “Thu 12”. One that contradicts its date has no value: it is unclear."""
    if len(row) > 1:
        if row[1].word in _NEXT:
            return _Found("day", row[0], row[1], _of_next_week(today, weekday), 3)
        day, length = _date_at(row[1:], today)
        if day:
            return _Found("day", row[0], row[length], day if day.isoweekday() == weekday else None, 3)
        if (number := _ORDINAL.fullmatch(row[1].word)) and 1 <= int(number[1]) <= 31:
            if "h" in "".join(one.word[:1] for one in row[2:3]):  # “jeu 9 h” is an hour
                return _plain_weekday(row, weekday, today)
            return _Found("day", row[0], row[1], _numbered_weekday(today, weekday, int(number[1])), 3)
    return _plain_weekday(row, weekday, today)


def _plain_weekday(row: Sequence[_Token], weekday: int, today: date) -> _Found:
    strength = 2 if row[0].word in FULL else 1 if row[0].after.startswith(".") else 0
    return _Found("day", row[0], row[0], _later(today, (weekday - today.isoweekday() - 1) % 7 + 1), strength)


def _numbered_weekday(today: date, weekday: int, number: int) -> date | None:
    ahead = (_later(today, count) for count in range(LOOK_AHEAD))
    return next((day for day in ahead if day and (day.day, day.isoweekday()) == (number, weekday)), None)


def _date_at(row: Sequence[_Token], today: date) -> tuple[date | None, int]:
    """A date written out, and of how many tokens: “2026-11-12”, “12/11”, “12 nov 2026”, “Nov 12”, “1er mai”."""
    word = row[0].word
    if found := _ISO.fullmatch(word):
        return _dated(int(found[1]), int(found[2]), int(found[3])), 1
    if (found := _SLASHED.fullmatch(word)) and word not in {"24/7", "7/7"}:
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0) if found[3] else None
        return _next_date(today, int(found[2]), int(found[1]), year), 1
    if len(row) < 2:
        return None, 1
    number, month = _ORDINAL.fullmatch(word), MONTHS.get(row[1].word)
    if not (number and month):
        number, month = _ORDINAL.fullmatch(row[1].word), MONTHS.get(word)
    if not (number and month):
        return None, 1
    year = int(row[2].word) if len(row) > 2 and _YEAR.fullmatch(row[2].word) else None
    return _next_date(today, month, int(number[1]), year), 3 if year else 2


def _next_date(today: date, month: int, day: int, year: int | None) -> date | None:
    """That day of that year; without a year, the next one from today on: 29 February may be eight years away."""
    if year is not None:
        return _dated(year, month, day)
    found = (_dated(today.year + count, month, day) for count in range(9))
    return next((one for one in found if one and one >= today), None)


def _dated(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _later(today: date, days: int) -> date | None:
    return today + timedelta(days=days) if (FURTHEST - today).days >= days else None


def _of_next_week(today: date, weekday: int) -> date | None:
    return _later(today, 7 - today.isoweekday() + weekday)


# --- What is named -------------------------------------------------------------------------------------------------

# How people call what has a longer name.
NICKNAMES: Mapping[str, tuple[str, ...]] = {
    "instagram": ("insta",),
    "facebook": ("fb",),
    "youtube": ("yt",),
    "google_business": ("google",),
    "newsletter": ("lettre", "infolettre"),
}
_SHORTEST_START = 4
_SQUEEZED = re.compile(r"[\W_]+")


def _names(tokens: Sequence[_Token], names: Names) -> Iterator[_Found]:
    for index, token in enumerate(tokens):
        for sign, kind, known in (("@", "persona", names.personas), ("#", "pillar", names.pillars)):
            if token.text.startswith(sign) and (found := _called(token.text[1:], known)):
                yield _Found(kind, token, token, found[0] if len(found) == 1 else None, 4)
        if not token.text.startswith(("@", "#")):
            yield from _channels(tokens, index, names.channels)


def _called(said: str, known: Sequence[Name]) -> list[int]:
    """The numbers of those that `said` may stand for: of that very name, else of names or words that begin so."""
    word = _squeezed(said)
    if not word:
        return []
    exact = [name.key for name in known if _squeezed(name.label) == word]
    if exact or len(word) < 2:
        return exact
    starts = [name.key for name in known if _squeezed(name.label).startswith(word)]
    if starts:
        return starts
    return [name.key for name in known if any(one.startswith(word) for one in map(_squeezed, name.label.split()))]


def _squeezed(text: str) -> str:
    return _SQUEEZED.sub("", fold(text))


def _channels(tokens: Sequence[_Token], index: int, channels: Sequence[Name]) -> Iterator[_Found]:
    """What begins here and is a channel's name or platform, its mark, or the beginning of either beside other parts."""
    lead = 1 if _before(tokens, index) in {"sur", "on", "pour", "for", "via"} else 0
    for length in (4, 3, 2, 1):
        row = _following(tokens, index, length)
        if len(row) < length:
            continue
        said, written = " ".join(one.word for one in row), " ".join(one.text for one in row)
        own = [name.key for name in channels if _is_called(name.label, said, written)]
        keys = own or [name.key for name in channels if any(_is_called(one, said, written) for one in name.also)]
        keys = keys or [name.key for name in channels if written in name.marks]
        if keys:
            yield _Found("channel", row[0], row[-1], keys[0] if len(keys) == 1 else None, 2 + length, lead)
            return
    word = tokens[index].word
    if len(word) >= _SHORTEST_START:
        starts = [name.key for name in channels if any(fold(one).startswith(word) for one in (name.label, *name.also))]
        if len(starts) == 1:
            yield _Found("channel", tokens[index], tokens[index], starts[0], 1 if lead else 0, lead)


def _is_called(name: str, said: str, written: str) -> bool:
    """Whether that is how it is called; a name of one or two letters counts only as it is written: “X”."""
    return name == written if len(name) < 3 else fold(name) == said


# --- What is left --------------------------------------------------------------------------------------------------

_LEADS = re.compile(r"(?:^|\s)\S+\s*$")


def _title(line: str, parts: Sequence[_Found]) -> str:
    """The line without its parts and the words that lead to them; the whole line where nothing else would be left."""
    pieces, here = [], 0
    for part in parts:
        piece = line[here : part.start]
        if part.lead:
            piece = _LEADS.sub("", piece)
        pieces.append(piece.rstrip("( "))
        here = part.last.end
    pieces.append(line[here:])
    joined = " ".join(" ".join(piece.split()) for piece in pieces)
    title = re.sub(r"\s+([,;.)])", r"\1", " ".join(joined.split())).strip(" ,;:.-–—()·|") if parts else joined.strip()
    return title or " ".join(line.split())
