"""The OpenAPI document taken apart for the manual: plain values that a template can walk through."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from smplanner.workspaces.models import ApiToken
from smplanner.workspaces.roles import ACTIONS

from .problems import KINDS, ROOT

METHODS = ("get", "post", "patch", "delete")
# What is told and has fields; what is sent to make or change one is shown with it.
OBJECTS = ("Post", "Persona", "Use", "Channel", "Objective", "WorkspaceWhole", "CheckFinding", "Problem")
FEW = 12  # values of an enumeration that are written out


@dataclass(frozen=True, slots=True)
class Line:
    """One field or parameter in words."""

    name: str
    kind: str
    says: str
    must: bool
    read_only: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One operation in words."""

    anchor: str
    method: str
    path: str
    summary: str
    says: str
    scope: str
    right: str
    parameters: tuple[Line, ...]
    takes: str
    gives: str
    statuses: tuple[tuple[str, str], ...]
    example: str


def manual_of(document: dict[str, Any]) -> dict[str, Any]:
    """What the page shows: groups of operations, the objects they speak of, and the kinds of problems."""
    groups = [(tag["name"], tag["description"], list(_operations(document, tag["name"]))) for tag in document["tags"]]
    return {
        "about": document["info"]["description"],
        "groups": groups,
        "objects": [(name, list(_lines(name, document))) for name in OBJECTS],
        "problems": [(kind, _(kind.title), _(kind.meaning)) for kind in KINDS.values()],
        "scopes": ApiToken.Scope.choices,
        "root": f"{settings.SITE_URL}{ROOT}",
        "limit": settings.API_REQUESTS_A_MINUTE,
    }


def _operations(document: dict[str, Any], tag: str) -> Iterator[Told]:
    for path, methods in document["paths"].items():
        for method in METHODS:
            told = methods.get(method)
            if told and tag in told["tags"]:
                yield _operation(document, path, method, told)


def _operation(document: dict[str, Any], path: str, method: str, told: dict[str, Any]) -> Told:
    takes = _body(told)
    action = told.get("x-action", "")
    return Told(
        anchor=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        says=told.get("description", ""),
        scope=told["x-scope"],
        right=str(ACTIONS[action][1]) if action else "",
        parameters=tuple(_parameter(one, document) for one in told["parameters"]),
        takes=takes,
        gives=_given(told),
        statuses=tuple(_statuses(document, told)),
        example=_example(path, method),
    )


def _body(told: dict[str, Any]) -> str:
    if "requestBody" not in told:
        return ""
    return _last(told["requestBody"]["content"]["application/json"]["schema"].get("$ref", ""))


def _given(told: dict[str, Any]) -> str:
    for status, response in told["responses"].items():
        if status.startswith("2") and "content" in response:
            return _last(response["content"]["application/json"]["schema"].get("$ref", ""))
    return ""


def _last(reference: str) -> str:
    return reference.rpartition("/")[2]


def _statuses(document: dict[str, Any], told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for status, response in sorted(told["responses"].items()):
        if "$ref" in response:
            yield status, document["components"]["responses"][_last(response["$ref"])]["description"]
        elif status == "304":
            yield status, response["description"]


def _parameter(one: dict[str, Any], document: dict[str, Any]) -> Line:
    return Line(
        one["name"], _kind(one["schema"], document), one.get("description", ""), one["required"], read_only=False
    )


def _lines(name: str, document: dict[str, Any]) -> Iterator[Line]:
    schemas = document["components"]["schemas"]
    required = schemas.get(f"{name}New", {}).get("required", ())
    for field, one in schemas[name]["properties"].items():
        yield Line(
            field, _kind(one, document), one.get("description", ""), field in required, one.get("readOnly", False)
        )


def _kind(schema: dict[str, Any], document: dict[str, Any]) -> str:
    """The type of a value, as short as it can be said."""
    if "$ref" in schema:
        return _last(schema["$ref"])
    if "anyOf" in schema:
        return " | ".join(_kind(one, document) for one in schema["anyOf"])
    if "enum" in schema:
        shown = [json.dumps(value, ensure_ascii=False) for value in schema["enum"]]
        return " | ".join(shown[:FEW]) + (" | …" if len(shown) > FEW else "")
    if "const" in schema:
        return json.dumps(schema["const"])
    kinds = schema.get("type", "object")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return " | ".join(_simple(kind, schema, document) for kind in kinds)


def _simple(kind: str, schema: dict[str, Any], document: dict[str, Any]) -> str:
    if kind == "array":
        return f"[{_kind(schema.get('items', {}), document)}]"
    if kind == "string" and "maxLength" in schema:
        return f"string ≤ {schema['maxLength']}"
    if kind == "string" and "format" in schema:
        return schema["format"]
    return kind


def _example(path: str, method: str) -> str:
    address = f"{settings.SITE_URL}{path}"
    said = ['curl -H "Authorization: Bearer $TOKEN"']
    if method != "get":
        said.append(f"-X {method.upper()}")
    if method in {"patch", "delete"}:
        said.append("-H 'If-Match: \"…\"'")
    if method in {"patch", "post"}:
        said.append("-H 'Content-Type: application/json' -d '{…}'")
    return " ".join([*said, address])
