"""The example workspace: lifelike, true, the same on every day of the year, and easy to be rid of."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django_scopes import scope

from calendar_app import checker
from calendar_app.management import demo_bakery as demo
from calendar_app.models import (
    Absence,
    Advocate,
    BrandVoice,
    BudgetLine,
    Channel,
    ChannelSlot,
    ChannelTest,
    CommunityNote,
    CriticismLog,
    Insight,
    ListeningKeyword,
    ListeningPlan,
    ListeningSource,
    Measure,
    Media,
    Objective,
    Partner,
    Post,
    Procedure,
    Readiness,
    ReadinessAction,
    ResponseCase,
    ResponsePolicy,
    ReviewLog,
    StrategySection,
)
from personas.models import Persona, Platform
from smplanner.workspaces.models import AuditEvent, Membership, Workspace
from tests.factories import make_user, the_platform

FOUND = {
    "undocumented-strategy",
    "no-objective",
    "no-listening-plan",
    "too-many-platforms",
    "platform-without-persona",
    "workload-over-capacity",
    "only-commercial",
    "over-char-limit",
    "no-procedures",
    "stay-without-proof",
    "trend-chasing",
    "platform-review-overdue",
    "publishing-gap",
    "cadence-below-min",
    "promo-overload",
    "broadcast-only",
    "missing-alt-text",
    "missing-captions",
    "offer-without-terms",
    "no-budget",
    "self-centred",
    "unlinked-post",
    "hard-sell",
}
A_WEDNESDAY = date(2026, 6, 10)


def _seed(owner: str, today: date = A_WEDNESDAY, **options) -> str:
    said = StringIO()
    call_command("seed_demo", owner=owner, today=today, stdout=said, **options)
    return said.getvalue()


def _example() -> Workspace:
    return Workspace.objects.get(is_demo=True)


def _check(today: date) -> checker.Report:
    with scope(workspace=_example()):
        return checker.check(_example(), today)


@pytest.fixture
def nadege(db):
    return make_user("nadege@example.org")


@pytest.mark.parametrize(
    "today",
    [
        *(A_WEDNESDAY + timedelta(days=n) for n in range(7)),
        date(2026, 3, 29),  # clocks change in Europe, not in Martinique
        date(2026, 10, 25),
        date(2026, 12, 28),
        date(2028, 2, 29),
    ],
    ids=str,
)
def test_the_example_shows_the_same_findings_on_any_day(nadege, today):
    _seed(nadege.email, today)

    assert {finding.rule.slug for finding in _check(today).findings} == FOUND


def test_each_finding_is_true(nadege):
    """Counted by hand, so that a slip in a rule and the same slip here do not agree."""
    _seed(nadege.email)
    found = {finding.rule.slug: finding for finding in _check(A_WEDNESDAY).findings}
    coming = Post.objects.filter(local_date__gte=A_WEDNESDAY, local_date__lt=A_WEDNESDAY + timedelta(days=28)).exclude(
        status="cancelled"
    )
    on_facebook = coming.filter(channel__platform__slug="facebook")

    assert (coming.count(), coming.filter(intent="commercial").count()) == (16, 8)
    assert found["promo-overload"].facts["share"] == 50
    assert on_facebook.count() == on_facebook.filter(intent="commercial").count() == 7
    assert found["only-commercial"].ref.label == "Facebook"
    assert coming.filter(invites_reply=True).count() == 1
    assert found["platform-without-persona"].ref.label == "LinkedIn"
    assert found["publishing-gap"].facts["channel"] == "LinkedIn"
    assert len(demo.LEAFLET) > the_platform("google_business").char_max
    assert found["over-char-limit"].facts["length"] == len(demo.LEAFLET)


def test_each_part_of_the_strategy_holds_something(nadege):
    _seed(nadege.email)
    decided = (
        Absence, Advocate, BrandVoice, BudgetLine, ChannelSlot, ChannelTest, CommunityNote, CriticismLog, Insight,
        ListeningKeyword, ListeningPlan, ListeningSource, Measure, Objective, Partner, Procedure, Readiness,
        ReadinessAction, ResponseCase, ResponsePolicy, ReviewLog, StrategySection,
    )  # fmt: skip

    assert [model.__name__ for model in decided if not model.objects.filter(workspace=_example()).exists()] == []
    assert not ListeningSource.objects.filter(is_active=True).exists()  # which is what the checker says of it
    assert set(Channel.objects.values_list("status", flat=True)) == {"adopted", "testing", "left"}


def test_its_month_shows_sessions_a_review_the_trial_and_an_action(nadege, client_of, today):
    _seed(nadege.email, today)

    month = client_of(nadege).get(reverse("calendar", args=[_example().slug])).content.decode()

    assert [kind for kind in ("listening", "review", "trial", "action") if f"is-{kind}" not in month] == []


def test_pictures_without_words_are_those_nobody_described(nadege):
    _seed(nadege.email)

    silent = [finding.ref.id for finding in _check(A_WEDNESDAY).findings if finding.rule.slug == "missing-alt-text"]

    expected = Media.objects.filter(kind="image", alt_text="", post__local_date__gte=A_WEDNESDAY)
    assert sorted(silent) == sorted(set(expected.values_list("post_id", flat=True)))


def test_every_entry_stands_on_the_weekday_that_its_text_names(nadege):
    for n in range(7):
        today = A_WEDNESDAY + timedelta(days=n)
        for entry in demo.ENTRIES:
            if entry.day is None:
                continue
            weekday, ahead = entry.day
            day = demo.place(weekday, ahead, today)
            assert day.weekday() == weekday
            assert 0 <= (day - today).days - ahead < 7
            assert (day >= today) is (ahead >= 0)


def test_four_weeks_around_the_day_hold_posts_of_every_status(nadege):
    _seed(nadege.email)

    assert set(Post.objects.values_list("status", flat=True)) == set(Post.Status.values)
    assert Post.objects.filter(local_date=None).count() == 5
    assert not Post.objects.filter(status="posted", local_date__gte=A_WEDNESDAY).exists()


def test_a_second_run_changes_nothing_and_says_so(nadege):
    _seed(nadege.email)
    before = list(Post.objects.order_by("pk").values()), AuditEvent.objects.count()

    said = _seed(nadege.email, A_WEDNESDAY + timedelta(days=3))

    assert "Nothing was changed." in said
    assert (list(Post.objects.order_by("pk").values()), AuditEvent.objects.count()) == before
    assert Workspace.objects.filter(is_demo=True).count() == 1


def test_the_same_day_makes_the_same_example(nadege):
    def told() -> list[tuple]:
        own = ["title", "local_date", "local_time", "publish_at", "status", "created_at"]
        return list(Post.objects.order_by("pk").values_list(*own, "channel__platform__slug", "persona__name"))

    _seed(nadege.email)
    first = told()
    _seed(nadege.email, remove=True)
    _seed(nadege.email)

    assert told() == first


def test_removing_it_leaves_everything_else(nadege, alice, bakery):
    _seed(alice.email)
    _seed(nadege.email)

    assert "Removed" in _seed(nadege.email, remove=True)
    assert "Nothing was changed." in _seed(nadege.email, remove=True)

    assert set(Workspace.objects.values_list("name", flat=True)) == {bakery.name, demo.NAME}
    assert [seat.user for seat in Membership.objects.filter(workspace__is_demo=True)] == [alice]
    assert Platform.objects.count() == 24
    assert set(Persona.objects.values_list("workspace__memberships__user", flat=True)) == {alice.pk}


def test_only_its_owner_sees_it(nadege, charlie, client_of):
    _seed(nadege.email)
    address = reverse("personas", args=[_example().slug])

    assert client_of(nadege).get(address).status_code == 200
    assert client_of(charlie).get(address).status_code == 404


def test_without_an_owner_it_is_the_first_administrators(nadege):
    with pytest.raises(CommandError, match="--owner"):
        call_command("seed_demo", stdout=StringIO())
    boss = make_user("boss@example.org", is_superuser=True, is_staff=True)

    call_command("seed_demo", stdout=StringIO())

    assert Membership.objects.get(workspace=_example()).user == boss


@pytest.mark.parametrize("email", ["nobody@example.org", ""])
def test_an_unknown_owner_is_refused(db, email):
    with pytest.raises(CommandError):
        call_command("seed_demo", owner=email, stdout=StringIO())


def test_its_posts_keep_the_hours_of_martinique(nadege):
    _seed(nadege.email)
    accras = Post.objects.get(title="Accras du vendredi, le retour")

    assert accras.publish_at.isoformat() == "2026-06-11T21:00:00+00:00"
