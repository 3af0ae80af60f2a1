"""From a no to a first step that is done, from a bad day to a policy: by what the pages say, with and without script."""

import pytest
from playwright.sync_api import Page, expect

from calendar_app.models import Advocate, BrandVoice, CommunityNote, ReadinessAction, ResponseCase
from tests.factories import make_team_member


@pytest.fixture
def english(alice):
    """Alice, who reads English."""
    alice.language = "en"
    alice.save()
    return alice


def open_from_the_navigation(page: Page, name: str) -> None:
    """Two clicks: the navigation, then the Strategy page."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Strategy").click()
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_no_becomes_a_first_step_that_is_ticked_off(make_context, sign_in, english, bakery, script):
    make_team_member(bakery, name="Rose")
    page = make_context(java_script_enabled=script).new_page()
    sign_in(page, english)
    open_from_the_navigation(page, "Are we ready?")
    interest = page.get_by_role("group", name="Is it in our interest?")
    ready = page.get_by_role("group", name="Are we ready?")
    interest.get_by_label("Yes").check()
    page.get_by_label("What is there, what is missing").fill("Nobody takes pictures")
    steps = page.get_by_role("group", name="Then a first step, noted when you save")
    expect(steps).to_have_count(1)  # about the website, of which nothing is known yet
    ready.get_by_label("No", exact=True).check()
    expect(steps).to_have_count(2)
    first = steps.first
    first.get_by_label("What is to be done").fill("Ask Kenzo for pictures")
    first.get_by_label("By whom").select_option(label="Rose")
    expect(first.get_by_label("By when")).not_to_have_value("")
    steps.last.get_by_label("What is to be done").fill("")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("heading", name="To be done 1")).to_be_visible()
    action = page.get_by_role("listitem").filter(has_text="Ask Kenzo for pictures")
    expect(action).to_contain_text("Rose")
    expect(ready.get_by_label("No", exact=True)).to_be_checked()
    action.get_by_role("button", name="Done “Ask Kenzo for pictures”").click()
    expect(page.get_by_role("heading", name="To be done 0")).to_be_visible()
    page.get_by_text("Done 1").click()
    page.get_by_role("button", name="Not done after all").click()
    expect(page.get_by_role("heading", name="To be done 1")).to_be_visible()
    assert [(row.text, row.done_on) for row in ReadinessAction.objects.all()] == [("Ask Kenzo for pictures", None)]


def test_a_voice_is_found_in_two_clicks_and_keeps_what_was_typed(page, sign_in, english, complaints):
    sign_in(page, english)
    open_from_the_navigation(page, "Brand voice")
    page.get_by_label("What we promise").fill("Warm until noon")
    page.get_by_label("Second adjective").fill("precise")
    page.get_by_label("Values").fill("\n".join("abcdefghi"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Values")
    expect(page.get_by_label("What we promise")).to_have_value("Warm until noon")
    expect(page.get_by_label("Second adjective")).to_have_value("precise")
    complaints.clear()  # the refused form was answered with 422, on purpose
    page.get_by_label("Values").fill("We bake at night")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="The brand’s voice is saved.")).to_be_visible()
    voice = BrandVoice.objects.get()
    assert (voice.promise, voice.adjectives, voice.values) == ("Warm until noon", ["precise"], ["We bake at night"])


def test_what_is_done_on_a_bad_day_is_decided_on_a_good_one(page, sign_in, english, bakery):
    make_team_member(bakery, name="Rose")
    sign_in(page, english)
    open_from_the_navigation(page, "How we answer")
    complaint = page.get_by_role("group", name="A complaint")
    complaint.get_by_label("What we do").select_option(label="Answer in public, go on in private")
    complaint.get_by_label("Within hours").fill("4")
    complaint.get_by_label("Who", exact=True).select_option(label="Rose")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="How we answer is saved.")).to_be_visible()
    assert [(case.kind, case.within_hours, case.who.name) for case in ResponseCase.objects.all()] == [
        ("complaint", 4, "Rose")
    ]

    page.get_by_role("navigation", name="Answering").get_by_role("link", name="Criticism").click()
    page.get_by_role("link", name="Note a criticism").click()
    page.get_by_label("What it was about").fill("Waiting")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Close “Waiting”").click()
    expect(page.get_by_role("heading", name="Closed 1")).to_be_visible()


def test_the_community_is_counted_and_an_advocate_forgotten_on_request(page, sign_in, english):
    sign_in(page, english)
    open_from_the_navigation(page, "Count the community")
    page.get_by_label("The crowd").fill("90")
    page.get_by_label("Ambassadors").fill("10")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("row", name="They listen")).to_contain_text("about 90")
    page.get_by_role("link", name="New advocate").click()
    page.get_by_label("How we call them").fill("Marie-Ange")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Delete for good").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("Nobody is listed.")).to_be_visible()
    assert (CommunityNote.objects.count(), Advocate.objects.count()) == (2, 0)
