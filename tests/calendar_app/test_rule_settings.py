"""How a workspace sets its rules: what is in force, changing it, trying it, and what is set aside most."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope

from calendar_app import checker, rule_settings
from calendar_app.models import Benchmark, RuleSetting, Waiver
from calendar_app.plan.snapshot import Ref
from calendar_app.rules.core import RULES, Severity
from calendar_app.rules.presets import PRESETS, Setting
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_persona, make_post, make_waiver

pytestmark = pytest.mark.django_db

GAP = RULES["publishing-gap"]


@pytest.fixture
def inside(bakery):
    with scope(workspace=bakery):
        yield bakery


@pytest.fixture
def silence(inside, today):
    """Two posts on one channel, sixteen days apart: two more than the rule lets pass. The second one is returned."""
    facebook = make_channel(inside, "facebook", personas=[make_persona(inside)], weekly_target=3)
    make_post(inside, day=today + timedelta(days=1), channel=facebook)
    return make_post(inside, day=today + timedelta(days=17), channel=facebook)


def days(**fields):
    return Setting(parameters={"days": 21}, **fields)


def threshold(settings=None):
    return rule_settings.thresholds(settings or rule_settings.own())[GAP.slug][0]


# --- What is in force ----------------------------------------------------------------------------------------------


def test_a_rules_own_value_gives_way_to_the_sites_and_that_to_the_workspaces(inside):
    assert (threshold().value, threshold().origin) == (14, "rule")
    Benchmark.objects.create(rule=GAP.slug, parameter="days", value=10, source="Us", year=2026)
    assert (threshold().value, threshold().origin) == (10, "site")
    RuleSetting.objects.create(workspace=inside, slug=GAP.slug, parameters={"days": 21})
    assert (threshold().value, threshold().origin, threshold().without_own) == (21, "workspace", 10)


@pytest.mark.parametrize("value", [0, 10.5, 5000])
def test_a_benchmark_that_the_rule_cannot_read_is_not_in_force(inside, value):
    Benchmark.objects.create(rule=GAP.slug, parameter="days", value=value)
    assert (threshold().value, threshold().origin, threshold().benchmark) == (14, "rule", None)


def test_rows_that_say_nothing_or_nothing_readable_are_no_settings(inside):
    RuleSetting.objects.create(workspace=inside, slug="gone", enabled=False)
    RuleSetting.objects.create(workspace=inside, slug=GAP.slug, severity="loud", parameters={"days": "x", "more": 1})
    assert rule_settings.own() == {}


@pytest.mark.parametrize("preset", PRESETS.values(), ids=list(PRESETS))
def test_a_preset_that_was_applied_is_in_force(inside, alice, preset):
    rule_settings.apply(inside, preset.settings(), alice)
    assert rule_settings.in_force(rule_settings.own()) is preset


def test_with_one_more_setting_no_preset_is_in_force(inside, alice):
    rule_settings.set_rule(inside, GAP, days(), alice)
    assert rule_settings.in_force(rule_settings.own()) is None


# --- Changing it ---------------------------------------------------------------------------------------------------


def test_setting_a_rule_is_written_down(inside, alice):
    assert rule_settings.set_rule(inside, GAP, days(severity=Severity.ERROR), alice)
    row = RuleSetting.objects.get()
    assert (row.slug, row.enabled, row.severity, row.parameters) == (GAP.slug, True, "error", {"days": 21})
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor, event.target_kind, event.target_id) == ("set rule", alice, "rulesetting", row.pk)
    assert event.diff == {
        GAP.slug: [{"enabled": True, "severity": ""}, {"enabled": True, "severity": "error", "days": 21}]
    }


def test_a_rule_left_to_itself_again_has_no_row(inside, alice):
    rule_settings.set_rule(inside, GAP, days(), alice)
    assert rule_settings.set_rule(inside, GAP, Setting(), alice)
    assert not RuleSetting.objects.exists()
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["set rule", "set rule"]


def test_setting_a_rule_as_it_is_changes_nothing_and_writes_nothing(inside, alice):
    rule_settings.set_rule(inside, GAP, days(), alice)
    assert not rule_settings.set_rule(inside, GAP, days(), alice)
    assert AuditEvent.objects.count() == 1


def test_a_preset_replaces_what_was_set_and_says_so_in_one_line_of_the_log(inside, alice):
    rule_settings.set_rule(inside, RULES["no-persona"], Setting(enabled=False), alice)
    assert rule_settings.apply(inside, PRESETS["solo"].settings(), alice)
    assert rule_settings.own() == PRESETS["solo"].settings()
    event = AuditEvent.objects.get(verb="set rules")
    assert event.diff["no-persona"] == [{"enabled": False, "severity": ""}, {"enabled": True, "severity": ""}]
    assert set(event.diff) == {"no-persona", *PRESETS["solo"].set}
    assert not rule_settings.apply(inside, PRESETS["solo"].settings(), alice)


def test_another_workspace_keeps_its_rules(inside, museum, alice):
    theirs = RuleSetting._base_manager.create(workspace=museum, slug=GAP.slug, parameters={"days": 3})
    rule_settings.set_rule(inside, GAP, days(), alice)
    rule_settings.apply(inside, {}, alice)
    theirs.refresh_from_db()
    assert theirs.parameters == {"days": 3}


@pytest.mark.parametrize("rules", [1, 3])
def test_a_preset_takes_the_same_number_of_queries_for_any_number_of_rules(
    inside, alice, rules, django_assert_num_queries
):
    wanted = {slug: Setting(enabled=False) for slug in list(RULES)[:rules]}
    with django_assert_num_queries(7):  # savepoint, lock, what is set, out, in, log, savepoint released
        rule_settings.apply(inside, wanted, alice)


# --- Trying it -----------------------------------------------------------------------------------------------------


def keys(findings):
    return [finding.key for finding in findings]


def test_a_trial_tells_what_would_disappear_and_changes_nothing(inside, today, silence):
    effect = checker.trial(inside, {GAP.slug: days()}, today)
    assert keys(effect.vanishing) == [f"publishing-gap:post:{silence.pk}"]
    assert (effect.appearing, effect.moved, effect.before - effect.after) == ((), (), 1)
    assert not RuleSetting.objects.exists()


def test_a_trial_tells_what_would_appear(inside, today, silence, alice):
    rule_settings.set_rule(inside, GAP, days(), alice)
    assert keys(checker.trial(inside, {}, today).appearing) == [f"publishing-gap:post:{silence.pk}"]


def test_a_trial_tells_what_would_be_graver(inside, today, silence):
    effect = checker.trial(inside, {GAP.slug: Setting(severity=Severity.ERROR)}, today)
    assert [(now.severity, then.severity) for now, then in effect.moved] == [(Severity.WARNING, Severity.ERROR)]
    assert not effect.is_none


def test_a_trial_of_what_is_set_already_changes_nothing(inside, today, silence):
    assert checker.trial(inside, {}, today).is_none


def test_a_trial_counts_the_sites_benchmarks(inside, today, silence):
    Benchmark.objects.create(rule=GAP.slug, parameter="days", value=21)
    effect = checker.trial(inside, {GAP.slug: Setting(parameters={"days": 14})}, today)
    assert keys(effect.appearing) == [f"publishing-gap:post:{silence.pk}"]


# --- Waivers that fall ---------------------------------------------------------------------------------------------


def later(silence, by):
    silence.local_date += timedelta(days=by)
    silence.save()


def report(workspace, today):
    return checker.check(workspace, today, select=[GAP.slug])


def test_a_silence_that_grew_by_more_than_a_quarter_counts_again(inside, alice, today, silence):
    checker.set_aside(inside, GAP.slug, Ref("post", silence.pk), "Holidays.", None, alice, timezone.now())
    later(silence, 4)
    assert keys(report(inside, today).findings) == []
    later(silence, 1)
    found = report(inside, today)
    assert keys(found.findings) == [f"publishing-gap:post:{silence.pk}"]
    assert [one.waiver.reason for one in found.fallen] == ["Holidays."]


def test_setting_aside_again_remembers_how_it_stands_now(inside, alice, bob, today, silence):
    waiver = checker.set_aside(inside, GAP.slug, Ref("post", silence.pk), "Holidays.", today, alice, timezone.now())
    later(silence, 5)
    checker.renew(waiver, bob, timezone.now())
    assert keys(report(inside, today).findings) == []
    kept = Waiver.objects.get()
    assert (kept.reason, kept.until, kept.by, kept.given["facts"]["silence"]) == ("Holidays.", today, bob, 21)
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", "actor")) == [
        ("set aside", alice.pk),
        ("renewed", bob.pk),
    ]


def test_a_whole_rule_set_aside_falls_when_it_is_made_graver(inside, alice, today, silence):
    waiver = checker.set_aside(inside, GAP.slug, None, "Summer.", None, alice, timezone.now())
    assert keys(report(inside, today).findings) == []
    rule_settings.set_rule(inside, GAP, Setting(severity=Severity.ERROR), alice)
    assert [one.waiver.id for one in report(inside, today).fallen] == [waiver.pk]


@pytest.mark.parametrize("slug", ["gone", "publishing-gap"])
def test_a_waiver_of_nothing_is_renewed_without_harm(inside, alice, today, slug):
    waiver = make_waiver(inside, slug, ref_kind="post", ref_id=7)
    checker.renew(waiver, alice, timezone.now())
    assert Waiver.objects.get().given == {}


# --- Which rules are set aside most --------------------------------------------------------------------------------


def test_rules_are_ranked_by_how_often_they_were_set_aside(inside, alice, today, silence):
    for number in (1, 2, 3):
        checker.set_aside(inside, "over-char-limit", Ref("post", number), "No.", None, alice, timezone.now())
    for waiver in Waiver.objects.all()[:2]:
        checker.take_back(waiver, alice)
    checker.set_aside(inside, GAP.slug, Ref("post", silence.pk), "No.", today, alice, timezone.now())
    make_waiver(inside, "no-persona", until=today - timedelta(days=1))
    make_waiver(inside, "no-objective")
    make_waiver(inside, "gone")
    records = rule_settings.most_waived(checker.check(inside, today))
    told = {one.rule.slug: (one.ever, one.active, one.found, one.share) for one in records}
    assert told == {
        "over-char-limit": (3, 1, 0, None),
        "no-objective": (1, 1, 1, 100),
        "publishing-gap": (1, 1, 1, 100),
        "no-persona": (1, 0, 0, None),
    }
    assert (records[0].rule.slug, records[-1].rule.slug) == ("over-char-limit", "no-persona")


def test_what_another_workspace_set_aside_does_not_count(inside, museum, today):
    make_waiver(museum, "no-objective")
    assert rule_settings.most_waived(checker.check(inside, today)) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ranking_takes_two_queries(inside, alice, today, rows, django_assert_num_queries):
    for number in range(rows):
        checker.set_aside(inside, list(RULES)[number], None, "No.", None, alice, timezone.now())
    found = checker.check(inside, today)
    with django_assert_num_queries(2):
        rule_settings.most_waived(found)
