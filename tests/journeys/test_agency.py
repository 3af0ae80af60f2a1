"""An agency and its client: a colleague comes in, writes and hands in; the client says yes by a link, and once more."""

from playwright.sync_api import Page, expect

from smplanner.workspaces.models import Workspace
from tests.factories import make_channel
from tests.journeys.inviting import invite, sign_up


def _hand_in(page: Page) -> None:
    page.locator("#submit > summary").click()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.locator("#review")).to_contain_text("Waits to be approved")


def test_a_client_approves_by_link_and_is_asked_again_when_the_text_changed(
    make_context, sign_in, alice, bakery, today, address, settings
):
    settings.SITE_URL = address
    Workspace.objects.update(approval=Workspace.Approval.REQUIRED)
    make_channel(bakery)
    agency = make_context(locale="en-GB").new_page()
    agency.goto("/")
    sign_in(agency, alice)
    invitation = invite(agency, "emma@example.org")
    emma = sign_up(make_context, invitation, "emma@example.org", "Emma")
    emma.goto("/w/bakery/posts/new/?day=2026-06-18")
    emma.get_by_role("textbox", name="Title").fill("Brioche")
    emma.get_by_label("Text", exact=True).fill("Golden, every Sunday.")
    emma.get_by_role("button", name="Save and stay").click()
    _hand_in(emma)

    agency.goto(emma.url.partition("?")[0])
    agency.get_by_role("link", name="Share with someone outside").click()
    agency.get_by_label("Who it is for").fill("Hôtel du Port")
    agency.get_by_label("Language").select_option("en")
    agency.get_by_role("button", name="Make the link").click()
    link = agency.get_by_label("Secret address").input_value()

    client = make_context(locale="en-GB").new_page()
    client.goto(link[link.index("/g/") :])
    client.get_by_role("link", name="Brioche").click()
    client.get_by_label("Your name").fill("Claire")
    client.get_by_role("button", name="Approve").click()
    expect(client.get_by_text("Approved by Claire")).to_be_visible()

    emma.reload()
    expect(emma.locator("#review")).to_contain_text("Approved and locked")
    emma.get_by_text("Reopen it…").click()
    emma.get_by_label("Why it is reopened").fill("It is on Saturdays now.")
    emma.get_by_role("button", name="Reopen", exact=True).click()
    expect(emma.locator("#review")).to_contain_text("Not handed in yet")
    emma.get_by_label("Text", exact=True).fill("Golden, every Saturday.")
    emma.get_by_role("button", name="Save and stay").click()
    _hand_in(emma)

    client.reload()
    expect(client.get_by_text("Golden, every Saturday.").first).to_be_visible()
    expect(client.get_by_role("button", name="Approve")).to_be_visible()
