"""Subscriptions over HTTP: the secret addresses (docs/ical.md, D and E), and the pages that make them."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from gunicorn.config import Config

from calendar_app.ical import codes
from calendar_app.management.commands import serve
from calendar_app.models import Feed, Post
from smplanner.security import SecretFilter
from smplanner.workspaces.models import AuditEvent, User, Workspace, hash_token
from tests.calendar_app.ical.readers import by_ics, by_vobject, faults, values
from tests.factories import (
    make_campaign,
    make_channel,
    make_feed,
    make_membership,
    make_persona,
    make_post,
    make_saved_view,
)

Login = Callable[[User], Client]


def address(feed: Feed, token: str = "") -> str:
    return reverse("feed", kwargs={"token": token or feed.token, "name": feed.workspace.slug})


@pytest.fixture
def post(bakery: Workspace, today: date) -> Post:
    return make_post(bakery, "Brioche", day=today, clock=time(9), channel=make_channel(bakery))


@pytest.fixture
def feed(bakery: Workspace, alice: User, post: Post) -> Feed:
    """Alice's, over the bakery's plan, which has one post."""
    return make_feed(bakery, alice, name="Phone")


def page(bakery: Workspace, name: str = "feeds", **ids: int) -> str:
    return reverse(name, kwargs={"slug": bakery.slug, **ids})


# --- D. The secret address over HTTP -------------------------------------------------------------------------------


def test_ical_28_the_address_answers_a_calendar(client: Client, feed: Feed, post: Post) -> None:
    answer = client.get(address(feed))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'inline; filename="bakery.ics"'
    assert faults(answer.content) == []
    assert [event.uid for read in (by_vobject, by_ics) for event in read(answer.content).values()] == [
        str(post.uid)
    ] * 2


def test_ical_05_an_empty_plan_is_an_empty_calendar(client: Client, bakery: Workspace, alice: User) -> None:
    answer = client.get(address(make_feed(bakery, alice)))
    assert (answer.status_code, by_vobject(answer.content)) == (200, {})


def test_ical_12_two_readings_are_the_same_bytes(client: Client, feed: Feed) -> None:
    first, second = client.get(address(feed)), client.get(address(feed))
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]


def test_ical_29_the_address_is_short_enough_for_google(feed: Feed, settings) -> None:
    feed.workspace.slug = "a" * 60
    assert len("https://a-rather-long-host-name-of-an-agency.example.org" + address(feed)) <= 256


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"other" , W/{}', "*"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_ical_31_what_the_reader_has_already_is_not_sent_again(
    client: Client, feed: Feed, form: str, method: str
) -> None:
    etag = client.get(address(feed))["ETag"]
    answer = getattr(client, method)(address(feed), headers={"If-None-Match": form.format(etag)})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("known", ['"other"', "W/", "nonsense", '"', ""])
def test_ical_31_another_tag_gets_the_calendar(client: Client, feed: Feed, known: str) -> None:
    assert client.get(address(feed), headers={"If-None-Match": known}).status_code == 200


def _moves_out_of_the_span(post: Post, _feed: Feed) -> None:
    post.local_date -= timedelta(days=200)
    post.save()


CHANGES = {
    "post renamed behind the models": lambda _post, _feed: Post.objects.update(title="Baguette"),
    "post deleted": lambda post, _feed: post.delete(),
    "post trashed": lambda _post, _feed: Post.objects.update(deleted_at=timezone.now()),
    "post cancelled": lambda _post, _feed: Post.objects.update(status="cancelled"),
    "post approved": lambda _post, _feed: Post.objects.update(status="approved"),
    "post moved away": _moves_out_of_the_span,
    "post added": lambda post, feed: make_post(feed.workspace, day=post.local_date),
    "channel renamed behind the models": lambda post, _feed: type(post.channel).objects.update(name="Atelier"),
    "channel deleted": lambda post, _feed: post.channel.delete(),
    "workspace renamed": lambda _post, feed: Workspace.objects.filter(pk=feed.workspace_id).update(name="Fournil"),
    "feed in another language": lambda _post, _feed: Feed.objects.update(language="en"),
    "feed with less detail": lambda _post, _feed: Feed.objects.update(detail="title"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_ical_31_every_visible_change_changes_the_tag(
    client: Client, feed: Feed, post: Post, change: Callable[[Post, Feed], object]
) -> None:
    post.text = "Bonjour"
    post.save()
    before = client.get(address(feed))
    change(post, feed)
    after = client.get(address(feed), headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_ical_31_a_day_that_changes_nothing_keeps_the_tag_and_one_that_does_changes_it(
    client: Client, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {"If-None-Match": client.get(address(feed))["ETag"]}
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 9, 8, 8, 0, tzinfo=UTC))  # 90 days after the post
    assert client.get(address(feed), headers=known).status_code == 304
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 9, 9, 8, 0, tzinfo=UTC))
    assert client.get(address(feed), headers=known).status_code == 200


@pytest.mark.parametrize("posts", [1, 3])
def test_ical_31_an_unchanged_calendar_costs_three_queries_at_most(
    client: Client, feed: Feed, posts: int, django_assert_num_queries
) -> None:
    for _n in range(posts - 1):
        make_post(feed.workspace, day=date(2026, 6, 11))
    with django_assert_num_queries(3):  # the feed, its posts, and once an hour that it was read
        etag = client.get(address(feed))["ETag"]
    with django_assert_num_queries(2):
        assert client.get(address(feed), headers={"If-None-Match": etag}).status_code == 304


def test_ical_32_there_is_no_last_modified_header_to_be_pinned_on(client: Client, feed: Feed) -> None:
    assert "Last-Modified" not in client.get(address(feed))


def test_ical_33_head_has_the_headers_of_get(client: Client, feed: Feed) -> None:
    got, head = client.get(address(feed)), client.head(address(feed))
    assert head.content == b""
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "REPORT"])
def test_ical_33_other_methods_get_405(feed: Feed, method: str) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method, address(feed))
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("token", ["spl_", "spl_" + "A" * 43, "x", "%00", "é", "spi_" + "A" * 43])
@pytest.mark.parametrize("method", ["get", "head"])
def test_ical_34_an_address_that_never_was_answers_404(client: Client, feed: Feed, token: str, method: str) -> None:
    answer = getattr(client, method)(address(feed, token) if token != "%00" else "/feeds/%00/bakery.ics")
    assert answer.status_code == (400 if token == "%00" else 404)
    assert answer["Content-Type"].startswith("text/plain" if token != "%00" else "text/html")


def _leaves(feed: Feed) -> None:
    feed.user.memberships.all().delete()


ENDS = {
    "revoked": lambda _feed: Feed.objects.update(revoked_at=timezone.now()),
    "its owner left": _leaves,
    "its owner is deactivated": lambda feed: User.objects.filter(pk=feed.user_id).update(is_active=False),
    "feeds are switched off": lambda feed: Workspace.objects.filter(pk=feed.workspace_id).update(feeds_enabled=False),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("method", ["get", "head"])
def test_ical_34_40_an_address_that_is_over_answers_410_at_once(
    client: Client, feed: Feed, end: Callable[[Feed], object], method: str
) -> None:
    etag = client.get(address(feed))["ETag"]
    end(feed)
    answer = getattr(client, method)(address(feed), headers={"If-None-Match": etag})
    assert answer.status_code == 410
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert b"Brioche" not in answer.content


def test_ical_34_a_subscription_to_a_deleted_channel_answers_410_and_never_the_whole_plan(
    client: Client, bakery: Workspace, alice: User, post: Post
) -> None:
    narrow, wide = make_feed(bakery, alice, channel=post.channel), make_feed(bakery, alice)
    post.channel.delete()
    assert client.get(address(narrow)).status_code == 410
    assert client.get(address(wide)).status_code == 200


def test_ical_34_40_another_workspace_does_not_keep_a_leavers_address_alive(
    client: Client, feed: Feed, museum: Workspace, alice: User
) -> None:
    make_membership(alice, museum)
    alice.memberships.filter(workspace=feed.workspace).delete()
    assert client.get(address(feed)).status_code == 410


@pytest.mark.parametrize("language", ["fr", "en"])
def test_ical_34_the_end_is_told_in_the_feeds_language(client: Client, feed: Feed, language: str) -> None:
    Feed.objects.update(revoked_at=timezone.now(), language=language)
    answer = client.get(address(feed), headers={"Accept-Language": "en" if language == "fr" else "fr"})
    with override(language):
        said = gettext("This calendar subscription is over. Its owner can make a new one in smplanner.")
    assert answer.content.decode() == said + "\n"


def test_ical_35_it_is_kept_by_no_shared_cache_and_told_to_nobody(client: Client, feed: Feed) -> None:
    for answer in (client.get(address(feed)), client.get(address(feed, "spl_none")), client.put(address(feed))):
        assert answer["Cache-Control"] == "private, no-cache"
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Referrer-Policy"] == "no-referrer"


def test_ical_36_it_needs_and_sets_no_cookie_and_heeds_no_browser_language(client: Client, feed: Feed) -> None:
    plain = client.get(address(feed))
    asked = client.get(address(feed), headers={"Accept-Language": "en", "Cookie": "django_language=en"})
    assert not plain.cookies
    assert asked.content == plain.content
    assert plain["Content-Language"] == asked["Content-Language"] == "fr"


def test_ical_37_it_is_never_compressed(client: Client, feed: Feed) -> None:
    answer = client.get(address(feed), headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in answer
    assert answer.content.startswith(b"BEGIN:VCALENDAR")


# --- E. The secret -------------------------------------------------------------------------------------------------


def _create(client: Client, bakery: Workspace, **fields: object) -> tuple[Feed, str, str]:
    """Make a subscription through the page: the row, its secret, and the page that showed it."""
    data = {"name": "Phone", "scope": "all", "detail": "text", "language": "en", **fields}
    answer = client.post(page(bakery), data)
    assert answer.status_code == 200
    html = answer.content.decode()
    token = re.search(r'value="http://127\.0\.0\.1:8000/feeds/(spl_[\w-]+)/bakery\.ics"', html)[1]
    return Feed.objects.get(token_hash=hash_token(token)), token, html


def test_ical_40_the_secret_is_shown_once_and_only_its_hash_is_stored(
    client_of: Login, alice: User, bakery: Workspace, post: Post
) -> None:
    browser = client_of(alice)
    feed, token, html = _create(browser, bakery)
    assert len(token) == len("spl_") + 43  # 32 random bytes in base64
    assert (feed.user, feed.workspace) == (alice, bakery)
    assert Client().get(address(feed, token)).status_code == 200
    assert f"webcal://127.0.0.1:8000/feeds/{token}/bakery.ics" in html
    assert f"https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F127.0.0.1%3A8000%2Ffeeds%2F{token}%2F" in html
    assert token not in browser.get(page(bakery)).content.decode()
    stored = "".join(serializers.serialize("json", model._base_manager.all()) for model in apps.get_models())
    assert hash_token(token) in stored
    assert token.removeprefix("spl_") not in stored
    assert token not in json.dumps(dict(browser.session))


def test_ical_40_a_new_address_ends_the_old_one_and_no_other(
    client_of: Login, alice: User, bakery: Workspace, feed: Feed
) -> None:
    other = make_feed(bakery, alice)
    answer = client_of(alice).post(page(bakery, "feed-rotate", feed_id=feed.pk))
    token = re.search(r"/feeds/(spl_[\w-]+)/", answer.content.decode())[1]
    got = [Client().get(address(feed, secret)).status_code for secret in (feed.token, token, other.token)]
    assert got == [410, 200, 200]


def test_ical_40_ending_one_leaves_the_others(client_of: Login, alice: User, bakery: Workspace, feed: Feed) -> None:
    other = make_feed(bakery, alice)
    browser = client_of(alice)
    answer = browser.post(page(bakery, "feed-revoke", feed_id=feed.pk))
    assert (answer.status_code, answer["Location"]) == (302, page(bakery))
    assert [Client().get(address(each)).status_code for each in (feed, other)] == [410, 200]
    assert browser.post(page(bakery, "feed-revoke", feed_id=feed.pk)).status_code == 404
    assert browser.post(page(bakery, "feed-rotate", feed_id=feed.pk)).status_code == 404


def test_ical_41_parameters_widen_nothing(client: Client, feed: Feed) -> None:
    Feed.objects.update(detail="title")
    plain = client.get(address(feed)).content
    assert client.get(address(feed) + "?detail=text&scope=all&language=en&channel=").content == plain


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What the site's own handlers write, with their filters, while every logger speaks."""
    written = io.StringIO()
    handlers = {handler for name in ("", "django", "smplanner") for handler in logging.getLogger(name).handlers}
    streams = [(handler, handler.setStream(written)) for handler in handlers if type(handler) is logging.StreamHandler]
    levels = [(logger, logger.level) for logger in map(logging.getLogger, ("django", "django.request", "smplanner"))]
    for logger, _level in levels:
        logger.setLevel(logging.DEBUG)
    yield written
    for logger, level in levels:
        logger.setLevel(level)
    for handler, stream in streams:
        handler.setStream(stream)


def test_ical_42_the_secret_is_in_no_log_and_not_in_the_calendar(
    client: Client, feed: Feed, logged: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    body = client.get(address(feed)).content
    client.put(address(feed))
    Feed.objects.update(revoked_at=timezone.now())
    client.get(address(feed))
    client.get(address(feed, feed.token + "x"))
    secret = feed.token.removeprefix("spl_")
    assert secret.encode() not in body
    assert "Gone: /feeds/spl_" in logged.getvalue()  # it was logged, scrubbed
    assert "Method Not Allowed: /feeds/spl_" in logged.getvalue()
    assert secret not in logged.getvalue()
    assert secret not in caplog.text


def test_ical_42_reading_is_noted_at_most_once_an_hour(
    client: Client, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    eight = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)

    def read(minutes: int, program: str) -> tuple[datetime, str]:
        monkeypatch.setattr(timezone, "now", lambda: eight + timedelta(minutes=minutes))
        client.get(address(feed), headers={"User-Agent": program})
        return Feed.objects.values_list("last_used_at", "last_client").get(pk=feed.pk)

    assert read(0, "Google-Calendar-Importer") == (eight, "Google Calendar")
    assert read(59, "Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Thunderbird/140.0") == (eight, "Google Calendar")
    assert read(60, "Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Thunderbird/140.0") == (
        eight + timedelta(hours=1),
        "Thunderbird",
    )
    assert read(120, "x" * 500)[1] == "x" * 120


def _picture(html: str) -> str:
    return re.search(r'src="(/w/bakery/feeds/code/[^"]+\.svg)"', html)[1]


def test_ical_40_the_picture_of_the_address_is_for_the_session_that_saw_it(
    client_of: Login, alice: User, bakery: Workspace
) -> None:
    browser, elsewhere = client_of(alice), client_of(alice)
    feed, token, html = _create(browser, bakery)
    answer = browser.get(_picture(html))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.content == codes.picture(f"webcal://127.0.0.1:8000/feeds/{token}/bakery.ics")
    assert token not in _picture(html)
    assert elsewhere.get(_picture(html)).status_code == 410
    assert Client().get(_picture(html)).status_code == 302
    browser.post(page(bakery, "feed-revoke", feed_id=feed.pk))
    assert browser.get(_picture(html)).status_code == 410


def test_ical_40_the_picture_is_gone_in_ten_minutes_and_with_the_next_page(
    client_of: Login, alice: User, bakery: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of(alice)
    _feed, _token, html = _create(browser, bakery)
    now = timezone.now()
    with monkeypatch.context() as later:
        later.setattr(timezone, "now", lambda: now + timedelta(minutes=11))
        assert browser.get(_picture(html)).status_code == 410
    assert browser.get(_picture(html)).status_code == 200
    browser.get(page(bakery))
    assert browser.get(_picture(html)).status_code == 410


def test_ical_40_a_half_of_something_else_gives_no_picture(
    client_of: Login, alice: User, bob: User, charlie: User, bakery: Workspace, museum: Workspace
) -> None:
    browser = client_of(alice)
    make_membership(alice, museum)
    _feed, _token, html = _create(browser, bakery)
    for half in ("AAAA", "a", "é", "=", codes.split("spl_" + "A" * 43)[1]):
        assert browser.get(reverse("feed-code", args=["bakery", half])).status_code == 410
    assert browser.get(_picture(html).replace("/bakery/", "/museum/")).status_code == 410
    assert client_of(bob).get(_picture(html)).status_code == 410
    assert client_of(charlie).get(_picture(html)).status_code == 404


def test_ical_42_the_server_writes_no_line_about_requests_and_its_own_lines_are_scrubbed(feed: Feed) -> None:
    """gunicorn would write the whole address of each request. It is told not to; what it wrote would be scrubbed."""
    options = Path(serve.__file__).read_text(encoding="utf-8")
    assert '"accesslog": None' in options
    config = Config()
    line = config.access_log_format % {
        **dict.fromkeys("hltusbfa", "-"),
        "r": f"GET {address(feed)} HTTP/1.1",
        "f": f"https://plan.example.org{address(feed)}",
    }
    record = logging.LogRecord("gunicorn.access", logging.INFO, "", 0, line, None, None)
    assert feed.token in line
    SecretFilter().filter(record)
    assert feed.token not in record.getMessage()
    assert "GET /feeds/spl_…/bakery.ics" in record.getMessage()


# --- Pages ---------------------------------------------------------------------------------------------------------


def test_the_page_lists_ones_own_subscriptions(
    client_of: Login, alice: User, bob: User, bakery: Workspace, museum: Workspace
) -> None:
    make_membership(alice, museum)
    make_feed(bakery, alice, name="Alice’s phone", last_used_at=timezone.now(), last_client="Thunderbird")
    make_feed(bakery, alice, name="Ended lately", revoked_at=timezone.now())
    make_feed(bakery, alice, name="Ended long ago", revoked_at=timezone.now() - timedelta(days=31))
    make_feed(museum, alice, name="Elsewhere")
    make_feed(bakery, bob, name="Bob’s phone")
    html = client_of(alice).get(page(bakery)).content.decode()
    assert "Alice’s phone" in html
    assert "Thunderbird" in html
    assert "Ended lately" in html
    for hidden in ("Ended long ago", "Elsewhere", "Bob’s phone"):
        assert hidden not in html


@pytest.mark.parametrize("act", ["feed-rotate", "feed-revoke"])
def test_nobody_else_rotates_or_ends_a_subscription(
    client_of: Login, bakery: Workspace, museum: Workspace, feed: Feed, bob: User, charlie: User, act: str
) -> None:
    before = Feed.objects.values().get(pk=feed.pk)
    assert client_of(bob).post(page(bakery, act, feed_id=feed.pk)).status_code == 404
    assert client_of(charlie).post(page(bakery, act, feed_id=feed.pk)).status_code == 404
    assert client_of(charlie).post(page(museum, act, feed_id=feed.pk)).status_code == 404
    assert Feed.objects.values().get(pk=feed.pk) == before
    assert not AuditEvent.objects.exists()


def test_charlie_sees_neither_the_page_nor_the_download(client_of: Login, bakery: Workspace, charlie: User) -> None:
    stranger = client_of(charlie)
    assert stranger.get(page(bakery)).status_code == 404
    assert stranger.post(page(bakery), {"name": "x"}).status_code == 404
    assert stranger.get(page(bakery, "ical-download")).status_code == 404


def test_a_viewer_makes_a_subscription_too(client_of: Login, dora: User, bakery: Workspace) -> None:
    feed, _token, _html = _create(client_of(dora), bakery, name="Desk")
    assert feed.user == dora


def test_a_subscription_is_made_with_all_that_can_be_chosen(client_of: Login, alice: User, bakery: Workspace) -> None:
    chosen = {
        "channel": make_channel(bakery),
        "persona": make_persona(bakery, name="Inès"),
        "campaign": make_campaign(bakery, name="Noël"),
        "saved_view": make_saved_view(bakery, alice, name="Mine"),
    }
    numbers = {name: row.pk for name, row in chosen.items()}
    browser = client_of(alice)
    more = {"scope": "review", "detail": "findings", "zone": "Indian/Reunion", "alarm_minutes": 15}
    feed, token, _html = _create(browser, bakery, **numbers, **more, with_occasions="on")
    assert {name: getattr(feed, name) for name in chosen} == chosen
    assert {name: getattr(feed, name) for name in more} == more
    assert values(Client().get(address(feed, token)).content, "X-WR-TIMEZONE") == ["Indian/Reunion"]
    html = browser.get(page(bakery)).content.decode()
    for said in ("Inès", "Noël", "Mine", "Indian/Reunion", str(chosen["channel"])):
        assert f"<dd>{said}</dd>" in html
    rotated = browser.post(page(bakery, "feed-rotate", feed_id=feed.pk)).context["shown"]
    assert {name: getattr(rotated, name) for name in [*chosen, *more]} == {**chosen, **more}


def test_a_view_of_the_calendar_leads_to_the_form_with_itself_chosen(
    client_of: Login, alice: User, bob: User, bakery: Workspace
) -> None:
    view = make_saved_view(bakery, alice, address="view=month&status=in_review")
    private = make_saved_view(bakery, bob)
    browser = client_of(alice)
    link = f"{page(bakery)}?saved_view={view.pk}#new-feed"
    assert link in browser.get(reverse("views", args=["bakery"])).content.decode()
    assert link in browser.get(reverse("calendar", args=["bakery"]) + "?" + view.address).content.decode()
    assert link not in browser.get(reverse("calendar", args=["bakery"])).content.decode()
    chosen = f'<option value="{view.pk}" selected>'
    assert chosen in browser.get(link).content.decode()
    for wrong in (private.pk, 999_999, "x", "é", "9" * 30):
        html = browser.get(f"{page(bakery)}?saved_view={wrong}").content.decode()
        assert f'value="{private.pk}"' not in re.search(r'name="saved_view".*?</select>', html, re.DOTALL)[0]
        assert "selected" not in re.search(r'name="saved_view".*?</select>', html, re.DOTALL)[0].replace(
            '<option value="" selected>', ""
        )


def test_nobody_subscribes_to_what_is_not_theirs(
    client_of: Login, alice: User, bob: User, charlie: User, bakery: Workspace, museum: Workspace
) -> None:
    foreign = {
        "persona": make_persona(museum),
        "campaign": make_campaign(museum),
        "saved_view": make_saved_view(museum, charlie, is_shared=True),
    }
    wrong = [*foreign.items(), ("saved_view", make_saved_view(bakery, bob))]
    for name, row in wrong:
        data = {"name": "Phone", "scope": "all", "detail": "text", "language": "en", name: row.pk}
        answer = client_of(alice).post(page(bakery), data)
        assert list(answer.context["form"].errors) == [name]
    assert not Feed.objects.exists()


def test_the_help_page_is_for_every_member(client_of: Login, dora: User, charlie: User, bakery: Workspace) -> None:
    assert client_of(dora).get(page(bakery, "feed-help")).status_code == 200
    assert client_of(charlie).get(page(bakery, "feed-help")).status_code == 404


def test_an_administrator_switches_all_subscriptions_off_and_on(
    client_of: Login, alice: User, bob: User, bakery: Workspace
) -> None:
    feeds = [make_feed(bakery, alice), make_feed(bakery, bob)]
    browser, settings_page = client_of(alice), reverse("workspace-settings", args=["bakery"])
    form = browser.get(settings_page).context["form"]
    data = {name: value for name, value in form.initial.items() if value not in (None, False)}
    for is_on, status in ((False, 410), (True, 200)):
        fields = {**data, "feeds_enabled": "on"} if is_on else {k: v for k, v in data.items() if k != "feeds_enabled"}
        assert browser.post(settings_page, {**fields, "keep": "clock"}).status_code == 302
        assert [Client().get(address(feed)).status_code for feed in feeds] == [status] * 2
        assert (
            "switched off" in browser.get(page(bakery), headers={"Accept-Language": "en"}).content.decode()
        ) != is_on


@pytest.mark.parametrize("act", ["feed-rotate", "feed-revoke"])
def test_changing_takes_a_post(client_of: Login, alice: User, bakery: Workspace, feed: Feed, act: str) -> None:
    assert client_of(alice).get(page(bakery, act, feed_id=feed.pk)).status_code == 405


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"name": "a\x00b"},
        {"scope": "everything"},
        {"detail": "all"},
        {"language": "xx"},
        {"channel": "999999"},
        {"channel": "abc"},
        {"persona": "9" * 30},
        {"saved_view": "0"},
        {"zone": "Mars/Olympus"},
        {"alarm_minutes": "7"},
    ],
)
def test_bad_input_is_told_at_the_field(
    client_of: Login, alice: User, bakery: Workspace, wrong: dict[str, str]
) -> None:
    data = {"name": "Phone", "scope": "all", "detail": "text", "language": "en", **wrong}
    answer = client_of(alice).post(page(bakery), data)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == list(wrong)
    assert not Feed.objects.exists()


def test_a_foreign_channel_is_no_choice(client_of: Login, alice: User, bakery: Workspace, museum: Workspace) -> None:
    data = {"name": "Phone", "scope": "all", "detail": "text", "language": "en", "channel": make_channel(museum).pk}
    answer = client_of(alice).post(page(bakery), data)
    assert list(answer.context["form"].errors) == ["channel"]
    assert not Feed.objects.exists()


def test_each_act_leaves_one_line_in_the_log_without_the_secret(
    client_of: Login, alice: User, bakery: Workspace
) -> None:
    browser = client_of(alice)
    feed, token, _html = _create(browser, bakery)
    browser.post(page(bakery, "feed-rotate", feed_id=feed.pk))
    browser.post(page(bakery, "feed-revoke", feed_id=feed.pk))
    rows = AuditEvent.objects.order_by("pk").values_list("verb", "target_kind", "target_id", "actor")
    assert list(rows) == [(verb, "feed", feed.pk, alice.pk) for verb in ("created", "rotated", "revoked")]
    assert not [row for row in AuditEvent.objects.all() if "spl_" in json.dumps(row.diff) or token in row.target_label]
    assert not [row for row in AuditEvent.objects.all() if "token" in json.dumps(row.diff)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_it_lists(
    client_of: Login, alice: User, bakery: Workspace, count: int, django_assert_num_queries
) -> None:
    for _n in range(count):
        make_feed(bakery, alice, channel=make_channel(bakery))
    browser = client_of(alice)
    browser.get(page(bakery))  # remembers the workspace in the session
    with django_assert_num_queries(9):
        browser.get(page(bakery))


def test_the_download_is_the_whole_plan_without_a_secret(
    client_of: Login, dora: User, bakery: Workspace, post: Post
) -> None:
    make_post(bakery, "Years ago", day=date(2020, 1, 1))
    answer = client_of(dora).get(page(bakery, "ical-download"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="bakery.ics"'
    assert len(values(answer.content, "UID")) == 2
    assert b"SOURCE" not in answer.content
    assert b"/feeds/" not in answer.content
    assert faults(answer.content) == []
    assert len(by_vobject(answer.content)) == len(by_ics(answer.content)) == 2
