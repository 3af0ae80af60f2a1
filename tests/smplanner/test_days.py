"""Days in words, as each language writes them."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils.translation import override

from smplanner.days import date_format


@pytest.mark.parametrize(
    ("language", "form", "words"),
    [
        ("fr", "j F Y", "1er décembre 2026"),
        ("fr", "l j F", "Mardi 1er décembre"),
        ("fr", None, "1er décembre 2026"),
        ("fr", "SHORT_DATE_FORMAT", "01/12/2026"),
        ("en", "j F Y", "1 December 2026"),
        ("en", "l jS F", "Tuesday 1st December"),
    ],
)
def test_the_first_of_a_month_in_code_and_in_templates(language, form, words):
    day = date(2026, 12, 1)
    with override(language):
        page = engines["django"].from_string("{{ day|date:form }}" if form else "{{ day|date }}")
        assert (str(date_format(day, form)), page.render({"day": day, "form": form})) == (words, words)


def test_no_other_day_and_nothing_that_is_no_day_changes():
    with override("fr"):
        assert date_format(date(2026, 12, 11), "j F") == "11 décembre"
        assert date_format(datetime(2026, 12, 1, 9, 5, tzinfo=UTC), "DATETIME_FORMAT") == "1er décembre 2026 à 09:05"
        page = engines["django"].from_string("{{ none|date:'j F' }}{{ word|date:'j F' }}{{ day|date:'j' }}")
        assert page.render({"none": None, "word": "soon", "day": date(2026, 12, 1)}) == "1"
