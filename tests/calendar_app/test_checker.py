"""The door between the site and the rules."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope

from calendar_app import checker
from calendar_app.models import Media, Post, RuleSetting, Waiver
from calendar_app.plan import weeks
from calendar_app.plan.snapshot import PLAN, Ref
from smplanner.workspaces.models import AuditEvent
from tests.factories import (
    make_channel,
    make_listening_plan,
    make_media,
    make_objective,
    make_persona,
    make_post,
    make_team_member,
    make_waiver,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(bakery):
    with scope(workspace=bakery):
        yield bakery


@pytest.fixture
def facebook(inside):
    return make_channel(inside, "facebook", personas=[make_persona(inside)], char_max=20)


def keys(findings):
    return [finding.key for finding in findings]


def month(workspace, today, **given):
    return checker.marks(workspace, today.replace(day=1), today.replace(day=30), today, **given)


# --- check ---------------------------------------------------------------------------------------------------------


def test_settings_and_waivers_of_the_workspace_count(inside, today):
    RuleSetting.objects.create(workspace=inside, slug="no-objective", enabled=False)
    RuleSetting.objects.create(workspace=inside, slug="no-persona", severity="warning")
    RuleSetting.objects.create(workspace=inside, slug="gone", severity="warning")
    make_waiver(inside, "no-listening-plan", reason="Next month.")
    report = checker.check(inside, today, select=["no-objective", "no-persona", "no-listening-plan"])
    assert [(one.key, str(one.severity)) for one in report.findings] == [("no-persona:plan:0", "warning")]
    assert [one.waiver.reason for one in report.waived] == ["Next month."]
    assert [one.slug for one in report.off] == ["no-objective"]


@pytest.mark.parametrize("parameters", [[], "text", None, {"days": "x"}, {"nonsense": 1}])
def test_a_damaged_setting_is_as_good_as_none(inside, today, facebook, parameters):
    RuleSetting.objects.create(workspace=inside, slug="empty-calendar", parameters=parameters or [], severity="loud")
    assert "empty-calendar:plan:0" in keys(checker.check(inside, today).findings)


def test_a_name_that_no_rule_has_is_an_error(inside, today):
    with pytest.raises(KeyError):
        checker.check(inside, today, select=["nonsense"])


def test_a_check_says_nothing_of_another_workspace(inside, museum, today):
    theirs = make_channel(museum, "x", char_max=1)
    make_post(museum, day=today, channel=theirs, text="too long")
    make_waiver(museum, "no-persona")
    RuleSetting.objects.create(workspace=museum, slug="no-objective", enabled=False)
    found = checker.check(inside, today).findings
    assert {"no-objective:plan:0", "no-listening-plan:plan:0", "no-persona:plan:0"} <= set(keys(found))
    assert {one.ref.kind for one in found} == {"plan"}


# --- marks ---------------------------------------------------------------------------------------------------------


def test_a_mark_says_how_grave_and_how_many(inside, today, facebook):
    bad = make_post(inside, day=today, channel=facebook, text="a" * 21)
    make_media(bad)
    make_post(inside, day=today, channel=facebook, text="a" * 20)
    marks = month(inside, today)
    assert list(marks) == [bad.pk]
    assert (str(marks[bad.pk].severity), marks[bad.pk].count) == ("error", 2)
    assert len(marks[bad.pk].messages) == 2


def test_a_mark_sees_the_silence_that_began_before_the_month(inside, today, facebook):
    make_post(inside, day=today.replace(day=1) - timedelta(days=5), channel=facebook)
    after = make_post(inside, day=today + timedelta(days=2), channel=facebook)
    assert list(month(inside, today)) == [after.pk]


def test_marks_are_those_of_the_report(inside, today, facebook):
    make_listening_plan(inside)
    make_objective(inside)
    for days in (1, 2, 20):
        make_media(make_post(inside, day=today + timedelta(days=days), channel=facebook, text="a" * 21))
    on_posts = [one.ref.id for one in checker.check(inside, today).findings if one.ref.kind == "post"]
    marked = {number: mark.count for number, mark in month(inside, today).items()}
    assert marked == {number: on_posts.count(number) for number in on_posts}


def test_what_was_set_aside_leaves_no_mark(inside, today, facebook):
    post = make_post(inside, day=today, channel=facebook, text="a" * 21)
    make_waiver(inside, "over-char-limit", ref_kind="post", ref_id=post.pk)
    assert month(inside, today) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_marks_take_five_queries(inside, today, facebook, rows, django_assert_num_queries):
    for number in range(rows):
        make_media(make_post(inside, day=today + timedelta(days=number), channel=facebook))
        make_channel(inside, "instagram")
    with django_assert_num_queries(5):
        assert len(month(inside, today)) == rows


def test_a_month_knows_the_posts_that_are_for_nobody(inside, today):
    """A channel for one persona and one objective answers for its posts; one for two of them does not."""
    first, second, aim = make_persona(inside), make_persona(inside), make_objective(inside)
    make_objective(inside)
    clear = make_channel(inside, "facebook", personas=[first], objectives=[aim])
    unclear = make_channel(inside, "instagram", personas=[first, second], objectives=[aim])
    make_post(inside, day=today, channel=clear, status="draft", intent="value")
    lost = make_post(inside, day=today, channel=unclear, status="draft", intent="value")
    found = [(number, one.rule.slug) for number, mark in month(inside, today).items() for one in mark.findings]
    assert [number for number, slug in found if slug == "unlinked-post"] == [lost.pk]
    report = checker.check(inside, today, select=["unlinked-post"])
    assert [finding.ref.id for finding in report.findings] == [lost.pk]


# --- preview -------------------------------------------------------------------------------------------------------


def test_a_draft_is_told_of_itself_before_it_is_saved(inside, today, facebook):
    draft = Post(workspace=inside, title="Galette", channel=facebook, local_date=today, text="a" * 21)
    told = checker.preview(inside, draft, today, media=[Media(workspace=inside, label="four.jpg")])
    assert keys(told.on_post) == ["over-char-limit:post:0", "missing-alt-text:post:0"]
    assert not Post.objects.exists()


def test_a_draft_may_cure_the_plan(inside, today, facebook):
    draft = Post(workspace=inside, title="Galette", channel=facebook, local_date=today)
    told = checker.preview(inside, draft, today)
    assert (keys(told.caused), keys(told.cured)) == ([], ["empty-calendar:plan:0"])


def test_a_change_may_harm_the_plan(inside, today, facebook):
    posts = [make_post(inside, day=today + timedelta(days=days), channel=facebook, intent="value") for days in range(4)]
    for post in posts[:1]:
        post.intent = "commercial"
        post.save()
    posts[1].intent = "commercial"
    told = checker.preview(inside, posts[1], today)
    assert (keys(told.caused), keys(told.cured)) == (["promo-overload:plan:0"], [])


def test_a_post_moved_away_leaves_a_silence_on_another(inside, today, facebook):
    _first, moved, last = (
        make_post(inside, day=today + timedelta(days=days), channel=facebook) for days in (0, 10, 20)
    )
    moved.local_date = today + timedelta(days=1)
    assert keys(checker.preview(inside, moved, today).caused) == [f"publishing-gap:post:{last.pk}"]


def test_a_saved_post_is_told_of_its_pictures(inside, today, facebook):
    post = make_post(inside, day=today, channel=facebook)
    make_media(post)
    assert keys(checker.preview(inside, post, today).on_post) == [f"missing-alt-text:post:{post.pk}"]


def test_a_change_is_told_what_it_brings_and_ends_on_the_post_itself(inside, today, facebook):
    post = make_post(inside, day=today, channel=facebook, text="a" * 21)
    make_media(post)
    post.text = "a" * 20
    told = checker.preview(inside, post, today, media=[])
    assert keys(told.all_cured) == [f"over-char-limit:post:{post.pk}", f"missing-alt-text:post:{post.pk}"]
    assert (told.brought, told.caused) == ((), ())
    post.text = "a" * 22
    told = checker.preview(inside, post, today)
    assert (keys(told.brought), keys(told.ended)) == ([], [])


def test_what_gets_graver_is_caused_and_what_gets_milder_is_not_cured(inside, today, facebook):
    """A week of ten hours: twelve of work are too much, eighteen far too much."""
    make_team_member(inside, hours_per_week=10)
    week = f"workload-over-capacity:week:{weeks.number(today)}"
    work = {"day": today, "channel": facebook, "status": "draft"}
    for minutes in (300, 300):
        make_post(inside, minutes_planned=minutes, **work)
    small = make_post(inside, minutes_planned=10, **work)
    small.minutes_planned = 400
    told = checker.preview(inside, small, today)
    assert [(one.key, str(one.severity)) for one in told.caused if one.key == week] == [(week, "error")]
    small.save()
    small.minutes_planned = 10
    assert week not in keys(checker.preview(inside, small, today).all_cured)


# --- marks on other objects ----------------------------------------------------------------------------------------


def test_marks_on_objects_are_those_of_the_report(inside, today):
    lonely, reached = make_persona(inside), make_persona(inside)
    make_channel(inside, "facebook", personas=[reached], reason="trend")
    make_objective(inside)
    report = checker.check(inside, today)
    for kind in ("persona", "channel", "objective"):
        told = checker.marks_on(inside, kind, today)
        said = {finding.key for finding in report.findings if finding.ref.kind == kind}
        assert {finding.key for mark in told.values() for finding in mark.findings} == said
    assert "persona-incomplete" in {
        one.rule.slug for one in checker.marks_on(inside, "persona", today)[lonely.pk].findings
    }


def test_marks_on_objects_say_nothing_of_another_workspace(inside, museum, today):
    theirs = make_persona(museum)
    assert theirs.pk not in checker.marks_on(inside, "persona", today)


# --- set aside -----------------------------------------------------------------------------------------------------


def test_setting_aside_and_taking_back_are_written_down(inside, alice, today):
    waiver = checker.set_aside(inside, "no-persona", PLAN, "Later.", today, alice, timezone.now())
    assert keys(one.finding for one in checker.check(inside, today).waived) == ["no-persona:plan:0"]
    checker.take_back(waiver, alice)
    assert not Waiver.objects.exists()
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == ["set aside", "took back"]


def test_an_object_has_one_waiver_a_rule(inside, alice, today):
    for reason in ("One.", "Two."):
        checker.set_aside(inside, "over-char-limit", Ref("post", 3), reason, None, alice, timezone.now())
    assert Waiver.objects.get().reason == "Two."


def test_beside_a_post_everything_about_it_is_said_however_empty_the_plan(inside, today, facebook):
    make_post(inside, day=today - timedelta(days=5), channel=facebook)
    late = make_post(inside, day=today + timedelta(days=20), channel=facebook)
    assert f"publishing-gap:post:{late.pk}" not in keys(checker.check(inside, today).findings)
    assert keys(checker.preview(inside, late, today).on_post) == [f"publishing-gap:post:{late.pk}"]
    assert list(month(inside, today)) == [late.pk]
