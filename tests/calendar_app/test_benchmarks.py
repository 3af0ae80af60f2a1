"""Thresholds that the site's staff set, in the check and in the manual."""

import pytest
from django.urls import reverse
from django_scopes import scope

from calendar_app import benchmarks, checker
from calendar_app.models import Benchmark, RuleSetting
from calendar_app.rules.core import RULES
from tests.factories import make_channel, make_team_member

pytestmark = pytest.mark.django_db

RULE = "too-many-platforms"


@pytest.fixture
def crowded(bakery):
    """Three platforms for six hours a week: the rule's own three hours each allow two."""
    make_team_member(bakery, hours_per_week=6)
    for platform in ("instagram", "facebook", "linkedin"):
        make_channel(bakery, platform)
    return bakery


def raised(workspace, today):
    with scope(workspace=workspace):
        return bool(checker.check(workspace, today, select=[RULE]).findings)


def benchmark(value, **fields):
    return Benchmark.objects.create(rule=RULE, parameter="hours_per_platform", value=value, **fields)


def test_a_benchmark_of_the_site_takes_the_place_of_the_rules_own(crowded, today):
    assert raised(crowded, today)
    benchmark(2)
    assert not raised(crowded, today)


def test_what_a_workspace_set_itself_wins(crowded, museum, today):
    benchmark(2)
    RuleSetting.objects.create(workspace=crowded, slug=RULE, parameters={"hours_per_platform": 3})
    RuleSetting.objects.create(workspace=museum, slug=RULE, parameters={"hours_per_platform": 1})
    assert raised(crowded, today)


def test_a_setting_of_something_else_leaves_the_benchmark(crowded, today):
    benchmark(2)
    RuleSetting.objects.create(workspace=crowded, slug=RULE, parameters={"solo_cap": 4, "hours_per_platform": "x"})
    assert not raised(crowded, today)


@pytest.mark.parametrize("value", [0, 100000])
def test_a_benchmark_out_of_bounds_says_nothing(crowded, today, value):
    benchmark(value)
    assert raised(crowded, today)


def test_a_benchmark_of_a_rule_that_is_gone_says_nothing(crowded, today):
    Benchmark.objects.create(rule="gone", parameter="days", value=1)
    Benchmark.objects.create(rule=RULE, parameter="gone", value=1)
    assert raised(crowded, today)


@pytest.mark.parametrize("rows", [1, 3])
def test_settings_and_benchmarks_come_in_one_query(bakery, django_assert_num_queries, rows):
    for slug in list(RULES)[:rows]:
        RuleSetting.objects.create(workspace=bakery, slug=slug, parameters={"days": 3})
        Benchmark.objects.create(rule=slug, parameter="days", value="12.50")
    with scope(workspace=bakery), django_assert_num_queries(1):
        settings, standing = benchmarks.with_settings()
    assert sorted(settings) == sorted((slug, True, "", {"days": 3}) for slug in list(RULES)[:rows])
    assert standing == {slug: {"days": 12.5} for slug in list(RULES)[:rows]}


def test_the_manual_tells_the_benchmark_with_its_source(client_of, charlie):
    address = reverse("rule", args=[RULE])
    assert "Repères du secteur" not in client_of(charlie).get(address).content.decode()
    benchmark("2.50", source="Repères du secteur", year=2025, note="Mesuré chez nous")
    page = client_of(charlie).get(address).content.decode()
    assert "Repères du secteur, 2025" in page
    assert "Mesuré chez nous" in page
    assert "2,50 <span" in page


def test_the_manual_keeps_silent_about_a_benchmark_that_does_not_count(client_of, charlie):
    benchmark(100000, source="Erreur de saisie")
    page = client_of(charlie).get(reverse("rule", args=[RULE])).content.decode()
    assert "Erreur de saisie" not in page
