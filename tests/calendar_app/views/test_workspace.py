"""The settings of a workspace, and the example."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app.models import Post
from smplanner.workspaces.models import AuditEvent, Membership, Workspace
from tests.factories import make_channel, make_feed, make_media, make_persona, make_post

ADDRESS = "/w/bakery/settings/"


def typed(**fields: object) -> dict[str, object]:
    """What the settings of the bakery send when nobody touches them, but for `fields`."""
    return {
        "name": "Bakery", "language": "fr", "market": "b2c", "zone": "Europe/Paris", "country": "FR", "region": "",
        "week_start": "1", "feeds_enabled": "on", "keep": "clock", **fields,
    }  # fmt: skip


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_settings_are_saved_and_logged_once(client_of, alice, bakery):
    client = client_of(alice)
    assert client.get(ADDRESS).status_code == 200
    assert client.post(ADDRESS, typed(name="Boulangerie", week_start="7")).url == ADDRESS
    bakery.refresh_from_db()
    assert (bakery.name, bakery.slug, bakery.week_start) == ("Boulangerie", "bakery", 7)
    assert AuditEvent.objects.get().diff == {"name": ["Bakery", "Boulangerie"], "week_start": [1, 7]}


def test_saving_without_a_change_is_not_logged(client_of, alice):
    client = client_of(alice)
    client.post(ADDRESS, typed())
    client.post(ADDRESS, typed(keep="instant"))
    assert verbs() == []


@pytest.mark.parametrize(("keep", "clock", "hour"), [("clock", time(9), 13), ("instant", time(3), 7)])
def test_another_zone_moves_what_is_to_come_as_asked(client_of, alice, bakery, today, keep, clock, hour):
    past = make_post(bakery, day=date(2026, 6, 1), clock=time(9))
    coming = make_post(bakery, day=date(2026, 7, 1), clock=time(9))
    answer = client_of(alice).post(ADDRESS, typed(zone="America/Martinique", keep=keep), follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["success", "info"]
    coming.refresh_from_db()
    assert (coming.local_time, coming.publish_at) == (clock, datetime(2026, 7, 1, hour, tzinfo=UTC))
    kept = Post.objects.get(pk=past.pk)
    assert (kept.publish_at, kept.local_time, kept.zone) == (past.publish_at, time(3), "America/Martinique")
    assert AuditEvent.objects.get().diff["zone"] == ["Europe/Paris", "America/Martinique"]


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"zone": "Mars/Olympus"}, "zone"), ({"zone": "\x00"}, "zone"), ({"keep": "both"}, "keep"), ({"name": ""}, "name"),
        ({"country": "CH", "region": "6AE"}, "region"), ({"language": "tlh"}, "language"), ({"market": "x"}, "market"),
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused_at_their_field(client_of, alice, bakery, fields, at):
    answer = client_of(alice).post(ADDRESS, typed(**fields))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])
    assert (Workspace.objects.get(pk=bakery.pk).zone, verbs()) == ("Europe/Paris", [])


def test_a_country_that_staff_chose_stays(client_of, alice, bakery):
    Workspace.objects.filter(pk=bakery.pk).update(country="JP")
    assert client_of(alice).post(ADDRESS, typed(country="JP", name="Pan")).status_code == 302


def test_only_administrators_change_settings(client_of, frank, charlie, bakery):
    for person, status in ((frank, 403), (charlie, 404)):
        client = client_of(person)
        assert client.get(ADDRESS).status_code == status
        assert client.post(ADDRESS, typed(name="Stolen")).status_code == status
        assert client.post("/w/bakery/demo/remove/").status_code == status
    assert (Workspace.objects.get(pk=bakery.pk).name, verbs()) == ("Bakery", [])


def test_a_settings_form_asks_a_fixed_number_of_questions(client_of, alice, bakery, django_assert_num_queries):
    client = client_of(alice)
    client.get(ADDRESS)
    for _n in range(2):
        make_post(bakery)
        with django_assert_num_queries(6):  # session, person, seat, workspace, workspaces; mail that failed
            client.get(ADDRESS)


# --- The example ---------------------------------------------------------------------------------------------------


def test_the_example_can_be_opened_and_thrown_away_with_all_it_holds(client_of, gina):
    client = client_of(gina)
    answer = client.post(reverse("demo-new"))
    example = Workspace.objects.get(is_demo=True)
    assert answer.url == f"/w/{example.slug}/"
    assert Membership.objects.get(workspace=example).user == gina
    assert client.get(f"/w/{example.slug}/strategy/").status_code == 200

    assert client.post(reverse("demo-new")).url == answer.url
    assert Workspace.objects.filter(is_demo=True).count() == 1

    assert client.post(f"/w/{example.slug}/demo/remove/").url == "/"
    assert (Workspace.objects.filter(is_demo=True).count(), Post._base_manager.count()) == (0, 0)


def test_what_is_no_example_is_not_thrown_away(client_of, alice, bakery):
    answer = client_of(alice).post("/w/bakery/demo/remove/", follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert Workspace.objects.filter(pk=bakery.pk).exists()


def test_throwing_an_example_away_leaves_other_workspaces_alone(client_of, alice, bakery, museum):
    Workspace.objects.filter(pk=bakery.pk).update(is_demo=True)
    for workspace in (bakery, museum):
        post = make_post(workspace, channel=make_channel(workspace), persona=make_persona(workspace), deleted_at=None)
        make_media(post)
    make_post(bakery, deleted_at=timezone.now())
    make_feed(bakery, alice)
    client_of(alice).post("/w/bakery/demo/remove/")
    assert list(Workspace.objects.all()) == [museum]
    assert [post.workspace for post in Post._base_manager.all()] == [museum]


def test_the_example_is_not_for_anonymous_visitors(client):
    assert client.post(reverse("demo-new")).url.startswith("/accounts/login/")
