"""The report, and setting findings aside."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from calendar_app.checker import RULES
from calendar_app.models import RuleSetting, Waiver
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


def report(workspace):
    return reverse("check", args=[workspace.slug])


def waive(workspace):
    return reverse("waive", args=[workspace.slug])


@pytest.fixture
def plan(bakery, today):
    """Two findings on one post of Facebook: too long, and a picture without words; nothing on Instagram's."""
    ines = make_persona(bakery, name="Inès")
    facebook = make_channel(bakery, "facebook", personas=[ines], char_max=20)
    instagram = make_channel(bakery, "instagram", personas=[ines])
    long = make_post(bakery, "Galette", day=today + timedelta(days=1), channel=facebook, text="a" * 21)
    make_media(long, label="four.jpg")
    make_post(bakery, "Levain", day=today + timedelta(days=2), channel=instagram)
    return {"facebook": facebook, "instagram": instagram, "post": long, "persona": ines}


TOLD = ("no-objective", "no-listening-plan", "over-char-limit", "missing-alt-text")


@pytest.fixture
def english(alice):
    alice.language = "en"
    alice.save()
    return alice


@pytest.fixture
def four_rules(bakery):
    """Only the rules that these tests count: every other one is off."""
    off = [RuleSetting(workspace=bakery, slug=slug, enabled=False) for slug in RULES if slug not in TOLD]
    with scopes_disabled():
        RuleSetting.objects.bulk_create(off)


def given(post, **fields):
    return {
        "rule": "over-char-limit",
        "kind": "post",
        "number": post.pk,
        "cover": "object",
        "reason": "A paid account.",
        **fields,
    }


def test_a_brand_new_workspace_hears_what_to_begin_with(client_of, alice, bakery, today):
    page = client_of(alice).get(report(bakery)).content.decode()
    assert "finding-no-persona-plan-0" in page
    assert 'class="finding sev-info" id="finding-no-persona-plan-0"' in page
    assert 'class="finding sev-error" id="finding-no-objective-plan-0"' in page


def test_errors_stand_before_warnings(client_of, alice, bakery, plan, four_rules):
    page = client_of(alice).get(report(bakery)).content.decode()
    assert re.findall(r'class="finding sev-(\w+)" id="finding-([a-z-]+)-[a-z]+-\d+"', page) == [
        ("error", "no-objective"),
        ("error", "no-listening-plan"),
        ("error", "over-char-limit"),
        ("warning", "missing-alt-text"),
    ]


def test_a_fix_leads_to_the_field_and_back(client_of, alice, bakery, plan):
    page = client_of(alice).get(report(bakery)).content.decode()
    post = reverse("post", args=[bakery.slug, plan["post"].pk])
    back = report(bakery).replace("/", "%2F")
    assert f'href="{post}?next={back}#id_text"' in page
    assert f'href="{post}?next={back}#media"' in page


def test_on_the_posts_own_page_a_fix_is_the_field_alone(client_of, alice, bakery, plan):
    """A link that loads the page again would lose what was typed."""
    page = client_of(alice).get(reverse("post", args=[bakery.slug, plan["post"].pk])).content.decode()
    assert 'href="#id_text"' in page
    assert 'href="#media"' in page


def test_a_fixed_plan_no_longer_shows_the_finding(client_of, alice, bakery, plan):
    plan["post"].text = "a" * 20
    plan["post"].save()
    assert "finding-over-char-limit" not in client_of(alice).get(report(bakery)).content.decode()


def test_five_rules_are_open_and_the_others_folded(client_of, alice, bakery, plan):
    page = client_of(alice).get(report(bakery)).content.decode()
    parts = re.split(r'\n<details class="fold">\s+<summary>\d', page, maxsplit=1)
    opened, folded = (part.count('<div class="finding sev-') for part in parts)
    assert opened == 5
    assert folded > 5


def test_findings_of_one_rule_are_one_card(client_of, alice, bakery, plan, four_rules, today):
    """Six posts that are too long: the rule is named once, five are read at once, and each has what is to be done."""
    posts = [plan["post"]] + [
        make_post(bakery, f"Post {n}", day=today + timedelta(days=n), channel=plan["facebook"], text="a" * 21)
        for n in range(3, 8)
    ]
    page = client_of(alice).get(report(bakery)).content.decode()
    card = page.partition('id="rule-over-char-limit-error"')[2].partition('<div class="finding sev-')[0]
    opened, _, folded = card.partition('<details class="fold">')
    assert [opened.count('<li id="finding-'), folded.count('<li id="finding-')] == [5, 1]
    for post in posts:
        address = reverse("post", args=[bakery.slug, post.pk])
        assert f'id="finding-over-char-limit-post-{post.pk}"' in card
        assert f'href="{address}?next=' in card
        assert f"{waive(bakery)}?rule=over-char-limit&amp;kind=post&amp;number={post.pk}&amp;next=" in card
    assert page.count(str(RULES["over-char-limit"].why)[:40].replace("'", "&#x27;")) == 1


def test_a_card_of_very_many_objects_says_what_it_leaves_out(client_of, english, bakery, four_rules, today):
    facebook = make_channel(bakery, "facebook", char_max=20)
    for _ in range(53):
        make_post(bakery, day=today, channel=facebook, text="a" * 21)
    page = client_of(english).get(report(bakery)).content.decode()
    assert page.count('<li id="finding-over-char-limit-post-') == 50
    assert "48 more" in page
    assert "3 more are not shown" in page


def test_each_card_says_what_its_rule_rests_on_and_folds_why(client_of, english, bakery, plan):
    page = client_of(english).get(report(bakery)).content.decode()
    card = page.partition('id="finding-no-objective-plan-0"')[2].partition('<div class="finding sev-')[0]
    assert "drawn from the articles" in card
    assert '<details class="fold finding-why">' in card
    assert str(RULES["no-objective"].instead) in card


def test_the_report_narrows_to_one_channel(client_of, alice, bakery, plan, four_rules):
    page = client_of(alice).get(report(bakery), {"channel": plan["instagram"].pk}).content.decode()
    assert '<div class="finding sev-' not in page
    page = client_of(alice).get(report(bakery), {"channel": plan["facebook"].pk}).content.decode()
    assert page.count('<div class="finding sev-') == 2


def test_the_report_narrows_to_one_persona(client_of, alice, bakery, plan, four_rules):
    other = make_persona(bakery)
    page = client_of(alice).get(report(bakery), {"persona": other.pk}).content.decode()
    assert '<div class="finding sev-' not in page
    page = client_of(alice).get(report(bakery), {"persona": plan["persona"].pk}).content.decode()
    assert page.count('<div class="finding sev-') == 2


@pytest.mark.parametrize("value", ["999999", "x", "99999999999999999999999", "-1", "1e3", "é"])
def test_an_unknown_part_is_said_at_the_field(client_of, alice, bakery, plan, value):
    answer = client_of(alice).get(report(bakery), {"channel": value})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"period": "month"}, ["Past", "Today", "Tomorrow"]),
        ({"period": "ahead"}, ["Today", "Tomorrow", "Fourth week"]),
        ({"since": "2026-06-11"}, ["Tomorrow", "Fourth week", "Later"]),
        ({"until": "2026-06-10"}, ["Past", "Today"]),
        ({"since": "2026-06-10", "until": "2026-06-10"}, ["Today"]),
        ({"since": "2026-06-10", "until": "2026-06-10", "period": "month"}, ["Today"]),
        ({}, ["Past", "Today", "Tomorrow", "Fourth week", "Later", "Reserve"]),
    ],
)
def test_the_report_narrows_to_days_and_keeps_what_is_said_of_the_whole_plan(
    client_of, alice, bakery, today, four_rules, asked, days
):
    ines = make_persona(bakery)
    facebook = make_channel(bakery, "facebook", personas=[ines])
    shift = {"Past": -3, "Today": 0, "Tomorrow": 1, "Fourth week": 27, "Later": 28}
    for title, number in shift.items():
        make_media(make_post(bakery, title, day=today + timedelta(days=number), channel=facebook, status="draft"))
    make_media(make_post(bakery, "Reserve", channel=facebook, status="draft"))
    found = client_of(alice).get(report(bakery), asked).context["report"].findings
    told = {one.ref.label for one in found if one.rule.slug == "missing-alt-text"}
    assert told == set(days) - {"Past"}  # what is over is not in preparation any more
    assert "no-objective" in {one.rule.slug for one in found}


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "year"},
        {"since": "2026-02-31"},
        {"until": "yesterday"},
        {"since": "1999-12-31"},
        {"until": "2101-01-01"},
        {"since": "2026-06-11", "until": "2026-06-10"},
        {"since": "0"},
    ],
)
def test_impossible_days_are_said_at_the_field(client_of, alice, bakery, plan, asked):
    answer = client_of(alice).get(report(bakery), asked)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


def test_another_workspaces_channel_is_an_unknown_part(client_of, alice, bakery, museum, plan):
    theirs = make_channel(museum, "facebook")
    assert client_of(alice).get(report(bakery), {"channel": theirs.pk}).status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_the_report_asks_the_database_a_fixed_number_of_questions(
    client_of, alice, bakery, today, rows, django_assert_num_queries
):
    for number in range(rows):
        persona = make_persona(bakery)
        channel = make_channel(bakery, "facebook", personas=[persona], objectives=[make_objective(bakery)])
        make_team_member(bakery)
        post = make_post(bakery, day=today + timedelta(days=number), channel=channel, text="a")
        make_media(post)
        make_media(post)
        make_waiver(bakery, "missing-alt-text", ref_kind="post", ref_id=post.pk)
    make_listening_plan(bakery)
    client = client_of(alice)
    client.get(report(bakery))
    with django_assert_num_queries(44):
        client.get(report(bakery))


def test_a_finding_is_set_aside_with_a_reason(client_of, bob, bakery, plan, today):
    until = today + timedelta(days=30)
    answer = client_of(bob).post(waive(bakery), given(plan["post"], until=until.isoformat()), follow=True)
    page = answer.content.decode()
    assert "finding-over-char-limit" not in page
    assert "A paid account." in page
    waiver = Waiver.objects.get()
    assert (waiver.slug, waiver.ref_kind, waiver.ref_id, waiver.until, waiver.by) == (
        "over-char-limit",
        "post",
        plan["post"].pk,
        until,
        bob,
    )
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor, event.target_kind) == ("set aside", bob, "waiver")


def test_a_rule_is_set_aside_for_the_whole_workspace(client_of, bob, bakery, plan):
    client_of(bob).post(waive(bakery), given(plan["post"], cover="rule"))
    waiver = Waiver.objects.get()
    assert (waiver.ref_kind, waiver.ref_id) == ("", 0)


def test_a_finding_in_a_list_is_set_aside_on_a_page_of_its_own(client_of, bob, dora, charlie, bakery, plan):
    asked = {"rule": "over-char-limit", "kind": "post", "number": plan["post"].pk, "next": report(bakery)}
    page = client_of(bob).get(waive(bakery), asked).content.decode()
    assert "Galette" in page
    assert f'name="number" value="{plan["post"].pk}"' in page
    assert client_of(dora).get(waive(bakery), asked).status_code == 403
    assert client_of(charlie).get(waive(bakery), asked).status_code == 404


@pytest.mark.parametrize(
    "asked", [{}, {"rule": "gone"}, {"rule": "no-persona", "kind": "post", "number": "9" * 400}, {"number": "é"}]
)
def test_an_address_that_names_no_finding_does_no_harm(client_of, bob, bakery, asked):
    assert client_of(bob).get(waive(bakery), asked).status_code == 200


def test_the_page_to_set_aside_names_no_foreign_object(client_of, bob, bakery, museum):
    theirs = make_post(museum, "Vernissage")
    asked = {"rule": "over-char-limit", "kind": "post", "number": theirs.pk}
    assert "Vernissage" not in client_of(bob).get(waive(bakery), asked).content.decode()


def test_setting_aside_twice_keeps_the_last_reason(client_of, bob, bakery, plan):
    client_of(bob).post(waive(bakery), given(plan["post"]))
    client_of(bob).post(waive(bakery), given(plan["post"], reason="A new limit."))
    assert Waiver.objects.get().reason == "A new limit."


def test_setting_aside_comes_back_to_the_part_that_was_looked_at(client_of, bob, bakery, plan):
    part = f"{report(bakery)}?channel={plan['facebook'].pk}"
    assert client_of(bob).post(waive(bakery), given(plan["post"], next=part)).url == part
    elsewhere = client_of(bob).post(waive(bakery), given(plan["post"], next="https://example.com/"))
    assert elsewhere.url == report(bakery)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"reason": "a" * 301},
        {"reason": "nul\0byte"},
        {"rule": "no-such-rule"},
        {"kind": "persona"},
        {"kind": "workspace"},
        {"kind": "plan"},
        {"number": "x"},
        {"number": "-1"},
        {"number": str(2**70)},
        {"until": "2026-02-31"},
        {"until": "2026-06-09"},
        {"cover": "everything"},
        {"rule": ""},
    ],
)
def test_a_wrong_form_is_shown_again_with_what_is_amiss(client_of, bob, bakery, plan, wrong):
    answer = client_of(bob).post(waive(bakery), given(plan["post"], **wrong))
    assert answer.status_code in {400, 422}
    assert not Waiver.objects.exists()


def test_another_workspaces_post_cannot_be_set_aside(client_of, bob, bakery, museum, plan):
    theirs = make_post(museum)
    assert client_of(bob).post(waive(bakery), given(theirs)).status_code == 422
    assert not Waiver.objects.exists()


def test_today_is_the_earliest_last_day(client_of, bob, bakery, plan, today):
    assert client_of(bob).post(waive(bakery), given(plan["post"], until=today.isoformat())).status_code == 302


def test_a_waiver_is_taken_back(client_of, bob, bakery, plan):
    waiver = make_waiver(bakery, "over-char-limit", ref_kind="post", ref_id=plan["post"].pk)
    lift = reverse("waiver-lift", args=[bakery.slug, waiver.pk])
    page = client_of(bob).post(lift, follow=True).content.decode()
    assert "finding-over-char-limit" in page
    assert AuditEvent.objects.get().verb == "took back"


def test_a_waiver_whose_day_has_passed_counts_no_more_and_is_named(client_of, bob, bakery, plan, today):
    make_waiver(bakery, "over-char-limit", until=today - timedelta(days=1), reason="Until the trial ends.")
    page = client_of(bob).get(report(bakery)).content.decode()
    assert "finding-over-char-limit" in page
    assert "Until the trial ends." in page


def test_a_viewer_reads_the_report_and_changes_nothing(client_of, dora, bakery, plan):
    client = client_of(dora)
    page = client.get(report(bakery)).content.decode()
    assert '<div class="finding sev-' in page
    assert waive(bakery) not in page
    assert "#id_text" not in page
    assert client.post(waive(bakery), given(plan["post"])).status_code == 403


def test_a_contributor_gets_the_fix_but_sets_nothing_aside(client_of, erin, bakery, plan):
    client = client_of(erin)
    page = client.get(report(bakery)).content.decode()
    assert "#id_text" in page
    assert waive(bakery) not in page
    assert client.post(waive(bakery), given(plan["post"])).status_code == 403


def test_charlie_sees_nothing_of_the_bakerys_report(client_of, charlie, bakery, museum, plan):
    waiver = make_waiver(bakery)
    client = client_of(charlie)
    assert client.get(report(bakery)).status_code == 404
    assert client.post(waive(bakery), given(plan["post"])).status_code == 404
    assert client.post(reverse("waiver-lift", args=[bakery.slug, waiver.pk])).status_code == 404
    assert client.post(reverse("waiver-lift", args=[museum.slug, waiver.pk])).status_code == 404
    assert "Galette" not in client.get(report(museum)).content.decode()
    assert Waiver.objects.count() == 1


def test_a_title_is_never_markup(client_of, alice, bakery, plan, today):
    make_post(bakery, "<b>fort</b>", day=today, channel=plan["facebook"], text="a" * 21)
    page = client_of(alice).get(report(bakery)).content.decode()
    assert "<b>fort</b>" not in page
    assert "&lt;b&gt;fort&lt;/b&gt;" in page


def test_the_day_is_the_workspaces_own(client_of, alice, bakery, monkeypatch, today):
    """At eight in the evening of 9 June in Martinique it is already the tenth in Paris."""
    bakery.zone = "America/Martinique"
    bakery.save()
    make_channel(bakery, "facebook")
    make_post(bakery, day=date(2026, 6, 9) + timedelta(days=13))
    page = client_of(alice).get(report(bakery)).content.decode()
    assert "finding-empty-calendar" not in page


def test_the_summary_says_each_rule_once_and_only_to_members(
    alice, charlie, bakery, client_of, django_assert_num_queries
):
    address = reverse("check-summary", args=[bakery.slug])
    client = client_of(alice)
    client.get(address)
    with django_assert_num_queries(42):
        page = client.get(address).content.decode()
    assert page.count("Publier sans objectif") == 1
    assert client_of(charlie).get(address).status_code == 404


def test_the_summary_tells_of_this_week_and_marks_the_weeks(client_of, english, bakery, plan, today):
    make_team_member(bakery, hours_per_week=1)
    late = make_post(bakery, "Later", day=today + timedelta(days=14), channel=plan["facebook"], text="a" * 21)
    answer = client_of(english).get(reverse("check-summary", args=[bakery.slug]))
    told = [one.ref.id for one in answer.context["of_week"] if one.ref.kind == "post"]
    assert plan["post"].pk in told
    assert late.pk not in told
    page = answer.content.decode()
    assert 'data-week="202624"' in page
    assert f'{report(bakery)}#finding-workload-over-capacity-week-202624"' in page
