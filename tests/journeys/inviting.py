"""How somebody comes into a workspace: invited by whoever looks after it, and signed up by the link of the invitation."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

NEW_PASSWORD = "un-levain-de-trois-jours"


def invite(admin: Page, email: str) -> str:
    """Invite an editor on the page of the team; the link that is then shown to be handed over."""
    admin.goto("/w/bakery/members/")
    admin.get_by_label("E-mail address").fill(email)
    admin.get_by_label("Role", exact=True).select_option("Editor")
    admin.get_by_role("button", name="Invite", exact=True).click()
    code = admin.get_by_role("main").locator(".code")
    expect(code).to_be_visible()
    return code.inner_text().strip()


def sign_up(make_context: Callable[..., BrowserContext], link: str, email: str, name: str) -> Page:
    """Open an account by the `link`, in a browser of its own, as far as the first page of the workspace."""
    page = make_context(locale="en-GB").new_page()
    page.goto(link)
    page.get_by_role("link", name="Create your account").click()
    expect(page.get_by_label("Email")).to_have_value(email)
    page.get_by_label("Your name").fill(name)
    page.locator("input[name=password1]").fill(NEW_PASSWORD)
    page.locator("input[name=password2]").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    page.wait_for_url("**/w/bakery/**")
    return page
