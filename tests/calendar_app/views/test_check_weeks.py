"""A finding about a week: where it leads, and setting it aside."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calendar_app.models import Waiver
from calendar_app.plan import weeks
from tests.factories import make_channel, make_post, make_team_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def week(bakery, today):
    """The number of the week after this one, in which there are two films to make, and two hours."""
    make_team_member(bakery, hours_per_week=2)
    channel = make_channel(bakery, "facebook")
    monday = today + timedelta(days=7 - today.weekday())
    for number in range(2):
        make_post(bakery, "Film", day=monday + timedelta(days=number), channel=channel, format="long_video")
    return weeks.number(monday)


def set_aside(client, workspace, number):
    return client.post(
        reverse("waive", args=[workspace.slug]),
        {
            "rule": "workload-over-capacity",
            "kind": "week",
            "number": number,
            "cover": "object",
            "reason": "Two volunteers help that week.",
        },
    )


def test_it_leads_to_the_calendar_of_that_week(client_of, alice, bakery, week):
    page = client_of(alice).get(reverse("check", args=[bakery.slug])).content.decode()
    calendar = reverse("calendar", args=[bakery.slug])
    assert f'id="finding-workload-over-capacity-week-{week}"' in page
    assert f'href="{calendar}?d={weeks.monday(week).isoformat()}"' in page
    assert f'href="{calendar}?d={weeks.monday(week).isoformat()}&amp;next=' in page
    assert client_of(alice).get(f"{calendar}?d={weeks.monday(week).isoformat()}").status_code == 200


def test_it_can_be_set_aside(client_of, alice, bakery, week):
    client = client_of(alice)
    assert set_aside(client, bakery, week).status_code == 302
    waiver = Waiver._base_manager.get()
    assert (waiver.ref_kind, waiver.ref_id) == ("week", week)
    page = client.get(reverse("check", args=[bakery.slug])).content.decode()
    assert "Two volunteers help that week." in page


@pytest.mark.parametrize("number", [0, 202654, 2**62])
def test_what_is_no_week_cannot_be_set_aside(client_of, alice, bakery, week, number):
    assert set_aside(client_of(alice), bakery, number).status_code == 422


def test_a_stranger_does_not_reach_it(client_of, charlie, bakery, week):
    assert set_aside(client_of(charlie), bakery, week).status_code == 404
