"""People, workspaces and the log in the site's administration."""

import pytest
from django.urls import reverse

from smplanner.workspaces import audit
from smplanner.workspaces.models import Membership, User, Workspace
from tests.factories import make_invitation, make_membership, make_user, make_workspace


@pytest.fixture
def staff(db) -> User:
    """Runs the site, with every right."""
    return make_user("staff@example.org", is_staff=True, is_superuser=True)


def test_staff_add_a_person_by_e_mail_address(client_of, staff):
    password = "une-brioche-bien-tiède"
    data = {
        "email": "Lucie@Example.org",
        "name": "Lucie",
        "usable_password": "true",
        "password1": password,
        "password2": password,
    }

    answer = client_of(staff).post(reverse("admin:workspaces_user_add"), data)

    assert answer.status_code == 302
    lucie = User.objects.get(email="lucie@example.org")
    assert lucie.check_password(password)
    assert not lucie.is_staff


def test_an_address_is_taken_whatever_its_case(client_of, staff, alice):
    answer = client_of(staff).post(
        reverse("admin:workspaces_user_add"), {"email": "ALICE@example.org", "usable_password": "false"}
    )

    assert answer.status_code == 200
    assert "email" in answer.context["adminform"].form.errors


def test_staff_deactivate_a_person(client_of, staff, alice):
    data = {"email": alice.email, "name": alice.name, "theme": "system", "density": "comfortable"}

    client_of(staff).post(reverse("admin:workspaces_user_change", args=[alice.pk]), data)

    alice.refresh_from_db()
    assert not alice.is_active


def test_staff_seat_a_person_in_a_workspace(client_of, staff, alice, museum):
    data = {
        "name": "Museum",
        "slug": museum.slug,
        "zone": "Europe/Paris",
        "language": "fr",
        "country": "FR",
        "week_start": "1",
        "market": "culture",
        "approval": "optional",
        "silence": "wait",
        "silence_hours": "24",
        "feeds_enabled": "on",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-user": str(alice.pk),
        "memberships-0-role": "editor",
        "memberships-0-workspace": str(museum.pk),
    }

    client_of(staff).post(reverse("admin:workspaces_workspace_change", args=[museum.pk]), data)

    assert Membership.objects.get(workspace=museum, user=alice).role == "editor"


@pytest.mark.parametrize("kind", ["invitation", "auditevent"])
def test_invitations_and_the_log_can_only_be_looked_at(client_of, staff, alice, bakery, kind):
    row = make_invitation(bakery, by=alice) if kind == "invitation" else audit.record(bakery, alice, "edited", bakery)
    client = client_of(staff)
    address = reverse(f"admin:workspaces_{kind}_change", args=[row.pk])

    assert client.get(reverse(f"admin:workspaces_{kind}_changelist")).status_code == 200
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 403
    assert client.get(reverse(f"admin:workspaces_{kind}_add")).status_code == 403
    assert client.post(reverse(f"admin:workspaces_{kind}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_ask_a_fixed_number_of_questions(client_of, staff, django_assert_num_queries, rows):
    for n in range(rows):
        workspace = make_workspace(f"Shop {n}")
        make_membership(make_user(f"person{n}@example.org"), workspace)
        audit.record(workspace, staff, "edited", workspace)
    client = client_of(staff)
    counts = {"workspace": 5, "user": 5, "auditevent": 9}
    for kind, count in counts.items():
        address = reverse(f"admin:workspaces_{kind}_changelist")
        client.get(address)
        with django_assert_num_queries(count):
            client.get(address)


def test_the_page_of_a_workspace_asks_a_fixed_number_of_questions(client_of, staff, bakery, django_assert_num_queries):
    client = client_of(staff)
    address = reverse("admin:workspaces_workspace_change", args=[bakery.pk])
    client.get(address)
    for names in (["a"], ["b", "c"]):
        for name in names:
            make_membership(make_user(f"{name}@example.org"), bakery)
        with django_assert_num_queries(4):
            client.get(address)


def test_a_workspace_keeps_its_name_in_the_list(client_of, staff, bakery):
    assert (
        Workspace.objects.get().name
        in client_of(staff).get(reverse("admin:workspaces_workspace_changelist")).content.decode()
    )
