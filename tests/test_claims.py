"""The table of claims names every claim, and nothing that does not exist."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import URLPattern, URLResolver, get_resolver

from calendar_app.checker import RULES
from calendar_app.claims import claims
from calendar_app.management.commands import write_claims

CLAIMS = list(claims())
EXPECTED = [
    f"S{article}-{number}"
    for article, (first, last) in enumerate([(1, 20), (1, 16), (1, 36), (0, 20), (1, 27)])
    for number in range(first, last + 1)
]


def names(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from names(one)
        elif isinstance(one, URLPattern) and one.name:
            yield one.name


@pytest.fixture(scope="module")
def fields() -> set[str]:
    ours = [model for model in apps.get_models() if model._meta.app_label in {"calendar_app", "personas", "workspaces"}]
    return {f"{model.__name__}.{field.name}" for model in ours for field in model._meta.get_fields()}


def test_every_claim_is_there_once_and_in_order():
    assert [claim.id for claim in CLAIMS] == EXPECTED


def test_every_claim_is_answered_or_says_why_not():
    answered = [one.fields or one.screens or one.rules or one.later or one.why for one in CLAIMS]
    assert all(answered)
    assert all(claim.text for claim in CLAIMS)


def test_every_field_is_a_models(fields):
    assert {name for claim in CLAIMS for name in claim.fields} <= fields


def test_every_screen_has_an_address():
    assert {name for claim in CLAIMS for name in claim.screens} <= set(names(get_resolver()))


def test_every_rule_is_written_and_none_that_is_written_stands_under_later():
    assert {slug for claim in CLAIMS for slug in claim.rules} <= RULES.keys()
    assert not {slug for claim in CLAIMS for slug in claim.later} & RULES.keys()


@pytest.mark.parametrize("slug", RULES)
def test_what_a_rule_says_it_is_drawn_from_names_that_rule(slug):
    named = {claim.id for claim in CLAIMS if slug in claim.rules}
    assert set(RULES[slug].seeds) <= named


def test_the_page_is_fresh(monkeypatch, tmp_path):
    call_command("write_claims", "--check")
    monkeypatch.setattr(write_claims, "PATH", tmp_path / "claims.md")
    with pytest.raises(CommandError):
        call_command("write_claims", "--check")
    call_command("write_claims")
    call_command("write_claims", "--check")
