"""From the home page to a first post: a channel, an objective, a post in the calendar, changed, thrown away, taken back."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect


def test_someone_decides_where_and_why_then_plans_a_post_and_thinks_again(make_context, sign_in, alice, bakery):
    page = make_context(locale="en-GB").new_page()
    sign_in(page, alice)
    main = page.get_by_role("navigation", name="Main")

    main.get_by_role("link", name="Strategy").click()
    page.get_by_role("link", name="New channel").click()
    page.get_by_label("Platform").select_option("Instagram")
    page.get_by_label("What it is for").fill("Show what comes out of the oven")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="Instagram")).to_be_visible()

    main.get_by_role("link", name="Strategy").click()
    page.get_by_role("link", name="New objective").click()
    page.get_by_label("What we want").fill("Thirty more cake orders a month")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="Thirty more cake orders a month")).to_be_visible()

    main.get_by_role("link", name="Calendar").click()
    page.get_by_role("link", name="New post").first.click()
    day = timezone.now().date() + timedelta(days=1)
    page.get_by_label("Title (required)").fill("Strawberry tart")
    expect(page.get_by_label("Title (required)")).to_be_focused()
    page.get_by_label("Text", exact=True).fill("The first of the year. With or without cream?")
    page.get_by_label("Channel", exact=True).select_option("Instagram")
    page.get_by_label("Day", exact=True).fill(day.isoformat())
    page.get_by_label("Time", exact=True).fill("09:30")
    page.get_by_label("Objective", exact=True).select_option("Thirty more cake orders a month")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("main").get_by_text("“Strawberry tart” is saved.")).to_be_visible()

    page.get_by_role("main").get_by_role("link", name="Strawberry tart").first.click()
    expect(page.get_by_role("heading", level=1, name="Strawberry tart")).to_be_visible()
    expect(page.get_by_label("Time", exact=True)).to_have_value("09:30")
    page.get_by_label("Title (required)").fill("Raspberry tart")
    page.get_by_role("button", name="Save", exact=True).click()

    page.get_by_role("main").get_by_role("link", name="Raspberry tart").first.click()
    page.get_by_role("button", name="Throw away").click()
    expect(page.get_by_role("main").get_by_text("“Raspberry tart” is in the trash.")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Raspberry tart")).to_have_count(0)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("main").get_by_text("“Raspberry tart” is back.")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Raspberry tart").first).to_be_visible()
