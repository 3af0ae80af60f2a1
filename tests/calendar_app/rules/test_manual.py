"""The page of each rule says what is written down of it: a threshold, a year or a work cannot change in silence."""

from pathlib import Path

import pytest
from django.utils import translation

from calendar_app.rules.core import RULES
from calendar_app.rules.render import manual

FOLDER = Path(__file__).parents[3] / "docs" / "rules"


@pytest.mark.parametrize("slug", sorted(RULES))
def test_the_page_of_a_rule_is_the_one_in_the_documentation(slug):
    for language in ("fr", "en"):
        with translation.override(language):
            assert manual.page(RULES[slug]) == (FOLDER / language / f"{slug}.md").read_text(encoding="utf-8"), language


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_list_of_rules_is_the_one_in_the_documentation(language):
    with translation.override(language):
        assert manual.index() == (FOLDER / language / "README.md").read_text(encoding="utf-8")
