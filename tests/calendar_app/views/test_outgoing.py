"""What became of the mail of a workspace is told to those who look after it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from smplanner.mail.models import Message
from smplanner.workspaces.models import Workspace

URL = "/w/bakery/settings/mails/"
pytestmark = pytest.mark.django_db


def make(workspace: Workspace, n: int, **fields: object) -> Message:
    text = {"subject": f"Sujet {n}", "text": f"Secret {n}: spi_abcdefghijklmn", "to": f"reader{n}@example.org"}
    return Message.objects.create(key=f"{workspace}:{n}", kind="due", workspace=workspace, **text, **fields)


@pytest.fixture
def failing(bakery):
    now = timezone.now()
    make(bakery, 1, sent_at=now)
    make(bakery, 2)
    make(bakery, 3, given_up_at=now, error="550 nobody of that name")
    return make(bakery, 4, attempts=3, error="421 closed on Sundays", due_at=now + timedelta(hours=2))


def test_what_waits_what_was_sent_and_what_failed_is_told_and_no_text(client_of, alice, failing, settings):
    settings.EMAIL_HOST = "mail.example.org"
    page = client_of(alice).get(URL)
    words = page.content.decode()
    assert [one.state for one in page.context["mails"]] == ["failing", "given-up", "waiting", "sent"]
    assert all(said in words for said in ("421 closed on Sundays", "550 nobody", "reader1@example.org", "Sujet 2"))
    assert "Secret" not in words
    assert "spi_" not in words
    assert URL in client_of(alice).get("/w/bakery/settings/").content.decode()


def test_what_is_held_up_is_tried_again_at_once(client_of, alice, museum, failing):
    theirs = make(museum, 1, attempts=1, error="421", due_at=timezone.now() + timedelta(hours=2))
    answer = client_of(alice).post(reverse("mails-again", args=["bakery"]))
    assert (answer.status_code, answer.url) == (302, URL)
    failing.refresh_from_db()
    assert failing.due_at <= timezone.now()
    theirs.refresh_from_db()
    assert theirs.due_at > timezone.now()


def test_only_those_who_look_after_the_settings_see_it(client_of, bob, charlie, dora, failing):
    for person, status in ((bob, 403), (dora, 403), (charlie, 404)):
        assert client_of(person).get(URL).status_code == status
        assert client_of(person).post(reverse("mails-again", args=["bakery"])).status_code == status
    assert "reader1@" not in client_of(charlie).get("/w/museum/settings/mails/").content.decode()


def test_an_empty_page_says_what_brings_mail(client_of, alice, bakery):
    assert "/w/bakery/members/" in client_of(alice).get(URL).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(client_of, alice, bakery, rows, django_assert_num_queries):
    for n in range(rows):
        make(bakery, n)
    client = client_of(alice)
    client.get(URL)
    with django_assert_num_queries(7):
        client.get(URL)
