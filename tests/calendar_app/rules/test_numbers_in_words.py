"""What a rule says of one thing, it says of one: “1 post”, « 1 publication »."""

import re

import pytest
from django.utils import translation

from calendar_app.rules.core import RULES
from calendar_app.rules.engine import shown_by
from calendar_app.rules.prose import fill

WORD = re.compile(r"\b1\s(?!mois\b)\w+[sx]\b")
# Numbers that are never one: shares and rows are told from two posts on, questions asked are always several, and what
# lies behind the fold, or is a week long at least, is more than one.
NEVER_ONE = {
    *("asked", "questions", "needed", "silent", "streak", "visible", "start", "open_days"),
    *(("posts", slug) for slug in ("only-commercial", "paid-only", "impersonal-feed", "burst", "copy-paste-crosspost")),
    ("days", "dead-account"),
}


def sentences():
    for slug, rule in RULES.items():
        finding = shown_by(rule)
        least = {one.name: one.bounds.smallest if one.bounds else 1 for one in rule.parameters}
        for part in ("message", "measured", "benchmark"):
            for name, value in finding.facts.items():
                # A place that counts nothing, but is what something is counted of, is told by the word before it.
                if isinstance(value, int) and least.get(name, 1) <= 1 and not NEVER_ONE & {name, (name, slug)}:
                    yield pytest.param(finding, part, name, id=f"{slug}-{part}-{name}")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("finding", "part", "name"), list(sentences()))
def test_one_thing_is_told_as_one(finding, part, name, language):
    text = finding.says.get(part, getattr(finding.rule, part))
    with translation.override(language):
        one, more = (fill(text, {**finding.facts, name: number}) for number in (1, 7))
    spoken = WORD.search(one.replace(" of 1 ", " of one ").replace(" sur 1 ", " sur un "))
    assert one == more or not spoken, one
