"""How many people follow a channel."""

from datetime import date

import pytest
from django.urls import reverse

from calendar_app.models import AudienceSnapshot
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel

COUNT = {"on": "2026-06-01", "followers": "1200", "active": "80"}


def make_count(channel, **fields) -> AudienceSnapshot:
    return AudienceSnapshot.objects.create(
        workspace=channel.workspace, channel=channel, **{"on": date(2026, 6, 1), "followers": 1200, **fields}
    )


def addresses(channel, count, slug="bakery") -> list[str]:
    return [reverse(name, args=[slug, channel.pk, count.pk]) for name in ("audience", "audience-delete")]


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_a_count_is_made_changed_and_removed_with_a_row_of_the_log_each(client_of, bob, bakery):
    channel, client = make_channel(bakery), client_of(bob)
    back, new = reverse("channel", args=["bakery", channel.pk]), reverse("audience-new", args=["bakery", channel.pk])
    assert client.get(new).context["form"].initial["on"] is not None
    assert client.post(new, COUNT).url == back
    count = AudienceSnapshot.objects.get()
    assert (count.followers, count.active) == (1200, 80)
    here, removal = addresses(channel, count)
    assert client.get(here).status_code == 200
    assert client.post(here, COUNT | {"active": ""}).url == back
    assert client.post(here, COUNT | {"active": ""}).url == back  # nothing changes, nothing is noted
    assert "1200" in client.get(back).content.decode().replace("\u202f", "").replace("\xa0", "")
    assert client.get(removal).status_code == 405
    assert client.post(removal).url == back
    assert (AudienceSnapshot.objects.count(), verbs()) == (0, ["counted", "counted", "counted"])


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"on": ""}, ["on"]),
        ({"on": "1999-01-01"}, ["on"]),
        ({"followers": "-1"}, ["followers"]),
        ({"followers": "9" * 30}, ["followers"]),
        ({"active": "1201"}, ["active"]),
        ({"on": "2026-05-01"}, ["on"]),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(client_of, bob, bakery, fields, at):
    channel = make_channel(bakery)
    make_count(channel, on=date(2026, 5, 1))
    answer = client_of(bob).post(reverse("audience-new", args=["bakery", channel.pk]), COUNT | fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, at)


def test_charlie_neither_sees_nor_changes_a_count(client_of, charlie, bakery, museum):
    channel, theirs, client = make_channel(bakery), make_channel(museum), client_of(charlie)
    count = make_count(channel)
    tried = [*addresses(channel, count), *addresses(channel, count, "museum"), *addresses(theirs, count, "museum")]
    for path in [*tried, reverse("audience-new", args=["bakery", channel.pk])]:
        assert client.post(path, COUNT).status_code == 404
    assert (AudienceSnapshot.objects.get().followers, verbs()) == (1200, [])


def test_a_count_of_another_channel_is_not_found(client_of, bob, bakery):
    count, other = make_count(make_channel(bakery)), make_channel(bakery, "x")
    assert client_of(bob).post(addresses(other, count)[0], COUNT).status_code == 404


def test_a_viewer_sees_the_counts_and_changes_none(client_of, dora, bakery):
    channel = make_channel(bakery)
    count, client = make_count(channel), client_of(dora)
    html = client.get(reverse("channel", args=["bakery", channel.pk])).content.decode()
    assert addresses(channel, count)[0] not in html
    assert client.post(addresses(channel, count)[1]).status_code == 403
