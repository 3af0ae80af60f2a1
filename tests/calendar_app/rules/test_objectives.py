"""Objectives: measurable, worth measuring, given their time, resting on something."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from calendar_app.plan.examples import MONDAY, bakery, cakes, channel, post
from calendar_app.plan.snapshot import Answering, AudienceCount, Campaign, Listening, TeamMember
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run

TWO = (TeamMember(1, "Samira", "owner", 3), TeamMember(2, "Léo", "side_job", 3))


def found(slug, plan, **parameters):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


def severities(findings):
    return [str(one.severity) for one in findings]


def aiming(*objectives, **fields):
    """The bakery with objectives that differ from hers by these fields."""
    numbered = (replace(cakes(**one), id=number) for number, one in enumerate(objectives, start=1))
    return bakery(objectives=tuple(numbered), **fields)


# --- objective-not-smart -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kpi": ""}, "kpi"),
        ({"kpi": "", "kpi_name": "orders", "kpi_unit": ""}, "kpi_unit"),
        ({"baseline": None}, "baseline"),
        ({"baseline": None, "baseline_due_on": MONDAY - timedelta(days=1)}, "baseline"),
        ({"target": None}, "target"),
        ({"due_on": None}, "due_on"),
        ({"owner": None}, "owner"),
    ],
)
def test_each_thing_that_makes_an_objective_measurable(fields, field):
    [finding] = found("objective-not-smart", aiming(fields, team=TWO))
    assert (finding.fix_field, finding.facts["known"], finding.facts["asked"]) == (field, 5, 6)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"baseline": 0.0, "target": 0.0},
        {"kpi": "", "kpi_name": "orders"},
        {"kpi_unit": ""},  # that of the catalogue
        {"baseline": None, "baseline_due_on": MONDAY},
        {"status": "dropped", "target": None},
    ],
)
def test_what_is_said_is_said(fields):
    assert not found("objective-not-smart", aiming(fields, team=TWO))


@pytest.mark.parametrize("team", [(), TWO[:1]])
def test_whoever_works_alone_looks_after_everything(team):
    assert not found("objective-not-smart", aiming({"owner": None}, team=team))


# --- vanity-only ---------------------------------------------------------------------------------------------------

LIKES = {"kpi": "likes", "kpi_family": "popularity", "kpi_unit": "likes"}
TYPED = {"kpi": "", "kpi_family": "", "kpi_unit": ""}


@pytest.mark.parametrize(
    ("objectives", "findings"),
    [
        ([LIKES], 1),
        ([LIKES, LIKES], 1),
        ([LIKES, {}], 0),
        ([LIKES, {"status": "dropped"}], 1),
        ([{**LIKES, "kpi_family": "engagement"}], 0),
        ([{**TYPED, "kpi_name": "  Followers "}], 1),
        ([{**TYPED, "kpi_name": "Nombre d’abonnés"}], 1),
        ([{**TYPED, "kpi_name": "Abonnés à la lettre"}], 0),  # readers of a letter are another matter
        ([{**TYPED, "kpi_name": ""}], 0),  # nobody said what is counted
        ([LIKES, {**TYPED, "kpi_name": "Visites"}], 0),
    ],
)
def test_one_objective_counts_what_it_brings(objectives, findings):
    assert len(found("vanity-only", aiming(*objectives))) == findings


@pytest.mark.parametrize(
    ("fields", "severity"),
    [
        ({"kind": "visibility", "start_on": MONDAY - timedelta(days=89)}, "info"),
        ({"kind": "visibility", "start_on": MONDAY - timedelta(days=90)}, "warning"),
        ({"kind": "visibility", "start_on": None}, "warning"),
        ({"kind": "community", "start_on": MONDAY}, "warning"),
    ],
)
def test_while_one_makes_oneself_known_it_is_advice(fields, severity):
    assert severities(found("vanity-only", aiming({**LIKES, **fields}))) == [severity]
    assert severities(found("vanity-only", aiming({**LIKES, **fields}, {**LIKES, "kind": "sales"}))) == ["warning"]


def test_the_counters_are_named_once():
    [finding] = found("vanity-only", aiming(LIKES, LIKES, {**TYPED, "kpi_name": "reach"}))
    assert str(finding.facts["counted"]) == "likes, reach"
    assert [ref.id for ref in finding.related] == [1, 2, 3]


def test_without_an_objective_there_is_nothing_to_count_or_sell():
    assert not found("vanity-only", aiming())
    assert not found("sales-only", aiming())


# --- sales-only ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "findings"),
    [(["sales"], 1), (["sales", "sales"], 1), (["sales", "visibility"], 0), (["new_clients_partners"], 0)],
)
def test_selling_is_not_the_only_objective(kinds, findings):
    assert len(found("sales-only", aiming(*({"kind": kind} for kind in kinds)))) == findings


# --- impatient-target ----------------------------------------------------------------------------------------------

TIMES = {
    "visibility": 90,
    "traffic": 90,
    "recruitment": 90,
    "new_clients_partners": 120,
    "reputation": 120,
    "community": 120,
    "sales": 180,
    "seo": 180,
    "customer_care": 60,
    "watch": 60,
}


def lasting(days, kind, start=MONDAY, **fields):
    return {"kind": kind, "start_on": start, "due_on": start + timedelta(days=days), **fields}


@pytest.mark.parametrize(("kind", "days"), TIMES.items())
def test_each_kind_of_objective_has_its_time(kind, days):
    assert not found("impatient-target", aiming(lasting(days, kind)))
    [finding] = found("impatient-target", aiming(lasting(days - 1, kind)))
    assert (finding.facts["given"], finding.facts["needed"]) == (days - 1, days)


@pytest.mark.parametrize("fields", [{"start_on": None}, {"due_on": None}, {"due_on": MONDAY - timedelta(days=1)}])
def test_a_time_that_nobody_knows_or_that_is_over_is_not_short(fields):
    assert not found("impatient-target", aiming({**lasting(30, "sales", MONDAY - timedelta(days=20)), **fields}))


def test_a_paid_campaign_may_be_short():
    assert not found("impatient-target", aiming(lasting(20, "sales", is_campaign=True)))
    plan = aiming(lasting(20, "sales"))
    assert not found("impatient-target", replace(plan, campaigns=(Campaign(1, "Easter", objective=1, is_paid=True),)))
    [finding] = found("impatient-target", replace(plan, campaigns=(Campaign(1, "Easter", objective=1),)))
    assert "Easter" in finding.measured
    assert found("impatient-target", replace(plan, campaigns=(Campaign(1, "Easter", objective=2, is_paid=True),)))


@pytest.mark.parametrize(
    ("fields", "days", "findings"),
    [
        ({"since": MONDAY - timedelta(days=730)}, 90, 0),
        ({"since": MONDAY - timedelta(days=730)}, 89, 1),
        ({"since": MONDAY - timedelta(days=729)}, 90, 1),
        ({"since": None}, 90, 1),
        ({"since": date(2015, 1, 1), "objectives": ()}, 90, 1),
        ({"since": date(2015, 1, 1), "status": "left"}, 90, 1),
    ],
)
def test_an_account_of_two_years_halves_the_time(fields, days, findings):
    plan = aiming(lasting(days, "sales"), channels=(channel(1, "facebook", **fields),))
    assert len(found("impatient-target", plan)) == findings


# --- objective-without-plan ----------------------------------------------------------------------------------------

LISTENING = bakery().listening


@pytest.mark.parametrize("kind", ["watch", "reputation"])
@pytest.mark.parametrize(
    ("listening", "findings"),
    [
        (LISTENING, 0),
        (Listening(), 1),
        (replace(LISTENING, places=()), 1),
        (replace(LISTENING, owner=None), 1),
        (replace(LISTENING, cadence_days=None), 1),
    ],
)
def test_watching_takes_a_place_a_person_and_a_rhythm(kind, listening, findings):
    hits = found("objective-without-plan", aiming({"kind": kind}, listening=listening))
    assert [one.fix.act for one in hits] == ["listening.edit"] * findings
    assert not found("objective-without-plan", aiming({"kind": "sales"}, listening=listening))


@pytest.mark.parametrize(("answering", "findings"), [(Answering(), 1), (Answering(exists=True), 0)])
def test_helping_takes_answers(answering, findings):
    hits = found("objective-without-plan", aiming({"kind": "customer_care"}, answering=answering))
    assert [one.fix.act for one in hits] == ["answering"] * findings


def linking(links, others, kind="seo", platform="facebook", **fields):
    """So many posts with a link and so many without, on one platform."""
    coming = tuple(
        post(number, 1 + number, link="https://example.org" if number < links else "")
        for number in range(links + others)
    )
    return aiming({"kind": kind}, channels=(channel(1, platform),), posts=coming, **fields)


@pytest.mark.parametrize(
    ("links", "others", "findings"), [(0, 3, 0), (0, 4, 1), (1, 4, 0), (1, 5, 1), (2, 8, 0), (4, 0, 0)]
)
@pytest.mark.parametrize("kind", ["seo", "traffic"])
def test_visits_take_a_link_in_one_post_of_five(kind, links, others, findings):
    hits = found("objective-without-plan", linking(links, others, kind))
    assert [(one.fix.act, one.fix_field) for one in hits] == [("post.edit", "link")] * findings
    assert all(one.related for one in hits)


def test_a_link_in_the_text_is_a_link():
    plan = linking(0, 5)
    told = replace(plan.posts[0], text="Ici : https://fournil.example")
    assert not found("objective-without-plan", replace(plan, posts=(told, *plan.posts[1:])))


def test_where_no_link_can_be_followed_none_is_missed():
    assert not found("objective-without-plan", linking(0, 9, platform="instagram"))
    nowhere = linking(0, 9)
    assert not found(
        "objective-without-plan", replace(nowhere, posts=tuple(replace(one, channel=None) for one in nowhere.posts))
    )


def test_visits_to_a_shop_without_a_site_need_no_link():
    no_site = replace(bakery().readiness, website_url="")
    assert not found("objective-without-plan", linking(0, 9, "traffic", readiness=no_site))
    assert found("objective-without-plan", linking(0, 9, "seo", readiness=no_site))


# --- unrealistic-engagement ----------------------------------------------------------------------------------------


def community(target, followers=1000, **fields):
    """The bakery, followed by so many on Facebook, with a target of so many comments."""
    counts = () if followers is None else (AudienceCount(MONDAY - timedelta(days=1), followers),)
    objective = {"kpi": "comments", "kpi_family": "engagement", "kpi_unit": "", "baseline": None, "target": target}
    return aiming({**objective, **fields}, channels=(channel(1, "facebook", audience=counts),))


@pytest.mark.parametrize(
    ("target", "fields", "findings"),
    [
        (100, {}, 0),
        (101, {}, 1),
        (10, {"kpi": "ugc"}, 0),
        (11, {"kpi": "ugc"}, 1),
        (101, {"kpi": "replies"}, 1),
        (101, {"kpi": "shares"}, 1),
        (10, {"kpi_unit": "%"}, 0),
        (11, {"kpi_unit": " % "}, 1),
        (11, {"kpi_unit": "Pour cent", "kpi": "clicks"}, 1),
        (500, {"kpi": "clicks"}, 0),  # whoever clicks need not follow
        (500, {"kpi": "orders", "kpi_family": "business"}, 0),
        (50, {"kpi": "orders", "kpi_family": "business", "kpi_unit": "%"}, 0),
        (None, {}, 0),
        (200, {"baseline": 100}, 1),
        (200, {"baseline": 101}, 0),  # they do more already
        (101, {"status": "dropped"}, 0),
    ],
)
def test_one_in_ten_joins_in_and_one_in_a_hundred_contributes(target, fields, findings):
    assert len(found("unrealistic-engagement", community(target, **fields))) == findings


@pytest.mark.parametrize(
    ("followers", "unit", "findings"),
    [(299, "", 0), (300, "", 1), (299, "%", 0), (None, "", 0), (None, "%", 1), (0, "", 0)],
)
def test_small_circles_and_circles_that_nobody_counted(followers, unit, findings):
    assert len(found("unrealistic-engagement", community(90, followers, kpi_unit=unit))) == findings


def test_the_newest_count_of_the_channels_that_serve_it():
    counts = (AudienceCount(MONDAY, 1000), AudienceCount(MONDAY - timedelta(days=90), 9000))
    plan = community(101)
    other = channel(2, "instagram", objectives=(), audience=(AudienceCount(MONDAY, 9000),))
    plan = replace(plan, channels=(channel(1, "facebook", audience=counts), other))
    assert found("unrealistic-engagement", plan)
    serving_none = tuple(replace(one, objectives=()) for one in plan.channels)
    assert not found("unrealistic-engagement", replace(plan, channels=serving_none))


def test_a_share_never_exceeds_everybody():
    [finding] = found("unrealistic-engagement", community(5000))
    assert finding.facts["share"] == 100


# --- bought-audience -----------------------------------------------------------------------------------------------


def test_what_was_bought_is_an_error():
    plan = bakery(readiness=replace(bakery().readiness, buys_audience=True))
    assert severities(found("bought-audience", plan)) == ["error"]


def growing(*counts):
    """The bakery, followed on Facebook as counted: days ago, followers, active."""
    audience = tuple(AudienceCount(MONDAY - timedelta(days=days), *people) for days, *people in counts)
    return bakery(channels=(channel(1, "facebook", audience=audience), channel(2, "instagram")))


@pytest.mark.parametrize(
    ("counts", "findings"),
    [
        ([(9, 1000, 40), (7, 1205, 40)], 1),
        ([(9, 1000, 40), (7, 1204, 40)], 0),  # a fifth, rounded
        ([(9, 1000, 40), (8, 1210, 42)], 1),
        ([(9, 1000, 40), (7, 1210, 43)], 0),  # more of them take part
        ([(9, 1000, 40), (6, 1210, 40)], 0),  # three days
        ([(92, 1000, 40), (90, 1210, 40)], 1),
        ([(93, 1000, 40), (91, 1210, 40)], 0),  # long ago
        ([(9, 1000), (7, 1210, 40)], 0),  # nobody knows how many were active
        ([(9, 1000, 40), (7, 1210)], 0),
        ([(9, 99, 4), (7, 190, 4)], 0),  # a handful
        ([(9, 100, 4), (7, 190, 4)], 1),
        ([(7, 1210, 40), (9, 1000, 40)], 1),  # whatever their order
        ([(9, 1210, 40), (7, 1000, 40)], 0),
    ],
)
def test_a_jump_in_two_days_is_remarkable_when_nobody_more_takes_part(counts, findings):
    hits = found("bought-audience", growing(*counts))
    assert severities(hits) == ["info"] * findings


def test_of_two_jumps_the_greater_is_told():
    [finding] = found("bought-audience", growing((9, 1000, 40), (8, 1300, 40), (7, 2600, 40)))
    assert finding.key == "bought-audience:channel:1"
    assert (finding.facts["share"], finding.facts["before"], finding.facts["after"]) == (100, 1300, 2600)
    assert "100" in finding.message
    assert "2600" in finding.measured
    assert "20" in finding.benchmark
