"""What calendar programs are told of a zone, read back by other people's code and held against the zone itself."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.ical.zones import changes, in_zone, told

FIRST, LAST = 2026, 2027
# Their clocks follow the moon or a yearly decision.
UNTOLD = {"Africa/Casablanca", "Africa/El_Aaiun", "Asia/Gaza", "Asia/Hebron"}
MANY_YEARS = (2009, 2036)


def calendar(name: str, first: int = FIRST, last: int = LAST) -> str:
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", *told(name, first, last).lines, "END:VCALENDAR")
    return "\r\n".join(lines) + "\r\n"


def by_icalendar(name: str, first: int = FIRST, last: int = LAST):
    (zone,) = icalendar.Calendar.from_ical(calendar(name, first, last)).walk("VTIMEZONE")
    return zone.to_tz(lookup_tzid=False)


def instants(name: str, first: int = FIRST, last: int = LAST):
    """Midsummer, midwinter, and both sides of every change, where a clock shows one hour only once."""
    zone = ZoneInfo(name)
    yield from (datetime(year, month, 15, 12, tzinfo=UTC) for year in range(first, last + 1) for month in range(1, 13))
    for change in changes(zone, first, last):
        yield from (change.at + timedelta(hours=hours) for hours in (-25, -3, 3, 25))


@pytest.mark.parametrize("name", sorted(available_timezones() - {"localtime", "Factory"}))
def test_ical_17_every_zone_of_the_world_is_read_back_as_it_is(name):
    if name in UNTOLD:
        assert not told(name, FIRST, LAST)
        return
    read, zone = by_icalendar(name), ZoneInfo(name)
    for at in instants(name):
        wall = in_zone(at, zone)
        if wall is not None:
            assert (
                read.localize(wall).astimezone(UTC) == at
                if hasattr(read, "localize")
                else (wall.replace(tzinfo=read).astimezone(UTC) == at)
            )


@pytest.mark.parametrize("name", ["Europe/Paris", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe"])
def test_ical_17_another_parser_reads_the_same(name):
    read, zone = vobject.readOne(calendar(name)).vtimezone.tzinfo, ZoneInfo(name)
    for at in instants(name):
        wall = in_zone(at, zone)
        assert wall is None or wall.replace(tzinfo=read).astimezone(UTC) == at


def test_ical_17_a_zone_is_told_by_yearly_rules_without_a_list_of_dates():
    lines = told("Europe/Paris", 2026, 2027).lines
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU" in lines
    assert "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU" in lines
    assert not any(line.startswith(("RDATE", "COMMENT")) for line in lines)
    # The onset stands in the time before it: at two the clocks are put to three.
    assert lines[lines.index("BEGIN:DAYLIGHT") + 1] == "DTSTART:20250330T020000"


def test_ical_17_summer_is_when_clocks_go_forward_whatever_the_law_calls_it():
    lines = told("Europe/Dublin", 2026, 2026).lines
    summer = lines[lines.index("BEGIN:DAYLIGHT") : lines.index("END:DAYLIGHT")]
    assert "TZOFFSETFROM:+0000" in summer
    assert "TZOFFSETTO:+0100" in summer


def test_ical_17_a_zone_whose_law_changed_in_between_is_not_told():
    assert told("America/Mexico_City", 2024, 2026)
    assert not told("America/Mexico_City", 2020, 2026), "the clocks of Mexico have stood still since 2022"


@pytest.mark.parametrize("name", ["Europe/Paris", "America/Martinique", "America/New_York"])
def test_ical_17_many_years_are_told_by_the_same_rules(name):
    assert told(name, *MANY_YEARS)


@given(
    at=st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    name=st.sampled_from(["Europe/Paris", "America/Martinique", "America/New_York", "Australia/Lord_Howe"]),
)
def test_ical_15_an_hour_on_the_wall_is_one_instant_or_none(at, name):
    wall = in_zone(at, ZoneInfo(name))
    if wall is not None:
        assert wall.replace(tzinfo=ZoneInfo(name)).astimezone(UTC) == at
