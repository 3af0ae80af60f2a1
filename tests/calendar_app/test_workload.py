"""Hours that a rhythm takes, and the rhythm that hours allow."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.workload import Pace, hours, within


def pace(platform: str, weekly: str, least: str = "1", base: str = "1") -> Pace:
    return Pace(platform, Decimal(weekly), Decimal(least), Decimal(base))


FACEBOOK, INSTAGRAM = pace("facebook", "3"), pace("instagram", "3")
PROFILE, SITE = pace("google_business", "1", "0.25", "0.25"), pace("blog", "0.25", "0.25", "0.25")


def test_two_networks_with_three_posts_each_take_six_hours_and_a_quarter():
    assert hours([FACEBOOK, INSTAGRAM]) == Decimal("6.25")


def test_a_newsletter_takes_longer_than_a_picture():
    assert hours([pace("newsletter", "1")]) > hours([pace("facebook", "1")])


def test_nothing_posted_takes_no_time():
    assert hours([]) == hours([pace("facebook", "0")]) == 0


@pytest.mark.parametrize(
    ("available", "rhythm"),
    [
        ("20", [("facebook", "3"), ("google_business", "1"), ("blog", "0.25")]),
        ("5", [("facebook", "2"), ("google_business", "1"), ("blog", "0.25")]),
        ("4", [("facebook", "2"), ("google_business", "1")]),
        ("2", [("facebook", "1")]),
        ("0", [("facebook", "1")]),
    ],
)
def test_few_hours_slow_the_rhythm_and_then_leave_platforms_out_the_last_first(available, rhythm):
    kept = within([FACEBOOK, PROFILE, SITE], Decimal(available))
    assert [(one.platform, str(one.weekly)) for one in kept] == rhythm


def test_no_platform_is_slowed_below_what_makes_sense_there():
    assert within([pace("x", "5", "3")], Decimal(0)) == [pace("x", "3", "3")]
    assert within([pace("x", "2", "3")], Decimal(0)) == [pace("x", "2", "3")]


weekly = st.integers(0, 80).map(lambda quarters: Decimal(quarters) / 4)
paces = st.lists(
    st.builds(Pace, st.sampled_from(["facebook", "blog", "youtube", "x"]), weekly, weekly, weekly), max_size=5
)


@given(paces, weekly)
def test_what_is_kept_fits_or_is_one_platform_at_its_least(given_paces, available):
    kept = within(given_paces, available)
    posted = [one for one in given_paces if one.weekly]
    assert len(kept) == 1 or hours(kept) <= available or not posted
    assert [one.platform for one in kept] == [one.platform for one in posted][: len(kept)]
    assert all(one.weekly <= before.weekly for one, before in zip(kept, posted, strict=False))
