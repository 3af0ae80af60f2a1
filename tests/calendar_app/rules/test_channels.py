"""Why each platform was chosen."""

from dataclasses import replace

import pytest

from calendar_app.plan.examples import bakery, channel, ines
from calendar_app.plan.snapshot import Use
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run


def found(slug, plan):
    return run(plan, [Chosen(RULES[slug])]).findings


def chosen(reason, uses=(), **fields):
    """The bakery on TikTok for that reason, where Inès uses those platforms."""
    return bakery(
        channels=(channel(1, "tiktok", reason=reason, **fields),),
        personas=(ines(uses=tuple(Use(platform, usage) for platform, usage in uses)),),
    )


REASONS = ["trend", "competitor", "boss", "popular", "persona", "listening", "habit", ""]


@pytest.mark.parametrize("reason", REASONS)
def test_a_platform_is_chosen_by_where_ones_people_are(reason):
    expected = {"trend": 1, "competitor": 1, "boss": 1}.get(reason, 0)
    assert len(found("trend-chasing", chosen(reason))) == expected
    assert len(found("popularity-only", chosen(reason))) == (reason == "popular")


@pytest.mark.parametrize("slug", ["trend-chasing", "popularity-only"])
@pytest.mark.parametrize(("status", "findings"), [("adopted", 1), ("testing", 0), ("paused", 0), ("left", 0)])
def test_only_what_was_adopted_is_asked_about(slug, status, findings):
    plan = chosen("popular" if slug == "popularity-only" else "trend", status=status)
    plan = replace(plan, channels=(*plan.channels, channel(2, "facebook")))
    assert len(found(slug, plan)) == findings


@pytest.mark.parametrize("slug", ["trend-chasing", "popularity-only"])
@pytest.mark.parametrize(
    ("use", "findings"),
    [(("tiktok", "daily"), 0), (("tiktok", "rarely"), 0), (("tiktok", "never"), 1), (("facebook", "daily"), 1)],
)
def test_one_persona_who_is_there_is_reason_enough(slug, use, findings):
    reason = "popular" if slug == "popularity-only" else "boss"
    assert len(found(slug, chosen(reason, [use]))) == findings


@pytest.mark.parametrize(("status", "findings"), [("active", 0), ("future", 0), ("archived", 1)])
def test_an_archived_persona_is_nowhere(status, findings):
    plan = chosen("trend", [("tiktok", "daily")])
    plan = replace(plan, personas=(replace(plan.personas[0], status=status),))
    assert len(found("trend-chasing", plan)) == findings


def test_the_reason_is_named():
    said = {found("trend-chasing", chosen(reason))[0].message for reason in ("trend", "competitor", "boss")}
    assert len(said) == 3
