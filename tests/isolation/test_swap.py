"""Ids of another workspace in the body of a form: the second id, which nobody looks up by the address."""

from collections.abc import Iterator

import pytest
from django.db import connection, models

from smplanner.doors import Door, doors
from smplanner.workspaces.models import User
from smplanner.workspaces.owned import OwnedByWorkspace
from tests.conftest import SiteClient
from tests.isolation.database import crossings, rows_of, tenant_models, touched_by, written
from tests.isolation.forms import Form, forms_of
from tests.isolation.test_matrix import named, undone
from tests.isolation.world import MUSEUM, World, address

DOORS = [door for door in doors() if door.party == "own" and door.access and door.access.kind == "workspace"]
# What a row of a list of forms is. A list with another prefix is red.
ROW_OF_PREFIX = {"media": "media", "uses": "use", "sources": "source", "keywords": "keyword", "slots": "slot"}


def foreign_ids(world: World) -> Iterator[tuple[str, int]]:
    """(name of a link, id of a museum's row or person) for every link between rows that there is.

    Two kinds of rows may be linked under one name, such as an owner; an id that is by chance also one of the bakery's
    is left out.
    """
    at_home = {type(row): {row.pk} for row in world.bakery.rows.values()}
    at_home[User] = {user.pk for user in world.people.values() if user}
    by_model = {type(row): row for row in world.museum.rows.values()}
    by_model[User] = world.people["charlie"]
    kinds: dict[str, set[type[models.Model]]] = {}
    for model in tenant_models():
        for relation in [*model._meta.concrete_fields, *model._meta.many_to_many]:
            target = relation.related_model
            if isinstance(target, type) and (issubclass(target, OwnedByWorkspace) or target is User):
                kinds.setdefault(relation.name, set()).add(target)
    for name, targets in kinds.items():
        for target in targets:
            pk = by_model[target].pk
            if not any(pk in at_home[other] for other in targets - {target}):
                yield name, pk


def forms_by_path(alice: SiteClient, world: World) -> dict[str, Form]:
    """Where a form is sent → the form, over every page that Alice can open."""
    found: dict[str, Form] = {}
    for door in DOORS:
        path = address(door, world.bakery, "alice")
        response = alice.get(path)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            for form in forms_of(response.content.decode(errors="replace"), path):
                if len(form.fields) > len(found.get(form.path, form).fields) or form.path not in found:
                    found[form.path] = form
    return found


@pytest.fixture
def alice(world: World, client_of) -> SiteClient:
    return client_of(world.people["alice"])


def test_no_form_takes_a_row_of_another_workspace(world, alice, record_property):
    forms, wrong, tried = forms_by_path(alice, world), [], 0
    theirs = rows_of(world.museum.workspace.pk)
    links: dict[str, set[int]] = {}
    for name, pk in foreign_ids(world):
        links.setdefault(name, set()).add(pk)
    for door in DOORS:
        path = address(door, world.bakery, "alice")
        form = forms.get(path, Form(path))
        for body, must_fail in _bodies(form, links, world):
            tried += 1
            with undone(), written() as statements:
                response = alice.post(path, body)
                kinds = touched_by(statements)
                crossed = list(crossings(kinds)) if statements else []
                now = rows_of(world.museum.workspace.pk, kinds)
                touched = any(theirs[table] != rows for table, rows in now.items())
                saved = must_fail and response.status_code in {201, 204, 302}
                if (
                    response.status_code >= 500
                    or crossed
                    or touched
                    or saved
                    or MUSEUM in response.content.decode(errors="replace")
                ):
                    wrong.append(f"{door.route} with {must_fail or 'all'}: {response.status_code} {crossed}")
    record_property("combinations", tried)
    assert wrong == []


def _bodies(form: Form, links: dict[str, set[int]], world: World) -> Iterator[tuple[dict[str, object], str]]:
    """(what to send, the field that must be refused); first all links at once, where the form may ignore them."""
    fields = form.fields
    yield {**fields, **{name: sorted(pks) for name, pks in links.items() if name not in fields}}, ""
    if connection.vendor != "sqlite":
        return  # a field refuses an id before any engine is asked to write it, and did on SQLite
    for name in (fields.keys() & links.keys()) - form.prose:
        for pk in sorted(links[name]):
            yield {**fields, name: [pk]}, name
    for name in fields:
        if name.endswith("-TOTAL_FORMS"):
            prefix = name.removesuffix("-TOTAL_FORMS")
            pk = world.museum.rows[ROW_OF_PREFIX[prefix]].pk
            yield {**fields, name: ["1"], f"{prefix}-INITIAL_FORMS": ["1"], f"{prefix}-0-id": [pk]}, f"{prefix}-0-id"


@pytest.mark.parametrize("door", DOORS, ids=named)
def test_no_page_shows_a_row_that_its_query_names(door: Door, world, alice):
    query = dict(foreign_ids(world)) | {"ref_kind": "post", "ref_id": world.museum.post.pk}
    for name, pk in list(query.items()):
        query[f"{name}_id"] = pk
    response = alice.get(address(door, world.bakery, "alice"), query)
    assert response.status_code < 500
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert MUSEUM not in content.decode(errors="replace")


def test_no_finding_of_another_workspace_is_set_aside(world, alice):
    for kind, row in world.museum.rows.items():
        if isinstance(row, models.Model):
            with undone(), written() as statements:
                fields = {
                    "ref_kind": kind,
                    "ref_id": row.pk,
                    "ref": f"{kind}:{row.pk}",
                    "reason": "why",
                    "rule": "no-persona",
                }
                alice.post("/w/bakery/check/waive/", fields | {"slug": "no-persona"})
                assert list(crossings(touched_by(statements))) == []
