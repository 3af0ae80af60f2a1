"""Days and hours as people and programs write them."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from calendar_app.exchange import days

PARIS = ZoneInfo("Europe/Paris")
DAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("2026-06-10", None),
        ("2026/06/10", None),
        ("10/06/2026", None),
        ("10.06.26", None),
        ("10 juin 2026", None),
        ("mercredi 10 juin 2026 à 9 h 30", time(9, 30)),
        ("Wednesday, June 10, 2026", None),
        ("June 10, 2026 9:30 AM", time(9, 30)),
        ("June 10, 2026 → June 12, 2026", None),
        ("2026-06-10 09:30:00", time(9, 30)),
        ("2026-06-10T07:30:00Z", time(9, 30)),
        ("2026-06-10T09:30+02:00", time(9, 30)),
        ("June 10, 2026 9:30 AM (GMT+2)", time(9, 30)),
        ("10/06/2026 9h30", time(9, 30)),
    ],
)
def test_a_day_is_read_with_its_hour(said, clock):
    assert days.read(said, first=True, zone=PARIS) == (DAY, clock)


def test_the_month_may_come_first():
    assert days.read("06/10/2026 5:00 PM", first=False, zone=PARIS) == (DAY, time(17))


@pytest.mark.parametrize(
    "said", ["", "soon", "2026-13-01", "31/02/2026", "2026-06-10 25:00", "2026-06-10 noon", "9" * 90]
)
def test_what_cannot_be_told_is_not_guessed(said):
    with pytest.raises(days.Unclear):
        days.read(said, first=True, zone=PARIS)


@pytest.mark.parametrize("said", ["", "930", "46000", "25:00", "9:75", "0 PM", "later"])
def test_an_hour_is_not_guessed_either(said):
    with pytest.raises(days.Unclear):
        days.hour(said)


@pytest.mark.parametrize(
    ("cells", "first"),
    [(["03/04/2026", "13/04/2026"], True), (["03/04/2026", "04/13/2026"], False), (["2026-04-13"], None)],
)
def test_a_column_says_which_comes_first(cells, first):
    assert days.day_first(cells) is first
