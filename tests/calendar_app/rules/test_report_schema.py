"""The JSON that check_plan prints is what docs/report.schema.json says."""

import json as plain_json
from dataclasses import replace
from datetime import date

import jsonschema
import pytest
from django.utils import translation

from calendar_app.plan.examples import bakery, post
from calendar_app.plan.snapshot import PLAN
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, Waiver, choose, run
from calendar_app.rules.render import json


@pytest.fixture
def schema(repository):
    return plain_json.loads((repository / "docs" / "report.schema.json").read_text(encoding="utf-8"))


def plans():
    yield "sound", bakery()
    yield "bare", replace(bakery(), personas=(), objectives=(), channels=(), team=(), posts=())
    yield (
        "busy",
        replace(bakery(), posts=tuple(post(n, title="Promo !", text="Achetez ! " * 90) for n in range(1, 9))),
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_report_is_as_the_schema_says(schema, language):
    waivers = [
        Waiver("no-objective", None, "Plus tard", "Léa", date(2026, 3, 1), None),
        Waiver("no-persona", PLAN, "Bientôt", "Léa", date(2026, 3, 1), date(2026, 3, 2)),
    ]
    off = choose({"publishing-gap": Chosen(RULES["publishing-gap"], enabled=False)})
    reports = {name: run(plan, off, waivers) for name, plan in plans()}
    with translation.override(language):
        written = plain_json.loads(json.render(reports))
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in checker.iter_errors(written)] == []
    assert any(plan["findings"] for plan in written["plans"])


def test_the_schema_is_one(schema):
    jsonschema.Draft202012Validator.check_schema(schema)
