"""Streaks, use, self, people, adverts, themes, rungs: each threshold on both of its sides."""

from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_app.plan.examples import MONDAY, bakery, post
from calendar_app.plan.snapshot import Campaign, Pillar
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, choose, run


def found(slug, plan, **parameters):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


def coming(*fields, first=1, **others):
    """The bakery with one post for each of these, a day after another."""
    return bakery(
        posts=tuple(post(number, first + number, **{**others, **each}) for number, each in enumerate(fields)),
    )


def times(number, **fields):
    return [fields] * number


# --- promo-streak --------------------------------------------------------------------------------------------------

OFFER, TIP, BARE = {"intent": "commercial"}, {"intent": "value"}, {"intent": ""}


@pytest.mark.parametrize(
    ("row", "streaks"),
    [
        ([OFFER, OFFER, TIP, OFFER, OFFER], []),
        ([OFFER, OFFER, OFFER, TIP], [3]),
        ([TIP, OFFER, OFFER, OFFER, OFFER], [4]),
        ([OFFER, OFFER, BARE, OFFER, OFFER], []),  # a bare title sells nothing yet
        ([OFFER] * 3 + [TIP] + [OFFER] * 4, [4]),  # the longest is told
        ([OFFER, OFFER, OFFER], []),  # less than a post a week: one more is allowed
        ([OFFER] * 4, [4]),
    ],
)
def test_three_offers_in_a_row_are_too_many(row, streaks):
    assert [one.facts["streak"] for one in found("promo-streak", coming(*row))] == streaks


def test_each_channel_has_its_own_row():
    turns = [{**OFFER, "channel": 1 + number % 2} for number in range(4)]
    assert not found("promo-streak", coming(*turns, *times(4, **TIP)))


@pytest.mark.parametrize(("first", "findings"), [(-3, 0), (-2, 1), (-1, 1)])
def test_a_row_that_is_out_cannot_be_changed(first, findings):
    rest = [post(50 + day, 5 + day, intent="value") for day in range(4)]
    plan = coming(*times(3, **OFFER), first=first)
    assert len(found("promo-streak", replace(plan, posts=(*plan.posts, *rest)))) == findings


def test_a_row_that_was_posted_cannot_be_changed():
    assert not found("promo-streak", coming(*times(5, **OFFER, status="posted")))


def test_only_what_is_still_to_come_is_to_be_changed():
    plan = coming(*times(6, **OFFER), first=-3)
    [finding] = found("promo-streak", plan)
    assert [ref.id for ref in finding.related] == [3, 4, 5]


def test_a_channel_that_only_sells_is_not_told_of_its_rows():
    report = run(coming(*times(6, **OFFER)), choose(select=["only-commercial", "promo-overload", "promo-streak"]))
    assert [one.key for one in report.findings] == ["only-commercial:plan:0"]
    assert {one.finding.rule.slug for one in report.hidden} == {"promo-overload", "promo-streak"}


# --- Campaigns -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "is_said"),
    [
        (-9, -1, False),
        (-9, 0, True),
        (27, 40, True),
        (28, 40, False),
        (None, 3, True),
        (3, None, True),
        (None, None, False),
    ],
)
def test_a_campaign_explains_a_figure_and_does_not_silence_it(first, last, is_said):
    start, end = (None if day is None else MONDAY + timedelta(days=day) for day in (first, last))
    plan = replace(coming(*times(4, **OFFER), *times(4, **TIP)), campaigns=(Campaign(1, "Pâques", start, end),))
    for slug in ("promo-overload", "promo-streak"):
        [finding] = found(slug, plan)
        assert ("Pâques" in finding.measured) is is_said


# --- no-value ------------------------------------------------------------------------------------------------------

NOTHING = {"value": "none", "intent": "value"}


@pytest.mark.parametrize(
    ("empty", "useful", "findings"), [(3, 0, 0), (4, 0, 1), (1, 3, 0), (2, 5, 1), (2, 6, 0), (0, 9, 0), (1, 2, 0)]
)
def test_three_posts_in_four_bring_something(empty, useful, findings):
    assert len(found("no-value", coming(*times(empty, **NOTHING), *times(useful, **TIP)))) == findings


@pytest.mark.parametrize(
    "fields",
    [
        {"value": "", "intent": "value"},
        {"value": "none", "intent": "commercial"},
        {"value": "none", "intent": "service"},
    ],
)
def test_what_is_not_said_and_what_sells_or_informs_is_left_out(fields):
    assert not found("no-value", coming(*times(9, **fields)))
    assert not found("no-value", coming(*times(3, **NOTHING), *times(9, **fields)))


def test_the_posts_that_bring_nothing_are_named():
    [finding] = found("no-value", coming(TIP, NOTHING, TIP, NOTHING))
    assert (finding.facts["share"], [ref.id for ref in finding.related]) == (50, [1, 3])


# --- self-centred --------------------------------------------------------------------------------------------------

US, THEM = {"about": "us"}, {"about": "audience"}


@pytest.mark.parametrize(
    ("ours", "others", "findings"), [(4, 0, 0), (5, 0, 1), (7, 3, 0), (5, 2, 1), (8, 3, 1), (0, 9, 0)]
)
def test_seven_posts_in_ten_may_speak_of_oneself(ours, others, findings):
    assert len(found("self-centred", coming(*times(ours, **US), *times(others, **THEM)))) == findings


@pytest.mark.parametrize(("about", "findings"), [("works", 0), ("sector", 0), ("community", 0), ("", 1)])
def test_works_are_not_oneself_and_silence_says_nothing(about, findings):
    assert len(found("self-centred", coming(*times(5, **US), *times(5, about=about)))) == findings


# --- impersonal-feed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("posts", "findings"), [(4, 0), (5, 1)])
def test_one_post_in_four_weeks_shows_someone(posts, findings):
    silent = times(posts, pillar=1)
    assert len(found("impersonal-feed", coming(*silent))) == findings
    assert not found("impersonal-feed", coming(*silent, {"has_people": True}))
    assert not found("impersonal-feed", coming(*silent, {"pillar": 2}))  # people and craft
    assert not found("impersonal-feed", coming(*times(posts, pillar=None)))  # nobody said


def test_whoever_shows_someone_after_the_window_shows_nobody_in_it():
    late = post(99, 28, has_people=True)
    plan = coming(*times(5, pillar=1))
    assert found("impersonal-feed", replace(plan, posts=(*plan.posts, late)))


# --- paid-only -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("paid", "own", "findings"), [(3, 0, 0), (4, 0, 1), (4, 1, 0), (9, 0, 1), (0, 4, 0)])
def test_not_every_post_is_an_advert(paid, own, findings):
    plan = coming(*times(paid, media_type="paid"), *times(own))
    assert len(found("paid-only", plan)) == findings
    earned = coming(*times(paid, media_type="paid"), *times(own), {"media_type": "earned"})
    assert not found("paid-only", earned)


# --- pillar-imbalance ----------------------------------------------------------------------------------------------


def themes(*counts, shares=(50, 50)):
    """A plan with two themes or more, and so many posts of each."""
    plan = coming(*[{"pillar": number} for number, count in enumerate(counts, start=1) for _ in range(count)])
    pillars = tuple(
        Pillar(number, f"Theme {number}", target_share=share) for number, share in enumerate(shares, start=1)
    )
    return replace(plan, pillars=pillars)


@pytest.mark.parametrize(
    ("counts", "keys"),
    [
        ((7, 3), []),
        ((71, 29), ["pillar:1", "pillar:2"]),
        ((8, 2), ["pillar:1", "pillar:2"]),
        ((4, 0), []),  # four posts are too few to judge
        ((5, 0), ["pillar:1", "pillar:2"]),
    ],
)
def test_a_share_may_differ_by_twenty_points(counts, keys):
    plan = themes(*counts)
    within = tuple(replace(one, day=MONDAY, at=None) for one in plan.posts)
    hits = found("pillar-imbalance", replace(plan, posts=within))
    assert [f"{one.ref.kind}:{one.ref.id}" for one in hits] == keys


def test_a_theme_without_a_share_is_free():
    hits = found("pillar-imbalance", themes(9, 1, shares=(None, 50)))
    assert [one.ref.id for one in hits] == [2]


def test_posts_without_a_theme_or_with_one_that_is_gone_are_left_out():
    plan = themes(3, 2)
    others = tuple(post(50 + number, 2, pillar=pillar) for number, pillar in enumerate([None, 9] * 5))
    assert not found("pillar-imbalance", replace(plan, posts=(*plan.posts, *others)))


def test_too_many_posts_of_a_theme_get_another_and_too_few_get_more():
    over, under = found("pillar-imbalance", themes(8, 2))
    assert (over.facts["actual"], over.facts["wanted"], over.facts["off"]) == (80, 50, 30)
    assert over.fix != under.fix
    assert [ref.id for ref in over.related] == [0, 1, 2, 3, 4]
    assert [ref.id for ref in under.related] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("pillars", "act"), [(0, "pillar.new"), (1, "pillar.new"), (2, None), (6, None), (7, "strategy")]
)
def test_two_to_six_themes_can_be_kept_up(pillars, act):
    plan = replace(coming(*times(5)), pillars=tuple(Pillar(number, "T") for number in range(pillars)))
    assert [one.fix.act for one in found("pillar-imbalance", plan)] == ([act] if act else [])
    assert not found("pillar-imbalance", replace(plan, posts=plan.posts[:4]))


def test_the_number_of_themes_has_words_of_its_own():
    plan = replace(coming(*times(5)), pillars=())
    [finding] = found("pillar-imbalance", plan)
    assert "0" in finding.message
    assert "%(" not in finding.measured + finding.benchmark


# --- ladder-gap ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rungs", "findings"),
    [
        ([4] * 4, 0),
        ([4] * 5, 1),
        ([4] * 4 + [5], 0),
        ([4] * 5 + [None] * 5, 1),  # half of them name one
        ([4] * 5 + [None] * 6, 0),
        ([None] * 9, 0),
        ([4] * 5 + [12], 1),  # no such rung
    ],
)
def test_posts_aim_at_two_rungs(rungs, findings):
    assert len(found("ladder-gap", coming(*({"target_rung": rung} for rung in rungs)))) == findings


@pytest.mark.parametrize(("day", "findings"), [(89, 0), (90, 1)])
def test_a_quarter_of_a_year_is_looked_at(day, findings):
    plan = coming(*times(5, target_rung=4))
    assert len(found("ladder-gap", replace(plan, posts=(*plan.posts, post(99, day, target_rung=5))))) == findings


# --- Precedence ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slug",
    [
        "only-commercial",
        "promo-overload",
        "promo-streak",
        "broadcast-only",
        "no-value",
        "self-centred",
        "impersonal-feed",
        "paid-only",
        "pillar-imbalance",
        "ladder-gap",
        "planning-horizon-short",
        "cadence-below-min",
        "cadence-above-max",
        "publishing-gap",
        "burst",
    ],
)
def test_an_empty_calendar_is_said_alone(slug):
    assert slug in RULES["empty-calendar"].hides


@pytest.mark.parametrize(
    ("greater", "lesser"),
    [
        ("no-objective", "vanity-only"),
        ("no-objective", "sales-only"),
        ("no-persona", "platform-without-persona"),
        ("only-commercial", "promo-overload"),
        ("only-commercial", "promo-streak"),
        ("dead-account", "cadence-below-min"),
    ],
)
def test_what_a_greater_rule_says_is_not_said_again(greater, lesser):
    assert lesser in RULES[greater].hides
