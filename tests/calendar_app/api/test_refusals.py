"""What the API says when it refuses: RFC 9457, in the reader's language, whatever refused."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from calendar_app.api.bodies import DEEPEST
from calendar_app.models import Post
from smplanner.security import scrub
from smplanner.workspaces.models import ApiToken, AuditEvent, Membership
from tests.conftest import SiteClient
from tests.factories import make_feed, make_post

HERE = "/workspaces/bakery/posts"


@pytest.fixture
def alices(program_of, alice):
    return program_of(alice)


def problem(response, status, slug):
    """Assert what every refusal is, and return it."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    told = response.json()
    assert told["type"].endswith(f"/api/#{slug}")
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    return told


def test_without_a_token_that_holds_nothing_is_told(alices, alice, client_of, program_of, bakery):
    assert alices.get("/workspaces").status_code == 200
    for secret in ("", "spa_" + "A" * 43, "nonsense"):
        refused = type(alices)(secret).get("/workspaces")
        problem(refused, 401, "no-token")
        assert refused["WWW-Authenticate"].startswith("Bearer")
    problem(client_of(alice).get("/api/v1/workspaces"), 401, "no-token")  # a session signs nobody in here
    expired = program_of(alice, expires_at=timezone.now() - timedelta(seconds=1))
    problem(expired.get("/workspaces"), 401, "no-token")
    alice.is_active = False
    alice.save()
    problem(alices.get("/workspaces"), 401, "no-token")


def test_a_token_never_does_more_than_its_owner_may_at_that_moment(program_of, alice, bakery):
    program = program_of(alice)
    Membership.objects.filter(user=alice).update(role="viewer")
    refused = problem(program.post(HERE, {"title": "Not mine to write"}), 403, "forbidden")
    assert "Viewer" in refused["detail"]
    Membership.objects.filter(user=alice).delete()
    problem(program.get(HERE), 404, "not-found")
    assert program.get("/workspaces").json()["items"] == []
    assert not Post._base_manager.exists()


def test_scopes_narrow_what_a_token_may(program_of, alice, bakery):
    reader = program_of(alice, "read")
    refused = reader.post(HERE, {"title": "No"})
    problem(refused, 403, "forbidden")
    assert 'error="insufficient_scope", scope="write"' in refused["WWW-Authenticate"]
    problem(program_of(alice, "read", "write").post("/workspaces/bakery/personas", {"name": "No"}), 403, "forbidden")
    problem(program_of(alice, "write").get(HERE), 403, "forbidden")


def test_a_token_for_one_workspace_opens_no_other(program_of, alice, bakery, museum):
    Membership.objects.create(user=alice, workspace=museum, role="admin")
    program = program_of(alice, workspace=bakery)
    assert [one["slug"] for one in program.get("/workspaces").json()["items"]] == ["bakery"]
    problem(program.get("/workspaces/museum/posts"), 404, "not-found")


def test_what_cannot_be_read_is_said(alices, bakery):
    def send(body, content_type="application/json"):
        headers = {"Authorization": f"Bearer {alices.secret}", "Accept-Language": "en"}
        return SiteClient().generic("POST", f"/api/v1{HERE}", body, content_type, headers=headers)

    for body in (b"{", b"\xff\xfe", b'{"title": "\\ud800"}', b'{"minutes_spent": NaN}', b"9" * 5000):
        problem(send(body), 400, "unreadable")
    for depth in (DEEPEST + 1, 100_000):
        assert "deeply" in problem(send(b"[" * depth + b"]" * depth), 400, "unreadable")["detail"]
    problem(send(b'{"title": "x"}', "text/plain"), 415, "not-json")
    problem(send(b"title=x", "application/x-www-form-urlencoded"), 415, "not-json")
    problem(send(b'{"title": "' + b"x" * 1_000_000 + b'"}'), 413, "too-large")
    problem(send(b"[]"), 422, "not-valid")
    assert not Post._base_manager.exists()


def test_each_fault_is_told_at_its_field_in_the_language_asked_for(alices, program_of, alice, bakery):
    body = {"title": " ", "channel": 10**6, "invites_reply": "yes", "colour": "red", "local_time": "09:00"}
    told = problem(alices.post(HERE, body), 422, "not-valid")
    assert {(one["in"], one["field"]) for one in told["errors"]} == {("body", "invites_reply"), ("body", "colour")}
    body = {"title": " ", "channel": 10**6, "local_time": "09:00"}
    for language, said in (("en", "This field is required."), ("fr", "Ce champ est obligatoire.")):
        told = problem(alices.post(HERE, body, Accept_Language=language), 422, "not-valid")
        errors = {one["field"]: one["message"] for one in told["errors"]}
        assert errors.keys() == {"title", "channel", "local_date"}
        assert errors["title"] == said
    told = problem(alices.get(f"{HERE}?chanel=3"), 422, "not-valid")
    assert told["errors"] == [{"in": "query", "field": "chanel", "message": "There is no such parameter."}]


def test_a_wrong_method_or_address_is_told_as_a_problem_too(alices):
    refused = alices.ask("PUT", HERE, {})
    problem(refused, 405, "wrong-method")
    assert refused["Allow"] == "GET, HEAD, POST"
    assert alices.ask("OPTIONS", HERE).status_code == 405
    assert "Access-Control-Allow-Origin" not in alices.get("/workspaces", Origin="https://elsewhere.example").headers
    problem(alices.get("/nowhere"), 404, "not-found")
    problem(alices.get("/workspaces/bakery/posts/"), 404, "not-found")
    problem(alices.get("/workspaces?q=%00"), 400, "unreadable")


def test_what_goes_wrong_here_is_told_without_a_word_of_it(alices, bakery, monkeypatch):
    def broken(*args):
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr("calendar_app.api.places.told", broken)
    client = SiteClient(raise_request_exception=False)
    response = client.get("/api/v1/workspaces/bakery", headers={"Authorization": f"Bearer {alices.secret}"})
    problem(response, 500, "our-fault")
    assert b"secret of the house" not in response.content


def test_who_was_quicker_is_not_overwritten(alices, bakery):
    post = make_post(bakery, "Croissants")
    path = f"{HERE}/{post.pk}"
    read = alices.get(path)
    assert alices.patch(path, {"title": "Brioches"}).status_code == 200
    stale = alices.patch(path, {"title": "Pains au lait"}, read["ETag"])
    problem(stale, 412, "stale")
    assert stale["ETag"] == alices.get(path)["ETag"]
    problem(alices.ask("PATCH", path, {"title": "No version"}), 428, "no-version")
    problem(alices.delete(path, read["ETag"]), 412, "stale")
    problem(alices.ask("DELETE", path), 428, "no-version")
    assert Post._base_manager.get().title == "Brioches"
    assert alices.get(path, If_None_Match="W/" + alices.get(path)["ETag"]).status_code == 304
    assert alices.get(path, If_None_Match=read["ETag"]).status_code == 200


def test_a_token_that_asks_too_often_waits_and_feeds_do_not(program_of, alice, bakery, client, settings):
    settings.API_REQUESTS_A_MINUTE = 3
    program, other = program_of(alice), program_of(alice)
    feed = make_feed(bakery, alice)
    assert [program.get("/workspaces").status_code for _ in range(3)] == [200, 200, 200]
    refused = program.get("/workspaces")
    if refused.status_code == 200:  # a new minute began meanwhile
        refused = [program.get("/workspaces") for _ in range(3)][-1]
    problem(refused, 429, "too-many")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert other.get("/workspaces").status_code == 200
    assert all(client.get(f"/feeds/{feed.token}/plan.ics").status_code == 200 for _ in range(5))
    cache.clear()
    assert program.get("/workspaces").status_code == 200


def test_making_and_revoking_is_logged_and_the_secret_is_nowhere(program_of, alice, bakery, museum, caplog):
    Membership.objects.create(user=alice, workspace=museum, role="viewer")
    program = program_of(alice)
    rows = AuditEvent.objects.filter(target_kind="apitoken")
    assert {(row.workspace.slug, row.verb) for row in rows} == {("bakery", "created"), ("museum", "created")}
    assert len({row.batch for row in rows}) == 1
    program.get("/workspaces")
    assert program.secret not in str(list(AuditEvent.objects.values())) + str(list(ApiToken.objects.values()))
    assert program.secret not in caplog.text
    assert scrub(f"Authorization: Bearer {program.secret}") == "Authorization: Bearer spa_…"
    assert ApiToken.objects.get().last_used_at is not None
