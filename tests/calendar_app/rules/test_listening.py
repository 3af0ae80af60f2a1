"""Listening: who, how often, for what, and before what."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from calendar_app.plan.examples import MONDAY, bakery, channel
from calendar_app.plan.snapshot import Listening, Review
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run

WHOLE = Listening(
    cadence_days=7,
    owner=1,
    places=("reviews",),
    keyword_families=("brand", "product", "sector"),
    since=date(2025, 9, 1),
)


def found(slug, plan, **parameters):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


def listening(**fields):
    return bakery(listening=replace(WHOLE, **fields))


# --- listening-incomplete ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "said", "field"),
    [
        ({"owner": None}, 2, "owner"),
        ({"cadence_days": None}, 2, "cadence_days"),
        ({"cadence_days": 8}, 2, "cadence_days"),
        ({"keyword_families": ("brand", "product")}, 2, "keywords"),
        ({"keyword_families": ("brand", "brand", "brand")}, 2, "keywords"),
        ({"owner": None, "keyword_families": ()}, 1, "owner"),
        ({"owner": None, "cadence_days": None, "keyword_families": ()}, 0, "owner"),
    ],
)
def test_listening_has_someone_a_rhythm_and_words(fields, said, field):
    [finding] = found("listening-incomplete", listening(**fields))
    assert (finding.facts["said"], finding.facts["asked"], finding.fix_field) == (said, 3, field)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"cadence_days": 1},
        {"keyword_families": ("brand", "product", "competitor")},
        {"keyword_families": ("product", "competitor", "sector")},
        {"keyword_families": ("brand", "product", "competitor", "sector", "brand")},
    ],
)
def test_once_a_week_with_three_of_four_families_is_enough(fields):
    assert not found("listening-incomplete", listening(**fields))


def test_the_missing_families_are_named():
    [finding] = found("listening-incomplete", listening(keyword_families=("brand",)))
    assert str(finding.facts["missing"]).count(",") == 2


def test_a_team_may_listen_less_often():
    assert not found("listening-incomplete", listening(cadence_days=30), cadence_days=30)
    assert not found("listening-incomplete", listening(keyword_families=()), families_min=0)
    assert found("listening-incomplete", listening(), families_min=4)


# --- platform-before-listening -------------------------------------------------------------------------------------

ADOPTED = date(2025, 11, 3)


def adopted(*reviews, listening_since=ADOPTED + timedelta(days=1), **fields):
    """A plan of September 2025, with Facebook since November."""
    return bakery(
        channels=(channel(1, "facebook", **{"since": ADOPTED, **fields}),),
        reviews=reviews,
        listening=replace(WHOLE, since=listening_since),
    )


@pytest.mark.parametrize(("after", "findings"), [(-30, 0), (0, 0), (1, 1), (60, 1)])
def test_one_listens_before_choosing(after, findings):
    plan = adopted(listening_since=ADOPTED + timedelta(days=after))
    assert len(found("platform-before-listening", plan)) == findings


@pytest.mark.parametrize(
    ("fields", "findings"),
    [
        ({"since": None}, 0),
        ({"since": date(2025, 8, 31)}, 0),  # older than the plan
        ({"since": date(2025, 9, 1)}, 1),
        ({"reason": "listening"}, 0),
        ({"listening_since": None}, 0),
        ({"status": "testing"}, 1),
        ({"status": "paused"}, 0),
    ],
)
def test_accounts_of_before_and_what_is_not_known_are_left_out(fields, findings):
    plan = adopted(**fields)
    plan = replace(plan, channels=(*plan.channels, channel(2, "instagram", since=None)))
    assert len(found("platform-before-listening", plan)) == findings


@pytest.mark.parametrize(("after", "findings"), [(-1, 1), (1, 0), (30, 0)])
def test_a_review_since_then_settles_it(after, findings):
    plan = adopted(Review(ADOPTED + timedelta(days=after), channel=1))
    assert len(found("platform-before-listening", plan)) == findings


# --- Precedence ----------------------------------------------------------------------------------------------------


def test_who_does_not_listen_at_all_hears_that_and_no_more():
    plan = adopted()
    plan = replace(plan, listening=replace(plan.listening, places=(), owner=None))
    slugs = ("no-listening-plan", "listening-incomplete", "platform-before-listening")
    report = run(plan, [Chosen(RULES[slug]) for slug in slugs])
    assert [one.rule.slug for one in report.findings] == ["no-listening-plan"]
    assert {one.finding.rule.slug for one in report.hidden} == set(slugs[1:])
    assert plan.today == MONDAY
