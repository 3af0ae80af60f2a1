"""Queries whose SQL is worked out once a process, and then asked again and again with other values.

Django builds the SQL of a query anew each time, and for the pages that many tables stand on that takes several times as
long as the database's answer. A Statement keeps the SQL alone: nothing that one request asked or was answered is there
for another, but for what is `made` of the same answer of the database.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Expression, Field, IntegerField, QuerySet
from django_scopes import get_scope, scope
from django_scopes.exceptions import ScopeError

from smplanner.remembered import Remembered

Made = TypeVar("Made")
Rows = list[tuple[Any, ...]]

# So many rows of the database's answers are remembered in a process, with what was made of them: some 30 MB of posts.
_MADE = Remembered(12_000)


class Asked(Expression):
    """The place in a Statement of a value that is given when it is asked."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]  # the place itself stands among the parameters, and is told by its type


WORKSPACE = Asked("workspace", IntegerField())


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    params: Sequence[Any]
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Expression]]
    is_scoped: bool


class Statement:
    """A query told by a function that returns a `values_list`, with Asked in the place of every value that differs.

    The function is called inside the scope of no workspace in particular; the SQL has a place for one, and that is
    filled with the workspace in whose scope the Statement is asked.
    """

    def __init__(self, told: Callable[[], QuerySet]) -> None:
        self._told = told
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, **values: Any) -> Rows:
        """Every row for these values, by the name of their places. Raises ScopeError outside of a workspace's scope."""
        known, found = self._found(values)
        return list(_converted(found, known)) if known.converters and found else found

    def made(self, make: Callable[[Rows], Made], *about: Hashable, **values: Any) -> Made:
        """What `make` makes of the rows for these values, once for as long as the database answers with the same.

        `about` is all that `make` knows besides the rows, and tells it from others that are given this statement.
        Nobody may change what is returned.
        """
        known, found = self._found(values)

        def from_rows() -> Made:
            return make(list(_converted(found, known)) if known.converters and found else found)

        key = (self, connection.vendor, about, tuple(values.items()))
        return _MADE.made(key, found, len(found), from_rows)

    def _found(self, values: dict[str, Any]) -> tuple[_Compiled, Rows]:
        """The rows as the database gives them. The workspace in scope is added to the values where it is asked for."""
        known = self._compiled.get(connection.vendor)
        if known is None:
            known = self._compiled[connection.vendor] = self._compile()
        if known.is_scoped:
            values["workspace"] = _workspace()
        params = [_prepared(param, values) if isinstance(param, Asked) else param for param in known.params]
        with connection.cursor() as cursor:
            cursor.execute(known.sql, params)
            return known, cursor.fetchall()

    def _compile(self) -> _Compiled:
        with scope(workspace=WORKSPACE):
            query = self._told().query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [expression for expression, *_ in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(columns).items()
        is_scoped = any(isinstance(param, Asked) and param.name == WORKSPACE.name for param in params)
        told = [(place, [_quicker(convert) for convert in how], of) for place, (how, of) in converters]
        return _Compiled(sql, tuple(params), told, is_scoped)


def _workspace() -> int:
    """The number of the workspace in scope. Raises ScopeError when there is none."""
    active = get_scope()
    workspace = active.get("workspace") if active.get("_enabled", True) else None
    if workspace is None:
        raise ScopeError("A statement about a workspace's rows is asked inside its scope.")
    return int(workspace.pk)


def _prepared(place: Asked, values: dict[str, Any]) -> Any:
    return place.output_field.get_db_prep_value(values[place.name], connection)


def _quicker(convert: Callable[..., Any]) -> Callable[..., Any]:
    """The same converter, or one that answers the same in less: a plan has three instants for each of its posts."""
    is_sqlite = connection.vendor == "sqlite" and settings.USE_TZ
    if not is_sqlite or convert != connection.ops.convert_datetimefield_value:
        return convert
    zone = connection.timezone

    def instant(value: datetime | str | None, _expression: Expression, _connection: Any) -> datetime | None:
        """An instant as SQLite keeps it, by the clock of the connection's zone; a column of a UNION comes as text."""
        if value is None:
            return None
        kept = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return kept.replace(tzinfo=zone)

    return instant


def _converted(rows: Sequence[Sequence[Any]], known: _Compiled) -> Iterator[tuple[Any, ...]]:
    """The rows with the database's values as Python's, column by column: that is where the time goes."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for place, converters, expression in known.converters:
        for convert in converters:
            columns[place] = [convert(value, expression, connection) for value in columns[place]]
    return zip(*columns, strict=True)
