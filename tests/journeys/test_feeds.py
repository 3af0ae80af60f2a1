"""A subscription from the page to the program that reads it; and a hard one, read by the parser of Thunderbird."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from calendar_app.ical import contents
from calendar_app.models import Feed
from tests.calendar_app.ical.hard import NOW, hard_feeds, hard_plan
from tests.calendar_app.ical.readers import Seen, by_libical
from tests.factories import make_post, make_saved_view


def test_a_subscription_is_made_read_and_ended(make_context, sign_in, alice, bakery, today):
    make_post(bakery, "Pain au levain", day=today, status="in_review")
    make_post(bakery, "Brioche", day=today, status="draft")
    make_saved_view(bakery, alice, name="To look through", address="view=month&status=in_review")
    page = make_context(locale="en-GB").new_page()
    sign_in(page, alice)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Calendar").click()
    page.locator(".cal-saved > summary").click()
    page.locator(".cal-saved").get_by_role("link", name="To look through").click()
    expect(page.locator(".cal-saved > summary")).to_contain_text("To look through")
    page.locator(".cal-saved > summary").click()
    page.locator(".cal-saved").get_by_role("link", name="Subscribe in a calendar program").click()

    expect(page.locator("#id_saved_view")).to_have_value(re.compile(r"\d+"))
    page.locator("#id_name").fill("Phone")
    page.locator("#id_alarm_minutes").select_option("15 minutes before")
    page.get_by_role("button", name="Make the address").click()
    secret = page.get_by_label("Secret address").input_value()
    path = secret[secret.index("/feeds/") :]
    code = page.get_by_role("img", name="QR code of the secret address")
    expect(code).to_be_visible()
    assert code.evaluate("image => image.decode().then(() => image.naturalWidth > 100)")
    assert path.split("/")[2] not in code.get_attribute("src")

    program = make_context(user_agent="Thunderbird/153").request  # without anybody's cookies
    answer = program.get(path)
    assert answer.status == 200
    assert [seen.summary for seen in by_libical(answer.body()).values()] == [
        "À relire · Pain au levain"
    ]  # the plan’s language

    page.get_by_role("main").get_by_role("link", name="Help", exact=True).click()
    expect(page.get_by_role("row", name="Thunderbird")).to_contain_text("30 minutes")
    page.get_by_role("main").get_by_role("link", name="iCal subscriptions").click()
    card = page.get_by_role("article").filter(has_text="Phone")
    expect(card).to_contain_text("Thunderbird")
    card.get_by_text("Replace or end").click()
    card.get_by_role("button", name="End this subscription").click()
    expect(page.get_by_text("The subscription “Phone” has ended.").first).to_be_visible()
    assert program.get(path).status == 410


READ = """async ([source, body]) => {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const ICAL = (await import(address)).default;
  const calendar = new ICAL.Component(ICAL.parse(body));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const moment = (time) => time.isDate ? time.toString()
    : time.zone.tzid === "floating" ? "floating" : time.toJSDate().toISOString();
  return calendar.getAllSubcomponents("vevent").map((event) => [
    event.getFirstPropertyValue("uid"),
    moment(event.getFirstPropertyValue("dtstart")),
    moment(event.getFirstPropertyValue("dtend")),
    event.getFirstPropertyValue("summary"),
    event.getFirstPropertyValue("description"),
    event.getFirstPropertyValue("status"),
    event.hasProperty("categories") ? event.getFirstProperty("categories").getValues() : [],
  ]);
}"""


def moment(text):
    """A day, or an instant."""
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.django_db(transaction=True)
def test_a_hard_plan_is_read_by_ical_js_value_by_value_as_it_is(browser, bakery, alice):
    source = Path(__file__).parents[1].joinpath("vendor/ical.js").read_text(encoding="utf-8")
    expected = hard_plan(bakery)
    for feed in hard_feeds(bakery, alice):
        with scope(workspace=bakery):
            body = contents.of_feed(Feed.by_token(feed.token), NOW)
        page = browser.new_page()
        rows = page.evaluate(READ, [source, body.decode()])
        page.close()
        read = {
            uid: Seen(uid, moment(start), moment(end), *said, tuple(sorted(categories)))
            for uid, start, end, *said, categories in rows
        }
        assert read == expected, feed.zone
    assert len(expected) > 20
    assert {one.end - one.start for one in expected.values()} == {timedelta(minutes=15), timedelta(days=1)}
