"""What a subscription is about: each setting narrows it, and none widens it."""

from datetime import date, time

import pytest
from django_scopes import scope

from calendar_app.ical import contents
from calendar_app.models import Feed, Post
from smplanner.workspaces.models import User, Workspace
from tests.calendar_app.ical.readers import noon, values
from tests.factories import (
    make_campaign,
    make_channel,
    make_feed,
    make_listening_plan,
    make_persona,
    make_post,
    make_review,
    make_saved_view,
    make_user,
)

TODAY = date(2026, 6, 10)


def titles(feed: Feed) -> list[str]:
    with scope(workspace=feed.workspace):
        body = contents.of_feed(Feed.by_token(feed.token), noon(TODAY))
    return sorted(summary.rpartition(" · ")[2] for summary in values(body, "SUMMARY"))


@pytest.fixture
def plan(bakery: Workspace, alice: User, bob: User) -> dict[str, Post]:
    """A post for each thing that a subscription may be about, and one about nothing."""
    about = {
        "channel": {"channel": make_channel(bakery, "instagram")},
        "persona": {"persona": make_persona(bakery, name="Inès")},
        "campaign": {"campaign": make_campaign(bakery, name="Noël")},
        "mine": {"owner": alice},
        "his": {"owner": bob},
        "review": {"status": "in_review"},
        "words": {"text": "Le four à l’ÉTÉ; œuf"},
        "plain": {},
    }
    return {name: make_post(bakery, name, day=TODAY, **fields) for name, fields in about.items()}


def of_view(bakery: Workspace, alice: User, address: str, **fields: object) -> list[str]:
    return titles(make_feed(bakery, alice, saved_view=make_saved_view(bakery, alice, address=address), **fields))


@pytest.mark.parametrize("name", ["channel", "persona", "campaign"])
def test_it_is_narrowed_to_an_object(bakery: Workspace, alice: User, plan: dict[str, Post], name: str) -> None:
    feed = make_feed(bakery, alice, language="en", **{name: getattr(plan[name], name)})
    assert titles(feed) == [name]
    with scope(workspace=bakery):
        body = contents.of_feed(Feed.by_token(feed.token), noon(TODAY))
    assert values(body, "X-WR-CALNAME")[0].startswith("Bakery · ")
    assert f"Only the {name} " in values(body, "X-WR-CALDESC")[0]


def test_it_is_narrowed_to_what_is_to_be_reviewed_and_to_ones_own(
    bakery: Workspace, alice: User, plan: dict[str, Post]
) -> None:
    assert titles(make_feed(bakery, alice, scope=Feed.Scope.REVIEW)) == ["review"]
    assert titles(make_feed(bakery, alice, scope=Feed.Scope.MINE)) == ["mine"]
    assert titles(make_feed(bakery, alice, scope=Feed.Scope.MINE, campaign=plan["campaign"].campaign)) == []


def test_it_shows_what_a_saved_view_shows(bakery: Workspace, alice: User, bob: User, plan: dict[str, Post]) -> None:
    everything = sorted(plan)
    channel = plan["channel"].channel_id
    for address, wanted in {
        "view=month": everything,
        "view=list&color=status&sort=-day&by=owner": everything,
        f"view=month&channel={channel}": ["channel"],
        f"view=month&channel={channel}&channel=none": everything,
        "view=month&channel=none&status=in_review": ["review"],
        f"view=month&owner={alice.pk}&owner={bob.pk}": ["his", "mine"],
        "view=month&status=planned&persona=none&campaign=none&owner=none": ["channel", "plain", "words"],
        "view=week&q=oeuf+ete": ["words"],
        "view=week&q=plain": ["plain"],
        f"view=month&persona={plan['persona'].persona_id}&campaign=none": ["persona"],
    }.items():
        assert of_view(bakery, alice, address) == wanted, address


def test_what_someone_looks_after_who_left_is_in_nobodys_care(bakery: Workspace, alice: User, bob: User) -> None:
    make_post(bakery, "left", day=TODAY, owner=make_user("gone@example.org"))
    make_post(bakery, "his", day=TODAY, owner=bob)
    assert of_view(bakery, alice, "view=month&owner=none") == ["left"]


@pytest.mark.parametrize(
    "gone", ["channel=999999", "channel=x", "status=nonsense", "persona=-1", "owner=²", "pillar=" + "9" * 18]
)
def test_a_view_of_what_is_gone_widens_nothing(
    bakery: Workspace, alice: User, plan: dict[str, Post], gone: str
) -> None:
    assert of_view(bakery, alice, f"view=month&{gone}") == []


def test_settings_and_view_narrow_together(bakery: Workspace, alice: User, plan: dict[str, Post]) -> None:
    address = "view=month&status=in_review&status=planned"
    assert of_view(bakery, alice, address, scope=Feed.Scope.REVIEW) == ["review"]
    assert of_view(bakery, alice, address, persona=plan["persona"].persona) == ["persona"]


def test_a_search_finds_beyond_the_first_thousand(bakery: Workspace, alice: User) -> None:
    make_post(bakery, "needle", day=date(2026, 5, 1), clock=time(9))
    Post.objects.bulk_create(
        Post(workspace=bakery, title="hay", zone="UTC", local_date=TODAY, local_time=time(9), publish_at=noon(TODAY))
        for _n in range(1_005)
    )
    assert of_view(bakery, alice, "view=month&q=needle") == ["needle"]


def test_occasions_are_those_of_the_view_too(bakery: Workspace, alice: User, plan: dict[str, Post]) -> None:
    make_listening_plan(bakery, first_session_on=TODAY, cadence_days=999)
    make_review(bakery, persona=plan["persona"].persona, on=date(2026, 1, 1), next_on=TODAY)
    asked = {"language": "en", "with_occasions": True}
    other = make_persona(bakery, name="Paul")
    assert of_view(bakery, alice, "view=month&q=nothing&show=listening", **asked) == []
    assert of_view(bakery, alice, "view=month&status=draft&show=listening", **asked) == ["Listening session"]
    assert of_view(bakery, alice, "view=month&status=draft&show=none", **asked) == []
    assert of_view(bakery, alice, "view=month&status=draft&show=review&channel=none", **asked) == ["Review due: Inès"]
    assert of_view(bakery, alice, f"view=month&show=review&persona={other.pk}", **asked) == []
    assert titles(make_feed(bakery, alice, persona=other, **asked)) == ["Listening session"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_view_costs_one_query_whatever_it_holds(
    bakery: Workspace, alice: User, count: int, django_assert_num_queries
) -> None:
    for _n in range(count):
        make_post(bakery, day=TODAY, channel=make_channel(bakery), owner=alice)
    view = make_saved_view(bakery, alice, address=f"view=month&owner={alice.pk}&q=post")
    feed = Feed.by_token(make_feed(bakery, alice, saved_view=view).token)
    with scope(workspace=bakery), django_assert_num_queries(1):
        contents.of_feed(feed, noon(TODAY))


@pytest.mark.parametrize("name", Feed.NARROWED_TO)
def test_what_it_is_narrowed_to_is_deleted_and_it_ends_instead_of_widening(
    bakery: Workspace, alice: User, plan: dict[str, Post], name: str
) -> None:
    row = make_saved_view(bakery, alice) if name == "saved_view" else getattr(plan[name], name)
    feed, wide = make_feed(bakery, alice, **{name: row}), make_feed(bakery, alice)
    row.delete()
    assert Feed.by_token(feed.token).is_dead
    assert not Feed.by_token(wide.token).is_dead
