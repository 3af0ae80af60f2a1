"""A person's way to a first persona, and to asking later whether it still holds."""

import pytest
from playwright.sync_api import expect

from personas.models import Persona
from tests.factories import make_membership, make_user


@pytest.fixture
def english(alice):
    """Alice, who reads English."""
    alice.language = "en"
    alice.save()
    return alice


def test_a_persona_is_made_from_the_quick_form_and_stands_on_the_list(page, sign_in, english):
    sign_in(page, english)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Personas").click()
    page.get_by_role("link", name="New persona").click()
    page.get_by_label("Name").fill("Man Josette")
    page.get_by_label("From age").fill("62")
    page.get_by_label("To age").fill("78")
    page.get_by_label("Needs").fill("Warm bread\nA kind word")
    first = page.get_by_role("group", name="Platform 1")
    first.get_by_label("Platform", exact=True).select_option(label="Facebook")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Man Josette")
    expect(page.get_by_text("A kind word")).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Personas").click()
    expect(page.get_by_role("heading", name="Man Josette").get_by_role("link")).to_be_visible()
    assert Persona.objects.get().needs == ["Warm bread", "A kind word"]


def test_a_persona_is_reviewed_archived_and_taken_back(page, sign_in, english, bakery):
    Persona.objects.create(workspace=bakery, name="Ludovic")
    sign_in(page, english)
    page.goto("/w/bakery/personas/")
    page.get_by_role("heading", name="Ludovic").get_by_role("link").click()
    page.get_by_label("What did you decide?").fill("He reads us at lunch now.")
    page.get_by_role("button", name="Reviewed today").click()
    expect(page.get_by_text("He reads us at lunch now.")).to_be_visible()

    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_role("button", name="Take back into the plan")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Archive")).to_be_visible()


def test_the_administration_runs_under_the_sites_content_policy(page, sign_in, bakery):
    """What its pages do against the policy would stand in the console, which the fixture `complaints` reads."""
    staff = make_user("staff@example.org", is_staff=True, is_superuser=True, language="en")
    make_membership(staff, bakery)
    sign_in(page, staff)
    page.goto("/admin/personas/persona/add/")
    page.get_by_label("Name:").fill("Maëva")
    page.get_by_label("Workspace:").locator("..").get_by_role("combobox").click()
    page.get_by_role("option", name="Bakery").click()
    page.get_by_text("Add another Platform used").click()
    page.locator("#id_uses-0-platform").select_option(label="Instagram")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("link", name="Maëva").first).to_be_visible()
    assert [use.platform.slug for use in Persona.objects.get().uses.all()] == ["instagram"]
    for address in ("platform/", "platform/1/change/", "platformaudience/", "persona/"):
        page.goto(f"/admin/personas/{address}")
    page.goto("/admin/workspaces/user/add/")
