"""A day with the calendar without JavaScript, from the home page on: every view, filters, and a post's whole life."""

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import BrowserContext, Page, expect

from calendar_app.models import Post
from smplanner.workspaces.models import User, Workspace
from tests.factories import make_channel, make_post
from tests.journeys.test_calendar import chip, day
from tests.journeys.waiting import becomes


def test_every_view_is_seen_and_a_post_is_added_edited_moved_filtered_and_thrown_away(
    make_context: Callable[..., BrowserContext],
    through_the_form: Callable[[Page, User], None],
    alice: User,
    bakery: Workspace,
    today: date,
):
    alice.language = "en"
    alice.save()
    make_post(bakery, "Brioche", day=date(2026, 6, 9), channel=make_channel(bakery, "linkedin"))
    page = make_context(java_script_enabled=False).new_page()
    through_the_form(page, alice)
    page.goto("/")
    views = page.locator(".cal-views")
    for view in ("Week", "List", "Board", "Quarter", "Year", "Month"):
        views.get_by_role("link", name=view, exact=True).click()
        expect(views.locator("[aria-current=page]")).to_contain_text(view)

    day(page, "2026-06-11").locator(".day-head").click()
    page.locator("[name=title]").fill("Sourdough")
    page.get_by_role("button", name="Save", exact=True).first.click()
    views.get_by_role("link", name="Month", exact=True).click()
    expect(chip(day(page, "2026-06-11"), "Sourdough")).to_be_visible()

    page.locator(".filter", has_text="LinkedIn").click()
    expect(page.locator("#calendar-count")).to_have_text("1 post of 2")
    page.get_by_role("link", name="Clear all").click()

    page.locator("#cal-q").fill("sourdough")
    page.locator("#cal-q").press("Enter")
    expect(page.locator("#calendar-count")).to_have_text("1 post of 2")
    expect(chip(page, "Brioche")).to_have_count(0)

    chip(page, "Sourdough").locator(".chip-link").click()
    page.locator("#id_text").fill("Flour, water, salt.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    becomes(lambda: Post.objects.get(title="Sourdough").text, "Flour, water, salt.")

    page.goto("/")
    chip(page, "Sourdough").locator(".chip-more").click()
    page.locator("[name=day]").fill("2026-06-12")
    page.locator("main form").get_by_role("button", name="Move").click()
    becomes(lambda: Post.objects.get(title="Sourdough").local_date, date(2026, 6, 12))

    page.goto("/")
    chip(day(page, "2026-06-12"), "Sourdough").locator(".chip-link").click()
    page.get_by_role("button", name="Throw away").click()
    expect(page.locator("h1")).to_have_text(re.compile("2026"))
    expect(chip(page, "Sourdough")).to_have_count(0)
