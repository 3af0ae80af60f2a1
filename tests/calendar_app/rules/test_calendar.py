"""The rhythm of the calendar, and single posts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_app.plan.examples import MONDAY, bakery, channel, picture, post
from calendar_app.plan.snapshot import Media
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run


def found(slug, plan, **parameters):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


# --- empty-calendar ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "findings"), [(-1, 1), (0, 0), (13, 0), (14, 1)])
def test_something_is_planned_within_fourteen_days(days, findings):
    assert len(found("empty-calendar", bakery(posts=(post(1, days),)))) == findings


@pytest.mark.parametrize(("status", "findings"), [("idea", 0), ("approved", 0), ("posted", 1), ("cancelled", 1)])
def test_what_is_out_or_cancelled_plans_nothing(status, findings):
    assert len(found("empty-calendar", bakery(posts=(post(1, 1, status=status),)))) == findings


def test_the_reserve_plans_nothing():
    assert found("empty-calendar", bakery(posts=(post(1, None),)))


@pytest.mark.parametrize("status", ["paused", "left"])
def test_a_declared_pause_asks_for_nothing(status):
    plan = bakery(posts=())
    quiet = replace(plan, channels=tuple(replace(one, status=status) for one in plan.channels))
    assert not found("empty-calendar", quiet)


def test_a_post_on_a_paused_channel_fills_no_calendar():
    paused = channel(1, "facebook", status="paused")
    assert found("empty-calendar", bakery(channels=(paused, channel(2, "instagram")), posts=(post(1, 1),)))


def test_a_post_without_a_channel_is_planned_all_the_same():
    assert not found("empty-calendar", bakery(posts=(post(1, 1, channel=None),)))


# --- publishing-gap ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("silence", "findings"), [(14, 0), (15, 1), (30, 1)])
def test_a_channel_may_be_silent_for_two_weeks(silence, findings):
    hits = found("publishing-gap", bakery(posts=(post(1, 1), post(2, 1 + silence))))
    assert [one.key for one in hits] == ["publishing-gap:post:2"] * findings


@pytest.mark.parametrize(
    ("fields", "silence", "findings"),
    [
        ({"weekly_target": 0.5}, 28, 0),  # twice a fortnight
        ({"weekly_target": 0.5}, 29, 1),
        ({"weekly_target": 7.0}, 14, 0),
        ({"weekly_target": 7.0}, 15, 1),
        ({"weekly_target": 0.0}, 90, 0),  # no rhythm at all
    ],
)
def test_a_slower_rhythm_allows_twice_its_time(fields, silence, findings):
    plan = bakery(channels=(channel(1, "facebook", **fields),), posts=(post(1, 1), post(2, 1 + silence)))
    assert len(found("publishing-gap", plan)) == findings


@pytest.mark.parametrize(("silence", "findings"), [(56, 0), (57, 1)])
def test_a_newsletter_may_be_silent_for_eight_weeks(silence, findings):
    plan = bakery(channels=(channel(1, "newsletter"),), posts=(post(1, 1), post(2, 1 + silence)))
    assert len(found("publishing-gap", plan)) == findings


@pytest.mark.parametrize(("after", "findings"), [(0, 0), (1, 1)])
def test_a_silence_that_is_over_is_not_told(after, findings):
    plan = bakery(posts=(post(1, after - 20, status="posted"), post(2, after)))
    assert len(found("publishing-gap", plan)) == findings


def test_each_channel_has_its_own_silence():
    plan = bakery(posts=(post(1, 1), post(2, 9, channel=2), post(3, 17)))
    assert [one.key for one in found("publishing-gap", plan)] == ["publishing-gap:post:3"]


def test_cancelled_posts_do_not_break_a_silence():
    plan = bakery(posts=(post(1, 1), post(2, 9, status="cancelled"), post(3, 17)))
    assert [one.key for one in found("publishing-gap", plan)] == ["publishing-gap:post:3"]


def test_two_posts_on_one_day_are_no_silence():
    assert not found("publishing-gap", bakery(posts=(post(1, 3), post(2, 3))))


# --- over-char-limit -----------------------------------------------------------------------------------------------


def text_on(platform, words, **fields):
    return bakery(channels=(channel(1, platform, **fields),), posts=(post(1, text=words),))


@pytest.mark.parametrize(
    ("platform", "words", "findings"),
    [
        ("x", "a" * 280, 0),
        ("x", "a" * 281, 1),
        ("x", "😀" * 140, 0),
        ("x", "😀" * 141, 1),
        ("x", "a" * 257 + "https://example.org/" + "a" * 200, 0),
        ("x", "a" * 258 + "https://example.org/" + "a" * 200, 1),
        ("bluesky", "é" * 300, 0),
        ("bluesky", "é" * 301, 1),
        ("bluesky", "👩‍🍳" * 272, 0),  # each is one sign of eleven bytes, and 3,000 bytes are the other limit
        ("bluesky", "👩‍🍳" * 273, 1),
        ("bluesky", "🇫🇷" * 300, 0),
        ("bluesky", "🇫🇷" * 301, 1),
        ("mastodon", "é" * 500, 0),
        ("mastodon", "é" * 501, 1),
        ("instagram", "a" * 2200, 0),
        ("instagram", "a" * 2201, 1),
        ("newsletter", "a" * 90000, 0),  # no limit is known
    ],
)
def test_each_platform_counts_in_its_own_way(platform, words, findings):
    assert len(found("over-char-limit", text_on(platform, words))) == findings


def test_an_account_may_have_a_limit_of_its_own():
    assert not found("over-char-limit", text_on("x", "a" * 5000, own_char_max=25000))
    assert found("over-char-limit", text_on("x", "a" * 25001, own_char_max=25000))


@pytest.mark.parametrize(
    ("fields", "findings"),
    [
        ({"status": "posted"}, 0),
        ({"status": "cancelled"}, 0),
        ({"status": "idea"}, 1),
        ({"day": None, "status": "idea"}, 0),  # a note of the reserve
        ({"day": None, "status": "draft"}, 1),
        ({"day": MONDAY}, 1),
        ({"day": MONDAY - timedelta(days=1)}, 0),
        ({"channel": None}, 0),
        ({"channel": 77}, 0),
    ],
)
def test_only_what_can_still_be_changed_is_read(fields, findings):
    plan = text_on("x", "a" * 281)
    plan = replace(plan, posts=(replace(plan.posts[0], **fields),))
    assert len(found("over-char-limit", plan)) == findings


# --- missing-alt-text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("media", "findings"),
    [
        (picture(), 1),
        (picture(alt_text="   "), 1),
        (picture(alt_text="Vingt miches"), 0),
        (picture(is_decorative=True), 0),
        (Media(1, kind="video"), 0),
    ],
)
def test_a_picture_says_what_it_shows_or_that_it_is_decoration(media, findings):
    assert len(found("missing-alt-text", bakery(posts=(post(1, media=(media,)),)))) == findings


def test_several_pictures_of_a_post_are_one_finding():
    [finding] = found("missing-alt-text", bakery(posts=(post(1, media=(picture(), picture(), picture(alt_text="a"))),)))
    assert finding.facts["pictures"] == 2
