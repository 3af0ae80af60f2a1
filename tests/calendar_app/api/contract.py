"""The published schema turned into requests. Apart from the tests, because reading it takes seconds of every start."""

from collections.abc import Callable, Iterable
from functools import cache

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
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


# Requests are read and answers shaped alike on every database: another engine is asked less.
EXAMPLES = 18 if connection.vendor == "sqlite" else 6


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


def site(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """The site as a server calls it; its middleware is made at the first call, when the static files are there."""
    return _handler()(environ, start_response)


SCHEMA = schemathesis.openapi.from_dict(document("en"))
SCHEMA.app = site
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}


def ask_all(operation: APIOperation, path: dict[str, object], secret: str) -> None:
    """Ask `operation` what its schema allows and what it forbids; each time, nothing is left behind."""
    version = {"If-Match": "*"} if operation.method in {"patch", "delete"} else None
    sent = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}

    @seed(6)
    @settings(
        max_examples=EXAMPLES,
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
