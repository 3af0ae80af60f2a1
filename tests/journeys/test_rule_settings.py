"""Rules that fit: set a threshold, try it, save it, see the finding gone; a waiver that falls when things get worse."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from calendar_app.models import Post, RuleSetting, Waiver
from smplanner.workspaces.models import User, Workspace
from tests.factories import make_channel, make_persona, make_post

TITLE = "A channel falls silent"


@pytest.fixture
def silence(bakery: Workspace, today: date) -> Post:
    """Two posts on one channel, sixteen days apart: two more than the rule lets pass."""
    facebook = make_channel(bakery, "facebook", personas=[make_persona(bakery)], weekly_target=3)
    make_post(bakery, day=today + timedelta(days=1), channel=facebook)
    return make_post(bakery, "Galette", day=today + timedelta(days=17), channel=facebook)


@pytest.fixture
def home(page: Page, sign_in: Callable[[Page, User], None], alice: User, silence: Post) -> Page:
    """Alice's home page, in English; it is 10 June 2026."""
    alice.language = "en"
    alice.save()
    sign_in(page, alice)
    return page


def to_the_rules(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Checks").first.click()
    page.locator("main").get_by_role("link", name="Rules", exact=True).click()
    expect(page.locator("h1")).to_have_text("Rules of this workspace")


def finding(page: Page, post: Post) -> str:
    return f"#finding-publishing-gap-post-{post.pk}"


def set_a_threshold(page: Page, silence: Post) -> None:
    """From the list of rules: find one, try a threshold, save it, and see its finding gone."""
    page.get_by_label("Search").fill("falls silent")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("1 rule of")).to_be_visible()
    page.get_by_role("link", name=TITLE).click()

    page.get_by_label("Silent days to allow").fill("21")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("heading", name="Would disappear 1")).to_be_visible()
    expect(page.locator("#effect").get_by_text("Galette")).to_be_visible()
    assert not RuleSetting.objects.exists()

    expect(page.get_by_label("Silent days to allow")).to_have_value("21")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main").get_by_text(f"“{TITLE}” is set.")).to_be_visible()
    expect(page.get_by_text("Changed here", exact=True).locator("visible=true").last).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Checks").first.click()
    expect(page.locator(finding(page, silence))).to_have_count(0)


def test_a_threshold_is_tried_saved_and_its_finding_is_gone(home: Page, silence: Post) -> None:
    to_the_rules(home)
    set_a_threshold(home, silence)
    expect(home.locator("#gone > summary")).to_contain_text("Gone this week")


def test_it_works_without_script(make_context, sign_in, alice: User, silence: Post) -> None:
    alice.language = "en"
    alice.save()
    page = make_context(java_script_enabled=False).new_page()
    sign_in(page, alice)
    to_the_rules(page)
    set_a_threshold(page, silence)


def test_a_preset_is_looked_at_then_applied(home: Page) -> None:
    to_the_rules(home)
    home.get_by_role("link", name="On one’s own", exact=True).click()
    expect(home.get_by_role("heading", name="What it would change")).to_be_visible()
    assert not RuleSetting.objects.exists()
    home.get_by_role("button", name="Set the rules so").click()
    card = home.locator(".card").filter(has_text="On one’s own")
    expect(card.get_by_text("In force")).to_be_visible()


def test_a_waiver_with_a_reason_and_an_end_falls_and_is_renewed(home: Page, silence: Post) -> None:
    home.get_by_role("navigation").get_by_role("link", name="Checks").first.click()
    expect(home.locator(finding(home, silence))).to_have_count(1)
    more = home.locator("details.fold", has=home.locator(finding(home, silence)))
    if more.count() and not home.locator(finding(home, silence)).is_visible():
        more.first.locator("> summary").click()
    card = home.locator(finding(home, silence))
    card.get_by_text("Set aside…").click()
    card.get_by_label("Why it does not matter here").fill("The oven is being rebuilt.")
    card.get_by_label("Until").fill("2026-07-31")
    card.get_by_role("button", name="Set aside", exact=True).click()
    expect(card).to_have_count(0)
    assert Waiver.objects.get().until == date(2026, 7, 31)

    silence.local_date += timedelta(days=5)
    silence.save()
    home.reload()
    fallen = home.locator("#fallen")
    expect(fallen).to_contain_text("is silent for 16 days before this post.")
    expect(fallen).to_contain_text("is silent for 21 days before this post.")
    expect(home.locator(finding(home, silence))).to_have_count(1)

    fallen.get_by_role("button", name="Set aside again").click()
    expect(home.locator("main").get_by_text("It is set aside again, as it stands now.")).to_be_visible()
    expect(home.locator("#fallen")).to_have_count(0)
    expect(home.locator(finding(home, silence))).to_have_count(0)


def test_a_rule_is_switched_off_from_the_list_and_ranked_when_set_aside(home: Page) -> None:
    to_the_rules(home)
    home.get_by_role("button", name=f"Switch off – {TITLE}").click()
    expect(home.get_by_role("button", name=f"Switch on – {TITLE}")).to_be_visible()
    home.get_by_role("link", name="Most set aside").click()
    expect(home.get_by_text("No rule was ever set aside here.")).to_be_visible()
