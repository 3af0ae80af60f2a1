"""Signing in at a provider of one's own, which here is a small one that answers as OpenID Connect says."""

import json
import sys
import threading
import types
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

import smplanner.urls
from smplanner.workspaces.models import Membership, User
from tests.conftest import SiteClient
from tests.factories import make_factor, make_invitation

PERSON = {"sub": "number-7", "email": "emma@example.org", "email_verified": True, "name": "Emma"}


class Provider(HTTPServer):
    """It lets `person` in, whoever asks."""

    person: dict[str, object]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        there = self.server.address
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
        known = {name: f"{there}/{path}" for name, path in ends.items()}
        documents = {
            "/.well-known/openid-configuration": known | {"issuer": there, "jwks_uri": f"{there}/keys"},
            "/userinfo": self.server.person,
        }
        self.say(documents[self.path])

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        claims = {"iss": self.server.address, "aud": "smplanner", "iat": 1, "exp": 2**33, **self.server.person}
        self.say({"access_token": "a", "token_type": "Bearer", "id_token": jwt.encode(claims, "k" * 32, "HS256")})

    def say(self, document: object) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(document).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def provider(settings, monkeypatch) -> Iterator[Provider]:
    server = Provider(("127.0.0.1", 0), Answers)
    server.person = dict(PERSON)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.OIDC_ISSUER = server.address
    own = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    app = {"provider_id": "oidc", "name": "The house", "client_id": "smplanner", "secret": "s"}
    app["settings"] = {"server_url": server.address, "uid_field": "sub"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**own, "APPS": [app]}}
    urls = types.ModuleType("urls_with_a_provider")
    vars(urls).update({name: value for name, value in vars(smplanner.urls).items() if name.startswith("handler")})
    urls.urlpatterns = [*smplanner.urls.urlpatterns, *smplanner.urls.elsewhere()]
    monkeypatch.setitem(sys.modules, urls.__name__, urls)
    settings.ROOT_URLCONF = urls.__name__
    yield server
    server.shutdown()
    server.server_close()


def come_back(client: SiteClient, process: str = "login"):
    """Go to the provider and come back from it; what the site answers then."""
    sent = client.post(reverse("openid_connect_login", args=["oidc"]), {}, query_params={"process": process})
    address = sent.context["redirect_to"] if sent.status_code == 200 else sent.url
    state = parse_qs(urlsplit(address).query)["state"][0]
    return client.get(reverse("openid_connect_callback", args=["oidc"]), {"code": "c", "state": state})


def is_in(client: SiteClient) -> bool:
    return "_auth_user_id" in client.session


def test_the_page_to_sign_in_offers_it(client, db, provider):
    assert "The house" in client.get(reverse("account_login")).content.decode()


def test_without_an_invitation_nobody_gets_an_account(client, db, provider):
    assert come_back(client).status_code == 200
    assert not is_in(client)
    assert not User.objects.exists()


def test_whoever_is_invited_comes_in_with_the_invited_address(client, bakery, alice, provider):
    client.get(reverse("invitation", args=[make_invitation(bakery, "emma@example.org", by=alice).token]))
    assert "The house" in client.get(reverse("account_signup")).content.decode()
    come_back(client)
    emma = User.objects.get(email="emma@example.org")
    assert (emma.name, is_in(client)) == ("Emma", True)
    assert Membership.objects.filter(user=emma, workspace=bakery).exists()
    assert SocialAccount.objects.get().uid == "number-7"


def test_an_invitation_for_another_address_opens_no_account(client, bakery, alice, provider):
    client.get(reverse("invitation", args=[make_invitation(bakery, "gustave@example.org", by=alice).token]))
    come_back(client)
    assert not User.objects.exclude(pk=alice.pk).exists()


@pytest.mark.parametrize("verified", [True, False])
def test_the_address_alone_opens_nobody_s_account(client, alice, provider, verified):
    provider.person |= {"email": alice.email, "email_verified": verified}
    come_back(client)
    assert not is_in(client)


def test_whoever_joined_their_account_comes_in_by_its_number_though_the_address_changed(
    client, client_of, alice, provider
):
    provider.person["email"] = alice.email
    come_back(client_of(alice), "connect")
    provider.person["email"] = "married@example.org"
    come_back(client)
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_the_second_factor_is_asked_for_after_the_provider(client, client_of, alice, provider):
    come_back(client_of(alice), "connect")
    make_factor(alice)
    assert come_back(client).url == reverse("mfa_authenticate")
    assert not is_in(client)


def test_a_deactivated_person_stays_out(client, client_of, alice, provider):
    come_back(client_of(alice), "connect")
    alice.is_active = False
    alice.save()
    come_back(client)
    assert not is_in(client)


@pytest.mark.parametrize(("verified", "opens"), [(True, True), (False, False)])
def test_a_trusted_provider_opens_by_an_address_that_it_verified(client, alice, provider, settings, verified, opens):
    own = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**own, "EMAIL_AUTHENTICATION": True}}
    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    provider.person |= {"email": alice.email, "email_verified": verified}
    come_back(client)
    assert is_in(client) is opens
