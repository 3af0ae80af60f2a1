"""Somebody is invited, comes in, and is shown out."""

from playwright.sync_api import expect

NEW_PASSWORD = "un-levain-de-trois-jours"


def test_an_invited_colleague_signs_up_and_is_removed_later(
    make_context, sign_in, alice, bakery, address, complaints, settings
):  # what is hers here ends with her seat: the open page, the subscription, and the rest
    settings.SITE_URL = address
    admin = make_context(locale="en-GB").new_page()
    admin.goto("/")
    sign_in(admin, alice)
    admin.goto("/w/bakery/members/")
    admin.get_by_label("E-mail address").fill("emma@example.org")
    admin.get_by_label("Role", exact=True).select_option("Editor")
    admin.get_by_role("button", name="Invite", exact=True).click()
    link = admin.get_by_role("main").locator(".code").inner_text().strip()

    emma = make_context(locale="en-GB").new_page()
    emma.goto(link)
    emma.get_by_role("link", name="Create your account").click()
    expect(emma.get_by_label("Email")).to_have_value("emma@example.org")
    emma.get_by_label("Your name").fill("Emma")
    emma.locator("input[name=password1]").fill(NEW_PASSWORD)
    emma.locator("input[name=password2]").fill(NEW_PASSWORD)
    emma.get_by_role("button", name="Create the account").click()
    emma.wait_for_url("**/w/bakery/**")
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
