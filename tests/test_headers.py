"""What every kind of answer says to browsers, caches and search engines besides its content."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.templatetags.static import static

from tests.factories import PASSWORD, make_feed

PAGES = {
    "sign-in": "/accounts/login/",
    "calendar": "/w/bakery/calendar/",
    "post form": "/w/bakery/posts/new/",
    "list of personas": "/w/bakery/personas/",
    "not found": "/nothing/here/",
    "forbidden": "/w/bakery/settings/",
    "help": "/help/",
    "admin": "/admin/",
    "download": "/w/bakery/feeds/download/",
}


@pytest.fixture
def get(client_of, bakery, dora) -> Callable[..., HttpResponse]:
    return client_of(dora).get


def policy(response: HttpResponse) -> dict[str, list[str]]:
    """Directive → sources of the Content-Security-Policy."""
    parts = [part.split() for part in response["Content-Security-Policy"].split(";") if part.strip()]
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_page_allows_its_own_files_and_nothing_else(get, path):
    allowed = policy(get(path))
    assert allowed["default-src"] == ["'none'"]
    assert allowed["frame-ancestors"] == allowed["base-uri"] == ["'none'"]
    assert {source for sources in allowed.values() for source in sources} == {"'self'", "'none'"}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_page_keeps_to_itself(get, path):
    response = get(path)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_page_carries_anything_inline_or_from_elsewhere(get, path):
    html = get(path, follow=True).content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", html) == []
    assert re.findall(r"<style|\sstyle=|<[^>]*\son\w+=", html) == []
    assert (
        re.findall(r"(?:src|href)=\"(?:https?:)?//(?!127\.0\.0\.1)[^\"]*\"[^>]*>", html.partition("</head>")[0]) == []
    )


def test_a_calendar_at_a_secret_address_is_kept_by_nobody_else(client, bakery, alice):
    response = client.get(f"/feeds/{make_feed(bakery, alice).token}/plan.ics")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sessionid" not in response.cookies


def test_static_files_may_be_kept_for_ever_because_their_names_change(client):
    response = client.get(static("css/site.css"))
    assert response.getvalue().startswith(b"@layer")  # comments stay at home
    assert response.status_code == 200
    assert "immutable" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_error_pages_show_nothing_of_the_inside(client_of, alice):
    body = client_of(alice).get("/w/nobody/calendar/").content.decode()
    assert "Traceback" not in body
    assert "Http404" not in body
    assert "DJANGO" not in body


def test_cookies_are_bound_to_this_host_and_to_https(client, alice, settings):
    settings.SITE_URL, settings.HTTPS = "https://testserver", True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    client.get("/accounts/login/", secure=True)
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD}, secure=True)
    client.post("/language/", {"language": "en"}, secure=True)
    client.post("/theme/", {"theme": "dark"}, secure=True)
    cookies = client.cookies
    for name in ("__Host-sessionid", "__Host-csrftoken", settings.LANGUAGE_COOKIE_NAME, "theme"):
        assert cookies[name]["secure"], name
        assert cookies[name]["samesite"] == "Lax", name
        assert (cookies[name]["path"], cookies[name]["domain"]) == ("/", ""), name
    assert cookies["__Host-sessionid"]["httponly"]


def test_http_is_sent_to_https_when_the_site_has_it(client, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    response = client.get("/accounts/login/")
    assert (response.status_code, response["Location"]) == (301, "https://testserver/accounts/login/")
    assert "max-age=31536000" in client.get("/accounts/login/", secure=True)["Strict-Transport-Security"]


def test_an_unknown_host_is_refused(client):
    assert client.get("/accounts/login/", headers={"host": "evil.example.org"}).status_code == 400
    assert "testserver" not in settings.CSRF_TRUSTED_ORIGINS


def test_a_form_from_another_site_is_refused(alice, client_of):
    client = client_of(alice, enforce_csrf_checks=True)
    response = client.post("/profile/", {"name": "Mallory"}, headers={"origin": "https://evil.example.org"})
    assert response.status_code == 403
    alice.refresh_from_db()
    assert alice.name == "Alice"
