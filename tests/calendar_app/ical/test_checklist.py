"""The 42 points of docs/ical.md, one test each, on the answer that a calendar program gets from the site.

What has many cases is tried more widely beside: the bytes in test_lines.py and test_writing.py, zones in test_zones.py,
changes in test_freshness.py, parsers in test_parsers.py, HTTP in tests/calendar_app/views/test_feeds.py.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from calendar_app.ical import writing
from calendar_app.models import Feed, Post
from smplanner.workspaces.models import User, Workspace
from tests.calendar_app.ical.hard import NOW, TEXT, TITLES
from tests.calendar_app.ical.readers import READERS, by_libical, by_vobject, faults, properties, unescape, values
from tests.factories import make_channel, make_feed, make_membership, make_pillar, make_post, make_saved_view

Fetch = Callable[..., bytes]
DAY = date(2026, 9, 21)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def feed(bakery: Workspace, alice: User) -> Feed:
    return make_feed(bakery, alice, name="Phone", language="en")


@pytest.fixture
def post(bakery: Workspace) -> Post:
    return make_post(
        bakery,
        "Brioche",
        day=DAY,
        clock=time(9),
        status="approved",
        text=TEXT,
        channel=make_channel(bakery, name="Atelier, four"),
        pillar=make_pillar(bakery, name="Pain; vin"),
    )


def address(feed: Feed) -> str:
    return reverse("feed", kwargs={"token": feed.token, "name": feed.workspace.slug})


@pytest.fixture
def body(client: Client, feed: Feed) -> Fetch:
    """What the address of `feed` answers now."""

    def fetch(of: Feed = feed) -> bytes:
        answer = client.get(address(of))
        assert answer.status_code == 200
        return answer.content

    return fetch


def one(body: bytes, name: str) -> str:
    """The raw value of the only property called exactly `name` that the only event has."""
    event = body.partition(b"BEGIN:VEVENT")[2].partition(b"END:VEVENT")[0]
    (value,) = [value for key, value in properties(event[2:]) if key == name]
    return value


def names(body: bytes) -> list[str]:
    return [key.partition(";")[0] for key, _value in properties(body)]


# --- A. Bytes ------------------------------------------------------------------------------------------------------


def test_01_every_line_ends_crlf_and_the_first_octets_begin_the_calendar(body: Fetch, post: Post) -> None:
    lines = body().split(b"\r\n")
    assert (lines[0], lines[-2:]) == (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""])
    assert not [line for line in lines if b"\r" in line or b"\n" in line]
    body().decode("utf-8", errors="strict")


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_02_no_line_exceeds_75_octets_and_no_fold_splits_a_character(body: Fetch, post: Post, title: str) -> None:
    Post.objects.update(title=title)
    lines = body().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]


def test_03_text_is_escaped_once_in_events_and_in_what_is_said_of_the_calendar(body: Fetch, post: Post) -> None:
    nasty = "a;b,c\\d\\n"
    Workspace.objects.update(name=nasty)
    Post.objects.update(title=nasty)
    shown = body()
    assert values(shown, "X-WR-CALNAME") == values(shown, "NAME") == [nasty]
    assert unescape(one(shown, "SUMMARY")) == f"Atelier, four · {nasty}"
    assert nasty in values(shown, "X-WR-CALDESC")[0]


def test_04_what_no_calendar_may_hold_is_left_out(body: Fetch, post: Post) -> None:
    Post.objects.update(title="be\x07ll\x1b\x7f\x85\u2028\u2029\ufeff", text="a\x0bb\x0cc\x9fd")
    assert faults(body()) == []
    assert one(body(), "SUMMARY") == r"Atelier\, four · bell"


def test_05_an_empty_plan_is_one_valid_calendar(body: Fetch) -> None:
    said = names(body())
    assert (said.count("BEGIN"), said.count("VEVENT")) == (1, 0)
    assert {"VERSION:2.0", "CALSCALE:GREGORIAN"} <= set(body().decode().split("\r\n"))
    assert "PRODID" in said
    assert [read(body()) for read in READERS.values()] == [{}] * len(READERS)


# --- B. The calendar's properties ----------------------------------------------------------------------------------


def test_06_name_description_zone_and_colour_are_told_in_both_spellings(body: Fetch) -> None:
    said = dict(properties(body()))
    assert said["NAME"] == said["X-WR-CALNAME"] == "Bakery"
    assert said["DESCRIPTION"] == said["X-WR-CALDESC"] != ""
    assert said["X-WR-TIMEZONE"] == "Europe/Paris"
    assert (said["COLOR"], said["X-APPLE-CALENDAR-COLOR"]) == ("teal", "#005B63")


def test_07_an_hour_is_suggested_in_both_spellings(body: Fetch) -> None:
    said = dict(properties(body()))
    assert said["REFRESH-INTERVAL;VALUE=DURATION"] == said["X-PUBLISHED-TTL"] == "PT1H"


def test_08_no_source_repeats_the_secret(body: Fetch, client_of, alice: User, bakery: Workspace) -> None:
    download = client_of(alice).get(reverse("ical-download", args=[bakery.slug])).content
    assert "SOURCE" not in [*names(body()), *names(download)]


def test_09_the_calendar_has_no_uid(body: Fetch, post: Post) -> None:
    assert "UID" not in names(body().partition(b"BEGIN:VEVENT")[0])
    assert names(body()).count("UID") == 1


def test_10_there_is_no_method(body: Fetch, client: Client, feed: Feed, post: Post) -> None:
    assert "METHOD" not in names(body())
    assert "method" not in client.get(address(feed))["Content-Type"]


# --- C. Events -----------------------------------------------------------------------------------------------------


def test_11_a_post_has_its_own_random_uid_in_every_calendar(
    body: Fetch, client_of, bakery: Workspace, bob: User, alice: User, post: Post, settings
) -> None:
    view = make_saved_view(bakery, bob, address="view=list&q=brioche")
    others = [make_feed(bakery, bob, language="fr", detail=Feed.Detail.TITLE), make_feed(bakery, bob, saved_view=view)]
    bodies = [body(), *map(body, others), client_of(alice).get(reverse("ical-download", args=[bakery.slug])).content]
    settings.SITE_URL = "https://elsewhere.example"
    bodies.append(body())
    assert [values(each, "UID") for each in bodies] == [[str(post.uid)]] * 5
    assert post.uid.version == 4


def test_12_dtstamp_is_the_last_change_and_two_readings_are_the_same_bytes(
    body: Fetch, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    Post.objects.update(changed_at=datetime(2027, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC))
    first = body()
    assert one(first, "DTSTAMP") == one(first, "LAST-MODIFIED") == "20270102T030405Z"
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=5))
    writing.event.cache_clear()
    assert body() == first


def test_13_a_new_name_of_the_channel_makes_last_modified_grow(body: Fetch, post: Post) -> None:
    Post.objects.update(changed_at=writing.LAYOUT_SINCE + timedelta(days=1))
    before = one(body(), "LAST-MODIFIED")
    post.channel.name = "Fournil"
    post.channel.save()
    assert one(body(), "LAST-MODIFIED") > before


def test_14_sequence_grows_by_one_with_a_visible_change_and_is_small(body: Fetch, post: Post) -> None:
    before = int(one(body(), "SEQUENCE"))
    post.pillar.name = "Vin"
    post.pillar.save()
    assert int(one(body(), "SEQUENCE")) == before + 1
    Post.objects.update(sequence=2**31 - 1)
    assert int(one(body(), "SEQUENCE")) == 2**31 - 1


@pytest.mark.parametrize("zone", ["Europe/Paris", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_15_instants_are_exact_in_both_halves_of_the_autumn_hour(bakery: Workspace, alice, body: Fetch, zone) -> None:
    made = [make_post(bakery, day=date(2026, 10, 25), clock=time(2, 30), fold=fold) for fold in (0, 1)]
    made.append(make_post(bakery, day=date(2027, 3, 28), clock=time(3, 0)))
    shown = body(make_feed(bakery, alice, zone=zone))
    wanted = {str(each.uid): each.publish_at for each in made}
    for read in READERS.values():
        assert {uid: seen.start for uid, seen in read(shown).items()} == wanted
    assert made[1].publish_at - made[0].publish_at == timedelta(hours=1)


def test_16_no_time_floats_and_no_zone_is_named_that_is_not_told(body: Fetch, bakery: Workspace, post: Post) -> None:
    make_post(bakery, day=date(2026, 10, 25), clock=time(2, 30))
    shown = body().decode()
    starts = [key + ":" + value for key, value in properties(body()) if key.startswith(("DTSTART", "DTEND"))]
    of_events = [line for line in starts if not re.fullmatch(r"DTSTART:\d{8}T\d{6}", line)]  # VTIMEZONE has such ones
    assert all(re.fullmatch(r"DT(START|END)(;TZID=Europe/Paris:\d{8}T\d{6}|:\d{8}T\d{6}Z)", x) for x in of_events)
    assert len(of_events) == 4
    assert (shown.count("TZID:Europe/Paris"), "UTC+" in shown) == (1, False)


def test_17_the_zone_is_told_by_yearly_rules_alone(body: Fetch, post: Post) -> None:
    zone = body().partition(b"BEGIN:VTIMEZONE\r\n")[2].partition(b"END:VTIMEZONE")[0].decode().split("\r\n")[:-1]
    told = {line.partition(":")[0] for line in zone} - {"BEGIN", "END"}
    assert told == {"TZID", "DTSTART", "RRULE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"}
    assert sum(line.startswith("RRULE:FREQ=YEARLY;BYMONTH=") for line in zone) == 2
    assert "DTSTART:20250330T020000" in zone  # in the time that the clocks show before they are changed


def test_18_an_hour_lasts_a_quarter_of_one_and_a_day_ends_at_the_next(body: Fetch, bakery: Workspace) -> None:
    timed, whole = make_post(bakery, day=DAY, clock=time(9)), make_post(bakery, day=DAY)
    for read in READERS.values():
        seen = read(body())
        assert seen[str(timed.uid)].end - seen[str(timed.uid)].start == timedelta(minutes=15)
        assert (seen[str(whole.uid)].start, seen[str(whole.uid)].end) == (DAY, DAY + timedelta(days=1))


def test_19_status_is_one_of_three_and_the_cancelled_leave_unless_a_view_asks_for_them(
    body: Fetch, bakery: Workspace, alice: User
) -> None:
    posts = {status: make_post(bakery, day=DAY, status=status) for status in Post.Status.values}
    seen = by_libical(body())
    assert str(posts["cancelled"].uid) not in seen
    assert {status: seen[str(post.uid)].status for status, post in posts.items() if status != "cancelled"} == {
        **dict.fromkeys(("idea", "planned", "draft", "in_review"), "TENTATIVE"),
        **dict.fromkeys(("approved", "posted"), "CONFIRMED"),
    }
    view = make_saved_view(bakery, alice, address="view=month&status=cancelled")
    (gone,) = by_libical(body(make_feed(bakery, alice, saved_view=view))).values()
    assert (gone.uid, gone.status) == (str(posts["cancelled"].uid), "CANCELLED")


def test_20_the_state_is_told_in_words(body: Fetch, post: Post) -> None:
    Post.objects.update(status="in_review")
    assert unescape(one(body(), "SUMMARY")).startswith("To review · ")
    assert unescape(one(body(), "DESCRIPTION")).startswith("Status: To review\n")


def test_21_a_post_makes_nobody_busy(body: Fetch, post: Post) -> None:
    assert (one(body(), "TRANSP"), one(body(), "X-MICROSOFT-CDO-BUSYSTATUS")) == ("TRANSPARENT", "FREE")


def test_22_categories_are_escaped_one_by_one_and_never_empty(body: Fetch, post: Post) -> None:
    assert one(body(), "CATEGORIES") == r"Pain\; vin,Atelier\, four"
    Post.objects.update(pillar=None, channel=None)
    assert "CATEGORIES" not in names(body())


def test_23_the_address_of_the_post_is_url_and_last_line(body: Fetch, post: Post) -> None:
    url = f"{site.SITE_URL}/w/bakery/posts/{post.pk}/"
    assert one(body(), "URL") == url
    assert unescape(one(body(), "DESCRIPTION")).split("\n")[-1] == url


def test_24_the_text_is_plain_and_cut(body: Fetch, post: Post) -> None:
    Post.objects.update(text="<b>" + "a" * 5_000)
    described = unescape(one(body(), "DESCRIPTION"))
    assert "<b>" + "a" * 996 + "…" in described
    assert len(described) < 1_200


@pytest.mark.parametrize(("minutes", "trigger"), [(0, "PT0S"), (15, "-PT15M"), (60, "-PT60M")])
def test_25_there_is_an_alarm_only_for_who_asks(body: Fetch, bakery, alice, post, minutes: int, trigger: str) -> None:
    assert "VALARM" not in body().decode()
    make_post(bakery, "All day", day=DAY)
    make_post(bakery, "Out", day=DAY, clock=time(10), status="posted")
    shown = body(make_feed(bakery, alice, alarm_minutes=minutes, language="en"))
    alarms = re.findall(r"BEGIN:VALARM\r\n(.*?)END:VALARM", shown.decode().replace("\r\n ", ""), re.DOTALL)
    (alarm,) = [dict(line.split(":", 1) for line in alarm.split("\r\n")[:-1]) for alarm in alarms]
    assert (alarm["ACTION"], alarm["TRIGGER"]) == ("DISPLAY", trigger)
    assert unescape(alarm["DESCRIPTION"]) == "Atelier, four · Brioche"
    assert UUID(alarm["UID"]) != post.uid
    assert faults(shown) == []
    assert all(len(read(shown)) == 3 for read in READERS.values())


def test_26_there_is_no_picture_no_attachment_and_no_person(body: Fetch, post: Post) -> None:
    assert not {"IMAGE", "ATTACH", "CONFERENCE", "STRUCTURED-DATA", "ATTENDEE", "ORGANIZER", "LINK"} & {*names(body())}


def test_27_our_own_properties_disturb_no_parser(body: Fetch, post: Post) -> None:
    plain = b"\r\n".join(line for line in body().split(b"\r\n") if not line.startswith((b"X-", b"COLOR", b"NAME")))
    assert b"X-MICROSOFT" in body()
    assert all(read(plain) == read(body()) and len(read(plain)) == 1 for read in READERS.values())


# --- D. Over HTTP --------------------------------------------------------------------------------------------------


def test_28_it_is_a_calendar_shown_here_and_saved_there(client: Client, feed: Feed, client_of, alice: User) -> None:
    answer, saved = client.get(address(feed)), client_of(alice).get(reverse("ical-download", args=["bakery"]))
    assert answer["Content-Type"] == saved["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'inline; filename="bakery.ics"'
    assert saved["Content-Disposition"] == 'attachment; filename="bakery.ics"'


def test_29_the_address_is_short_and_ends_in_a_name(bakery: Workspace, feed: Feed) -> None:
    bakery.slug = "a" * Workspace._meta.get_field("slug").max_length
    host = "https://a-rather-long-host-name-of-an-agency.example.org"
    path = reverse("feed", kwargs={"token": feed.token, "name": bakery.slug})
    assert len(host + path) <= 256
    assert path.endswith(f"/{bakery.slug}.ics")
    assert "?" not in path


def _shown(client_of, alice: User, bakery: Workspace, **chosen: object) -> str:
    data = {"name": "Phone", "scope": "all", "detail": "text", "language": "en", **chosen}
    answer = client_of(alice).post(reverse("feeds", args=[bakery.slug]), data)
    assert answer.status_code == 200
    return answer.content.decode()


def test_30_three_ways_to_subscribe_are_offered(client_of, alice: User, bakery: Workspace) -> None:
    html = _shown(client_of, alice, bakery)
    token = re.search(r"/feeds/(spl_[\w-]+)/", html)[1]
    assert f'value="{site.SITE_URL}/feeds/{token}/bakery.ics"' in html
    assert f'href="webcal://127.0.0.1:8000/feeds/{token}/bakery.ics"' in html
    assert f"https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F127.0.0.1%3A8000%2Ffeeds%2F{token}" in html


def test_31_the_etag_is_the_hash_of_the_body_and_answers_304(
    client: Client, feed: Feed, post: Post, django_assert_max_num_queries
) -> None:
    answer = client.get(address(feed))
    assert answer["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    for known in (answer["ETag"], "W/" + answer["ETag"]):
        with django_assert_max_num_queries(3):
            again = client.get(address(feed), headers={"If-None-Match": known, "If-Modified-Since": "x"})
        assert (again.status_code, again.content) == (304, b"")


def test_32_there_is_no_last_modified_that_could_lie(client: Client, feed: Feed, post: Post) -> None:
    assert "Last-Modified" not in client.get(address(feed))
    later = {"If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT"}
    assert client.get(address(feed), headers=later).status_code == 200


def test_33_head_is_like_get_and_other_methods_get_405(feed: Feed, post: Post) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get(address(feed))  # the first reading is noted
    head, got = browser.head(address(feed)), browser.get(address(feed))
    assert dict(head.headers) == dict(got.headers)
    answers = [browser.generic(method, address(feed)) for method in ("POST", "PUT", "OPTIONS", "PROPFIND")]
    assert [(answer.status_code, answer["Allow"]) for answer in answers] == [(405, "GET, HEAD")] * 4


def test_34_a_failure_is_never_a_200_nor_a_redirect(client: Client, feed: Feed) -> None:
    unknown = client.get(address(feed).replace(feed.token, "spl_" + "A" * 43))
    Feed.objects.update(revoked_at=timezone.now())
    revoked = client.get(address(feed))
    assert (unknown.status_code, revoked.status_code) == (404, 410)
    assert b"BEGIN:VCALENDAR" not in unknown.content + revoked.content


def test_35_no_shared_cache_keeps_it_and_nobody_is_told_of_it(client: Client, feed: Feed) -> None:
    answer = client.get(address(feed))
    assert answer["Cache-Control"] == "private, no-cache"
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "no-referrer")
    robots = client.get("/robots.txt")  # Google’s fetcher obeys it
    assert robots.status_code == 404 or "feeds" not in robots.content.decode()


def test_36_it_needs_no_cookie_and_heeds_no_browser(client: Client, feed: Feed, post: Post) -> None:
    plain = client.get(address(feed))
    asked = Client().get(address(feed), headers={"Accept-Language": "fr", "Cookie": "django_language=fr"})
    assert asked.content == plain.content
    assert (plain["Content-Language"], len(plain.cookies), len(asked.cookies)) == ("en", 0, 0)


def test_37_it_is_never_compressed(client: Client, feed: Feed, post: Post) -> None:
    answer = client.get(address(feed), headers={"Accept-Encoding": "gzip, br, deflate"})
    assert "Content-Encoding" not in answer
    assert answer.content.startswith(b"BEGIN:VCALENDAR")


def test_38_the_span_is_kept_and_the_latest_thousand_events(body: Fetch, bakery: Workspace) -> None:
    for days in (-91, -90, 365, 366):
        make_post(bakery, f"{days} days", day=NOW.date() + timedelta(days=days))
    assert [unescape(x).rpartition(" · ")[2] for k, x in properties(body()) if k == "SUMMARY"] == [
        "-90 days",
        "365 days",
    ]
    Post.objects.bulk_create(
        Post(workspace=bakery, title="x", zone="UTC", local_date=DAY, local_time=time(9), publish_at=NOW)
        for _n in range(1_000)
    )
    shown = body()
    assert (len(values(shown, "UID")), len(shown) <= 900_000) == (1_000, True)
    assert "left out" in values(shown, "X-WR-CALDESC")[0]


def test_39_the_help_page_is_honest_about_how_soon(client_of, alice: User, bakery: Workspace) -> None:
    html = client_of(alice).get(reverse("feed-help", args=[bakery.slug]), headers={"Accept-Language": "en"})
    text = " ".join(re.sub(r"<[^>]+>", " ", html.content.decode()).split())
    for program, soon in {
        "Google Calendar": "8 to 24 hours",
        "Outlook.com and the new Outlook": "3 to 24 hours",
        "Thunderbird": "30 minutes",
        "Android, with ICSx⁵": "a day, unless you set it",
        "Nextcloud": "every hour, as suggested",
        "Fastmail": "about every hour",
        "Proton Calendar": "4 to 16 hours",
    }.items():
        assert f"{program} {soon}" in text


# --- E. The secret -------------------------------------------------------------------------------------------------


def test_40_one_secret_each_stored_as_a_hash_and_ended_alone(
    client: Client, bakery: Workspace, alice: User, bob: User
) -> None:
    one, other, his = make_feed(bakery, alice), make_feed(bakery, alice), make_feed(bakery, bob)
    assert len(one.token) == len("spl_") + 43  # 256 bits
    assert one.token_hash == hashlib.sha256(one.token.encode()).hexdigest()
    Feed.objects.filter(pk=one.pk).update(revoked_at=timezone.now())
    bob.memberships.all().delete()
    assert [client.get(address(each)).status_code for each in (one, other, his)] == [410, 200, 410]


def test_41_it_shows_what_its_owner_may_see_and_nothing_widens_it(
    client: Client, bakery: Workspace, museum: Workspace, alice: User, charlie: User, post: Post
) -> None:
    theirs = make_post(museum, "Charlie’s", day=DAY)
    make_membership(alice, museum)
    narrow = make_feed(bakery, alice, channel=make_channel(bakery), detail="title")
    for query in (
        "",
        f"?channel=&scope=all&workspace={museum.pk}&detail=text",
        f"?saved_view=&channel={post.channel_id}",
    ):
        assert by_vobject(client.get(address(narrow) + query).content) == {}
    assert set(by_vobject(client.get(address(make_feed(museum, charlie))).content)) == {str(theirs.uid)}


def test_42_the_secret_is_not_in_the_calendar_and_use_is_noted_once_an_hour(
    client: Client, feed: Feed, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert feed.token.encode() not in client.get(address(feed)).content.replace(b"\r\n ", b"")
    for minutes, noted in ((59, 0), (60, 60)):
        monkeypatch.setattr(timezone, "now", lambda minutes=minutes: NOW + timedelta(minutes=minutes))
        client.get(address(feed), headers={"User-Agent": "Thunderbird/153"})
        with scope(workspace=feed.workspace):
            assert Feed.objects.get(pk=feed.pk).last_used_at == NOW + timedelta(minutes=noted)
    assert Feed.objects.get(pk=feed.pk).last_client == "Thunderbird"
