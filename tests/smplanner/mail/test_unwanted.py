"""Saying no to a kind of mail from the mail itself."""

import pytest

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
    profile = {"name": "Bob", "language": "", "theme": "system", "density": "comfortable", "mails": ["due"]}
    assert client_of(bob).post("/profile/", profile).status_code == 302
    assert User.objects.get(pk=bob.pk).unwanted_mails == []
    del profile["mails"]
    client_of(bob).post("/profile/", profile)
    assert User.objects.get(pk=bob.pk).unwanted_mails == ["due"]
