"""From rows to a plan: everything is there, in a fixed number of queries."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django_scopes import scope

from calendar_app.models import (
    Absence,
    Advocate,
    AudienceSnapshot,
    BrandVoice,
    BudgetLine,
    ChannelSlot,
    ChannelTest,
    Closure,
    CommunityNote,
    CriticismLog,
    Insight,
    Kpi,
    ListeningKeyword,
    ListeningSource,
    Measure,
    Media,
    Partner,
    Post,
    Procedure,
    Readiness,
    ReadinessAction,
    ResponseCase,
    ResponsePolicy,
    ReviewLog,
    Strategy,
    StrategySection,
)
from calendar_app.plan import snapshot
from calendar_app.plan.loading import load, load_span, post_value
from tests.factories import (
    make_campaign,
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
    policy = ResponsePolicy.objects.create(workspace=workspace)
    for number in range(rows):
        day = TODAY + timedelta(days=number)
        Closure.objects.create(workspace=workspace, label="Congés", first_day=day, last_day=day)
        ReviewLog.objects.create(workspace=workspace, on=day)
        ResponseCase.objects.create(workspace=workspace, policy=policy, kind=ResponseCase.Kind.values[number])
        make_campaign(workspace)
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
def test_a_plan_is_read_in_thirty_seven_queries(inside, rows, django_assert_num_queries):
    fill(inside, rows)
    with django_assert_num_queries(37):
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


# --- What a plan stands on -----------------------------------------------------------------------------------------


def test_what_hangs_on_a_channel_is_read_with_it(inside):
    channel = make_channel(inside, "x", is_care_only=True, exit_kind="values", differentiator="Le four en direct")
    ChannelTest.objects.create(
        workspace=inside, channel=channel, hypothesis="Deux apprentis", start_on=TODAY, outcome="extend"
    )
    ChannelSlot.objects.create(workspace=inside, channel=channel, weekday=2, time=time(9))
    AudienceSnapshot.objects.create(workspace=inside, channel=channel, on=TODAY, followers=1200, active=80)
    [read] = load(inside, TODAY).channels
    assert (read.is_care_only, read.exit_kind, read.differentiator) == (True, "values", "Le four en direct")
    assert read.tests == (snapshot.Trial("Deux apprentis", start_on=TODAY, outcome="extend"),)
    assert read.slots == (snapshot.Slot(2, time(9)),)
    assert read.audience == (snapshot.AudienceCount(TODAY, 1200, 80),)
    assert read.created_on is not None


def test_links_are_found_whatever_numbers_their_ends_have(inside, museum):
    for _ in range(5):  # so that no persona has the number of a channel or of an objective
        make_persona(museum)
    ines, marc = make_persona(inside, name="Inès"), make_persona(inside, name="Marc")
    aim = make_objective(inside, personas=[marc])
    channel = make_channel(inside, personas=[ines, marc], objectives=[aim])
    assert not {ines.pk, marc.pk} & {channel.pk, aim.pk}
    plan = load(inside, TODAY)
    assert set(plan.channels[0].personas) == {ines.pk, marc.pk}
    assert plan.channels[0].objectives == (aim.pk,)
    assert plan.objectives[0].personas == (marc.pk,)


def test_an_objective_is_read_with_its_indicator_and_its_measures(inside):
    persona = make_persona(inside)
    kpi = Kpi.objects.get(slug="orders")
    objective = make_objective(inside, kpi=kpi, baseline_due_on=TODAY, is_campaign=True, personas=[persona])
    Measure.objects.create(workspace=inside, objective=objective, on=TODAY, value="12.5")
    [read] = load(inside, TODAY).objectives
    assert (read.kpi, read.kpi_family, read.has_indicator) == ("orders", "business", True)
    assert (read.baseline_due_on, read.is_campaign, read.personas) == (TODAY, True, (persona.pk,))
    assert read.measures == (snapshot.Measure(TODAY, 12.5),)
    make_objective(inside)
    assert [one.has_indicator for one in load(inside, TODAY).objectives] == [True, False]


def test_what_a_post_says_beside_its_text_is_read(inside):
    partner = Partner.objects.create(workspace=inside, name="Lucie", counterpart="product", value_eur=1200)
    campaign = make_campaign(inside, start_on=TODAY, is_paid=True)
    make_post(
        inside,
        day=TODAY,
        campaign=campaign,
        partner=partner,
        format="carousel",
        target_rung=6,
        has_people=True,
        minutes_planned=45,
        material_link="gifted",
        platform_label=True,
        offer="Deux pour un",
        offer_until=TODAY,
        prior_price="3.20",
    )
    make_media(Post.objects.get(), kind="video", has_captions=True)
    plan = load(inside, TODAY)
    [read] = plan.posts
    assert (read.campaign, read.partner, read.format, read.target_rung) == (campaign.pk, partner.pk, "carousel", 6)
    assert (read.has_people, read.minutes_planned, read.material_link, read.platform_label) == (
        True,
        45,
        "gifted",
        True,
    )
    assert (read.offer, read.offer_until, str(read.prior_price)) == ("Deux pour un", TODAY, "3.20")
    assert (read.media[0].has_captions, read.media[0].no_speech) == (True, False)
    assert plan.campaigns == (snapshot.Campaign(campaign.pk, campaign.name, TODAY, is_paid=True),)
    assert [(one.name, one.counterpart, one.value_eur) for one in plan.partners] == [("Lucie", "product", 1200)]


def test_the_groundwork_is_read(inside):
    member = make_team_member(inside, skill_set=["photo"], ends_on=TODAY)
    channel = make_channel(inside)
    BrandVoice.objects.create(workspace=inside, mission="Du bon pain", values=["honnêteté"], adjectives=["simple"])
    Readiness.objects.create(workspace=inside, in_interest="yes", website_url="https://example.org/")
    ReadinessAction.objects.create(workspace=inside, question="training", skill="video", text="Cours", due_on=TODAY)
    Procedure.objects.create(workspace=inside, kind="crisis", text="Appeler Samira.", owner=member)
    policy = ResponsePolicy.objects.create(workspace=inside, templates_only=True)
    ResponseCase.objects.create(workspace=inside, policy=policy, kind="question", action="answer", within_hours=4)
    CriticismLog.objects.create(workspace=inside, on=TODAY, theme="Le sel")
    Advocate.objects.create(workspace=inside, label="Inès", last_contact_on=TODAY)
    CommunityNote.objects.create(workspace=inside, rung=9, people=3, on=TODAY)
    BudgetLine.objects.create(workspace=inside, kind="tool", monthly_eur="9.90", is_in_kind=True)
    Absence.objects.create(workspace=inside, member=member, first_day=TODAY, last_day=TODAY)
    Closure.objects.create(workspace=inside, label="Congés", first_day=TODAY, last_day=TODAY)
    ReviewLog.objects.create(workspace=inside, on=TODAY, channel=channel, proves="no")
    plan = load(inside, TODAY)
    assert plan.voice == snapshot.Voice("Du bon pain", values=("honnêteté",), adjectives=("simple",))
    assert (plan.readiness.in_interest, plan.readiness.website_url) == ("yes", "https://example.org/")
    assert plan.actions == (snapshot.Action("training", "Cours", "video", due_on=TODAY),)
    assert plan.procedures == (snapshot.Procedure("crisis", "Appeler Samira.", member.pk),)
    assert (plan.answering.exists, plan.answering.templates_only) == (True, True)
    assert plan.answering.case("question") == snapshot.ResponseCase("question", "answer", 4)
    assert [one.theme for one in plan.criticism] == ["Le sel"]
    assert [(one.label, one.rung, one.last_contact_on) for one in plan.advocates] == [("Inès", 9, TODAY)]
    assert plan.community == (snapshot.CommunityCount(9, 3, TODAY),)
    assert [(one.kind, str(one.monthly_eur), one.is_in_kind) for one in plan.budget] == [("tool", "9.90", True)]
    assert plan.absences == (snapshot.Absence(member.pk, TODAY, TODAY),)
    assert plan.closures == (snapshot.Closure(TODAY, TODAY, "Congés"),)
    assert plan.reviews == (snapshot.Review(TODAY, channel=channel.pk, proves="no"),)
    assert [(one.skill_set, one.ends_on) for one in plan.team] == [(("photo",), TODAY)]


def test_listening_began_on_the_day_chosen_or_with_the_first_thing_heard(inside):
    assert load(inside, TODAY).listening.since is None
    Insight.objects.create(workspace=inside, on=TODAY, what="Le pain est dur")
    listening = load(inside, TODAY).listening
    assert (listening.since, listening.insights, listening.last_insight_on) == (TODAY, 1, TODAY)
    plan = make_listening_plan(inside, first_session_on=TODAY - timedelta(days=3))
    assert load(inside, TODAY).listening.since == TODAY - timedelta(days=3)
    plan.since = date(2020, 1, 1)
    plan.save()
    assert load(inside, TODAY).listening.since == date(2020, 1, 1)


def test_holidays_are_those_of_the_country_in_every_year_with_posts(inside):
    make_post(inside, day=date(2029, 3, 1))
    plan = load(inside, TODAY)
    assert plan.holidays[date(2026, 7, 14)] == "Fête nationale"
    assert {day.year for day in plan.holidays} == {2026, 2027, 2029}


def test_cohorts_are_those_of_the_country(inside):
    assert {one.country for one in load(inside, TODAY).cohorts} == {"FR"}
    inside.country = "BE"
    assert load(inside, TODAY).cohorts == ()
