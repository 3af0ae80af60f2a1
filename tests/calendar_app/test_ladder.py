"""Counting a community by nine ways of taking part."""

from datetime import date

from calendar_app.ladder import Count, climb

SPRING, SUMMER = date(2026, 3, 1), date(2026, 6, 1)


def test_a_ladder_that_nobody_counted_has_nine_rungs_and_no_shares():
    groups = climb([])
    assert [[step.rung for step in group.steps] for group in groups] == [[1, 2, 3, 4], [5, 6], [7, 8, 9]]
    assert [(group.people, group.share, group.expected) for group in groups] == [(0, None, 0)] * 3
    assert not any(group.is_counted for group in groups)


def test_each_rung_shows_its_newest_count_and_what_changed():
    counts = [Count(1, 80, SPRING), Count(1, 100, SUMMER), Count(5, 7, SPRING)]
    listen, join, _engage = climb(counts)
    crowd, sharers = listen.steps[0], join.steps[0]
    assert (crowd.latest, crowd.before, crowd.change) == (counts[1], counts[0], 20)
    assert (sharers.latest, sharers.before, sharers.change) == (counts[2], None, None)


def test_shares_stand_beside_what_ninety_nine_one_would_be():
    groups = climb([Count(1, 700, SUMMER), Count(4, 100, SUMMER), Count(6, 150, SUMMER), Count(9, 50, SUMMER)])
    assert [(group.people, group.share) for group in groups] == [(800, 80), (150, 15), (50, 5)]
    assert [(group.expected_share, group.expected) for group in groups] == [(90, 900), (9, 90), (1, 10)]


def test_a_rung_counted_as_empty_is_counted():
    groups = climb([Count(9, 0, SUMMER)])
    assert (groups[2].is_counted, groups[2].share) == (True, None)
