"""Objectives: what is wanted, what was measured, how they end; and what an advert cost."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django_scopes import scope

from calendar_app.models import Kpi, Measure, Objective
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_objective, make_persona, make_post, make_team_member

TODAY = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def _clock(today):
    """The tests of this module share one day."""


def url(name: str, objective: Objective | None = None, slug: str = "bakery") -> str:
    return reverse(name, args=[slug] + ([objective.pk] if objective else []))


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def make_measure(objective: Objective, on: date, value: object, **fields) -> Measure:
    with scope(workspace=objective.workspace):
        return Measure.objects.create(workspace=objective.workspace, objective=objective, on=on, value=value, **fields)


def measure_url(measure: Measure, name: str = "measure", slug: str = "bakery") -> str:
    return reverse(name, args=[slug, measure.objective_id, measure.pk])


def needed(**fields) -> dict[str, object]:
    return {"statement": "Trente gâteaux", "kind": "sales", **fields}


def english(user):
    user.language = "en"
    user.save()
    return user


# --- Writing one ---------------------------------------------------------------------------------------------------


def test_an_objective_is_made_changed_and_removed_with_a_row_of_the_log_each(client_of, bob, bakery):
    client, orders = client_of(bob), Kpi.objects.get(slug="orders")
    assert client.get(url("objective-new")).status_code == 200
    answer = client.post(url("objective-new"), needed(kpi=orders.pk, measured_by="La caisse, chaque lundi"))
    objective = Objective.objects.get()
    assert answer.url == url("objective", objective)
    assert (objective.workspace, objective.kpi, objective.status) == (bakery, orders, "active")

    client.post(url("objective-edit", objective), needed(statement="Quarante gâteaux", kpi=orders.pk))
    objective.refresh_from_db()
    assert objective.statement == "Quarante gâteaux"
    assert client.get(url("objective-delete", objective)).status_code == 200
    assert client.post(url("objective-delete", objective)).url == url("objectives")
    assert (Objective.objects.count(), verbs()) == (0, ["created", "edited", "removed"])


def test_saving_without_a_change_is_not_logged(client_of, bob, bakery):
    objective = make_objective(bakery, statement="Trente gâteaux", kind="sales")
    assert client_of(bob).post(url("objective-edit", objective), needed()).status_code == 302
    assert verbs() == []


def test_indicators_are_offered_by_family_and_those_withdrawn_are_not(client_of, bob):
    Kpi.objects.filter(slug="likes").update(is_offered=False)
    choices = client_of(bob).get(url("objective-new")).context["form"].fields["kpi"].choices
    families = [label for label, _options in choices[1:]]
    assert families == [label for _value, label in Kpi.Family.choices]
    names = [name for _label, options in choices[1:] for _pk, name in options]
    assert "J’aime" not in names
    assert {"Abonnés", "Clics vers le site", "Bons remis en boutique"} <= set(names)


@pytest.mark.parametrize(("field", "make"), [("personas", make_persona), ("owner", make_team_member)])
def test_another_workspace_s_rows_are_no_choice(client_of, bob, bakery, museum, field, make):
    many = field == "personas"
    for foreign in (make(museum).pk, 10**30, "x", "\x00"):
        answer = client_of(bob).post(url("objective-new"), needed(**{field: [foreign] if many else foreign}))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    mine = make(bakery).pk
    assert client_of(bob).post(url("objective-new"), needed(**{field: [mine] if many else mine})).status_code == 302


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"statement": ""}, "statement"), ({"statement": "x\x00"}, "statement"), ({"target": "9" * 40}, "target"),
        ({"baseline": "NaN"}, "baseline"), ({"start_on": "2026-06-10", "due_on": "2026-06-01"}, "__all__"),
        ({"kind": "fame"}, "kind"), ({"kpi": "0"}, "kpi"), ({"kpi": "9" * 30}, "kpi"), ({"due_on": "1850-01-01"}, "due_on"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(client_of, bob, bakery, fields, at):
    answer = client_of(bob).post(url("objective-new"), needed(**fields))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])
    assert Objective.objects.count() == 0


def test_the_log_holds_decimals_dates_rows_and_lists_of_rows(client_of, bob, bakery):
    owner, persona = make_team_member(bakery), make_persona(bakery)
    objective = make_objective(bakery, statement="Vendre", kind="sales", baseline=Decimal("10.50"))
    data = {
        "statement": "Vendre", "kind": "sales", "baseline": "10.5", "target": "30", "due_on": "2026-12-31",
        "owner": owner.pk, "personas": [persona.pk],
    }  # fmt: skip
    client_of(bob).post(url("objective-edit", objective), data)
    assert AuditEvent.objects.get().diff == {
        "target": [None, "30"], "due_on": [None, "2026-12-31"], "owner": [None, owner.pk], "personas": [[], [persona.pk]]
    }  # fmt: skip


# --- Who may do what -----------------------------------------------------------------------------------------------


def test_charlie_neither_sees_nor_changes_an_objective(client_of, charlie, museum, bakery):
    measure = make_measure(make_objective(bakery, statement="Trente gâteaux"), TODAY, 12)
    objective, theirs = measure.objective, make_objective(museum)
    client = client_of(charlie)
    names = ("objective", "objective-edit", "objective-delete", "objective-close", "objective-reopen", "measure-new")
    for slug in ("bakery", "museum"):
        for name in names:
            assert client.get(url(name, objective, slug)).status_code in (404, 405)
            assert client.post(url(name, objective, slug), {"on": "2026-06-01", "value": "1"}).status_code in (404, 405)
        for name in ("measure", "measure-delete"):
            assert client.post(measure_url(measure, name, slug)).status_code == 404
    # their own objective in the address, somebody else's measure behind it
    stolen = reverse("measure", args=["museum", theirs.pk, measure.pk])
    assert client.post(stolen, {"on": "2026-06-01", "value": "1"}).status_code == 404
    assert client.get(url("objectives")).status_code == client.get(url("objective-new")).status_code == 404
    assert "Trente gâteaux" not in client.get(url("objectives", slug="museum")).content.decode()
    assert ([*Measure.objects.all()], verbs()) == ([measure], [])


def test_a_viewer_reads_and_changes_nothing(client_of, dora, bakery):
    measure = make_measure(make_objective(bakery), TODAY, 12)
    client, objective = client_of(dora), measure.objective
    page = client.get(url("objective", objective)).content.decode()
    for address in (
        url("objective-edit", objective),
        url("objective-close", objective),
        url("measure-new", objective),
        measure_url(measure),
    ):
        assert address not in page
        assert client.post(address, {}).status_code == 403
    assert client.get(url("objectives")).status_code == 200


def test_a_measure_is_found_below_its_own_objective_only(client_of, bob, bakery):
    measure, other = make_measure(make_objective(bakery), TODAY, 12), make_objective(bakery)
    assert client_of(bob).get(reverse("measure", args=["bakery", other.pk, measure.pk])).status_code == 404
    assert client_of(bob).post(reverse("measure-delete", args=["bakery", other.pk, measure.pk])).status_code == 404


# --- Measures ------------------------------------------------------------------------------------------------------


def test_a_measure_is_written_put_right_and_taken_away_with_a_row_of_the_log_each(client_of, bob, bakery):
    objective, client = make_objective(bakery), client_of(bob)
    client.post(url("measure-new", objective), {"on": "2026-06-01", "value": "12.5", "note": "Fête des mères"})
    measure = Measure.objects.get()
    assert (measure.value, measure.note, measure.workspace) == (Decimal("12.5"), "Fête des mères", bakery)
    assert client.get(measure_url(measure)).status_code == 200
    for _ in range(2):
        client.post(measure_url(measure), {"on": "2026-06-02", "value": "13", "note": ""})
    measure.refresh_from_db()
    assert (measure.on, measure.value) == (date(2026, 6, 2), 13)
    client.post(measure_url(measure, "measure-delete"))
    assert (Measure.objects.count(), verbs()) == (0, ["measured", "measured", "measured"])


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"value": ""}, "value"), ({"value": "beaucoup"}, "value"), ({"value": "NaN"}, "value"), ({"value": "9" * 40}, "value"),
        ({"on": "2026-02-31"}, "on"), ({"on": "0001-01-01"}, "on"), ({"on": "2026-05-01"}, "on"), ({"note": "x" * 201}, "note"),
    ],
)  # fmt: skip
def test_a_measure_that_makes_no_sense_is_refused_and_what_was_typed_stays(client_of, bob, bakery, fields, at):
    objective = make_objective(bakery)
    make_measure(objective, date(2026, 5, 1), 10)
    answer = client_of(bob).post(
        url("measure-new", objective), {"on": "2026-06-01", "value": "12", "note": "À la caisse", **fields}
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])
    assert "note" in fields or "À la caisse" in answer.content.decode()
    assert Measure.objects.count() == 1


def test_the_page_says_how_far_it_has_come_and_draws_it(client_of, alice, bakery):
    objective = make_objective(
        bakery,
        kpi=Kpi.objects.get(slug="orders"),
        baseline=12,
        target=30,
        start_on=date(2026, 3, 1),
        due_on=date(2026, 9, 1),
    )
    for day, value in ((date(2026, 4, 1), 15), (date(2026, 6, 1), 21)):
        make_measure(objective, day, value)
    page = client_of(english(alice)).get(url("objective", objective)).content.decode()
    assert "<strong>21 orders</strong>" in page
    assert ": 50% of the way." in page
    assert "55% of the time is over." in page
    assert page.count("<circle") == 3  # where it started, and two measures
    assert "From 12 to 21 orders." in page
    assert "The dashed line is the target: 30 orders." in page
    assert "style=" not in page


def test_numbers_of_the_drawing_are_written_the_same_in_french(client_of, alice, bakery):
    objective = make_objective(bakery, baseline=1, target=3, start_on=date(2026, 3, 1))
    make_measure(objective, date(2026, 6, 1), Decimal("2.5"))
    chart = client_of(alice).get(url("objective", objective)).context["chart"]
    page = client_of(alice).get(url("objective", objective)).content.decode()
    assert f'points="{chart.line}"' in page
    assert all(pair.count(",") == 1 for pair in chart.line.split())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(client_of, alice, bakery, django_assert_num_queries, rows):
    objective = make_objective(
        bakery, owner=make_team_member(bakery), kpi=Kpi.objects.get(slug="orders"),
        personas=[make_persona(bakery) for _ in range(rows)],
    )  # fmt: skip
    for n in range(rows):
        make_measure(objective, date(2026, 5, n + 1), n)
        make_channel(bakery, objectives=[objective])
        make_post(bakery, objective=objective)
        AuditEvent.objects.create(
            workspace=bakery, actor=alice, verb="closed", target_kind="objective", target_id=objective.pk
        )
    client = client_of(alice)
    client.get(url("objective", objective))
    with django_assert_num_queries(49):
        client.get(url("objective", objective))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_a_fixed_number_of_questions(client_of, alice, bakery, django_assert_num_queries, rows):
    for _ in range(rows):
        make_measure(make_objective(bakery, kpi=Kpi.objects.get(slug="orders")), TODAY, 3)
    client = client_of(alice)
    client.get(url("objectives"))
    with django_assert_num_queries(45):
        client.get(url("objectives"))


# --- How it ends ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["reached", "dropped"])
def test_an_objective_is_closed_with_a_day_and_a_lesson_and_opened_again(client_of, bob, bakery, status):
    objective, client = make_objective(bakery), client_of(bob)
    assert client.get(url("objective-close", objective)).context["form"]["closed_on"].value() == TODAY
    client.post(
        url("objective-close", objective),
        {"status": status, "closed_on": "2026-06-09", "lesson": "Le bouche-à-oreille suffit"},
    )
    objective.refresh_from_db()
    assert (objective.status, objective.closed_on) == (status, date(2026, 6, 9))
    assert "Le bouche-à-oreille suffit" in client.get(url("objective", objective)).content.decode()
    client.post(url("objective-reopen", objective))
    client.post(url("objective-reopen", objective))
    objective.refresh_from_db()
    assert (objective.status, objective.closed_on, verbs()) == ("active", None, ["closed", "reopened"])


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"status": "active", "closed_on": "2026-06-09"},
        {"status": "reached"},
        {"status": "reached", "closed_on": "x"},
    ],
)
def test_an_ending_that_makes_no_sense_is_refused(client_of, bob, bakery, fields):
    objective = make_objective(bakery)
    assert client_of(bob).post(url("objective-close", objective), fields).status_code == 422
    objective.refresh_from_db()
    assert (objective.status, verbs()) == ("active", [])


def test_popularity_alone_is_pointed_out_calmly(client_of, alice, bakery):
    client, words = client_of(english(alice)), "All that is counted now is popularity."
    make_objective(bakery, kpi=Kpi.objects.get(slug="likes"))
    assert words in client.get(url("objectives")).content.decode()
    make_objective(bakery, kpi=Kpi.objects.get(slug="orders"))
    assert words not in client.get(url("objectives")).content.decode()


# --- What an advert cost -------------------------------------------------------------------------------------------


def test_the_article_s_advert_costs_what_the_article_says(client_of, alice, bakery):
    page = (
        client_of(english(alice))
        .get(url("objectives"), {"spent": "500", "likes": "800", "purchases": "6"})
        .content.decode()
    )
    for words in ("<dd>0.63 €</dd>", "<dd>83.33 €</dd>", "<dd>0.75</dd>"):
        assert words in page


@pytest.mark.parametrize(
    "sent", [{"spent": ""}, {"spent": "x", "likes": "-1"}, {"spent": "1e400", "likes": "9" * 400, "purchases": "NaN"}]
)
def test_figures_that_make_no_sense_are_answered_at_their_field(client_of, alice, bakery, sent):
    answer = client_of(alice).get(url("objectives"), sent)
    assert (answer.status_code, answer.context["advert"]) == (200, None)
    assert answer.context["form"].errors


def test_an_advert_without_likes_or_purchases_divides_by_nothing(client_of, alice, bakery):
    answer = client_of(alice).get(url("objectives"), {"spent": "500", "likes": "0", "purchases": "0"})
    advert = answer.context["advert"]
    assert (advert.per_like, advert.per_purchase, advert.buyers) == (None, None, None)


def test_what_the_checker_says_of_an_objective_stands_on_its_page_and_marks_its_card(client_of, alice, bakery):
    objective = make_objective(bakery, baseline=None, target=None)
    page = client_of(alice).get(url("objective", objective)).content.decode()
    block = page.partition('id="checks"')[2].partition("</section>")[0]
    assert f'-objective-{objective.pk}"' in block
    assert 'href="/w/bakery/check/"' in block
    assert f'{url("objective", objective)}#checks"' in client_of(alice).get(url("objectives")).content.decode()
