"""What every workspace shares, in the site's administration."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from calendar_app.models import Benchmark, Kpi, Observance, Preset, RuleSetting
from tests.factories import make_user

pytestmark = pytest.mark.django_db

MODELS = ["kpi", "benchmark", "observance", "preset", "rulesetting"]


@pytest.fixture
def staff(client_of):
    """A client of somebody who runs the site, with every right."""
    return client_of(make_user("staff@example.org", is_staff=True, is_superuser=True))


def address(model, what="changelist", *args):
    return reverse(f"admin:calendar_app_{model}_{what}", args=args)


def errors(answer):
    assert answer.status_code == 200
    return answer.context["adminform"].form.errors


BENCHMARK = {
    "rule": "publishing-gap",
    "parameter": "days",
    "value": "21",
    "source": "Étude",
    "year": "2025",
    "grade": "A",
}
OBSERVANCE = {"slug": "fathers", "name_fr": "Fête des pères", "name_en": "Father’s Day", "kind": "marronnier"}


# --- Who gets in ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", ["alice", "charlie"])
def test_who_is_no_site_staff_gets_no_catalogue(client_of, request, bakery, name, model):
    answer = client_of(request.getfixturevalue(name)).get(address(model))
    assert answer.status_code == 302


@pytest.mark.parametrize("model", MODELS)
def test_site_staff_read_and_search_every_catalogue(staff, bakery, model):
    Benchmark.objects.create(rule="publishing-gap", parameter="days", value=21)
    Benchmark.objects.create(rule="gone", parameter="gone", value=21)
    Observance.objects.create(rule="02-14", **OBSERVANCE)
    RuleSetting.objects.create(workspace=bakery, slug="publishing-gap", parameters={"days": 3})
    assert staff.get(address(model)).status_code == 200
    assert staff.get(address(model), {"q": "a"}).status_code == 200


# --- Benchmarks ----------------------------------------------------------------------------------------------------


def test_a_benchmark_is_kept_and_stands_in_the_history(staff):
    assert staff.post(address("benchmark", "add"), BENCHMARK).status_code == 302
    row = Benchmark.objects.get()
    assert (row.rule, row.parameter, row.value, row.grade) == ("publishing-gap", "days", 21, "A")
    staff.post(address("benchmark", "change", row.pk), BENCHMARK | {"value": "28"})
    changes = LogEntry.objects.filter(object_id=str(row.pk)).order_by("pk")
    assert [entry.action_flag for entry in changes] == [1, 2]
    assert json.loads(changes[1].change_message)[0]["changed"]["fields"]


def test_the_list_shows_the_rules_own_value_beside(staff):
    staff.post(address("benchmark", "add"), BENCHMARK)
    page = staff.get(address("benchmark")).content.decode()
    assert '<td class="field-own_value">14</td>' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rule", "nonsense"),
        ("parameter", "nonsense"),
        ("parameter", "target"),  # another rule's
        ("value", "0"),
        ("value", "2.5"),
        ("value", "100000"),
        ("value", "many"),
    ],
)
def test_a_benchmark_that_a_rule_could_not_read_is_refused_at_the_field(staff, field, value):
    answer = staff.post(address("benchmark", "add"), BENCHMARK | {field: value})
    assert list(errors(answer)) == [field]
    assert not Benchmark.objects.exists()


def test_one_threshold_has_one_benchmark(staff):
    staff.post(address("benchmark", "add"), BENCHMARK)
    assert errors(staff.post(address("benchmark", "add"), BENCHMARK))


# --- Days, indicators, presets -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule", ["02-14", "02-29", "easter-47", "easter", "5 sun 3", "5 sun -1", "11 thu 4 +1", "wed 01-06"]
)
def test_a_day_is_written_as_the_calendar_reads_it(staff, rule):
    staff.post(address("observance", "add"), OBSERVANCE | {"rule": rule, "country": "fr"})
    assert Observance.objects.values_list("rule", "country").get(slug="fathers") == (rule, "FR")


@pytest.mark.parametrize("rule", ["14/02", "02-30", "13-01", "13 sun 3", "5 sun 6", "5 sunday 3", "easter-", "soon"])
def test_any_other_day_is_refused_at_the_field(staff, rule):
    assert list(errors(staff.post(address("observance", "add"), OBSERVANCE | {"rule": rule}))) == ["rule"]


def test_a_country_has_two_letters(staff):
    answer = staff.post(address("observance", "add"), OBSERVANCE | {"rule": "02-14", "country": "1x"})
    assert list(errors(answer)) == ["country"]


def test_an_indicator_can_be_added(staff):
    fields = {"slug": "smiles", "name_fr": "Sourires", "name_en": "Smiles", "family": "engagement", "is_offered": "on"}
    staff.post(address("kpi", "add"), fields)
    assert Kpi.objects.offered().filter(slug="smiles").exists()


@pytest.mark.parametrize("content", ["not json", "[]", '{"personas": "x"}'])
def test_a_preset_that_could_not_be_read_is_refused_at_the_field(staff, content):
    fields = {"slug": "mine", "name_fr": "À moi", "name_en": "Mine", "content": content}
    assert list(errors(staff.post(address("preset", "add"), fields))) == ["content"]
    assert not Preset.objects.filter(slug="mine").exists()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda content: content.update(persona=[]), "persona."),
        (lambda content: content["personas"][0].update(agee=3), "personas[0].agee."),
        (lambda content: content["pillars"][1]["name"].update(de="Brot"), "pillars[1].name.de."),
        (lambda content: content["pillars"][0]["prompts"][0].update(es="¿?"), "pillars[0].prompts.es."),
        (lambda content: content["example"].update(it="un forno"), "example.it."),
    ],
)
def test_a_key_of_a_preset_that_nobody_reads_is_named_at_the_field(staff, change, place):
    preset = Preset.objects.get(slug="local-shop")
    change(preset.content)
    fields = {"slug": preset.slug, "name_fr": "Autre nom", "name_en": "Other", "content": json.dumps(preset.content)}
    told = errors(staff.post(address("preset", "change", preset.pk), fields))
    assert list(told) == ["content"]
    assert told["content"][0].endswith(f" {place}")
    assert Preset.objects.get(slug="local-shop").name_fr != "Autre nom"


def test_a_preset_that_is_shipped_can_be_saved_again(staff):
    preset = Preset.objects.first()
    fields = {"slug": preset.slug, "name_fr": "Autre nom", "name_en": "Other", "content": json.dumps(preset.content)}
    assert staff.post(address("preset", "change", preset.pk), fields).status_code == 302
    preset.refresh_from_db()
    assert preset.name_fr == "Autre nom"


# --- Settings of workspaces ----------------------------------------------------------------------------------------


def test_the_rule_settings_of_workspaces_are_only_read(staff, bakery):
    row = RuleSetting.objects.create(workspace=bakery, slug="publishing-gap", parameters={"days": 3})
    assert staff.get(address("rulesetting", "change", row.pk)).status_code == 200
    assert staff.post(address("rulesetting", "change", row.pk), {"slug": "x"}).status_code == 403
    assert staff.post(address("rulesetting", "delete", row.pk), {"post": "yes"}).status_code == 403
    assert staff.get(address("rulesetting", "add")).status_code == 403


# --- History -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "row", "changed"),
    [
        ("kpi", lambda: Kpi.objects.get(slug="likes"), {"name_fr": "Bravos", "family": "popularity"}),
        ("observance", lambda: Observance.objects.get(slug="halloween"), {"name_fr": "Bravos", "kind": "marronnier"}),
        ("preset", lambda: Preset.objects.get(slug="local-shop"), {"name_fr": "Bravos"}),
    ],
)
def test_the_history_of_a_catalogue_tells_who_changed_what(staff, model, row, changed):
    kept = row()
    fields = {"slug": kept.slug, "name_fr": kept.name_fr, "name_en": kept.name_en, "is_offered": "on"}
    if model == "observance":
        fields["rule"] = kept.rule
    if model == "preset":
        fields["content"] = json.dumps(kept.content)
    assert staff.post(address(model, "change", kept.pk), fields | changed).status_code == 302
    page = staff.get(address(model, "history", kept.pk)).content.decode()
    assert "staff@example.org" in page
    assert "nom en français" in page.lower() or "name in french" in page.lower()
