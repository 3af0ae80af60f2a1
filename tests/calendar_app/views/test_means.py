"""Absences, money and partners."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from calendar_app.models import Absence, BudgetLine, Partner
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_team_member

MEANS, PARTNERS = "/w/bakery/strategy/means/", "/w/bakery/strategy/partners/"


def make_absence(workspace, **fields) -> Absence:
    member = fields.pop("member", None) or make_team_member(workspace)
    days = {"first_day": date(2026, 6, 1), "last_day": date(2026, 6, 12)}
    return Absence.objects.create(workspace=workspace, member=member, **{**days, **fields})


def make_line(workspace, **fields) -> BudgetLine:
    return BudgetLine.objects.create(workspace=workspace, **{"kind": "tool", "monthly_eur": "9.90", **fields})


def make_partner(workspace, **fields) -> Partner:
    return Partner.objects.create(workspace=workspace, **{"name": "Lucie", **fields})


PARTS = {
    # name of the address -> (model, factory, what a form needs, a change, where it leads back)
    "absence": (
        Absence,
        make_absence,
        lambda place: {"member": make_team_member(place).pk, "first_day": "2026-06-01", "last_day": "2026-06-02"},
        {"note": "Carnaval"},
        MEANS,
    ),
    "budget-line": (
        BudgetLine,
        make_line,
        lambda _: {"kind": "promotion", "monthly_eur": "50"},
        {"label": "Noël"},
        MEANS,
    ),
    "partner": (
        Partner,
        make_partner,
        lambda _: {"name": "Lucie", "counterpart": "product", "free_opinion": "on"},
        {"label_text": "Publicité"},
        PARTNERS,
    ),
}
PART = pytest.mark.parametrize("part", PARTS)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


@PART
def test_a_row_is_made_changed_and_removed_with_a_row_of_the_log_each(client_of, bob, bakery, part):
    model, _make, needed, change, back = PARTS[part]
    client, fields = client_of(bob), needed(bakery)
    new = reverse(f"{part}-new", args=["bakery"])
    assert client.get(new).status_code == 200
    assert client.post(new, fields).url == back
    row = model.objects.get()
    here, removal = reverse(part, args=["bakery", row.pk]), reverse(f"{part}-delete", args=["bakery", row.pk])
    assert client.get(here).status_code == 200
    assert client.post(here, fields | change).url == back
    assert client.post(here, fields | change).url == back  # nothing changes, nothing is noted
    assert client.get(removal).status_code == 200
    assert model.objects.count() == 1
    assert client.post(removal).url == back
    assert (model.objects.count(), verbs()) == (0, ["created", "edited", "removed"])


@PART
def test_charlie_neither_sees_nor_changes_a_row(client_of, charlie, bakery, museum, part):
    model, make, needed, change, _back = PARTS[part]
    row, client = make(bakery), client_of(charlie)
    for slug in ("bakery", "museum"):
        for name in (part, f"{part}-delete"):
            assert client.get(reverse(name, args=[slug, row.pk])).status_code == 404
            assert client.post(reverse(name, args=[slug, row.pk]), needed(museum) | change).status_code == 404
    assert client.post(reverse(f"{part}-new", args=["bakery"]), needed(bakery)).status_code == 404
    assert client.get(MEANS).status_code == client.get(PARTNERS).status_code == 404
    assert (list(model.objects.all()), verbs()) == ([row], [])


@PART
def test_a_viewer_sees_the_row_and_changes_nothing(client_of, dora, bakery, part):
    _model, make, needed, _change, back = PARTS[part]
    row, client = make(bakery), client_of(dora)
    html = client.get(back).content.decode()
    shown = {"absence": lambda: row.member.name, "budget-line": lambda: "9,90", "partner": lambda: row.name}[part]()
    assert shown in html
    assert reverse(part, args=["bakery", row.pk]) not in html
    assert client.post(reverse(f"{part}-new", args=["bakery"]), needed(bakery)).status_code == 403
    assert client.post(reverse(f"{part}-delete", args=["bakery", row.pk])).status_code == 403


@pytest.mark.parametrize(
    ("part", "fields", "at"),
    [
        ("absence", {"last_day": "2026-05-31"}, ["last_day"]),
        ("absence", {"first_day": "1999-01-01"}, ["first_day"]),
        ("absence", {"member": "9" * 30}, ["member"]),
        ("budget-line", {"monthly_eur": "-1"}, ["monthly_eur"]),
        ("budget-line", {"monthly_eur": "NaN"}, ["monthly_eur"]),
        ("budget-line", {"monthly_eur": "9" * 12}, ["monthly_eur"]),
        ("budget-line", {"kind": "fun"}, ["kind"]),
        ("partner", {"name": ""}, ["name"]),
        ("partner", {"counterpart": "none", "value_eur": "20"}, ["counterpart"]),
        ("partner", {"value_eur": "1e400"}, ["value_eur"]),
        ("partner", {"contract_on": "2026-02-31"}, ["contract_on"]),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(client_of, bob, bakery, part, fields, at):
    model, _make, needed, _change, _back = PARTS[part]
    answer = client_of(bob).post(reverse(f"{part}-new", args=["bakery"]), needed(bakery) | fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, at)
    assert model.objects.count() == 0


def test_another_workspace_s_people_are_not_away_here(client_of, bob, museum, bakery):
    fields = PARTS["absence"][2](bakery) | {"member": make_team_member(museum).pk}
    answer = client_of(bob).post(reverse("absence-new", args=["bakery"]), fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["member"])


def test_means_are_added_up_by_the_month_and_by_the_year(client_of, bob, bakery):
    make_team_member(bakery, hours_per_week="2.5")
    make_team_member(bakery, hours_per_week="3")
    make_team_member(bakery, hours_per_week="30", is_active=False)
    make_line(bakery, kind="promotion", monthly_eur="100")
    make_line(bakery, kind="promotion", monthly_eur="50.50")
    make_line(bakery)
    context = client_of(bob).get(MEANS).context
    assert (context["hours"], context["monthly"], context["yearly"]) == (
        Decimal("5.5"),
        Decimal("160.40"),
        Decimal("1924.80"),
    )
    assert [total for _label, total in context["kinds"]] == [Decimal("150.50"), Decimal("9.90")]


def test_absences_are_now_or_to_come_or_past(client_of, bob, bakery, today):
    over = make_absence(bakery, first_day=date(2026, 6, 1), last_day=date(2026, 6, 9))
    now = make_absence(bakery, first_day=date(2026, 6, 1), last_day=today)
    later = make_absence(bakery, first_day=date(2026, 7, 1), last_day=date(2026, 7, 9))
    context = client_of(bob).get(MEANS).context
    assert (context["coming"], context["past"], context["away"]) == ([now, later], [over], {now.member_id})


@pytest.mark.parametrize(("value", "required"), [(None, False), ("999.99", False), ("1000", True), ("1200", True)])
def test_from_a_thousand_euros_a_year_a_contract_is_asked_for(client_of, bob, bakery, value, required):
    partner = make_partner(bakery, counterpart="money", value_eur=value)
    client = client_of(bob)
    badge = "Written contract required"
    html = client.get(PARTNERS, headers={"accept-language": "en"}).content.decode()
    assert (badge in html, "décret n° 2025-1137" in html, "not legal advice" in html) == (required, True, True)
    partner.contract_on = date(2026, 1, 2)
    partner.save()
    assert badge not in client.get(PARTNERS, headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize(("path", "queries"), [(MEANS, 7), (PARTNERS, 5)])
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_rows(client_of, bob, bakery, django_assert_num_queries, path, queries, rows):
    for _number in range(rows):
        make_absence(bakery)
        make_line(bakery)
        make_partner(bakery)
    client = client_of(bob)
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)
