"""Whether we are ready: a no opens a first step, and stops nobody."""

from datetime import date

import pytest
from django.urls import reverse

from calendar_app.models import Readiness, ReadinessAction
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_team_member

PAGE, SAVE = "/w/bakery/strategy/readiness/", "/w/bakery/strategy/readiness/save/"
SITE = {"website_url": "https://example.org/", "website_overhauled_on": "2025-01-01", "website_mobile": "yes"}


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def make_action(workspace, text="Call the printer", **fields) -> ReadinessAction:
    return ReadinessAction.objects.create(workspace=workspace, text=text, **fields)


# --- Answers and gaps ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "gaps"),
    [
        ({}, []),
        ({"in_interest": "yes", "is_ready": "yes", "fits_philosophy": "yes"}, []),
        ({"in_interest": "no", "is_ready": "unsure"}, ["in_interest", "is_ready"]),
        ({"fits_philosophy": "unsure"}, ["fits_philosophy"]),
        ({"website_url": ""}, ["website"]),
        ({"website_mobile": "unsure"}, ["website"]),
        ({"website_overhauled_on": date(2023, 6, 9)}, ["website"]),
        ({"website_overhauled_on": date(2023, 6, 10)}, []),
    ],
)
def test_what_calls_for_an_action(today, fields, gaps):
    row = Readiness(**{"website_url": "https://example.org/", **fields})
    assert row.gaps(today) == gaps


def test_a_no_opens_the_proposed_action_with_a_day_and_an_owner(client_of, bob, bakery, today):
    me = make_team_member(bakery, user=bob)
    client = client_of(bob)
    proposal = client.get(PAGE).context["questions"][1][2]
    proposed = {f"do-is_ready-{name}": str(proposal[name].value()) for name in ("text", "due_on")}
    answer = client.post(SAVE, {**SITE, **proposed, "do-is_ready-owner": proposal["owner"].value(), "is_ready": "no"})
    assert answer.url == PAGE
    action = ReadinessAction.objects.get()
    assert (action.question, action.owner, action.due_on, action.done_on) == ("is_ready", me, date(2026, 7, 10), None)
    assert action.text == str(proposal.initial["text"])
    assert action.text in client.get(PAGE).content.decode()
    assert verbs() == ["created"]
    assert [each["text"] for each in AuditEvent.objects.get().diff["actions"][1]] == [action.text]


def test_a_yes_opens_nothing_whatever_was_proposed(client_of, bob):
    fields = {**SITE, "in_interest": "yes", "do-in_interest-text": "Ask around", "do-in_interest-due_on": "x"}
    assert client_of(bob).post(SAVE, fields).status_code == 302
    assert ReadinessAction.objects.count() == 0


def test_an_emptied_proposal_opens_nothing_and_stops_nobody(client_of, bob):
    assert client_of(bob).post(SAVE, {**SITE, "in_interest": "no", "do-in_interest-text": " "}).status_code == 302
    assert (Readiness.objects.get().in_interest, ReadinessAction.objects.count()) == ("no", 0)


def test_what_is_being_done_already_is_not_proposed_again(client_of, bob, bakery):
    make_action(bakery, question="is_ready")
    client = client_of(bob)
    assert [proposal is None for _answer, _why, proposal in client.get(PAGE).context["questions"]] == [
        False,
        True,
        False,
    ]
    client.post(SAVE, {**SITE, "is_ready": "no", "do-is_ready-text": "Twice"})
    assert ReadinessAction.objects.count() == 1


def test_what_was_done_before_is_not_written_in_again(client_of, bob, bakery, today):
    make_action(bakery, question="is_ready", done_on=today)
    proposal = client_of(bob).get(PAGE).context["questions"][1][2]
    assert proposal["text"].value() == ""


def test_an_old_website_opens_an_action_too(client_of, bob, today):
    client_of(bob).post(SAVE, {**SITE, "website_overhauled_on": "2020-01-01", "do-website-text": "Redo it"})
    assert ReadinessAction.objects.get().question == "website"


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"is_ready": "perhaps"}, "is_ready"),
        ({"website_url": "javascript:alert(1)"}, "website_url"),
        ({"website_overhauled_on": "2026-06-11"}, "website_overhauled_on"),
        ({"audit_done_on": "1999-12-31"}, "audit_done_on"),
        ({"local_clientele_share": "101"}, "local_clientele_share"),
        ({"audit_note": "a\x00"}, "audit_note"),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept_in_the_form(client_of, bob, today, fields, at):
    answer = client_of(bob).post(SAVE, {**SITE, "in_interest_why": "Parce que", **fields})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])
    assert "Parce que" in answer.content.decode()
    assert Readiness.objects.count() == 0


def test_an_action_that_makes_no_sense_is_refused_beside_its_question(client_of, bob, museum):
    stranger = make_team_member(museum)
    for field, value in (("owner", stranger.pk), ("due_on", "soon")):
        fields = {**SITE, "is_ready": "no", "do-is_ready-text": "Go", f"do-is_ready-{field}": value}
        answer = client_of(bob).post(SAVE, fields)
        proposal = answer.context["questions"][1][2]
        assert (answer.status_code, list(proposal.errors)) == (422, [field])
    assert (Readiness.objects.count(), ReadinessAction.objects.count()) == (0, 0)


def test_saving_without_a_change_is_not_logged(client_of, bob, bakery):
    Readiness.objects.create(workspace=bakery, website_url="https://example.org/")
    assert client_of(bob).post(SAVE, {"website_url": "https://example.org/"}).status_code == 302
    assert verbs() == []


# --- Actions -------------------------------------------------------------------------------------------------------


def test_an_action_is_made_changed_and_removed_with_a_row_of_the_log_each(client_of, bob, bakery):
    client = client_of(bob)
    assert client.post(reverse("readiness-action-new", args=["bakery"]), {"text": "A", "question": "other"}).url == PAGE
    action = ReadinessAction.objects.get()
    here = reverse("readiness-action", args=["bakery", action.pk])
    assert client.get(here).status_code == 200
    assert client.post(here, {"text": "B", "question": "website", "due_on": "2026-07-01"}).url == PAGE
    removal = reverse("readiness-action-delete", args=["bakery", action.pk])
    assert "“B”" in client.get(removal, headers={"accept-language": "en"}).content.decode()
    assert client.post(removal).url == PAGE
    assert (ReadinessAction.objects.count(), verbs()) == (0, ["created", "edited", "removed"])


def test_an_action_is_ticked_off_and_taken_back(client_of, bob, bakery, today):
    action = make_action(bakery)
    client, here = client_of(bob), reverse("readiness-action-done", args=["bakery", action.pk])
    assert client.post(here).url == PAGE
    assert client.post(here, {"done": "yes"}).status_code == 302  # again: nothing more to note
    action.refresh_from_db()
    assert action.done_on == today
    client.post(here, {"done": "no"})
    action.refresh_from_db()
    assert (action.done_on, verbs()) == (None, ["done", "reopened"])
    assert client.get(here).status_code == 405


def test_overdue_is_said_in_a_word(client_of, bob, bakery, today):
    make_action(bakery, "Late one", due_on=date(2026, 6, 9))
    make_action(bakery, "Today’s", due_on=today)
    html = client_of(bob).get(PAGE, headers={"accept-language": "en"}).content.decode()
    assert html.count("Overdue since") == 1


# --- Who may -------------------------------------------------------------------------------------------------------


def test_charlie_neither_sees_nor_changes_anything(client_of, charlie, bakery, museum):
    action, client = make_action(bakery), client_of(charlie)
    for path in (PAGE, SAVE):
        assert client.get(path).status_code in {404, 405}
        assert client.post(path, {"is_ready": "no"}).status_code in {404, 405}
    for slug in ("bakery", "museum"):
        for name in ("readiness-action", "readiness-action-delete", "readiness-action-done"):
            assert client.post(reverse(name, args=[slug, action.pk]), {"text": "x"}).status_code == 404
    action.refresh_from_db()
    assert (action.text, action.done_on, Readiness.objects.count(), verbs()) == ("Call the printer", None, 0, [])


def test_a_viewer_reads_the_answers_and_sees_no_form(client_of, dora, bakery):
    Readiness.objects.create(workspace=bakery, is_ready="unsure", is_ready_why="Nobody on Mondays")
    action = make_action(bakery)
    html = client_of(dora).get(PAGE).content.decode()
    assert ("Nobody on Mondays" in html, action.text in html, "<textarea" in html) == (True, True, False)
    assert client_of(dora).post(SAVE, {}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_actions(client_of, bob, bakery, django_assert_num_queries, rows):
    for _number in range(rows):
        make_action(bakery, owner=make_team_member(bakery))
    client = client_of(bob)
    client.get(PAGE)
    with django_assert_num_queries(8):
        client.get(PAGE)
