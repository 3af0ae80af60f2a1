"""Every operation of the API × everybody's token, against the table of roles; and ids of others in paths and bodies."""

import json

import pytest
from django.core.cache import cache

from calendar_app.api.document import document
from calendar_app.api.operations import ALL, Operation
from calendar_app.api.site import MODULES
from smplanner.workspaces.roles import may
from tests.conftest import SiteClient
from tests.isolation.database import crossings, digest, rows_of
from tests.isolation.test_matrix import PEOPLE, undone
from tests.isolation.test_swap import foreign_ids
from tests.isolation.world import BAKERY, MUSEUM, Side, World

assert MODULES  # importing them is what fills ALL
MINIMAL = {
    "create_post": {"title": "New"},
    "create_persona": {"name": "New"},
    "create_channel": {"platform": "linkedin"},
    "create_objective": {"statement": "New"},
}


@pytest.fixture(autouse=True)
def as_often_as_it_takes(settings, db):
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    cache.clear()


def path_of(operation: Operation, slug: str, side: Side) -> str:
    """The address of `operation` below the workspace `slug`, with numbers of `side`."""
    path = operation.path.replace("{slug:workspace}", slug)
    for name in ("post", "persona", "channel", "objective"):
        path = path.replace(f"{{int:{name}_id}}", str(side.rows[name].pk))
    return f"/api/v1{path}"


def ask(world: World, person: str, operation: Operation, path: str, body: dict | None = None):
    headers = {"If-Match": "*"}
    if person == "client link":
        headers["Authorization"] = f"Bearer {world.bakery.guest_link.token}"
    elif person != "anonymous":
        headers["Authorization"] = f"Bearer {world.bakery.rows[f'token of {person}'].secret}"
    sent = {}
    if operation.method in {"POST", "PATCH"}:
        sent = {"data": json.dumps(body or MINIMAL.get(operation.name, {})), "content_type": "application/json"}
    return SiteClient().generic(operation.method, path, headers=headers, **sent)


def expected(operation: Operation, person: str, world: World) -> set[int]:
    if person in {"anonymous", "client link"}:
        return {401}
    if not operation.action:
        return {200}
    role = world.role_of.get(person)
    if role is None:
        return {404}
    if not may(role, operation.action):
        return {403}
    return {200, 201, 204}


def test_each_operation_is_done_for_whom_the_table_names_and_nobody_else(world, record_property):
    wrong = []
    before = digest()
    for operation in ALL:
        for person in PEOPLE:
            with undone():
                response = ask(world, person, operation, path_of(operation, "bakery", world.bakery))
                where = f"{person} {operation.name}: {response.status_code}"
                if response.status_code not in expected(operation, person, world):
                    wrong.append(f"{where} {response.content[:200]}")
                may_not_write = response.status_code >= 400 if operation.method != "GET" else person == "alice"
                if may_not_write and digest() != before:
                    wrong.append(f"{where}, and the database changed")
                if (MUSEUM if person != "charlie" else BAKERY) in response.content.decode():
                    wrong.append(f"{where}, and it shows what belongs to others")
    record_property("combinations", len(ALL) * len(PEOPLE))
    assert wrong == []


def test_numbers_of_another_workspace_lead_nowhere(world):
    for operation in [one for one in ALL if "_id}" in one.path]:
        for slug, side in (("bakery", world.museum), ("museum", world.bakery)):
            response = ask(world, "alice", operation, path_of(operation, slug, side))
            assert response.status_code == 404, operation.name
            assert MUSEUM not in response.content.decode()


def test_no_body_takes_a_row_of_another_workspace(world):
    theirs, tried = rows_of(world.museum.workspace.pk), 0
    for operation in [one for one in ALL if one.method in {"POST", "PATCH"}]:
        for name, pk in set(foreign_ids(world)):
            kind = fields_of(operation).get(name, {}).get("type")
            if kind is None:
                continue  # no field of that name: what is not known is refused by the schema
            tried += 1
            with undone():
                body = {**MINIMAL.get(operation.name, {}), name: [pk] if kind == "array" else pk}
                response = ask(world, "alice", operation, path_of(operation, "bakery", world.bakery), body)
                assert response.status_code == 422, f"{operation.name} {name}: {response.status_code}"
                assert list(crossings()) == []
                assert rows_of(world.museum.workspace.pk) == theirs
    assert tried >= 24


def fields_of(operation: Operation) -> dict[str, dict]:
    """What the body of `operation` may hold: name → schema."""
    told = document("en")
    path = operation.path.replace("{slug:", "{").replace("{int:", "{")
    body = told["paths"][f"/api/v1{path}"][operation.method.lower()]["requestBody"]
    name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return told["components"]["schemas"][name]["properties"]
