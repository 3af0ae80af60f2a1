"""The strategy's days in a calendar program: only for who asked for them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django_scopes import scope

from calendar_app.ical import contents
from calendar_app.models import ChannelTest, Feed, ListeningPlan, ReadinessAction
from personas.models import Persona
from smplanner.workspaces.models import User, Workspace
from tests.calendar_app.ical.readers import by_ics, by_vobject, faults, noon, values
from tests.factories import (
    make_channel,
    make_feed,
    make_listening_plan,
    make_objective,
    make_persona,
    make_post,
    make_review,
    make_team_member,
)

TODAY = date(2026, 6, 10)


def answer(feed: Feed, today: date = TODAY) -> bytes:
    with scope(workspace=feed.workspace):
        return contents.of_feed(Feed.by_token(feed.token), noon(today))


def titles(body: bytes) -> list[str]:
    return values(body, "SUMMARY")


@pytest.fixture
def strategy(bakery: Workspace, alice: User) -> Persona:
    """A date of each kind; Alice looks after the objective. The persona of the review."""
    persona, channel = make_persona(bakery, name="Inès; Léa"), make_channel(bakery, status="testing")
    make_listening_plan(bakery, first_session_on=date(2026, 6, 3), session_time=time(9), cadence_days=365)
    make_review(bakery, persona=persona, on=date(2026, 1, 1), next_on=date(2026, 6, 20))
    ChannelTest.objects.create(workspace=bakery, channel=channel, hypothesis="Liked", end_on=date(2026, 6, 6))
    ReadinessAction.objects.create(workspace=bakery, text="Redo the website", due_on=date(2026, 6, 12))
    owner = make_team_member(bakery, user=alice)
    make_objective(bakery, statement="More cakes", due_on=date(2026, 6, 30), owner=owner)
    return persona


@pytest.fixture
def feed(bakery: Workspace, alice: User) -> Feed:
    return make_feed(bakery, alice, language="en", with_occasions=True)


def test_dates_come_only_when_asked_for(bakery: Workspace, alice: User, strategy: Persona) -> None:
    assert titles(answer(make_feed(bakery, alice))) == []


def test_each_kind_is_an_event_of_its_own_among_the_posts(bakery: Workspace, feed: Feed, strategy: Persona) -> None:
    make_post(bakery, "Brioche", day=date(2026, 6, 11), clock=time(9), status="approved")
    body = answer(feed)
    assert faults(body) == []
    assert titles(body) == [
        "Listening session",
        "End of a trial: Instagram",
        "Brioche",
        "To be done: Redo the website",
        "Review due: Inès; Léa",
        "Objective due: More cakes",
        "Listening session",
    ]
    assert values(body, "CATEGORIES") == [
        "Listening session", "End of a trial", "To be done", "Review due", "Objective due", "Listening session",
    ]  # fmt: skip
    assert set(values(body, "TRANSP")) == {"TRANSPARENT"}
    for read in (by_vobject, by_ics):
        events = sorted(read(body).values(), key=lambda event: str(event.start))
        assert events[0].start == datetime(2026, 6, 3, 7, 0, tzinfo=UTC)
        assert [(event.start, event.end) for event in events if "More cakes" in event.summary] == [
            (date(2026, 6, 30), date(2026, 7, 1))
        ]


def test_they_are_told_in_the_language_of_the_feed_under_the_same_identifiers(
    bakery: Workspace, bob: User, feed: Feed, strategy: Persona, settings
) -> None:
    english = answer(feed)
    settings.SITE_URL = "https://elsewhere.example"
    other = answer(make_feed(bakery, bob, language="fr", with_occasions=True))
    assert values(english, "UID") == values(other, "UID")
    assert len(set(values(english, "UID"))) == 6


def test_two_workspaces_share_no_identifier(bakery: Workspace, museum: Workspace, alice: User, charlie: User) -> None:
    feeds = []
    for place, person in ((bakery, alice), (museum, charlie)):
        make_listening_plan(place, first_session_on=TODAY, cadence_days=1)
        feeds.append(set(values(answer(make_feed(place, person, with_occasions=True)), "UID")))
    assert len(feeds[0]) == 366
    assert not feeds[0] & feeds[1]


def _rename(persona: Persona) -> None:
    persona.name = "Anne"
    persona.save()


def _put_off(persona: Persona) -> None:
    persona.reviews.update(next_on=date(2026, 6, 21))


def _rename_workspace(persona: Persona) -> None:
    Workspace.objects.filter(pk=persona.workspace_id).update(slug="fournil")


def _move_hour(persona: Persona) -> None:
    ListeningPlan.objects.update(session_time=time(10))


@pytest.mark.parametrize(("change", "changed"), [(_rename, 1), (_put_off, 1), (_rename_workspace, 6), (_move_hour, 2)])
def test_what_changes_is_another_event_and_the_rest_stays(feed: Feed, strategy: Persona, change, changed: int) -> None:
    before = values(answer(feed), "UID")
    change(strategy)
    after = values(answer(feed), "UID")
    assert (len(before), len(set(before) - set(after)), len(set(after) - set(before))) == (6, changed, changed)


def test_sessions_are_told_in_the_span_of_the_feed_only(bakery: Workspace, feed: Feed) -> None:
    make_listening_plan(bakery, first_session_on=date(2001, 1, 1), cadence_days=1)
    body = answer(feed)
    days = values(body, "DTSTART;VALUE=DATE")
    assert (days[0], days[-1], len(days)) == ("20260312", "20270610", 456)
    assert len(body) < 900_000


@pytest.mark.parametrize(
    ("zone", "instant"), [("Europe/Paris", 7), ("America/Martinique", 13), ("Pacific/Auckland", -3)]
)
def test_an_hour_is_that_of_the_workspace(bakery: Workspace, feed: Feed, zone: str, instant: int) -> None:
    Workspace.objects.filter(pk=bakery.pk).update(zone=zone)
    make_listening_plan(bakery, first_session_on=TODAY, session_time=time(9), cadence_days=999)
    (event,) = by_ics(answer(feed)).values()
    assert event.start == datetime(2026, 6, 10, tzinfo=UTC) + timedelta(hours=instant)


def test_a_feed_of_one_channel_leaves_out_the_dates_of_others(
    bakery: Workspace, alice: User, strategy: Persona
) -> None:
    feed = make_feed(bakery, alice, language="en", with_occasions=True, channel=make_channel(bakery, "linkedin"))
    assert "End of a trial: Instagram" not in titles(answer(feed))
    assert "Listening session" in titles(answer(feed))


def test_a_feed_of_one_s_own_posts_has_one_s_own_dates(bakery: Workspace, alice: User, strategy: Persona) -> None:
    feed = make_feed(bakery, alice, language="en", with_occasions=True, scope=Feed.Scope.MINE)
    assert titles(answer(feed)) == ["Objective due: More cakes"]


def test_what_is_done_is_gone(feed: Feed, strategy: Persona) -> None:
    ReadinessAction.objects.update(done_on=TODAY)
    ChannelTest.objects.update(outcome="stop")
    assert len(titles(answer(feed))) == 4


def test_nothing_of_another_workspace_comes(museum: Workspace, feed: Feed) -> None:
    make_objective(museum, statement="A night at the museum", due_on=TODAY)
    assert titles(answer(feed)) == []


def test_an_unchanged_calendar_with_dates_costs_four_queries_and_is_not_sent_again(
    client, feed: Feed, strategy: Persona, today: date, django_assert_num_queries
) -> None:
    address = reverse("feed", kwargs={"token": feed.token, "name": "bakery"})
    with django_assert_num_queries(4):  # the feed, its posts, the strategy, and once an hour that it was read
        first = client.get(address)
    with django_assert_num_queries(3):
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(address).content == first.content
    _rename(strategy)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_option_is_chosen_with_the_subscription(client_of, alice: User, bakery: Workspace) -> None:
    data = {"name": "Phone", "scope": "all", "detail": "title", "language": "en", "with_occasions": "on"}
    page = client_of(alice).post(reverse("feeds", args=["bakery"]), data)
    feed = Feed.objects.get()
    assert (page.status_code, feed.with_occasions) == (200, True)
    client_of(alice).post(reverse("feed-rotate", args=["bakery", feed.pk]))
    assert set(Feed.objects.values_list("with_occasions", flat=True)) == {True}
