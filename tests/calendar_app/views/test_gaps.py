"""What is missing, beside the calendar and on a page of its own."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import make_channel, make_persona, make_post, make_team_member

PAGE = "/w/bakery/calendar/gaps/"
SUMMARY = "/w/bakery/check/summary/"


@pytest.fixture
def client(client_of, alice, bakery, today):
    alice.language = "en"
    alice.save()
    make_channel(bakery, "linkedin", name="Our page", weekly_target=2)
    make_persona(bakery, name="Inès")
    make_team_member(bakery, hours_per_week=4)
    return client_of(alice)


def test_the_page_names_gaps_silences_and_hours(client):
    page = client.get(PAGE).content.decode()
    for said in ("Our page", "Nothing for Inès for", "hours of work", "Fill it"):
        assert said in page


def test_a_gap_leads_to_a_new_post_with_channel_and_day_filled_in(client, bakery, today):
    link = next(part for part in client.get(PAGE).content.decode().split('href="') if "channel=" in part)
    form = client.get(link.partition('"')[0].replace("&amp;", "&"))
    assert form.status_code == 200
    assert form.context["form"]["channel"].value()


def test_the_summary_tells_gaps_of_the_days_that_are_asked_for(client, today):
    assert "data-gaps-found" not in client.get(SUMMARY).content.decode()
    span = {"since": today.isoformat(), "until": (today + timedelta(days=27)).isoformat()}
    page = client.get(SUMMARY, span).content.decode()
    assert "data-gaps-found" in page
    assert "data-gap-on=" in page
    assert "data-load-of=" in page


@pytest.mark.parametrize(
    "span",
    [
        {"since": "x", "until": "2026-06-30"},
        {"since": "2026-02-31", "until": "2026-06-30"},
        {"since": "2026-06-30", "until": "2026-06-01"},
        {"since": "2026-01-01", "until": "2099-01-01"},
        {"since": "9999-12-01", "until": "9999-12-31"},
    ],
)
def test_days_that_cannot_be_are_passed_over(client, span):
    response = client.get(SUMMARY, span)
    assert response.status_code == 200


def test_gaps_can_be_switched_off_like_the_key_dates(client, bakery):
    calendar = reverse("calendar", args=["bakery"])
    assert "data-gaps" in client.get(calendar, {"view": "month"}).content.decode()
    assert "data-gaps" not in client.get(calendar, {"view": "month", "show": "keydate"}).content.decode()


def test_charlie_finds_no_gaps(client_of, charlie, bakery):
    assert client_of(charlie).get(PAGE).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_whatever_there_is(client_of, alice, bakery, today, rows, django_assert_num_queries):
    for number in range(rows):
        channel = make_channel(bakery, name=f"Page {number}", weekly_target=2)
        make_post(bakery, day=date(2026, 6, 10), channel=channel, persona=make_persona(bakery))
    client = client_of(alice)
    client.get(PAGE)
    with django_assert_num_queries(41):
        client.get(PAGE)
