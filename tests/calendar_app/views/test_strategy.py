"""What is decided before anything is posted."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from calendar_app.models import (
    Channel,
    ListeningKeyword,
    ListeningPlan,
    ListeningSource,
    Objective,
    Pillar,
    Post,
    Strategy,
    StrategySection,
    TeamMember,
)
from calendar_app.views import strategy
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
    the_platform,
)

PARTS = {
    # name -> (model, factory, what a form needs, the field that names it)
    "channel": (Channel, make_channel, lambda: {"platform": the_platform("mastodon").pk, "status": "adopted"}, "name"),
    "objective": (
        Objective, make_objective, lambda: {"statement": "Trente gâteaux", "kind": "sales", "status": "active"}, "statement",
    ),
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
    part = {Channel: "channel", Objective: "objective", Pillar: "pillar", TeamMember: "team-member"}[type(row)]
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
        ("channel", "personas", make_persona, True),
        ("channel", "objectives", make_objective, True),
        ("channel", "responder", make_team_member, False),
        ("channel", "backup", make_team_member, False),
        ("objective", "personas", make_persona, True),
        ("objective", "owner", make_team_member, False),
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
        ("channel", {"weekly_target": "beaucoup"}, "weekly_target"),
        ("channel", {"weekly_target": "NaN"}, "weekly_target"),
        ("channel", {"weekly_target": "-1"}, "weekly_target"),
        ("channel", {"weekly_target": "1e400"}, "weekly_target"),
        ("channel", {"char_max": "9" * 30}, "char_max"),
        ("channel", {"since": "2026-02-31"}, "since"),
        ("channel", {"account_url": "javascript:alert(1)"}, "account_url"),
        ("channel", {"platform": "0"}, "platform"),
        ("channel", {"name": "x" * 100_000}, "name"),
        ("objective", {"statement": "x\x00"}, "statement"),
        ("objective", {"target": "9" * 40}, "target"),
        ("objective", {"start_on": "2026-06-10", "due_on": "2026-06-01"}, "__all__"),
        ("objective", {"kind": "fame"}, "kind"),
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


def test_a_link_fills_in_what_it_names(client_of, bob):
    platform = the_platform("linkedin")
    form = client_of(bob).get(new("channel"), {"platform": platform.pk, "status": "testing"}).context["form"]
    assert (form["platform"].value(), form["status"].value()) == (str(platform.pk), "testing")


@PART
def test_a_link_with_nonsense_opens_the_form_all_the_same(client_of, bob, part):
    fields = list(client_of(bob).get(new(part)).context["form"].fields)
    for junk in ("x", "0", "-1", "9" * 30, "2026-02-31", '’<>"', "[1", "NaN"):
        assert client_of(bob).get(new(part), dict.fromkeys(fields, junk)).status_code == 200


def test_what_a_link_filled_in_is_logged_too(client_of, bob):
    platform = the_platform("linkedin").pk
    address = f"{new('channel')}?platform={platform}&status=testing"
    client_of(bob).post(address, {"platform": platform, "status": "testing"})
    assert AuditEvent.objects.get().diff == {"platform": [None, platform], "status": ["adopted", "testing"]}


def test_saving_leads_back_to_this_site_only(client_of, bob):
    client, needed = client_of(bob), PARTS["pillar"][2]()
    assert client.post(new("pillar"), {**needed, "next": "/w/bakery/check/"}).url == "/w/bakery/check/"
    assert client.post(new("pillar"), {**needed, "next": "https://example.com/"}).url == "/w/bakery/strategy/"


# --- What must not be lost -----------------------------------------------------------------------------------------


def test_what_a_channel_holds_stays_though_it_is_no_longer_offered(client_of, bob, bakery):
    persona, objective = make_persona(bakery, status="archived"), make_objective(bakery, status="reached")
    gone = make_team_member(bakery, is_active=False)
    channel = make_channel(bakery, "mastodon", personas=[persona], objectives=[objective], responder=gone)
    channel.platform.is_offered = False
    channel.platform.save()
    data = {
        "platform": channel.platform_id, "status": "adopted", "personas": [persona.pk], "objectives": [objective.pk],
        "responder": gone.pk, "purpose": "Parler pain",
    }  # fmt: skip
    assert client_of(bob).post(reverse("channel", args=["bakery", channel.pk]), data).status_code == 302
    channel.refresh_from_db()
    assert (channel.purpose, channel.responder, [*channel.personas.all()], [*channel.objectives.all()]) == (
        "Parler pain", gone, [persona], [objective]
    )  # fmt: skip
    fresh = client_of(bob).post(new("channel"), data)
    assert sorted(fresh.context["form"].errors) == ["objectives", "personas", "platform", "responder"]


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


def test_the_log_holds_decimals_dates_rows_and_lists_of_rows(client_of, bob, bakery):
    owner, persona = make_team_member(bakery), make_persona(bakery)
    objective = make_objective(bakery, statement="Vendre", baseline=Decimal("10.50"))
    data = {
        "statement": "Vendre", "kind": "visibility", "status": "active", "baseline": "10.5", "target": "30",
        "due_on": "2026-12-31", "owner": owner.pk, "personas": [persona.pk],
    }  # fmt: skip
    client_of(bob).post(reverse("objective", args=["bakery", objective.pk]), data)
    assert AuditEvent.objects.get().diff == {
        "target": [None, "30"], "due_on": [None, "2026-12-31"], "owner": [None, owner.pk], "personas": [[], [persona.pk]]
    }  # fmt: skip


def test_what_is_archived_stands_last_on_the_overview_so_that_it_can_be_taken_back(client_of, bob, bakery):
    old, new_one = make_pillar(bakery, name="A", is_archived=True), make_pillar(bakery, name="B")
    gone = make_team_member(bakery, name="A", is_active=False, hours_per_week=9)
    here = make_team_member(bakery, name="B", hours_per_week=2)
    page = client_of(bob).get(reverse("strategy", args=["bakery"]))
    assert (list(page.context["pillars"]), page.context["team"]) == ([new_one, old], [here, gone])
    assert page.context["hours"] == 2
    for part, row in (("pillar", old), ("team-member", gone)):
        assert reverse(part, args=["bakery", row.pk]) in page.content.decode()


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


# --- Listening -----------------------------------------------------------------------------------------------------


def heard(sources: list[dict[str, object]], keywords: list[dict[str, object]], **fields: object) -> dict[str, object]:
    data: dict[str, object] = {"purposes": ["reputation"], "cadence_days": "7"}
    for prefix, rows in (("sources", sources), ("keywords", keywords)):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": sum("id" in row for row in rows)}
        data |= {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return data | fields


def test_a_listening_plan_is_made_with_its_places_and_words_and_one_row_of_the_log(client_of, bob, bakery):
    client, address = client_of(bob), reverse("listening", args=["bakery"])
    assert client.get(address).status_code == 200
    place = {"kind": "reviews", "where": "Avis Google", "is_active": "on"}
    client.post(address, heard([place, {"kind": "", "is_active": "on"}], [{"family": "brand", "text": "Fournil"}]))
    plan = ListeningPlan.objects.get()
    source, keyword = ListeningSource.objects.get(), ListeningKeyword.objects.get()
    assert (source.where, source.plan, source.workspace) == ("Avis Google", plan, bakery)
    assert (keyword.text, keyword.plan, keyword.workspace) == ("Fournil", plan, bakery)
    assert verbs() == ["created"]

    rows = (
        [{"id": source.pk, **place, "where": "La caisse"}],
        [{"id": keyword.pk, "family": "brand", "text": "Fournil"}],
    )
    client.post(address, heard(*rows))
    assert ListeningSource.objects.get().where == "La caisse"
    assert verbs() == ["created", "edited"]
    assert AuditEvent.objects.first().diff == {
        "sources": [[{"id": source.pk, "where": "Avis Google"}], [{"id": source.pk, "where": "La caisse"}]]
    }

    client.post(address, heard(*rows))
    assert verbs() == ["created", "edited"]

    client.post(address, heard([{**rows[0][0], "DELETE": "on"}], rows[1]))
    assert (ListeningSource.objects.count(), verbs()) == (0, ["created", "edited", "edited"])


def test_another_workspace_s_place_is_neither_changed_nor_taken(client_of, bob, bakery, museum):
    theirs = ListeningSource.objects.create(
        workspace=museum, plan=make_listening_plan(museum), kind="reviews", where="Livre d’or"
    )
    make_listening_plan(bakery)
    rows = [{"id": theirs.pk, "kind": "reviews", "where": "À nous", "is_active": "on"}]
    answer = client_of(bob).post(reverse("listening", args=["bakery"]), heard(rows, []))
    assert (answer.status_code, list(answer.context["sources"].errors[0])) == (422, ["id"])
    assert ListeningSource.objects.values_list("where", "workspace").get() == ("Livre d’or", museum.pk)


@pytest.mark.parametrize(
    "fields",
    [
        {"cadence_days": "0"}, {"cadence_days": "x"}, {"hours_per_week": "-1"}, {"purposes": ["world-domination"]},
        {"owner": "9" * 30}, {"alert_rule": "x" * 301}, {"sources-TOTAL_FORMS": "x"}, {"keywords-TOTAL_FORMS": "2000"},
    ],
)  # fmt: skip
def test_a_listening_plan_that_makes_no_sense_is_refused(client_of, bob, bakery, fields):
    answer = client_of(bob).post(reverse("listening", args=["bakery"]), heard([], [], **fields))
    assert answer.status_code == 422
    assert (ListeningPlan.objects.count(), verbs()) == (0, [])


def test_charlie_hears_nothing(client_of, charlie, bakery):
    make_listening_plan(bakery)
    client = client_of(charlie)
    for name in ("strategy", "strategy-text", "listening"):
        assert client.get(reverse(name, args=["bakery"])).status_code == 404
    assert client.post(reverse("listening", args=["bakery"]), heard([], [])).status_code == 404
    assert client.get(reverse("strategy", args=["museum"])).context["listening"] is None


# --- Two at once ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("name", "data", "model"),
    [("listening", heard([], []), ListeningPlan), ("strategy-text", {"voice": "Simple"}, Strategy)],
)
def test_two_who_save_the_first_one_at_once_write_the_same_row(client_of, alice, bob, name, data, model, monkeypatch):
    """Both have read that there is none when the first of them saves."""
    together, statuses = threading.Barrier(2), []
    keep = strategy._keep_to_one_row

    def wait_for_the_other(form):
        together.wait(timeout=30)
        keep(form)

    if connection.vendor == "postgresql":  # SQLite lets one write begin at a time: there they follow each other
        monkeypatch.setattr(strategy, "_keep_to_one_row", wait_for_the_other)
    clients = [client_of(alice), client_of(bob)]

    def save(client) -> None:
        try:
            statuses.append(client.post(reverse(name, args=["bakery"]), data).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert (statuses, model.objects.count()) == ([302, 302], 1)


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
    with django_assert_num_queries(14):
        client.get(address)
