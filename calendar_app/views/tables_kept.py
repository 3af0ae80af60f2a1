"""A table that waits to be confirmed: kept for an hour under the person, with what it would change."""

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.text import Truncator

from calendar_app.exchange import cells
from calendar_app.exchange.comparing import Compared, Row, State
from calendar_app.exchange.elsewhere import Mapped
from calendar_app.exchange.names import Names
from calendar_app.exchange.sheets import Sheet
from calendar_app.exchange.taking import Taking

AN_HOUR = 3600
# How much of a long text is shown beside what it was.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was read, and what its columns say."""

    name: str
    sheet: Sheet
    mapped: Mapped


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as it is shown: `changes` are heading, before, after and what is wrong with it."""

    line: int
    state: str
    title: str
    post: int | None
    version: int | None
    changes: list[list[str]]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a file would change, as it was looked at."""

    name: str
    rows: list[ShownRow]
    gone: list[list[Any]]  # number, version and title
    is_own: bool

    def counts(self) -> dict[str, int]:
        """How many rows there are of each state, in the order in which they matter."""
        found = dict.fromkeys(("new", "changed", "stale", "wrong", "gone", "same"), 0)
        for row in self.rows:
            found[row.state] += 1
        found["gone"] = len(self.gone)
        return found

    def seen(self) -> dict[int, int]:
        """The version of each post that was looked at, by its number."""
        found = {row.post: row.version for row in self.rows if row.post and row.version}
        return found | {number: version for number, version, _title in self.gone}


def keep(request: HttpRequest, table: Kept) -> None:
    _set(_place(request, "file"), {"name": table.name, "sheet": asdict(table.sheet), "mapped": asdict(table.mapped)})
    cache.delete(_place(request, "shown"))


def kept(request: HttpRequest) -> Kept | None:
    """The file that waits; None when there is none."""
    found = _get(_place(request, "file"))
    if found is None:
        return None
    told, mapped = found["sheet"], found["mapped"]
    sheet = Sheet(
        tuple(told["header"]), tuple(tuple(row) for row in told["rows"]), tuple(told["numbers"]), tuple(told["first"])
    )
    return Kept(found["name"], sheet, Mapped(**{**mapped, "targets": tuple(mapped["targets"])}))


# --- What it would change ------------------------------------------------------------------------------------------


def shown_of(table: Kept, compared: Compared, names: Names) -> Shown:
    scribe = cells.Scribe(names)
    rows = [
        ShownRow(
            row.line,
            str(row.state),
            row.title[:200],
            row.post.pk if row.post else None,
            row.post.version if row.post else None,
            list(_changes(row, scribe)) if row.state != State.SAME else [],
            row.notes,
        )
        for row in compared.rows
    ]
    gone = [[one.pk, one.version, one.title] for one in compared.gone]
    return Shown(table.name, rows, gone, table.mapped.is_own)


def _changes(row: Row, scribe: cells.Scribe) -> Iterator[list[str]]:
    for name, fault in row.faults.items():
        yield [cells.heading(name), "", _short(row.cells.get(name, "")), fault]
    if row.state == State.WRONG:
        return
    for name, value in row.values.items():
        after = scribe.said(name, value)
        before = scribe.written(row.post, name) if row.post else ""
        if row.post or (after and name != "title"):
            yield [cells.heading(name), _short(before), _short(after), ""]


def _short(said: str) -> str:
    return Truncator(said).chars(LONGEST)


def keep_shown(request: HttpRequest, shown: Shown) -> None:
    _set(_place(request, "shown"), asdict(shown))


def shown(request: HttpRequest) -> tuple[Shown, str] | None:
    """What was looked at, and by what it is told from any other; None when nothing waits."""
    packed = cache.get(_place(request, "shown"))
    if packed is None:
        return None
    found = json.loads(zlib.decompress(packed))
    rows = [ShownRow(**row) for row in found.pop("rows")]
    return Shown(rows=rows, **found), hashlib.sha256(packed).hexdigest()


def take_shown(request: HttpRequest, digest: str) -> Kept | None:
    """The file, for whoever takes it away first, in the transaction that writes it: it is back when that fails."""
    packed, table = cache.get(_place(request, "shown")), kept(request)
    if packed is None or table is None or hashlib.sha256(packed).hexdigest() != digest:
        return None
    cache.delete_many([_place(request, "shown"), _place(request, "file")])
    return table


# --- What came of it -----------------------------------------------------------------------------------------------


def keep_result(request: HttpRequest, table: Kept, taking: Taking) -> None:
    told = {"name": table.name, "new": taking.new, "changed": taking.changed, "gone": taking.gone}
    left = [[row.line, row.title[:200]] for row in taking.left]
    told |= {"left": len(left), "named": left[:20], "event": taking.event}
    _set(_place(request, "result"), told)


def result(request: HttpRequest) -> Mapping[str, Any] | None:
    return _get(_place(request, "result"))


def _set(place: str, told: Mapping[str, Any]) -> None:
    cache.set(place, zlib.compress(json.dumps(told, ensure_ascii=False).encode(), 1), AN_HOUR)


def _get(place: str) -> Any:
    packed = cache.get(place)
    return json.loads(zlib.decompress(packed)) if packed else None


def _place(request: HttpRequest, what: str) -> str:
    """Where it waits: one table at a time for each person and workspace."""
    return f"table-{what}-of-{request.user.pk}-for-{request.workspace.pk}"
