"""What is missing: against the rhythm, for personas, and of hours."""

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app import gaps
from calendar_app.plan.examples import bakery
from calendar_app.plan.snapshot import Closure, Persona, Plan, Post, Slot

MONDAY = date(2026, 6, 8)
SUNDAY = MONDAY + timedelta(days=6)


def plan(*days: date, target: float | None = 2, slots: tuple[Slot, ...] = (), **fields) -> Plan:
    """The bakery on a Monday, with one channel and posts on it on `days`."""
    empty = bakery(today=MONDAY)
    channel = replace(empty.channels[0], weekly_target=target, slots=slots)
    posts = tuple(
        Post(number, title="x", channel=channel.id, status="planned", day=day) for number, day in enumerate(days, 1)
    )
    return replace(empty, channels=(channel,), posts=posts, **fields)


def missing(plan: Plan, first: date = MONDAY, last: date = SUNDAY) -> list[tuple[date, time | None]]:
    return [(one.day, one.clock) for one in gaps.of(plan, first, last).missing]


def test_a_week_lacks_what_its_rhythm_asks_for_and_has_not():
    assert len(missing(plan())) == 2
    assert len(missing(plan(MONDAY))) == 1
    assert missing(plan(MONDAY, SUNDAY)) == []
    assert missing(plan(target=None)) == []


def test_free_slots_come_first_at_their_hour():
    slots = (Slot(2, time(9)), Slot(4, time(18)))
    assert missing(plan(slots=slots)) == [
        (MONDAY + timedelta(days=1), time(9)),
        (MONDAY + timedelta(days=3), time(18)),
    ]
    assert missing(plan(MONDAY + timedelta(days=1), slots=slots)) == [(MONDAY + timedelta(days=3), time(18))]


def test_nothing_is_expected_of_closed_days():
    closed = (Closure(MONDAY, SUNDAY),)
    assert missing(plan(closures=closed)) == []
    half = (Closure(MONDAY + timedelta(days=1), SUNDAY),)
    assert len(missing(plan(closures=half))) <= 1


def test_a_slow_rhythm_asks_now_and_then():
    monthly = plan(MONDAY - timedelta(days=7), target=0.25)
    assert missing(monthly) == []
    assert len(missing(plan(MONDAY - timedelta(days=40), target=0.25))) == 1


def test_what_is_over_is_no_gap():
    late = replace(plan(), today=SUNDAY)
    assert [day for day, _clock in missing(late)] == [SUNDAY]
    assert missing(late, MONDAY, SUNDAY - timedelta(days=1)) == []


def silences(*days: int, today: date = MONDAY) -> list[tuple[int, date | None]]:
    persona = Persona(1, "Inès", created_on=date(2026, 1, 1))
    posts = tuple(
        Post(number, title="x", persona=1, status="planned", day=MONDAY + timedelta(days=day))
        for number, day in enumerate(days, 1)
    )
    found = gaps.of(
        replace(bakery(today=today), personas=(persona,), posts=posts, channels=()), today, today + timedelta(days=27)
    )
    return [(one.days, one.until) for one in found.silences]


def test_a_persona_of_whom_nothing_is_planned_for_long_is_named():
    assert silences(-2, 8) == [(19, None)]
    assert silences(-3, 10) == [(12, MONDAY + timedelta(days=10))]
    assert silences(-2, 5, 12, 19, 26) == []


def test_an_archived_persona_is_missed_by_nobody():
    persona = Persona(1, "Inès", status="archived")
    found = gaps.of(replace(bakery(today=MONDAY), personas=(persona,), posts=()), MONDAY, SUNDAY + timedelta(days=20))
    assert found.silences == ()


def test_a_week_is_measured_against_the_hours_of_the_team():
    (load,) = gaps.of(plan(MONDAY), MONDAY, SUNDAY).loads
    assert load.week == 202624
    assert 0 < load.planned < load.available
    nobody = replace(plan(), team=())
    assert gaps.of(nobody, MONDAY, SUNDAY).loads == ()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(-30, 40), max_size=12),
    st.floats(0, 12),
    st.sets(st.integers(1, 7), max_size=3),
    st.integers(0, 6),
    st.integers(0, 41),
)
def test_every_gap_lies_on_an_open_day_to_come_that_is_shown_and_filling_them_leaves_none(
    days, target, weekdays, today, length
):
    slots = tuple(Slot(weekday, time(9)) for weekday in sorted(weekdays))
    posted = [MONDAY + timedelta(days=day) for day in days]
    now = replace(plan(*posted, target=target, slots=slots), today=MONDAY + timedelta(days=today))
    last = MONDAY + timedelta(days=length)
    found = missing(now, MONDAY, last)
    assert all(now.today <= day <= last for day, _clock in found)
    assert len(found) == len(set(found))
    more = [
        Post(100 + number, title="y", channel=now.channels[0].id, status="planned", day=day)
        for number, (day, _clock) in enumerate(found)
    ]
    filled = replace(now, posts=(*now.posts, *more))
    assert len(missing(filled, MONDAY, last)) <= len(found)
