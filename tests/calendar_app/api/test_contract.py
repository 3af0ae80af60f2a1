"""The published schema against what is really answered: whatever is sent, no undocumented answer comes back."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

import jsonschema
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from calendar_app.api.document import document

# What is left out: that valid data is always taken, since numbers of rows that do not exist are valid to a schema; and
# that all else is refused, since a parameter too many is passed over, and the test sends its own token with each case.
# What is refused, and how, is in test_refusals.py.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


def site(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """The site as a server calls it; its middleware is made at the first call, when the static files are there."""
    return _handler()(environ, start_response)


SCHEMA = schemathesis.openapi.from_dict(document("en"))
SCHEMA.app = site
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}


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
    known = {f"{name}_id": world.bakery.rows[name].pk for name in ("post", "persona", "channel", "objective")}
    for operation in OPERATIONS.values():
        path = {
            name: value for name, value in {"workspace": "bakery", **known}.items() if f"{{{name}}}" in operation.path
        }
        ask_all(operation, path, world.bakery.token.secret)


def ask_all(operation: APIOperation, path: dict[str, object], secret: str) -> None:
    """Ask `operation` what its schema allows and what it forbids; each time, nothing is left behind."""
    version = {"If-Match": "*"} if operation.method in {"patch", "delete"} else None
    sent = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}

    @seed(6)
    @settings(
        max_examples=18,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(*(_cases(operation, mode, path, version) for mode in GenerationMode)))
    def ask(case):
        with transaction.atomic():
            case.call_and_validate(checks=CHECKS, headers=sent)
            transaction.set_rollback(True)

    ask()


def _cases(operation: APIOperation, mode: GenerationMode, path: dict, version: dict | None) -> st.SearchStrategy:
    return operation.as_strategy(mode, path_parameters=path or None, headers=version)


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
