"""Monday morning: the week that was is gone through at a desk, and what there is to do on a phone."""

from datetime import time, timedelta

import pytest
from playwright.sync_api import expect

from calendar_app.models import Post, WeekReview
from tests.factories import make_channel, make_persona, make_post

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
AGENT = "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


@pytest.fixture
def english(alice):
    alice.language = "en"
    alice.save()
    return alice


def test_a_week_is_reviewed_with_keys_and_one_way_back(page, sign_in, english, bakery, today):
    monday = today - timedelta(days=today.weekday() + 7)
    channel, marc = make_channel(bakery, weekly_target=3), make_persona(bakery, name="Marc")
    make_post(bakery, "Out", day=monday, channel=channel, persona=marc, status=Post.Status.POSTED)
    slipped = [make_post(bakery, f"Slipped {n}", day=monday + timedelta(days=2 + n), clock=time(9)) for n in (1, 2)]
    asked = make_post(bakery, "Asked", day=today, clock=time(18), channel=channel, status=Post.Status.IN_REVIEW)
    sign_in(page, english)
    page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Weekly").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weekly review")
    expect(page.get_by_role("region", name="What it lacks")).to_contain_text("Marc")
    was = page.get_by_role("region", name="The week that was")
    was.get_by_role("button", name="Carry over – Slipped 1").click()
    expect(page.locator(".messages")).to_contain_text("“Slipped 1” is carried over to Thursday 11 June 2026.")
    expect(page.get_by_role("region", name="To come")).to_contain_text("Slipped 1")
    page.get_by_role("button", name="Undo").click()
    expect(was.get_by_role("button", name="Carry over – Slipped 1")).to_be_visible()
    was.get_by_role("button", name="Carry all over").click()
    expect(page.locator(".messages")).to_contain_text("2 posts are carried over.")
    expect(was).to_contain_text("Nothing slipped.")
    page.get_by_role("button", name="Undo").click()
    expect(was.get_by_role("button", name="Carry all over")).to_be_visible()
    assert [post.local_date for post in Post.objects.filter(pk__in=[one.pk for one in slipped]).order_by("pk")] == [
        post.local_date for post in slipped
    ]

    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Slipped 1").first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Asked").first).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator(".messages")).to_contain_text("“Asked” is approved.")
    assert Post.objects.get(pk=asked.pk).status == Post.Status.APPROVED
    page.keyboard.press("j")
    page.keyboard.press("m")
    expect(page.get_by_role("heading", level=1)).to_have_text("Move this post")
    page.get_by_role("link", name="Cancel").click()

    page.get_by_label("What we take from it").fill("Write on Fridays.")
    page.get_by_role("button", name="Week reviewed").click()
    expect(page.get_by_role("region", name="This week is reviewed")).to_contain_text("Alice")
    assert WeekReview.objects.get().monday == monday
    page.emulate_media(media="print")
    for gone in (".topbar", ".week-acts", ".site-foot", ".week-review form", ".week-past"):
        assert not [one for one in page.locator(gone).all() if one.is_visible()], gone
    expect(page.get_by_text("Write on Fridays.").first).to_be_visible()
    page.set_viewport_size({"width": 1031, "height": 730})  # A4 on its side, without its margins
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_a_phone_opens_with_what_there_is_to_do(make_context, sign_in, english, bakery, today):
    make_post(bakery, "Due", day=today, clock=time(8), owner=english, channel=make_channel(bakery), text="Bread.")
    make_post(bakery, "To write", day=today + timedelta(days=2), owner=english)
    page = make_context(**PHONE, user_agent=AGENT).new_page()
    sign_in(page, english)
    expect(page.get_by_role("heading", level=1)).to_have_text("To do")
    expect(page.get_by_role("region", name="To write")).to_contain_text("To write")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("region", name="Due now").get_by_role("button", name="Posted").tap()
    expect(page.locator(".messages")).to_contain_text("“Due” is noted as posted.")
    expect(page.get_by_role("region", name="Due now")).to_have_count(0)
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_role("region", name="Due now")).to_contain_text("Due")
    page.locator(".bottombar").get_by_role("link", name="Weekly").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weekly review")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".bottombar").get_by_role("link", name="Agenda").tap()
    expect(page.locator(".agenda")).to_be_visible()
