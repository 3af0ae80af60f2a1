"""How we answer, in six cases; what was agreed on; what was criticised."""

from datetime import date

import pytest
from django.urls import reverse

from calendar_app.forms.answering import counted_themes
from calendar_app.models import CriticismLog, Procedure, ResponseCase, ResponsePolicy
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_team_member

ROOT = "/w/bakery/strategy/"
POLICY, PROCEDURES, CRITICISM = f"{ROOT}answering/", f"{ROOT}procedures/", f"{ROOT}criticism/"


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def make_criticism(workspace, theme="Waiting", **fields) -> CriticismLog:
    return CriticismLog.objects.create(workspace=workspace, **{"on": date(2026, 6, 1), "theme": theme, **fields})


# --- The policy ----------------------------------------------------------------------------------------------------


def test_the_six_cases_are_always_there(client_of, bob, bakery):
    assert [case.instance.kind for case in client_of(bob).get(POLICY).context["cases"]] == ResponseCase.Kind.values
    policy = ResponsePolicy.objects.create(workspace=bakery)
    ResponseCase.objects.create(workspace=bakery, policy=policy, kind="complaint", within_hours=4)
    cases = client_of(bob).get(POLICY).context["cases"]
    assert [(case.instance.kind, case.instance.within_hours) for case in cases if case.instance.pk] == [
        ("complaint", 4)
    ]
    assert len(cases) == 6


def test_the_policy_and_its_cases_are_saved_together_with_one_row_of_the_log(client_of, bob, bakery):
    who = make_team_member(bakery)
    fields = {
        "opening_hours": "9 h – 18 h",
        "moderation": "Les insultes",
        "case-complaint-action": "private",
        "case-complaint-within_hours": "4",
        "case-complaint-who": who.pk,
        "case-complaint-personal": "on",
        "case-complaint-example": "Bonjour Rose",
    } | {f"case-{kind}-personal": "on" for kind in ResponseCase.Kind.values}
    client = client_of(bob)
    assert client.post(f"{POLICY}save/", fields).url == POLICY
    case = ResponseCase.objects.get()
    assert (case.kind, case.action, case.within_hours, case.who, case.policy) == (
        "complaint",
        "private",
        4,
        who,
        ResponsePolicy.objects.get(),
    )
    diff = AuditEvent.objects.get().diff
    assert (diff["opening_hours"], diff["case-complaint.within_hours"]) == (["", "9 h – 18 h"], [None, 4])
    assert client.post(f"{POLICY}save/", fields).status_code == 302
    assert (ResponseCase.objects.count(), verbs()) == (1, ["created"])


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"case-crisis-within_hours": "721"}, "within_hours"),
        ({"case-crisis-within_hours": "-1"}, "within_hours"),
        ({"case-crisis-action": "shout"}, "action"),
        ({"case-crisis-who": "9" * 30}, "who"),
        ({"case-crisis-escalate_to": "x" * 121}, "escalate_to"),
    ],
)
def test_a_case_that_makes_no_sense_is_refused_and_all_is_kept(client_of, bob, fields, at):
    answer = client_of(bob).post(f"{POLICY}save/", {"auto_reply": "À demain", **fields})
    assert (answer.status_code, list(answer.context["cases"][-1].errors)) == (422, [at])
    assert "À demain" in answer.content.decode()
    assert ResponsePolicy.objects.count() == 0


def test_another_workspace_s_people_are_no_choice(client_of, bob, museum):
    stranger = make_team_member(museum).pk
    answer = client_of(bob).post(f"{POLICY}save/", {"case-question-who": stranger})
    assert (answer.status_code, list(answer.context["cases"][0].errors)) == (422, ["who"])
    answer = client_of(bob).post(f"{PROCEDURES}save/", {"crisis-owner": stranger})
    assert (answer.status_code, list(answer.context["forms"][2].errors)) == (422, ["owner"])


def test_who_left_the_team_keeps_what_they_had(client_of, bob, bakery):
    gone = make_team_member(bakery, is_active=False)
    policy = ResponsePolicy.objects.create(workspace=bakery)
    ResponseCase.objects.create(workspace=bakery, policy=policy, kind="question", who=gone)
    question, technical, *_others = client_of(bob).get(POLICY).context["cases"]
    assert [pk for pk, _name in question.fields["who"].choices] == ["", gone.pk]
    assert [pk for pk, _name in technical.fields["who"].choices] == [""]


def test_figures_carry_their_source_and_year(client_of, bob):
    html = client_of(bob).get(POLICY, headers={"accept-language": "en"}).content.decode()
    for words in ("67 %", "Odoxa and Emakina", "84 %", "about 2019", "second quarter of 2016", "Lithium, 2013"):
        assert words in html


@pytest.mark.parametrize(("path", "queries"), [(POLICY, 7), (PROCEDURES, 6), (CRITICISM, 5)])
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_rows(client_of, bob, bakery, django_assert_num_queries, path, queries, rows):
    policy = ResponsePolicy.objects.create(workspace=bakery)
    for number in range(rows):
        who = make_team_member(bakery)
        ResponseCase.objects.create(workspace=bakery, policy=policy, kind=ResponseCase.Kind.values[number], who=who)
        Procedure.objects.create(workspace=bakery, kind=Procedure.Kind.values[number], owner=who)
        make_criticism(bakery)
    client = client_of(bob)
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)


# --- Procedures ----------------------------------------------------------------------------------------------------


def test_procedures_are_written_and_read_again(client_of, bob, bakery):
    who = make_team_member(bakery)
    fields = {"crisis-text": "Call Rose", "crisis-owner": who.pk, "crisis-reviewed_on": "2026-06-01"}
    client = client_of(bob)
    assert client.post(f"{PROCEDURES}save/", fields).url == PROCEDURES
    row = Procedure.objects.get()
    assert (row.kind, row.text, row.owner, row.reviewed_on) == ("crisis", "Call Rose", who, date(2026, 6, 1))
    client.post(f"{PROCEDURES}save/", fields)
    client.post(f"{PROCEDURES}save/", {**fields, "approval-text": "Two people read it"})
    assert sorted(Procedure.objects.values_list("kind", flat=True)) == ["approval", "crisis"]
    assert verbs() == ["edited", "edited"]


def test_a_procedure_that_makes_no_sense_is_refused_and_all_is_kept(client_of, bob):
    answer = client_of(bob).post(f"{PROCEDURES}save/", {"approval-text": "Read twice", "crisis-reviewed_on": "x"})
    assert (answer.status_code, list(answer.context["forms"][2].errors)) == (422, ["reviewed_on"])
    assert "Read twice" in answer.content.decode()
    assert Procedure.objects.count() == 0


# --- Criticism -----------------------------------------------------------------------------------------------------


def test_themes_are_counted_whatever_their_case():
    assert counted_themes(["Waiting", "price", "waiting", "Price", "WAITING", "smell"]) == [
        ("Waiting", 3),
        ("price", 2),
        ("smell", 1),
    ]


def test_a_criticism_is_noted_changed_and_removed_with_a_row_of_the_log_each(client_of, bob, bakery, today):
    client, new = client_of(bob), reverse("criticism-new", args=["bakery"])
    assert client.get(new).context["form"]["on"].value() == today
    assert client.post(new, {"on": "2026-06-01", "theme": "Attente"}).url == CRITICISM
    entry = CriticismLog.objects.get()
    here = reverse("criticism-entry", args=["bakery", entry.pk])
    changed = {"on": "2026-06-01", "theme": "Attente", "justified": "yes", "answered_publicly": "on"}
    assert client.post(here, changed).url == CRITICISM
    removal = reverse("criticism-delete", args=["bakery", entry.pk])
    assert client.get(removal).status_code == 200
    assert client.post(removal).url == CRITICISM
    assert (CriticismLog.objects.count(), verbs()) == (0, ["created", "edited", "removed"])


def test_a_criticism_is_closed_and_opened_again(client_of, bob, bakery, today):
    entry = make_criticism(bakery)
    client, here = client_of(bob), reverse("criticism-close", args=["bakery", entry.pk])
    assert client.post(here).url == CRITICISM
    client.post(here)
    entry.refresh_from_db()
    assert entry.closed_on == today
    client.post(here, {"closed": "no"})
    entry.refresh_from_db()
    assert (entry.closed_on, verbs()) == (None, ["closed", "reopened"])


def test_the_list_counts_by_theme_and_shows_one_when_asked(client_of, bob, bakery):
    for theme in ("Waiting", "waiting", "Price"):
        make_criticism(bakery, theme)
    client = client_of(bob)
    context = client.get(CRITICISM).context
    assert [(theme, count) for _wanted, theme, count in context["themes"]] == [("waiting", 2), ("Price", 1)]
    assert [entry.theme for entry in client.get(CRITICISM, {"theme": "WAITING"}).context["open"]] == [
        "waiting",
        "Waiting",
    ]


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"on": ""}, "on"),
        ({"on": "1800-01-01"}, "on"),
        ({"theme": ""}, "theme"),
        ({"justified": "maybe"}, "justified"),
        ({"closed_on": "2026-05-31"}, "closed_on"),
    ],
)
def test_a_criticism_that_makes_no_sense_is_refused(client_of, bob, bakery, fields, at):
    entry = make_criticism(bakery)
    here = reverse("criticism-entry", args=["bakery", entry.pk])
    answer = client_of(bob).post(here, {"on": "2026-06-01", "theme": "Attente", **fields})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])


# --- Who may -------------------------------------------------------------------------------------------------------


def test_charlie_neither_sees_nor_changes_anything(client_of, charlie, bakery, museum):
    entry, client = make_criticism(bakery), client_of(charlie)
    for path in (POLICY, PROCEDURES, CRITICISM):
        assert client.get(path).status_code == 404
    for path in (f"{POLICY}save/", f"{PROCEDURES}save/", f"{CRITICISM}new/"):
        assert client.post(path, {"on": "2026-06-01", "theme": "x"}).status_code == 404
    for slug in ("bakery", "museum"):
        for name in ("criticism-entry", "criticism-delete", "criticism-close"):
            assert client.post(reverse(name, args=[slug, entry.pk]), {}).status_code == 404
    assert (list(CriticismLog.objects.all()), entry.closed_on, verbs()) == ([entry], None, [])


def test_a_viewer_reads_all_and_changes_nothing(client_of, dora, bakery):
    policy = ResponsePolicy.objects.create(workspace=bakery, moderation="Insults")
    ResponseCase.objects.create(workspace=bakery, policy=policy, kind="question", example="Good morning")
    Procedure.objects.create(workspace=bakery, kind="crisis", text="Call Rose")
    make_criticism(bakery)
    client = client_of(dora)
    seen = "".join(client.get(path).content.decode() for path in (POLICY, PROCEDURES, CRITICISM))
    assert all(words in seen for words in ("Insults", "Good morning", "Call Rose", "Waiting"))
    assert "<textarea" not in seen
    for path in (f"{POLICY}save/", f"{PROCEDURES}save/", f"{CRITICISM}new/"):
        assert client.post(path, {}).status_code == 403
