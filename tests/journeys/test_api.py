"""Somebody makes a token, lets a program use it, and takes it back."""

from playwright.sync_api import APIResponse, Page, expect


def call(page: Page, address: str, secret: str) -> APIResponse:
    """What a program of hers is answered; that the browser's cookies go along makes no difference."""
    return page.request.get(f"{address}/api/v1/workspaces", headers={"Authorization": f"Bearer {secret}"})


def test_a_token_is_made_used_and_revoked(page, sign_in, alice, bakery, address):
    sign_in(page, alice)
    page.locator("summary").filter(has_text="Alice").click()
    page.get_by_role("banner").locator("a[href='/profile/tokens/']").click()
    form = page.locator("form[action='/profile/tokens/']")
    form.locator("[name=name]").fill("Tableur")
    form.locator("[name=scopes][value=write]").check()
    form.locator("button").click()
    secret = page.locator("#token-secret").input_value()
    assert secret.startswith("spa_")

    assert [one["slug"] for one in call(page, address, secret).json()["items"]] == ["bakery"]
    page.goto("/profile/tokens/")
    assert secret not in page.content()
    card = page.get_by_role("article").filter(has_text="Tableur")
    expect(card.locator("time")).to_be_visible()  # it was used

    card.locator("summary").click()
    card.locator("form button").click()
    expect(page.locator("details article").filter(has_text="Tableur")).to_have_count(1)
    refused = call(page, address, secret)
    assert (refused.status, refused.headers["content-type"]) == (401, "application/problem+json")

    page.goto("/help/")
    page.locator("main a[href='/api/']").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("API")
    page.locator("#list_posts summary").click()
    expect(page.locator("#list_posts").get_by_text("changed_since")).to_be_visible()
