"""From an archive to a new workspace of one person, in one transaction."""

from collections.abc import Mapping
from typing import Any

from django.db import models as db
from django.db import transaction
from django_scopes import scope

from calendar_app import models
from personas.models import Platform
from smplanner.workspaces import audit
from smplanner.workspaces.models import Membership, User, Workspace
from smplanner.workspaces.owned import OwnedByWorkspace
from smplanner.workspaces.roles import Role

from . import addresses
from .reading import Archive, Known, Row
from .shape import BY_MODEL, BY_REF, KINDS, Kind

AT_ONCE = 500


def known_here() -> Known:
    """What this site's catalogue holds."""
    platforms = Platform.objects.values_list("slug", flat=True)
    kpis = models.Kpi.objects.order_by().values_list("slug", flat=True)
    return Known(frozenset(platforms), frozenset(kpis))


@transaction.atomic
def settle(archive: Archive, owner: User) -> Workspace:
    """Make a workspace of `archive`, which `owner` administers. Nothing that was there is touched."""
    workspace = Workspace(**archive.workspace)
    workspace.slug = Workspace.free_slug(workspace.name)
    workspace.save(force_insert=True)
    Membership.objects.create(user=owner, workspace=workspace, role=Role.ADMIN)
    with scope(workspace=workspace):
        settling = _Settling(workspace, owner)
        for name, kind in KINDS.items():
            settling.rows(kind, archive.of(name))
        audit.record(workspace, owner, "imported", workspace)
    return workspace


class _Settling:
    """The rows made so far: `made[kind][n - 1]` is the row numbered n in the file."""

    def __init__(self, workspace: Workspace, owner: User) -> None:
        self.workspace, self.owner = workspace, owner
        self.keys: dict[str, dict[str, int]] = {}
        self.made: dict[str, list[db.Model]] = {}
        self.catalogue: Mapping[type[db.Model], Mapping[str, int]] = {
            Platform: dict(Platform.objects.values_list("slug", "pk")),
            models.Kpi: dict(models.Kpi.objects.order_by().values_list("slug", "pk")),
        }

    def rows(self, kind: Kind, rows: list[Row]) -> None:
        if not rows:
            return
        self.keys[kind.name] = {row.key: row.number for row in rows}
        own = self._links_to_own_kind(kind)
        made = [kind.model(workspace=self.workspace, **self._values(kind, row, apart=own)) for row in rows]
        # What save() does of itself: links cannot lead out here, and posts were placed as they were read.
        self.made[kind.name] = kind.model._base_manager.bulk_create(made, batch_size=AT_ONCE)
        later = [*own, *self._stamped(kind)]
        for name in own:
            for one, row in zip(made, rows, strict=True):
                setattr(one, name, self._number(kind.name, row.values.get(name)))
        for one, row in zip(made, rows, strict=True):
            for name in self._stamped(kind):
                if name in row.values:
                    setattr(one, name, row.values[name])
        for name in later:
            told = [one for one, row in zip(made, rows, strict=True) if row.values.get(name) is not None]
            kind.model._base_manager.bulk_update(told, [name.removesuffix("_id")], batch_size=AT_ONCE)
        self._link_several(kind, rows)

    def _links_to_own_kind(self, kind: Kind) -> list[str]:
        return [one.attname for one in kind.fields if one.is_relation and one.related_model is kind.model]

    def _stamped(self, kind: Kind) -> list[str]:
        """Fields that every insertion sets to the moment it happens: they are set back to what the file says."""
        return [one.attname for one in kind.fields if getattr(one, "auto_now", False)]

    def _values(self, kind: Kind, row: Row, apart: list[str]) -> dict[str, Any]:
        found = {}
        for name, value in row.values.items():
            if name in apart:
                continue
            field = kind.model._meta.get_field(name)
            if field.many_to_many:
                continue
            if field.is_relation and value is not None:
                target = field.related_model
                if issubclass(target, OwnedByWorkspace):
                    value = self._number(BY_MODEL[target].name, value)  # noqa: PLW2901
                else:
                    value = self.catalogue[target][value]  # noqa: PLW2901
            found[name] = value
        if kind.model is models.Waiver:
            self._refer(found)
        if kind.model is models.SavedView:
            address = addresses.inward(found["address"], self._named)
            found |= {"owner": self.owner, "is_shared": True, "address": address}
        return found

    def _number(self, kind: str, number: int | None) -> int | None:
        return None if number is None else self.made[kind][number - 1].pk

    def _named(self, kind: str, key: str) -> int:
        return self.made[kind][self.keys[kind][key] - 1].pk

    def _refer(self, waiver: dict[str, Any]) -> None:
        """Turn what a waiver is about, and had to do with, into the numbers that rows have here."""
        if "ref_kind" in waiver:
            waiver["ref_id"] = self._here(waiver["ref_kind"], waiver["ref_id"])
        related = waiver.get("given", {}).get("related")
        if related:
            here = ([ref, self._here(ref, number)] for ref, number in related)
            waiver["given"] = {**waiver["given"], "related": sorted(here)}

    def _here(self, ref: str, number: int) -> int | None:
        return self._number(BY_REF[ref].name, number) if ref in BY_REF else number

    def _link_several(self, kind: Kind, rows: list[Row]) -> None:
        for field in kind.fields:
            if not field.many_to_many:
                continue
            through = field.remote_field.through
            here, there = field.m2m_column_name(), field.m2m_reverse_name()
            target = BY_MODEL[field.related_model].name
            links = [
                through(**{here: self._number(kind.name, row.number), there: self._number(target, number)})
                for row in rows
                for number in row[field.name]
            ]
            through._base_manager.bulk_create(links, batch_size=AT_ONCE)
