"""Whatever changes what an event shows makes LAST-MODIFIED and SEQUENCE grow (docs/ical.md, points 12 to 14)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import models
from django_scopes import scope

from calendar_app.ical import contents
from calendar_app.ical.freshness import touch
from calendar_app.models import Feed, Post
from smplanner.workspaces.models import User, Workspace
from tests.calendar_app.ical.readers import values
from tests.factories import make_channel, make_feed, make_objective, make_persona, make_pillar, make_post

DAY = date(2026, 6, 10)
NOW = datetime(2026, 6, 10, 8, 0, 0, 250_000, tzinfo=UTC)


@pytest.fixture
def post(bakery: Workspace) -> Post:
    """A post with everything that has a name, last changed just now."""
    return make_post(
        bakery,
        day=DAY,
        channel=make_channel(bakery),
        persona=make_persona(bakery),
        pillar=make_pillar(bakery),
        objective=make_objective(bakery),
    )


def revision(post: Post) -> tuple[int, datetime]:
    return Post.objects.values_list("sequence", "changed_at").get(pk=post.pk)


def test_touching_is_one_update(bakery: Workspace, post: Post, django_assert_num_queries) -> None:
    make_post(bakery, day=DAY)
    with django_assert_num_queries(1):
        assert touch(Post.objects.all(), NOW) == 2


def test_ical_14_touching_raises_the_sequence_by_one_and_sets_the_time(post: Post) -> None:
    Post.objects.update(changed_at=NOW - timedelta(days=1), sequence=4)
    touch(Post.objects.all(), NOW)
    assert revision(post) == (5, NOW)


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(milliseconds=300), timedelta(hours=2)])
def test_ical_12_two_changes_within_a_second_are_a_second_apart(post: Post, ahead: timedelta) -> None:
    Post.objects.update(changed_at=NOW + ahead)
    touch(Post.objects.all(), NOW)
    assert revision(post) == (1, NOW + ahead + timedelta(seconds=1))


def test_revising_a_post_in_memory_does_what_touching_does(post: Post) -> None:
    for changed_at in (NOW - timedelta(days=1), NOW - timedelta(milliseconds=100), NOW + timedelta(hours=2)):
        Post.objects.update(changed_at=changed_at, sequence=1)
        post.refresh_from_db()
        post.revise(NOW)
        touch(Post.objects.all(), NOW)
        assert (post.sequence, post.changed_at) == revision(post)


def _rename(name: str) -> Callable[[Post], None]:
    def change(post: Post) -> None:
        row, field = post, name
        while "." in field:
            first, _dot, field = field.partition(".")
            row = getattr(row, first)
        setattr(row, field, "renamed")
        row.save()

    return change


RENAMED = [
    "channel.name",
    "channel.platform.name",
    "persona.name",
    "pillar.name",
    "objective.statement",
    "workspace.slug",
]


@pytest.mark.parametrize("name", RENAMED)
def test_ical_13_renaming_what_an_event_shows_raises_last_modified(post: Post, alice: User, name: str) -> None:
    feed = make_feed(post.workspace, alice)

    def shown() -> tuple[str, int, bytes]:
        with scope(workspace=post.workspace):
            body = contents.of_feed(Feed.by_token(feed.token), NOW)
        return values(body, "LAST-MODIFIED")[0], int(values(body, "SEQUENCE")[0]), body

    before = shown()
    _rename(name)(post)
    after = shown()
    assert after[0] > before[0]
    assert after[1] == before[1] + 1
    assert b"renamed" in after[2].replace(b"\r\n ", b"")


@pytest.mark.parametrize("name", ["channel", "persona", "pillar", "objective"])
def test_ical_13_deleting_what_an_event_shows_counts_as_a_change(post: Post, name: str) -> None:
    before = revision(post)
    getattr(post, name).delete()
    after = revision(post)
    assert after[0] == before[0] + 1
    assert after[1] >= before[1] + timedelta(seconds=1)
    assert getattr(Post.objects.get(pk=post.pk), name) is None


def test_ical_13_a_channel_that_moves_to_another_platform_counts_as_a_change(bakery: Workspace, post: Post) -> None:
    post.channel.platform = make_channel(bakery, "facebook").platform
    post.channel.save()
    assert revision(post)[0] == 1


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        ("channel", "purpose", "Show the oven"),
        ("persona", "summary", "Comes every morning"),
        ("pillar", "target_share", 20),
        ("objective", "kpi_name", "Orders"),
    ],
)
def test_ical_12_what_no_event_shows_changes_nothing(post: Post, row: str, field: str, value: object) -> None:
    before = revision(post)
    instance: models.Model = getattr(post, row)
    setattr(instance, field, value)
    instance.save()
    instance.save(update_fields=[field])
    assert revision(post) == before


def test_a_rename_reaches_the_posts_that_show_it_and_no_others(
    bakery: Workspace, museum: Workspace, post: Post
) -> None:
    other = make_post(bakery, day=DAY, channel=make_channel(bakery))
    theirs = make_post(museum, day=DAY, channel=make_channel(museum))
    post.channel.name = "Atelier"
    post.channel.save()
    assert [revision(each)[0] for each in (post, other, theirs)] == [1, 0, 0]
