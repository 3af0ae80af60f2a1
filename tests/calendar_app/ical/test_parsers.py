"""The same calendar, read value by value the same by parsers that share no code. A parser that is missing is a failure."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django_scopes import scope

from calendar_app.ical import contents
from calendar_app.ical.writing import Entry, Heading, write
from calendar_app.models import Feed
from tests.calendar_app.ical.hard import NOW, TEXT, ZONES, hard_feeds, hard_plan
from tests.calendar_app.ical.readers import READERS, faults


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_hard_plan_is_read_value_by_value_as_it_is(bakery, alice, read):
    expected = hard_plan(bakery)
    for feed in hard_feeds(bakery, alice):
        with scope(workspace=bakery):
            body = contents.of_feed(Feed.by_token(feed.token), NOW)
        assert faults(body) == []
        assert read(body) == expected, feed.zone


def test_what_is_cancelled_leaves_a_plain_subscription_for_every_parser(bakery, alice):
    expected = {uid: one for uid, one in hard_plan(bakery).items() if one.status != "CANCELLED"}
    feed = hard_feeds(bakery, alice)[0]
    Feed.objects.update(saved_view=None)
    with scope(workspace=bakery):
        body = contents.of_feed(Feed.by_token(feed.token), NOW)
    assert [read(body) == expected for read in READERS.values()] == [True] * 4


@pytest.mark.parametrize("zone", ["Europe/Paris", *ZONES[1:]])
@pytest.mark.parametrize("title", ["é🥐à" * 100, "mot, " * 59 + "fin;\\", "\\;," * 100])
def test_a_title_of_three_hundred_characters_is_read_whole(title, zone):
    assert len(title) == 300
    at = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    entry = Entry(UUID(int=1), 0, at, at, None, title, "approved", "https://plan.example/", "Atelier", text=TEXT)
    body = write(Heading(title, title, zone), [entry], "en")
    read = [reader(body)[str(UUID(int=1))] for reader in READERS.values()]
    assert {one.summary for one in read} == {f"Atelier · {title}"}
    assert {one.start for one in read} == {at}
    assert [replace(one, summary="") for one in read] == [replace(read[0], summary="")] * 4


@pytest.mark.parametrize("name", [name for name in READERS if name != "ics"])
@pytest.mark.parametrize("title", [r"C:\nuit\Nouveau", r"\\n\n\N\\N", r"\,\;\\"])
def test_a_backslash_before_a_letter_is_read_as_one(name, title):
    """ics takes an escaped backslash before an n for a line end: its own fault, and no other parser's."""
    at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    entry = Entry(UUID(int=1), 0, at, at, None, title, "approved", "https://plan.example/", text=title)
    (event,) = READERS[name](write(Heading("x", "x", "UTC"), [entry], "en")).values()
    assert (event.summary, event.description) == (title, f"Status: Approved\n\n{title}\n\nhttps://plan.example/")
