"""A line of words taken apart: what is understood, what stays in the title, and what is never guessed."""

from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app.oneline import LONGEST, Name, Names, Unclear, read

TODAY = date(2026, 11, 5)  # a Thursday
NAMES = Names(
    channels=(
        Name(1, "LinkedIn", ("LinkedIn",), ("IN",)),
        Name(2, "Instagram", ("Instagram", "insta"), ("IG",)),
        Name(3, "X", ("X",), ("X",)),
        Name(4, "La cuisine", ("Instagram", "insta"), ("IG",)),
    ),
    personas=(Name(1, "Inès"), Name(2, "Marc et Léa"), Name(3, "Marceline")),
    pillars=(Name(1, "Preuves"), Name(2, "Coulisses"), Name(3, "Les gens du fournil")),
)


def said(line: str, **given: object) -> dict[str, object]:
    found = read(line, TODAY, NAMES, **given)
    return {"title": found.title, **{part.kind: part.value for part in found.parts}}


def test_the_line_of_the_manual_is_understood_with_its_places():
    line = "Portrait Samira jeu 9h LinkedIn #preuves"
    found = read(line, TODAY, NAMES)
    assert found.title == "Portrait Samira"
    assert [(part.kind, line[part.start : part.end], part.value) for part in found.parts] == [
        ("day", "jeu", date(2026, 11, 12)),
        ("time", "9h", time(9)),
        ("channel", "LinkedIn", 1),
        ("pillar", "#preuves", 1),
    ]
    assert found.unclear == ()


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("demain", date(2026, 11, 6)),
        ("tomorrow", date(2026, 11, 6)),
        ("aujourd’hui", TODAY),
        ("today", TODAY),
        ("après-demain", date(2026, 11, 7)),
        ("jeudi", date(2026, 11, 12)),
        ("Friday", date(2026, 11, 6)),
        ("le vendredi", date(2026, 11, 6)),
        ("lundi prochain", date(2026, 11, 9)),
        ("next monday", date(2026, 11, 9)),
        ("vendredi prochain", date(2026, 11, 13)),
        ("next fri", date(2026, 11, 13)),
        ("jeu.", date(2026, 11, 12)),
        ("12/11", date(2026, 11, 12)),
        ("12/11/2027", date(2027, 11, 12)),
        ("12/11/27", date(2027, 11, 12)),
        ("4/11", date(2027, 11, 4)),
        ("5/11", TODAY),
        ("29/02", date(2028, 2, 29)),
        ("12 nov", date(2026, 11, 12)),
        ("le 12 nov. 2027", date(2027, 11, 12)),
        ("1er décembre", date(2026, 12, 1)),
        ("Dec 1st", date(2026, 12, 1)),
        ("3rd march", date(2027, 3, 3)),
        ("2026-11-12", date(2026, 11, 12)),
        ("jeu 12", date(2026, 11, 12)),
        ("jeudi 12 novembre", date(2026, 11, 12)),
        ("dans 3 jours", date(2026, 11, 8)),
        ("in 2 weeks", date(2026, 11, 19)),
    ],
)
def test_a_day_is_understood_in_both_languages(words, day):
    assert said(f"Portrait {words}") == {"title": "Portrait", "day": day}


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("9h", time(9)),
        ("09h30", time(9, 30)),
        ("9 h 30", time(9, 30)),
        ("14:30", time(14, 30)),
        ("2pm", time(14)),
        ("12am", time(0)),
        ("2:30 pm", time(14, 30)),
        ("à 18H", time(18)),
        ("at noon", time(12)),
        ("à midi", time(12)),
    ],
)
def test_an_hour_is_understood_in_both_languages(words, clock):
    assert said(f"Portrait demain {words}") == {"title": "Portrait", "day": date(2026, 11, 6), "time": clock}


@pytest.mark.parametrize(
    ("words", "channel"),
    [("linkedin", 1), ("IN", 1), ("sur LinkedIn", 1), ("on X", 3), ("la cuisine", 4), ("demain linke", 1)],
)
def test_a_channel_answers_to_its_name_its_platform_its_mark_and_a_beginning(words, channel):
    found = said(f"Portrait {words}")
    assert (found["title"], found["channel"]) == ("Portrait", channel)


@pytest.mark.parametrize(
    ("words", "kind", "key"),
    [
        ("@ines", "persona", 1),
        ("@Inès", "persona", 1),
        ("@marcetlea", "persona", 2),
        ("@marce", "persona", None),
        ("@marcel", "persona", 3),
        ("#preuves", "pillar", 1),
        ("#coul", "pillar", 2),
        ("#gens", "pillar", 3),
    ],
)
def test_personas_and_themes_answer_to_a_sign_and_a_beginning(words, kind, key):
    found = read(f"Portrait {words}", TODAY, NAMES)
    assert found.value(kind) == key
    assert found.title == ("Portrait" if key else f"Portrait {words}")


@pytest.mark.parametrize(
    "line",
    [
        "Grand jeu concours",
        "Photo de la mer",
        "Portrait de mon père",
        "Le pain du dimanche",
        "Ouvert 24/7",
        "Les 24h du fournil",
        "12/25 croissants",
        "Made in France",
        "Un #hashtag inconnu et @personne",
        "“demain 9h LinkedIn”",
        "« lundi prochain » sur les planches",
        "Rendez-vous en mai",
        "30/02",
    ],
)
def test_what_only_looks_like_something_stays_in_the_title(line):
    assert said(line) == {"title": line}


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("Portrait samedi dimanche", "day", ["samedi", "dimanche"]),
        ("Portrait jeu 13 nov", "day", ["jeu 13 nov"]),  # a Friday
        ("Portrait Instagram LinkedIn", "channel", ["Instagram", "LinkedIn"]),
        ("Portrait demain 9h 10h", "time", ["9h", "10h"]),
        ("Portrait insta", "channel", ["insta"]),
        ("Portrait @marc", "persona", ["@marc"]),
        ("Portrait 9h", "time", ["9h"]),
    ],
)
def test_what_could_mean_two_things_is_never_guessed_and_is_said(line, kind, words):
    found = read(line, TODAY, NAMES)
    assert found.value(kind) is None
    assert [one for one in found.unclear if one.kind == kind] == [Unclear(kind, one) for one in words]
    assert all(one in found.title for one in words)


def test_a_weekday_beside_an_hour_is_surer_than_one_in_the_title():
    found = said("Le marché de samedi, jeudi 9h")
    assert (found["day"], found["time"]) == (date(2026, 11, 12), time(9))
    assert found["title"] == "Le marché de samedi"


def test_an_hour_alone_counts_where_there_is_a_day_already():
    assert said("Portrait 9h", has_day=True) == {"title": "Portrait", "time": time(9)}


def test_each_part_can_be_taken_back_into_the_title():
    line = "Portrait Samira jeu 9h LinkedIn"
    assert said(line, kept=["LinkedIn"]) == {
        "title": "Portrait Samira LinkedIn", "day": date(2026, 11, 12), "time": time(9)
    }  # fmt: skip
    assert said(line, kept=["jeu"]) == {"title": "Portrait Samira jeu 9h", "channel": 1}


def test_a_line_of_parts_alone_is_its_own_title():
    assert said("LinkedIn demain 9h") == {
        "title": "LinkedIn demain 9h", "channel": 1, "day": date(2026, 11, 6), "time": time(9)
    }  # fmt: skip


def test_an_empty_line_says_nothing():
    assert said("   ") == {"title": ""}


WORDS = st.sampled_from([
    "jeu", "jeudi", "lundi", "mar", "mer", "Monday", "next", "prochain", "in", "dans", "3", "12", "31",
    "jours", "weeks", "nov", "mai", "2026", "12/11", "29/02", "2026-11-12", "9h", "9", "h", "30", "14:30",
    "2pm", "pm", "à", "at", "sur", "on", "LinkedIn", "linke", "IN", "X", "insta", "Instagram", "#preuves",
    "#p", "@ines", "@marc", "“", "”", "«", "»", ",", ";", "(", ")", ".", "du", "Portrait", "24/7", "é", "’",
    "2100-12-31", "99999999", "next,",
])  # fmt: skip
LINES = st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=14).map(" ".join))


@settings(max_examples=1500, deadline=None)
@given(LINES, st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.lists(WORDS, max_size=3), st.booleans())
def test_no_line_whatever_breaks_it_or_loses_its_title(line, today, kept, has_day):
    found = read(line, today, NAMES, kept=kept, has_day=has_day)
    assert bool(found.title) == bool(line[:LONGEST].strip())
    assert all(line[part.start : part.end] == part.words for part in found.parts)
    places = [(part.start, part.end) for part in found.parts]
    assert places == sorted(places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    assert len({part.kind for part in found.parts}) == len(found.parts)
    assert has_day or found.value("time") is None or found.value("day") is not None


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=10).map(" ".join), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_what_is_taken_back_is_not_taken_again(line, today):
    found = read(line, today, NAMES)
    kept = [part.words for part in found.parts]
    again = read(line, today, NAMES, kept=kept)
    assert not {part.words for part in again.parts} & set(kept)
