"""The day itself, on a phone: what is due is found, copied, posted and noted; and taken back."""

from datetime import time

from playwright.sync_api import expect

from calendar_app.models import Post
from tests.factories import make_channel, make_picture, make_post

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_a_due_post_is_copied_posted_and_noted_on_a_phone(make_context, sign_in, alice, bakery, today):
    alice.language = "en"
    alice.save()
    channel = make_channel(bakery, platform="x")
    post = make_post(bakery, "Bread", day=today, clock=time(8), channel=channel, text="Warm bread, now.", owner=alice)
    make_picture(post, label="oven.jpg", alt_text="An open oven")
    context = make_context(**PHONE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    sign_in(page, alice)
    page.locator(".bottombar").get_by_text("More", exact=True).tap()
    page.locator(".bottombar").get_by_role("link", name="To post").tap()
    page.get_by_role("link", name="Bread").tap()

    page.get_by_role("button", name="Copy the text").tap()
    expect(page.get_by_role("button", name="Copied").first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Warm bread, now."
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download “oven.jpg”").tap()
    assert taken.value.suggested_filename == "oven.jpg"
    expect(page.get_by_role("link", name="Open X")).to_have_attribute(
        "href", "https://x.com/intent/post?text=Warm%20bread%2C%20now."
    )
    page.get_by_label("Address of the publication").fill("https://x.com/us/status/1")
    page.get_by_role("button", name="Posted", exact=True).tap()

    expect(page.locator("main")).to_contain_text("Nothing waits to be posted.")
    assert Post.objects.get(pk=post.pk).posted_url == "https://x.com/us/status/1"
    page.get_by_role("button", name="Undo").tap()
    expect(page.locator(".messages, .toast").first).to_contain_text("1 post is as it was before.")
    assert Post.objects.get(pk=post.pk).status == Post.Status.PLANNED
