"""From a workspace to its file, in a number of queries that does not depend on what it holds."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import models as db

from calendar_app import models
from calendar_app.plan import weeks
from calendar_app.rules import changes
from calendar_app.saved_views import LONGEST_ADDRESS
from personas.models import Platform
from smplanner.workspaces.models import Workspace
from smplanner.workspaces.owned import OwnedByWorkspace

from . import addresses, columns
from .keys import Keys
from .shape import BY_MODEL, BY_REF, FORMAT, KINDS, PLAN, TOP, VERSION, WEEKS, WORKSPACE, Kind

Row = Mapping[str, Any]


def export(workspace: Workspace) -> bytes:
    """Everything that `workspace` holds, as the bytes of its file; the same plan always gives the same bytes.

    Fields that stand at their default are left out. Forty-seven queries.
    """
    written = json.dumps(_Book(workspace).document(), ensure_ascii=False, indent=2) + "\n"
    return written.encode()


class _Book:
    """The rows of one workspace, read whole, and the key of each."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.view_names: set[str] = set()
        self.platforms = dict(Platform.objects.values_list("pk", "slug"))
        self.kpis = dict(models.Kpi.objects.values_list("pk", "slug"))
        self.rows = {name: self._read(kind) for name, kind in KINDS.items()}
        self.several = {name: self._links(kind) for name, kind in KINDS.items()}
        self.keys = {name: self._keys(kind) for name, kind in KINDS.items() if kind.label}

    def _read(self, kind: Kind) -> dict[int, list[Row]]:
        """Rows in the order in which they were made, by the row that they hang on; 0 at the top."""
        found: dict[int, list[Row]] = defaultdict(list)
        order = ("position", "pk") if kind.model is models.Media else ("pk",)
        # The plain manager also has what lies in the trash.
        rows = kind.model._base_manager.filter(workspace=self.workspace).order_by(*order)
        if kind.model is models.SavedView:
            rows = rows.filter(is_shared=True)
        for row in rows.values():
            found[row[f"{kind.link}_id"] if kind.link else 0].append(row)
        return found

    def _links(self, kind: Kind) -> dict[str, dict[int, list[int]]]:
        """For each field that links to several rows: their numbers by the row's."""
        found = {}
        for field in kind.fields:
            if not field.many_to_many:
                continue
            here, there = field.m2m_column_name(), field.m2m_reverse_name()
            mine = kind.model._base_manager.filter(workspace=self.workspace)
            pairs = field.remote_field.through._base_manager.filter(**{f"{field.m2m_field_name()}__in": mine})
            numbers: dict[int, list[int]] = defaultdict(list)
            for row, number in pairs.order_by("pk").values_list(here, there):
                numbers[row].append(number)
            found[field.name] = numbers
        return found

    def _keys(self, kind: Kind) -> dict[int, str]:
        keys = Keys(kind.name)
        rows = (row for hanging in self.rows[kind.name].values() for row in hanging)
        return {row["id"]: keys.make(self._label(kind, row)) for row in rows}

    def _label(self, kind: Kind, row: Row) -> str:
        return str(row[kind.label] or (self.platforms.get(row["platform_id"], "") if kind.name == "channels" else ""))

    # --- Rows to JSON ------------------------------------------------------------------------------------------

    def document(self) -> dict[str, Any]:
        about = {field.name: getattr(self.workspace, field.attname) for field in WORKSPACE}
        document: dict[str, Any] = {
            "format": FORMAT,
            "version": VERSION,
            "workspace": {
                field.name: columns.written(field, about[field.name])
                for field in WORKSPACE
                if field.name == "name" or about[field.name] != columns.default_of(field)
            },
        }
        for kind in TOP:
            rows = [self._object(kind, row) for row in self.rows[kind.name][0]]
            if rows:
                document[kind.name] = rows[0] if kind.single else [row for row in rows if row is not None]
        return {name: part for name, part in document.items() if part != [] or name == "workspace"}

    def _object(self, kind: Kind, row: Row) -> dict[str, Any] | None:
        if kind.model is models.Waiver:
            return self._waiver(kind, row)
        if kind.model is models.SavedView:
            return self._view(kind, row)
        found = {"key": self.keys[kind.name][row["id"]]} if kind.label else {}
        found |= dict(self._fields(kind, row))
        for child in kind.children:
            if hanging := self.rows[child.name].get(row["id"]):
                found[child.name] = [self._object(child, one) for one in hanging]
        return found

    def _fields(self, kind: Kind, row: Row) -> Iterator[tuple[str, Any]]:
        for field in kind.fields:
            if field.many_to_many:
                if numbers := self.several[kind.name][field.name].get(row["id"]):
                    keys = self.keys[BY_MODEL[field.related_model].name]
                    yield field.name, [keys[number] for number in numbers if number in keys]
                continue
            value = row[field.attname]
            if field.is_relation:
                value = self._key(field, value)
                if value is not None:
                    yield field.name, value
            elif field.name == "zone":
                if value != self.workspace.zone:
                    yield field.name, value
            elif value != columns.default_of(field) or not (field.blank or field.has_default() or field.null):
                yield field.name, columns.written(field, value)
            if kind.model is models.Post and field.name == "status" and row["local_date"]:
                yield "publish_at", _wall_time(row)

    def _key(self, field: db.Field, number: int | None) -> str | None:
        if issubclass(field.related_model, OwnedByWorkspace):
            return self.keys[BY_MODEL[field.related_model].name].get(number or 0)
        catalogue = self.platforms if field.related_model is Platform else self.kpis
        return catalogue.get(number or 0)

    def _view(self, kind: Kind, row: Row) -> dict[str, Any] | None:
        """A view of the team; None when its address, with names for numbers, has grown longer than a file may have it.

        In a file they have one owner, so that the second of a name gets a number.
        """
        address = addresses.outward(row["address"], lambda name, number: self.keys[name].get(number))
        if len(address) > LONGEST_ADDRESS:
            return None
        name, count = row["name"], 1
        while name in self.view_names:
            count += 1
            name = f"{row['name'][:54]} {count}"
        self.view_names.add(name)
        return dict(self._fields(kind, {**row, "name": name, "address": address}))

    def _waiver(self, kind: Kind, row: Row) -> dict[str, Any] | None:
        """A waiver with what it is about; None when that is gone, for then it sets nothing aside any more."""
        found = dict(self._fields(kind, row))
        if row["ref_kind"]:
            about = self._about(row["ref_kind"], row["ref_id"])
            if about is None:
                return None
            found = {"slug": found.pop("slug"), "about": about, **found}
        given = changes.remembered(row["given"])
        found.pop("given", None)
        if given:
            kept = changes.kept(given)
            if given.related is not None:
                objects = (self._about(*one) for one in sorted(given.related))
                kept["related"] = sorted(one for one in objects if one is not None)
            found["given"] = kept
        return found

    def _about(self, ref: str, number: int) -> str | None:
        if ref == PLAN:
            return ref
        if ref == weeks.WEEK:
            return f"{WEEKS}/{weeks.monday(number).isoformat()}" if weeks.is_week(number) else None
        kind = BY_REF.get(ref)
        key = self.keys[kind.name].get(number) if kind else None
        return f"{kind.name}/{key}" if kind and key else None


def _wall_time(row: Row) -> str:
    if row["local_time"] is None:
        return str(row["local_date"].isoformat())
    return f"{datetime.combine(row['local_date'], row['local_time']).date()}T{columns.clock(row['local_time'])}"
