"""A post and the two who make it: handed in, sent back, handed in again, approved, locked, reopened, asked again."""

from datetime import time, timedelta

from playwright.sync_api import Page, expect

from calendar_app.models import Post
from smplanner.workspaces.models import Workspace
from tests.factories import make_post


def _signed_in(make_context, sign_in, user) -> Page:
    page = make_context().new_page()
    sign_in(page, user)
    return page


def _hand_in(page: Page, word: str) -> None:
    page.locator("#submit > summary").click()
    page.get_by_label("word to whoever reads it").fill(word)
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.locator("#review")).to_contain_text("Waits to be approved")


def _to_the_post_that_waits(page: Page, word: str) -> None:
    page.goto("/")
    page.locator(".topbar").get_by_role("link", name="To do").click()
    page.get_by_role("link", name="All that is to be reviewed").click()
    page.get_by_role("link", name="Warm bread").click()
    expect(page.locator("#answer")).to_contain_text(word)


def test_a_post_is_sent_back_approved_locked_and_asked_for_again(
    make_context, sign_in, complaints, alice, bob, bakery, today
):
    for user in (alice, bob):
        user.language, user.first_view, user.calendar_view = "en", "list", "list"
        user.save()
    Workspace.objects.update(approval=Workspace.Approval.REQUIRED)
    post = make_post(
        bakery, "Warm bread", day=today + timedelta(5), clock=time(9), owner=bob, status="draft", text="Out at seven."
    )
    writer, reader = _signed_in(make_context, sign_in, bob), _signed_in(make_context, sign_in, alice)

    writer.get_by_role("link", name="Warm bread").first.click()
    _hand_in(writer, "Is the hour right?")

    _to_the_post_that_waits(reader, "Is the hour right?")
    reader.get_by_role("button", name="Ask for changes").click()
    expect(reader.locator(".error-summary")).to_contain_text("Say what has to change")
    complaints.clear()  # that refusal is what was wanted
    reader.locator("#answer textarea").fill("At eight, since June.")
    reader.get_by_role("button", name="Ask for changes").click()
    expect(reader.locator(".messages, .toast").first).to_contain_text("is sent back")

    writer.reload()
    expect(writer.locator("#review")).to_contain_text("At eight, since June.")
    writer.get_by_label("Text", exact=True).fill("Out at eight.")
    writer.get_by_role("button", name="Save and stay").click()
    expect(writer.locator(".messages, .toast").first).to_contain_text("is saved")
    _hand_in(writer, "Mended.")

    _to_the_post_that_waits(reader, "Mended.")
    expect(reader.locator("ins")).to_contain_text("eight")
    reader.locator("h1").click()
    reader.keyboard.press("a")
    expect(reader.locator(".messages, .toast").first).to_contain_text("is approved")

    writer.reload()
    expect(writer.locator("#review")).to_contain_text("Approved and locked")
    expect(writer.get_by_label("Text", exact=True)).to_have_js_property("readOnly", True)
    writer.get_by_text("Reopen it…").click()
    writer.get_by_label("Why it is reopened").fill("The oven is new.")
    writer.get_by_role("button", name="Reopen", exact=True).click()
    expect(writer.locator("#review")).to_contain_text("Not handed in yet")
    _hand_in(writer, "Anew.")
    writer.get_by_label("Text", exact=True).fill("Out at half past eight.")
    writer.get_by_role("button", name="Save and stay").click()
    expect(writer.locator(".messages").first).to_contain_text("It waits for an answer now")

    _to_the_post_that_waits(reader, "Anew.")
    expect(reader.locator("ins")).to_contain_text("half past")
    assert Post.objects.get(pk=post.pk).status == Post.Status.IN_REVIEW
