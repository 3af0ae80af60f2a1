"""From rows to a plan: everything is there, in a fixed number of queries."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django_scopes import scope

from calendar_app.models import ListeningKeyword, ListeningSource, Media, Post, Strategy, StrategySection
from calendar_app.plan import snapshot
from calendar_app.plan.loading import load, load_span, post_value
from tests.factories import (
    make_channel,
    make_listening_plan,
    make_media,
    make_objective,
    make_persona,
    make_persona_platform,
    make_pillar,
    make_post,
    make_team_member,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)


@pytest.fixture
def inside(bakery):
    with scope(workspace=bakery):
        yield bakery


def fill(workspace, rows):
    """Rows of every kind the loader reads, each with so many of its own."""
    plan = make_listening_plan(workspace)
    strategy = Strategy.objects.create(workspace=workspace, horizon_months=24)
    keys = [key for key, _label in StrategySection.Key.choices]
    for number in range(rows):
        ListeningSource.objects.create(workspace=workspace, plan=plan, kind="reviews", where="Avis")
        ListeningKeyword.objects.create(workspace=workspace, plan=plan, family="brand", text="fournil")
        StrategySection.objects.create(workspace=workspace, strategy=strategy, key=keys[number], text="Oui.")
        persona = make_persona(workspace)
        make_persona_platform(persona, "instagram")
        objective = make_objective(workspace)
        channel = make_channel(workspace, "instagram", personas=[persona], objectives=[objective])
        make_pillar(workspace)
        make_team_member(workspace)
        post = make_post(workspace, day=TODAY + timedelta(days=number), channel=channel)
        make_media(post)
        make_media(post)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_plan_is_read_in_thirty_six_queries(inside, rows, django_assert_num_queries):
    fill(inside, rows)
    with django_assert_num_queries(36):
        plan = load(inside, TODAY)
    assert [len(part) for part in (plan.posts, plan.channels, plan.personas, plan.objectives)] == [rows] * 4
    assert [len(post.media) for post in plan.posts] == [2] * rows
    assert len(plan.strategy.written) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_month_is_read_in_three_queries(inside, rows, django_assert_num_queries):
    fill(inside, rows)
    with django_assert_num_queries(3):
        plan = load_span(inside, date(2026, 6, 1), date(2026, 6, 30), TODAY)
    assert [len(part) for part in (plan.posts, plan.channels)] == [rows, rows]


@pytest.mark.parametrize("rows", [1, 3])
def test_posts_that_are_at_hand_are_not_read_again(inside, rows, django_assert_num_queries):
    fill(inside, rows)
    posts = load(inside, TODAY).posts
    with django_assert_num_queries(2):
        assert load_span(inside, date(2026, 6, 1), date(2026, 6, 30), TODAY, posts).posts == posts


def test_a_post_is_read_whole(inside, alice):
    channel, persona = make_channel(inside, "x"), make_persona(inside)
    objective, pillar = make_objective(inside), make_pillar(inside)
    post = make_post(
        inside,
        "Galette",
        day=TODAY,
        clock=time(9, 30),
        channel=channel,
        persona=persona,
        objective=objective,
        pillar=pillar,
        owner=alice,
        text="Bonjour",
        link="https://example.org/",
        intent="value",
        value="educate",
        about="us",
        invites_reply=True,
        media_type="paid",
        persona_need="du pain",
    )
    media = make_media(post, label="four.jpg", alt_text="Le four", is_decorative=False)
    [read] = load(inside, TODAY).posts
    assert read == snapshot.Post(
        id=post.pk,
        title="Galette",
        channel=channel.pk,
        status="planned",
        day=TODAY,
        at=datetime(2026, 6, 10, 7, 30, tzinfo=UTC),
        text="Bonjour",
        link="https://example.org/",
        intent="value",
        value="educate",
        about="us",
        invites_reply=True,
        media_type="paid",
        persona=persona.pk,
        persona_need="du pain",
        objective=objective.pk,
        pillar=pillar.pk,
        owner=alice.pk,
        created_at=post.created_at,
        media=(snapshot.Media(media.pk, "image", "four.jpg", "Le four", is_decorative=False),),
    )


def test_a_post_that_is_not_saved_reads_as_it_will_once_it_is(inside):
    channel = make_channel(inside, "x")
    post = Post(
        workspace=inside, title="Brouillon", channel=channel, local_date=TODAY, local_time=time(8), text="Bonjour"
    )
    pictures = [Media(workspace=inside, post=post, label="four.jpg")]
    before = post_value(post, inside.tz, pictures)
    assert (before.id, before.day, before.at) == (0, TODAY, datetime(2026, 6, 10, 6, tzinfo=UTC))
    assert [one.label for one in before.media] == ["four.jpg"]
    post.save()
    [after] = load(inside, TODAY).posts
    assert (after.day, after.at, after.text, after.channel) == (before.day, before.at, before.text, before.channel)


def test_a_post_of_the_reserve_has_no_day(inside):
    make_post(inside)
    [read] = load(inside, TODAY).posts
    assert (read.day, read.at, read.status) == (None, None, "idea")


def test_the_day_is_that_of_the_workspaces_zone(inside):
    make_post(inside, day=date(2026, 6, 11), clock=time(3), zone="Europe/Paris")
    inside.zone = "America/Martinique"
    [read] = load(inside, TODAY).posts
    assert read.day == TODAY
    assert post_value(Post.objects.get(), ZoneInfo("America/Martinique")).day == TODAY


def test_what_was_thrown_away_is_not_read(inside):
    make_post(inside, day=TODAY, deleted_at=datetime(2026, 6, 9, tzinfo=UTC))
    assert load(inside, TODAY).posts == ()


def test_the_last_post_before_a_month_is_known_for_each_channel(inside):
    first, second = make_channel(inside, "facebook"), make_channel(inside, "instagram")
    make_post(inside, day=date(2026, 5, 2), channel=first)
    make_post(inside, day=date(2026, 5, 20), channel=first)
    make_post(inside, day=date(2026, 5, 25), channel=first, status="cancelled")
    make_post(inside, day=date(2026, 5, 26), channel=first, deleted_at=datetime(2026, 5, 1, tzinfo=UTC))
    make_post(inside, day=date(2026, 6, 12), channel=second)
    plan = load_span(inside, date(2026, 6, 1), date(2026, 6, 30), TODAY)
    assert [(post.id, post.channel, post.day) for post in plan.posts if post.id == 0] == [
        (0, first.pk, date(2026, 5, 20))
    ]


def test_a_channel_is_read_with_its_platforms_limits_and_its_own(inside):
    persona, objective = make_persona(inside), make_objective(inside)
    make_channel(
        inside, "x", name="Le fournil", personas=[persona], objectives=[objective], weekly_target=2.5, char_max=25000
    )
    [channel] = load(inside, TODAY).channels
    assert (channel.label, channel.weekly_target, channel.char_max) == ("Le fournil", 2.5, 25000)
    assert (channel.platform.slug, channel.platform.counting, channel.platform.char_max) == ("x", "x", 280)
    assert (channel.personas, channel.objectives) == ((persona.pk,), (objective.pk,))


def test_people_places_and_sections_that_count_are_read(inside):
    make_team_member(inside, hours_per_week=2.5)
    make_team_member(inside, is_active=False)
    listening = make_listening_plan(inside)
    ListeningSource.objects.create(workspace=inside, plan=listening, kind="reviews", where="Avis")
    ListeningSource.objects.create(workspace=inside, plan=listening, kind="care", where="Caisse", is_active=False)
    strategy = Strategy.objects.create(workspace=inside)
    StrategySection.objects.create(workspace=inside, strategy=strategy, key="voice", text="Simple.")
    StrategySection.objects.create(workspace=inside, strategy=strategy, key="audience", text="  ")
    plan = load(inside, TODAY)
    assert (plan.hours_per_week, plan.people) == (2.5, 1)
    assert plan.listening.places == ("reviews",)
    assert plan.strategy.written == {"voice"}


def test_charlies_rows_are_no_part_of_the_bakerys_plan(inside, museum):
    fill(museum, 2)
    plan = load(inside, TODAY)
    assert (plan.posts, plan.channels, plan.personas, plan.objectives, plan.pillars, plan.team) == ((),) * 6
    assert plan.listening == snapshot.Listening()
    assert plan.strategy == snapshot.Strategy()
