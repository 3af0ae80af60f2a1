"""The next slot that is free."""

from datetime import date, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app.slots import Slot, Span, next_free

TUESDAY, THURSDAY = Slot(2, time(9)), Slot(4, time(17, 30))
NOON = datetime(2026, 11, 24, 12)  # noqa: DTZ001 - a wall time, on a Tuesday


def test_the_next_slot_is_later_than_now():
    assert next_free([TUESDAY, THURSDAY], NOON) == (date(2026, 11, 26), time(17, 30))
    assert next_free([TUESDAY], NOON.replace(hour=8)) == (date(2026, 11, 24), time(9))


def test_days_with_a_post_and_closed_days_are_passed_over():
    assert next_free([TUESDAY, THURSDAY], NOON, taken={date(2026, 11, 26)}) == (date(2026, 12, 1), time(9))
    closed = [Span(date(2026, 11, 25), date(2026, 12, 1))]
    assert next_free([TUESDAY, THURSDAY], NOON, closed=closed) == (date(2026, 12, 3), time(17, 30))


def test_of_two_slots_on_a_day_the_earlier_that_is_left():
    assert next_free([Slot(2, time(18)), Slot(2, time(14))], NOON) == (date(2026, 11, 24), time(14))


def test_there_is_none_without_slots_or_when_all_is_taken():
    assert next_free([], NOON) is None
    assert next_free([TUESDAY], NOON, closed=[Span(date(2026, 1, 1), date(2100, 12, 31))]) is None


SLOTS = st.lists(st.builds(Slot, st.integers(1, 7), st.times()), min_size=1, max_size=5)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001 - wall times


@settings(max_examples=300, deadline=None)
@given(SLOTS, MOMENTS, st.frozensets(st.integers(0, 20)))
def test_what_is_offered_is_a_slot_is_free_and_none_before_it_is(slots, after, days):
    taken = {after.date().fromordinal(after.toordinal() + ahead) for ahead in days}
    found = next_free(slots, after, taken=taken)
    assert found is not None
    day, clock = found
    assert Slot(day.isoweekday(), clock) in slots
    assert day not in taken
    assert datetime.combine(day, clock) > after
