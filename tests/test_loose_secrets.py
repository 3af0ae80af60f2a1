"""The look for secrets in logs finds each kind, and the site's own log keeps them to itself."""

import pytest
from django.test import Client

from smplanner.security import scrub
from tests.factories import PASSWORD, make_feed, make_invitation, make_mail
from tests.loose_secrets import secrets_in


@pytest.mark.django_db
def test_every_secret_of_the_site_is_found_and_the_log_writes_none(bakery, alice):
    feed, invitation, mail = make_feed(bakery, alice), make_invitation(bakery), make_mail(bakery, alice)
    addresses = [
        f"/feeds/{feed.token}/plan.ics",
        f"/invitations/{invitation.token}/",
        f"/mails/stop/{mail.token}/",
        "/accounts/password/reset/key/1-d0x3bq-8c2f5f1d7f1f4b0f9d54/",
        "/accounts/confirm-email/Mg:1abcDE:abcdefghijklmnopqrst/",
    ]
    for address in addresses:
        line = f"WARNING django.request Not Found: {address}"
        assert secrets_in(line) != [], address
        assert secrets_in(scrub(line)) == [], address
    assert secrets_in(f"tried {PASSWORD}") == [PASSWORD]


@pytest.mark.django_db
def test_the_log_tells_of_a_wrong_address_without_it(bakery, alice, capsys):
    feed = make_feed(bakery, alice)
    assert Client().get(f"/feeds/{feed.token}x/plan.ics").status_code == 404
    assert secrets_in(capsys.readouterr().err) == []
