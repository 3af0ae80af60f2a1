"""Personas: known well enough, questioned often enough, met where they are."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from calendar_app.plan.examples import MONDAY, PLATFORMS, bakery, channel, ines
from calendar_app.plan.snapshot import Cohort, Use
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run


def found(slug, plan, **parameters):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


def known(**fields):
    return found("persona-incomplete", bakery(personas=(ines(**fields),)))


# --- persona-incomplete --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"needs": ()}, "needs"),
        ({"expectations": "  "}, "expectations"),
        ({"uses": ()}, "uses"),
        ({"uses": (Use("tiktok", "never"),)}, "uses"),  # where she is not says nothing of where she is
        ({"evidence_type": ""}, "evidence_type"),
        ({"evidence_type": "guess"}, "evidence_type"),
        ({"age_min": None}, "age_min"),
        ({"age_max": None}, "age_min"),
        ({"age_min": 20, "age_max": 66}, "age_min"),
    ],
)
def test_each_thing_that_is_missing_is_asked_for_in_its_field(fields, field):
    [finding] = known(**fields)
    assert (finding.fix_field, finding.facts["known"], finding.facts["asked"]) == (field, 4, 5)


@pytest.mark.parametrize("evidence", ["survey", "interviews", "analytics", "sales"])
def test_a_persona_of_whom_everything_is_known_is_fine(evidence):
    assert not known(evidence_type=evidence)


@pytest.mark.parametrize(("oldest", "findings"), [(64, 0), (65, 0), (66, 1)])
def test_forty_five_years_is_the_widest_range(oldest, findings):
    assert len(known(age_min=20, age_max=oldest)) == findings


def test_a_public_service_is_there_for_all_ages():
    everyone = (ines(age_min=0, age_max=99),)
    assert found("persona-incomplete", bakery(personas=everyone))
    assert not found("persona-incomplete", bakery(personas=everyone, market="public"))


def test_all_that_is_missing_stands_in_one_sentence():
    [finding] = known(needs=(), expectations="", uses=(), evidence_type="", age_min=None)
    assert finding.facts["known"] == 0
    assert finding.message.count(",") == 4


@pytest.mark.parametrize("status", ["future", "archived"])
def test_a_persona_that_is_not_active_may_be_unfinished(status):
    assert not known(needs=(), status=status)


# --- persona-review-overdue ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "findings"), [(179, 0), (180, 0), (181, 1), (-3, 0)])
def test_a_persona_is_questioned_every_half_year(days, findings):
    persona = ines(last_reviewed_on=MONDAY - timedelta(days=days))
    assert len(found("persona-review-overdue", bakery(personas=(persona,)))) == findings
    assert not found("persona-review-overdue", bakery(personas=(replace(persona, status="future"),)))


def test_a_fast_field_may_ask_sooner():
    persona = ines(last_reviewed_on=MONDAY - timedelta(days=91))
    assert found("persona-review-overdue", bakery(personas=(persona,)), days=90)


def test_a_day_that_nobody_knows_is_not_long_ago():
    assert not found("persona-review-overdue", bakery(personas=(ines(last_reviewed_on=None),)))


# --- persona-unreached ---------------------------------------------------------------------------------------------


def reached(*uses, channels=("facebook", "instagram"), **fields):
    plan = bakery(
        personas=(ines(uses=uses, **fields),),
        channels=tuple(channel(number, platform) for number, platform in enumerate(channels, start=1)),
    )
    return not found("persona-unreached", plan)


def test_one_platform_in_common_is_enough():
    assert reached(Use("tiktok"), Use("facebook"))
    assert not reached(Use("tiktok"), Use("linkedin"))


def test_a_persona_without_platforms_is_not_known_to_be_elsewhere():
    assert reached()
    assert reached(Use("tiktok", "never"))


def test_a_newsletter_reaches_its_readers():
    assert reached(Use("newsletter"), channels=("newsletter",))


def test_a_platform_used_rarely_is_used():
    assert reached(Use("facebook", "rarely"))


def test_the_platforms_are_called_by_their_names():
    plan = bakery(personas=(ines(uses=(Use("tiktok", name="TikTok"), Use("bereal"))),))
    [finding] = found("persona-unreached", plan)
    assert "TikTok, bereal" in finding.message
    assert finding.measured.endswith("Facebook, Instagram")


@pytest.mark.parametrize(("status", "findings"), [("adopted", 0), ("testing", 0), ("paused", 1), ("left", 1)])
def test_only_platforms_in_use_reach_anyone(status, findings):
    plan = bakery(
        personas=(ines(uses=(Use("facebook"),)),),
        channels=(channel(1, "facebook", status=status), channel(2, "instagram")),
    )
    assert len(found("persona-unreached", plan)) == findings


@pytest.mark.parametrize("status", ["future", "archived"])
def test_a_persona_for_later_need_not_be_reached(status):
    assert reached(Use("tiktok"), status=status)


def test_without_any_platform_the_question_does_not_arise():
    plan = bakery(channels=())
    assert [one.rule.slug for one in run(plan, [Chosen(RULES["persona-unreached"])]).not_applicable] == [
        "persona-unreached"
    ]


# --- persona-platform-mismatch -------------------------------------------------------------------------------------


def meeting(*cohorts, platform="tiktok", uses=(), personas=(1,), **fields):
    """Inès, 30 to 45, on whose platforms surveys say this, as age_min, age_max, share."""
    rows = tuple(Cohort(platform, "FR", *cohort) for cohort in cohorts)
    return bakery(
        personas=(ines(uses=uses, **fields),), channels=(channel(1, platform, personas=personas),), cohorts=rows
    )


@pytest.mark.parametrize(("share", "findings"), [(24, 1), (25, 0), (26, 0), (39, 0), (0, 1)])
def test_a_quarter_of_an_age_is_enough(share, findings):
    assert len(found("persona-platform-mismatch", meeting((18, 60, share)))) == findings


def test_each_year_of_age_weighs_the_same():
    # Eight of Inès's sixteen years in each: (10 + 39) / 2 rounds to 24, (10 + 41) / 2 to 26.
    assert found("persona-platform-mismatch", meeting((20, 37, 10), (38, 50, 39)))
    assert not found("persona-platform-mismatch", meeting((20, 37, 10), (38, 50, 41)))


def test_a_cohort_that_only_touches_counts_a_year():
    [finding] = found("persona-platform-mismatch", meeting((20, 30, 0), (45, 60, 40), (46, 90, 99)))
    assert finding.facts["share"] == 20


@pytest.mark.parametrize("usage", ["daily", "weekly", "rarely"])
def test_what_a_persona_is_known_to_use_wins_over_surveys(usage):
    assert not found("persona-platform-mismatch", meeting((18, 60, 2), uses=(Use("tiktok", usage),)))


def test_that_a_persona_is_not_there_does_not_speak_for_it():
    assert found("persona-platform-mismatch", meeting((18, 60, 2), uses=(Use("tiktok", "never"), Use("facebook"))))


@pytest.mark.parametrize(
    "plan",
    [
        meeting(),
        meeting((60, 90, 2)),
        meeting((18, 60, 2), age_min=None),
        meeting((18, 60, 2), age_max=None),
        meeting((18, 60, 2), personas=()),
        meeting((18, 60, 2), status="future"),
        replace(meeting((18, 60, 2)), cohorts=(Cohort("facebook", "FR", 18, 60, 2),)),
    ],
    ids=["no survey", "another age", "no youngest", "no oldest", "not for her", "for later", "another platform"],
)
def test_what_nobody_knows_is_never_unlikely(plan):
    assert not found("persona-platform-mismatch", plan)


def test_people_at_work_are_likelier_on_a_platform_for_work():
    plan = meeting((18, 60, 5), platform="linkedin")
    at_work = replace(plan, personas=(ines(uses=(), role="professional"),))
    linkedin = replace(PLATFORMS["linkedin"], professional_bonus=25)
    with_bonus = replace(at_work, channels=(replace(at_work.channels[0], platform=linkedin),))
    assert found("persona-platform-mismatch", plan)
    assert found("persona-platform-mismatch", at_work)  # this platform adds nothing
    assert not found("persona-platform-mismatch", with_bonus)
    assert found("persona-platform-mismatch", replace(with_bonus, personas=plan.personas))


def test_one_finding_a_platform_names_the_least_likely_and_all():
    paul = ines(uses=(), age_min=60, age_max=70)
    plan = meeting((18, 59, 20), (60, 90, 5), personas=(1, 2))
    [finding] = found(
        "persona-platform-mismatch", replace(plan, personas=(*plan.personas, replace(paul, id=2, name="Paul")))
    )
    assert finding.key == "persona-platform-mismatch:channel:1"
    assert (finding.facts["persona"], finding.facts["ages"], finding.facts["share"]) == ("Paul", "60–70", 5)
    assert [ref.id for ref in finding.related] == [1, 2]


@pytest.mark.parametrize(
    ("cohorts", "cited"),
    [
        ([("estimated", "", None)], "our estimate"),
        ([("cited", "Pew", 2025)], "Pew 2025"),
        ([("cited", "Pew", 2025), ("cited", "Pew", 2025), ("cited", "CSA", None)], "Pew 2025, CSA"),
        ([("cited", "Pew", 2025), ("estimated", "", None)], "Pew 2025, partly estimated"),
        ([("cited", "", None)], ""),
    ],
)
def test_the_surveys_stand_beside_the_figure(cohorts, cited):
    rows = [(18 + number, 60, 10, *about) for number, about in enumerate(cohorts)]
    [finding] = found("persona-platform-mismatch", meeting(*rows))
    with translation.override("en"):
        assert str(finding.facts["figures"]) == cited
