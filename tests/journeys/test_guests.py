"""A client without an account: from a member's post to the client's answer, and to the end of the link."""

from django.utils import timezone
from playwright.sync_api import expect

from calendar_app import approval
from tests.factories import make_channel, make_picture, make_post


def test_a_client_comments_and_approves_by_a_link(make_context, sign_in, alice, bakery, today, complaints):
    post = make_post(bakery, "Brioche", day=today, text="Dorée à souhait.", channel=make_channel(bakery), owner=alice)
    make_picture(post, alt_text="Une brioche dorée")
    approval.submit(post, alice, timezone.now(), 1)
    page = make_context(locale="en-GB").new_page()
    sign_in(page, alice)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Calendar").click()
    page.get_by_role("link", name="Brioche").first.click()
    page.get_by_role("link", name="Share with someone outside").click()
    page.get_by_label("Who it is for").fill("Hôtel du Port")
    page.get_by_label("Language").select_option("en")
    expect(page.get_by_role("checkbox", name="Brioche")).to_be_checked()
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("Secret address").input_value()
    path = address[address.index("/g/") :]

    client = make_context(locale="en-GB", java_script_enabled=False).new_page()
    client.goto(path)
    client.get_by_role("link", name="Brioche").click()
    expect(client.get_by_role("img", name="Une brioche dorée")).to_be_visible()
    client.get_by_label("Your name").fill("Claire")
    client.get_by_label("Your comment").fill("Lovely, is it for Sunday?")
    client.get_by_role("button", name="Comment only").click()
    expect(client.get_by_text("Lovely, is it for Sunday?")).to_be_visible()
    expect(client.get_by_label("Your name")).to_have_value("Claire")
    client.get_by_role("button", name="Approve").click()
    expect(client.get_by_text("The post is approved. Thank you.")).to_be_visible()
    expect(client.get_by_text("Approved by Claire")).to_be_visible()
    expect(client.get_by_role("link", name="Calendar")).to_have_count(0)

    page.goto(f"/w/bakery/posts/{post.pk}/")
    expect(page.get_by_text("Lovely, is it for Sunday?", exact=True)).to_be_visible()
    page.get_by_role("link", name="History", exact=True).last.click()
    expect(page.get_by_role("main")).to_contain_text("Claire")

    page.goto("/w/bakery/share/")
    card = page.get_by_role("article").filter(has_text="Hôtel du Port")
    card.get_by_text("Replace or end").click()
    card.get_by_role("button", name="End this link").click()
    expect(page.get_by_text("The link of Hôtel du Port has ended.").first).to_be_visible()
    client.reload()
    expect(client.get_by_role("heading", name="This link is over")).to_be_visible()
    assert complaints.pop().startswith("410")
