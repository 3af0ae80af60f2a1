"""From the home page through what a workspace remembers: versions, a cancelled post with its reason, and the log."""

from datetime import time, timedelta

from django.utils import timezone
from playwright.sync_api import expect

from calendar_app.models import Post
from tests.factories import make_post


def test_bob_changes_a_text_twice_brings_it_back_calls_the_post_off_and_undoes_that_in_the_log(
    make_context, sign_in, bob, bakery
):
    tomorrow = timezone.now().date() + timedelta(days=1)
    post = make_post(
        bakery,
        "Strawberry tart",
        day=tomorrow,
        clock=time(9),
        text="The first of the year.",
        status=Post.Status.PLANNED,
    )
    page = make_context(locale="en-GB").new_page()
    sign_in(page, bob)
    main = page.get_by_role("main")
    page.goto(f"/w/bakery/calendar/?d={tomorrow.isoformat()}")
    main.get_by_role("link", name="Strawberry tart").first.click()
    for text in ("The first of the summer.", "The last of the summer."):
        page.get_by_label("Text", exact=True).fill(text)
        page.get_by_role("button", name="Save and stay").click()
        expect(main.get_by_text("“Strawberry tart” is saved.")).to_be_visible()
        expect(page.get_by_label("Text", exact=True)).to_have_value(text)

    main.get_by_text("Put off, look back").click()
    page.get_by_role("link", name="Earlier versions").click()
    expect(page.locator("del", has_text="first")).to_be_visible()
    expect(page.locator("ins", has_text="last")).to_be_visible()
    page.get_by_role("button", name="Bring back – version 1").click()
    expect(main.get_by_text("“Strawberry tart” reads as it did before.")).to_be_visible()
    expect(page.locator("ins", has_text="first")).to_be_visible()

    page.get_by_role("link", name="Strawberry tart").first.click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("The first of the year.")
    main.get_by_text("Put off, look back").click()
    page.get_by_role("link", name="Cancel this post…").click()
    page.get_by_label("Reason (required)").fill("No strawberries this year")
    page.get_by_role("button", name="Cancel this post").click()
    expect(main.get_by_text("“Strawberry tart” is cancelled.")).to_be_visible()

    page.get_by_role("banner").locator("summary", has_text=bakery.name).click()
    page.get_by_role("banner").get_by_role("link", name="History").click()
    page.get_by_role("link", name="Log of the whole workspace").click()
    page.get_by_label("What was done").select_option("Postponed or cancelled")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("heading", name="cancelled the post “Strawberry tart”.")).to_be_visible()
    expect(main.get_by_text("No strawberries this year")).to_be_visible()
    page.get_by_role("button", name="Undo this").click()
    expect(main.get_by_text("It stands as it was before.")).to_be_visible()
    assert Post._base_manager.get(pk=post.pk).status == Post.Status.PLANNED
