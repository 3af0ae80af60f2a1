"""The whole database in one value, to see whether a request changed anything."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models

from calendar_app.models import Waiver
from smplanner.workspaces.models import Membership, User
from smplanner.workspaces.owned import OwnedByWorkspace

# What a visit may write: who is signed in, and what is counted against guessing.
NOT_THE_PLAN = {"django_session", "django_migrations", "smplanner_cache", "sqlite_sequence"}
# What the first look of a day at the checks writes down: how many findings there were, for their trend.
NOT_THE_PLAN |= {"calendar_app_checkday"}
# In which browsers somebody is signed in, which is noted now and then.
NOT_THE_PLAN |= {"usersessions_usersession"}
# What looking at a page may write down, by table: which view of the calendar was last, when a feed was read.
LOOKING = {
    "workspaces_user": {"calendar_view", "last_login"},
    "workspaces_apitoken": {"last_used_at"},
    "calendar_app_feed": {"last_used_at", "last_client"},
    "calendar_app_guestlink": {"last_used_at"},
}


# Who did something stays written down after they left.
HISTORY = {"actor", "by", "invited_by", "created_by"}


def digest() -> dict[str, str]:
    """Table → hash of its rows, columns that looking may change left out."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - NOT_THE_PLAN):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our own tables
            kept = [i for i, column in enumerate(cursor.description) if column[0] not in LOOKING.get(table, ())]
            rows = sorted(repr([row[i] for i in kept]) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


@contextmanager
def written() -> Iterator[list[str]]:
    """The statements of the block that may have changed something: all that do more than select or nest."""
    found: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.split(maxsplit=1)[0] not in {"SELECT", "SAVEPOINT", "RELEASE"}:
            found.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield found


def tenant_models() -> list[type[models.Model]]:
    """Every kind of row that belongs to one workspace."""
    return [model for model in apps.get_models() if issubclass(model, OwnedByWorkspace)]


def touched_by(statements: list[str]) -> list[type[models.Model]]:
    """The kinds of rows that these statements write, or whose links they write; all, when they write who has a seat."""
    if any(f'"{Membership._meta.db_table}"' in statement for statement in statements):
        return tenant_models()
    tables = {
        model: [model._meta.db_table, *(link.remote_field.through._meta.db_table for link in model._meta.many_to_many)]
        for model in tenant_models()
    }
    return [
        model
        for model, names in tables.items()
        if any(f'"{name}"' in statement for statement in statements for name in names)
    ]


def rows_of(workspace_id: int, kinds: list[type[models.Model]] | None = None) -> dict[str, list[str]]:
    """Table → what stands in it for one workspace."""
    return {
        model._meta.db_table: sorted(repr(row) for row in model._base_manager.filter(workspace=workspace_id).values())
        for model in (tenant_models() if kinds is None else kinds)
    }


def crossings(kinds: list[type[models.Model]] | None = None) -> Iterator[str]:
    """Links that lead from one workspace's rows into another's, or to a person who has no seat there."""
    for waiver in Waiver._base_manager.exclude(ref_kind=""):  # its object is named, not linked
        kind = next(model for model in tenant_models() if model._meta.model_name == waiver.ref_kind.replace("_", ""))
        if not kind._base_manager.filter(pk=waiver.ref_id, workspace=waiver.workspace_id).exists():
            yield f"{waiver} of {waiver.workspace}"
    seats = set(Membership.objects.values_list("workspace_id", "user_id"))
    for model in tenant_models() if kinds is None else kinds:
        for relation in [*model._meta.concrete_fields, *model._meta.many_to_many]:
            target = relation.related_model
            if not isinstance(target, type):
                continue
            links = model._base_manager.exclude(**{relation.name: None})
            if issubclass(target, OwnedByWorkspace):
                foreign = links.exclude(**{f"{relation.name}__workspace": models.F("workspace")})
                yield from (
                    f"{model._meta.label}.{relation.name} of {pk}" for pk in foreign.values_list("pk", flat=True)
                )
            elif target is User and relation.name not in HISTORY:
                pairs = links.values_list("pk", "workspace_id", relation.attname)
                yield from (
                    f"{model._meta.label}.{relation.name} of {pk}"
                    for pk, place, user in pairs
                    if (place, user) not in seats
                )
