"""Writing a post: counted as its channel counts, with its picture, on several channels, and nothing typed is lost."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from calendar_app.models import Media, Post
from calendar_app.rules.text import length
from tests.factories import a_picture, make_channel
from tests.journeys.waiting import becomes

TEXTS = {
    "instagram": "Du pain chaud ce matin.\nEt des croissants #pain",
    "x": "Voir https://boulangerie.example/commander/un/gateau 🥐",
    "bluesky": "👨‍👩‍👧‍👦 tous au fournil",
    "mastodon": "Avec @samira@mastodon.example sur https://boulangerie.example/un/deux/trois",
}


@pytest.fixture
def channels(bakery):
    return {slug: make_channel(bakery, platform=slug) for slug in TEXTS}


@pytest.fixture
def writing(make_context, sign_in, alice, channels) -> Page:
    """Alice's page, signed in, in English."""
    page = make_context(locale="en-GB").new_page()
    sign_in(page, alice)
    return page


def begin(page: Page, title: str) -> None:
    """From where one is to a new post on Instagram, saved, and open."""
    page.get_by_role("link", name="New post").first.click()
    page.get_by_label("Title (required)").fill(title)
    page.get_by_label("Channel", exact=True).select_option("Instagram")
    page.get_by_role("button", name="Save and stay").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def kept(page: Page) -> None:
    """Wait until the browser has kept what was typed, a moment after the last key; its policy forbids to poll inside."""
    for _ in range(100):
        if page.evaluate("localStorage.length"):
            return
        page.wait_for_timeout(50)
    raise AssertionError("nothing was kept")


def test_a_post_is_adapted_to_three_channels_side_by_side(writing, channels):
    page = writing
    begin(page, "Five in the morning")
    page.get_by_label("Text", exact=True).fill(TEXTS["instagram"])
    expect(page.locator("#counter b")).to_have_text(str(len(TEXTS["instagram"])))
    page.get_by_role("button", name="Save and stay").click()
    expect(page.get_by_text("is saved").first).to_be_visible()

    page.get_by_role("link", name="Adapt to other channels").click()
    for name in ("X", "Bluesky", "Mastodon"):
        page.get_by_label(name, exact=True).check()
    page.get_by_role("button", name="Make these versions").click()
    expect(page.get_by_text("3 versions were made.").first).to_be_visible()

    for slug, text in TEXTS.items():
        version = Post.objects.get(channel=channels[slug])
        page.locator(f"#id_p{version.pk}-text").fill(text)
        expect(page.locator(f"#counter-{version.pk} b")).to_have_text(
            str(length(text, channels[slug].platform.counting))
        )
    page.get_by_role("button", name="Save what changed").click()
    expect(page.get_by_text(re.compile("^Saved: ")).first).to_be_visible()
    assert {one.channel.platform.slug: one.text for one in Post.objects.all()} == TEXTS
    becomes(lambda: page.evaluate("localStorage.length"), 0)

    page.get_by_role("navigation", name="Versions of this post").get_by_role("link", name="Bluesky").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value(TEXTS["bluesky"])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_versions_stand_below_one_another_on_a_phone(writing):
    page = writing
    begin(page, "Five in the morning")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Adapt to other channels").click()
    page.get_by_label("Bluesky", exact=True).check()
    page.get_by_role("button", name="Make these versions").click()
    expect(page.locator(".version")).to_have_count(2)
    first, second = (box.bounding_box() for box in page.locator(".version").all())
    assert first["x"] == second["x"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_picture_comes_with_its_alternative_text(writing, tmp_path):
    page = writing
    (tmp_path / "oven.jpg").write_bytes(a_picture().getvalue())
    begin(page, "The oven")
    page.get_by_text("Add a picture or video").click()
    page.get_by_label("File", exact=True).set_input_files(tmp_path / "oven.jpg")
    expect(page.get_by_label("Picture", exact=True)).to_have_value("oven.jpg")
    page.get_by_label("Alternative text", exact=True).fill("The oven at five o’clock")
    page.get_by_role("button", name="Save and stay").click()

    shown = page.get_by_role("img", name="The oven at five o’clock")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    assert Media.objects.get().alt_text == "The oven at five o’clock"


def test_a_link_says_where_it_was_clicked(writing):
    page = writing
    begin(page, "Five in the morning")
    page.get_by_label("Link", exact=True).fill("https://boulangerie.example/?b=1")
    page.get_by_text("Let the link say where it was clicked").click()
    page.get_by_label("Content", exact=True).fill("oven")
    page.get_by_role("button", name="Write it into the link").click()
    built = "https://boulangerie.example/?b=1&utm_source=instagram&utm_medium=social&utm_content=oven"
    expect(page.get_by_label("Link", exact=True)).to_have_value(built)
    page.get_by_role("button", name="Save and stay").click()
    expect(page.get_by_text("is saved").first).to_be_visible()
    assert Post.objects.get().link == built


def test_a_link_is_built_without_script(make_context, sign_in, alice, channels):
    page = make_context(locale="en-GB", java_script_enabled=False).new_page()
    sign_in(page, alice)
    begin(page, "Five in the morning")
    page.get_by_label("Title (required)").fill("Typed and not saved")
    page.get_by_label("Link", exact=True).fill("https://boulangerie.example/")
    page.get_by_text("Let the link say where it was clicked").click()
    page.get_by_role("button", name="Write it into the link").click()
    expect(page.get_by_label("Link", exact=True)).to_have_value(re.compile("utm_source=instagram"))
    expect(page.get_by_label("Title (required)")).to_have_value("Typed and not saved")


def test_a_dropped_connection_loses_nothing(writing, complaints):
    page = writing
    begin(page, "Five in the morning")
    page.context.set_offline(True)
    page.get_by_label("Text", exact=True).fill("Written in the tunnel")
    expect(page.locator("#post-check-failed")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#draft-offline")).to_be_visible()
    page.context.set_offline(False)
    complaints.clear()

    page.reload()
    expect(page.get_by_label("Text", exact=True)).to_have_value("")
    expect(page.locator("#draft-said")).to_contain_text("that was not saved")
    page.get_by_role("button", name="Restore it").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Written in the tunnel")
    page.get_by_role("button", name="Save and stay").click()
    expect(page.get_by_text("is saved").first).to_be_visible()
    expect(page.locator("#draft-offer")).to_be_hidden()
    becomes(lambda: page.evaluate("localStorage.length"), 0)


def test_what_is_offered_may_be_thrown_away_and_goes_on_signing_out(writing):
    page = writing
    begin(page, "Five in the morning")
    here = page.url
    page.get_by_label("Text", exact=True).fill("Never mind")
    kept(page)
    page.goto(here)
    page.get_by_role("button", name="Throw it away").click()
    expect(page.locator("#draft-offer")).to_be_hidden()
    becomes(lambda: page.evaluate("localStorage.length"), 0)

    page.get_by_label("Text", exact=True).fill("On a shared computer")
    kept(page)
    page.goto("/")
    page.locator("summary", has_text="Your menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    becomes(lambda: page.evaluate("localStorage.length"), 0)


@pytest.mark.parametrize("with_script", [True, False])
def test_an_ended_session_loses_nothing(make_context, sign_in, alice, channels, complaints, with_script):
    page = make_context(locale="en-GB", java_script_enabled=with_script).new_page()
    sign_in(page, alice)
    begin(page, "Five in the morning")
    Session.objects.all().delete()
    page.get_by_label("Text", exact=True).fill("Two hours of work")
    page.get_by_role("button", name="Save and stay").click()
    expect(page.get_by_text("nothing is lost")).to_be_visible()
    page.locator("input[name=login]").fill(alice.email)
    page.locator("input[name=password]").fill("douze-croissants-tièdes")
    page.locator("input[name=password]").press("Enter")
    expect(page.get_by_label("Text", exact=True)).to_have_value("Two hours of work")
    assert Post.objects.get().text == ""
    page.get_by_role("button", name="Save and stay").click()
    expect(page.get_by_text("is saved").first).to_be_visible()
    assert Post.objects.get().text == "Two hours of work"
    complaints.clear()  # the page to sign in came with 401
