"""From the bytes of a file to an archive: rows that know their places, with whatever is wrong, and where.

No database is asked: what a site's catalogue holds is given as `Known`. Files come from strangers, so that size, depth,
numbers and letters are limited before anything is made of them.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models as db
from django.utils.translation import gettext as _

from calendar_app import models
from calendar_app.moments import moment
from calendar_app.plan import weeks
from personas.models import Platform
from smplanner.workspaces.owned import OwnedByWorkspace
from smplanner.workspaces.zones import validate_zone

from . import addresses, columns
from .columns import Wrong
from .keys import Keys
from .shape import BY_MODEL, FORMAT, KINDS, PLAN, TOP, VERSION, WEEKS, WORKSPACE, Kind

MEGABYTES = 20
LARGEST = MEGABYTES * 1024 * 1024
MOST_ROWS = 50_000
MOST_FAULTS = 50
LONGEST_DIGITS = 40
LONGEST_KEY = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the path in the file, such as posts[3].publish_at (empty: the whole), and why."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class Refused(Exception):
    """The file cannot be taken as it is; `faults` are at most MOST_FAULTS of the reasons."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Known:
    """What a site's catalogue holds: slugs of platforms and of indicators."""

    platforms: frozenset[str]
    kpis: frozenset[str]


@dataclass
class Row:
    """One row of the file. `number` counts from 1 within its kind; links are such numbers, or slugs of a catalogue.

    `values` holds what the file says, by the names of the columns; `row[name]` gives the default for what it does not.
    """

    kind: Kind
    number: int
    path: str
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        if name in self.values:
            return self.values[name]
        known = self.kind.model._meta.get_field(name)
        return [] if known.many_to_many else columns.default_of(known)

    def __contains__(self, name: object) -> bool:
        return name in self.values or name in _attnames(self.kind)


@dataclass(frozen=True)
class Archive:
    """A file that can be taken: the workspace’s fields, and the rows of each kind in order."""

    workspace: Mapping[str, Any]
    rows: Mapping[str, Sequence[Row]]

    def of(self, kind: str, parent: Row | None = None) -> list[Row]:
        """The rows of a kind, or those of them that hang on `parent`."""
        rows = self.rows.get(kind, ())
        if parent is None:
            return list(rows)
        return [row for row in rows if row.values[f"{row.kind.link}_id"] == parent.number]


def parse(content: bytes, known: Known) -> Archive:
    """What the file holds. Raises Refused with everything that is wrong, as far as it can be told at once."""
    reading = _Reading(known)
    try:
        archive = reading.document(_loaded(content))
    except _Enough:
        raise Refused(reading.faults) from None
    if reading.faults:
        raise Refused(reading.faults)
    return archive


# --- Bytes to JSON -------------------------------------------------------------------------------------------------


class _Object(dict[str, Any]):
    """A JSON object that remembers which names were written twice."""

    twice: Sequence[str] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        found.twice = [name for name, _value in pairs if name in seen or seen.add(name)]  # type: ignore[func-returns-value]
    return found


def _no_number(word: str) -> Any:
    raise Wrong(_("“%(value)s” is not a number that can be kept.") % {"value": columns.short(word)})


def _int(digits: str) -> int:
    return int(digits) if len(digits) <= LONGEST_DIGITS else _no_number(digits)


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits) if len(digits) <= LONGEST_DIGITS else _no_number(digits)
    except InvalidOperation:
        return _no_number(digits)


def _loaded(content: bytes) -> Any:
    if len(content) > LARGEST:
        raise Refused([Fault("", _("The file is larger than %(size)d MB.") % {"size": MEGABYTES})])
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_constant=_no_number,
            parse_int=_int,
            parse_float=_decimal,
        )
    except Wrong as wrong:
        raise Refused([Fault("", str(wrong))]) from None
    except UnicodeDecodeError:
        raise Refused([Fault("", _("The file is not a text in UTF-8."))]) from None
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise Refused([Fault("", _("This is not JSON: look at line %(line)d, column %(column)d.") % where)]) from None
    except RecursionError:
        raise Refused([Fault("", _("Lists and objects lie too deep in each other."))]) from None


# --- JSON to rows --------------------------------------------------------------------------------------------------


class _Enough(Exception):
    """So much is wrong that nobody would read on."""


@dataclass(frozen=True, slots=True)
class _Pointer:
    """A link that is looked up once all rows are known; `place` is its place in a list, if it stands in one."""

    row: Row
    column: str
    kind: str
    key: str
    path: str


class _Reading:
    def __init__(self, known: Known) -> None:
        self.known = known
        self.faults: list[Fault] = []
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.count = 0
        self.pointers: list[_Pointer] = []
        self.keys: dict[str, dict[str, int]] = {}
        self.workspace: dict[str, Any] = {}

    def fault(self, path: str, message: str) -> None:
        self.faults.append(Fault(path, message))
        if len(self.faults) >= MOST_FAULTS:
            raise _Enough

    def document(self, content: Any) -> Archive:
        if not self.is_object(content, ""):
            return Archive({}, {})
        self.frame(content)
        for kind in TOP:
            if kind.name in content:
                self.part(kind, content[kind.name], kind.name, None)
        self.name_rows()
        self.point()
        for row in self.rows["views"]:
            self.view(row)
        if not self.faults:
            for name in KINDS:
                self.hold(KINDS[name])
        return Archive(self.workspace, self.rows)

    def frame(self, content: _Object) -> None:
        known = {"format", "version", "workspace", "name", *(kind.name for kind in TOP)}
        self.refuse_unknown(content, known, "")
        if content.get("format", FORMAT) != FORMAT:
            self.fault("format", _("This is not an archive of a workspace."))
        version = content.get("version", VERSION)
        if isinstance(version, bool) or version != VERSION:
            said = {"given": columns.short(version), "known": VERSION}
            self.fault("version", _("Version %(given)s is not known here; this site reads version %(known)d.") % said)
        about = content.get("workspace")
        if "name" in content and "workspace" in content:
            self.fault("name", _("The name stands in “workspace” already."))
        elif about is None or isinstance(about, str):
            self.only_name(content)
        elif self.is_object(about, "workspace"):
            self.refuse_unknown(about, {one.name for one in WORKSPACE}, "workspace")
            for one in WORKSPACE:
                if one.name in about:
                    self.value(one, about[one.name], f"workspace.{one.name}", self.workspace)
            if "name" not in about:
                self.fault("workspace.name", _("This is missing."))

    def only_name(self, content: _Object) -> None:
        """A file written by hand may say of the workspace nothing but its name: as `name`, or as `workspace` itself."""
        [name] = (one for one in WORKSPACE if one.name == "name")
        for path in ("name", "workspace"):
            if path in content:
                self.value(name, content[path], path, self.workspace)
                return
        self.fault("workspace.name", _("This is missing."))

    def is_object(self, value: Any, path: str) -> bool:
        if isinstance(value, _Object):
            return True
        self.fault(path, _("An object in braces is expected."))
        return False

    def refuse_unknown(self, found: _Object, known: set[str], path: str) -> None:
        for name in (one for one in found if one not in known):
            self.fault(_below(path, columns.short(name)), _("There is no such field."))
        for name in found.twice:
            self.fault(_below(path, columns.short(name)), _("This is said twice."))

    def part(self, kind: Kind, value: Any, path: str, parent: Row | None) -> None:
        if kind.single:
            self.row(kind, value, path, parent)
        elif isinstance(value, list):
            for place, one in enumerate(value):
                self.row(kind, one, f"{path}[{place}]", parent)
        else:
            self.fault(path, _("A list in brackets is expected."))

    def row(self, kind: Kind, value: Any, path: str, parent: Row | None) -> None:
        self.count += 1
        if self.count > MOST_ROWS:
            self.fault("", _("It holds more than %(most)d rows.") % {"most": MOST_ROWS})
            raise _Enough
        if not self.is_object(value, path):
            return
        row = Row(kind, len(self.rows[kind.name]) + 1, path)
        self.rows[kind.name].append(row)
        if parent is not None:
            row.values[f"{kind.link}_id"] = parent.number
        self.refuse_unknown(value, _names(kind), path)
        for one in kind.fields:
            if one.name in value:
                self.column(one, value[one.name], row)
            elif not (one.blank or one.has_default() or one.null or one.many_to_many or one.name == "zone"):
                self.fault(f"{path}.{one.name}", _("This is missing."))
        self.special(value, row)
        if kind.label and "key" in value:
            self.said_key(value["key"], row)
        for child in kind.children:
            if child.name in value:
                self.part(child, value[child.name], f"{path}.{child.name}", row)

    def column(self, one: db.Field, value: Any, row: Row) -> None:
        path = f"{row.path}.{one.name}"
        if one.many_to_many:
            self.several(one, value, row, path)
        elif one.is_relation and value is None and one.null:
            row.values[one.attname] = None
        elif one.is_relation:
            self.link(one, value, row, path)
        else:
            self.value(one, value, path, row.values)

    def value(self, one: db.Field, value: Any, path: str, values: dict[str, Any]) -> None:
        try:
            values[one.attname] = columns.read(one, value)
        except Wrong as wrong:
            self.fault(path, str(wrong))

    def text(self, value: Any, path: str) -> str | None:
        try:
            return columns.text(value, 2 * LONGEST_KEY)
        except Wrong as wrong:
            self.fault(path, str(wrong))
            return None

    def link(self, one: db.Field, value: Any, row: Row, path: str) -> None:
        key = self.text(value, path)
        if key is None:
            return
        if issubclass(one.related_model, OwnedByWorkspace):
            self.pointers.append(_Pointer(row, one.attname, BY_MODEL[one.related_model].name, key, path))
            return
        row.values[one.attname] = key
        if key not in (self.known.platforms if one.related_model is Platform else self.known.kpis):
            self.fault(path, _("The catalogue of this site has no “%(key)s”.") % {"key": columns.short(key)})

    def several(self, one: db.Field, value: Any, row: Row, path: str) -> None:
        if not isinstance(value, list):
            self.fault(path, _("A list in brackets is expected."))
            return
        row.values[one.name] = []
        for place, key in enumerate(value):
            found = self.text(key, f"{path}[{place}]")
            if found is not None:
                kind = BY_MODEL[one.related_model].name
                self.pointers.append(_Pointer(row, one.name, kind, found, f"{path}[{place}]"))

    def special(self, value: _Object, row: Row) -> None:
        """What stands in the file in another form than in the row."""
        if row.kind.model is models.Media:
            siblings = self.rows["media"]
            before = siblings[-2] if len(siblings) > 1 else None
            same = before is not None and before.values["post_id"] == row.values["post_id"]
            row.values["position"] = before.values["position"] + 1 if same and before else 0
        elif row.kind.model is models.Post:
            self.post(value, row)
        elif row.kind.model is models.Waiver:
            self.waiver(value, row)

    def post(self, value: _Object, row: Row) -> None:
        if value.get("series") is not None and row.values.get("series_day") is None:
            self.fault(f"{row.path}.series_day", _("This is missing."))
        zone = row.values.setdefault("zone", self.workspace.get("zone") or "Europe/Paris")
        try:
            validate_zone(zone)
        except ValidationError as error:
            self.fault(f"{row.path}.zone", " ".join(error.messages))
            return
        if row.values.get("fold", 0) not in {0, 1}:
            self.fault(f"{row.path}.fold", _("0 or 1 is expected."))
            return
        if value.get("publish_at") is None:
            return
        try:
            day, clock, fold = columns.wall_time(value["publish_at"], ZoneInfo(zone))
        except Wrong as wrong:
            self.fault(f"{row.path}.publish_at", str(wrong))
            return
        if fold:
            row.values.setdefault("fold", fold)
        at = moment(day, clock, ZoneInfo(zone), row.values.get("fold", 0)).at
        row.values |= {"local_date": day, "local_time": clock, "publish_at": at}

    def waiver(self, value: _Object, row: Row) -> None:
        if "about" in value and value["about"] is not None:
            self.about(value["about"], row, "ref", f"{row.path}.about")
        given = row.values.get("given")
        related = given.pop("related", None) if given else None
        if related is None:
            return
        if not isinstance(related, list):
            self.fault(f"{row.path}.given.related", _("A list in brackets is expected."))
            return
        given["related"] = []
        for place, one in enumerate(related):
            self.about(one, row, "related", f"{row.path}.given.related[{place}]")

    def about(self, value: Any, row: Row, column: str, path: str) -> None:
        said = self.text(value, path)
        if said is None:
            return
        if said == PLAN:
            _place(row, column, PLAN, 0)
            return
        name, _slash, key = said.partition("/")
        if name == WEEKS:
            self.week(key, row, column, path)
            return
        kind = KINDS.get(name)
        if kind is None or not kind.ref:
            known = ", ".join(f"{one}/…" for one in sorted([WEEKS, *(one.name for one in KINDS.values() if one.ref)]))
            self.fault(path, _("“plan” or one of these is expected: %(known)s.") % {"known": known})
            return
        self.pointers.append(_Pointer(row, column, name, key, path))

    def week(self, value: str, row: Row, column: str, path: str) -> None:
        try:
            _place(row, column, weeks.WEEK, weeks.number(columns.day(value)))
        except Wrong as wrong:
            self.fault(path, str(wrong))

    # --- Keys ----------------------------------------------------------------------------------------------------

    def said_key(self, value: Any, row: Row) -> None:
        path = f"{row.path}.key"
        try:
            row.key = columns.text(value, LONGEST_KEY)
        except Wrong as wrong:
            self.fault(path, str(wrong))
            return
        if not row.key:
            self.fault(path, _("This is empty."))
        known = self.keys.setdefault(row.kind.name, {})
        if known.setdefault(row.key, row.number) != row.number:
            self.fault(path, _("Another row has the key “%(key)s” already.") % {"key": columns.short(row.key)})

    def name_rows(self) -> None:
        """Give a key to each row that chose none, as an export would."""
        for name, kind in KINDS.items():
            if not kind.label:
                continue
            known = self.keys.setdefault(name, {})
            keys = Keys(name, known)
            for row in self.rows[name]:
                if not row.key:
                    platform = row.values.get("platform_id", "") if name == "channels" else ""
                    row.key = keys.make(str(row.values.get(kind.label) or platform))
                    known[row.key] = row.number

    def point(self) -> None:
        """Turn each key, or name that only one row has, into the number of the row that it names."""
        names: dict[str, dict[str, int | None]] = {}
        for one in self.pointers:
            number = self.keys[one.kind].get(one.key)
            if number is None:
                number = names.setdefault(one.kind, self.names(one.kind)).get(one.key)
            if number is None:
                said = {"key": columns.short(one.key), "kind": one.kind}
                self.fault(one.path, _("No row of “%(kind)s” has the key “%(key)s”.") % said)
            elif one.column in {"ref", "related"}:
                _place(one.row, one.column, KINDS[one.kind].ref, number)
            elif isinstance(one.row.values.get(one.column), list):
                self.add(one, number)
            else:
                one.row.values[one.column] = number

    def view(self, row: Row) -> None:
        """Rows that the address of a view names are there."""
        for kind, key in addresses.named(row.values.get("address", "")):
            if key not in self.keys.get(kind, {}):
                said = {"key": columns.short(key), "kind": kind}
                self.fault(f"{row.path}.address", _("No row of “%(kind)s” has the key “%(key)s”.") % said)

    def names(self, kind: str) -> dict[str, int | None]:
        """The rows of a kind by what they are called; a name that several have stands for none of them."""
        found: dict[str, int | None] = {}
        label = KINDS[kind].label
        for row in self.rows[kind] if label else ():
            name = str(row.values.get(label) or "")
            found[name] = None if name in found else row.number
        return found

    def add(self, one: _Pointer, number: int) -> None:
        numbers = one.row.values[one.column]
        if number in numbers:
            self.fault(one.path, _("This is said twice."))
        else:
            numbers.append(number)

    # --- What models demand ------------------------------------------------------------------------------------

    def hold(self, kind: Kind) -> None:
        for constraint in kind.model._meta.constraints:
            if isinstance(constraint, db.CheckConstraint):
                for row in self.rows[kind.name]:
                    if not columns.holds(constraint.condition, row):
                        self.fault(row.path, str(constraint.get_violation_error_message()))
            elif isinstance(constraint, db.UniqueConstraint):
                self.once(kind, constraint)

    def once(self, kind: Kind, constraint: db.UniqueConstraint) -> None:
        names = [kind.model._meta.get_field(name).attname for name in constraint.fields if name != "workspace"]
        seen: set[tuple[Any, ...]] = set()
        for row in self.rows[kind.name]:
            if constraint.condition is not None and not columns.holds(constraint.condition, row):
                continue
            values = tuple(row[name] for name in names)
            if None in values:  # to a database, nothing is unlike nothing
                continue
            if values in seen:
                self.fault(row.path, _("This is there already, further up."))
            seen.add(values)


def _place(row: Row, column: str, ref: str, number: int) -> None:
    """Let a waiver be about an object (column "ref"), or remember that it had to do with it ("related")."""
    if column == "ref":
        row.values |= {"ref_kind": ref, "ref_id": number}
    else:
        row.values["given"]["related"].append([ref, number])


def _names(kind: Kind) -> set[str]:
    extra = {"posts": {"publish_at"}, "waivers": {"about"}}.get(kind.name, set())
    return {
        *(one.name for one in kind.fields),
        *(child.name for child in kind.children),
        *extra,
        *({"key"} if kind.label else ()),
    }


def _attnames(kind: Kind) -> set[str]:
    return {one.attname for one in kind.model._meta.concrete_fields}


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def counts(archive: Archive) -> Iterator[tuple[Kind, int]]:
    """How many rows of each kind at the top there are, those that there are."""
    for kind in TOP:
        if not kind.single and archive.rows.get(kind.name):
            yield kind, len(archive.rows[kind.name])
