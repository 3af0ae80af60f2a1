"""The measurements run: they are taken so seldom that what they call may have changed meanwhile."""

import pytest
from django.conf import settings
from django.test import override_settings

from tests.bench import budgets
from tests.bench.plans import plan
from tests.bench.tables import steps

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


def test_a_table_is_taken_out_changed_written_and_taken_back(alice):
    few = plan(alice, "Few", 8, 8)
    assert list(steps(alice, few)) == ["taken out", "read", "compared", "written", "taken back"]


@override_settings(ROOT_URLCONF="tests.bench.floor")
def test_the_month_its_weight_and_a_feed_are_measured(alice, client, capsys):
    client.force_login(alice, backend=settings.AUTHENTICATION_BACKENDS[0])
    few = plan(alice, "Few", 8, 8)
    budgets.month_against_floor(client, few)
    budgets.weight(client, few)
    budgets.feed(alice)
    assert "events, against icalendar" in capsys.readouterr().out
