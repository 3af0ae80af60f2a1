"""Through the door, in a real browser."""

from playwright.sync_api import expect


def test_the_sign_in_page_speaks_french_and_loads_without_a_complaint(page):
    page.goto("/accounts/login/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("input[name=login]")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Instrument Sans')


def test_someone_signs_in_with_address_and_password_and_out_again(page, sign_in, alice, complaints):
    sign_in(page, alice)
    assert page.context.cookies()
