"""Saying no to a kind of mail from the mail itself."""

import pytest

from smplanner.workspaces.mails import KINDS
from smplanner.workspaces.models import User
from tests.factories import make_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(bakery, bob):
    return f"/mails/stop/{make_mail(bakery, bob).token}/"


def test_following_the_link_asks_and_stops_nothing(client, address, bob):
    page = client.get(address)
    assert page.status_code == 200
    assert User.objects.get(pk=bob.pk).unwanted_mails == []


def test_one_click_stops_it_for_this_person_only(client_of, alice, address, bob, charlie):
    answer = client_of(charlie).post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert [User.objects.get(pk=one.pk).unwanted_mails for one in (bob, alice, charlie)] == [["due"], [], []]


def test_a_changed_link_is_nobody_s(client, address, bob):
    assert client.post(address.replace("/stop/", "/stop/x")).status_code == 404
    assert User.objects.get(pk=bob.pk).unwanted_mails == []


def test_the_profile_takes_it_back(client_of, address, client, bob):
    client.post(address)
    choice = {f"kind_{kind}": "now" for kind in KINDS} | {"digest": "daily"}
    assert client_of(bob).post("/profile/mails/", choice).status_code == 302
    assert User.objects.get(pk=bob.pk).unwanted_mails == []
    client_of(bob).post("/profile/mails/", choice | {"kind_due": "never", "kind_comment": "gathered"})
    bob.refresh_from_db()
    assert (bob.unwanted_mails, bob.digest_mails) == (["due"], ["comment"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind_due": "gathered"},  # it is of use at its moment only
        {"quiet_from": "22:00"},
        {"quiet_from": "22:00", "quiet_until": "22:00"},
        {"digest": "hourly"},
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(client_of, bob, wrong):
    choice = {f"kind_{kind}": "never" for kind in KINDS} | {"digest": "daily"}
    assert client_of(bob).post("/profile/mails/", choice | wrong).status_code == 422
    bob.refresh_from_db()
    assert bob.unwanted_mails == []


def test_quiet_hours_are_kept_as_they_were_said(client_of, bob):
    choice = {f"kind_{kind}": "now" for kind in KINDS} | {"digest": "weekly"}
    client_of(bob).post("/profile/mails/", choice | {"quiet_from": "22:00", "quiet_until": "07:30"})
    page = client_of(bob).get("/profile/mails/").content.decode()
    assert 'value="22:00"' in page
    assert 'value="07:30"' in page
