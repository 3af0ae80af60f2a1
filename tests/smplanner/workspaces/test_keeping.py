"""A session that ended takes nothing of what was typed along."""

import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from calendar_app.models import Post
from tests.conftest import SiteClient
from tests.factories import PASSWORD, make_post

TYPED = {"title": "Brioches & fils", "text": "Au beurre.\r\nToutes chaudes 🥐", "status": "idea", "media_type": "owned",
         "media-TOTAL_FORMS": "1", "media-INITIAL_FORMS": "0", "media-0-kind": "image", "media-0-label": "four.jpg", "media-0-alt_text": "Le four", "version": "1"}  # fmt: skip
LOGIN = "/accounts/login/"


def save(post: Post) -> str:
    return reverse("post-save", args=[post.workspace.slug, post.pk])


def carried(answer) -> str:
    found = re.search(r'name="typed_before" value="([^"]*)"', answer.content.decode())
    return unescape(found[1]) if found else ""


def sign_in(client, answer, user, password: str = PASSWORD):
    next_page = unescape(re.findall(r'name="next" value="([^"]*)"', answer.content.decode())[-1])
    return client.post(
        LOGIN, {"login": user.email, "password": password, "next": next_page, "typed_before": carried(answer)}
    )


def test_signed_out_while_writing_one_signs_in_and_goes_on(client, bob, bakery):
    post = make_post(bakery, "Croissants")
    answer = client.post(save(post), TYPED)
    assert (answer.status_code, Post.objects.get().title) == (401, "Croissants")
    assert Session.objects.count() == 0

    page = client.get(sign_in(client, answer, bob).url, follow=True)
    form, media = page.context["form"], page.context["media"]
    assert (form["title"].value(), form["text"].value()) == ("Brioches & fils", TYPED["text"])
    assert media.forms[0]["alt_text"].value() == "Le four"
    assert "data-unsaved" in page.content.decode()
    assert Post.objects.get().title == "Croissants"

    assert "data-unsaved" not in client.get(reverse("post", args=["bakery", post.pk])).content.decode()
    client.post(save(post), TYPED)
    assert Post.objects.get().title == "Brioches & fils"


def test_a_new_post_and_versions_are_kept_as_well(client, bob, bakery):
    answer = client.post(reverse("post-new", args=["bakery"]), TYPED)
    page = client.get(sign_in(client, answer, bob).url, follow=True)
    assert page.context["form"]["title"].value() == "Brioches & fils"

    post = make_post(bakery)
    client.logout()
    answer = client.post(
        reverse("post-versions", args=["bakery", post.pk]), {f"p{post.pk}-text": "Tapé", f"p{post.pk}-version": "1"}
    )
    page = client.get(sign_in(client, answer, bob).url, follow=True)
    assert page.context["rows"][0].form["text"].value() == "Tapé"


def test_a_wrong_password_loses_nothing(client, bob, bakery):
    answer = client.post(reverse("post-new", args=["bakery"]), TYPED)
    again = sign_in(client, answer, bob, "wrong")
    assert carried(again) == carried(answer)
    page = client.get(sign_in(client, again, bob).url, follow=True)
    assert page.context["form"]["title"].value() == "Brioches & fils"


def test_what_was_typed_is_text_on_the_page_and_nothing_else(client, bakery):
    answer = client.post(reverse("post-new", args=["bakery"]), TYPED | {"title": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.content.decode()


def test_a_member_of_another_workspace_finds_nothing_there(client, charlie, museum, bakery):
    post = make_post(bakery)
    answer = client.post(save(post), TYPED)
    assert client.get(sign_in(client, answer, charlie).url, follow=True).status_code == 404


@pytest.mark.parametrize(
    "changed", ["x", "[]", "{}", '{"path": 1, "body": [2]}', "[" * 100_000, '{"path": "/w/bakery/posts/new/"}']
)
def test_a_changed_field_breaks_nothing(client, bob, bakery, changed):
    answer = client.post(LOGIN, {"login": bob.email, "password": PASSWORD, "typed_before": changed})
    assert answer.status_code == 302
    assert client.get(reverse("post-new", args=["bakery"])).status_code == 200


def test_other_forms_and_scripts_are_sent_to_sign_in_as_before(client, bakery):
    post = make_post(bakery)
    assert client.post(reverse("post-delete", args=["bakery", post.pk])).status_code == 302
    assert client.post(save(post), TYPED, headers={"Accept": "application/json"}).status_code == 302
    assert client.post(save(post), TYPED | {"text": "x" * 1_100_000}).status_code == 302


# --- Signed in again in another tab, so that the form's token is old -----------------------------------------------


@pytest.fixture
def strict(bob) -> Client:
    client = SiteClient(enforce_csrf_checks=True)
    client.force_login(bob)
    return client


def test_a_form_older_than_the_sign_in_is_shown_again(strict, bakery):
    post = make_post(bakery, "Croissants")
    page = strict.get(reverse("post", args=["bakery", post.pk])).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', page)[1]
    strict.cookies["csrftoken"] = "a" * 32
    here = {"Origin": "http://testserver"}
    answer = strict.post(save(post), TYPED | {"csrfmiddlewaretoken": token}, headers=here)
    assert (answer.status_code, answer.url) == (302, save(post))
    again = strict.get(answer.url, follow=True)
    assert again.context["form"]["title"].value() == "Brioches & fils"
    assert Post.objects.get().title == "Croissants"


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {}, {"Origin": "null"}])
def test_a_form_from_elsewhere_is_refused_and_not_kept(strict, bakery, headers):
    post = make_post(bakery)
    strict.get(reverse("post", args=["bakery", post.pk]))
    assert strict.post(save(post), TYPED, headers=headers).status_code == 403
    assert "typed" not in strict.session
