"""Two people open the same post, both write in it, and both find in it what they wrote."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from calendar_app.models import Post
from tests.factories import make_post
from tests.journeys.waiting import becomes


def test_two_who_write_one_post_put_both_versions_together(make_context, sign_in, alice, bob, bakery, complaints):
    post = make_post(bakery, "Croissants", text="Hot this morning.", day=timezone.localdate())
    alices, bobs = (opened(make_context, sign_in, person, post) for person in (alice, bob))
    hint = bobs.locator("#editing")
    expect(hint).to_contain_text(alice.get_short_name())

    alices.get_by_label("Title (required)").fill("Brioches")
    alices.get_by_label("Text", exact=True).fill("Alice bakes them with butter.")
    alices.get_by_label("Link", exact=True).fill("https://bakery.example/brioches")
    alices.get_by_role("button", name="Save and stay").click()
    expect(alices.get_by_role("heading", level=1, name="Brioches")).to_be_visible()

    bobs.get_by_label("Title (required)").fill("Pains au chocolat")
    bobs.get_by_label("Text", exact=True).fill("Bob fills them with chocolate.")
    bobs.get_by_label("Persona need").or_(bobs.get_by_label("Need it meets")).fill("Breakfast")
    bobs.get_by_role("button", name="Save", exact=True).click()
    expect(bobs.get_by_role("heading", level=1, name="Two versions of one post")).to_be_visible()
    assert [complaint[:9] for complaint in complaints] == ["409: POST"]
    complaints.clear()

    title, text = bobs.locator("#merge-title"), bobs.locator("#merge-text")
    expect(bobs.locator(".merge")).to_have_count(2)
    expect(text.locator("del").first).to_contain_text("Alice")
    expect(bobs.get_by_text("https://bakery.example/brioches")).to_be_visible()
    title.get_by_label("Take theirs").check()
    text.locator("textarea").fill("Bob fills them with chocolate, Alice with butter.")
    assert bobs.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bobs.get_by_role("button", name="Save this").click()

    expect(bobs.get_by_role("heading", level=1, name="Brioches")).to_be_visible()
    post.refresh_from_db()
    assert (post.title, post.text) == ("Brioches", "Bob fills them with chocolate, Alice with butter.")
    assert (post.link, post.persona_need, post.version) == ("https://bakery.example/brioches", "Breakfast", 3)
    becomes(lambda: bobs.evaluate("localStorage.length"), 0)


def opened(make_context, sign_in, person, post: Post) -> Page:
    """The page of `person`, who went from the home page to the editor of `post`."""
    page = make_context(locale="en-GB").new_page()
    sign_in(page, person)
    page.get_by_role("link", name="List").first.click()
    page.get_by_role("link", name=post.title).first.click()
    expect(page.get_by_role("heading", level=1, name=post.title)).to_be_visible()
    return page
