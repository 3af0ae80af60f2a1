"""From listening to a post: a plan with a beginning, a session on the calendar, what was heard, an idea, a review."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from calendar_app.models import Insight, ListeningPlan, Post
from smplanner.workspaces.models import User, Workspace
from tests.factories import make_channel, make_insight, make_listening_plan, make_persona


@pytest.fixture
def home(page: Page, sign_in: Callable[[Page, User], None], alice: User, bakery: Workspace, today: date) -> Page:
    """Alice's calendar in English, opened from the home page; it is 10 June 2026."""
    alice.language = "en"
    alice.save()
    sign_in(page, alice)
    page.goto(f"/w/{bakery.slug}/")
    expect(page.locator("h1")).to_have_text("June 2026")
    return page


def test_a_session_is_planned_held_and_becomes_a_post(home: Page) -> None:
    home.get_by_role("navigation").get_by_role("link", name="Strategy").first.click()
    home.get_by_role("link", name="Listening plan").first.click()
    home.get_by_role("link", name="Fill in a beginning").click()
    expect(home.get_by_text("Nothing is saved yet.")).to_be_visible()
    assert not ListeningPlan.objects.exists()

    words = home.get_by_label("Words", exact=True)
    expect(words.nth(3)).to_have_value(re.compile("‹"))
    for number, text in enumerate(("Bakery", "Sourdough", "The other baker", "bread Fort-de-France")):
        words.nth(number).fill(text)
    home.get_by_role("button", name="Save").click()
    expect(home.locator("main").get_by_text("The listening plan is saved.")).to_be_visible()
    expect(home.get_by_text("Nobody listens there yet.")).to_have_count(0)

    home.get_by_role("navigation").get_by_role("link", name="Calendar").first.click()
    day = home.locator('[role=gridcell][data-day="2026-06-17"]')
    day.get_by_role("link", name="Listening session").click()
    expect(home.get_by_label("Day")).to_have_value("2026-06-17")
    home.get_by_label("What we heard").fill("Is there bread without salt?")
    home.get_by_role("button", name="Save", exact=True).click()

    home.get_by_role("button", name="Make it a post idea").click()
    became = home.locator("main").get_by_role("link", name="Is there bread without salt?", exact=True)
    expect(became).to_be_visible()
    assert Insight.objects.get().idea == Post.objects.get()

    home.get_by_role("button", name="Undo").first.click()
    expect(became).to_have_count(0)
    expect(home.get_by_role("button", name="Make it a post idea")).to_be_visible()
    assert not Post.objects.exists()


def test_key_dates_are_switched_off_and_on(home: Page, bakery: Workspace) -> None:
    make_listening_plan(bakery, first_session_on=date(2026, 6, 3))
    home.reload()
    sessions = home.locator(".occasion.is-listening")
    expect(sessions).to_have_count(5)
    home.locator(".cal-more-filters > summary").click()
    home.get_by_label("Listening sessions").uncheck()
    home.get_by_role("button", name="Show these").click()
    expect(sessions).to_have_count(0)
    home.get_by_role("link", name="Hidden: Listening sessions").click()
    expect(sessions).to_have_count(5)
    home.go_back()
    expect(sessions).to_have_count(0)


def test_a_key_date_is_no_post_to_be_dragged_and_tab_reaches_it_with_its_day(home: Page, bakery: Workspace) -> None:
    make_listening_plan(bakery, first_session_on=date(2026, 6, 10))
    home.reload()
    link = home.locator('[data-day="2026-06-10"] .occasion a')
    assert link.get_attribute("draggable") == "false"
    home.locator('[data-day="2026-06-10"] .day-head').focus()
    home.keyboard.press("Tab")
    expect(link).to_be_focused()
    home.keyboard.press("Tab")
    assert home.evaluate("document.activeElement.closest('[role=gridcell]')") is None


def test_a_review_leads_to_the_act_it_decides(home: Page, bakery: Workspace) -> None:
    channel = make_channel(bakery, since=date(2025, 1, 1))
    home.get_by_role("navigation").get_by_role("link", name="Strategy").first.click()
    home.get_by_role("link", name="Reviews").first.click()
    row = home.get_by_role("row", name="Instagram")
    expect(row.get_by_text("Overdue")).to_be_visible()
    row.get_by_role("link", name="Review").click()
    home.get_by_role("group", name="Has their behaviour changed there?").get_by_label("Yes").check()
    home.get_by_role("button", name="Save").click()
    expect(home.get_by_text("Unfinished: something changed, and nothing is decided")).to_be_visible()
    home.get_by_role("link", name="Finish it").click()
    home.get_by_label("Decision").select_option(label="Pause")
    home.get_by_role("button", name="Save").click()
    channel.refresh_from_db()
    assert channel.status == "adopted"
    home.get_by_role("link", name="Pause the channel").click()
    expect(home).to_have_url(re.compile(f"/channels/{channel.pk}/pause/"))


def test_without_script_a_session_is_noted_and_becomes_an_idea(make_context, sign_in, alice, bakery, today) -> None:
    alice.language = "en"
    alice.save()
    make_insight(bakery, what="Too salty", persona=make_persona(bakery))
    page = make_context(java_script_enabled=False).new_page()
    sign_in(page, alice)
    page.goto(f"/w/{bakery.slug}/strategy/listening/heard/")
    page.get_by_role("button", name="Make it a post idea").click()
    expect(page.locator("main").get_by_role("link", name="Too salty", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_role("button", name="Make it a post idea")).to_be_visible()


def test_on_a_phone_nothing_scrolls_sideways(make_context, sign_in, alice, bakery, today) -> None:
    make_listening_plan(bakery, first_session_on=date(2026, 6, 10))
    make_insight(bakery)
    page = make_context(viewport={"width": 320, "height": 640}, is_mobile=True, has_touch=True).new_page()
    sign_in(page, alice)
    for path in ("", "edit/", "heard/", "heard/new/", "../reviews/", "../reviews/new/"):
        page.goto(f"/w/{bakery.slug}/strategy/listening/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
