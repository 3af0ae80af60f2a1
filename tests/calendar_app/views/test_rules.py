"""The manual of the rules on the site."""

import pytest
from django.urls import reverse

from calendar_app.rules.core import RULES

pytestmark = pytest.mark.django_db


def test_any_signed_in_person_reads_the_list(client_of, charlie):
    page = client_of(charlie).get(reverse("rules")).content.decode()
    assert all(reverse("rule", args=[slug]) in page for slug in RULES)


@pytest.mark.any_engine
@pytest.mark.parametrize("slug", RULES)
def test_every_rule_has_a_page(client_of, charlie, slug):
    answer = client_of(charlie).get(reverse("rule", args=[slug]))
    assert answer.status_code == 200
    assert slug in answer.content.decode()


def test_a_rule_that_does_not_exist_has_none(client_of, charlie):
    assert client_of(charlie).get(reverse("rule", args=["nonsense"])).status_code == 404


@pytest.mark.parametrize("address", ["/rules/", "/rules/no-persona/"])
def test_the_manual_is_not_for_everybody(client, address):
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", ["/rules/", "/rules/no-persona/"])
def test_the_manual_is_only_read(client_of, alice, address):
    assert client_of(alice).post(address).status_code == 405
