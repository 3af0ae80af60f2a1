"""A week gone through: what it held, what left it, and what the next one holds and lacks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django_scopes import scope

from calendar_app import history, weekly, workflow
from calendar_app.models import Post
from smplanner.workspaces.audit import record
from smplanner.workspaces.models import AuditEvent, Membership
from tests.factories import make_channel, make_objective, make_persona, make_post, make_team_member

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 8, 7, tzinfo=UTC)  # the Monday after, at nine in Paris
IN_THE_WEEK = datetime(2026, 6, 3, 8, tzinfo=UTC)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


@pytest.fixture
def of(bakery, alice):
    """The week of a workspace as Alice reviews it."""

    def measured(monday: date = MONDAY, now: datetime = NOW, address: str = "", workspace=bakery) -> weekly.Week:
        with scope(workspace=workspace):
            return weekly.of_view(workspace, monday, now, alice, address)

    return measured


def titles(found) -> list[str]:
    return [one.title for one in found]


def test_a_week_tells_what_went_out_what_slipped_and_what_was_cancelled(bakery, of):
    make_post(bakery, "Before", day=day(-1), status=Post.Status.POSTED)
    make_post(bakery, "Out", day=day(0), status=Post.Status.POSTED)
    make_post(bakery, "Approved only", day=day(2), clock=time(9), status=Post.Status.APPROVED)
    make_post(bakery, "Sunday night", day=day(6), clock=time(23, 59))
    make_post(bakery, "Off", day=day(3), status=Post.Status.CANCELLED)
    make_post(bakery, "Next", day=day(7))
    make_post(bakery, "Called off", day=day(8), status=Post.Status.CANCELLED)
    make_post(bakery, "Later", day=day(14))
    make_post(bakery, "Thrown away", day=day(1), deleted_at=NOW)
    week = of()
    assert titles(week.out) == ["Out"]
    assert titles(week.slipped) == ["Approved only", "Sunday night"]
    assert titles(week.cancelled) == ["Off"]
    assert titles(one.entry for one in week.coming) == ["Next"]
    assert week.open == ()
    assert week.is_over


def test_what_is_due_on_a_day_that_is_not_over_has_not_slipped(bakery, of):
    make_post(bakery, "Yesterday", day=day(1))
    make_post(bakery, "This morning", day=day(2), clock=time(8))
    make_post(bakery, "Friday", day=day(4))
    week = of(now=IN_THE_WEEK)
    assert titles(week.slipped) == ["Yesterday"]
    assert titles(week.open) == ["This morning", "Friday"]
    assert not week.is_over


def test_what_left_the_week_while_it_ran_slipped_what_was_replanned_before_did_not(bakery, alice, of):
    left = make_post(bakery, "Left", day=day(2), clock=time(9))
    shelved = make_post(bakery, "Shelved", day=day(3))
    early = make_post(bakery, "Early", day=day(4))
    back = make_post(bakery, "Back", day=day(4))
    planned = make_post(bakery, "Planned anew", day=day(4))
    put_off = make_post(bakery, "Put off", day=day(5))
    before = datetime(2026, 5, 28, 8, tzinfo=UTC)
    with scope(workspace=bakery):
        workflow.move(left, day(3), time(9), None, alice, IN_THE_WEEK)
        workflow.move(left, day(10), time(9), None, alice, IN_THE_WEEK)
        workflow.move(shelved, None, None, None, alice, IN_THE_WEEK)
        workflow.move(early, day(1), None, None, alice, IN_THE_WEEK)
        workflow.move(back, day(9), None, None, alice, IN_THE_WEEK)
        history.undo([AuditEvent.objects.latest("pk")], Membership.objects.get(user=alice), IN_THE_WEEK)
        AuditEvent._base_manager.update(at=IN_THE_WEEK)
        workflow.move(planned, day(20), None, None, alice, before)
        AuditEvent._base_manager.filter(target_id=planned.pk).update(at=before)
        moved = workflow.move(put_off, day(21), None, None, alice, before)
        AuditEvent._base_manager.filter(target_id=put_off.pk).delete()
        diff = {"local_date": (day(5), day(21))}
        record(bakery, alice, "postponed", moved, diff, reason="The flour is late.")
        AuditEvent._base_manager.filter(target_id=put_off.pk).update(at=before)
    week = of()
    assert [(one.entry.title, one.since, one.entry.day, one.verb, one.reason) for one in week.left] == [
        ("Left", day(2), day(10), "moved", ""),
        ("Shelved", day(3), None, "moved", ""),
        ("Put off", day(5), day(21), "postponed", "The flour is late."),
    ]
    assert titles(week.slipped) == ["Early", "Back"]


def test_the_next_week_comes_with_findings_and_gaps(bakery, of):
    channel = make_channel(bakery, weekly_target=2)
    ines, marc = make_persona(bakery, name="Inès"), make_persona(bakery, name="Marc")
    visits, calls = make_objective(bakery, statement="Visits"), make_objective(bakery, statement="Calls")
    make_team_member(bakery, hours_per_week=1)
    make_post(bakery, "Old", day=day(-20), channel=channel, persona=marc, objective=calls, status=Post.Status.POSTED)
    make_post(bakery, "New", day=day(9), channel=channel, persona=ines, objective=visits)
    make_post(bakery, "Elsewhere", day=day(9), format=Post.Format.LONG_VIDEO)
    week = of()
    assert [(one.ref.label, one.was, one.comes, one.since, one.is_gap) for one in week.personas] == [
        ("Marc", 0, 0, day(-20), True),
        ("Inès", 0, 1, None, False),
    ]
    assert [(one.ref.label, one.comes) for one in week.objectives] == [("Calls", 0), ("Visits", 1)]
    assert [(one.channel.id, one.number) for one in week.missing] == [(channel.pk, 1)]
    assert [one.persona.name for one in week.silences] == ["Marc"]
    assert week.load.monday == day(7)
    assert week.load.is_over
    assert all(one.mark.count > 0 for one in week.coming)
    assert {one.ref.id for one in week.findings} == {202624}
    assert week.has_gaps


def test_a_saved_view_narrows_all_of_it(bakery, alice, of):
    insta, x = make_channel(bakery, weekly_target=2), make_channel(bakery, "x", weekly_target=2)
    for channel in (insta, x):
        make_post(bakery, f"Out on {channel.platform.slug}", day=day(0), channel=channel, status=Post.Status.POSTED)
        gone = make_post(bakery, f"Left {channel.platform.slug}", day=day(1), channel=channel)
        with scope(workspace=bakery):
            workflow.move(gone, day(10), None, None, alice, IN_THE_WEEK)
    week = of(address=f"view=list&channel={x.pk}")
    assert titles(week.out) == ["Out on x"]
    assert titles(one.entry for one in week.coming) == titles(one.entry for one in week.left) == ["Left x"]
    assert [one.channel.id for one in week.missing] == [x.pk]


def test_everybody_has_their_own_list_and_nobodys_comes_last(bakery, alice, bob, of):
    make_post(bakery, "Slipped", day=day(2), owner=bob)
    make_post(bakery, "To write", day=day(8), owner=bob)
    make_post(bakery, "Asked", day=day(9), owner=alice, status=Post.Status.IN_REVIEW)
    make_post(bakery, "Nobody's", day=day(10), status=Post.Status.APPROVED)
    make_post(bakery, "Done", day=day(8), owner=bob, status=Post.Status.POSTED)
    assert [(one.label, [(task.act, task.entry.title) for task in one.tasks]) for one in of().people] == [
        ("Alice", [("answer", "Asked")]),
        ("Bob", [("carry", "Slipped"), ("write", "To write")]),
        ("Sans responsable", [("post", "Nobody's")]),
    ]


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Los_Angeles", "Pacific/Apia"])
@pytest.mark.parametrize("monday", [date(2026, 3, 2), date(2026, 3, 23), date(2026, 10, 19), date(2026, 10, 26)])
def test_a_week_has_its_own_seven_days_where_clocks_change(bakery, of, zone, monday):
    bakery.zone = zone
    bakery.save()
    for number in range(-1, 15):
        for clock in (None, time(0), time(2, 30), time(23, 59)):
            make_post(bakery, f"{number} {clock}", day=monday + timedelta(days=number), clock=clock)
    week = of(monday, now=datetime.combine(monday + timedelta(days=20), time(12), UTC))
    inside = [f"{number} {clock}" for number in range(7) for clock in ("None", "00:00:00", "02:30:00", "23:59:00")]
    assert sorted(titles(week.slipped)) == sorted(inside)
    coming = [f"{number} {clock}" for number in range(7, 14) for clock in ("None", "00:00:00", "02:30:00", "23:59:00")]
    assert sorted(titles(one.entry for one in week.coming)) == sorted(coming)


def test_whether_a_day_is_over_is_asked_of_the_clock_there(bakery, of):
    bakery.zone = "America/Los_Angeles"
    bakery.save()
    make_post(bakery, "Sunday", day=day(6), clock=time(22))
    assert titles(of(now=datetime(2026, 6, 8, 6, 59, tzinfo=UTC)).open) == ["Sunday"]
    assert titles(of(now=datetime(2026, 6, 8, 7, 0, tzinfo=UTC)).slipped) == ["Sunday"]


def test_a_move_counts_from_the_first_instant_of_the_week_there(bakery, alice, of):
    bakery.zone = "America/Los_Angeles"
    bakery.save()
    begins = datetime(2026, 6, 1, 7, tzinfo=UTC)
    for title, at in (("Sunday evening", begins - timedelta(seconds=1)), ("Monday", begins)):
        post = make_post(bakery, title, day=day(2))
        with scope(workspace=bakery):
            workflow.move(post, day(20), None, None, alice, at)
            AuditEvent._base_manager.filter(target_id=post.pk).update(at=at)
    assert [one.entry.title for one in of(now=NOW).left] == ["Monday"]


def test_weeks_are_spelt_as_iso_8601_does_with_its_week_53():
    assert weekly.spelt(date(2026, 12, 28)) == "2026-W53"
    assert weekly.spelt(date(2027, 1, 4)) == "2027-W01"
    assert weekly.read("2026-W53") == date(2026, 12, 28)
    assert weekly.read("2026-W01") == date(2025, 12, 29)
    mondays = [date(2020, 1, 6) + timedelta(days=7 * number) for number in range(700)]
    assert [weekly.read(weekly.spelt(one)) for one in mondays] == mondays
    assert all(later - earlier == timedelta(days=7) for earlier, later in pairwise(mondays))
    for wrong in (
        "",
        "2026",
        "2026-W54",
        "2025-W53",
        "2026-W00",
        "2026-W1",
        "26-W01",
        "2026-w48",
        "0000-W01",
        "²026-W48",
    ):
        assert weekly.read(wrong) is None


def test_the_week_53_holds_the_first_days_of_january(bakery, of):
    make_post(bakery, "New Year", day=date(2027, 1, 1), status=Post.Status.POSTED)
    make_post(bakery, "First Monday", day=date(2027, 1, 4))
    week = of(date(2026, 12, 28), now=datetime(2027, 1, 3, 12, tzinfo=UTC))
    assert titles(week.out) == ["New Year"]
    assert titles(one.entry for one in week.coming) == ["First Monday"]


def test_the_week_that_is_over_is_the_one_before_this():
    assert weekly.last_week(date(2026, 6, 8)) == MONDAY == weekly.last_week(date(2026, 6, 14))


def test_the_museum_shows_nothing_of_the_bakery(bakery, museum, charlie, alice):
    post = make_post(bakery, "Ours", day=day(0), status=Post.Status.POSTED)
    with scope(workspace=bakery):
        workflow.move(post, day(10), None, None, alice, IN_THE_WEEK)
    with scope(workspace=museum):
        week = weekly.of_view(museum, MONDAY, NOW, charlie)
    assert (week.out, week.left, week.coming, week.people) == ((), (), (), ())


def test_the_number_of_queries_does_not_depend_on_the_rows(bakery, alice, of, django_assert_num_queries):
    def grow() -> None:
        persona, objective = make_persona(bakery), make_objective(bakery)
        for status in Post.Status.values:
            make_post(bakery, day=day(1), status=status, persona=persona, objective=objective, owner=alice)
            make_post(bakery, day=day(8), status=status, persona=persona, objective=objective, owner=alice)
        gone = make_post(bakery, day=day(2))
        with scope(workspace=bakery):
            workflow.move(gone, day(20), None, None, alice, IN_THE_WEEK)

    grow()
    with django_assert_num_queries(43):
        of()
    for _ in range(3):
        grow()
    with django_assert_num_queries(43):
        of()
