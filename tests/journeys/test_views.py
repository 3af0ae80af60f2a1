"""The six views of the calendar, from the home page on: in the address, back again, remembered, and on paper."""

from collections.abc import Callable
from datetime import date, time

import pytest
from playwright.sync_api import Page, expect

from calendar_app.models import Post
from smplanner.workspaces.models import User, Workspace
from tests.factories import make_channel, make_media, make_persona, make_post, make_team_member

HEADINGS = {
    "Month": "June 2026",
    "Week": "Week 24, 8–14 June 2026",
    "List": "June 2026",
    "Board": "June 2026",
    "Quarter": "Quarter 2, 2026",
    "Year": "2026",
}
# What jumped that nobody had touched, as the browser counts it.
JUMPS = """window.jumps = []; new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.jumps.push(
    [one.value, ...one.sources.map(({ node }) => node?.className || node?.nodeName)]);
}).observe({ type: "layout-shift", buffered: true });"""
# A4 landscape without its margins of 12 mm, at 96 dots an inch.
SHEET = {"width": 1032, "height": 703}


@pytest.fixture
def calendar(page: Page, sign_in: Callable[[Page, User], None], alice: User, bakery: Workspace, today: date) -> Page:
    """Alice's calendar in English, opened from the home page; it is 10 June 2026, and there are posts."""
    alice.language = "en"
    alice.save()
    linkedin = make_channel(bakery, "linkedin")
    ines = make_persona(bakery, name="Ines")
    post = make_post(bakery, "Sourdough", day=date(2026, 6, 9), clock=time(9, 30), channel=linkedin, persona=ines)
    make_media(post, alt_text="A loaf, cut open")
    make_post(bakery, "Croissant", day=date(2026, 6, 11), text="Butter, and time.", status=Post.Status.DRAFT)
    make_post(bakery, "Some day")
    sign_in(page, alice)
    page.goto(f"/w/{bakery.slug}/")
    return page


def go(page: Page, view: str) -> None:
    page.get_by_role("navigation", name="Views").get_by_role("link", name=view, exact=True).click()
    expect(page.locator("h1")).to_have_text(HEADINGS[view])


def test_each_view_keeps_day_and_filters_in_its_address_and_back_goes_back(calendar):
    calendar.locator(".filter", has_text="LinkedIn").click()
    for view in ("Week", "List", "Board", "Quarter", "Year", "Month"):
        go(calendar, view)
        assert f"view={view.lower()}" in calendar.url
        assert "channel=" in calendar.url
        assert "d=2026-06-10" in calendar.url
        expect(calendar.locator(".cal-count")).to_contain_text("1 post of")
    calendar.go_back()
    expect(calendar.locator("h1")).to_have_text("2026")
    calendar.go_back()
    expect(calendar.locator("h1")).to_have_text("Quarter 2, 2026")
    calendar.locator("a[rel=next]").click()
    expect(calendar.locator("h1")).to_have_text("Quarter 3, 2026")
    assert "d=2026-09-10" in calendar.url


def test_nothing_jumps_while_the_month_and_the_week_are_loading(calendar, bakery):
    """The checker’s lines, gaps and hours come after the page: their room is there already."""
    make_team_member(bakery)
    make_channel(bakery, "facebook", weekly_target=3)
    calendar.context.add_init_script(JUMPS)
    for view in ("Week", "Month"):
        go(calendar, view)
        expect(calendar.locator(".week-load").first).to_be_attached()
        expect(calendar.locator("[data-gaps-found]")).to_be_attached()
        jumps = calendar.evaluate("window.jumps")
        assert sum(value for value, *_what in jumps) < 0.001, (
            view,
            jumps,
        )  # a thousandth of the window: none to the eye


def test_the_view_used_last_is_there_the_next_time(calendar, bakery):
    go(calendar, "Week")
    calendar.goto(f"/w/{bakery.slug}/")
    expect(calendar.locator("h1")).to_have_text(HEADINGS["Week"])


def test_a_year_leads_to_a_day_and_a_week(calendar):
    go(calendar, "Year")
    calendar.get_by_role("link", name="Tuesday 9 June 2026, 1 post").click()
    expect(calendar.locator("h1")).to_have_text("June 2026")
    calendar.go_back()
    calendar.locator(".year-month").nth(5).get_by_role("link", name="24", exact=True).click()
    expect(calendar.locator("h1")).to_have_text(HEADINGS["Week"])
    expect(calendar.get_by_text("A loaf, cut open")).to_be_visible()


def test_the_list_is_sorted_and_turned_round(calendar):
    go(calendar, "List")
    calendar.locator(".cal-sorts summary").click()
    for titles in (["Croissant", "Sourdough"], ["Sourdough", "Croissant"]):
        calendar.locator(".cal-sorts").get_by_role("link", name="Title").click()
        expect(calendar.locator(".agenda .chip-link")).to_have_text(titles)


def test_a_card_changes_its_column_by_menu_and_goes_back(calendar):
    go(calendar, "Board")
    column = calendar.locator('[data-column="in_review"]')
    card = calendar.locator(".slip", has_text="Croissant")
    card.locator(".chip-more").click()
    calendar.locator("#post-menu").get_by_role("button", name="To review").click()
    expect(column.locator(".slip")).to_contain_text("Croissant")
    expect(calendar.locator(".toast")).to_contain_text("To review")
    assert Post.objects.get(title="Croissant").status == Post.Status.IN_REVIEW
    calendar.locator(".toast .btn").click()
    expect(calendar.locator('[data-column="draft"] .slip')).to_contain_text("Croissant")
    assert Post.objects.get(title="Croissant").status == Post.Status.DRAFT


def test_whoever_stays_on_a_post_sees_it_at_a_glance_and_escape_takes_it_away(calendar):
    glance = calendar.locator("#glance")
    calendar.locator(".chip", has_text="Croissant").hover()
    expect(glance).to_contain_text("Butter, and time.")
    box = glance.bounding_box()
    calendar.mouse.move(box["x"] + 20, box["y"] + 20, steps=4)
    calendar.wait_for_timeout(600)
    expect(glance).to_be_visible()
    calendar.keyboard.press("Escape")
    expect(glance).not_to_be_visible()
    calendar.mouse.move(2, 2)
    calendar.locator('[data-day="2026-06-09"] .day-head').focus()
    calendar.keyboard.press("Tab")
    expect(glance).to_contain_text("A loaf, cut open")
    expect(calendar.locator(".chip-link:focus")).to_have_attribute("aria-describedby", "glance")
    calendar.keyboard.press("Escape")
    expect(glance).not_to_be_visible()
    expect(calendar.locator(".chip-link:focus")).to_have_text(
        "Sourdough, LinkedIn, 09:30, Planned", use_inner_text=False
    )

    # The card only tells: whoever then takes the post up is not kept waiting by it.
    calendar.keyboard.press("Tab")
    calendar.keyboard.press("Shift+Tab")
    expect(glance).to_be_visible()
    calendar.keyboard.press("Space")
    expect(calendar.locator(".is-grabbed")).to_have_count(1)
    expect(glance).not_to_be_visible()
    calendar.keyboard.press("Escape")
    expect(calendar.locator(".is-grabbed")).to_have_count(0)


def test_on_paper_each_view_fits_its_sheet_and_nothing_of_the_screen_is_left(calendar):
    calendar.set_viewport_size(SHEET)
    for view in HEADINGS:
        calendar.emulate_media(media="screen")
        go(calendar, view)
        calendar.emulate_media(media="print")
        for gone in (".topbar", ".cal-views", ".cal-pager", ".cal-tools", ".site-foot", ".chip-more", ".cal-check"):
            assert not [one for one in calendar.locator(gone).all() if one.is_visible()], (view, gone)
        wide = calendar.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (view, wide)
        expect(calendar.locator("h1")).to_be_visible()


def test_a_phone_begins_with_what_there_is_to_do_and_remembers_its_own_view(
    make_context, sign_in, alice, bakery, today
):
    alice.language = "en"
    alice.save()
    agent = "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
    phone = make_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, user_agent=agent)
    page = phone.new_page()
    sign_in(page, alice)
    page.goto(f"/w/{bakery.slug}/")
    assert page.url.endswith("/todo/")
    page.goto(f"/w/{bakery.slug}/calendar/")
    expect(page.locator(".agenda")).to_be_visible()
    go(page, "Board")
    page.goto(f"/w/{bakery.slug}/calendar/")
    expect(page.locator(".board")).to_be_visible()
    desk = make_context().new_page()
    sign_in(desk, alice)
    desk.goto(f"/w/{bakery.slug}/")
    assert "view=month" in desk.url
