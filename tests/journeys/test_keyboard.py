"""A week is planned with the keyboard alone, and anything is reached by its name."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from calendar_app.models import Post
from smplanner.workspaces.models import User, Workspace
from tests.factories import make_persona


@pytest.fixture
def home(page: Page, sign_in: Callable[[Page, User], None], alice: User, bakery: Workspace, today: date) -> Page:
    """Alice on the home page in English; it is 10 June 2026."""
    alice.language = "en"
    alice.save()
    make_persona(bakery, name="Inès")
    sign_in(page, alice)
    return page


def head(page: Page, iso: str):
    return page.locator(f'[role=gridcell][data-day="{iso}"] .day-head')


def test_a_week_is_planned_by_keyboard_alone(home, bakery):
    page = home
    if "/calendar/" not in page.url:
        page.keyboard.press("Control+k")
        page.get_by_role("combobox").fill("Month")
        page.keyboard.press("Enter")
    page.wait_for_url("**/calendar/**")
    page.keyboard.press("t")
    expect(head(page, "2026-06-10")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    for number in range(15, 20):
        expect(head(page, f"2026-06-{number}")).to_be_focused()
        page.keyboard.press("n")
        page.keyboard.type(f"Loaf {number}")
        expect(page.locator("#quick-title")).to_have_value(f"Loaf {number}")
        page.keyboard.press("Enter")
        chip = page.locator(f'[data-day="2026-06-{number}"] .chip-link', has_text=f"Loaf {number}")
        expect(chip).to_be_focused()
        page.keyboard.press("Escape")
        expect(head(page, f"2026-06-{number}")).to_be_focused()
        page.keyboard.press("ArrowRight")
    assert Post.objects.filter(workspace=bakery, local_date__range=("2026-06-15", "2026-06-19")).count() == 5

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator('[data-day="2026-06-26"] .chip-link', has_text="Loaf 19")).to_be_focused()

    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_contain_text("Undo the last move")
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()
    expect(page.locator('[data-day="2026-06-26"] .chip-link')).to_be_focused()

    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("ines")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Inès")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Inès")


def test_the_palette_gives_the_focus_back_and_stays_when_letters_are_switched_off(home, alice, bakery):
    alice.shortcuts = False
    alice.save()
    home.goto(f"/w/{bakery.slug}/strategy/")
    link = home.get_by_role("link", name="Brand voice").first
    link.focus()
    home.keyboard.press("?")
    home.keyboard.press("/")
    expect(home.get_by_role("dialog")).to_have_count(0)
    home.keyboard.press("Control+k")
    expect(home.get_by_role("combobox")).to_be_focused()
    expect(home.get_by_role("option").first).to_be_visible()
    home.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_everything_is_found_without_script(make_context, sign_in, alice, bakery, today):
    alice.language = "en"
    alice.save()
    make_persona(bakery, name="Inès")
    page = make_context(java_script_enabled=False).new_page()
    sign_in(page, alice)
    page.goto(f"/w/{bakery.slug}/strategy/")
    page.locator("[data-palette]").click()
    page.locator("#find-q").fill("ines")
    page.locator("main form").get_by_role("button", name="Find").click()
    page.locator("main").get_by_role("link", name="Inès").click()
    expect(page.locator("h1")).to_contain_text("Inès")
