"""What travels compressed."""

from django.urls import reverse

from tests.factories import make_feed


def test_a_page_travels_compressed_and_a_calendar_does_not(db, client_of, alice, bakery, client):
    page = client_of(alice).get(reverse("strategy", args=[bakery.slug]), headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    feed = make_feed(bakery, alice)
    address = reverse("feed", args=[feed.token, "plan"])
    calendar = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert calendar.status_code == 200
    assert "Content-Encoding" not in calendar
