"""The strategy as a page to print, as Markdown and as a Word file."""

import io
import zipfile
from datetime import date, time

import pytest
from django.urls import reverse
from django_scopes import scope

from calendar_app import models
from smplanner.workspaces.models import AuditEvent
from tests import factories as make

KINDS = ["document", "document-markdown", "document-docx"]
TOLD = pytest.mark.parametrize("name", KINDS)
TYPED = "<b>Zoé</b> & *co*"


def address(name: str, slug: str = "bakery", language: str = "") -> str:
    return reverse(name, args=[slug]) + (f"?language={language}" if language else "")


def told(answer) -> str:
    """What a person reads of an answer, whatever its kind."""
    if not answer.content.startswith(b"PK"):
        return answer.content.decode()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return archive.read("word/document.xml").decode()


def a_whole_strategy(workspace, times: int) -> None:
    """`times` rows of every kind that a workspace has many of, and one of the others, linked with each other."""
    day = date(2026, 6, 10)
    owned = {"workspace": workspace}
    with scope(workspace=workspace):
        strategy = models.Strategy.objects.create(**owned)
        for key in list(models.StrategySection.Key)[:times]:
            models.StrategySection.objects.create(strategy=strategy, key=key, text=f"About {key}", **owned)
        models.Readiness.objects.create(in_interest="yes", website_url="https://example.org", **owned)
        models.BrandVoice.objects.create(mission="Bread for all", values=["Patience"], **owned)
        policy = models.ResponsePolicy.objects.create(opening_hours="9 to 5", **owned)
        plan = make.make_listening_plan(workspace)
        for i in range(times):
            member = make.make_team_member(workspace, name=f"Colleague {i}", user=make.make_user(f"c{i}@example.org"))
            plan.owner = member
            persona = make.make_persona(workspace, name=f"Persona {i}", needs=["bread"])
            make.make_persona_platform(persona, evidence="we asked")
            aim = make.make_objective(workspace, statement=f"Aim {i}", owner=member, personas=[persona])
            models.Measure.objects.create(objective=aim, on=day, value=i, **owned)
            channel = make.make_channel(workspace, personas=[persona], objectives=[aim], responder=member, name=f"C{i}")
            models.ChannelSlot.objects.create(channel=channel, weekday=1, time=time(9), **owned)
            models.ChannelTest.objects.create(channel=channel, hypothesis=f"It works {i}", **owned)
            make.make_pillar(workspace, name=f"Pillar {i}").personas.add(persona)
            models.ReadinessAction.objects.create(text=f"Action {i}", owner=member, **owned)
            models.Absence.objects.create(member=member, first_day=day, last_day=day, **owned)
            models.BudgetLine.objects.create(kind="tool", label=f"Tool {i}", monthly_eur=10, **owned)
            source = models.ListeningSource.objects.create(plan=plan, kind="care", where=f"Till {i}", **owned)
            models.ListeningKeyword.objects.create(plan=plan, family="brand", text=f"word {i}", **owned)
            make.make_insight(workspace, what=f"Heard {i}", source=source, persona=persona)
            kind = models.ResponseCase.Kind.values[i]
            models.ResponseCase.objects.create(policy=policy, kind=kind, action="answer", who=member, **owned)
            models.Procedure.objects.create(kind=models.Procedure.Kind.values[i], text="Do", owner=member, **owned)
            models.CriticismLog.objects.create(on=day, theme=f"Queue {i}", **owned)
            models.CommunityNote.objects.create(rung=i + 1, people=7, on=day, **owned)
            models.Advocate.objects.create(label=f"Named {i}", consents=True, **owned)
            models.Advocate.objects.create(label=f"Unnamed {i}", **owned)
            models.Partner.objects.create(name=f"Partner {i}", **owned)
            make.make_review(workspace, channel=channel, note=f"Seen {i}")
        plan.save()


@TOLD
def test_it_tells_the_whole_strategy(client_of, alice, bakery, today, name):
    a_whole_strategy(bakery, 3)
    text = told(client_of(alice).get(address(name, language="en")))
    wanted = [
        "Strategy of Bakery", "10 June 2026", "Alice", "Administrator", "About business", "Bread for all", "Patience",
        "9 to 5", "Colleague 2", "Persona 2", "Aim 2", "C2", "Monday 09:00", "It works 2", "Pillar 2", "Action 2",
        "Tool 2", "Till 2", "word 2", "Heard 2", "Queue 2", "Named 2", "Partner 2", "Seen 2",
    ]  # fmt: skip
    assert [word for word in wanted if word not in text] == []
    assert "Unnamed 2" not in text  # who did not agree to be listed is only counted


@TOLD
def test_an_empty_strategy_says_what_is_missing(client_of, alice, name):
    text = told(client_of(alice).get(address(name, language="en")))
    assert "0 of 6 filled; missing: how you speak, a mission, a promise" in text


@TOLD
def test_it_is_written_in_the_language_asked_for(client_of, alice, today, name):
    client = client_of(alice)
    for language, day in [("en", "10 June 2026"), ("fr", "10 juin 2026")]:
        answer = client.get(address(name, language=language))
        assert answer["Content-Language"] == language
        assert day in told(answer)
    assert client.get(address(name, language="xx")).status_code == 200
    assert '<html lang="fr"' in client.get(address("document", language="fr")).content.decode()


@TOLD
def test_what_people_typed_stays_text(client_of, alice, bakery, name):
    make.make_persona(bakery, name=TYPED)
    text = told(client_of(alice).get(address(name, language="en")))
    written = {
        "document": "&lt;b&gt;Zoé&lt;/b&gt; &amp; *co*",
        "document-markdown": r"### \<b\>Zoé\</b\> \& \*co\*",
        "document-docx": "&lt;b&gt;Zoé&lt;/b&gt; &amp; *co*",
    }
    assert written[name] in text
    assert "<b>Zoé" not in text


def test_files_are_downloaded_under_a_name_with_day_and_language(client_of, alice, today):
    client = client_of(alice)
    for name, kind, suffix in [
        ("document-markdown", "text/markdown; charset=utf-8", "md"),
        ("document-docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ]:
        answer = client.get(address(name, language="en"))
        assert answer["Content-Type"] == kind
        assert answer["Content-Disposition"] == f'attachment; filename="bakery-2026-06-10-en.{suffix}"'


@TOLD
def test_a_viewer_may_read_it_and_charlie_may_not(client_of, dora, charlie, bakery, client, name):
    make.make_persona(bakery, name="Zqpersona")
    assert client_of(dora).get(address(name)).status_code == 200
    assert client_of(charlie).get(address(name)).status_code == 404
    own = client_of(charlie).get(address(name, "museum"))
    assert own.status_code == 200
    assert "Zqpersona" not in told(own)
    assert client.get(address(name)).status_code == 302


@TOLD
def test_it_is_only_read(client_of, alice, name):
    assert client_of(alice).post(address(name)).status_code == 405
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("times", [1, 3])
@TOLD
def test_the_number_of_queries_does_not_grow(client_of, alice, bakery, django_assert_num_queries, name, times):
    a_whole_strategy(bakery, times)
    client = client_of(alice)
    with django_assert_num_queries(9 if name == "document" else 8):
        client.get(address(name))
