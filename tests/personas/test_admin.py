"""Personas and the catalogue in the site's administration."""

import json
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from personas.models import Persona, PersonaPlatform, Platform, PlatformAudience
from smplanner.workspaces.models import AuditEvent, Membership, User, Workspace
from tests.factories import make_persona, make_persona_platform, make_user, the_platform

TODAY = date(2026, 6, 10)
LIST = "admin:personas_persona_changelist"


@pytest.fixture(autouse=True)
def _clock(today):
    """The tests of this module share one day."""


@pytest.fixture
def staff(db) -> User:
    """Runs the site, with every right."""
    return make_user("staff@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def keeper(db) -> User:
    """Site staff with the rights on personas alone."""
    user = make_user("keeper@example.org", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="personas"))
    return user


def _form(persona: Persona | None = None, rows: list[dict[str, Any]] | None = None, **fields: Any) -> dict[str, Any]:
    data = {"name": "Lucie", "status": "active", "relation": "customer", "role": "consumer", "colour": "canard"}
    uses = list(persona.uses.all()) if persona else []
    rows = [{"id": use.pk, "persona": persona.pk, "platform": use.platform_id, "usage": use.usage} for use in uses] + (
        rows or []
    )
    data |= {"uses-TOTAL_FORMS": len(rows), "uses-INITIAL_FORMS": len(uses)}
    for n, row in enumerate(rows):
        data |= {f"uses-{n}-{name}": value for name, value in row.items()}
    return data | fields


# --- Who gets in ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["alice", "charlie", "dora"])
def test_who_is_no_site_staff_gets_no_administration(client_of, request, bakery, name):
    client = client_of(request.getfixturevalue(name))
    persona = make_persona(bakery, name="Lucie")

    for address in (reverse(LIST), reverse("admin:personas_persona_change", args=[persona.pk]), reverse("admin:index")):
        answer = client.get(address, follow=True)
        assert "Lucie" not in answer.content.decode()
        assert answer.request["PATH_INFO"] != address or answer.status_code in (403, 404)


def test_staff_with_rights_on_personas_see_personas_and_no_people(client_of, keeper):
    client = client_of(keeper)

    assert client.get(reverse(LIST)).status_code == 200
    assert client.get(reverse("admin:workspaces_user_changelist")).status_code == 403


# --- Personas ------------------------------------------------------------------------------------------------------


def test_staff_add_a_persona_with_the_platforms_it_uses(client_of, keeper, bakery):
    rows = [{"platform": the_platform("facebook").pk, "usage": "daily", "why": "", "evidence": ""}]
    data = _form(rows=rows, workspace=bakery.pk, needs="Warm bread\nA kind word", age_min=30, age_max=45)

    answer = client_of(keeper).post(reverse("admin:personas_persona_add"), data)

    persona = Persona.objects.get()
    assert answer.status_code == 302
    assert (persona.workspace, persona.needs) == (bakery, ["Warm bread", "A kind word"])
    assert [(use.platform.slug, use.workspace) for use in persona.uses.all()] == [("facebook", bakery)]
    assert [(event.verb, event.actor, event.workspace) for event in AuditEvent.objects.all()] == [
        ("created", keeper, bakery)
    ]


def test_staff_edit_a_persona_and_one_line_is_written(client_of, keeper, bakery):
    persona = make_persona(bakery, name="Lucie")
    make_persona_platform(persona, "facebook")

    client_of(keeper).post(
        reverse("admin:personas_persona_change", args=[persona.pk]), _form(persona, name="Lucie Dorval")
    )

    persona.refresh_from_db()
    assert persona.name == "Lucie Dorval"
    assert [(event.verb, event.diff) for event in AuditEvent.objects.all()] == [
        ("edited", {"name": ["Lucie", "Lucie Dorval"]})
    ]


def test_a_persona_never_moves_to_another_workspace(client_of, staff, bakery, museum):
    persona = make_persona(bakery, name="Lucie")

    client_of(staff).post(
        reverse("admin:personas_persona_change", args=[persona.pk]), _form(persona, workspace=museum.pk)
    )

    persona.refresh_from_db()
    assert persona.workspace == bakery


@pytest.mark.parametrize("member", [True, False])
def test_only_a_member_looks_after_a_persona(client_of, staff, bakery, alice, charlie, member):
    owner = alice if member else charlie

    answer = client_of(staff).post(reverse("admin:personas_persona_add"), _form(workspace=bakery.pk, owner=owner.pk))

    assert Persona.objects.exists() is member
    if not member:
        assert "owner" in answer.context["adminform"].form.errors


def test_ages_the_wrong_way_round_are_answered_at_the_field(client_of, staff, bakery):
    answer = client_of(staff).post(
        reverse("admin:personas_persona_add"), _form(workspace=bakery.pk, age_min=60, age_max=20)
    )

    assert list(answer.context["adminform"].form.errors) == ["age_max"]


def test_staff_archive_and_take_back_and_review_several_at_once(client_of, keeper, bakery, museum):
    chosen = [make_persona(bakery), make_persona(museum)]
    left = make_persona(bakery)
    client = client_of(keeper)

    def act(action: str) -> None:
        client.post(reverse(LIST), {"action": action, "_selected_action": [persona.pk for persona in chosen]})

    act("archive")
    assert set(Persona.objects.filter(status="archived")) == set(chosen)
    act("take_back")
    act("review_today")

    assert not Persona.objects.filter(status="archived").exists()
    assert set(Persona.objects.filter(last_reviewed_on=TODAY)) == set(chosen)
    assert left.last_reviewed_on is None
    assert AuditEvent.objects.filter(workspace=museum, actor=keeper).count() == 3


def test_deleting_a_persona_is_written_down(client_of, staff, bakery):
    persona = make_persona(bakery, name="Lucie")

    client_of(staff).post(reverse("admin:personas_persona_delete", args=[persona.pk]), {"post": "yes"})

    assert not Persona.objects.exists()
    assert AuditEvent.objects.get().target_label == "Lucie"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Anne", "Marie", "Zoé"}),
        ("?q=midwife", {"Anne"}),
        ("?q=museum", {"Zoé"}),
        ("?status__exact=archived", {"Marie"}),
        ("?relation__exact=press", {"Zoé"}),
        ("?review=never", {"Zoé"}),
        ("?review=recent", {"Anne"}),
        ("?review=stale", set()),
        ("?review=neglected", {"Marie"}),
    ],
)
def test_staff_search_and_filter_personas(client_of, keeper, bakery, museum, query, names):
    make_persona(bakery, name="Anne", situation="A midwife", last_reviewed_on=TODAY - timedelta(days=5))
    make_persona(bakery, name="Marie", status="archived", last_reviewed_on=TODAY - timedelta(days=400))
    make_persona(museum, name="Zoé", relation="press")

    found = client_of(keeper).get(reverse(LIST) + query).context["cl"].queryset

    assert {persona.name for persona in found} == names


def test_the_filter_by_workspace_keeps_to_it(client_of, keeper, bakery, museum):
    make_persona(bakery, name="Anne")
    make_persona(museum, name="Zoé")

    answer = client_of(keeper).get(reverse(LIST), {"workspace__id__exact": bakery.pk})

    assert [persona.name for persona in answer.context["cl"].queryset] == ["Anne"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_of_the_administration_ask_a_fixed_number_of_questions(
    client_of, staff, bakery, museum, django_assert_num_queries, rows
):
    for n in range(rows):
        make_persona_platform(make_persona(bakery, owner=staff), ["facebook", "tiktok", "x"][n])
    client = client_of(staff)
    client.get(reverse(LIST))

    with django_assert_num_queries(7):
        client.get(reverse(LIST))


def test_the_form_of_the_administration_asks_a_fixed_number_of_questions(
    client_of, staff, bakery, django_assert_num_queries
):
    persona = make_persona(bakery)
    client = client_of(staff)
    address = reverse("admin:personas_persona_change", args=[persona.pk])
    client.get(address)
    for slugs in (["facebook"], ["tiktok", "x"]):
        for slug in slugs:
            make_persona_platform(persona, slug)
        with django_assert_num_queries(7):
            client.get(address)


# --- The catalogue -------------------------------------------------------------------------------------------------


def test_staff_take_a_platform_out_of_the_offer_from_the_list(client_of, keeper):
    client = client_of(keeper)
    shown = list(client.get(reverse("admin:personas_platform_changelist")).context["cl"].result_list)
    data = {"form-TOTAL_FORMS": len(shown), "form-INITIAL_FORMS": len(shown), "_save": "Save"}
    for n, platform in enumerate(shown):
        data[f"form-{n}-id"] = platform.pk
        if platform.is_offered and platform.slug != "bereal":
            data[f"form-{n}-is_offered"] = "on"

    client.post(reverse("admin:personas_platform_changelist"), data)

    assert set(Platform.objects.filter(is_offered=False).values_list("slug", flat=True)) == {"bereal", "viadeo"}


def test_staff_add_a_platform_without_code(client_of, keeper):
    data = {
        "name": "Agora",
        "slug": "agora",
        "mark": "AG",
        "colour": "ocre",
        "category": "messaging",
        "maturity": "emerging",
        "is_offered": "on",
        "effort": "1",
        "base_hours": "0.5",
        "skills": "copy\nphoto|design",
        "counting": "code_points",
        "char_max": "700",
        "freq_min": "1",
        "freq_low": "2",
        "freq_high": "3",
        "freq_max": "9",
        "freq_confidence": "C",
        "professional_bonus": "0",
        "audiences-TOTAL_FORMS": "1",
        "audiences-INITIAL_FORMS": "0",
        "audiences-0-country": "FR",
        "audiences-0-age_min": "18",
        "audiences-0-age_max": "24",
        "audiences-0-share": "12",
        "audiences-0-kind": "cited",
        "audiences-0-source": "Survey",
        "audiences-0-year": "2026",
    }

    answer = client_of(keeper).post(reverse("admin:personas_platform_add"), data)

    assert answer.status_code == 302
    agora = Platform.objects.get(slug="agora")
    assert (agora.char_max, agora.skills) == (700, ["copy", "photo|design"])
    assert [str(row) for row in agora.audiences.all()] == ["Agora FR 18–24"]


@pytest.mark.parametrize("slug", ["bereal", "facebook"])  # four cohorts, and ten
def test_the_page_of_a_platform_asks_a_fixed_number_of_questions(client_of, staff, django_assert_num_queries, slug):
    client = client_of(staff)
    address = reverse("admin:personas_platform_change", args=[the_platform(slug).pk])
    client.get(address)

    with django_assert_num_queries(5):
        client.get(address)


# --- Everything else -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Persona, Platform, PlatformAudience, Workspace, User, Membership])
def test_what_staff_look_after_opens_in_the_administration(client_of, staff, alice, bakery, model):
    make_persona(bakery)
    client = client_of(staff)
    if model is Membership:
        assert not admin.site.is_registered(model)
        return
    kind = f"admin:{model._meta.app_label}_{model._meta.model_name}"

    assert client.get(reverse(f"{kind}_changelist"), {"q": "a"}).status_code == 200
    assert client.get(reverse(f"{kind}_add")).status_code == 200
    assert client.get(reverse(f"{kind}_change", args=[model._default_manager.first().pk])).status_code == 200


def test_no_workspace_is_needed_to_name_a_use(bakery):
    """A use is named by its persona and platform wherever the administration lists what a deletion takes along."""
    use = make_persona_platform(make_persona(bakery, name="Lucie"), "facebook")

    assert str(PersonaPlatform.objects.get(pk=use.pk)) == "Lucie · Facebook"


# --- History -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["review_today", "archive", "take_back"])
def test_the_history_of_a_persona_tells_what_an_action_did(client_of, staff, bakery, action):
    persona = make_persona(bakery, name="Lucie")
    client = client_of(staff)
    client.post(reverse(LIST), {"action": action, "_selected_action": [persona.pk]})
    page = client.get(reverse("admin:personas_persona_history", args=[persona.pk])).content.decode()
    assert staff.email in page
    assert AuditEvent.objects.filter(workspace=bakery, actor=staff, target_id=persona.pk).count() == 1


def test_the_history_of_a_persona_and_of_a_platform_tells_which_fields_a_form_changed(client_of, staff, bakery):
    persona = make_persona(bakery, name="Lucie")
    client = client_of(staff)
    client.post(reverse("admin:personas_persona_change", args=[persona.pk]), _form(persona, name="Lucie Dorval"))
    entry = LogEntry.objects.get(object_id=str(persona.pk))
    assert json.loads(entry.change_message)[0]["changed"]["fields"]
    page = client.get(reverse("admin:personas_persona_history", args=[persona.pk])).content.decode()
    assert entry.get_change_message() in unescape(page)
