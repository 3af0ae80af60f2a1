"""Files of days that somebody brings."""

from contextlib import suppress
from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app import brought
from calendar_app.brought import Refused, Span, read

MINISTRY = """description;population;start_date;end_date;location;zones;annee_scolaire
Vacances de Noël;-;2026-12-19T00:00:00+01:00;2027-01-04T00:00:00+01:00;Rennes;Zone B;2026-2027
Vacances de Noël;-;2026-12-18T23:00:00+00:00;2027-01-03T23:00:00+00:00;Lille;Zone B;2026-2027
Vacances de Noël;Enseignants;2026-12-19T00:00:00+01:00;2027-01-04T00:00:00+01:00;Rennes;Zone B;2026-2027
Pont de l’Ascension;-;2027-05-06T00:00:00+02:00;2027-05-06T00:00:00+02:00;Rennes;Zone B;2026-2027
Vacances de Noël;-;2026-12-18T20:00:00+00:00;2027-01-24T20:00:00+00:00;Réunion;Réunion;2026-2027
"""
NOEL = Span("Zone B", "Vacances de Noël", date(2026, 12, 19), date(2027, 1, 3))


def test_the_calendar_of_the_ministry_is_read_with_the_last_day_without_school():
    found = read(MINISTRY.encode())
    assert found == [
        Span("Réunion", "Vacances de Noël", date(2026, 12, 19), date(2027, 1, 24)),
        NOEL,
        Span("Zone B", "Pont de l’Ascension", date(2027, 5, 6), date(2027, 5, 6)),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_simple_table_is_read_in_french_too(encoding, separator):
    rows = [("zone", "nom", "du", "au"), ("Zone B", "Vacances de Noël", "19/12/2026", "2027-01-03")]
    assert read("\r\n".join(map(separator.join, rows)).encode(encoding)) == [NOEL]


def test_a_calendar_file_leaves_its_last_day_out():
    text = "\r\n".join(
        [
            *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:one@x"),
            *("SUMMARY:Vacances de Noël", "DTSTART;VALUE=DATE:20261219", "DTEND;VALUE=DATE:20270104", "END:VEVENT"),
            *("BEGIN:VEVENT", "UID:two@x", "SUMMARY:Fair", "DTSTART:20261220T180000Z", "END:VEVENT"),
            "END:VCALENDAR",
        ]
    )
    assert read(text.encode()) == [
        NOEL._replace(zone="", uid="one@x"),
        Span("", "Fair", date(2026, 12, 20), date(2026, 12, 20), "two@x"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Missing: name, first, last"),
        (b"zone,name\nA,Noel", "Missing: first, last"),
        (b"name,first,last\n", "No days are in this file."),
        (b"name,first,last\nNoel,2026-12-32,2027-01-03", "Line 2: “2026-12-32” is no day"),
        (b"name,first,last\nNoel,2026-12-19,2026-12-18", "Line 2: it would end before it begins."),
        (b"name,first,last\nNoel,1789-07-14,1789-07-14", "before 2000 or after 2100"),
        (b"name,first,last\nNoel,2026-01-01,2028-01-01", "more than 400 days"),
        (b"name,first,last\n,2026-01-01,2026-01-01", "the name is missing"),
        (b'name,first,last\n"Noel,2026-01-01', "cannot be read as CSV"),
        (b"\x89PNG\x00\x00", "not a text file"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR", "iCalendar"),
        (b"x" * (brought.LARGEST + 1), "larger than 2 MB"),
        (b"name,first,last\n" + b"a,2026-01-01,2026-01-01\n" * (brought.MOST_ROWS + 1), "At most 20000 rows"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(content, said):
    with override("en"), pytest.raises(Refused) as refused:
        read(content)
    assert said in " ".join(refused.value.faults)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode())))
def test_garbage_is_refused_and_nothing_worse(content):
    for before in (b"", b"name,first,last\n", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", MINISTRY[:72].encode()):
        with suppress(Refused):
            assert read(before + content)
