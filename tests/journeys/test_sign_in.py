"""Through the door, in a real browser."""

from playwright.sync_api import expect


def test_the_sign_in_page_speaks_french_and_loads_without_a_complaint(page):
    page.goto("/accounts/login/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("input[name=login]")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Instrument Sans')


def test_someone_signs_in_and_lands_in_their_calendar(page, through_the_form, alice):
    through_the_form(page, alice)
    page.wait_for_url("**/w/bakery/calendar/**")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_wrong_password_is_told_on_the_page(page, alice):
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(alice.email)
    page.locator("input[name=password]").fill("not-the-password-at-all")
    page.locator("input[name=password]").press("Enter")
    expect(page.locator(".errorlist, [role=alert], .field-error, .error").first).to_be_visible()
    expect(page.locator("input[name=login]")).to_have_value(alice.email)


def test_the_language_is_switched_and_kept(page, through_the_form, alice):
    through_the_form(page, alice)
    alice.refresh_from_db()
    page.goto("/profile/")
    page.locator("select[name=language]").select_option("en")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
