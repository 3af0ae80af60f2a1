"""A week planned with one finger on a phone of 390 pixels, from the home page on."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from calendar_app.models import Post
from smplanner.workspaces.models import User, Workspace
from tests.journeys.test_moving import Finger
from tests.journeys.waiting import becomes

MONDAY = date(2026, 6, 15)
LOAVES = ("Rye", "Spelt", "Wheat", "Brioche", "Bagel")


@pytest.fixture
def phone(make_context: Callable[..., BrowserContext]) -> Page:
    return make_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True).new_page()


def test_five_posts_are_added_by_tapping_and_two_are_moved(
    phone: Page, sign_in: Callable[[Page, User], None], alice: User, bakery: Workspace, today: date
):
    alice.language = "en"
    alice.save()
    sign_in(phone, alice)
    phone.locator(".cal-views").get_by_role("link", name="List", exact=True).tap()
    expect(phone.locator(".cal-views [aria-current=page]")).to_contain_text("List")

    for number, title in enumerate(LOAVES):
        iso = (MONDAY + timedelta(days=number)).isoformat()
        phone.locator(".day-add:not(.day-note):visible").first.tap()
        dialog = phone.locator("#quick-add")
        dialog.locator("[name=title]").fill(title)
        dialog.locator("#quick-day").fill(iso)
        dialog.get_by_role("button", name="Add", exact=True).tap()
        expect(phone.locator(f"#day-{iso} .line", has_text=title)).to_be_visible()
    assert [post.local_date - MONDAY for post in Post.objects.order_by("pk")] == [timedelta(days=n) for n in range(5)]

    phone.locator(".line", has_text="Rye").locator(".chip-more").tap()
    phone.locator("#post-menu [data-move]").tap()
    phone.locator("#move-post [name=day]").fill("2026-06-20")
    phone.locator("#move-post").get_by_role("button", name="Move", exact=True).tap()
    expect(phone.locator("#day-2026-06-20 .line", has_text="Rye")).to_be_visible()
    becomes(lambda: Post.objects.get(title="Rye").local_date, date(2026, 6, 20))

    post = phone.locator(".line", has_text="Bagel")
    post.scroll_into_view_if_needed()
    finger = Finger(phone)
    start = finger.press(post)
    goal = phone.locator('[data-day="2026-06-21"]:not([data-post])')
    expect(goal).to_be_visible()
    finger.carry(start, goal)
    finger.lift()
    expect(phone.locator("#day-2026-06-21 .line", has_text="Bagel")).to_be_visible()
    becomes(lambda: Post.objects.get(title="Bagel").local_date, date(2026, 6, 21))
