"""The published schema against what is really answered: whatever is sent, no undocumented answer comes back."""

from collections.abc import Iterator

import jsonschema
import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from calendar_app.api.document import document


@pytest.fixture
def without_end(settings) -> Iterator[None]:
    """A token may ask as often as it likes, and what it asks stays in the transaction of the test."""
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_nothing_is_answered_that_the_schema_does_not_tell(world, without_end):
    from tests.calendar_app.api.contract import OPERATIONS, ask_all

    known = {f"{name}_id": world.bakery.rows[name].pk for name in ("post", "persona", "channel", "objective")}
    for operation in OPERATIONS.values():
        path = {
            name: value for name, value in {"workspace": "bakery", **known}.items() if f"{{{name}}}" in operation.path
        }
        ask_all(operation, path, world.bakery.token.secret)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_schema_is_openapi_3_1_in_both_languages(language):
    told = document(language)
    assert told["openapi"].startswith("3.1")
    for schema in told["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    names = [one["operationId"] for path in told["paths"].values() for one in path.values()]
    assert len(names) == len(set(names)) == 24


def test_the_schema_speaks_the_language_that_is_asked_for(client, db):
    summaries = {
        language: client.get("/api/v1/openapi.json", headers={"Accept-Language": language}).json()["paths"][
            "/api/v1/workspaces"
        ]["get"]["summary"]
        for language in ("fr", "en")
    }
    assert summaries["en"] == "List workspaces"
