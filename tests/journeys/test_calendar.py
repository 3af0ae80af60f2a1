"""Planning a month by keyboard and by mouse, from the home page on."""

from collections.abc import Callable
from datetime import date, time

import pytest
from playwright.sync_api import Locator, Page, expect

from calendar_app.models import Post
from smplanner.workspaces.audit import AuditEvent
from smplanner.workspaces.models import User, Workspace
from tests.factories import make_channel, make_persona, make_post
from tests.journeys.waiting import becomes


@pytest.fixture
def month(page: Page, sign_in: Callable[[Page, User], None], alice: User, bakery: Workspace, today: date) -> Page:
    """Alice's calendar in English, opened from the home page; it is 10 June 2026."""
    alice.language = "en"
    alice.save()
    sign_in(page, alice)
    page.goto(f"/w/{bakery.slug}/")
    expect(page.locator("h1")).to_have_text("June 2026")
    return page


def day(page: Page, iso: str) -> Locator:
    return page.locator(f'[role=gridcell][data-day="{iso}"]')


def chip(place: Page | Locator, title: str) -> Locator:
    return place.locator(".chip", has_text=title)


def drag(page: Page, source: Locator, target: Locator) -> None:
    """Hold, move and let go: without the scrolling that `drag_to` does in between."""
    start, end = source.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 12)
    page.mouse.down()
    for part in (0.3, 0.6, 1):
        x = start["x"] + 20 + (end["x"] + 20 - start["x"] - 20) * part
        y = start["y"] + 12 + (end["y"] + 40 - start["y"] - 12) * part
        page.mouse.move(x, y)
    page.mouse.up()


def test_a_month_is_planned_without_a_mouse(month, bakery):
    make_channel(bakery, "linkedin")
    day(month, "2026-06-10").locator(".day-head").focus()
    for key in ("ArrowRight", "ArrowDown", "Home"):
        month.keyboard.press(key)
    expect(day(month, "2026-06-15").locator(".day-head")).to_be_focused()

    month.keyboard.press("n")
    month.keyboard.type("Sourdough is twelve")
    month.keyboard.press("Enter")
    added = chip(day(month, "2026-06-15"), "Sourdough is twelve")
    expect(added.locator(".chip-link")).to_be_focused()

    month.keyboard.press("Space")
    month.keyboard.press("ArrowRight")
    month.keyboard.press("ArrowDown")
    month.keyboard.press("Enter")
    moved = chip(day(month, "2026-06-23"), "Sourdough is twelve")
    expect(moved.locator(".chip-link")).to_be_focused()
    expect(month.locator("#announcer")).to_contain_text("23 June 2026")

    month.keyboard.press("Control+z")
    expect(chip(day(month, "2026-06-15"), "Sourdough is twelve").locator(".chip-link")).to_be_focused()
    verbs = AuditEvent.objects.filter(target_kind="post").order_by("pk").values_list("verb", flat=True)
    becomes(lambda: list(verbs.all()), ["created", "moved", "moved"])

    month.keyboard.press("Escape")
    month.keyboard.press("PageDown")
    expect(month.locator("h1")).to_have_text("July 2026")
    expect(day(month, "2026-07-15").locator(".day-head")).to_be_focused()


def test_tab_reaches_the_posts_of_one_day_only(month, bakery):
    make_post(bakery, "Sourdough", day=date(2026, 6, 10))
    make_post(bakery, "Croissant", day=date(2026, 6, 11))
    month.reload()
    day(month, "2026-06-10").locator(".day-head").focus()
    month.keyboard.press("Tab")
    expect(chip(month, "Sourdough").locator(".chip-link")).to_be_focused()
    month.keyboard.press("Tab")
    month.keyboard.press("Tab")
    assert month.evaluate("document.activeElement.closest('[role=gridcell]')") is None


def test_a_post_is_dragged_to_a_day_and_into_the_reserve(month, bakery):
    post = make_post(bakery, "Sourdough", day=date(2026, 6, 9), clock=time(9, 30))
    month.reload()
    drag(month, chip(month, "Sourdough"), day(month, "2026-06-11"))
    expect(chip(day(month, "2026-06-11"), "Sourdough")).to_contain_text("09:30")
    expect(month.locator(".toast")).to_contain_text("Thursday 11 June 2026")
    post.refresh_from_db()
    assert (post.local_date, post.local_time) == (date(2026, 6, 11), time(9, 30))

    month.locator(".toast .btn").click()
    expect(chip(day(month, "2026-06-09"), "Sourdough")).to_be_visible()

    drag(month, chip(month, "Sourdough"), month.locator(".tray"))
    expect(month.locator(".toast")).to_contain_text("In the reserve, without a date")
    expect(chip(month.locator(".tray"), "Sourdough")).to_be_visible()
    post.refresh_from_db()
    assert (post.local_date, post.status) == (None, Post.Status.IDEA)


def test_a_move_is_refused_with_a_sentence_when_someone_was_quicker(month, bakery, complaints):
    post = make_post(bakery, "Sourdough", day=date(2026, 6, 9))
    month.reload()
    Post.objects.filter(pk=post.pk).update(version=2)
    drag(month, chip(month, "Sourdough"), day(month, "2026-06-11"))
    expect(month.locator(".toast")).to_contain_text("Someone changed this post meanwhile.")
    expect(chip(day(month, "2026-06-09"), "Sourdough")).to_be_visible()
    assert [complaint[:9] for complaint in complaints] == ["409: POST"]
    complaints.clear()


def test_the_menu_of_a_post_moves_it_with_single_clicks(month, bakery):
    make_post(bakery, "Sourdough", day=date(2026, 6, 9))
    month.reload()
    chip(month, "Sourdough").locator(".chip-more").click()
    month.get_by_role("button", name="Move…").click()
    month.get_by_role("button", name="+1 week").click()
    expect(chip(day(month, "2026-06-16"), "Sourdough").locator(".chip-link")).to_be_focused()


def test_the_quick_dialog_hands_what_was_typed_to_the_editor(month, bakery):
    persona = make_persona(bakery, name="Ines")
    month.reload()
    day(month, "2026-06-18").locator(".day-head").click()
    month.locator("#quick-title").fill("Sourdough")
    month.locator("#quick-persona").select_option(label="Ines")
    month.get_by_role("button", name="Complete…").click()
    expect(month.locator("[name=title]")).to_have_value("Sourdough")
    expect(month.locator("[name=local_date]")).to_have_value("2026-06-18")
    expect(month.locator("[name=persona]")).to_have_value(str(persona.pk))


def test_filters_are_links_that_outlast_the_editor_and_go_back_with_back(month, bakery):
    channel = make_channel(bakery, "linkedin")
    make_post(bakery, "Sourdough", day=date(2026, 6, 9), channel=channel)
    make_post(bakery, "Croissant", day=date(2026, 6, 9))
    month.reload()
    month.locator(".filter", has_text="LinkedIn").click()
    expect(chip(month, "Croissant")).to_have_count(0)
    expect(month.locator("#announcer")).to_have_text("1 post of 2")
    expect(month.locator(".filter", has_text="LinkedIn")).to_be_focused()
    chip(month, "Sourdough").locator(".chip-link").click()
    month.locator("[name=title]").fill("Sourdough again")
    month.locator("[name=title]").press("Enter")
    expect(chip(month, "Sourdough again")).to_be_visible()
    expect(chip(month, "Croissant")).to_have_count(0)
    month.locator(".filter", has_text="LinkedIn").click()
    expect(chip(month, "Croissant")).to_have_count(1)
    month.go_back()
    expect(chip(month, "Croissant")).to_have_count(0)


def test_letters_do_nothing_when_they_are_switched_off(month, alice):
    alice.shortcuts = False
    alice.save()
    month.reload()
    day(month, "2026-06-10").locator(".day-head").focus()
    month.keyboard.press("n")
    expect(month.locator("#quick-add")).not_to_be_visible()
    month.keyboard.press("Enter")
    expect(month.locator("#quick-add")).to_be_visible()


def test_everything_is_reached_without_script(make_context, sign_in, alice, bakery, today):
    alice.language = "en"
    alice.save()
    make_post(bakery, "Sourdough", day=date(2026, 6, 9))
    page = make_context(java_script_enabled=False).new_page()
    sign_in(page, alice)
    page.goto(f"/w/{bakery.slug}/calendar/?view=month")
    day(page, "2026-06-11").locator(".day-head").click()
    expect(page.locator("[name=local_date]")).to_have_value("2026-06-11")
    page.go_back()
    chip(page, "Sourdough").locator(".chip-more").click()
    page.locator("[name=day]").fill("2026-06-12")
    page.locator("main form").get_by_role("button", name="Move").click()
    page.goto(f"/w/{bakery.slug}/calendar/?view=month")
    expect(chip(day(page, "2026-06-12"), "Sourdough")).to_be_visible()


def test_on_a_phone_the_month_reads_as_an_agenda(make_context, sign_in, alice, bakery, today):
    make_post(bakery, "Sourdough", day=date(2026, 6, 9))
    page = make_context(viewport={"width": 320, "height": 640}, is_mobile=True, has_touch=True).new_page()
    sign_in(page, alice)
    for view in ("month", "list"):
        page.goto(f"/w/{bakery.slug}/calendar/?view={view}")
        expect(page.get_by_text("Sourdough").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.goto(f"/w/{bakery.slug}/calendar/?view=month")
    expect(day(page, "2026-06-11")).not_to_be_visible()
