"""What the checks say, in a subscription that asks for it: said, remembered, and told anew when it changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.cache import cache
from django_scopes import scope

from calendar_app.ical import contents, judged
from calendar_app.models import Feed, Post
from smplanner.workspaces import audit
from smplanner.workspaces.models import User, Workspace
from tests.calendar_app.ical.readers import READERS, faults, values
from tests.factories import make_channel, make_feed, make_persona, make_post, make_saved_view

NOW = datetime(2027, 6, 10, 11, tzinfo=UTC)
DAY = date(2027, 6, 12)


@pytest.fixture(autouse=True)
def _forgotten(db: None) -> None:
    _all_is_forgotten()


def _all_is_forgotten() -> None:
    cache.clear()
    judged._near.clear()


@pytest.fixture
def post(bakery: Workspace) -> Post:
    """A post that is too long for its channel."""
    channel = make_channel(bakery, "facebook", personas=[make_persona(bakery)], char_max=20)
    return make_post(bakery, "Brioche", day=DAY, clock=time(9), channel=channel, text="Le four est chaud, venez. " * 3)


@pytest.fixture
def feed(bakery: Workspace, alice: User, post: Post) -> Feed:
    return make_feed(bakery, alice, language="en", detail=Feed.Detail.FINDINGS)


def answer(feed: Feed, now: datetime = NOW) -> bytes:
    with scope(workspace=feed.workspace):
        return contents.of_feed(Feed.by_token(feed.token), now)


def told(body: bytes) -> tuple[str, str, int]:
    """What the only event says, when it was last changed, how often."""
    return values(body, "DESCRIPTION")[1], values(body, "LAST-MODIFIED")[0], int(values(body, "SEQUENCE")[0])


def shorten(post: Post, actor: User) -> None:
    """Behind the post's own counters, as a rule or another post would change what is said of it."""
    Post.objects.filter(pk=post.pk).update(text="Court.")
    audit.record(post.workspace, actor, "edited", post, {})


def test_findings_stand_in_the_description_of_who_asks(bakery: Workspace, alice: User, feed: Feed) -> None:
    body = answer(feed)
    said = told(body)[0]
    assert faults(body) == []
    assert "\n\nThe checks say:\nError · " in said
    assert said.index("The checks say:") > said.index("Le four est chaud")
    assert "The checks say" not in told(answer(make_feed(bakery, alice, language="en")))[0]
    assert len({str(read(body)) for read in READERS.values()}) == 1
    french = answer(make_feed(bakery, alice, detail=Feed.Detail.FINDINGS))
    assert "\nErreur · 78 caractères pour Facebook" in told(french)[0]


def test_what_is_no_longer_said_makes_last_modified_and_sequence_grow(feed: Feed, post: Post, alice: User) -> None:
    _said, first, count = told(answer(feed))
    shorten(post, alice)
    said, last, later = told(answer(feed, NOW + timedelta(minutes=5)))
    assert "20 characters" not in said
    assert last == f"{NOW + timedelta(minutes=5):%Y%m%dT%H%M%SZ}" > first
    assert later == count + 5 < 2**31


def test_unchanged_it_is_the_same_bytes_for_two_queries_and_once_one_to_the_cache(
    feed: Feed, django_assert_num_queries, monkeypatch
) -> None:
    first = answer(feed)
    asked = []
    monkeypatch.setattr(judged.checker, "marks", lambda *given: asked.append(given) or {})
    for queries in (3, 2, 2):
        with django_assert_num_queries(queries):
            assert answer(feed, NOW + timedelta(hours=3)) == first
    assert asked == []


def test_every_process_says_the_same(feed: Feed, post: Post, alice: User) -> None:
    first = answer(feed)
    judged._near.clear()
    assert answer(feed, NOW + timedelta(hours=1)) == first
    shorten(post, alice)
    changed = answer(feed, NOW + timedelta(hours=2))
    judged._near.clear()
    assert answer(feed, NOW + timedelta(hours=3)) == changed != first


def test_a_process_remembers_few_workspaces(bakery: Workspace, feed: Feed, monkeypatch) -> None:
    monkeypatch.setattr(judged, "MOST_NEAR", 1)
    for language in ("en", "fr"):
        Feed.objects.update(language=language)
        answer(feed)
        answer(feed)
    assert list(judged._near) == [f"feed-findings:1:{bakery.namespace}:fr"]


def test_the_checks_are_asked_again_the_next_day(feed: Feed, monkeypatch) -> None:
    answer(feed)
    asked = []
    monkeypatch.setattr(judged.checker, "marks", lambda *given: asked.append(given) or {})
    answer(feed, NOW + timedelta(days=1))
    assert len(asked) == 1


def test_times_never_go_back_when_the_cache_forgets(feed: Feed, post: Post, alice: User) -> None:
    answer(feed)
    shorten(post, alice)
    before = told(answer(feed, NOW + timedelta(hours=1)))
    _all_is_forgotten()
    after = told(answer(feed, NOW + timedelta(hours=2)))
    assert after[0] == before[0]
    assert after[1:] > before[1:]


def test_of_very_many_posts_all_is_told_anew(feed: Feed, post: Post, alice: User, monkeypatch) -> None:
    answer(feed)
    monkeypatch.setattr(judged, "MOST_POSTS", 0)
    audit.record(post.workspace, alice, "edited", post, {})
    assert told(answer(feed, NOW + timedelta(hours=1)))[1] == "20270610T120000Z"


def test_a_saved_view_of_findings_shows_the_posts_that_have_them(bakery: Workspace, alice: User, post: Post) -> None:
    with_errors = make_saved_view(bakery, alice, address="view=month&findings=error")
    without = make_saved_view(bakery, alice, address="view=month&findings=none")
    uids = [values(answer(make_feed(bakery, alice, saved_view=view)), "UID") for view in (with_errors, without)]
    assert uids == [[str(post.uid)], []]


def test_nothing_of_another_workspace_is_said(museum: Workspace, charlie: User, feed: Feed) -> None:
    answer(feed)
    theirs = make_feed(museum, charlie, detail=Feed.Detail.FINDINGS, language="en")
    make_post(museum, "Ours", day=DAY)
    assert "Brioche" not in answer(theirs).decode()
    assert "20 characters" not in answer(theirs).decode()
