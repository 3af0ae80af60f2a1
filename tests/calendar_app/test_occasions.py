"""Days that follow from the strategy: which, how often, and from when on they are late."""

from datetime import date, time, timedelta

import pytest

from calendar_app.occasions import REVIEW_DAYS, Kind, Occasion, Row, between, by_day, due

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)


def row(kind: Kind = Kind.ACTION, **fields) -> Row:
    return Row(kind, "action", fields.pop("id", 1), fields.pop("name", ""), **fields)


def session(day: date, days: int | None) -> Row:
    return row(Kind.LISTENING, day=day, days=days)


def days(*rows: Row, first: date = FIRST, last: date = LAST) -> list[int]:
    return [occasion.day.day for occasion in between(rows, first, last)]


@pytest.mark.parametrize(
    ("start", "cadence", "expected"),
    [
        (date(2026, 6, 1), 7, [1, 8, 15, 22, 29]),
        (date(2026, 6, 24), 7, [24]),
        (date(2026, 5, 30), 7, [6, 13, 20, 27]),
        (date(2025, 6, 3), 30, [28]),
        (date(2026, 6, 10), None, [10]),
        (date(2026, 5, 10), None, []),
        (date(2026, 7, 1), 1, []),
        (date(2026, 5, 31), 366, []),
    ],
)
def test_sessions_come_back_from_their_first_day_on(start, cadence, expected):
    assert days(session(start, cadence)) == expected


def test_sessions_that_began_long_ago_are_counted_in_the_span_only():
    every_day = session(date(1, 1, 1), 1)
    assert days(every_day) == list(range(1, 31))
    assert len(between([every_day], FIRST, FIRST)) == 1


def test_the_ends_of_the_span_count():
    assert days(row(day=FIRST), row(day=LAST), row(day=LAST + timedelta(days=1))) == [1, 30]


def test_a_review_is_due_on_the_day_that_was_chosen_or_half_a_year_after_the_last():
    asked = date(2026, 1, 1)
    assert due(row(Kind.REVIEW, asked=asked)) == asked + timedelta(days=REVIEW_DAYS) == date(2026, 6, 30)
    assert due(row(Kind.REVIEW, asked=asked, day=date(2026, 3, 1))) == date(2026, 3, 1)
    assert due(row(Kind.REVIEW)) is None


def test_a_day_at_the_end_of_time_is_no_mistake():
    assert due(row(Kind.REVIEW, asked=date.max)) is None
    assert days(session(date.max, 7)) == []


def test_a_day_lists_what_is_to_be_done_in_one_order():
    rows = [
        row(Kind.OBJECTIVE, day=FIRST, name="A"),
        row(Kind.REVIEW, day=FIRST, name="Inès"),
        row(Kind.REVIEW, day=FIRST, name="anne"),
        row(Kind.LISTENING, day=FIRST, clock=time(9)),
        row(Kind.TRIAL, day=FIRST),
        row(Kind.ACTION, day=FIRST),
    ]
    kinds = [(occasion.row.kind, occasion.row.name) for occasion in by_day(between(rows, FIRST, LAST))[FIRST]]
    assert kinds == [
        ("listening", ""), ("review", "anne"), ("review", "Inès"), ("trial", ""), ("action", ""), ("objective", "A"),
    ]  # fmt: skip


def test_what_was_to_be_done_is_late_the_day_after_but_a_session_never_is():
    assert not Occasion(FIRST, row()).is_late(FIRST)
    assert Occasion(FIRST, row()).is_late(FIRST + timedelta(days=1))
    assert not Occasion(FIRST, session(FIRST, 7)).is_late(LAST)
