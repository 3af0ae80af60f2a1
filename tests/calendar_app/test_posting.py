"""When a post is due, and where a platform lets one write."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from calendar_app import posting
from calendar_app.models import Post
from tests.factories import make_post, make_workspace


@pytest.mark.parametrize(
    ("platform", "account", "address", "takes_text"),
    [
        ("x", "", "https://x.com/intent/post?text=Warm%20bread%20%26%20%C3%A9%23", True),
        (
            "mastodon",
            "https://social.example/@us",
            "https://social.example/share?text=Warm%20bread%20%26%20%C3%A9%23",
            True,
        ),
        ("instagram", "https://www.instagram.com/us/", "https://www.instagram.com/", False),
        ("blog", "https://example.org/blog", "https://example.org/blog", False),
    ],
)
def test_a_platform_is_opened_where_it_lets_one_write(platform, account, address, takes_text):
    assert posting.door(platform, account, "Warm bread & é#") == posting.Door(address, takes_text)


def test_a_text_too_long_for_an_address_is_pasted():
    assert posting.door("linkedin", "", "é" * 2000) == posting.Door("https://www.linkedin.com/feed/", takes_text=False)


def test_nobody_knows_where_to_write_without_an_address():
    assert posting.door("blog", "", "Warm") is None
    assert posting.door("mastodon", "", "Warm") is None


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Martinique"])
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_post_is_due_at_its_instant_and_a_whole_day_at_nine(zone, day):
    space = make_workspace("Clock", zone=zone)
    timed = make_post(space, "Timed", day=day, clock=time(18), status=Post.Status.APPROVED)
    whole = make_post(space, "Whole", day=day, status=Post.Status.PLANNED)
    for post in (timed, whole):
        at = posting.due_at(post)
        only = Post._base_manager.filter(pk=post.pk)
        assert not posting.due(only, at - timedelta(seconds=1)).exists()
        assert posting.due(only, at).exists()
        assert posting.due(only, at + posting.LONGEST - timedelta(seconds=1)).exists()
        assert not posting.due(only, at + posting.LONGEST).exists()
    assert posting.due_at(timed) == datetime.combine(day, time(18), tzinfo=space.tz).astimezone(UTC)
