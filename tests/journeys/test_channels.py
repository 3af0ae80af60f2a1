"""A person's way through a channel's life, and to knowing whether an objective is reached."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from calendar_app.models import Channel, ChannelTest, Measure
from tests.factories import make_channel, make_objective, make_persona, make_persona_platform, make_post


@pytest.fixture
def english(alice):
    """Alice, who reads English."""
    alice.language = "en"
    alice.save()
    return alice


def from_the_strategy(page, link: str) -> None:
    """Open what `link` of the strategy's page leads to, as one does from anywhere."""
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Strategy").click()
    page.get_by_role("link", name=link, exact=True).first.click()


def test_a_channel_is_tried_and_then_left_with_respect(page, sign_in, english, bakery):
    channel = make_channel(bakery, "tiktok", name="Our TikTok")
    make_post(bakery, "The sounds of the bakehouse", day=timezone.localdate() + timedelta(days=7), channel=channel)
    sign_in(page, english)
    from_the_strategy(page, "Our TikTok")
    page.get_by_role("link", name="Try it for a time").click()
    page.get_by_label("What we expect").fill("Two apprentices a month ask about a place")
    page.get_by_label("What we measure").fill("Messages")
    page.get_by_role("button", name="Save the trial").click()
    expect(page.get_by_text("On trial").first).to_be_visible()
    trial = ChannelTest.objects.get()
    assert (trial.end_on - trial.start_on).days == 90

    page.get_by_role("link", name="End the trial").click()
    page.get_by_label("Stop").check()
    page.get_by_label("What we learnt").fill("Our people are not there.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Our people are not there.")).to_be_visible()

    page.get_by_role("link", name="Say more of leaving").click()
    expect(page.get_by_role("link", name="The sounds of the bakehouse")).to_be_visible()
    page.get_by_label("Why we left").fill("Nobody we bake for")
    page.get_by_label("What we told those who follow us").fill("Find us at the counter.")
    page.get_by_role("button", name="Leave the channel").click()
    expect(page.get_by_text("Find us at the counter.")).to_be_visible()
    assert Channel.objects.get().status == "left"


def test_slots_are_kept_for_a_channel(page, sign_in, english, bakery):
    make_channel(bakery, name="The page")
    sign_in(page, english)
    from_the_strategy(page, "The page")
    page.get_by_role("link", name="Change the slots").click()
    first = page.get_by_role("group", name="Slot 1")
    first.get_by_label("Day of the week").select_option(label="Tuesday")
    first.get_by_label("Time").fill("07:30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Tuesday 07:30")).to_be_visible()


def test_who_is_where_is_read_from_a_table(page, sign_in, english, bakery):
    make_channel(bakery, "facebook")
    make_persona_platform(make_persona(bakery, name="Man Josette", age_min=62, age_max=78), "facebook", usage="daily")
    sign_in(page, english)
    from_the_strategy(page, "Who is where")
    row = page.get_by_role("row", name="Man Josette")
    expect(row.get_by_role("cell").first).to_contain_text("Every day")
    page.get_by_role("link", name="All platforms").click()
    expect(page.get_by_role("columnheader", name="Bluesky")).to_be_attached()
    expect(page.get_by_text("no data").first).to_be_attached()


def test_a_measure_shows_how_far_an_objective_has_come(page, sign_in, english, bakery):
    begun = timezone.localdate() - timedelta(days=30)
    make_objective(bakery, statement="Thirty cakes a month", kpi_name="Orders", baseline=10, target=30, start_on=begun)
    sign_in(page, english)
    from_the_strategy(page, "Objectives and measures")
    page.get_by_role("link", name="Thirty cakes a month", exact=True).click()
    page.get_by_label("Value").fill("20")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("50% of the way")).to_be_visible()
    expect(page.get_by_role("img")).to_be_visible()
    assert Measure.objects.get().value == 20

    page.get_by_role("link", name="Reached, or given up").click()
    page.get_by_label("Given up").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Given up").first).to_be_visible()


def test_what_an_advert_cost_is_worked_out(page, sign_in, english, bakery):
    sign_in(page, english)
    from_the_strategy(page, "Objectives and measures")
    page.get_by_label("Spent, in euros").fill("500")
    page.get_by_label("Likes").fill("800")
    page.get_by_label("Purchases").fill("6")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_text("83.33 €", exact=True)).to_be_visible()
