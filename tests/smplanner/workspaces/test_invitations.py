"""From an invitation to a seat; and that nobody else gets in, or learns who has an account."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.mail.backends import locmem
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from smplanner.mail import worker
from smplanner.mail.models import Message
from smplanner.workspaces.models import AuditEvent, Invitation, Membership, User, hash_token
from tests.factories import PASSWORD, make_invitation, make_membership, make_user

SIGNUP, LOGIN, RESET = "/accounts/signup/", "/accounts/login/", "/accounts/password/reset/"
NEW_PASSWORD = "un-levain-de-trois-jours"


@pytest.fixture
def offer(bakery, alice) -> Invitation:
    return make_invitation(bakery, "emma@example.org", by=alice, role="contributor")


def link(offer: Invitation) -> str:
    return reverse("invitation", args=[offer.token])


def sign_up(client, email: str = "emma@example.org", **fields: str):
    data = {"name": "Emma", "email": email, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD, **fields}
    return client.post(SIGNUP, data)


def seats(email: str) -> list[tuple[str, str]]:
    return list(Membership.objects.filter(user__email=email).values_list("workspace__slug", "role"))


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


# --- Inviting ------------------------------------------------------------------------------------------------------


def test_without_a_mail_server_the_link_is_shown_once_to_hand_over(client_of, client, alice, bakery):
    browser = client_of(alice)
    answer = browser.post(reverse("invite", args=["bakery"]), {"email": "Emma@Example.org", "role": "contributor"})
    offer = Invitation.objects.get()
    assert (offer.email, offer.role, offer.invited_by, verbs()) == (
        "emma@example.org",
        "contributor",
        alice,
        ["invited"],
    )
    page = browser.get(answer.url)
    address = page.context["address"]
    assert address in page.content.decode()
    assert hash_token(address.rstrip("/").rpartition("/")[2]) == offer.token_hash
    assert browser.get(answer.url).context["address"] == ""
    assert client.get(address.partition("8000")[2]).status_code == 200
    assert mail.outbox == []


@override_settings(EMAIL_HOST="mail.example.org")
def test_with_a_mail_server_the_link_is_mailed_and_not_shown(client_of, alice, bakery):
    browser = client_of(alice)
    answer = browser.post(reverse("invite", args=["bakery"]), {"email": "emma@example.org", "role": "editor"})
    assert worker.tick() == 1
    (message,) = mail.outbox
    assert message.to == ["emma@example.org"]
    assert "Bakery" in message.subject
    assert "/invitations/spi_" in message.body
    [(html, kind)] = message.alternatives
    assert (kind, "/invitations/spi_" in html) == ("text/html", True)
    assert browser.get(answer.url).context["address"] == ""
    kept = Message.objects.get()
    assert (kept.text, kept.html) == ("", "")  # the link is its reader's alone


@override_settings(EMAIL_HOST="mail.example.org")
def test_an_invitation_that_the_mail_server_refuses_waits_in_the_outbox(client_of, alice, bakery, monkeypatch):
    def refuse(*_args: object) -> int:
        raise ConnectionRefusedError("closed on Sundays")

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refuse)
    client_of(alice).post(reverse("invite", args=["bakery"]), {"email": "emma@example.org", "role": "editor"})
    assert verbs() == ["invited"]
    assert worker.tick() == 0
    waiting = Message.objects.get()
    assert (waiting.error, waiting.sent_at) == ("closed on Sundays", None)
    assert "/invitations/spi_" in waiting.text


@override_settings(EMAIL_HOST="mail.example.org")
def test_an_invitation_that_is_withdrawn_is_not_sent(client_of, alice, bakery):
    browser = client_of(alice)
    browser.post(reverse("invite", args=["bakery"]), {"email": "emma@example.org", "role": "editor"})
    offer = Invitation.objects.get(email="emma@example.org")
    browser.post(reverse("invitation-revoke", args=["bakery", offer.pk]))
    assert worker.tick() == 0
    assert mail.outbox == []


@override_settings(EMAIL_HOST="mail.example.org")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_new_password_is_asked_for_through_the_outbox(client, alice, monkeypatch, language):
    def refuse(*_args: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as away:
        away.setattr(locmem.EmailBackend, "send_messages", refuse)
        assert client.post(RESET, {"email": alice.email}, headers={"Accept-Language": language}).status_code == 302
        assert worker.tick() == 0
    Message.objects.update(due_at=timezone.now())
    assert worker.tick() == 1
    [sent] = mail.outbox
    assert (sent.to, "/password/reset/key/" in sent.body) == ([alice.email], True)
    assert ("mot de passe" in sent.body) == (language == "fr")
    assert 'href="http' in sent.alternatives[0][0]
    assert Message.objects.get().text == ""


def test_a_second_invitation_kills_the_first(client_of, client, alice, offer):
    client_of(alice).post(reverse("invite", args=["bakery"]), {"email": offer.email, "role": "editor"})
    assert client.get(link(offer)).status_code == 404
    assert Invitation.objects.filter(revoked_at=None).count() == 1


def test_an_expired_invitation_is_shown_and_sent_again(client_of, client, alice, bakery, offer):
    offer.expires_at = timezone.now() - timedelta(days=1)
    offer.save()
    page = client_of(alice).get("/w/bakery/members/")
    assert [one.is_expired for one in page.context["offers"]] == [True]

    client_of(alice).post("/w/bakery/invitations/new/", {"email": offer.email, "role": offer.role})
    assert [one.is_expired for one in Invitation.objects.unanswered()] == [False]
    assert client.get(reverse("invitation", args=[offer.token])).status_code == 404


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"email": "bob@example.org"}, "email"), ({"email": "BOB@example.org"}, "email"), ({"email": "nobody"}, "email"),
        ({"email": "x\x00@example.org"}, "email"), ({"email": f"{'x' * 300}@example.org"}, "email"), ({"role": "king"}, "role"),
    ],
)  # fmt: skip
def test_an_invitation_that_makes_no_sense_is_refused_at_its_field(client_of, alice, bob, fields, at):
    data = {"email": "emma@example.org", "role": "editor", **fields}
    answer = client_of(alice).post(reverse("invite", args=["bakery"]), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])
    assert Invitation.objects.count() == 0


def test_the_page_of_a_refused_invitation_can_be_reloaded(client_of, alice):
    assert client_of(alice).get(reverse("invite", args=["bakery"])).url == reverse("members", args=["bakery"])


# --- Accepting -----------------------------------------------------------------------------------------------------


def test_whoever_follows_the_link_signs_up_and_stands_in_the_workspace(client, offer):
    assert client.get(link(offer)).status_code == 200
    assert client.get(SIGNUP).status_code == 200
    answer = sign_up(client)
    way = [address for address, _status in client.get(answer.url, follow=True).redirect_chain]
    assert way[0] == "/w/bakery/"
    emma = User.objects.get(email="emma@example.org")
    assert (emma.name, emma.language, seats(emma.email)) == ("Emma", "fr", [("bakery", "contributor")])
    assert EmailAddress.objects.get(user=emma).verified
    assert mail.outbox == []
    offer.refresh_from_db()
    assert offer.accepted_at is not None
    assert verbs() == ["joined"]


def test_the_invited_address_may_be_written_in_capitals(client, offer):
    client.get(link(offer))
    sign_up(client, "EMMA@Example.ORG")
    assert seats("emma@example.org") == [("bakery", "contributor")]


def test_another_address_is_refused_at_the_field(client, offer):
    client.get(link(offer))
    answer = sign_up(client, "mallory@example.org")
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["email"])
    assert not User.objects.filter(email="mallory@example.org").exists()


def test_someone_with_an_account_signs_in_and_has_the_seat(client, offer):
    make_user("emma@example.org")
    client.get(link(offer))
    answer = client.post(LOGIN, {"login": "emma@example.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/").url == "/w/bakery/"
    assert (seats("emma@example.org"), verbs()) == ([("bakery", "contributor")], ["joined"])


def test_someone_signed_in_takes_the_seat_with_one_click(client_of, offer):
    client = client_of(make_user("emma@example.org"))
    page = client.get(link(offer))
    assert (page.context["mine"], seats("emma@example.org")) == (True, [])
    assert client.post(link(offer)).url == "/w/bakery/"
    assert seats("emma@example.org") == [("bakery", "contributor")]


def test_a_member_keeps_the_role_they_have(client_of, bakery, alice):
    emma = make_user("emma@example.org")
    offer = make_invitation(bakery, emma.email, by=alice, role="viewer")
    make_membership(emma, bakery, "approver")
    client_of(emma).get(link(offer))
    client_of(emma).post(link(offer))
    assert seats(emma.email) == [("bakery", "approver")]


def test_someone_signed_in_with_another_account_gets_nothing(client_of, charlie, offer):
    client = client_of(charlie)
    page = client.get(link(offer))
    assert (page.status_code, page.context["mine"]) == (200, False)
    assert client.post(link(offer)).status_code == 200
    assert (seats(charlie.email), verbs()) == ([("museum", "admin")], [])
    assert client.get("/w/bakery/members/").status_code == 404


def test_signing_in_with_another_account_after_following_the_link_gives_nothing(client, charlie, offer):
    client.get(link(offer))
    client.post(LOGIN, {"login": charlie.email, "password": PASSWORD})
    assert seats(charlie.email) == [("museum", "admin")]


@pytest.mark.parametrize("over", ["accepted_at", "revoked_at", "expires_at"])
def test_a_link_that_is_over_opens_nothing(client, client_of, offer, over):
    client.get(link(offer))  # followed while it was good
    Invitation.objects.update(**{over: timezone.now() - timedelta(seconds=1)})
    assert client.get(link(offer)).status_code == 404
    assert sign_up(client).status_code == 200
    assert not User.objects.filter(email="emma@example.org").exists()
    emma = make_user("emma@example.org")
    assert client_of(emma).post(link(offer)).status_code == 404
    assert seats(emma.email) == []


def test_a_link_works_once(client, client_of, offer):
    client.get(link(offer))
    sign_up(client)
    Membership.objects.filter(user__email="emma@example.org").delete()
    again = client_of(User.objects.get(email="emma@example.org"))
    assert again.post(link(offer)).status_code == 404
    assert seats("emma@example.org") == []


@pytest.mark.parametrize("token", ["spi_x", "x", "spi_" + "x" * 5000, "é", "%ED%A0%80"])
def test_a_link_that_never_was_opens_nothing(client, offer, token):
    assert client.get(f"/invitations/{token}/").status_code == 404
    assert "invitation" not in client.session


def test_a_withdrawn_invitation_is_dead(client, client_of, alice, offer):
    client_of(alice).post(reverse("invitation-revoke", args=["bakery", offer.pk]))
    assert client.get(link(offer)).status_code == 404
    assert client_of(alice).post(reverse("invitation-revoke", args=["bakery", offer.pk])).status_code == 404
    assert verbs() == ["invitation-revoked"]


# --- Signing up ----------------------------------------------------------------------------------------------------


def test_without_an_invitation_nobody_signs_up(client, db):
    assert client.get(SIGNUP).templates[0].name == "account/signup_closed.html"
    sign_up(client)
    assert User.objects.count() == 0
    assert client.get(LOGIN).context["ui"].open_signup is False


@override_settings(OPEN_SIGNUP=True)
def test_an_open_site_lets_anybody_sign_up_but_wants_the_address_confirmed(client, db):
    assert client.get(LOGIN).context["ui"].open_signup is True
    assert sign_up(client, "mallory@example.org").url == "/accounts/confirm-email/"
    assert EmailAddress.objects.get().verified is False
    assert client.get("/").url.startswith(LOGIN)
    assert len(mail.outbox) == 1


@override_settings(OPEN_SIGNUP=True)
def test_on_an_open_site_an_invitation_does_not_confirm_another_address(client, offer):
    client.get(link(offer))
    sign_up(client, "mallory@example.org")
    assert EmailAddress.objects.get(email="mallory@example.org").verified is False
    assert seats("mallory@example.org") == []


@pytest.mark.parametrize("password", ["court", "onze-lettre", "telechargement", "emma@example.org"])
def test_a_weak_password_is_refused_at_the_field(client, offer, password):
    client.get(link(offer))
    answer = sign_up(client, password1=password, password2=password)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["password1"])
    assert not User.objects.filter(email="emma@example.org").exists()


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"password2": "autre-chose-encore"}, "password2"),
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "\x00"}, "name"),
    ],
)
def test_a_sign_up_that_makes_no_sense_is_refused_at_its_field(client, offer, fields, at):
    client.get(link(offer))
    assert list(sign_up(client, **fields).context["form"].errors) == [at]


# --- Who has an account is nobody's business -----------------------------------------------------------------------


def told(answer) -> tuple[int, str, list[str]]:
    """What an answer tells, but for the address that was typed and what changes with every page."""
    if answer.status_code != 200:
        return answer.status_code, answer.url, []
    return 200, "", [str(error) for errors in answer.context["form"].errors.values() for error in errors]


def test_signing_in_tells_nothing_of_who_has_an_account(client, alice):
    known = client.post(LOGIN, {"login": alice.email, "password": "not-her-password"})
    unknown = client.post(LOGIN, {"login": "nobody@example.org", "password": "not-her-password"})
    assert told(known) == told(unknown)
    assert told(known)[0] == 200


def test_a_forgotten_password_tells_nothing_of_who_has_an_account(client, alice):
    known = client.post(RESET, {"email": alice.email})
    unknown = client.post(RESET, {"email": "nobody@example.org"})
    assert told(known) == told(unknown)
    assert known.status_code == 302
    assert [message.to for message in mail.outbox] == [[alice.email], ["nobody@example.org"]]


@override_settings(OPEN_SIGNUP=True)
def test_signing_up_tells_nothing_of_who_has_an_account(client, alice):
    known, unknown = sign_up(client, alice.email), sign_up(client, "new@example.org")
    assert told(known) == told(unknown)
    assert alice.check_password(PASSWORD)


def test_a_deactivated_person_neither_signs_in_nor_stays(client, client_of, bob):
    browser = client_of(bob)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert browser.get("/w/bakery/members/").status_code == 302
    client.post(LOGIN, {"login": bob.email, "password": PASSWORD})
    assert client.get("/w/bakery/members/").status_code == 302


def test_guessing_passwords_is_slowed_down(client, alice):
    answers = [client.post(LOGIN, {"login": alice.email, "password": f"guess-number-{n}"}) for n in range(8)]
    blocked = client.post(LOGIN, {"login": alice.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert {answer.status_code for answer in [*answers, blocked]} <= {200, 429}


def test_signing_up_hashes_a_password_for_a_taken_address_too(client, alice, settings, monkeypatch):
    settings.OPEN_SIGNUP = True
    hashed = []

    class Counting(MD5PasswordHasher):
        def encode(self, password, salt):
            hashed.append(password)
            return super().encode(password, salt)

    monkeypatch.setattr(hashers, "get_hasher", lambda *_: Counting())
    counts = []
    for email in (alice.email, "new@example.org"):
        hashed.clear()
        assert sign_up(client, email).status_code == 302
        counts.append(len(hashed))
    assert counts == [1, 1]


def test_who_tries_too_often_is_told_when_to_come_back(client, alice):
    answers = [client.post(RESET, {"email": alice.email}) for _ in range(21)]
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "300"
