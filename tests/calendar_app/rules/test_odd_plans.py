"""Whatever a plan holds: no rule raises, findings point into it, and thresholds work in one direction."""

from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app.plan import weeks
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run
from tests.calendar_app.rules.odd_plans import PLANS

# A larger value of these lets more pass.
LENIENT = [
    ("workload-over-capacity", "tolerance"),
    ("workload-over-capacity", "error_above"),
    ("workload-over-capacity", "min_posts"),
    ("test-without-frame", "max_days"),
    ("test-overdue", "grace_days"),
    ("too-many-tests", "max_tests"),
    ("platform-review-overdue", "platform_review_days"),
    ("stay-without-proof", "proof_months"),
    ("stay-without-proof", "measure_days"),
    ("stay-without-proof", "misses"),
    ("dead-account", "dead_days"),
    ("listening-incomplete", "cadence_days"),
    ("slow-response", "sla_hours"),
    ("slow-response", "error_hours"),
    ("slow-response", "complaint_hours"),
    ("canned-replies", "max_identical"),
    ("ambassadors-unattended", "silent_days"),
]
# And of these, fewer.
STRICT = [
    ("workload-over-capacity", "weeks_ahead"),
    ("too-many-tests", "few_hours"),
    ("quit-too-early", "min_trial_days"),
    ("quit-too-early", "ask_days"),
    ("listening-incomplete", "families_min"),
]


def known(plan, ref):
    objects = {
        "plan": [0],
        "post": [post.id for post in plan.posts],
        "channel": [channel.id for channel in plan.channels],
        "persona": [persona.id for persona in plan.personas],
        "objective": [objective.id for objective in plan.objectives],
        "member": [member.id for member in plan.team],
        "pillar": [pillar.id for pillar in plan.pillars],
        "campaign": [campaign.id for campaign in plan.campaigns],
    }
    return weeks.is_week(ref.id) if ref.kind == weeks.WEEK else ref.id in objects[ref.kind]


@settings(max_examples=60, deadline=None)
@given(PLANS, st.sampled_from(["fr", "en"]))
def test_every_finding_points_into_the_plan_and_can_be_told(plan, language):
    with translation.override(language):
        for finding in run(plan).findings:
            assert finding.ref.kind in finding.rule.scope
            assert all(known(plan, ref) for ref in finding.objects)
            assert finding.message
            assert finding.measured
            assert finding.benchmark
            assert finding.fix_field == finding.fix_field.strip()


@settings(max_examples=30, deadline=None)
@given(PLANS)
def test_the_same_plan_has_the_same_report(plan):
    first, second = run(plan), run(replace(plan))
    assert [one.key for one in first.findings] == [one.key for one in second.findings]
    assert [one.message for one in first.findings] == [one.message for one in second.findings]


@settings(max_examples=30, deadline=None)
@given(PLANS)
def test_a_finding_is_told_once_for_each_object(plan):
    """The channels of a real plan have numbers of their own."""
    plan = replace(
        plan,
        channels=tuple(replace(one, id=number) for number, one in enumerate(plan.channels)),
        posts=tuple(replace(one, id=number) for number, one in enumerate(plan.posts)),
        personas=tuple(replace(one, id=number) for number, one in enumerate(plan.personas)),
        objectives=tuple(replace(one, id=number) for number, one in enumerate(plan.objectives)),
    )
    keys = [one.key for one in run(plan).findings]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("slug", "name", "sign"), [*((*one, 1) for one in LENIENT), *((*one, -1) for one in STRICT)])
@settings(max_examples=40, deadline=None)
@given(plan=PLANS, data=st.data())
def test_a_threshold_works_in_one_direction(slug, name, sign, plan, data):
    [bounds] = [one.bounds for one in RULES[slug].parameters if one.name == name]
    kind = {one.name: one.kind for one in RULES[slug].parameters}[name]
    values = st.integers(int(bounds.smallest) + 1, int(bounds.largest)).map(kind)
    low, high = sorted([data.draw(values), data.draw(values)])
    found = [
        {one.key: one.severity for one in run(plan, [Chosen(RULES[slug], parameters={name: value})]).findings}
        for value in (low, high)
    ]
    stricter, milder = found if sign == 1 else reversed(found)
    assert milder.keys() <= stricter.keys()
    assert all(severity <= stricter[key] for key, severity in milder.items())
