"""Every finding leads to a form that is there, at the field in which it is put right."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from calendar_app.models import ChannelTest
from calendar_app.plan import examples
from calendar_app.plan.snapshot import Answering, AudienceCount, Listening, Pillar, Ref, Strategy, TeamMember
from calendar_app.plan.weeks import number
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Chosen, run
from calendar_app.rules.strategy import SECTIONS
from calendar_app.templatetags.findings import fix_link
from smplanner.workspaces.roles import Rights, Role
from tests.factories import (
    make_channel,
    make_objective,
    make_persona,
    make_pillar,
    make_post,
    make_team_member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stand_ins(bakery, today):
    """For each kind of object that a rule may point at, one that is in the database."""
    persona = make_persona(bakery)
    trial = make_channel(bakery, "tiktok", status="testing")
    ChannelTest.objects.create(workspace=bakery, channel=trial, hypothesis="Young people come by.")
    channel = make_channel(bakery, "facebook")
    return {
        "plan": 0,
        "persona": persona.pk,
        "channel": channel.pk,
        "trial": trial.pk,
        "objective": make_objective(bakery).pk,
        "pillar": make_pillar(bakery).pk,
        "member": make_team_member(bakery).pk,
        "post": make_post(bakery, "Galette", day=today, channel=channel, persona=persona).pk,
        "week": number(today),
    }


def lead_somewhere(rule, plan, bakery, client, stand_ins, **parameters):
    """Follow the fix of each finding to the page and the field it leads to."""
    for finding in run(plan, [Chosen(rule, parameters=parameters)]).findings:
        objects = [Ref(ref.kind, stand_ins.get(ref.kind, 0), ref.label) for ref in finding.objects]
        if finding.fix.act == "channel.trial.end":
            objects = [Ref("channel", stand_ins["trial"])]
        ours = replace(finding, ref=objects[0], related=tuple(objects[1:]))
        request = SimpleNamespace(
            path="/elsewhere/", get_full_path=lambda: "/elsewhere/", workspace=bakery, rights=Rights(Role.ADMIN)
        )
        link = fix_link({"request": request}, ours)
        assert link, f"{rule.slug} leads nowhere"
        page = client.get(link)
        assert page.status_code == 200
        if anchor := urlsplit(link).fragment:
            assert f'id="{anchor}"' in page.content.decode(), f"{rule.slug}: no #{anchor} on {urlsplit(link).path}"


@pytest.mark.any_engine
@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_finding_leads_to_a_form_and_a_field_that_are_there(rule, bakery, alice, client_of, stand_ins):
    lead_somewhere(rule, rule.flagged.plan(), bakery, client_of(alice), stand_ins)


SOUND = examples.bakery()
# For rules whose fix leads to the field that is missing: plans in which each of them is.
MISSING = [
    *(("persona-incomplete", {"personas": (examples.ines(**each),)}) for each in (
        {"expectations": ""}, {"uses": ()}, {"evidence_type": ""}, {"age_min": None},
    )),
    *(("objective-not-smart", {"objectives": (examples.cakes(**each),), "team": ()}) for each in (
        {"kpi": ""}, {"kpi": "", "kpi_name": "x", "kpi_unit": ""}, {"baseline": None}, {"target": None},
    )),
    ("objective-not-smart", {"objectives": (examples.cakes(owner=None),), "team": (*SOUND.team, TeamMember(2, "Léo"))}),
    *(("undocumented-strategy", {"strategy": Strategy(frozenset(SECTIONS) - {key})}) for key in SECTIONS),
    *(("no-brand-voice", {"voice": replace(SOUND.voice, **each)}) for each in (
        {"mission": ""}, {"promise": ""}, {"values": ()}, {"adjectives": ()},
    )),
    *(("readiness-gap", {"readiness": replace(SOUND.readiness, **each)}) for each in (
        {"in_interest": ""}, {"fits_philosophy": ""}, {"audit_done_on": None},
    )),
    *(("website-not-ready", {"readiness": replace(SOUND.readiness, **each)}) for each in (
        {"website_url": ""}, {"website_mobile": "no"}, {"website_overhauled_on": date(2015, 1, 1)},
    )),
    *(("no-procedures", {"approval": "required", "team": (*SOUND.team, TeamMember(2, "Léo")), "procedures": tuple(
        one for one in SOUND.procedures if one.kind != kind
    )}) for kind in ("approval", "response", "crisis")),
    ("objective-without-plan", {"objectives": (examples.cakes(kind="watch"),), "listening": Listening()}),
    ("objective-without-plan", {"objectives": (examples.cakes(kind="customer_care"),), "answering": Answering()}),
    ("pillar-imbalance", {"pillars": ()}),
    ("pillar-imbalance", {"pillars": tuple(Pillar(number, "T") for number in range(9))}),
    ("bought-audience", {"channels": (examples.channel(1, "facebook", audience=(
        AudienceCount(examples.MONDAY, 1000, 9), AudienceCount(examples.MONDAY + timedelta(days=1), 9000, 9),
    )),)}),
]  # fmt: skip


@pytest.mark.any_engine
@pytest.mark.parametrize(("slug", "fields"), MISSING)
def test_what_is_missing_is_asked_for_in_its_own_field(slug, fields, bakery, alice, client_of, stand_ins):
    rule, plan = RULES[slug], examples.bakery(**fields)
    arguments = {"warn_below": 100} if slug == "undocumented-strategy" else {}
    assert run(plan, [Chosen(rule, parameters=arguments)]).findings
    lead_somewhere(rule, plan, bakery, client_of(alice), stand_ins, **arguments)


def test_whoever_may_not_is_sent_nowhere(bakery, dora, stand_ins):
    rule = RULES["no-persona"]
    [finding] = run(rule.flagged.plan(), [Chosen(rule)]).findings
    request = SimpleNamespace(path="/", get_full_path=lambda: "/", workspace=bakery, rights=Rights(Role.VIEWER))
    assert fix_link({"request": request}, finding) == ""
