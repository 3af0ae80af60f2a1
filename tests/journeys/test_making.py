"""Making posts, from the home page on: in one line, as a series, from a template, from an idea; with and without script."""

from collections.abc import Callable
from datetime import date, time

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from calendar_app.models import ChannelSlot, Post, PostTemplate
from smplanner.workspaces.models import User, Workspace
from tests.factories import make_channel, make_pillar, make_post
from tests.journeys.waiting import becomes

Opened = Callable[..., Page]


@pytest.fixture
def linkedin(bakery: Workspace):
    """LinkedIn, which keeps Tuesdays at nine."""
    channel = make_channel(bakery, "linkedin")
    ChannelSlot.objects.create(workspace=bakery, channel=channel, weekday=2, time=time(9))
    return channel


@pytest.fixture
def opened(
    make_context: Callable[..., BrowserContext],
    sign_in: Callable[[Page, User], None],
    alice: User,
    bakery: Workspace,
    today: date,
) -> Opened:
    """Alice's calendar in English, opened from the home page; it is Wednesday 10 June 2026."""

    def open_it(**options: object) -> Page:
        alice.language = "en"
        alice.save()
        page = make_context(locale="en-GB", **options).new_page()
        sign_in(page, alice)
        return page

    return open_it


def calendar(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Calendar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("June 2026")
    page.wait_for_load_state()


def day(page: Page, iso: str) -> Locator:
    return page.locator(f'[role=gridcell][data-day="{iso}"]')


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def test_a_post_is_added_in_one_line_by_keyboard_and_a_word_is_taken_back(opened, bakery, linkedin):
    pillar = make_pillar(bakery, name="Preuves")
    page = opened()
    calendar(page)
    page.keyboard.press("n")
    line = page.get_by_label("In one line")
    expect(line).to_be_focused()
    page.keyboard.type("Portrait Samira ven 9h LinkedIn #preuves")
    said = page.locator("#quick-add [data-said]")
    expect(said).to_have_text("Friday 12 June 2026, 09:00 · LinkedIn · pillar Preuves · title “Portrait Samira”")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Portrait Samira")

    back = page.get_by_role("button", name="leave “LinkedIn” in the title")
    back.press("Enter")
    expect(said).to_contain_text("title “Portrait Samira LinkedIn”")
    page.get_by_role("button", name="read “LinkedIn” again").press("Enter")
    expect(said).to_contain_text("title “Portrait Samira”")

    line.press("Enter")
    expect(day(page, "2026-06-12").get_by_text("Portrait Samira")).to_be_visible()
    post = Post.objects.get()
    assert (post.title, post.channel, post.pillar, post.local_time) == ("Portrait Samira", linkedin, pillar, time(9))


def test_enter_at_once_is_understood_all_the_same_and_a_slot_is_one_click(opened, bakery, linkedin):
    page = opened()
    calendar(page)
    page.keyboard.press("n")
    page.keyboard.type("Fournil demain 14:30")
    page.keyboard.press("Enter")
    expect(day(page, "2026-06-11").get_by_text("Fournil")).to_be_visible()

    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("Brioche")
    page.get_by_role("button", name="Next free slot: Tue 16 Jun 09:00").click()
    expect(page.locator("#quick-day")).to_have_value("2026-06-16")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(day(page, "2026-06-16").get_by_text("Brioche")).to_be_visible()


def test_a_line_is_understood_whose_enter_comes_before_the_code_for_it(opened, bakery, linkedin):
    page = opened()
    calendar(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/js/calendar-line.*", hold)
    page.keyboard.press("n")
    page.keyboard.type("Fournil demain 14:30")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    [route] = held
    route.continue_()
    expect(day(page, "2026-06-11").get_by_text("Fournil")).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False])
def test_a_weekly_series_over_the_october_change_of_which_one_is_edited(opened, bakery, has_script):
    make_post(bakery, "Tuesday bread", day=date(2026, 10, 13), clock=time(9), text="Baked this morning.")
    page = opened(java_script_enabled=has_script)
    page.goto("/w/bakery/calendar/?d=2026-10-13&view=list")
    main(page).get_by_role("link", name="Tuesday bread").first.click()
    page.locator("summary", has_text="Make more of it").click()
    page.get_by_role("link", name="Repeat…").click()
    page.get_by_label("Or how many times").fill("4")
    page.get_by_role("button", name="Show the days").click()
    expect(page.get_by_label("Tuesday 27 October 2026, 09:00")).to_be_checked()
    page.get_by_role("button", name="Lay out these posts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Series “Tuesday bread”")
    rows = main(page).get_by_role("row")
    expect(rows).to_have_count(5)

    rows.nth(3).get_by_role("link").click()
    page.get_by_label("Text", exact=True).fill("An hour more in the oven.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Also for the others of the series?")
    page.get_by_role("button", name="Only this post").click()
    others, hers = "Baked this morning.", "An hour more in the oven."
    texts = Post.objects.order_by("series_day").values_list("text", flat=True)
    becomes(lambda: list(texts.all()), [others, others, hers, others])
    posts = Post.objects.order_by("series_day")
    assert [(post.local_time.hour, post.publish_at.hour) for post in posts] == [(9, 7), (9, 7), (9, 8), (9, 8)]


@pytest.mark.parametrize("has_script", [True, False])
def test_a_post_is_kept_as_a_template_and_another_made_from_it(opened, bakery, linkedin, has_script):
    make_post(bakery, "Portrait", day=date(2026, 6, 16), text="Who are you?", channel=linkedin)
    page = opened(java_script_enabled=has_script)
    page.goto("/w/bakery/calendar/?d=2026-06-16&view=list")
    main(page).get_by_role("link", name="Portrait").first.click()
    page.locator("summary", has_text="Make more of it").click()
    page.get_by_role("button", name="Keep as a template").click()
    page.get_by_label("name").first.fill("Portrait of the month")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Make a post from it").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Who are you?")
    assert Post.objects.filter(text="Who are you?").count() == 2
    assert PostTemplate.objects.get().name == "Portrait of the month"


@pytest.mark.parametrize("has_script", [True, False])
def test_an_idea_is_planned_in_one_click_and_taken_back(opened, bakery, linkedin, has_script):
    make_post(bakery, "Brioche", channel=linkedin)
    page = opened(java_script_enabled=has_script)
    calendar(page)
    main(page).get_by_role("link", name="Idea bank").click()
    page.get_by_role("button", name="Plan it: Tue 16 Jun 09:00").click()
    expect(main(page).get_by_text("“Brioche” is planned: Tuesday 16 June 2026 at 09:00.")).to_be_visible()
    assert Post.objects.get().local_date == date(2026, 6, 16)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    becomes(lambda: Post.objects.get().local_date, None)


def test_a_line_is_read_and_added_without_script(opened, bakery, linkedin):
    page = opened(java_script_enabled=False)
    calendar(page)
    main(page).get_by_role("link", name="Idea bank").click()
    page.get_by_role("link", name="New idea").click()
    page.get_by_label("The post, in one line").fill("Portrait Samira demain 9h LinkedIn")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("status").first).to_contain_text("Thursday 11 June 2026, 09:00 · LinkedIn")
    page.get_by_role("button", name="Add", exact=True).click()
    becomes(lambda: [post.channel for post in Post.objects.select_related("channel")], [linkedin])
