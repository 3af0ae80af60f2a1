"""Moving posts: many at once, by touch, with the keyboard, a whole campaign; and taking it back."""

from collections.abc import Callable
from datetime import date, time

import pytest
from django_scopes import scope
from playwright.sync_api import BrowserContext, Locator, Page, Request, Route, expect

from calendar_app.models import Post, Series
from smplanner.workspaces.audit import AuditEvent
from smplanner.workspaces.models import User, Workspace
from tests.factories import make_campaign, make_channel, make_post
from tests.journeys.test_calendar import chip, day, drag
from tests.journeys.waiting import becomes

# Milliseconds from the key that puts the post down to the first frame that shows it in its new day.
WATCH = """() => addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const look = (now) => {
    const cell = document.querySelector(`[role=gridcell][data-day="${window.goal}"]`);
    if (cell.textContent.includes("Loaf 3")) window.took = now - event.timeStamp;
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}, { capture: true })"""
# One click to choose a post, and soon after it one that chooses all up to another: milliseconds, as only a script can.
CHOOSE_TWO = """async (wait) => {
  const click = (title, how) => {
    const link = [...document.querySelectorAll(".chip-link")].find((link) => link.textContent.includes(title));
    link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...how }));
  };
  const { port1, port2 } = new MessageChannel();
  click("Loaf 1", { ctrlKey: true });
  const start = performance.now();
  while (performance.now() - start < wait) await new Promise((next) => {
    port1.onmessage = next;
    port2.postMessage(0);
  });
  click("Loaf 4", { shiftKey: true });
}"""
TEN = [f"Loaf {n}" for n in range(10)]


@pytest.fixture
def ten(bakery: Workspace) -> list[Post]:
    """Ten posts on ten days, from the first of June on."""
    return [make_post(bakery, title, day=date(2026, 6, 1 + n), clock=time(9)) for n, title in enumerate(TEN)]


@pytest.fixture
def open_calendar(
    sign_in: Callable[[Page, User], None], alice: User, bakery: Workspace, today: date
) -> Callable[..., Page]:
    """Alice's calendar in English, from the home page on; it is 10 June 2026."""
    alice.language = "en"
    alice.save()

    def opened(page: Page, view: str = "Month") -> Page:
        sign_in(page, alice)
        page.locator(".cal-views").get_by_role("link", name=view, exact=True).click()
        expect(page.locator(".cal-views [aria-current=page]")).to_contain_text(view)
        return page

    return opened


def days() -> list[date | None]:
    return list(Post.objects.filter(title__startswith="Loaf").order_by("pk").values_list("local_date", flat=True))


def saves(page: Page) -> list[Request]:
    """The requests that write, as they are made."""
    made: list[Request] = []
    page.on("request", lambda request: request.method == "POST" and made.append(request))
    return made


def test_ten_posts_are_moved_together_by_keyboard_and_taken_back(page, open_calendar, ten):
    open_calendar(page)
    sent = saves(page)
    for title in TEN:
        chip(page, title).locator(".chip-link").focus()
        page.keyboard.press("x")
    expect(page.locator("#selection [data-count]")).to_have_text("10 posts chosen.")
    expect(page.locator("#announcer")).to_contain_text("10 posts chosen.")
    page.keyboard.press("Space")
    expect(page.locator(".is-grabbed")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(chip(day(page, "2026-06-17"), "Loaf 9").locator(".chip-link")).to_be_focused()
    expect(page.locator(".toast")).to_contain_text("10 posts are moved.")
    assert days() == [date(2026, 6, 8 + n) for n in range(10)]
    assert len(sent) == 1
    assert len({event.batch for event in AuditEvent.objects.filter(verb="moved")}) == 1

    page.keyboard.press("Control+z")
    expect(chip(day(page, "2026-06-10"), "Loaf 9").locator(".chip-link")).to_be_focused()
    assert days() == [date(2026, 6, 1 + n) for n in range(10)]
    assert len(sent) == 2

    page.keyboard.press("Escape")
    expect(page.locator("#selection")).not_to_be_visible()


def test_undo_goes_back_several_steps_single_moves_and_many(page, open_calendar, ten):
    open_calendar(page)
    drag(page, chip(page, "Loaf 0"), day(page, "2026-06-03"))
    expect(page.locator(".toast")).to_contain_text("3 June 2026")
    chip(page, "Loaf 0").locator(".chip-link").click(modifiers=["Control"])
    chip(page, "Loaf 4").locator(".chip-link").click(modifiers=["Shift"])
    expect(page.locator("#selection [data-count]")).to_have_text("4 posts chosen.")  # those from the third day on
    page.locator("#selection").get_by_role("button", name="+1 week").click()
    expect(chip(day(page, "2026-06-10"), "Loaf 0")).to_be_visible()
    for place in ("2026-06-03", "2026-06-01"):
        page.keyboard.press("Control+z")
        expect(chip(day(page, place), "Loaf 0")).to_be_visible()
    assert days() == [date(2026, 6, 1 + n) for n in range(10)]


def test_what_is_chosen_while_the_code_for_it_comes_is_chosen_in_the_same_order(page, open_calendar, ten):
    open_calendar(page)

    def afresh(route: Route) -> None:
        route.continue_()

    page.route("**/js/calendar-select.*", afresh)  # what is routed is not taken from the browser's cache
    for wait in range(1, 17, 2):  # of two imports of one module, a browser may answer the second one first
        page.evaluate(CHOOSE_TWO, wait)
        expect(page.locator("#selection [data-count]")).to_have_text("4 posts chosen.")
        page.reload()


def test_dragging_one_of_the_chosen_takes_the_others_along(page, open_calendar, ten):
    open_calendar(page)
    for title in ("Loaf 1", "Loaf 2"):
        chip(page, title).locator(".chip-link").click(modifiers=["Control"])
    expect(page.locator(".is-selected")).to_have_count(2)
    drag(page, chip(page, "Loaf 2"), day(page, "2026-06-18"))
    expect(chip(day(page, "2026-06-17"), "Loaf 1")).to_be_visible()
    expect(chip(day(page, "2026-06-18"), "Loaf 2")).to_be_visible()

    page.locator(".cal-views").get_by_role("link", name="Board", exact=True).click()
    for title in ("Loaf 4", "Loaf 5"):
        page.locator(".slip", has_text=title).locator(".chip-link").click(modifiers=["Control"])
    expect(page.locator(".is-selected")).to_have_count(2)
    sent, column = saves(page), page.locator('[data-column="in_review"]')
    drag(page, page.locator(".slip", has_text="Loaf 5"), column)
    expect(page.locator(".toast")).to_contain_text("2 posts are changed.")
    expect(column.locator(".slip")).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(column.locator(".slip")).to_have_count(0)
    assert len(sent) == 2


def test_a_dragged_post_of_a_series_takes_the_following_along_when_it_is_asked_to(page, open_calendar, ten, bakery):
    with scope(workspace=bakery):
        series = Series.objects.create(workspace=bakery, rhythm="weekly", first_day=date(2026, 6, 1), count=3)
    for number in (0, 7, 9):
        Post.objects.filter(title=f"Loaf {number}").update(series=series, series_day=date(2026, 6, 1 + number))
    open_calendar(page)
    drag(page, chip(page, "Loaf 0"), day(page, "2026-06-02"))
    toast = page.locator(".toast", has_text="It is one of a series.")
    toast.get_by_role("button", name="The 2 following ones too").click()
    expect(chip(day(page, "2026-06-11"), "Loaf 9")).to_be_visible()
    expect(page.locator(".toast", has_text="2 more posts of the series are changed.")).to_be_visible()
    for place in ("2026-06-10", "2026-06-10"):
        page.keyboard.press("Control+z")
        expect(chip(day(page, place), "Loaf 9")).to_be_visible()
    expect(chip(day(page, "2026-06-01"), "Loaf 0")).to_be_visible()
    assert days() == [date(2026, 6, 1 + n) for n in range(10)]


def test_a_campaign_field_is_set_for_all_in_the_dialog(page, open_calendar, ten, bakery):
    campaign = make_campaign(bakery, name="Week of the loaves")
    open_calendar(page, "List")
    for title in ("Loaf 1", "Loaf 3"):
        page.get_by_role("checkbox", name=title).check()
    page.get_by_role("button", name="Change…").click()
    dialog = page.get_by_role("dialog", name="2 chosen posts")
    dialog.get_by_label("Campaign").select_option(label="Week of the loaves")
    dialog.locator("form", has=page.get_by_label("Campaign")).get_by_role("button", name="Apply").click()
    expect(page.locator(".toast")).to_contain_text("2 posts are changed.")
    assert Post.objects.filter(campaign=campaign).count() == 2


def test_posts_are_moved_together_without_script(make_context, open_calendar, ten):
    page = open_calendar(make_context(java_script_enabled=False).new_page(), "List")
    expect(page.locator("#selection")).not_to_be_visible()
    for title in TEN:
        page.get_by_role("checkbox", name=title).check()
    page.get_by_role("button", name="Change…").click()
    expect(page.locator("h1")).to_have_text("10 chosen posts")
    page.get_by_label("Days").fill("14")
    page.get_by_role("button", name="Move by so many days").click()
    expect(page.locator(".messages")).to_contain_text("10 posts are moved.")
    assert days() == [date(2026, 6, 15 + n) for n in range(10)]
    page.locator(".messages").get_by_role("button", name="Undo").click()
    expect(page.locator(".messages")).to_contain_text("10 posts are as they were before.")
    assert days() == [date(2026, 6, 1 + n) for n in range(10)]


def test_a_stale_version_holds_all_of_them_back_with_a_sentence(page, open_calendar, ten, complaints):
    open_calendar(page)
    for title in ("Loaf 1", "Loaf 2"):
        chip(page, title).locator(".chip-link").click(modifiers=["Control"])
    Post.objects.filter(title="Loaf 2").update(version=7)
    page.locator("#selection").get_by_role("button", name="+1 day").click()
    expect(page.locator(".toast")).to_contain_text("“Loaf 2”: someone changed it meanwhile.")
    expect(chip(day(page, "2026-06-02"), "Loaf 1")).to_be_visible()
    assert days() == [date(2026, 6, 1 + n) for n in range(10)]
    assert [complaint[:9] for complaint in complaints] == ["409: POST"]
    complaints.clear()


def test_a_move_is_on_the_screen_within_a_tenth_of_a_second_and_saved_by_one_request(page, open_calendar, ten):
    open_calendar(page)
    sent, took = saves(page), []
    page.evaluate(WATCH)
    for goal in ("2026-06-11", "2026-06-18", "2026-06-25"):
        chip(page, "Loaf 3").locator(".chip-link").focus()
        page.keyboard.press("Space")
        expect(page.locator(".is-grabbed")).to_have_count(1)
        page.keyboard.press("ArrowDown")
        page.evaluate("day => { window.goal = day; }", goal)
        page.keyboard.press("Enter")
        expect(page.locator(".toast").last).to_contain_text(f"Thursday {int(goal[-2:])} June 2026")
        took.append(page.evaluate("window.took"))
    assert min(took) < 100  # the fastest of three: this machine may be busy
    assert len(sent) == 3


def test_the_keyboard_carries_a_post_in_the_week_in_the_list_and_out_of_the_reserve(page, open_calendar, ten, bakery):
    make_post(bakery, "Idea", day=None)
    open_calendar(page, "Week")
    chip(page, "Loaf 8").locator(".chip-link").focus()
    page.keyboard.press("Space")
    expect(page.locator(".is-grabbed")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(chip(day(page, "2026-06-10"), "Loaf 8").locator(".chip-link")).to_be_focused()

    page.locator(".cal-views").get_by_role("link", name="List", exact=True).click()
    page.locator(".line", has_text="Loaf 9").locator(".chip-link").focus()
    page.keyboard.press("Space")
    expect(page.locator(".is-grabbed")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#day-2026-06-12 .line", has_text="Loaf 9").locator(".chip-link")).to_be_focused()

    chip(page.locator(".tray"), "Idea").locator(".chip-link").focus()
    page.keyboard.press("Space")
    expect(page.locator(".is-grabbed")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#day-2026-06-11", has_text="Idea")).to_be_visible()


# --- By touch ------------------------------------------------------------------------------------------------------


@pytest.fixture
def phone(make_context: Callable[..., BrowserContext]) -> Page:
    return make_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True).new_page()


def middle(target: Locator) -> tuple[float, float]:
    box = target.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


class Finger:
    """One finger on the glass, as the browser hears of it."""

    def __init__(self, page: Page) -> None:
        self.page, self.devtools = page, page.context.new_cdp_session(page)

    def _touch(self, kind: str, *points: tuple[float, float]) -> None:
        touched = [{"x": x, "y": y} for x, y in points]
        self.devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    def press(self, source: Locator, hold: int = 500) -> tuple[float, float]:
        box = source.bounding_box()
        point = box["x"] + 40, box["y"] + 14
        self._touch("touchStart", point)
        self.page.wait_for_timeout(hold)
        return point

    def carry(self, start: tuple[float, float], target: Locator) -> None:
        end = middle(target)
        for part in (0.25, 0.5, 0.75, 1):
            self._touch("touchMove", (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part))
            self.page.wait_for_timeout(30)

    def is_over(self, target: Locator) -> bool:
        """Go to the middle of `target` as it is now: the page may have moved on. Whether it shows that it is met."""
        self._touch("touchMove", middle(target))
        return "is-over" in target.get_attribute("class")

    def lift(self) -> None:
        self._touch("touchEnd")


@pytest.mark.parametrize("view", ["Month", "List"])
def test_a_long_press_carries_a_post_to_an_empty_day(phone, open_calendar, ten, view):
    Post.objects.exclude(title__in=["Loaf 3", "Loaf 7"]).delete()
    open_calendar(phone, view)
    post = phone.locator("[data-post]", has_text="Loaf 3")
    post.scroll_into_view_if_needed()
    finger = Finger(phone)
    start = finger.press(post)
    goal = phone.locator('[data-day="2026-06-06"]:not([data-post])')
    expect(goal).to_be_visible()
    finger.carry(start, goal)
    becomes(lambda: finger.is_over(goal), True)
    finger.lift()
    expect(phone.locator(".toast")).to_contain_text("Saturday 6 June 2026")
    assert Post.objects.get(title="Loaf 3").local_date == date(2026, 6, 6)


def test_a_long_press_alone_chooses_and_a_swipe_scrolls(phone, open_calendar, ten):
    open_calendar(phone, "List")
    finger = Finger(phone)
    post = phone.locator(".line", has_text="Loaf 2")
    post.scroll_into_view_if_needed()
    finger.press(post)
    finger.lift()
    expect(phone.locator("#selection [data-count]")).to_have_text("1 post chosen.")
    assert "/calendar/" in phone.url

    top = phone.evaluate("scrollY")
    start = finger.press(phone.locator(".line", has_text="Loaf 5"), hold=20)
    finger.carry(start, phone.locator(".line", has_text="Loaf 2"))
    finger.lift()
    becomes(lambda: phone.evaluate("scrollY") > top, True)
    phone.wait_for_timeout(500)  # a press that were taken for a carrying would have moved something by now
    assert days() == [date(2026, 6, 1 + n) for n in range(10)]


# --- A campaign, and the history -----------------------------------------------------------------------------------


def test_a_campaign_is_shifted_after_a_look_at_what_that_does_and_undone_from_the_history(
    page, open_calendar, ten, bakery
):
    campaign = make_campaign(bakery, name="Week of the loaves")
    Post.objects.filter(title__in=TEN[:3]).update(campaign=campaign, channel=make_channel(bakery))
    open_calendar(page)
    page.get_by_role("link", name="Strategy").first.click()
    page.get_by_role("link", name="Campaigns and closed days").first.click()
    page.get_by_role("link", name="Shift the posts").click()
    page.get_by_label("Days").fill("42")
    page.get_by_role("button", name="See what it would change").click()
    preview = page.locator(".shift-preview")
    expect(preview).to_contain_text("3 posts move.")
    expect(preview).to_contain_text("Monday 13 July 2026")
    expect(preview).to_contain_text("14 July 2026 – ")
    page.get_by_role("button", name="Move 3 posts").click()
    expect(page.locator(".messages")).to_contain_text("3 posts are moved.")
    assert days()[:4] == [date(2026, 7, 13), date(2026, 7, 14), date(2026, 7, 15), date(2026, 6, 4)]

    page.goto(f"/w/{bakery.slug}/history/")
    page.get_by_role("link", name="3 posts moved").click()
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.locator(".messages")).to_contain_text("3 posts are as they were before.")
    assert days()[:3] == [date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 3)]
