from datetime import UTC, date, datetime, time, timedelta

import pytest
from django_scopes import scope

from calendar_app.ical import contents, writing
from calendar_app.ical.writing import Entry
from calendar_app.models import Feed, Post
from smplanner.workspaces.models import User, Workspace
from tests.calendar_app.ical.readers import by_ics, by_vobject, faults, noon, values
from tests.factories import (
    make_channel,
    make_feed,
    make_objective,
    make_persona,
    make_pillar,
    make_post,
    make_workspace,
)

TODAY = date(2026, 6, 10)


def answer(feed: Feed, today: date = TODAY) -> bytes:
    with scope(workspace=feed.workspace):
        return contents.of_feed(Feed.by_token(feed.token), noon(today))


def titles(body: bytes) -> list[str]:
    return [summary.rpartition(" · ")[2] for summary in values(body, "SUMMARY")]


def test_an_event_holds_what_its_post_says(bakery: Workspace, alice: User, settings) -> None:
    settings.SITE_URL = "https://plan.example.org"
    post = make_post(
        bakery,
        "Brioche; l’œuf, le beurre",
        day=date(2026, 6, 12),
        clock=time(9, 30),
        status=Post.Status.APPROVED,
        text="Bonjour 🥐\n\nÀ demain",
        channel=make_channel(bakery, "instagram"),
        pillar=make_pillar(bakery, name="Coulisses"),
        persona=make_persona(bakery, name="Jeanne"),
        objective=make_objective(bakery, statement="Trente brioches de plus"),
        link="https://boulangerie.example/",
    )
    body = answer(make_feed(bakery, alice, language="en"))
    address = f"https://plan.example.org/w/bakery/posts/{post.pk}/"
    for read in (by_vobject, by_ics):
        (event,) = read(body).values()
        assert event.uid == str(post.uid)
        assert event.start == datetime(2026, 6, 12, 7, 30, tzinfo=UTC)
        assert event.summary == "Instagram · Brioche; l’œuf, le beurre"
        assert event.status == "CONFIRMED"
        assert event.description == (
            "Status: Approved\nChannel: Instagram\nPillar: Coulisses\nFor whom: Jeanne\n"
            "Objective: Trente brioches de plus\nLink: https://boulangerie.example/\n\n"
            f"Bonjour 🥐\n\nÀ demain\n\n{address}"
        )
    assert values(body, "URL") == [address]
    assert faults(body) == []


def test_ical_11_a_post_has_the_same_uid_in_every_calendar(bakery: Workspace, alice: User, bob: User, settings) -> None:
    post = make_post(bakery, day=TODAY, channel=make_channel(bakery))
    bodies = [
        answer(make_feed(bakery, alice)),
        answer(make_feed(bakery, bob, language="en", detail=Feed.Detail.TITLE, channel=post.channel)),
    ]
    settings.SITE_URL = "https://elsewhere.example"
    with scope(workspace=bakery):
        bodies += [answer(make_feed(bakery, alice)), contents.of_workspace(bakery, "en")]
    assert [values(body, "UID") for body in bodies] == [[str(post.uid)]] * 4


@pytest.mark.parametrize(
    ("zone", "day", "clock", "instant"),
    [
        ("Europe/Paris", date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("Europe/Paris", date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("Europe/Paris", date(2027, 3, 28), time(3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("America/Martinique", date(2026, 10, 24), time(21, 0), datetime(2026, 10, 25, 1, 0, tzinfo=UTC)),
    ],
)
def test_ical_15_a_wall_time_becomes_its_instant(
    db: None, zone: str, day: date, clock: time, instant: datetime
) -> None:
    workspace = make_workspace("Elsewhere", zone=zone)
    make_post(workspace, day=day, clock=clock)
    with scope(workspace=workspace):
        body = contents.of_workspace(workspace, "fr")
    assert [event.start for read in (by_vobject, by_ics) for event in read(body).values()] == [instant] * 2
    assert values(body, "X-WR-TIMEZONE") == [zone]


def test_ical_15_the_second_of_two_equal_wall_times_is_an_hour_later(bakery: Workspace) -> None:
    make_post(bakery, day=date(2026, 10, 25), clock=time(2, 30), fold=1)
    with scope(workspace=bakery):
        (event,) = by_vobject(contents.of_workspace(bakery, "fr")).values()
    assert event.start == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Martinique", "Pacific/Auckland"])
def test_ical_18_a_day_stays_that_day_east_and_west_of_utc(db: None, zone: str) -> None:
    workspace = make_workspace("Elsewhere", zone=zone)
    make_post(workspace, day=date(2026, 12, 31))
    with scope(workspace=workspace):
        body = contents.of_workspace(workspace, "fr")
    seen = [(event.start, event.end) for read in (by_vobject, by_ics) for event in read(body).values()]
    assert seen == [(date(2026, 12, 31), date(2027, 1, 1))] * 2


def test_ical_19_what_is_cancelled_trashed_or_undated_is_left_out(bakery: Workspace, alice: User) -> None:
    make_post(bakery, "Shown", day=TODAY)
    make_post(bakery, "Cancelled", day=TODAY, status=Post.Status.CANCELLED)
    make_post(bakery, "Trashed", day=TODAY, deleted_at=datetime(2026, 6, 1, tzinfo=UTC))
    make_post(bakery, "Reserve")
    with scope(workspace=bakery):
        download = contents.of_workspace(bakery, "en")
    assert titles(answer(make_feed(bakery, alice))) == titles(download) == ["Shown"]


def test_ical_38_a_subscription_spans_90_days_back_and_a_year_ahead(bakery: Workspace, alice: User) -> None:
    for title, days in (("Too old", -91), ("First", -90), ("Last", 365), ("Too far", 366)):
        make_post(bakery, title, day=TODAY + timedelta(days=days), clock=time(23, 30))
    feed = make_feed(bakery, alice)
    assert titles(answer(feed)) == ["First", "Last"]
    assert titles(answer(feed, TODAY + timedelta(days=1))) == ["Last", "Too far"]
    with scope(workspace=bakery):
        assert len(titles(contents.of_workspace(bakery, "fr"))) == 4


def test_ical_38_of_1001_posts_the_latest_1000_are_kept(bakery: Workspace, alice: User) -> None:
    posts = [
        Post(
            workspace=bakery, title=f"n{n}", zone="UTC", local_date=TODAY, local_time=time(9, 0),
            publish_at=datetime(2026, 6, 10, 9, 0, tzinfo=UTC) + timedelta(minutes=n),
        )
        for n in range(1_001)
    ]  # fmt: skip
    Post.objects.bulk_create(posts)
    body = answer(make_feed(bakery, alice, language="en"))
    assert titles(body) == [f"n{n}" for n in range(1, 1_001)]
    assert "left out" in values(body, "X-WR-CALDESC")[0]


def test_the_last_days_of_the_calendar_do_not_break_a_download(bakery: Workspace) -> None:
    make_post(bakery, "Far", day=date(9999, 12, 29))
    make_post(bakery, "Too far", day=date(9999, 12, 31), zone="UTC")
    with scope(workspace=bakery):
        assert titles(contents.of_workspace(bakery, "fr")) == ["Far"]


def test_ical_41_a_subscription_is_narrowed_to_a_channel_and_to_ones_own_posts(
    bakery: Workspace, alice: User, bob: User
) -> None:
    instagram, facebook = make_channel(bakery, "instagram"), make_channel(bakery, "facebook")
    make_post(bakery, "Hers there", day=TODAY, channel=instagram, owner=alice)
    make_post(bakery, "His there", day=TODAY, channel=instagram, owner=bob)
    make_post(bakery, "Hers elsewhere", day=TODAY, channel=facebook, owner=alice)
    assert titles(answer(make_feed(bakery, alice, channel=instagram))) == ["Hers there", "His there"]
    assert titles(answer(make_feed(bakery, alice, scope=Feed.Scope.MINE))) == ["Hers there", "Hers elsewhere"]
    both = answer(make_feed(bakery, alice, scope=Feed.Scope.MINE, channel=instagram, language="en"))
    assert titles(both) == ["Hers there"]
    assert values(both, "X-WR-CALNAME") == ["Bakery · Instagram · Alice"]


def test_ical_41_titles_only_says_nothing_of_text_links_persona_and_objective(bakery: Workspace, alice: User) -> None:
    make_post(
        bakery,
        day=TODAY,
        text="SECRET-1",
        link="https://secret-2.example/",
        posted_url="https://secret-3.example/",
        persona=make_persona(bakery, name="SECRET-4"),
        objective=make_objective(bakery, statement="SECRET-5"),
    )
    titles_only, whole = (
        answer(make_feed(bakery, alice, detail=detail)).replace(b"\r\n ", b"").upper()
        for detail in (Feed.Detail.TITLE, Feed.Detail.TEXT)
    )
    assert (titles_only.count(b"SECRET"), whole.count(b"SECRET")) == (0, 5)


def test_ical_41_no_other_workspaces_post_is_in_it(bakery: Workspace, museum: Workspace, alice: User) -> None:
    make_post(museum, "Charlie’s", day=TODAY)
    make_post(bakery, "Ours", day=TODAY)
    assert titles(answer(make_feed(bakery, alice))) == ["Ours"]


@pytest.mark.parametrize("posts", [1, 3])
def test_a_calendar_costs_one_query_whatever_the_number_of_posts(
    bakery: Workspace, alice: User, django_assert_num_queries, posts: int
) -> None:
    for _n in range(posts):
        make_post(
            bakery, day=TODAY, channel=make_channel(bakery), persona=make_persona(bakery), pillar=make_pillar(bakery)
        )
    feed = Feed.by_token(make_feed(bakery, alice).token)
    with scope(workspace=bakery):
        with django_assert_num_queries(1):
            contents.of_feed(feed, noon(TODAY))
        with django_assert_num_queries(1):
            contents.of_workspace(bakery, "fr")


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The events that are written from here on; those that were written before are not written again."""
    written: list[object] = []
    written_once = writing._event_lines

    def counting(entry: Entry, *given: object) -> object:
        written.append(entry.title)
        return written_once(entry, *given)

    monkeypatch.setattr(writing, "_event_lines", counting)
    writing.event.cache_clear()
    return written


def test_only_what_changed_is_written_again(bakery: Workspace, alice: User, bob: User, renders: list[object]) -> None:
    posts = [make_post(bakery, f"n{n}", day=TODAY, clock=time(9, n % 60)) for n in range(50)]
    feed = make_feed(bakery, alice)
    first = answer(feed)
    assert len(renders) == 50
    renders.clear()
    assert answer(feed) == first
    assert answer(make_feed(bakery, bob, scope="all")) != b""
    assert renders == [], "nothing changed; and the same events stand in the feeds of others"
    posts[7].title = "changed"
    posts[7].save()
    posts[8].delete()
    assert answer(feed) != first
    assert renders == ["changed"]
    renders.clear()
    assert answer(feed, TODAY + timedelta(days=1)) != b""
    assert renders == [], "a day later"
