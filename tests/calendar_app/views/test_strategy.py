"""What is decided before anything is posted."""

from datetime import date

import pytest
from django.urls import reverse

from calendar_app.models import (
    ListeningKeyword,
    ListeningSource,
    Pillar,
    Post,
    Strategy,
    StrategySection,
    TeamMember,
)
from smplanner.workspaces.models import AuditEvent
from tests.factories import (
    make_channel,
    make_listening_plan,
    make_membership,
    make_objective,
    make_persona,
    make_pillar,
    make_post,
    make_team_member,
    make_user,
)

PARTS = {
    # name -> (model, factory, what a form needs, the field that names it)
    "pillar": (Pillar, make_pillar, lambda: {"name": "Le fournil", "kind": "human", "colour": "ocre"}, "name"),
    "team-member": (
        TeamMember, make_team_member, lambda: {"name": "Rose", "kind": "owner", "hours_per_week": "2.5", "is_active": "on"}, "name",
    ),
}  # fmt: skip
PART = pytest.mark.parametrize("part", PARTS)


def new(part: str, slug: str = "bakery") -> str:
    return reverse(f"{part}-new", args=[slug])


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def form_of(row) -> dict[str, object]:
    """What the form of `row` sends when nobody touches it."""
    part = {Pillar: "pillar", TeamMember: "team-member"}[type(row)]
    data = {}
    for name, value in PARTS[part][2]().items():
        held = getattr(row, name)
        data[name] = {True: "on", False: ""}.get(held, getattr(held, "pk", held)) if value is not None else ""
    return data


# --- Each part -----------------------------------------------------------------------------------------------------


@PART
def test_a_part_is_made_changed_and_removed_with_a_row_of_the_log_each(client_of, bob, bakery, part):
    model, _make, needed, naming = PARTS[part]
    client = client_of(bob)
    assert client.get(new(part)).status_code == 200
    assert client.post(new(part), needed()).url == reverse("strategy", args=["bakery"])
    row = model.objects.get()
    assert row.workspace == bakery

    address = reverse(part, args=["bakery", row.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {**needed(), naming: "Autre chose"}).status_code == 302
    row.refresh_from_db()
    assert getattr(row, naming) == "Autre chose"

    removal = reverse(f"{part}-delete", args=["bakery", row.pk])
    assert client.get(removal).status_code == 200
    assert model.objects.count() == 1
    assert client.post(removal).url == reverse("strategy", args=["bakery"])
    assert model.objects.count() == 0
    assert verbs() == ["created", "edited", "removed"]


@PART
def test_saving_without_a_change_is_not_logged(client_of, bob, bakery, part):
    _model, make, _needed, _naming = PARTS[part]
    row = make(bakery)
    answer = client_of(bob).post(reverse(part, args=["bakery", row.pk]), form_of(row))
    assert (answer.status_code, verbs()) == (302, [])


@PART
def test_an_empty_form_is_refused_and_leaves_nothing(client_of, bob, part):
    answer = client_of(bob).post(new(part), {})
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert (PARTS[part][0].objects.count(), verbs()) == (0, [])


@PART
def test_charlie_neither_sees_nor_changes_a_part(client_of, charlie, museum, bakery, part):
    model, make, needed, naming = PARTS[part]
    row = make(bakery)
    client = client_of(charlie)
    for slug in ("bakery", "museum"):
        for name in (part, f"{part}-delete"):
            address = reverse(name, args=[slug, row.pk])
            assert client.get(address).status_code == 404
            assert client.post(address, {**needed(), naming: "stolen"}).status_code == 404
    assert client.post(new(part), needed()).status_code == 404
    assert list(model.objects.all()) == [row]
    assert verbs() == []


@PART
def test_a_viewer_sees_the_overview_and_changes_nothing(client_of, dora, bakery, part):
    _model, make, needed, _naming = PARTS[part]
    row = make(bakery)
    client = client_of(dora)
    assert str(row) in client.get(reverse("strategy", args=["bakery"])).content.decode()
    assert client.get(new(part)).status_code == 403
    assert client.post(new(part), needed()).status_code == 403
    assert client.post(reverse(f"{part}-delete", args=["bakery", row.pk])).status_code == 403


@pytest.mark.parametrize(
    ("part", "field", "make", "many"),
    [
        ("pillar", "personas", make_persona, True),
    ],
)
def test_another_workspace_s_rows_are_no_choice(client_of, bob, bakery, museum, part, field, make, many):
    for foreign in (make(museum).pk, 10**30, "x", "\x00"):
        answer = client_of(bob).post(new(part), {**PARTS[part][2](), field: [foreign] if many else foreign})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    mine = make(bakery).pk
    assert client_of(bob).post(new(part), {**PARTS[part][2](), field: [mine] if many else mine}).status_code == 302


def test_a_stranger_s_account_is_no_choice_for_a_team_member(client_of, bob, charlie):
    answer = client_of(bob).post(new("team-member"), {**PARTS["team-member"][2](), "user": charlie.pk})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["user"])


@pytest.mark.parametrize(
    ("part", "fields", "at"),
    [
        ("pillar", {"target_share": "101"}, "target_share"),
        ("pillar", {"colour": "red; x:"}, "colour"),
        ("team-member", {"hours_per_week": "81"}, "hours_per_week"),
        ("team-member", {"hours_per_week": ""}, "hours_per_week"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(client_of, bob, part, fields, at):
    answer = client_of(bob).post(new(part), {**PARTS[part][2](), **fields})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])
    assert PARTS[part][0].objects.count() == 0


# --- Filled in beforehand ------------------------------------------------------------------------------------------


@PART
def test_a_link_with_nonsense_opens_the_form_all_the_same(client_of, bob, part):
    fields = list(client_of(bob).get(new(part)).context["form"].fields)
    for junk in ("x", "0", "-1", "9" * 30, "2026-02-31", '’<>"', "[1", "NaN"):
        assert client_of(bob).get(new(part), dict.fromkeys(fields, junk)).status_code == 200


def test_saving_leads_back_to_this_site_only(client_of, bob):
    client, needed = client_of(bob), PARTS["pillar"][2]()
    assert client.post(new("pillar"), {**needed, "next": "/w/bakery/check/"}).url == "/w/bakery/check/"
    assert client.post(new("pillar"), {**needed, "next": "https://example.com/"}).url == "/w/bakery/strategy/"


# --- What must not be lost -----------------------------------------------------------------------------------------


def test_removing_a_part_leaves_the_posts_where_they_are(client_of, bob, bakery):
    post = make_post(
        bakery,
        day=date(2026, 6, 10),
        channel=make_channel(bakery),
        objective=make_objective(bakery),
        pillar=make_pillar(bakery),
    )
    client = client_of(bob)
    for part, pk in (("channel", post.channel_id), ("objective", post.objective_id), ("pillar", post.pillar_id)):
        client.post(reverse(f"{part}-delete", args=["bakery", pk]))
    after = Post.objects.get()
    assert (after.local_date, after.channel, after.objective, after.pillar) == (post.local_date, None, None, None)


# --- The written strategy ------------------------------------------------------------------------------------------


def test_the_strategy_is_written_section_by_section(client_of, bob, bakery):
    client, address = client_of(bob), reverse("strategy-text", args=["bakery"])
    client.post(address, {"voice": "Simple et chaleureux", "horizon_months": "24"})
    assert StrategySection.objects.values_list("key", "text").get() == ("voice", "Simple et chaleureux")
    client.post(address, {"voice": " ", "audience": "Le quartier", "horizon_months": "24"})
    assert StrategySection.objects.values_list("key", "text").get() == ("audience", "Le quartier")
    client.post(address, {"audience": "Le quartier", "horizon_months": "24"})
    assert (Strategy.objects.count(), verbs()) == (1, ["created", "edited"])


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"voice": "x" * 10_001}, "voice"), ({"voice": "x\x00"}, "voice"), ({"horizon_months": "-1"}, "horizon_months"),
        ({"started_on": "2026-02-31"}, "started_on"), ({"external_link": "x:y"}, "external_link"),
    ],
)  # fmt: skip
def test_a_strategy_that_makes_no_sense_is_refused_at_its_field(client_of, bob, bakery, fields, at):
    answer = client_of(bob).post(reverse("strategy-text", args=["bakery"]), fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])
    assert Strategy.objects.count() == 0


# --- Cost ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_overview_asks_a_fixed_number_of_questions(client_of, bob, bakery, django_assert_num_queries, rows):
    plan = make_listening_plan(bakery, owner=make_team_member(bakery))
    for n in range(rows):
        persona, objective = make_persona(bakery), make_objective(bakery, owner=make_team_member(bakery))
        channel = make_channel(bakery, personas=[persona], objectives=[objective], responder=make_team_member(bakery))
        make_post(bakery, channel=channel)
        make_pillar(bakery)
        ListeningSource.objects.create(workspace=bakery, plan=plan, kind="reviews", where=f"Place {n}")
        ListeningKeyword.objects.create(workspace=bakery, plan=plan, family="brand", text=f"Word {n}")
        make_membership(make_user(f"person{n}@example.org"), bakery)
    client = client_of(bob)
    address = reverse("strategy", args=["bakery"])
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)
