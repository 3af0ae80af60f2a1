"""More than a password: an app, a passkey, a workspace that asks for one, and other browsers signed out."""

import time

from allauth.mfa.totp.internal.auth import hotp_value
from playwright.sync_api import Page, expect

from tests.factories import PASSWORD


def code_for(secret: str) -> str:
    """The six digits that an authenticator app with this secret shows now."""
    return f"{hotp_value(secret, int(time.time()) // 30):06}"


def to_signing_in(page: Page) -> None:
    page.locator("summary").filter(has_text="Your menu").click()
    page.get_by_role("link", name="Signing in and sessions").click()
    expect(page.get_by_role("heading", level=1, name="Signing in")).to_be_visible()


def confirm(page: Page) -> None:
    expect(page.get_by_role("heading", level=1, name="Confirm that it is you")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_a_workspace_that_asks_for_a_second_factor(
    make_context, through_the_form, alice, bob, bakery, address, complaints
):
    admin = make_context(locale="en-GB").new_page()
    admin.goto("/")
    through_the_form(admin, alice)
    elsewhere = make_context(locale="en-GB").new_page()
    elsewhere.goto("/")
    through_the_form(elsewhere, alice)

    # an app, by its secret
    to_signing_in(admin)
    admin.get_by_role("link", name="Set up an authenticator app").click()
    confirm(admin)
    admin.get_by_label("Code that the app shows").fill(
        code_for(admin.get_by_label("Or type this secret").input_value())
    )
    admin.get_by_role("button", name="Switch it on").click()
    expect(admin.get_by_label("10 unused codes")).to_be_visible()

    # whoever was signed in elsewhere is out
    elsewhere.reload()
    expect(elsewhere.get_by_role("heading", level=1, name="Sign in")).to_be_visible()

    # the workspace asks for one from now on
    admin.goto("/w/bakery/settings/")
    admin.get_by_label("Second factor").check()
    admin.get_by_role("button", name="Save", exact=True).click()
    expect(admin.get_by_role("main").get_by_text("The settings are saved.")).to_be_visible()

    # Bob is led to set one up, and is in
    editor = make_context(locale="en-GB").new_page()
    editor.goto("/")
    through_the_form(editor, bob)
    expect(editor.get_by_role("heading", level=1, name="A second factor is needed")).to_be_visible()
    assert [line.split(":")[0] for line in complaints] == ["403"]
    complaints.clear()
    editor.get_by_role("link", name="Set up an authenticator app").click()
    confirm(editor)
    secret = editor.get_by_label("Or type this secret").input_value()
    editor.get_by_label("Code that the app shows").fill(code_for(secret))
    editor.get_by_role("button", name="Switch it on").click()
    editor.get_by_role("link", name="I have kept them").click()
    expect(editor.get_by_role("link", name="New post").first).to_be_visible()


def test_a_passkey_signs_in_without_a_password(make_context, through_the_form, alice, bakery, address, complaints):
    address = address.replace("127.0.0.1", "localhost")  # browsers keep passkeys for names only
    page = make_context(locale="en-GB", base_url=address).new_page()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    page.goto("/")
    through_the_form(page, alice)
    to_signing_in(page)
    page.get_by_role("link", name="Set up a passkey").click()
    confirm(page)
    page.get_by_label("Name").fill("Phone")
    page.get_by_role("button", name="Go on with my device").click()
    expect(page.get_by_label("10 unused codes")).to_be_visible()

    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("link", name="New post").first).to_be_visible()
