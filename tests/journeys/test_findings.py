"""Where findings show: while one writes, before one drops, on the check page, on a persona's page; from the home page on."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from calendar_app.models import Post
from smplanner.workspaces.audit import AuditEvent
from smplanner.workspaces.models import User, Workspace
from tests.factories import make_channel, make_media, make_persona, make_post


@pytest.fixture
def plan(bakery: Workspace, alice: User, today: date) -> dict[str, object]:
    """A short-spoken Facebook, and three posts ten days apart."""
    alice.language = "en"
    alice.save()
    ines = make_persona(bakery, name="Inès", needs=[])
    facebook = make_channel(bakery, "facebook", personas=[ines], char_max=40)
    x = make_channel(bakery, "x", personas=[ines])
    posts = [
        make_post(bakery, f"Bread {days}", day=today + timedelta(days=days), channel=facebook) for days in (0, 10, 20)
    ]
    make_media(make_post(bakery, "Picture", day=today + timedelta(days=3), channel=x, status="draft"))
    return {"facebook": facebook, "x": x, "posts": posts, "persona": ines}


@pytest.fixture
def home(page: Page, sign_in: Callable[[Page, User], None], alice: User, plan: dict[str, object]) -> Page:
    sign_in(page, alice)
    return page


def day(page: Page, iso: str) -> Locator:
    return page.locator(f'[role=gridcell][data-day="{iso}"]')


def chip(page: Page, title: str) -> Locator:
    return page.locator(".chip", has_text=title)


def to_calendar(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Calendar").first.click()
    expect(page.locator("h1")).to_have_text("June 2026")


# --- While writing -------------------------------------------------------------------------------------------------


def test_a_finding_comes_and_goes_while_one_types_and_the_focus_stays(home: Page, plan: dict[str, object]) -> None:
    to_calendar(home)
    chip(home, "Bread 10").locator(".chip-link").click()
    text = home.get_by_label("Text", exact=True)
    findings = home.locator("#post-findings")
    too_long = findings.locator("[id^=finding-over-char-limit]")
    expect(too_long).to_have_count(0)
    text.press_sequentially("One two three four five six seven eight nine ten")
    expect(too_long).to_be_visible()
    expect(text).to_be_focused()
    expect(home.locator("#announcer")).to_contain_text("1 error")
    text.fill("One two three")
    expect(too_long).to_have_count(0)
    expect(text).to_be_focused()

    text.fill("x" * 50)
    too_long.get_by_role("link").first.click()
    expect(text).to_be_focused()
    assert not AuditEvent.objects.filter(target_kind="post").exists()


def test_folds_stay_open_and_focus_stays_in_the_panel(home: Page, plan: dict[str, object]) -> None:
    to_calendar(home)
    chip(home, "Bread 10").locator(".chip-link").click()
    text = home.get_by_label("Text", exact=True)
    text.fill("x" * 50)
    too_long = home.locator("[id^=finding-over-char-limit]")
    too_long.locator("summary").click()
    expect(too_long.locator("details")).to_have_attribute("open", "")
    with home.expect_response("**/check/"):
        text.evaluate("field => { field.value += 'y'; field.dispatchEvent(new Event('input', {bubbles: true})) }")
        too_long.locator("summary").focus()
    expect(too_long).to_contain_text("51")
    expect(too_long.locator("details")).to_have_attribute("open", "")
    expect(too_long.locator("summary")).to_be_focused()


def test_a_suggested_purpose_is_accepted_with_one_click(home: Page, plan: dict[str, object]) -> None:
    to_calendar(home)
    home.get_by_role("link", name="New post").first.click()
    home.get_by_role("textbox", name="Title").fill("Cakes")
    home.get_by_label("Channel", exact=True).select_option(label="X")
    home.get_by_label("Day", exact=True).fill("2026-06-12")
    home.get_by_label("What it is meant to do", exact=True).select_option(value="value")
    home.get_by_label("Text", exact=True).fill("20% off until Sunday, order now! Only 4.50 € instead of 6 €.")
    mismatch = home.locator("[id^=finding-intent-mismatch]")
    expect(mismatch).to_be_visible()
    mismatch.get_by_role("button", name="Accept the suggestion").click()
    expect(home.get_by_label("What it is meant to do", exact=True)).to_have_value("commercial")
    expect(home.get_by_label("What it is meant to do", exact=True)).to_be_focused()
    expect(mismatch).to_have_count(0)
    assert not Post.objects.filter(title="Cakes").exists()


def test_whoever_is_signed_out_meanwhile_is_told_and_keeps_the_text(
    home: Page, plan: dict[str, object], alice: User, sign_in: Callable[[Page, User], None], complaints: list[str]
) -> None:
    to_calendar(home)
    chip(home, "Bread 10").locator(".chip-link").click()
    other = home.context.new_page()
    home.context.clear_cookies(name="sessionid")
    text = home.get_by_label("Text", exact=True)
    text.fill("Not to be lost")
    expect(home.locator("#post-check-lost")).to_be_visible()
    expect(home.locator("#announcer")).to_contain_text("You are signed out")
    expect(text).to_have_value("Not to be lost")

    sign_in(other, alice)
    text.press_sequentially("!")
    expect(home.locator("#post-check-lost")).to_be_hidden()
    home.get_by_role("button", name="Save", exact=True).click()
    expect(home.locator("main")).to_contain_text("is saved")
    complaints[:] = [one for one in complaints if not one.startswith("403: POST")]


def test_without_script_a_button_checks_what_is_typed(
    make_context: Callable[..., BrowserContext],
    sign_in: Callable[[Page, User], None],
    alice: User,
    plan: dict[str, object],
) -> None:
    page = make_context(java_script_enabled=False).new_page()
    sign_in(page, alice)
    page.get_by_role("link", name="New post").first.click()
    page.get_by_role("textbox", name="Title").fill("Cakes")
    page.get_by_label("Channel", exact=True).select_option(label="Facebook")
    page.get_by_label("Day", exact=True).fill("2026-06-12")
    page.get_by_label("What it is meant to do", exact=True).select_option(value="value")
    page.get_by_label("Text", exact=True).fill("20% off until Sunday, order now! Only 4.50 € instead of 6 €.")
    page.get_by_role("button", name="Check without saving").click()
    expect(page.locator("[id^=finding-over-char-limit]")).to_be_visible()
    page.get_by_role("button", name="Accept the suggestion").click()
    expect(page.get_by_label("What it is meant to do", exact=True)).to_have_value("commercial")
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Cakes")
    assert not Post.objects.filter(title="Cakes").exists()


# --- Before a drop -------------------------------------------------------------------------------------------------


def test_what_a_drop_would_do_is_read_before_it(home: Page, plan: dict[str, object]) -> None:
    to_calendar(home)
    source, target = chip(home, "Bread 10"), day(home, "2026-06-11")
    start, end = source.bounding_box(), target.bounding_box()
    home.mouse.move(start["x"] + 20, start["y"] + 12)
    home.mouse.down()
    for part in (0.3, 0.6, 1):
        home.mouse.move(
            start["x"] + 20 + (end["x"] - start["x"]) * part, start["y"] + 12 + (end["y"] + 28 - start["y"]) * part
        )
    effect = target.locator(".drop-effect")
    expect(effect).to_contain_text("Would cause")
    expect(home.locator("#announcer")).to_contain_text("11 June 2026. It would cause: 1 warning")
    home.mouse.up()
    expect(chip(target, "Bread 10")).to_be_visible()
    expect(home.locator(".drop-effect")).to_have_count(0)


def test_with_the_keyboard_it_is_heard_on_each_day(home: Page, plan: dict[str, object]) -> None:
    to_calendar(home)
    day(home, "2026-06-20").locator(".day-head").focus()
    home.keyboard.press("Tab")
    home.keyboard.press("Space")
    home.keyboard.press("ArrowUp")
    home.keyboard.press("ArrowLeft")
    expect(day(home, "2026-06-12").locator(".drop-effect")).to_contain_text("Would cause")
    expect(home.locator("#announcer")).to_contain_text("It would cause")
    home.keyboard.press("Escape")
    expect(home.locator(".drop-effect")).to_have_count(0)
    expect(chip(day(home, "2026-06-20"), "Bread 10")).to_be_visible()


def test_the_move_dialog_says_it_when_a_day_is_chosen(home: Page, plan: dict[str, object]) -> None:
    to_calendar(home)
    day(home, "2026-06-20").locator(".day-head").focus()
    home.keyboard.press("Tab")
    home.keyboard.press("m")
    dialog = home.locator("#move-post")
    dialog.get_by_label("Day").fill("2026-06-11")
    expect(dialog.locator("[data-effect]")).to_contain_text("Bread 20")
    expect(dialog.get_by_role("status")).to_contain_text("It would cause: 1 warning")
    dialog.get_by_label("Day").fill("2026-06-20")
    expect(dialog.locator("[data-effect]")).to_be_hidden()
    dialog.get_by_role("button", name="Move", exact=True).click()


def test_without_script_the_page_of_a_move_says_it(
    make_context: Callable[..., BrowserContext],
    sign_in: Callable[[Page, User], None],
    alice: User,
    plan: dict[str, object],
) -> None:
    page = make_context(java_script_enabled=False).new_page()
    sign_in(page, alice)
    page.get_by_role("navigation").get_by_role("link", name="Calendar").first.click()
    page.get_by_role("link", name="Move or copy “Bread 10”").click()
    page.get_by_label("Day", exact=True).fill("2026-06-11")
    page.get_by_role("button", name="See what it would change").click()
    expect(page.locator(".effect")).to_contain_text("Bread 20")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("main")).to_contain_text("“Bread 10” moved")


# --- On the pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
def test_the_report_is_narrowed_and_leads_to_the_form(
    make_context: Callable[..., BrowserContext],
    sign_in: Callable[[Page, User], None],
    alice: User,
    plan: dict[str, object],
    script: bool,
) -> None:
    page = make_context(java_script_enabled=script).new_page()
    sign_in(page, alice)
    page.get_by_role("navigation").get_by_role("link", name="Checks").first.click()
    page.get_by_label("Channel", exact=True).select_option(label="X")
    page.get_by_role("button", name="Show", exact=True).click()
    finding = page.locator(".finding[id^=finding-missing-alt-text]")
    expect(finding).to_have_count(1)
    page.get_by_label("Or from").fill("2026-06-20")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(finding).to_have_count(0)
    expect(page.locator("main")).to_contain_text("From 20 June 2026 on.")
    page.get_by_role("link", name="Show everything").click()
    expect(finding).to_have_count(1)
    fold = page.locator("details.fold", has=page.locator(".finding[id^=finding-missing-alt-text]")).first
    if fold.count() and not finding.is_visible():
        fold.locator("> summary").click()
    finding.get_by_role("link", name="Picture").first.click()
    expect(page.locator("h1")).to_have_text("Picture")


def test_a_personas_page_shows_its_findings_and_the_list_marks_it(home: Page, plan: dict[str, object]) -> None:
    home.get_by_role("navigation").get_by_role("link", name="Personas").first.click()
    home.locator(".card", has_text="Inès").locator(".badge").click()
    block = home.locator("#checks")
    expect(block.locator("[id^=finding-persona-incomplete]")).to_be_visible()
    block.locator("[id^=finding-persona-incomplete]").get_by_role("link").first.click()
    expect(home.locator("h1")).to_contain_text("Inès")
    expect(home.locator("form.form")).to_be_visible()
