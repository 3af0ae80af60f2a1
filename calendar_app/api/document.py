"""The OpenAPI 3.1 document, in the reader's language."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from .personas import Use
from .problems import KINDS, MEDIA_TYPE, ROOT
from .site import api

NAME = "Check"  # what the parts of the report's schema are called here

ABOUT = _(
    "Everything that the forms of smplanner take, for programs: the same rules, the same rights and the same history. "
    "Each request carries a personal token in the header Authorization: Bearer spa_… Words come in the language that "
    "Accept-Language asks for."
)
TAGS = (
    ("workspaces", _("Workspaces and catalogues")),
    ("posts", _("Posts")),
    ("personas", _("Personas")),
    ("channels", _("Channels")),
    ("objectives", _("Objectives")),
    ("check", _("Findings and checks")),
)


@cache
def document(language: str) -> dict[str, Any]:
    """The whole document, with its words in `language`."""
    with override(language):
        told = api.get_openapi_schema(path_prefix=ROOT.strip("/"))
        told["info"]["description"] = ABOUT
        told["servers"] = [{"url": "/"}]
        told["tags"] = [{"name": name, "description": says} for name, says in TAGS]
        told["components"]["responses"] = _problems()
        told["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "spa_…"}}
        told["components"]["schemas"] |= {"Problem": PROBLEM, "Use": Use.model_json_schema(), **_report()}
        for name in ("Persona", "PersonaNew", "PersonaChange"):
            told["components"]["schemas"][name]["properties"]["uses"]["items"] = {"$ref": "#/components/schemas/Use"}
        _tidy(told)
        return json.loads(json.dumps(told, cls=DjangoJSONEncoder))


def _tidy(told: dict[str, Any]) -> None:
    """Take out what says nothing: titles made of names, and that a parameter of a query may be null, which none can."""
    for path in told["paths"].values():
        for operation in path.values():
            operation["responses"] = dict(sorted(operation["responses"].items(), key=lambda one: str(one[0])))
            for parameter in operation["parameters"]:
                schema = parameter["schema"]
                schema.pop("title", None)
                if "anyOf" in schema:
                    schema |= next(one for one in schema.pop("anyOf") if one.get("type") != "null")
                schema.pop("description", None)
    for schema in told["components"]["schemas"].values():
        for one in schema.get("properties", {}).values():
            one.pop("title", None)


PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": _("Where this kind of problem is explained.")},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "field", "message"],
                "properties": {
                    "in": {"enum": ["body", "query", "path", "header"]},
                    "field": {"type": "string", "description": _("Empty when it is about the whole.")},
                    "message": {"type": "string"},
                },
            },
        },
    },
}


def _problems() -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    made = {kind.slug: {"description": _(kind.title), "content": content} for kind in KINDS.values()}
    made["wrong-method"]["headers"] = {"Allow": {"required": True, "schema": {"type": "string"}}}
    made["no-token"]["headers"] = {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}}
    seconds = {"type": "integer", "minimum": 1, "maximum": 60}
    made["too-many"]["headers"] = {"Retry-After": {"required": True, "schema": seconds}}
    return made


def _report() -> dict[str, Any]:
    """The published schema of a report, with its parts under names of this document."""
    told = json.loads((settings.BASE_DIR / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    parts = {NAME + name.title(): _pointed(part) for name, part in told.pop("$defs").items()}
    told.pop("$schema")
    return {f"{NAME}Report": _pointed(told), **parts}


def _pointed(schema: Any) -> Any:
    """`schema` with its references led to where the parts stand here."""
    if isinstance(schema, list):
        return [_pointed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    known = {name: _pointed(one) for name, one in schema.items() if name != "$ref"}
    if "$ref" in schema:
        known["$ref"] = f"#/components/schemas/{NAME}{schema['$ref'].rpartition('/')[2].title()}"
    return known
