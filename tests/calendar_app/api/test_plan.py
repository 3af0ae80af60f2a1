"""Personas, channels, objectives, workspaces, catalogues and the checker by the API."""

import json

import jsonschema
import pytest

from smplanner.workspaces.models import AuditEvent
from tests.factories import make_persona, make_persona_platform, make_post, make_team_member

HERE = "/workspaces/bakery"


@pytest.fixture
def alices(program_of, alice):
    return program_of(alice)


def verbs(kind):
    return list(AuditEvent.objects.filter(target_kind=kind).order_by("pk").values_list("verb", flat=True))


def test_a_persona_is_described_with_the_platforms_they_use(alices, bakery):
    uses = [{"platform": "instagram", "usage": "daily"}, {"platform": "linkedin"}]
    body = {"name": "Inès", "needs": ["Bread at seven", "A smile"], "uses": uses}
    made = alices.post(f"{HERE}/personas", body)
    assert made.status_code == 201, made.content
    told = made.json()
    assert told["needs"] == ["Bread at seven", "A smile"]
    assert [(use["platform"], use["usage"]) for use in told["uses"]] == [("instagram", "daily"), ("linkedin", "weekly")]
    path = f"{HERE}/personas/{told['id']}"
    changed = alices.patch(path, {"uses": [{"platform": "linkedin", "why": "Her work"}], "age_min": 30}).json()
    assert [(use["platform"], use["why"]) for use in changed["uses"]] == [("linkedin", "Her work")]
    assert (changed["age_min"], changed["needs"]) == (30, told["needs"])
    assert alices.patch(path, {"status": "archived"}).json()["status"] == "archived"
    assert verbs("persona") == ["created", "edited", "edited"]
    for wrong in ([{"platform": "nowhere"}], [{"platform": "linkedin"}] * 2):
        refused = alices.patch(path, {"uses": wrong})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == "uses.platform"
    assert alices.patch(path, {"age_max": 20}).json()["errors"][0]["field"] == "age_max"


def test_leaving_uses_out_leaves_them_alone(alices, bakery):
    persona = make_persona(bakery, name="Léo")
    make_persona_platform(persona, "instagram")
    told = alices.patch(f"{HERE}/personas/{persona.pk}", {"summary": "Night shift"}).json()
    assert len(told["uses"]) == 1


def test_a_channel_is_chosen_changed_and_removed(alices, bakery):
    persona, member = make_persona(bakery), make_team_member(bakery)
    body = {"platform": "instagram", "personas": [persona.pk], "responder": member.pk, "weekly_target": "2.5"}
    made = alices.post(f"{HERE}/channels", body)
    assert made.status_code == 201, made.content
    told = made.json()
    assert {name: told[name] for name in body} == body | {"weekly_target": "2.5"}
    path = f"{HERE}/channels/{told['id']}"
    assert alices.patch(path, {"personas": []}).json()["personas"] == []
    assert alices.patch(path, {"status": "left"}).json()["errors"][0]["field"] == "status"
    assert alices.patch(path, {"backup": member.pk}).json()["errors"][0]["field"] == "backup"
    assert alices.delete(path).status_code == 204
    assert alices.get(path).status_code == 404
    assert verbs("channel") == ["created", "edited", "removed"]


def test_an_objective_is_set_changed_and_removed(alices, bakery):
    indicator = alices.get("/catalogue").json()["indicators"][0]["slug"]
    made = alices.post(f"{HERE}/objectives", {"statement": "Thirty orders", "kpi": indicator, "target": "30.00"})
    assert made.status_code == 201, made.content
    path = f"{HERE}/objectives/{made.json()['id']}"
    assert (made.json()["kpi"], made.json()["status"]) == (indicator, "active")
    assert alices.patch(path, {"due_on": "2026-12-31", "kpi": None}).json()["kpi"] is None
    wrong = alices.patch(path, {"start_on": "2027-01-01"})
    assert wrong.status_code == 422
    assert alices.delete(path).status_code == 204
    assert verbs("objective") == ["created", "edited", "removed"]


def test_a_workspace_tells_whom_and_what_others_name(alices, alice, bakery):
    member = make_team_member(bakery, name="Samira")
    told = alices.get(HERE).json()
    assert (told["role"], told["members"]) == ("admin", [{"id": alice.pk, "name": "Alice"}])
    assert told["team_members"] == [{"id": member.pk, "name": "Samira"}]
    assert "example.org" not in json.dumps(told)
    assert {"slug": "instagram", "name": "Instagram"}.items() <= next(
        one for one in alices.get("/catalogue").json()["platforms"] if one["slug"] == "instagram"
    ).items()


def test_the_check_answers_what_the_command_prints(alices, bakery, today, repository):
    make_post(bakery, "Alone", day=today)
    told = alices.get(f"{HERE}/check")
    schema = json.loads((repository / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(told.json(), schema)
    findings = told.json()["plans"][0]["findings"]
    assert findings
    listed = alices.get(f"{HERE}/findings?limit=200").json()
    assert (listed["count"], listed["items"]) == (len(findings), findings)
    slug, severity = findings[0]["rule"], findings[0]["severity"]
    one = alices.get(f"{HERE}/findings?select={slug}").json()["items"]
    assert {finding["rule"] for finding in one} == {slug}
    assert all(
        each["severity"] == severity for each in alices.get(f"{HERE}/findings?severity={severity}").json()["items"]
    )
    assert alices.get(f"{HERE}/check?select=nonsense").json()["errors"][0]["field"] == "select"
    french = alices.get(f"{HERE}/findings?select={slug}", Accept_Language="fr").json()["items"]
    assert french[0]["key"] == one[0]["key"]
    assert french[0]["message"] != one[0]["message"]
