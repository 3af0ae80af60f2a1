"""What is wrong in a file is said with its place, all at once, and nothing of it is taken."""

import json
import time

import pytest
from django.utils import translation

from calendar_app.exchange import archive

KNOWN = archive.known_to_all()


def faults(content):
    if not isinstance(content, bytes):
        content = json.dumps(content).encode()
    with translation.override("en"), pytest.raises(archive.Refused) as refused:
        archive.parse(content, KNOWN)
    return [str(fault) for fault in refused.value.faults]


def a_plan(**parts):
    return {"workspace": {"name": "Trois Filaos"}, **parts}


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({}, "workspace.name: This is missing."),
        ([], "An object in braces is expected."),
        ({"workspace": []}, "workspace: An object in braces is expected."),
        ({"workspace": {"name": ""}}, "workspace.name: This field cannot be blank."),
        ({"workspace": {"name": "A", "zone": "Mars/Base"}}, "workspace.zone: "),
        (a_plan(format="ical"), "format: This is not an archive of a workspace."),
        (a_plan(version=2), "version: Version 2 is not known here; this site reads version 1."),
        (a_plan(version=True), "version: Version True is not known here"),
        (a_plan(colour="red"), "colour: There is no such field."),
        (a_plan(posts={}), "posts: A list in brackets is expected."),
        (a_plan(posts=[1]), "posts[0]: An object in braces is expected."),
        (a_plan(posts=[{}]), "posts[0].title: This is missing."),
        (a_plan(posts=[{"title": 3}]), "posts[0].title: A text in quotes is expected."),
        (
            a_plan(posts=[{"title": "x" * 100_000}]),
            "posts[0].title: At most 200 characters are possible; these are 100000.",
        ),
        (a_plan(posts=[{"title": "a\0b"}]), "posts[0].title: It holds a character that cannot be kept."),
        (a_plan(posts=[{"title": "a\ud800"}]), "posts[0].title: It holds a character that cannot be kept."),
        (a_plan(posts=[{"title": "a", "hue": 1}]), "posts[0].hue: There is no such field."),
        (
            a_plan(
                series=[{"rhythm": "weekly", "first_day": "2026-06-10"}], posts=[{"title": "a", "series": "weekly"}]
            ),
            "posts[0].series_day: This is missing.",
        ),
        (a_plan(posts=[{"title": "a", "publish_at": "soon"}]), "posts[0].publish_at: A day, or a day with an hour, "),
        (a_plan(posts=[{"title": "a", "publish_at": "2026-13-01"}]), "posts[0].publish_at: A day such as "),
        (a_plan(posts=[{"title": "a", "publish_at": "0001-01-01T00:00+14:00"}]), "posts[0].publish_at: A year from "),
        ({"name": ""}, "name: This field cannot be blank."),
        ({"workspace": 3}, "workspace: An object in braces is expected."),
        (a_plan(name="Twice"), "name: The name stands in “workspace” already."),
        (
            a_plan(
                channels=[{"platform": "instagram", "name": "A"}, {"platform": "facebook", "name": "A"}],
                posts=[{"title": "a", "channel": "A"}],
            ),
            "posts[0].channel: No row of “channels” has the key “A”.",
        ),
        (a_plan(posts=[{"title": "a", "publish_at": "0001-01-01"}]), "posts[0].publish_at: A year from 1900 to 2200 "),
        (a_plan(posts=[{"title": "a", "zone": "../etc"}]), "posts[0].zone: "),
        (a_plan(posts=[{"title": "a", "fold": 7}]), "posts[0].fold: 0 or 1 is expected."),
        (a_plan(posts=[{"title": "a", "status": "gone"}]), "posts[0].status: “gone” is none of: idea, planned, "),
        (a_plan(posts=[{"title": "a", "channel": "x"}]), "posts[0].channel: No row of “channels” has the key “x”."),
        (a_plan(posts=[{"title": "a", "invites_reply": 1}]), "posts[0].invites_reply: true or false is expected."),
        (a_plan(posts=[{"title": "a", "minutes_spent": -1}]), "posts[0].minutes_spent: "),
        (a_plan(posts=[{"title": "a", "minutes_spent": 1.5}]), "posts[0].minutes_spent: A whole number is expected."),
        (a_plan(posts=[{"title": "a", "link": "javascript:x"}]), "posts[0].link: Enter a valid URL."),
        (a_plan(posts=[{"title": "a", "media": [{"label": "b", "kind": "c"}]}]), "posts[0].media[0].kind: "),
        (a_plan(posts=[{"title": "a", "key": "k"}, {"title": "b", "key": "k"}]), "posts[1].key: Another row has "),
        (
            a_plan(channels=[{"platform": "myspace"}]),
            "channels[0].platform: The catalogue of this site has no “myspace”.",
        ),
        (a_plan(channels=[{"platform": "blog", "personas": ["x"]}]), "channels[0].personas[0]: No row of “personas” "),
        (a_plan(channels=[{"platform": "blog", "weekly_target": 1e30}]), "channels[0].weekly_target: "),
        (
            a_plan(channels=[{"platform": "blog", "slots": [{"weekday": 1, "time": "09:00"}] * 2}]),
            "channels[0].slots[1]: This is there already, further up.",
        ),
        (
            a_plan(channels=[{"platform": "blog", "trials": [{"hypothesis": "a"}, {"hypothesis": "b"}]}]),
            "channels[0].trials[1]: This is there already, further up.",
        ),
        (
            a_plan(campaigns=[{"name": "a", "start_on": "2026-06-10", "end_on": "2026-06-09"}]),
            "campaigns[0]: It would end before it begins.",
        ),
        (a_plan(personas=[{"name": "a", "age_min": 40, "age_max": 30}]), "personas[0]: The ages are the wrong way "),
        (a_plan(personas=[{"name": "a", "needs": "bread"}]), "personas[0].needs: A list of at most 200 texts "),
        (
            a_plan(personas=[{"name": "a"}], reviews=[{"on": "2026-06-10", "persona": []}]),
            "reviews[0].persona: A text ",
        ),
        (a_plan(rules=[{"slug": "a"}, {"slug": "a"}]), "rules[1]: This is there already, further up."),
        (
            a_plan(rules=[{"slug": "a", "parameters": {"n": [[[[[1]]]]]}}]),
            "rules[0].parameters: There is too much in it.",
        ),
        (
            a_plan(waivers=[{"slug": "a", "reason": "b", "about": "cows/1"}]),
            "waivers[0].about: “plan” or one of these ",
        ),
        (a_plan(waivers=[{"slug": "a", "reason": "b", "about": "weeks/x"}]), "waivers[0].about: A day such as "),
        (a_plan(waivers=[{"slug": "a", "reason": "b", "about": "posts/x"}]), "waivers[0].about: No row of “posts” "),
        (a_plan(waivers=[{"slug": "a", "reason": "b", "given": {"related": 1}}]), "waivers[0].given.related: A list "),
    ],
)
def test_what_is_wrong_is_said_with_its_place(document, fault):
    assert any(one.startswith(fault) for one in faults(document)), faults(document)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "This is not JSON: look at line 1, column 1."),
        (b'{"a": 1,\n}', "This is not JSON: look at line 2, column 1."),
        (b"\xff\xfe", "The file is not a text in UTF-8."),
        (b"[" * 100_000, "Lists and objects lie too deep in each other."),
        (b'{"a":' * 100_000, "Lists and objects lie too deep in each other."),
        (b'{"workspace": {"name": NaN}}', "“NaN” is not a number that can be kept."),
        (b'{"workspace": {"name": -Infinity}}', "“-Infinity” is not a number that can be kept."),
        (b'{"version": ' + b"9" * 100_000 + b"}", "“9999"),
        (b'{"version": 1e999999999}', "version: Version 1E+999999999 is not known here"),
        (b" " * (archive.LARGEST + 1), "The file is larger than 20 MB."),
        (b'{"workspace": {"name": "a", "name": "b"}}', "workspace.name: This is said twice."),
    ],
    ids=range(11),
)
def test_a_file_that_is_none_is_refused(content, fault):
    assert any(one.startswith(fault) for one in faults(content)), faults(content)


def test_all_that_is_wrong_is_said_at_once():
    posts = [{"title": "a", "status": "x"}, {"title": "b", "channel": "none"}, {"title": "c", "publish_at": 4}]
    assert [one.partition(":")[0] for one in faults(a_plan(posts=posts))] == [
        "posts[0].status",
        "posts[2].publish_at",
        "posts[1].channel",
    ]


def test_nobody_reads_more_than_fifty_faults():
    assert len(faults(a_plan(posts=[{}] * 1000))) == 50


@pytest.mark.parametrize("post", [{"title": "a"}, {"title": "a", "key": "k"}, {"title": "a", "channel": "x"}, []])
def test_a_huge_file_is_refused_soon(post):
    began = time.process_time()
    assert faults(a_plan(posts=[post] * 60_000))
    assert time.process_time() - began < 5


def test_it_is_said_in_the_language_of_the_reader():
    with translation.override("fr"), pytest.raises(archive.Refused) as refused:
        archive.parse(b'{"workspace": {"name": ""}}', KNOWN)
    assert str(refused.value) == "workspace.name: Ce champ ne peut pas être vide."
