"""Choosing rules, running them, setting aside, hiding, telling in order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app.plan.examples import MONDAY, PLATFORMS, bakery, channel, post, posts
from calendar_app.plan.snapshot import PLAN, Channel, Listening, Media, Persona, Plan, Post, Ref, TeamMember
from calendar_app.rules.core import RULES, Example, Hit, Parameter, Point, Severity, rule
from calendar_app.rules.engine import Chosen, Waiver, choose, run, shown_by


def keys(findings):
    return [finding.key for finding in findings]


def bare(**fields):
    return Plan(today=MONDAY, created_on=date(2025, 1, 1), **fields)


def test_a_sound_plan_has_nothing_to_hear():
    report = run(bakery())
    assert keys(report.findings) == []
    assert report.worst is None
    assert {one.slug for one in report.passed} == set(RULES)


def test_an_empty_plan_hears_what_it_lacks_and_nothing_of_what_it_has_not():
    report = run(bare())
    assert {"no-persona:plan:0", "no-objective:plan:0", "no-listening-plan:plan:0"} <= set(keys(report.findings))
    assert {one.ref for one in report.findings} == {PLAN}
    assert {one.rule.slug for one in report.not_applicable} == {slug for slug, one in RULES.items() if one.needs}


def test_the_worst_comes_first_then_the_key_points_in_order():
    report = run(bakery(personas=(), objectives=(), listening=Listening(), posts=posts(*["commercial", "value"] * 4)))
    assert [(str(one.severity), one.rule.point.slug) for one in report.findings] == [
        ("error", "target"),
        ("error", "strategy"),
        ("error", "strategy"),
        ("error", "calendar"),
        ("warning", "calendar"),
    ]


def test_a_setting_changes_a_threshold():
    plan = bakery(posts=posts("commercial", "conversation", "value", "value"))
    settings = {"promo-overload": Chosen(RULES["promo-overload"], parameters={"warn_above": 20})}
    assert keys(run(plan, choose(settings, select=["promo-overload"])).findings) == ["promo-overload:plan:0"]


@pytest.mark.parametrize("wrong", ["20", None, True, 20.5, -1, 101, [], {}])
def test_a_setting_that_makes_no_sense_leaves_the_default(wrong):
    one = RULES["promo-overload"]
    assert one.arguments({"warn_above": wrong})["warn_above"] == 33


def test_a_setting_replaces_every_severity_of_a_rule():
    settings = {"no-persona": Chosen(RULES["no-persona"], severity=Severity.INFO)}
    assert run(bakery(personas=()), choose(settings)).worst is Severity.INFO


def test_a_rule_that_is_off_is_not_asked_and_named():
    settings = {"no-persona": Chosen(RULES["no-persona"], enabled=False)}
    report = run(bakery(personas=()), choose(settings))
    assert [one.slug for one in report.off] == ["no-persona"]
    assert "no-persona:plan:0" not in keys(report.findings)


def test_rules_are_selected_and_ignored_by_name():
    assert [one.rule.slug for one in choose(select=["no-persona"])] == ["no-persona"]
    assert "no-persona" not in {one.rule.slug for one in choose(ignore=["no-persona"])}
    of_posts = {one.rule.slug for one in choose(scope=("post",))}
    assert {"publishing-gap", "over-char-limit", "missing-alt-text"} <= of_posts
    assert of_posts == {slug for slug, one in RULES.items() if one.scope == ("post",)}


@pytest.mark.parametrize("asked", [{"select": ["nonsense"]}, {"ignore": ["nonsense"]}])
def test_a_name_that_no_rule_has_is_an_error(asked):
    with pytest.raises(KeyError):
        choose(**asked)


# --- Setting aside -------------------------------------------------------------------------------------------------


def too_long(number):
    return post(number, number, text="a" * 281, intent="value", persona=None)


TWO_TOO_LONG = bakery(channels=(channel(1, "x"),), posts=(too_long(1), too_long(2)))
LENGTH = choose(select=["over-char-limit"])


def test_a_waiver_covers_one_object():
    report = run(TWO_TOO_LONG, LENGTH, [Waiver("over-char-limit", Ref("post", 1), "A paid account.")])
    assert keys(report.findings) == ["over-char-limit:post:2"]
    assert [one.finding.key for one in report.waived] == ["over-char-limit:post:1"]
    assert "over-char-limit" not in {one.slug for one in report.passed}


def test_a_waiver_without_an_object_covers_the_rule():
    report = run(TWO_TOO_LONG, LENGTH, [Waiver("over-char-limit")])
    assert (keys(report.findings), len(report.waived), report.stale) == ([], 2, ())


def test_a_waiver_holds_until_the_end_of_its_last_day():
    waiver = Waiver("over-char-limit", until=MONDAY)
    assert keys(run(TWO_TOO_LONG, LENGTH, [waiver]).findings) == []
    after = run(replace(TWO_TOO_LONG, today=MONDAY + timedelta(days=1)), LENGTH, [waiver])
    assert "over-char-limit:post:2" in keys(after.findings)
    assert [(one.waiver, one.expired) for one in after.stale] == [(waiver, True)]


def test_a_waiver_that_covers_nothing_is_stale():
    waiver = Waiver("over-char-limit", Ref("post", 7))
    assert [(one.waiver, one.expired) for one in run(TWO_TOO_LONG, LENGTH, [waiver]).stale] == [(waiver, False)]


def test_a_waiver_of_a_rule_that_was_not_asked_is_not_stale():
    waiver = Waiver("no-persona")
    assert run(bakery(), choose(ignore=["no-persona"]), [waiver]).stale == ()


def test_a_waiver_of_a_rule_that_is_gone_is_stale():
    waiver = Waiver("once-upon-a-time")
    assert [one.waiver for one in run(bakery(), None, [waiver]).stale] == [waiver]


# --- Hiding --------------------------------------------------------------------------------------------------------


def test_a_finding_of_the_plan_hides_its_lesser_twins():
    plan = bakery(personas=())
    report = run(plan)
    assert keys(report.findings) == ["no-persona:plan:0"]
    assert [one.finding.key for one in report.hidden] == [
        "platform-without-persona:channel:1",
        "platform-without-persona:channel:2",
    ]
    assert {one.by.key for one in report.hidden} == {"no-persona:plan:0"}


def test_a_finding_that_was_set_aside_still_hides():
    report = run(bakery(personas=()), None, [Waiver("no-persona")])
    assert keys(report.findings) == []
    assert len(report.hidden) == 2


def test_a_finding_about_a_channel_hides_only_there():
    coming = [
        *(replace(one, channel=1) for one in posts(*["commercial"] * 6)),
        *(replace(one, id=one.id + 10, channel=2) for one in posts(*["conversation"] * 6)),
    ]
    report = run(bakery(posts=tuple(coming)), choose(select=["only-commercial", "promo-overload"]))
    assert keys(report.findings) == ["only-commercial:channel:1", "promo-overload:plan:0"]
    assert [one.finding.key for one in report.hidden] == ["promo-overload:channel:1"]


def test_an_empty_calendar_hides_what_speaks_of_its_posts():
    late = posts(*["commercial"] * 6, first=15)
    report = run(bakery(posts=late))
    assert keys(report.findings) == ["empty-calendar:plan:0"]
    assert {"only-commercial", "promo-overload", "broadcast-only"} <= {one.finding.rule.slug for one in report.hidden}


def test_every_rule_that_is_hidden_exists():
    assert {slug for one in RULES.values() for slug in one.hides} <= set(RULES)


# --- Parts ---------------------------------------------------------------------------------------------------------


def test_a_report_narrows_to_a_channel_and_a_persona():
    plan = bakery(
        personas=(Persona(1, "Inès"), Persona(2, "Paul")),
        channels=(channel(1, "x"), channel(2, "x", personas=(2,))),
        posts=(too_long(1), replace(too_long(2), channel=2), replace(too_long(3), channel=2, persona=1)),
        listening=Listening(),
    )
    report = run(plan, LENGTH)
    assert keys(report.narrowed(channel=2).findings) == ["over-char-limit:post:2", "over-char-limit:post:3"]
    assert keys(report.narrowed(persona=1).findings) == ["over-char-limit:post:1", "over-char-limit:post:3"]
    assert keys(report.narrowed(channel=2, persona=1).findings) == ["over-char-limit:post:3"]


# --- Odd plans -----------------------------------------------------------------------------------------------------

NUMBERS = st.integers(0, 4)
DAYS = st.none() | st.dates(date(2025, 12, 1), date(2026, 5, 31))
WORDS = st.sampled_from(["", "a" * 300, "Bonjour", "é" * 290, "👩‍🍳", "https://a.fr"])
CHANNELS = st.builds(
    Channel,
    NUMBERS,
    st.sampled_from(list(PLATFORMS.values())),
    st.sampled_from(["", "Le fournil"]),
    status=st.sampled_from(["adopted", "testing", "paused", "left"]),
    personas=st.tuples(NUMBERS),
    weekly_target=st.none() | st.floats(0, 20),
    own_char_max=st.none() | st.integers(1, 500),
)
POSTS = st.builds(
    Post,
    NUMBERS,
    st.text(max_size=5),
    st.none() | NUMBERS,
    st.sampled_from(["idea", "planned", "draft", "in_review", "approved", "posted", "cancelled"]),
    DAYS,
    text=WORDS,
    intent=st.sampled_from(["", "value", "conversation", "commercial", "service"]),
    invites_reply=st.booleans(),
    media_type=st.sampled_from(["owned", "paid"]),
    persona=st.none() | NUMBERS,
    media=st.tuples(st.builds(Media, NUMBERS, alt_text=WORDS)),
)
PLANS = st.builds(
    Plan,
    st.dates(date(2026, 1, 1), date(2026, 4, 30)),
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    channels=st.lists(CHANNELS, max_size=5).map(tuple),
    personas=st.lists(st.builds(Persona, NUMBERS, st.text(max_size=5)), max_size=3).map(tuple),
    team=st.lists(st.builds(TeamMember, NUMBERS, hours_per_week=st.floats(0, 80)), max_size=3).map(tuple),
    posts=st.lists(POSTS, max_size=12).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(PLANS)
def test_no_plan_is_too_odd(plan):
    report = run(plan)
    for finding in report.findings:
        assert finding.message
        assert finding.measured
        assert finding.benchmark
        assert finding.ref.kind in finding.rule.scope


@settings(max_examples=40, deadline=None)
@given(PLANS)
def test_every_rule_is_accounted_for(plan):
    report = run(plan)
    said = {one.rule.slug for one in (*report.findings, *(hidden.finding for hidden in report.hidden))}
    passed = {one.slug for one in report.passed}
    not_applicable = {one.rule.slug for one in report.not_applicable}
    assert said | passed | not_applicable == set(RULES)
    assert not said & passed


# --- What a rule is ------------------------------------------------------------------------------------------------


def test_a_name_is_given_once():
    with pytest.raises(ValueError, match="no-persona"):
        rule("no-persona", Severity.INFO)(lambda _plan: iter(()))


def test_parameters_are_read_off_the_arguments():
    days, target, *_ = RULES["promo-overload"].parameters
    assert isinstance(days, Parameter)
    assert (days.name, days.kind, days.default, days.bounds.smallest, days.bounds.largest) == ("days", int, 28, 7, 90)
    assert str(target.label)


@pytest.mark.parametrize("value", ["3", None, True, 0, 21, 3.5])
def test_a_parameter_refuses_what_it_is_not(value):
    with pytest.raises(ValueError, match="min_personas"):
        RULES["no-persona"].parameters[0].read(value)


def test_a_rule_that_is_made_up_stands_after_the_families():
    made_up = replace(
        RULES["no-persona"],
        slug="made-up",
        judge=lambda _plan: iter([Hit(PLAN, {"personas": 0, "min_personas": 1})]),
        parameters=(),
        flagged=Example("", bakery),
    )
    report = run(bakery(personas=()), [Chosen(made_up), Chosen(RULES["no-persona"])])
    assert keys(report.findings) == ["no-persona:plan:0", "made-up:plan:0"]
    assert shown_by(made_up).rule.point is Point.TARGET


# --- What a report answers ------------------------------------------------------------------------------------------


@pytest.fixture
def mixed():
    """An error on one post, and findings about the whole plan beside it."""
    return run(bakery(channels=(channel(1, "x"),), posts=(post(1, 1, text="a" * 281), post(2, 3)), personas=()))


def test_a_report_tells_what_is_about_one_object_and_how_grave_its_worst_is(mixed):
    ref = Ref("post", 1)
    assert {one.rule.slug for one in mixed.about(ref)} >= {"over-char-limit"}
    assert {one.ref for one in mixed.about(ref)} == {ref}
    assert mixed.worst is max(one.severity for one in mixed.findings)
    assert run(bakery()).worst is None
    told = [one for severity in Severity for one in mixed.of(severity)]
    assert sorted(one.key for one in told) == sorted(one.key for one in mixed.findings)
    assert all(one.severity is severity for severity in Severity for one in mixed.of(severity))


def test_a_report_narrowed_to_days_leaves_out_the_posts_of_others(mixed):
    day = MONDAY + timedelta(days=1)
    assert "over-char-limit:post:1" in keys(mixed.narrowed(since=day, until=day).findings)
    assert "over-char-limit:post:1" not in keys(mixed.narrowed(since=day + timedelta(days=1)).findings)
    assert "over-char-limit:post:1" not in keys(mixed.narrowed(until=day - timedelta(days=1)).findings)
    assert keys(mixed.narrowed().findings) == keys(mixed.findings)


def test_a_waiver_holds_up_to_its_last_day_and_covers_its_own_rule(mixed):
    waiver = Waiver("over-char-limit", until=MONDAY)
    assert [waiver.holds(MONDAY + timedelta(days=days)) for days in (-1, 0, 1)] == [True, True, False]
    covered = {one.rule.slug for one in mixed.findings if waiver.covers(one)}
    assert covered == {"over-char-limit"}


def test_a_stale_waiver_says_whether_its_day_has_passed():
    over, idle = Waiver("no-persona", until=MONDAY - timedelta(days=1)), Waiver("no-objective")
    stale = {one.waiver.slug: one.expired for one in run(bakery(), waivers=[over, idle]).stale}
    assert stale == {"no-persona": True, "no-objective": False}
