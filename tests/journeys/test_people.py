"""Somebody is invited, comes in, and is shown out."""

from playwright.sync_api import expect

from tests.journeys.inviting import invite, sign_up


def test_an_invited_colleague_signs_up_and_is_removed_later(
    make_context, sign_in, alice, bakery, address, complaints, settings
):  # what is hers here ends with her seat: the open page, the subscription, and the rest
    settings.SITE_URL = address
    admin = make_context(locale="en-GB").new_page()
    admin.goto("/")
    sign_in(admin, alice)
    link = invite(admin, "emma@example.org")
    emma = sign_up(make_context, link, "emma@example.org", "Emma")
    expect(emma.get_by_role("link", name="New post").first).to_be_visible()

    emma.goto("/w/bakery/feeds/")
    emma.get_by_label("Name").fill("My phone")
    emma.get_by_role("button", name="Make").click()
    feed = emma.get_by_label("Secret address").input_value()
    assert emma.request.get(feed).status == 200
    emma.goto("/w/bakery/calendar/")

    admin.reload()
    row = admin.get_by_role("row").filter(has_text="emma@example.org")
    row.get_by_text("Remove…").click()
    row.get_by_role("button", name="Remove", exact=True).click()
    expect(admin.get_by_role("main").get_by_text("Emma is no longer a member.")).to_be_visible()

    emma.get_by_role("navigation", name="Main").get_by_role("link", name="Strategy").click()
    expect(emma.get_by_role("heading", level=1)).to_contain_text("not")
    assert [line.split(":")[0] for line in complaints] == ["404"]
    complaints.clear()
    assert emma.request.get(feed).status == 410
    emma.goto("/")
    expect(emma.get_by_role("heading", level=1, name="Welcome, Emma")).to_be_visible()
