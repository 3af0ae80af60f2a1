"""Second factors: a workspace that asks for one, and the administration of the site."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from smplanner.workspaces.models import AuditEvent
from tests.factories import PASSWORD, make_api_token, make_factor

CALENDAR = "/w/bakery/calendar/"


@pytest.fixture
def strict(bakery):
    """The bakery's workspace asks for a second factor."""
    bakery.mfa_required = True
    bakery.save()
    return bakery


def settings_of(workspace, **changed):
    names = ("name", "language", "market", "zone", "country", "region", "week_start", "approval", "silence")
    fields = {name: getattr(workspace, name) for name in names}
    return fields | {"silence_hours": 24, "feeds_enabled": "on", "keep": "clock"} | changed


def test_a_member_without_one_is_led_to_set_one_up(client_of, bob, strict):
    answer = client_of(bob).get(CALENDAR)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert reverse("mfa_activate_totp") in page
    assert reverse("mfa_add_webauthn") in page


def test_a_script_is_told_in_a_sentence(client_of, bob, strict):
    answer = client_of(bob).get(CALENDAR, headers={"Accept": "application/json"})
    assert (answer.status_code, list(answer.json())) == (403, ["error"])


def test_a_member_with_one_comes_in(client_of, bob, strict):
    make_factor(bob)
    assert client_of(bob).get(CALENDAR).status_code == 200


def test_recovery_codes_alone_are_no_factor(client_of, bob, strict):
    Authenticator.objects.create(user=bob, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0})
    assert client_of(bob).get(CALENDAR).status_code == 403


def test_a_stranger_is_not_told_that_there_is_such_a_workspace(client_of, charlie, strict):
    assert client_of(charlie).get(CALENDAR).status_code == 404


def test_asking_costs_no_further_statement(client_of, bob, bakery, django_assert_num_queries):
    browser, there = client_of(bob), "/w/bakery/members/"
    browser.get(there)
    with django_assert_num_queries(5):  # the session, its person, the seat with what it lacks, notices, the team
        browser.get(there)


def test_a_token_works_as_long_as_its_owner_has_one(client, bob, strict):
    token = make_api_token(bob)
    ask = {"headers": {"Authorization": f"Bearer {token.secret}"}}
    there = "/api/v1/workspaces/bakery/posts"
    assert client.get(there, **ask).status_code == 403
    make_factor(bob)
    assert client.get(there, **ask).status_code == 200


def test_an_administrator_without_one_cannot_ask_for_it(client_of, alice, bakery):
    address = reverse("workspace-settings", args=["bakery"])
    answer = client_of(alice).post(address, settings_of(bakery, mfa_required="on"))
    assert answer.status_code == 422
    assert "mfa_required" in answer.context["form"].errors
    bakery.refresh_from_db()
    assert not bakery.mfa_required


def test_an_administrator_with_one_asks_for_it(client_of, alice, bakery):
    make_factor(alice)
    answer = client_of(alice).post(
        reverse("workspace-settings", args=["bakery"]), settings_of(bakery, mfa_required="on")
    )
    assert answer.status_code == 302
    bakery.refresh_from_db()
    assert bakery.mfa_required
    assert AuditEvent.objects.get(verb="edited").diff == {"mfa_required": [False, True]}


def test_the_administration_asks_for_one_where_others_can_reach_it(client_of, alice, settings):
    alice.is_staff = alice.is_superuser = True
    alice.save()
    settings.STAFF_NEED_SECOND_FACTOR = True
    assert client_of(alice).get("/admin/").status_code == 403
    make_factor(alice)
    assert client_of(alice).get("/admin/").status_code == 200


def test_a_code_is_asked_for_after_the_password(client, alice):
    make_factor(alice)
    answer = client.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD})
    assert answer.url == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302
    assert client.post(answer.url, {"code": "000000x"}).status_code == 200
    assert client.get("/").status_code == 302


def test_a_recovery_code_opens_once(client_of, client, alice, settings):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    make_factor(alice)
    code = RecoveryCodes.activate(alice).get_unused_codes()[0]
    for expected in (302, 200):
        client.logout()
        client.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD})
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_what_was_typed_outlasts_the_page_that_asks_for_a_code(client, alice, bakery):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    make_factor(alice)
    code = RecoveryCodes.activate(alice).get_unused_codes()[0]
    typed = '{"path": "/w/bakery/posts/new/", "body": "title=Brioches"}'
    client.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD, "typed_before": typed})
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.session["typed"]["body"] == "title=Brioches"
