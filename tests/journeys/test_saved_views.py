"""A view is kept by one member, and opened by another from its link and from the list."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import make_channel, make_post


def posts_of(page):
    return page.locator("#calendar .cal-main [data-post] .chip-title")


def keep(page, linkedin):
    """Keep a view of what is to be reviewed on LinkedIn for the team; returns the path of its link."""
    tools = page.locator("#calendar-tools")
    tools.get_by_text("Filters", exact=True).click()
    tools.locator("[data-key=status-in_review]").click()
    expect(posts_of(page)).to_have_count(2)
    tools.locator(f"[data-key=channel-{linkedin.pk}]").first.click()
    expect(posts_of(page)).to_have_count(1)
    expect(page.locator("#calendar-count")).to_have_text("1 post of 3")

    tools.get_by_text("Saved views").first.click()
    tools.get_by_text("Keep this view…").click()
    tools.get_by_label("Name").fill("LinkedIn, to review")
    tools.get_by_label("For the whole team").check()
    tools.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“LinkedIn, to review” is saved.").first).to_be_visible()
    expect(posts_of(page)).to_have_count(1)
    expect(tools.locator(".cal-saved > summary")).to_contain_text("LinkedIn, to review")

    tools.locator(".cal-saved > summary").click()
    tools.get_by_role("link", name="All saved views").click()
    card = page.get_by_role("article").filter(has_text="LinkedIn, to review")
    expect(card).to_contain_text("1 post in")
    card.get_by_text("Link, name, sharing").click()
    link = card.get_by_label("Link for members of this workspace").input_value()
    path = link[link.index("/w/") :]
    assert "d=" not in path
    return path


def test_a_view_for_the_team_shows_another_member_the_same_posts(
    make_context, sign_in, alice, bob, charlie, bakery, museum, complaints
):
    # The middle of the month: neither its first nor its last week, in which other months show.
    day = timezone.now().astimezone(bakery.tz).date().replace(day=15)
    linkedin, instagram = make_channel(bakery, "linkedin"), make_channel(bakery, "instagram")
    make_post(bakery, "Pain au levain", day=day, channel=linkedin, status="in_review", owner=alice)
    make_post(bakery, "Brioche", day=day + timedelta(days=1), channel=linkedin, status="draft", owner=bob)
    make_post(bakery, "Coulisses", day=day, channel=instagram, status="in_review")

    one = make_context(locale="en-GB").new_page()
    sign_in(one, alice)
    one.get_by_role("navigation", name="Main").get_by_role("link", name="Calendar").click()
    expect(posts_of(one)).to_have_count(3)
    path = keep(one, linkedin)

    other = make_context(locale="en-GB").new_page()
    other.goto(path)
    sign_in(other, bob)
    other.goto(path)
    expect(posts_of(other)).to_have_text(["Pain au levain"])
    other.get_by_role("link", name="Clear all").first.click()
    expect(posts_of(other)).to_have_count(3)
    other.locator(".cal-saved > summary").click()
    expect(other.locator("#saved-team")).to_be_visible()
    other.locator(".cal-saved").get_by_role("link", name="LinkedIn, to review").click()
    expect(posts_of(other)).to_have_text(["Pain au levain"])
    other.locator(".cal-saved > summary").click()
    other.locator(".cal-saved").get_by_role("link", name="My posts").click()
    expect(posts_of(other)).to_have_text(["Brioche"])

    stranger = make_context(locale="en-GB").new_page()
    sign_in(stranger, charlie)
    assert complaints == []
    assert stranger.goto(path).status == 404
    assert [line.split(":")[0] for line in complaints] == ["404"]
    complaints.clear()
