"""Since when a finding is there, what went away, how many there were: from one record a day."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django_scopes import scope

from calendar_app import checker, life
from calendar_app.models import CheckDay, RuleSetting
from calendar_app.rules.core import Severity
from tests.factories import make_channel, make_media, make_persona, make_post, make_waiver

pytestmark = pytest.mark.django_db

RULES = ["over-char-limit", "missing-alt-text"]


@pytest.fixture
def inside(bakery):
    with scope(workspace=bakery):
        yield bakery


@pytest.fixture
def facebook(inside):
    return make_channel(inside, "facebook", personas=[make_persona(inside)], char_max=20)


@pytest.fixture
def galette(inside, facebook, today):
    """A post that is too long, planned well ahead."""
    return make_post(inside, "Galette", day=today + timedelta(days=60), channel=facebook, text="a" * 21)


def look(workspace, day):
    """What somebody sees who opens the checks on `day`, of two rules about posts."""
    return life.follow(workspace, checker.check(workspace, day, select=RULES))


def too_long(post):
    return f"over-char-limit:post:{post.pk}"


def gone(seen):
    return [(one.rule.slug, one.label, one.since, one.last) for one in seen.gone]


def tallies(seen):
    return [(day.on, day.errors, day.warnings, day.advice) for day in seen.trend]


# --- Since when ----------------------------------------------------------------------------------------------------


def test_a_finding_is_seen_since_the_first_check_that_had_it(inside, today, galette):
    assert look(inside, today).since[too_long(galette)] == today
    assert look(inside, today + timedelta(days=1)).since[too_long(galette)] == today
    assert look(inside, today + timedelta(days=9)).since[too_long(galette)] == today


def test_days_on_which_nobody_looked_do_not_make_it_young(inside, today, galette):
    look(inside, today)
    assert look(inside, today + timedelta(days=45)).since[too_long(galette)] == today


def test_what_comes_after_the_days_record_is_seen_since_that_day(inside, today, facebook):
    look(inside, today)
    late = make_post(inside, day=today + timedelta(days=60), channel=facebook, text="a" * 21)
    assert look(inside, today).since[too_long(late)] == today


def test_what_went_away_and_came_back_is_young_again(inside, today, galette):
    look(inside, today)
    galette.text = ""
    galette.save()
    look(inside, today + timedelta(days=1))
    galette.text = "a" * 21
    galette.save()
    assert look(inside, today + timedelta(days=2)).since[too_long(galette)] == today + timedelta(days=2)


def test_what_is_set_aside_for_a_while_does_not_become_young(inside, today, galette):
    look(inside, today)
    waiver = make_waiver(inside, "over-char-limit", ref_kind="post", ref_id=galette.pk)
    look(inside, today + timedelta(days=1))
    waiver.delete()
    assert look(inside, today + timedelta(days=2)).since[too_long(galette)] == today


# --- Gone ----------------------------------------------------------------------------------------------------------


def test_what_went_away_is_told_for_a_week(inside, today, galette):
    look(inside, today)
    galette.text = ""
    galette.save()
    told = [("over-char-limit", "Galette", today, today)]
    assert gone(look(inside, today)) == told
    assert gone(look(inside, today + timedelta(days=1))) == told
    assert gone(look(inside, today + timedelta(days=7))) == told
    assert gone(look(inside, today + timedelta(days=8))) == []


def test_after_a_long_time_without_a_look_what_went_away_since_is_told_once(inside, today, galette):
    look(inside, today)
    galette.text = ""
    galette.save()
    later = today + timedelta(days=40)
    assert gone(look(inside, later)) == [("over-char-limit", "Galette", today, today)]
    assert gone(look(inside, later)) == [("over-char-limit", "Galette", today, today)]
    assert gone(look(inside, later + timedelta(days=1))) == []


def test_a_post_thrown_away_takes_its_finding_along_and_keeps_its_name(inside, today, galette):
    look(inside, today)
    galette.delete()
    assert gone(look(inside, today)) == [("over-char-limit", "Galette", today, today)]


def test_what_was_set_aside_or_switched_off_is_not_gone(inside, today, galette):
    make_media(galette)
    look(inside, today)
    make_waiver(inside, "over-char-limit", ref_kind="post", ref_id=galette.pk)
    RuleSetting.objects.create(workspace=inside, slug="missing-alt-text", enabled=False)
    assert gone(look(inside, today + timedelta(days=1))) == []


def test_the_latest_that_went_away_comes_first(inside, today, facebook, galette):
    other = make_post(inside, "Levain", day=today + timedelta(days=50), channel=facebook, text="a" * 21)
    look(inside, today)
    galette.delete()
    look(inside, today + timedelta(days=1))
    other.delete()
    assert [one.label for one in look(inside, today + timedelta(days=2)).gone] == ["Levain", "Galette"]


def test_a_rule_that_is_no_more_leaves_nothing_behind(inside, today, galette):
    look(inside, today)
    row = CheckDay.objects.get()
    row.found = {"once-a-rule:post:1": ["2026-06-01", 3, "X"], **row.found}
    row.save()
    assert gone(look(inside, today)) == []


@pytest.mark.parametrize("found", [[], "text", {"over-char-limit:post:1": 3}, {"over-char-limit:post:1": ["x", 3, ""]}])
def test_a_damaged_record_is_as_good_as_none(inside, today, galette, found):
    CheckDay.objects.create(workspace=inside, on=today - timedelta(days=1), found=found)
    seen = look(inside, today)
    assert (gone(seen), seen.since[too_long(galette)]) == ([], today)


# --- The trend -----------------------------------------------------------------------------------------------------


def test_the_trend_has_each_day_somebody_looked_and_ends_with_now(inside, today, facebook, galette):
    look(inside, today)
    make_media(galette)
    day = today + timedelta(days=3)
    look(inside, day)
    make_post(inside, day=today + timedelta(days=60), channel=facebook, text="a" * 21)
    assert tallies(look(inside, day)) == [(today, 1, 0, 0), (day, 2, 1, 0)]


def test_what_is_set_aside_does_not_count_in_the_trend(inside, today, galette):
    make_waiver(inside, "over-char-limit")
    assert tallies(look(inside, today)) == [(today, 0, 0, 0)]


def test_the_trend_goes_three_months_back(inside, today):
    for days in (91, 90, 1):
        CheckDay.objects.create(workspace=inside, on=today - timedelta(days=days))
    assert [day for day, *_ in tallies(look(inside, today))] == [
        today - timedelta(days=90),
        today - timedelta(days=1),
        today,
    ]


def test_a_day_has_one_record_whoever_looks_however_often(inside, today, galette):
    for _n in range(3):
        look(inside, today)
    assert CheckDay.objects.count() == 1


def test_old_records_lose_their_findings_then_their_counts(inside, today, galette):
    for days in (181, 180, 8, 7):
        CheckDay.objects.create(workspace=inside, on=today - timedelta(days=days), errors=1, found={"a:b:1": []})
    look(inside, today)
    kept = {(today - row.on).days: bool(row.found) for row in CheckDay.objects.all()}
    assert kept == {180: False, 8: False, 7: True, 0: True}


def test_records_are_each_workspaces_own(inside, museum, today, galette):
    CheckDay._base_manager.create(
        workspace=museum, on=today, errors=9, found={too_long(galette): ["2026-01-01", 3, ""]}
    )
    assert look(inside, today).since[too_long(galette)] == today
    assert CheckDay._base_manager.filter(workspace=museum).count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_record_takes_one_query_and_five_more_on_the_first_look_of_a_day(
    inside, today, facebook, rows, django_assert_num_queries
):
    for _n in range(rows):
        make_post(inside, day=today + timedelta(days=60), channel=facebook, text="a" * 21)
        CheckDay.objects.create(workspace=inside, on=today - timedelta(days=_n + 1))
    report = checker.check(inside, today)
    with django_assert_num_queries(6):  # what there is, savepoint, new row, two kinds of forgetting, savepoint released
        life.follow(inside, report)
    with django_assert_num_queries(1):
        life.follow(inside, report)


@pytest.mark.django_db(transaction=True)
def test_two_who_look_first_at_once_write_one_record(bakery, today):
    """On both engines: run it with PostgreSQL too."""
    with scope(workspace=bakery):
        report = checker.check(bakery, today)
    together, outcomes = threading.Barrier(2), []

    def go() -> None:
        try:
            with scope(workspace=bakery):
                together.wait(timeout=30)
                life._write(bakery, report, life.told([], report).since, today)
                outcomes.append("written")
        except Exception as error:  # noqa: BLE001 - a thread's exception must reach the assertion
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert outcomes == ["written", "written"]
    assert CheckDay._base_manager.count() == 1


# --- The picture ---------------------------------------------------------------------------------------------------

DAYS = [date(2026, 3, day) for day in (1, 2, 11)]


def tally(day, *counts):
    return life.Tally(day, *counts)


def test_one_day_is_no_trend():
    assert life.picture([]) is None
    assert life.picture([tally(DAYS[0], 1, 1, 1)]) is None


def test_the_lines_go_from_the_first_day_to_the_last_and_as_high_as_the_highest():
    picture = life.picture([tally(DAYS[0], 4, 0, 0), tally(DAYS[1], 2, 0, 1), tally(DAYS[2], 0, 0, 1)])
    assert [(line.severity, line.points, line.now) for line in picture.lines] == [
        (Severity.ERROR, "8.0,8.0 54.4,60.0 472.0,112.0", 0),
        (Severity.WARNING, "8.0,112.0 54.4,112.0 472.0,112.0", 0),
        (Severity.INFO, "8.0,112.0 54.4,86.0 472.0,86.0", 1),
    ]
    assert (picture.first, picture.last) == (DAYS[0], DAYS[2])


def test_a_trend_of_nothing_is_a_line_at_the_bottom():
    picture = life.picture([tally(DAYS[0], 0, 0, 0), tally(DAYS[1], 0, 0, 0)])
    assert {line.points for line in picture.lines} == {"8.0,112.0 472.0,112.0"}


def test_the_table_has_only_days_on_which_something_changed():
    trend = [tally(DAYS[0], 1, 0, 0), tally(DAYS[1], 1, 0, 0), tally(DAYS[2], 0, 0, 0)]
    assert [day.on for day in life.picture(trend).turns] == [DAYS[2], DAYS[0]]
