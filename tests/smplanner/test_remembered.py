"""What was made of something is given again only as long as that is equal."""

from datetime import date, time

import pytest
from django_scopes import scope

from calendar_app import checker, entries
from calendar_app.models import Media, Post
from smplanner.remembered import Remembered
from tests.factories import make_channel, make_media, make_post

DAY = date(2026, 6, 10)


def counted(remembered: Remembered, key: str, of: object, size: int = 1) -> list[object]:
    """What is made of `of`, noting each making."""
    made: list[object] = []
    remembered.made(key, of, size, lambda: made.append(of))
    return made


def test_it_is_made_once_for_what_is_equal():
    remembered = Remembered(30)
    assert [counted(remembered, "a", of) for of in ((1,), (1,), (2,), (2,), (1,))] == [[(1,)], [], [(2,)], [], [(1,)]]
    assert counted(remembered, "b", (1,)) == [(1,)]


def test_the_oldest_makes_room_and_the_largest_is_not_kept():
    remembered = Remembered(30)
    for key in "abc":
        counted(remembered, key, key, 10)
    assert [counted(remembered, key, key, 10) for key in "abc"] == [[], [], []]
    counted(remembered, "d", "d", 10)
    assert [counted(remembered, key, key, 10) for key in "bcd"] == [[], [], []]
    assert counted(remembered, "a", "a", 10) == ["a"]
    assert [counted(remembered, "large", "large", 11) for _time in range(2)] == [["large"]] * 2
    remembered.forget()
    assert counted(remembered, "c", "c", 10) == ["c"]


def shown(workspace) -> list[tuple[object, ...]]:
    with scope(workspace=workspace):
        return [
            (entry.title, entry.day, entry.clock, entry.version, len(entry.pictures))
            for entry in entries.dated(workspace, DAY, DAY)
        ]


@pytest.mark.django_db
def test_every_change_of_a_post_is_seen_at_once(bakery, museum):
    post = make_post(bakery, "Bread", day=DAY, clock=time(9))
    make_post(museum, "Night", day=DAY)
    assert shown(bakery) == shown(bakery) == [("Bread", DAY, time(9), 1, 0)]
    assert [title for title, *_ in shown(museum)] == ["Night"]
    with scope(workspace=bakery):
        Post.objects.filter(pk=post.pk).update(title="Cake")  # past `save`: the version stays the same
    assert shown(bakery) == [("Cake", DAY, time(9), 1, 0)]
    picture = make_media(post)
    assert shown(bakery)[0][-1] == 1
    with scope(workspace=bakery):
        Media.objects.filter(pk=picture.pk).delete()
        assert shown(bakery)[0][-1] == 0
        bakery.zone = "Pacific/Auckland"
        assert shown(bakery)[0][2] == time(19)
        Post.objects.filter(pk=post.pk).delete()
    assert shown(bakery) == []


@pytest.mark.django_db
def test_marks_follow_the_post_the_day_and_the_rules(bakery):
    channel = make_channel(bakery, "x")
    post = make_post(bakery, "Bread", day=DAY, channel=channel, text="long " * 200, status="planned")

    def said(today: date = DAY) -> set[str]:
        with scope(workspace=bakery):
            marks = checker.marks(bakery, DAY, DAY, today)
        return {finding.rule.slug for mark in marks.values() for finding in mark.findings}

    assert "over-char-limit" in said()
    assert said() == said()
    with scope(workspace=bakery):
        Post.objects.filter(pk=post.pk).update(text="short")
    assert "over-char-limit" not in said()
    assert said(date(2026, 6, 1)) == said(date(2026, 6, 1))
