"""Seats: who is in a workspace, with which role, and that one administrator always remains."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from calendar_app.models import Editing, GuestLink
from smplanner.mail.models import Message
from smplanner.workspaces import members
from smplanner.workspaces.models import AuditEvent, Invitation, Membership, Workspace
from smplanner.workspaces.roles import Role
from tests.factories import (
    make_api_token,
    make_feed,
    make_invitation,
    make_mail,
    make_membership,
    make_post,
    make_user,
    make_workspace,
)


def seat(user) -> Membership:
    return Membership.objects.get(user=user)


def role_of(user) -> str | None:
    return Membership.objects.filter(user=user).values_list("role", flat=True).first()


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def act(name: str, *args: object, slug: str = "bakery") -> str:
    return reverse(name, args=[slug, *args])


# --- Roles ---------------------------------------------------------------------------------------------------------


def test_an_administrator_gives_another_role(client_of, alice, bob):
    answer = client_of(alice).post(act("member-role", seat(bob).pk), {"role": "approver"})
    assert (answer.url, role_of(bob)) == (act("members"), "approver")
    event = AuditEvent.objects.get()
    assert (event.verb, event.diff) == ("role-changed", {"role": ["editor", "approver"]})


def test_the_same_role_again_is_no_change(client_of, alice, bob):
    client_of(alice).post(act("member-role", seat(bob).pk), {"role": "editor"})
    client_of(alice).post(act("member-role", seat(alice).pk), {"role": "admin"})
    assert verbs() == []


@pytest.mark.parametrize("role", ["", "king", "admin\x00"])
def test_a_role_that_does_not_exist_is_refused(client_of, alice, bob, role):
    answer = client_of(alice).post(act("member-role", seat(bob).pk), {"role": role}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert role_of(bob) == "editor"


def test_the_last_administrator_stays_one(client_of, alice, bob):
    client = client_of(alice)
    for address, data in (
        (act("member-role", seat(alice).pk), {"role": "viewer"}),
        (act("member-remove", seat(alice).pk), {}),
        (act("member-leave"), {}),
    ):
        answer = client.post(address, data, follow=True)
        assert [message.level_tag for message in answer.context["messages"]] == ["error"]
        assert role_of(alice) == "admin"
    assert verbs() == []


def test_of_two_administrators_one_may_leave(client_of, alice, bob):
    Membership.objects.update(role=Role.ADMIN)
    answer = client_of(alice).post(act("member-leave"))
    assert (answer.url, role_of(alice), verbs()) == ("/", None, ["left"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act_at_once", ["demote", "leave"])
def test_two_administrators_who_leave_at_once_can_not_both(bakery, alice, bob, act_at_once):
    Membership.objects.update(role=Role.ADMIN)
    together, outcomes = threading.Barrier(2), []

    def go(user) -> None:
        try:
            with scope(workspace=bakery):
                mine = Membership.objects.select_related("workspace", "user").get(user=user)
                together.wait(timeout=30)
                members.remove(mine, user) if act_at_once == "leave" else members.change_role(mine, Role.VIEWER, user)
                outcomes.append("done")
        except members.LastAdmin:
            outcomes.append("refused")
        except Exception as error:  # noqa: BLE001 - a thread's exception must reach the assertion
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(user,)) for user in (alice, bob)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(outcomes) == ["done", "refused"]
    assert Membership.objects.filter(role=Role.ADMIN).count() == 1


# --- Leaving -------------------------------------------------------------------------------------------------------


def test_whoever_is_removed_sees_nothing_from_the_next_click_on(client_of, client, alice, bob, bakery):
    feed = make_feed(bakery, bob)
    browser = client_of(bob)
    address = reverse("feed", args=[feed.token, "plan"])
    assert browser.get(act("members")).status_code == 200
    assert client.get(address).status_code == 200

    answer = client_of(alice).post(act("member-remove", seat(bob).pk))
    assert (answer.url, verbs()) == (act("members"), ["removed", "revoked"])

    assert browser.get(act("members")).status_code == 404
    assert browser.get("/").status_code == 200
    assert client.get(address).status_code == 410


def test_with_a_seat_goes_all_that_hangs_on_it(client_of, client, alice, bob, bakery, museum):
    gone = seat(bob)
    make_membership(bob, museum)
    here, elsewhere = make_api_token(bob, workspace=bakery), make_api_token(bob, workspace=museum)
    waiting, kept = make_mail(bakery, bob), make_mail(museum, bob)
    link = GuestLink._base_manager.create(
        workspace=bakery, name="Claire", made_by=bob, expires_at="2030-01-01T00:00Z", token_hash="0" * 64
    )
    post = make_post(bakery, "Brioches", owner=bob)
    Editing._base_manager.create(workspace=bakery, post=post, user=bob)

    client_of(alice).post(act("member-remove", gone.pk))

    def answer(token):
        return client.get("/api/v1/workspaces", headers={"Authorization": f"Bearer {token.secret}"}).status_code

    assert (answer(here), answer(elsewhere)) == (401, 200)
    assert list(Message.objects.all()) == [kept]
    assert waiting.pk != kept.pk
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert not Editing._base_manager.exists()
    post.refresh_from_db()
    assert post.owner == bob  # nobody was named to take it over: it keeps the name
    assert sorted(AuditEvent.objects.filter(actor=None).values_list("verb", flat=True)) == ["revoked", "revoked"]


def test_posts_to_come_are_handed_over(client_of, alice, bob, dora, bakery):
    to_come, out = make_post(bakery, "Brioches", owner=bob), make_post(bakery, "Baguettes", owner=bob, status="posted")
    client_of(alice).post(act("member-remove", seat(bob).pk), {"heir": dora.pk})
    for post, owner in ((to_come, dora), (out, bob)):
        post.refresh_from_db()
        assert post.owner == owner
    assert sorted(verbs()) == ["edited", "removed"]


@pytest.mark.parametrize("heir", ["charlie", "bob", "nobody", "9" * 30])
def test_nobody_outside_the_team_takes_posts_over(client_of, alice, bob, charlie, bakery, heir):
    post = make_post(bakery, "Brioches", owner=bob)
    named = {"charlie": charlie.pk, "bob": bob.pk}.get(heir, heir)
    client_of(alice).post(act("member-remove", seat(bob).pk), {"heir": named})
    assert seat(bob)
    post.refresh_from_db()
    assert post.owner == bob


def test_whoever_leaves_hands_over_too(client_of, alice, bob, bakery):
    post = make_post(bakery, "Brioches", owner=bob)
    answer = client_of(bob).post(act("member-leave"), {"heir": alice.pk})
    assert answer.url == "/"
    post.refresh_from_db()
    assert post.owner == alice


def test_a_seat_that_someone_took_away_meanwhile_is_not_found(alice, bob, bakery):
    gone = Membership.objects.select_related("workspace", "user").get(user=bob)
    Membership.objects.filter(user=bob).delete()
    with scope(workspace=bakery):
        for late in (lambda: members.remove(gone, alice), lambda: members.change_role(gone, Role.VIEWER, alice)):
            with pytest.raises(Membership.DoesNotExist):
                late()


# --- Who may -------------------------------------------------------------------------------------------------------


def test_everybody_in_it_sees_who_is_in_a_workspace(client_of, alice, dora):
    page = client_of(dora).get(act("members"))
    assert [one.user for one in page.context["seats"]] == [alice, dora]
    assert page.context["offers"] == []


def test_only_administrators_manage_seats(client_of, alice, frank, bakery):
    client = client_of(frank)
    offer = make_invitation(bakery, by=alice)
    for address in (
        act("member-role", seat(alice).pk), act("member-remove", seat(alice).pk), act("invite"),
        act("invitation-revoke", offer.pk),
    ):  # fmt: skip
        assert client.post(address, {"role": "viewer", "email": "x@example.org"}).status_code == 403
    assert (role_of(alice), verbs()) == ("admin", [])


def test_charlie_touches_no_seat_of_the_bakery(client_of, charlie, alice, bob, bakery):
    client = client_of(charlie)
    offer = make_invitation(bakery, by=alice)
    for slug in ("bakery", "museum"):
        for address in (
            act("member-role", seat(bob).pk, slug=slug), act("member-remove", seat(bob).pk, slug=slug),
            act("invitation-revoke", offer.pk, slug=slug),
        ):  # fmt: skip
            assert client.post(address, {"role": "viewer"}).status_code == 404
    assert client.get(act("members")).status_code == 404
    assert client.post(act("invite"), {"email": "x@example.org", "role": "admin"}).status_code == 404
    assert client.post(act("member-leave")).status_code == 404
    offer.refresh_from_db()
    assert (role_of(bob), offer.revoked_at, verbs()) == ("editor", None, [])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_members_asks_a_fixed_number_of_questions(
    client_of, alice, bakery, django_assert_num_queries, rows
):
    for n in range(rows):
        make_membership(make_user(f"person{n}@example.org"), bakery)
        make_invitation(bakery, by=alice)
    client = client_of(alice)
    client.get(act("members"))
    with django_assert_num_queries(6):  # session, person, seat, seats, invitations, workspaces
        client.get(act("members"))


# --- Home and new workspaces ---------------------------------------------------------------------------------------


def test_home_is_the_workspace_where_one_was_last(client_of, alice, bakery):
    atelier = make_workspace("Atelier")
    make_membership(alice, atelier, Role.ADMIN)
    client = client_of(alice)
    assert client.get("/").url == "/w/atelier/"
    client.get(act("members"))
    assert client.get("/").url == "/w/bakery/"
    make_membership(make_user("other@example.org"), bakery, Role.ADMIN)
    client.post(act("member-leave"))
    assert client.get("/").url == "/w/atelier/"


def test_someone_without_a_workspace_is_welcomed(client_of, gina):
    page = client_of(gina).get("/")
    assert (page.status_code, page.templates[0].name) == (200, "workspaces/welcome.html")


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_a_fixed_number_of_questions(client_of, gina, django_assert_num_queries, rows):
    for n in range(rows):
        make_membership(gina, make_workspace(f"Shop {n}"))
    client = client_of(gina)
    client.get("/")
    with django_assert_num_queries(3):  # session, person, workspaces
        client.get("/")


def test_whoever_makes_a_workspace_administers_it(client_of, gina, bakery):
    client = client_of(gina)
    assert client.get(reverse("workspace-new")).status_code == 200
    data = {
        "name": "Bakery", "language": "fr", "market": "b2c", "zone": "America/Martinique", "country": "FR", "region": "MQ",
        "week_start": "1",
    }  # fmt: skip
    assert client.post(reverse("workspace-new"), data).url == "/w/bakery-2/welcome/space/"
    made = Workspace.objects.get(slug="bakery-2")
    assert (made.zone, made.region, role_of(gina)) == ("America/Martinique", "MQ", "admin")
    assert AuditEvent.objects.filter(workspace=made).count() == 1


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"zone": "Europe/Nowhere"}, "zone"), ({"zone": "../../etc/passwd"}, "zone"), ({"name": " "}, "name"),
        ({"name": "x" * 100_000}, "name"), ({"name": "x\x00"}, "name"), ({"country": "XX"}, "country"),
        ({"country": "BE", "region": "MQ"}, "region"), ({"week_start": "3"}, "week_start"), ({"language": "tlh"}, "language"),
    ],
)  # fmt: skip
def test_a_workspace_that_makes_no_sense_is_refused_at_its_field(client_of, gina, fields, at):
    data = {
        "name": "Atelier", "language": "fr", "market": "b2c", "zone": "Europe/Paris", "country": "FR", "week_start": "1",
    }  # fmt: skip
    before = Workspace.objects.count()
    answer = client_of(gina).post(reverse("workspace-new"), {**data, **fields})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])
    assert Workspace.objects.count() == before


def test_a_name_without_a_letter_still_makes_an_address(db):
    assert [make_workspace(name).slug for name in ("!!!", "🥐", "É")] == ["workspace", "workspace-2", "e"]


def test_invitations_that_were_answered_are_not_listed(client_of, alice, bakery):
    now = timezone.now()
    for over in ({"accepted_at": now}, {"revoked_at": now}):
        Invitation.objects.filter(pk=make_invitation(bakery, by=alice).pk).update(**over)
    still_open = make_invitation(bakery, by=alice)
    assert list(client_of(alice).get(act("members")).context["offers"]) == [still_open]


def test_whose_role_is_lowered_while_they_write_gets_back_what_they_typed(client_of, bob, bakery):
    post = make_post(bakery, title="Rye")
    Membership.objects.filter(user=bob).update(role=Role.VIEWER)
    typed = {"version": post.version, "title": "Rye & spelt", "text": "Hours of <work>."}
    answer = client_of(bob).post(f"/w/bakery/posts/{post.pk}/save/", typed)
    assert answer.status_code == 403
    assert "Rye &amp; spelt\n\nHours of &lt;work&gt;.</textarea>" in answer.content.decode()
    assert client_of(bob).get("/w/bakery/members/").status_code == 200
    broken = {"content_type": "multipart/form-data; boundary=x", "headers": {"x-csrftoken": "x"}}
    assert client_of(bob).generic("POST", f"/w/bakery/posts/{post.pk}/save/", "--x\r\n", **broken).status_code < 500
