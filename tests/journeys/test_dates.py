"""What the year brings: school holidays from a file, a key date, a note; shown on the month, and switched off."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from smplanner.workspaces.models import User, Workspace
from tests.factories import make_channel

FILE = "zone,name,first,last\nZone A,Bridge,2026-06-12,2026-06-16\nZone B,Other bridge,2026-06-12,2026-06-16\n"


@pytest.fixture
def home(page: Page, sign_in: Callable[[Page, User], None], alice: User, bakery: Workspace, today: date) -> Page:
    """Alice on the home page in English; it is 10 June 2026."""
    alice.language = "en"
    alice.save()
    sign_in(page, alice)
    page.goto(f"/w/{bakery.slug}/")
    expect(page.locator("h1")).to_have_text("June 2026")
    return page


def day(page: Page, iso: str):
    return page.locator(f'[role=gridcell][data-day="{iso}"]')


def test_the_dates_of_the_house_come_to_the_calendar_and_are_switched_off(home):
    page = home
    page.locator("footer").get_by_role("link", name="Dates").click()
    page.get_by_role("link", name="From a file").last.click()
    file = {"name": "zones.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    page.locator("[name=file]").set_input_files(file)
    page.get_by_role("button", name="See what it holds").click()
    page.get_by_label("Zone A").check()
    page.get_by_role("button", name="Take over").click()
    expect(page.locator("main")).to_contain_text("Bridge")
    expect(page.locator("main")).not_to_contain_text("Other bridge")

    page.get_by_role("link", name="New key date").click()
    page.locator("[name=name]").fill("Fair of the quarter")
    page.locator("[name=first_day]").fill("2026-06-18")
    page.get_by_role("button", name="Save").click()

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Calendar").first.click()
    day(page, "2026-06-17").locator(".day-head").click()
    page.locator("#quick-add").get_by_role("link", name="Pin a note to this day").click()
    expect(page.locator("[name=day]")).to_have_value("2026-06-17")
    page.locator("[name=text]").fill("Ring the mill")
    page.get_by_role("button", name="Save").click()

    expect(day(page, "2026-06-17")).to_contain_text("Ring the mill")
    expect(day(page, "2026-06-18")).to_contain_text("Fair of the quarter")
    expect(day(page, "2026-06-12").locator(".band")).to_contain_text("Bridge (Zone A)")
    expect(day(page, "2026-06-15").locator(".band")).to_contain_text("Bridge (Zone A)")

    page.get_by_text("Filters", exact=True).click()
    page.get_by_role("checkbox", name="Notes on days").uncheck()
    page.get_by_role("checkbox", name="School holidays").uncheck()
    page.get_by_role("button", name="Show these").click()
    expect(day(page, "2026-06-18")).to_contain_text("Fair of the quarter")
    expect(page.get_by_text("Ring the mill")).to_have_count(0)
    expect(page.locator(".grid .band")).to_have_count(0)


def test_a_gap_is_filled_from_the_calendar(home, bakery):
    make_channel(bakery, "linkedin", name="Our page", weekly_target=1)
    home.reload()
    gaps = home.locator(".cal-gaps")
    expect(gaps).to_contain_text("Our page")
    gaps.get_by_role("link", name="Fill it").first.click()
    dialog = home.locator("#quick-add")
    expect(dialog.locator("[name=channel] option:checked")).to_have_text("Our page")
    expect(dialog.locator("[name=local_date]")).not_to_have_value("")
