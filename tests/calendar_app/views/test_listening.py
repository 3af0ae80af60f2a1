"""The listening plan: read by everybody, written by editors, with a beginning for who has none."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.urls import reverse

from calendar_app.models import ListeningKeyword, ListeningPlan, ListeningSource
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_insight, make_listening_plan, make_team_member

PLAN, FORM = "listening", "listening-edit"


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def at(name: str, slug: str = "bakery") -> str:
    return reverse(name, args=[slug])


def heard(sources: list[dict[str, object]], keywords: list[dict[str, object]], **fields: object) -> dict[str, object]:
    data: dict[str, object] = {"purposes": ["reputation"], "cadence_days": "7"}
    for prefix, rows in (("sources", sources), ("keywords", keywords)):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": sum("id" in row for row in rows)}
        data |= {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return data | fields


# --- To read -------------------------------------------------------------------------------------------------------


def test_the_plan_is_read_with_what_it_lacks(client_of, dora, bakery, today):
    dora.language = "en"
    dora.save()
    plan = make_listening_plan(
        bakery,
        purposes=["sector"],
        first_session_on=date(2026, 6, 3),
        session_time=time(9),
        owner=make_team_member(bakery, name="Rose", hours_per_week=5),
        hours_per_week=Decimal(1),
        alert_rule="Call the boss",
    )
    ListeningSource.objects.create(workspace=bakery, plan=plan, kind="care", where="The till", is_active=False)
    ListeningKeyword.objects.create(workspace=bakery, plan=plan, family="brand", text="Fournil", exclude="emploi")
    answer = client_of(dora).get(at(PLAN))
    page = answer.content.decode()
    for words in (
        "The till",
        "not in use",
        "Fournil",
        "but not: emploi",
        "Rose",
        "Call the boss",
        "every 7 days, 09:00",
    ):
        assert words in page
    assert page.count("Nobody listens there yet.") == 4
    assert page.count("No word yet.") == 3
    assert answer.context["sessions"] == [date(2026, 6, 10), date(2026, 6, 17), date(2026, 6, 24)]
    assert answer.context["share"] == 20
    assert [chosen for _label, chosen in answer.context["purposes"]].count(True) == 1
    assert at(FORM) not in page


def test_without_a_plan_the_page_offers_to_begin(client_of, bob, dora, bakery):
    assert f"{at(FORM)}?starter=1" in client_of(bob).get(at(PLAN)).content.decode()
    assert at(FORM) not in client_of(dora).get(at(PLAN)).content.decode()
    assert client_of(dora).get(at(FORM)).status_code == 403


def test_charlie_hears_nothing(client_of, charlie, bakery):
    make_listening_plan(bakery)
    client = client_of(charlie)
    for name in (PLAN, FORM):
        assert client.get(at(name)).status_code == 404
    assert client.post(at(FORM), heard([], [])).status_code == 404
    assert client.get(at(PLAN, "museum")).context["plan"] is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plan_asks_a_fixed_number_of_questions(client_of, bob, bakery, django_assert_num_queries, rows):
    plan = make_listening_plan(bakery, owner=make_team_member(bakery), first_session_on=date(2026, 6, 3))
    for n in range(rows):
        source = ListeningSource.objects.create(workspace=bakery, plan=plan, kind="care", where=f"Place {n}")
        ListeningKeyword.objects.create(workspace=bakery, plan=plan, family="brand", text=f"Word {n}")
        make_insight(bakery, source=source)
    client = client_of(bob)
    client.get(at(PLAN))
    with django_assert_num_queries(9):
        client.get(at(PLAN))


# --- To write ------------------------------------------------------------------------------------------------------


def test_a_plan_is_made_with_its_places_and_words_and_one_row_of_the_log(client_of, bob, bakery):
    client = client_of(bob)
    assert client.get(at(FORM)).status_code == 200
    place = {"kind": "reviews", "where": "Avis Google", "is_active": "on"}
    blank, word = {"kind": "", "is_active": "on"}, {"family": "brand", "text": "Fournil", "exclude": "emploi"}
    when = {"first_session_on": "2026-06-15", "session_time": "09:30"}
    assert client.post(at(FORM), heard([place, blank], [word], **when))["Location"] == at(PLAN)
    plan = ListeningPlan.objects.get()
    source, keyword = ListeningSource.objects.get(), ListeningKeyword.objects.get()
    assert (plan.first_session_on, plan.session_time) == (date(2026, 6, 15), time(9, 30))
    assert (source.where, source.plan, source.workspace) == ("Avis Google", plan, bakery)
    assert (keyword.text, keyword.exclude, keyword.plan, keyword.workspace) == ("Fournil", "emploi", plan, bakery)
    assert verbs() == ["created"]

    rows = ([{"id": source.pk, **place, "where": "La caisse"}], [{"id": keyword.pk, **word}])
    client.post(at(FORM), heard(*rows, **when))
    assert ListeningSource.objects.get().where == "La caisse"
    assert verbs() == ["created", "edited"]
    assert AuditEvent.objects.first().diff == {
        "sources": [[{"id": source.pk, "where": "Avis Google"}], [{"id": source.pk, "where": "La caisse"}]]
    }

    client.post(at(FORM), heard(*rows, **when))
    assert verbs() == ["created", "edited"]

    client.post(at(FORM), heard([{**rows[0][0], "DELETE": "on"}], rows[1], **when))
    assert (ListeningSource.objects.count(), verbs()) == (0, ["created", "edited", "edited"])


def test_another_workspace_s_place_is_neither_changed_nor_taken(client_of, bob, bakery, museum):
    theirs = ListeningSource.objects.create(
        workspace=museum, plan=make_listening_plan(museum), kind="reviews", where="Livre d’or"
    )
    make_listening_plan(bakery)
    rows = [{"id": theirs.pk, "kind": "reviews", "where": "À nous", "is_active": "on"}]
    answer = client_of(bob).post(at(FORM), heard(rows, []))
    assert (answer.status_code, list(answer.context["sources"].errors[0])) == (422, ["id"])
    assert ListeningSource.objects.values_list("where", "workspace").get() == ("Livre d’or", museum.pk)


@pytest.mark.parametrize(
    "fields",
    [
        {"cadence_days": "0"}, {"cadence_days": "x"}, {"hours_per_week": "-1"}, {"purposes": ["world-domination"]},
        {"owner": "9" * 30}, {"alert_rule": "x" * 301}, {"sources-TOTAL_FORMS": "x"}, {"keywords-TOTAL_FORMS": "2000"},
        {"first_session_on": "2026-06-15", "cadence_days": ""}, {"first_session_on": "9999-12-31"},
        {"session_time": "25:00"},
    ],
)  # fmt: skip
def test_a_plan_that_makes_no_sense_is_refused(client_of, bob, bakery, fields):
    answer = client_of(bob).post(at(FORM), heard([], [], **fields))
    assert answer.status_code == 422
    assert (ListeningPlan.objects.count(), verbs()) == (0, [])


def test_what_was_typed_stays_after_a_mistake(client_of, bob, bakery):
    place = {"kind": "", "where": "Le marché du samedi", "is_active": "on"}
    page = client_of(bob).post(at(FORM), heard([place], [], alert_rule="Tout de suite")).content.decode()
    assert "Le marché du samedi" in page
    assert "Tout de suite" in page


# --- A beginning ---------------------------------------------------------------------------------------------------


def as_sent(answer) -> dict[str, object]:
    """What the browser sends of the form on a page when nobody touches it."""
    data: dict[str, object] = {}
    forms = [answer.context["form"], *answer.context["sources"], *answer.context["keywords"]]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value not in (None, "", False):
                data[bound.html_name] = "on" if value is True else value
    for rows in (answer.context["sources"], answer.context["keywords"]):
        for bound in rows.management_form:
            data[bound.html_name] = bound.value()
    return data


def test_a_beginning_fills_in_five_kinds_of_places_and_four_families_and_saves_nothing(client_of, bob, bakery, today):
    answer = client_of(bob).get(at(FORM) + "?starter=1")
    assert [form["kind"].value() for form in answer.context["sources"]] == [kind.value for kind in ListeningSource.Kind]
    assert [form["family"].value() for form in answer.context["keywords"]] == [
        family.value for family in ListeningKeyword.Family
    ]
    assert answer.context["form"]["first_session_on"].value() == today
    assert (ListeningPlan.objects.count(), verbs()) == (0, [])


def test_a_beginning_is_saved_once_its_blanks_are_filled_in(client_of, bob, bakery, today):
    client = client_of(bob)
    data = as_sent(client.get(at(FORM) + "?starter=1"))
    refused = client.post(at(FORM), data)
    assert refused.status_code == 422
    assert ["text" in form.errors for form in refused.context["keywords"]] == [False, True, True, True]

    data |= {"keywords-1-text": "Baguette", "keywords-2-text": "Le Pétrin", "keywords-3-DELETE": "on"}
    data |= {"sources-4-DELETE": "on"}
    assert client.post(at(FORM), data).status_code == 302
    assert list(ListeningKeyword.objects.order_by("pk").values_list("text", flat=True)) == [
        "Bakery", "Baguette", "Le Pétrin",
    ]  # fmt: skip
    assert ListeningSource.objects.filter(is_active=True).count() == 4
    plan = ListeningPlan.objects.get()
    assert (plan.cadence_days, plan.first_session_on, len(plan.purposes)) == (7, today, 5)
    assert verbs() == ["created"]


def test_a_beginning_leaves_alone_what_is_there(client_of, bob, bakery, today):
    plan = make_listening_plan(bakery, cadence_days=3, purposes=["feedback"])
    ListeningSource.objects.create(workspace=bakery, plan=plan, kind="care", where="La caisse")
    answer = client_of(bob).get(at(FORM) + "?starter=1")
    assert answer.context["form"]["cadence_days"].value() == 3
    assert answer.context["form"]["purposes"].value() == ["feedback"]
    kinds = [form["kind"].value() for form in answer.context["sources"]]
    assert (len(kinds), len(set(kinds))) == (5, 5)
