"""Language, theme and profile: how a person likes the screens."""

import pytest
from django.urls import reverse

from smplanner.workspaces.models import User


def typed(**fields: str) -> dict[str, str]:
    return {"name": "Bob", "language": "", "theme": "system", "density": "comfortable", "shortcuts": "on", **fields}


def lang(answer) -> str:
    return answer.content.decode().partition('<html lang="')[2][:2]


def test_a_visitor_reads_french_unless_the_browser_asks_otherwise(client, db):
    assert lang(client.get("/help/")) == "fr"
    assert lang(client.get("/help/", headers={"Accept-Language": "en-GB,en;q=0.9"})) == "en"
    assert lang(client.get("/help/", headers={"Accept-Language": "de"})) == "fr"


def test_a_visitor_s_choices_are_kept_in_cookies(client, db):
    answer = client.post(reverse("set-language"), {"language": "en", "next": "/help/"})
    assert answer.url == "/help/"
    assert lang(client.get("/help/", headers={"Accept-Language": "fr"})) == "en"
    client.post(reverse("set-theme"), {"theme": "dark"})
    assert client.get("/help/").context["ui"].theme == "dark"
    for cookie in (answer.cookies["django_language"], client.cookies["theme"]):
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_member_s_choices_are_kept_with_the_account(client_of, bob):
    client_of(bob).post(reverse("set-language"), {"language": "en"})
    client_of(bob).post(reverse("set-theme"), {"theme": "dark"})
    elsewhere = client_of(bob).get("/profile/")
    assert (lang(elsewhere), elsewhere.context["ui"].theme) == ("en", "dark")


@pytest.mark.parametrize("name", ["language", "theme"])
@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com/", "//example.com", "javascript:alert(1)", "http:example.com", "\\\\example.com", ""],
)
def test_choosing_leads_back_to_this_site_only(client, db, name, elsewhere):
    answer = client.post(reverse(f"set-{name}"), {name: {"language": "en", "theme": "dark"}[name], "next": elsewhere})
    assert answer.url == "/"


@pytest.mark.parametrize(
    ("name", "value"), [("language", "tlh"), ("language", "../fr"), ("theme", "pink"), ("theme", "\x00")]
)
def test_what_is_no_choice_changes_nothing(client_of, bob, name, value):
    client = client_of(bob)
    assert client.post(reverse(f"set-{name}"), {name: value}).status_code == 302
    after = User.objects.get(pk=bob.pk)
    assert (after.language, after.theme) == ("", "system")


@pytest.mark.parametrize("name", ["set-language", "set-theme"])
def test_a_link_alone_chooses_nothing(client, db, name):
    assert client.get(reverse(name)).status_code == 405


def test_a_profile_is_saved(client_of, bob):
    client = client_of(bob)
    assert client.get("/profile/").status_code == 200
    fields = {"name": "Robert", "language": "en", "theme": "dark", "density": "compact"}
    data = {name: value for name, value in typed(**fields).items() if name != "shortcuts"}
    assert client.post("/profile/", data).url == "/profile/"
    after = User.objects.get(pk=bob.pk)
    assert (after.name, after.language, after.theme, after.density, after.shortcuts) == (
        "Robert", "en", "dark", "compact", False
    )  # fmt: skip
    page = client.get("/profile/", headers={"Accept-Language": "fr"})
    assert (lang(page), page.context["ui"].theme, page.context["ui"].density) == ("en", "dark", "compact")


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"language": "tlh"}, "language"),
        ({"theme": "pink"}, "theme"),
        ({"name": "x" * 121}, "name"),
        ({"name": "\x00"}, "name"),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused_at_its_field(client_of, bob, fields, at):
    answer = client_of(bob).post("/profile/", typed(**fields))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])
    assert User.objects.get(pk=bob.pk).name == "Bob"


def test_a_profile_changes_its_own_person_and_no_rights(client_of, bob, charlie):
    data = typed(id=str(charlie.pk), email=charlie.email, is_staff="on", is_superuser="on", name="Robert")
    client_of(bob).post("/profile/", data)
    after = User.objects.get(pk=bob.pk)
    assert (after.email, after.is_staff, after.is_superuser) == ("bob@example.org", False, False)
    assert User.objects.get(pk=charlie.pk).name == "Charlie"


@pytest.mark.parametrize("name", ["help", "shortcuts", "accessibility"])
def test_the_pages_of_help_are_for_everybody(client, client_of, bob, name):
    assert client.get(reverse(name)).status_code == 200
    assert client_of(bob).get(reverse(name)).status_code == 200


def test_a_member_s_page_of_help_knows_the_way_back(client_of, bob):
    assert client_of(bob).get("/profile/").context["ui"].workspaces == list(bob.workspaces.values_list("name", "slug"))
