"""The rules of a workspace on the site."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django_scopes import scope

from calendar_app.models import Benchmark, CheckDay, RuleSetting, Waiver
from calendar_app.rules.core import RULES
from calendar_app.rules.presets import PRESETS
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_persona, make_post, make_waiver

pytestmark = pytest.mark.django_db

GAP = "publishing-gap"
QUERIES = 45  # session, person, workspace, then those of a check, of settings and of benchmarks


def at(name, workspace, **kwargs):
    return reverse(name, kwargs={"slug": workspace.slug, **kwargs})


def rule_at(workspace, slug=GAP):
    return at("rule-setting", workspace, rule=slug)


@pytest.fixture
def silence(bakery, today):
    """Two posts on one channel, sixteen days apart: two more than the rule lets pass."""
    facebook = make_channel(bakery, "facebook", personas=[make_persona(bakery)], weekly_target=3)
    make_post(bakery, day=today + timedelta(days=1), channel=facebook)
    return make_post(bakery, "Galette", day=today + timedelta(days=17), channel=facebook)


@pytest.fixture
def in_english(alice):
    alice.language = "en"
    alice.save()
    return alice


def settings():
    return list(RuleSetting._base_manager.values_list("slug", "enabled", "severity", "parameters"))


def body(**fields):
    return {"enabled": "on", "severity": "", "set-days": "", **fields}


# --- The list ------------------------------------------------------------------------------------------------------


def listed(answer):
    return {row.rule.slug for _point, rows in answer.context["points"] for row in rows}


def test_every_rule_is_listed_under_its_key_point(client_of, alice, bakery):
    answer = client_of(alice).get(at("rule-settings", bakery))
    assert listed(answer) == set(RULES)
    assert all(row.rule.point is point for point, rows in answer.context["points"] for row in rows)


def test_the_list_is_found_by_words_state_and_severity(client_of, in_english, bakery, silence, today):
    RuleSetting._base_manager.create(workspace=bakery, slug=GAP, parameters={"days": 15})
    RuleSetting._base_manager.create(workspace=bakery, slug="no-persona", enabled=False)
    client = client_of(in_english)

    def found(**query):
        return listed(client.get(at("rule-settings", bakery), query))

    assert found(q="FALLS silent channel") == {GAP}
    assert found(q="nothing is like this") == set()
    assert found(state="off") == {"no-persona"}
    assert found(state="changed") == {GAP, "no-persona"}
    assert found(state="on") == set(RULES) - {"no-persona"}
    assert GAP in found(state="speaking")
    assert "no-persona" not in found(state="speaking")
    assert GAP in found(severity="warning")
    assert GAP not in found(severity="error")
    assert found(state="changed", severity="warning") == {GAP}


@pytest.mark.parametrize("query", [{"state": "x"}, {"severity": "loud"}, {"q": "a" * 81}])
def test_a_search_that_cannot_be_is_said_at_the_field(client_of, alice, bakery, query):
    answer = client_of(alice).get(at("rule-settings", bakery), query)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


def test_who_may_not_set_rules_sees_what_counts(client_of, dora, bakery):
    Benchmark.objects.create(rule=GAP, parameter="days", value=10)
    page = client_of(dora).get(at("rule-settings", bakery)).content.decode()
    assert reverse("rule", args=[GAP]) in page
    assert rule_at(bakery) not in page
    assert at("rule-switch", bakery) not in page
    assert "<strong>10</strong>" in page


def test_the_checks_lead_to_the_rules(client_of, alice, bakery):
    assert f'href="{at("rule-settings", bakery)}"' in client_of(alice).get(at("check", bakery)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_a_fixed_number_of_questions(
    client_of, alice, bakery, today, rows, django_assert_num_queries
):
    for slug in list(RULES)[:rows]:
        RuleSetting._base_manager.create(workspace=bakery, slug=slug, severity="info")
        Benchmark.objects.create(rule=slug, parameter="days", value=3)
        make_channel(bakery, "facebook", personas=[make_persona(bakery)])
    client = client_of(alice)
    client.get(at("rule-settings", bakery))
    with django_assert_num_queries(QUERIES):
        client.get(at("rule-settings", bakery))


def test_a_rule_is_switched_off_and_on_from_the_list(client_of, alice, bakery):
    RuleSetting._base_manager.create(workspace=bakery, slug=GAP, parameters={"days": 15})
    back = f"{at('rule-settings', bakery)}?q=silence#rule-{GAP}"
    answer = client_of(alice).post(at("rule-switch", bakery), {"rule": GAP, "on": "0", "next": back})
    assert answer.url == back
    assert settings() == [(GAP, False, "", {"days": 15})]
    client_of(alice).post(at("rule-switch", bakery), {"rule": GAP, "on": "1"})
    assert settings() == [(GAP, True, "", {"days": 15})]


@pytest.mark.parametrize("given", [{}, {"rule": "gone", "on": "0"}, {"rule": GAP}, {"rule": GAP, "on": "maybe"}])
def test_switching_what_is_no_rule_changes_nothing(client_of, alice, bakery, given):
    answer = client_of(alice).post(at("rule-switch", bakery), given, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert settings() == []


# --- One rule ------------------------------------------------------------------------------------------------------


@pytest.mark.any_engine
@pytest.mark.parametrize("slug", RULES)
def test_every_rule_has_a_form_with_all_its_thresholds(client_of, alice, bakery, slug):
    answer = client_of(alice).get(rule_at(bakery, slug))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert all(f'name="set-{one.name}"' in page for one in RULES[slug].parameters)


def test_a_form_shows_what_is_in_force_and_from_where(client_of, in_english, bakery):
    Benchmark.objects.create(rule=GAP, parameter="days", value=10, source="Our own count", year=2025)
    page = client_of(in_english).get(rule_at(bakery)).content.decode()
    assert "Our own count, 2025" in page
    assert 'placeholder="10"' in page
    assert 'min="1"' in page
    assert "<dt>The rule’s own</dt><dd>14</dd>" in page
    RuleSetting._base_manager.create(workspace=bakery, slug=GAP, parameters={"days": 21})
    assert "<dd>21 <small>set here</small></dd>" in client_of(in_english).get(rule_at(bakery)).content.decode()


def test_saving_sets_the_rule_and_goes_back(client_of, alice, bakery):
    back = at("check", bakery)
    answer = client_of(alice).post(rule_at(bakery), body(severity="error", **{"set-days": "21"}, next=back))
    assert answer.url == back
    assert settings() == [(GAP, True, "error", {"days": 21})]
    assert AuditEvent._base_manager.get().verb == "set rule"


def test_saving_what_is_set_already_says_so_and_writes_nothing(client_of, alice, bakery):
    answer = client_of(alice).post(rule_at(bakery), body(), follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["info"]
    assert not AuditEvent._base_manager.exists()


def test_a_rule_goes_back_to_what_it_was_whatever_stands_in_the_form(client_of, alice, bakery):
    RuleSetting._base_manager.create(workspace=bakery, slug=GAP, enabled=False)
    client_of(alice).post(rule_at(bakery), body(reset="1", **{"set-days": "nonsense"}))
    assert settings() == []


@pytest.mark.parametrize("days", ["0", "367", "x", "1.5", "-1", "1e3", "nan", "9" * 400])
def test_a_threshold_out_of_bounds_is_said_at_the_field(client_of, alice, bakery, days):
    answer = client_of(alice).post(rule_at(bakery), body(**{"set-days": days}))
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert settings() == []


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "0.4", "41"])
def test_a_fraction_has_bounds_too(client_of, alice, bakery, value):
    fields = {"enabled": "on", "severity": "", "set-hours_per_platform": value, "set-solo_cap": ""}
    assert client_of(alice).post(rule_at(bakery, "too-many-platforms"), fields).status_code == 422


def test_a_fraction_is_kept(client_of, alice, bakery):
    fields = {"enabled": "on", "severity": "", "set-hours_per_platform": "2.5", "set-solo_cap": ""}
    client_of(alice).post(rule_at(bakery, "too-many-platforms"), fields)
    assert settings() == [("too-many-platforms", True, "", {"hours_per_platform": 2.5})]


def test_an_unknown_severity_is_said_at_the_field(client_of, alice, bakery):
    assert client_of(alice).post(rule_at(bakery), body(severity="loud")).status_code == 422


def test_a_rule_that_does_not_exist_has_no_form(client_of, alice, bakery):
    assert client_of(alice).get(rule_at(bakery, "gone")).status_code == 404
    assert client_of(alice).post(rule_at(bakery, "gone"), body()).status_code == 404


# --- Trying it -----------------------------------------------------------------------------------------------------


def test_a_trial_shows_what_would_disappear_and_saves_nothing(client_of, in_english, bakery, silence):
    answer = client_of(in_english).post(rule_at(bakery), body(**{"set-days": "21", "try": "1"}))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Would disappear" in page
    assert "Would appear" not in page
    assert "Galette" in page
    assert 'value="21"' in page
    assert settings() == []


def test_a_trial_shows_what_would_appear(client_of, in_english, bakery, silence):
    RuleSetting._base_manager.create(workspace=bakery, slug=GAP, parameters={"days": 21})
    page = client_of(in_english).post(rule_at(bakery), body(**{"try": "1"})).content.decode()
    assert "Would appear" in page


def test_a_trial_of_nothing_new_says_that_nothing_changes(client_of, in_english, bakery, silence):
    page = client_of(in_english).post(rule_at(bakery), body(**{"try": "1"})).content.decode()
    assert "Nothing: the plan would keep its" in page


def test_a_trial_of_something_impossible_is_said_at_the_field(client_of, alice, bakery):
    assert client_of(alice).post(rule_at(bakery), body(**{"set-days": "0", "try": "1"})).status_code == 422


def test_a_trial_names_twenty_findings_and_counts_the_others(client_of, in_english, bakery, today):
    channel = make_channel(bakery, "facebook", personas=[make_persona(bakery)], char_max=20)
    for days in range(23):
        make_post(bakery, day=today + timedelta(days=days + 1), channel=channel, text="a" * 21)
    answer = client_of(in_english).post(rule_at(bakery, "over-char-limit"), {"severity": "", "try": "1"})
    assert len(answer.context["vanishing"]) == 20
    assert answer.context["left_out"] == 3 + max(0, len(answer.context["effect"].appearing) - 20)


# --- Presets -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", PRESETS)
def test_a_preset_shows_what_it_would_change_and_changes_nothing(client_of, alice, bakery, slug):
    answer = client_of(alice).get(at("rule-preset", bakery, preset=slug))
    assert answer.status_code == 200
    assert settings() == []


def test_a_preset_says_what_it_would_replace(client_of, in_english, bakery):
    RuleSetting._base_manager.create(workspace=bakery, slug="no-persona", enabled=False)
    page = client_of(in_english).get(at("rule-preset", bakery, preset="solo")).content.decode()
    assert "What is set here for 1 rule is replaced." in page


def test_a_preset_is_applied_and_marked_as_in_force(client_of, alice, bakery):
    answer = client_of(alice).post(at("rule-preset", bakery, preset="demanding"), follow=True)
    assert answer.context["preset_in_force"] is PRESETS["demanding"]
    assert {slug for slug, *_ in settings()} == set(PRESETS["demanding"].settings())
    again = client_of(alice).post(at("rule-preset", bakery, preset="demanding"), follow=True)
    assert [message.level_tag for message in again.context["messages"]] == ["info"]


def test_a_preset_that_does_not_exist_is_not_found(client_of, alice, bakery):
    assert client_of(alice).post(at("rule-preset", bakery, preset="loud")).status_code == 404


# --- Which are set aside most --------------------------------------------------------------------------------------


def test_the_ranking_leads_to_the_rule(client_of, alice, bakery):
    make_waiver(bakery, "no-persona")
    page = client_of(alice).get(at("rules-waived", bakery)).content.decode()
    assert rule_at(bakery, "no-persona") in page


def test_the_ranking_of_nothing_says_so(client_of, in_english, bakery):
    assert "No rule was ever set aside here." in client_of(in_english).get(at("rules-waived", bakery)).content.decode()


# --- On the check page ---------------------------------------------------------------------------------------------


def test_a_finding_says_since_when_it_is_there(client_of, in_english, bakery, silence):
    page = client_of(in_english).get(at("check", bakery)).content.decode()
    assert "Seen since 10 June 2026" in page
    assert f"{rule_at(bakery)}?next=" in page


def test_the_trend_and_what_went_away_stand_on_the_check_page(client_of, in_english, bakery, silence, today):
    yesterday = today - timedelta(days=1)
    CheckDay._base_manager.create(
        workspace=bakery, on=yesterday, errors=7, found={"over-char-limit:post:1": ["2026-06-03", 3, "Levain"]}
    )
    page = client_of(in_english).get(at("check", bakery)).content.decode()
    assert page.count("<polyline") == 3
    assert "Gone this week" in page
    assert "Levain" in page
    assert "from 3 June 2026, last seen 9 June 2026" in page


def fallen(bakery, silence, client):
    client.post(
        at("waive", bakery),
        {"rule": GAP, "kind": "post", "number": silence.pk, "cover": "object", "reason": "Holidays."},
    )
    silence.local_date += timedelta(days=5)
    silence.save()
    return Waiver._base_manager.get()


def test_a_waiver_that_fell_is_listed_with_what_changed(client_of, in_english, bakery, silence):
    fallen(bakery, silence, client_of(in_english))
    page = client_of(in_english).get(at("check", bakery)).content.decode()
    assert "Set aside once, and changed since" in page
    assert "is silent for 16 days before this post." in page
    assert "is silent for 21 days before this post." in page
    assert f'id="finding-publishing-gap-post-{silence.pk}"' in page


def test_one_click_sets_it_aside_again(client_of, in_english, bob, bakery, silence):
    waiver = fallen(bakery, silence, client_of(in_english))
    address = at("waiver-renew", bakery, waiver_id=waiver.pk)
    page = client_of(bob).post(address, follow=True).content.decode()
    assert f'id="finding-publishing-gap-post-{silence.pk}"' not in page
    assert AuditEvent._base_manager.order_by("pk").last().verb == "renewed"


# --- Who may -------------------------------------------------------------------------------------------------------

DOORS = [
    ("rule-settings", {}),
    ("rule-setting", {"rule": GAP}),
    ("rule-preset", {"preset": "calm"}),
    ("rules-waived", {}),
]


@pytest.mark.parametrize(("name", "kwargs"), DOORS)
def test_charlie_finds_none_of_it(client_of, charlie, client, bakery, name, kwargs):
    assert client_of(charlie).get(at(name, bakery, **kwargs)).status_code == 404
    assert client.get(at(name, bakery, **kwargs)).status_code == 302


def test_charlie_changes_none_of_it(client_of, charlie, bakery):
    waiver = make_waiver(bakery, given={"severity": "info"})
    client = client_of(charlie)
    for address, data in (
        (rule_at(bakery), body(**{"set-days": "3"})),
        (at("rule-switch", bakery), {"rule": GAP, "on": "0"}),
        (at("rule-preset", bakery, preset="calm"), {}),
        (at("waiver-renew", bakery, waiver_id=waiver.pk), {}),
    ):
        assert client.post(address, data).status_code == 404
    waiver.refresh_from_db()
    assert (settings(), waiver.given) == ([], {"severity": "info"})


def test_an_editor_does_not_set_rules_and_a_viewer_renews_nothing(client_of, bob, dora, bakery):
    waiver = make_waiver(bakery)
    assert client_of(bob).get(rule_at(bakery)).status_code == 403
    assert client_of(bob).post(rule_at(bakery), body()).status_code == 403
    assert client_of(bob).post(at("rule-switch", bakery), {"rule": GAP, "on": "0"}).status_code == 403
    assert client_of(bob).post(at("rule-preset", bakery, preset="calm")).status_code == 403
    assert client_of(dora).post(at("waiver-renew", bakery, waiver_id=waiver.pk)).status_code == 403
    assert settings() == []


def test_another_workspaces_waiver_is_not_renewed(client_of, alice, bakery, museum):
    waiver = make_waiver(museum)
    assert client_of(alice).post(at("waiver-renew", bakery, waiver_id=waiver.pk)).status_code == 404
    with scope(workspace=museum):
        waiver.refresh_from_db()
    assert waiver.given == {}
