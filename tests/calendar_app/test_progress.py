"""How far an objective has come, and the line that shows it."""

from datetime import date
from decimal import Decimal

import pytest

from calendar_app.progress import HEIGHT, IN_THE_ARTICLE, MARGIN, WIDTH, Progress, chart

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def progress(start: object, target: object, *values: object, **days: date) -> Progress:
    points = tuple((date(2026, 5, n + 1), Decimal(value)) for n, value in enumerate(values))
    number = lambda value: None if value is None else Decimal(value)  # noqa: E731 - two words, used twice
    return Progress(number(start), number(target), points, **days)


@pytest.mark.parametrize(
    ("start", "target", "value", "share"),
    [
        (12, 30, 21, 50), (12, 30, 12, 0), (12, 30, 36, 133), (12, 30, 3, -50),
        (24, 2, 13, 50), (24, 2, 2, 100),  # a delay is to shrink
        (0, 0, 5, None), (None, 30, 5, None), (12, None, 5, None),
    ],
)  # fmt: skip
def test_the_share_of_the_way_is_measured_from_the_start(start, target, value, share):
    assert progress(start, target, value).share == share


def test_without_a_measure_there_is_no_share():
    assert progress(12, 30).share is None


def test_a_target_is_reached_at_it_and_beyond():
    assert [progress(12, 30, value).is_there for value in (29, 30, 31)] == [False, True, True]
    assert [progress(24, 2, value).is_there for value in (3, 2, 1)] == [False, True, True]


@pytest.mark.parametrize(("today", "gone"), [(date(2026, 4, 1), 0), (date(2026, 5, 16), 48), (date(2027, 1, 1), 100)])
def test_time_that_is_gone_stays_between_nothing_and_all(today, gone):
    assert progress(0, 1, begins=MAY, ends=JUNE).time_gone(today) == gone


@pytest.mark.parametrize("days", [{}, {"begins": MAY}, {"ends": JUNE}, {"begins": JUNE, "ends": JUNE}])
def test_time_without_two_days_is_not_told(days):
    assert progress(0, 1, **days).time_gone(JUNE) is None


def test_a_line_needs_two_points():
    assert chart(progress(None, 30, 12)) is None
    assert chart(progress(12, 30, 15, begins=date(2026, 4, 1))).line.count(",") == 2


def test_the_line_goes_from_edge_to_edge_and_the_target_is_part_of_its_height():
    drawn = chart(progress(None, 30, 10, 20))
    left, right, top, bottom = MARGIN, WIDTH - MARGIN, MARGIN, HEIGHT - MARGIN
    assert drawn.line == f"{left:.1f},{bottom:.1f} {right:.1f},{HEIGHT / 2:.1f}"
    assert drawn.target == f"{top:.1f}"


def test_a_level_line_lies_in_the_middle():
    assert {y for _x, y in chart(progress(None, None, 5, 5)).dots} == {f"{HEIGHT / 2:.1f}"}


def test_the_article_s_advert_is_worked_out():
    assert (round(IN_THE_ARTICLE.per_like, 3), round(IN_THE_ARTICLE.per_purchase, 2), IN_THE_ARTICLE.buyers) == (
        Decimal("0.625"), Decimal("83.33"), Decimal("0.75"),
    )  # fmt: skip
