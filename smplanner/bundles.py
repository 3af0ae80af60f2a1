"""Many small tables in one query, as rows of their models.

A page that shows a whole strategy needs thirty tables with a few rows each; asked one by one, the asking costs more
than the answers. Here each row travels as a JSON array of its columns, so that all the tables fit into one UNION.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    DateTimeField,
    DecimalField,
    F,
    Field,
    JSONField,
    Model,
    QuerySet,
    Value,
    Window,
)
from django.db.models.functions import JSONArray, RowNumber

from .statements import Statement


class Bundle:
    """Querysets told by a function, by names of its choice, and read together.

    The function is called as that of a Statement. The querysets may be filtered and ordered, and not cut short.
    """

    def __init__(self, told: Callable[[], Mapping[str, QuerySet]]) -> None:
        self._told = told
        self._models: dict[str, type[Model]] = {}
        self._statement = Statement(self._together)

    def read(self, **values: Any) -> dict[str, list[Any]]:
        """The rows of each queryset, in its order. What they point at is not read along: see `point` and `collect`."""
        answered = sorted(self._statement.rows(**values), key=lambda row: row[:2])
        found: dict[str, list[Any]] = {name: [] for name in self._models}
        for name, _place, columns in answered:
            found[name].append(_row(self._models[name], columns))
        return found

    def _together(self) -> QuerySet:
        told = self._told()
        self._models = {name: rows.model for name, rows in told.items()}
        first, *others = (_part(name, rows) for name, rows in told.items())
        return first.union(*others, all=True)


def _part(name: str, rows: QuerySet) -> QuerySet:
    # A UNION keeps no order of its parts, so each row says its place.
    order = rows.query.order_by or rows.model._meta.ordering or ["pk"]
    columns = JSONArray(*(F(field.attname) for field in rows.model._meta.concrete_fields))
    return rows.order_by().values_list(Value(name), Window(RowNumber(), order_by=list(order)), columns)


def _row(model: type[Model], columns: Sequence[Any]) -> Model:
    fields = model._meta.concrete_fields
    values = [_value(field, column) for field, column in zip(fields, columns, strict=True)]
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)


def _value(field: Field, column: Any) -> Any:
    """A column as the database would have told it by itself: JSON knows no dates, and no decimal places."""
    if column is None:
        return None
    kept = field.target_field if field.remote_field else field
    if isinstance(kept, JSONField):
        return json.loads(column) if isinstance(column, str) else column  # SQLite keeps JSON as text
    if isinstance(kept, DecimalField):
        return Decimal(str(column)).quantize(Decimal(1).scaleb(-kept.decimal_places))
    if isinstance(kept, DateTimeField):
        at = datetime.fromisoformat(column)
        return at if at.tzinfo else at.replace(tzinfo=UTC)  # SQLite keeps instants in UTC, and does not say so
    return kept.to_python(column)


# --- What rows point at --------------------------------------------------------------------------------------------


def point(rows: Iterable[Model], name: str, targets: Iterable[Model]) -> None:
    """Give each row the one of `targets` that its foreign key `name` leads to, so that following it asks nothing."""
    by_key = {target.pk: target for target in targets}
    for row in rows:
        key = getattr(row, row._meta.get_field(name).attname)
        if key is None or key in by_key:
            setattr(row, name, by_key.get(key))


def collect(owners: Iterable[Model], name: str, rows: Iterable[Model], of: str) -> None:
    """Give each owner as `name` those `rows` whose foreign key `of` leads to it, in their order."""
    kept: dict[Any, list[Model]] = {}
    for row in rows:
        kept.setdefault(getattr(row, f"{of}_id"), []).append(row)
    for owner in owners:
        _keep(owner, name, kept.get(owner.pk, []))


def collect_linked(
    owners: Iterable[Model], name: str, links: Iterable[Model], targets: Iterable[Model], ends: tuple[str, str]
) -> None:
    """Give each owner as `name` the `targets` that `links` tie to it, in their order; `ends` are a link's two keys."""
    here, there = ends
    pairs = {(getattr(link, f"{here}_id"), getattr(link, f"{there}_id")) for link in links}
    targets = list(targets)
    for owner in owners:
        _keep(owner, name, [target for target in targets if (owner.pk, target.pk) in pairs])


def _keep(owner: Model, name: str, rows: list[Model]) -> None:
    """As prefetch_related leaves it."""
    answered = getattr(owner, name).get_queryset()
    answered._result_cache = rows
    answered._prefetch_done = True
    if not hasattr(owner, "_prefetched_objects_cache"):
        owner._prefetched_objects_cache = {}
    owner._prefetched_objects_cache[name] = answered
