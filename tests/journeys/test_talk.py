"""Two people talk about a post: one names the other, whose bell says so; the other answers and is done with it."""

from datetime import time

from playwright.sync_api import expect

from calendar_app.models import Comment
from tests.factories import make_post


def test_who_is_named_hears_the_bell_answers_and_resolves(make_context, sign_in, alice, bob, bakery, today):
    for person in (alice, bob):
        person.language = "en"
        person.save()
    make_post(bakery, "Rye", day=today, clock=time(8), text="Warm.")
    hers, his = make_context().new_page(), make_context().new_page()
    sign_in(hers, alice)
    hers.get_by_role("link", name="Rye").first.click()
    hers.get_by_label("Text", exact=True).fill("Warm, and not saved.")
    hers.get_by_role("link", name="Comments", exact=True).click()
    field = hers.get_by_label("Your comment")
    field.press_sequentially("Look, @bo")
    expect(hers.locator(".talk-names").get_by_text("Bob")).to_be_visible()
    field.press("Enter")
    expect(field).to_have_value("Look, @Bob ")
    hers.get_by_role("button", name="Comment", exact=True).click()
    expect(hers.locator(".word")).to_contain_text("Look, @Bob")
    expect(hers.locator(".word")).to_be_focused()
    expect(hers.get_by_label("Text", exact=True)).to_have_value("Warm, and not saved.")

    sign_in(his, bob)
    his.get_by_role("link", name="Notices, 1 unread").click()
    his.get_by_role("button", name="Unread: Alice names you: “Rye”").click()
    expect(his.locator(".word:target")).to_contain_text("Look, @Bob")
    expect(his.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    his.locator("summary", has_text="Reply").click()
    his.get_by_label("Your reply").fill("I see it.")
    his.get_by_role("button", name="Reply", exact=True).click()
    expect(his.locator(".talk-replies")).to_contain_text("I see it.")
    his.get_by_role("button", name="Resolve").click()
    expect(his.locator(".talk")).to_contain_text("Resolved by Bob")
    assert Comment.objects.get(reply_to=None).resolved_by == bob
