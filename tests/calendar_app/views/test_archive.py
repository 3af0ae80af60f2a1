"""Taking a workspace out of the browser, and bringing one in."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from calendar_app.exchange import archive
from smplanner.workspaces.models import AuditEvent, Workspace
from tests.factories import make_post

EXPORT, IMPORT, CONFIRM = "/w/bakery/settings/export/", "/workspaces/import/", "/workspaces/import/confirm/"
PLAN = json.dumps({"workspace": {"name": "Trois Filaos"}, "posts": [{"title": "Pain"}, {"title": "Brioche"}]}).encode()


def chosen(content):
    return {"file": SimpleUploadedFile("plan.json", content, "application/json")}


def digest_in(response):
    return response.context["digest"]


def test_an_admin_takes_everything_out(client_of, alice, bakery):
    make_post(bakery, "Fournil")
    response = client_of(alice).post(EXPORT)
    assert response["Content-Disposition"] == 'attachment; filename="bakery.json"'
    assert response.content == archive.export(bakery)
    assert list(AuditEvent.objects.values_list("verb", "actor")) == [("exported", alice.pk)]


@pytest.mark.parametrize(("person", "status"), [("bob", 403), ("dora", 403), ("charlie", 404)])
def test_nobody_else_does(request, client_of, bakery, person, status):
    assert client_of(request.getfixturevalue(person)).post(EXPORT).status_code == status
    assert not AuditEvent.objects.exists()


def test_a_file_is_looked_at_before_anything_is_made(client_of, charlie):
    client = client_of(charlie)
    response = client.post(IMPORT, chosen(PLAN))
    assert response.status_code == 200
    assert "Trois Filaos" in response.content.decode()
    assert [number for _label, number in response.context["counts"]] == [2]
    assert not Workspace.objects.filter(name="Trois Filaos").exists()
    response = client.post(CONFIRM, {"digest": digest_in(response)})
    place = Workspace.objects.get(name="Trois Filaos")
    assert response["Location"] == f"/w/{place.slug}/"
    assert place.memberships.get().user == charlie
    assert list(AuditEvent.objects.filter(workspace=place).values_list("verb", flat=True)) == ["imported"]


def test_a_second_click_makes_no_second_workspace(client_of, charlie):
    client = client_of(charlie)
    digest = digest_in(client.post(IMPORT, chosen(PLAN)))
    for _ in range(2):
        response = client.post(CONFIRM, {"digest": digest})
    assert response["Location"] == IMPORT
    assert Workspace.objects.filter(name="Trois Filaos").count() == 1


@pytest.mark.parametrize("digest", ["", "0" * 64])
def test_only_what_was_looked_at_can_be_confirmed(client_of, charlie, digest):
    client = client_of(charlie)
    client.post(IMPORT, chosen(PLAN))
    assert client.post(CONFIRM, {"digest": digest})["Location"] == IMPORT
    assert not Workspace.objects.filter(name="Trois Filaos").exists()


def test_nobody_confirms_the_file_of_somebody_else(client_of, alice, charlie):
    digest = digest_in(client_of(alice).post(IMPORT, chosen(PLAN)))
    assert client_of(charlie).post(CONFIRM, {"digest": digest})["Location"] == IMPORT
    assert not Workspace.objects.filter(name="Trois Filaos").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"workspace": {"name": "a"}, "posts": [{"title": "<b>", "publish_at": 3}]}', "posts[0].publish_at"),
        (b"not json", "line 1"),
        (b"", ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_made(client_of, alice, bakery, content, said):
    response = client_of(alice).post(IMPORT, chosen(content), headers={"accept-language": "en"})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert Workspace.objects.get() == bakery


def test_a_file_that_is_too_large_is_refused(client_of, alice, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST", 10)
    response = client_of(alice).post(IMPORT, chosen(PLAN))
    assert response.status_code == 422
    assert "20" in response.context["form"].errors["file"][0]


def test_a_form_without_a_file_says_so(client_of, alice):
    assert client_of(alice).post(IMPORT).status_code == 422
    assert client_of(alice).get(IMPORT).status_code == 200
