"""Somebody's session ends while they work: every page says so, and nothing that was typed is lost."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from calendar_app.models import Comment, Post
from tests.factories import PASSWORD, make_post


@pytest.fixture
def page(make_context) -> Page:
    return make_context(locale="en-GB").new_page()


def to_calendar(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Calendar").first.click()
    expect(page.locator("#calendar")).to_be_visible()


def test_an_editor_left_open_does_not_speak_of_newer_versions(page: Page, bakery, alice, sign_in):
    make_post(bakery, "Croissants", day=timezone.localdate())
    sign_in(page, alice)
    to_calendar(page)
    with page.expect_response(lambda answer: "/editing/" in answer.url):
        page.get_by_role("link", name="Croissants").first.click()
    page.context.clear_cookies(name="sessionid")
    for _ in range(2):  # by the second answer, what the first one said is shown
        with page.expect_response(lambda answer: "/accounts/login/" in answer.url):
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#editing")).to_be_empty()


def test_who_adds_a_post_is_told_and_keeps_what_they_typed(page: Page, bakery, alice, sign_in):
    sign_in(page, alice)
    to_calendar(page)
    page.keyboard.press("n")
    page.context.clear_cookies(name="sessionid")
    dialog = page.get_by_role("dialog")
    title = dialog.get_by_label("Title", exact=True)
    title.fill("Brioches")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog).to_contain_text("You are signed out, so nothing is saved.")
    expect(title).to_have_value("Brioches")

    other = page.context.new_page()
    sign_in(other, alice)
    page.bring_to_front()
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#announcer")).to_contain_text("“Brioches” is added")
    assert Post.objects.filter(title="Brioches").count() == 1


def test_a_comment_survives_signing_in_anew(page: Page, bakery, alice, sign_in, complaints):
    post = make_post(bakery, "Croissants", day=timezone.localdate())
    sign_in(page, alice)
    to_calendar(page)
    page.get_by_role("link", name="Croissants").first.click()
    comment = page.get_by_label("Your comment")
    comment.fill("More butter?")
    page.context.clear_cookies(name="sessionid")
    comment.locator("xpath=ancestor::form").get_by_role("button", name="Comment", exact=True).click()
    page.locator("input[name=login]").fill(alice.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page.get_by_label("Comment (required)")).to_have_value("More butter?")
    page.get_by_role("button", name="Save the comment").click()
    expect(page.locator(".word")).to_contain_text("More butter?")
    assert [one.text for one in Comment.objects.filter(post=post)] == ["More butter?"]
    complaints[:] = [one for one in complaints if not one.startswith("401: POST")]
