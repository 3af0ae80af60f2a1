"""The log of a workspace on its page, and as a file."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django_scopes import scope

from calendar_app import workflow
from calendar_app.models import KeyDate, Post
from calendar_app.views import log
from smplanner.workspaces import audit
from smplanner.workspaces.models import AuditEvent
from tests.factories import (
    make_campaign,
    make_channel,
    make_objective,
    make_persona,
    make_pillar,
    make_post,
)

DAY = date(2026, 6, 10)


@pytest.fixture
def post(bakery) -> Post:
    return make_post(bakery, "Croissants", day=DAY, status=Post.Status.PLANNED)


def page(client, **asked):
    return client.get(reverse("log", args=["bakery"]), asked)


def file(client, **asked) -> str:
    response = client.get(reverse("log-export", args=["bakery"]), asked)
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return b"".join(response.streaming_content).decode()


def said(response) -> list[str]:
    return [row.said for row in response.context["rows"]]


def cancel(post: Post, bob, reason: str = "Four en panne") -> AuditEvent:
    with scope(workspace=post.workspace):
        return workflow.cancel(post, None, bob, post.created_at, reason=reason)[1]


def test_an_act_is_found_with_its_reason_and_taken_back_from_the_log(client_of, bob, post):
    event = cancel(post, bob)
    bobs = client_of(bob)
    shown = page(bobs, kind="post", act="put-off")
    html = shown.content.decode()
    assert [row.event.pk for row in shown.context["rows"]] == [event.pk]
    assert "Four en panne" in html
    assert reverse("post", args=["bakery", post.pk]) in html
    assert reverse("history-undo", args=["bakery", event.pk]) in html
    bobs.post(reverse("history-undo", args=["bakery", event.pk]), {"key": "status"})
    post.refresh_from_db()
    assert post.status == "planned"


def test_the_log_goes_on_page_by_page_and_keeps_its_filters(client_of, dora, bakery, bob, post, monkeypatch):
    monkeypatch.setattr(log, "PAGE", 2)
    rows = [audit.record(bakery, bob, "edited", post, {"title": ("", str(number))}) for number in range(5)]
    audit.record(bakery, bob, "created", make_pillar(bakery))
    doras = client_of(dora)
    seen, older = [], ""
    while older is not None:
        shown = page(doras, kind="post", **({"before": older} if older else {}))
        seen += [row.event.pk for row in shown.context["rows"]]
        older = shown.context["older"]
        assert older is None or f"kind=post&amp;before={older}" in shown.content.decode()
    assert seen == [row.pk for row in reversed(rows)]


def test_what_is_asked_in_vain_is_said_and_nothing_breaks(client_of, bob, post):
    bobs = client_of(bob)
    for asked in ({"who": "x"}, {"kind": "song"}, {"act": "x"}, {"first": "x"}, {"of": "post"}, {"of": "song-1"}):
        assert page(bobs, **asked).status_code == 422
    for asked in ({"before": "x"}, {"before": "9" * 40}, {"of": "post-" + "9" * 18}, {"who": "", "kind": ""}):
        assert page(bobs, **asked).status_code == 200
    assert page(bobs, first="2099-01-01").context["is_narrowed"]


def test_the_file_has_the_rows_that_the_page_shows(client_of, bob, bakery, post):
    cancel(post, bob)
    audit.record(bakery, bob, "created", make_pillar(bakery))
    bobs = client_of(bob)
    told = json.loads(file(bobs, **{"as": "json"}, act="put-off"))
    assert [(one["verb"], one["reason"], one["name"]) for one in told] == [("cancelled", "Four en panne", "Croissants")]
    table = file(bobs, **{"as": "csv"}).splitlines()
    assert len(table) == 3
    assert "Four en panne" in table[2]


def test_each_object_leads_to_what_was_done_to_it(client_of, bob, bakery):
    bobs = client_of(bob)
    rows = {
        "persona": make_persona(bakery),
        "channel": make_channel(bakery),
        "objective": make_objective(bakery),
        "pillar": make_pillar(bakery),
        "campaign": make_campaign(bakery),
        "key-date": KeyDate._base_manager.create(workspace=bakery, name="Fête du pain", first_day=DAY),
    }
    for name, row in rows.items():
        audit.record(bakery, bob, "edited", row)
        html = bobs.get(reverse(name, args=["bakery", row.pk])).content.decode()
        kind = f"{row._meta.model_name}-{row.pk}"
        assert f"{reverse('log', args=['bakery'])}?of={kind}" in html, name
        shown = page(bobs, of=kind)
        assert [one.event.target_id for one in shown.context["rows"]] == [row.pk]
        assert shown.context["rows"][0].page == reverse(name, args=["bakery", row.pk])


def test_members_and_settings_are_shown_to_administrators_only(client_of, alice, bob, charlie, bakery):
    audit.record(bakery, alice, "exported", bakery)
    assert len(page(client_of(alice)).context["rows"]) == 1
    assert page(client_of(bob)).context["rows"] == []
    assert "bakery" not in file(client_of(bob), **{"as": "json"})
    assert page(client_of(charlie)).status_code == 404
    assert client_of(charlie).get(reverse("log-export", args=["bakery"])).status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_rows(client_of, alice, bakery, post, django_assert_num_queries):
    alices = client_of(alice)
    page(alices)
    persona = make_persona(bakery)
    for number in (1, 3):
        for _each in range(number):
            other = make_post(bakery, "Autre", day=DAY)
            audit.record(bakery, alice, "edited", other, {"persona": (None, persona.pk)}, batch=uuid4())
            audit.record(bakery, alice, "edited", make_channel(bakery), {"personas": ([], [persona.pk])})
        # session, person, workspaces, membership; people and links to choose from, rows, posts, personas of both,
        # platforms
        with django_assert_num_queries(11):
            assert page(alices).status_code == 200
