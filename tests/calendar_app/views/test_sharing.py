"""The pages where members make links for people outside, and end them."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from calendar_app.models import GuestLink, SharedPost
from smplanner.mail import outbox
from smplanner.mail.models import Message
from smplanner.workspaces.models import AuditEvent, hash_token
from tests.factories import make_campaign, make_channel, make_guest_link, make_post
from tests.isolation.database import digest
from tests.isolation.forms import forms_of

DAY = date(2026, 6, 12)
PAGE = "/w/bakery/share/"


def wanted(**fields: object) -> dict[str, object]:
    until = (timezone.now() + timedelta(days=20)).date()
    return {"name": "Claire", "language": "fr", "until": until.isoformat(), "may_approve": "on", **fields}


def test_a_new_link_is_shown_once_and_stored_hashed(alice, bakery, client_of, today):
    posts = [make_post(bakery, "Brioche", day=DAY), make_post(bakery, "Tarte", day=DAY)]
    client = client_of(alice)
    form = client.get(f"{PAGE}new/?post={posts[0].pk}&post={posts[1].pk}").content.decode()
    assert len(re.findall(r'name="posts" value="\d+"[^>]*checked', form)) == 2
    assert 'value="2026-07-10"' in form  # thirty days
    answered = client.post(f"{PAGE}new/", wanted(posts=[post.pk for post in posts]))
    token = re.search(r'value="http://[^"]+/g/(spg_[\w-]+)/"', answered.content.decode())[1]
    link = GuestLink.objects.get()
    assert link.token_hash == hash_token(token)
    assert len(token) == len("spg_") + 43
    assert link.made_by == alice
    assert link.expires_at.isoformat() == "2026-06-30T21:59:59+00:00"  # the day ends in the workspace’s zone
    assert set(link.posts.all()) == set(posts)
    event = AuditEvent.objects.get(verb="created", target_kind="guestlink")
    assert token not in str(event.diff)
    assert event.diff["posts"] == [None, ["Brioche", "Tarte"]]
    assert token not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "otherwise the link would show nothing"),
        ({"until": "2020-01-01"}, "within a year"),
        ({"until": "2099-01-01"}, "within a year"),
        ({"until": "soon"}, "valid date"),
        ({"email": "nobody"}, "valid email"),
        ({"name": ""}, "required"),
        ({"posts": ["99999999999999999999"]}, "not one of the available"),
        ({"campaign": "999999"}, "not one of the available"),
        ({"language": "de"}, "not one of the available"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_made(fields, said, alice, bakery, client_of):
    post = make_post(bakery, day=DAY)
    client = client_of(alice, headers={"Accept-Language": "en"})
    before = digest()
    answered = client.post(f"{PAGE}new/", wanted(**({"posts": [post.pk]} if fields else {})) | fields)
    assert answered.status_code == 422
    assert said in answered.content.decode()
    assert digest() == before


def test_rows_of_another_workspace_cannot_be_shared(alice, bakery, museum, charlie, client_of):
    theirs = make_post(museum, "Vases", day=DAY, status="in_review")
    client = client_of(alice)
    assert "Vases" not in client.get(f"{PAGE}new/?post={theirs.pk}").content.decode()
    for fields in (
        {"posts": [theirs.pk]},
        {"campaign": make_campaign(museum).pk},
        {"channel": make_channel(museum).pk},
    ):
        assert client.post(f"{PAGE}new/", wanted(**fields)).status_code == 422
    link = make_guest_link(bakery, alice)
    client.post(f"{PAGE}{link.pk}/posts/add/", {"post": [theirs.pk]})
    assert not SharedPost.objects.exists()
    assert client_of(charlie).get(PAGE).status_code == 404
    assert client_of(charlie).post(f"{PAGE}{link.pk}/revoke/").status_code == 404


def test_whoever_only_writes_or_looks_shares_nothing(bakery, alice, erin, dora, client_of):
    post = make_post(bakery, day=DAY)
    for person in (erin, dora):
        client = client_of(person)
        assert client.get(PAGE).status_code == 403
        assert client.post(f"{PAGE}new/", wanted(posts=[post.pk])).status_code == 403
        assert "/share/" not in client.get(f"/w/bakery/posts/{post.pk}/").content.decode()
    assert f"/share/new/?post={post.pk}" in client_of(alice).get(f"/w/bakery/posts/{post.pk}/").content.decode()


def test_nobody_hands_out_the_right_to_approve_without_having_it(alice, bob, bakery, client_of, client, today):
    post = make_post(bakery, "Brioche", day=DAY, status="in_review")
    assert client_of(bob).post(f"{PAGE}new/", wanted(posts=[post.pk])).status_code == 200
    assert not GuestLink.objects.get().may_approve
    of_bob = make_guest_link(bakery, bob, [post], may_approve=True)  # he approved once, and was made an editor since
    yes = {"name": "Bob himself", "act": "approve", "version": post.version}
    before = digest()
    assert client.post(f"/g/{of_bob.token}/posts/{post.pk}/", yes).status_code == 403
    assert digest() == before
    assert 'value="approve"' not in client.get(f"/g/{of_bob.token}/posts/{post.pk}/").content.decode()
    of_alice = make_guest_link(bakery, alice, [post])
    assert client.post(f"/g/{of_alice.token}/posts/{post.pk}/", yes).status_code == 302


def test_a_new_address_kills_the_old_one_and_whoever_asks_answers_for_it(alice, bob, bakery, client_of, client):
    post = make_post(bakery, "Brioche", day=DAY)
    link = make_guest_link(bakery, bob, [post], expires_at=timezone.now() + timedelta(days=5))
    answered = client_of(alice).post(f"{PAGE}{link.pk}/rotate/")
    token = re.search(r"/g/(spg_[\w-]+)/", answered.content.decode())[1]
    assert client.get(f"/g/{link.token}/").status_code == 410
    assert "Brioche" in client.get(f"/g/{token}/").content.decode()
    link.refresh_from_db()
    assert link.made_by == alice
    assert AuditEvent.objects.filter(verb="rotated").count() == 1


def test_posts_are_added_and_taken_away(alice, bakery, client_of, client):
    post, other = make_post(bakery, "Brioche", day=DAY), make_post(bakery, "Tarte", day=DAY)
    link = make_guest_link(bakery, alice, [post])
    signed_in = client_of(alice)
    assert link.name in signed_in.get(f"{PAGE}new/?post={other.pk}").content.decode()
    for _twice in range(2):
        assert signed_in.post(f"{PAGE}{link.pk}/posts/add/", {"post": [other.pk, "x"]}).status_code == 302
    assert "Tarte" in client.get(f"/g/{link.token}/").content.decode()
    assert signed_in.post(f"{PAGE}{link.pk}/posts/{other.pk}/remove/").status_code == 302
    assert "Tarte" not in client.get(f"/g/{link.token}/").content.decode()
    assert AuditEvent.objects.filter(target_kind="guestlink", verb="edited").count() == 2


def test_a_link_is_ended_and_what_was_ended_cannot_be_used_again(alice, bakery, client_of, client):
    link = make_guest_link(bakery, alice)
    signed_in = client_of(alice)
    assert signed_in.post(f"{PAGE}{link.pk}/revoke/").status_code == 302
    assert client.get(f"/g/{link.token}/").status_code == 410
    for act in ("revoke", "rotate", "posts/add"):
        assert signed_in.post(f"{PAGE}{link.pk}/{act}/").status_code == 404


def test_the_link_goes_by_mail_in_its_language_and_is_not_kept_there(alice, bakery, client_of, settings):
    settings.EMAIL_HOST = "mail.example.org"
    post = make_post(bakery, day=DAY)
    client_of(alice).post(f"{PAGE}new/", wanted(posts=[post.pk], email="claire@example.org"))
    message = Message.objects.get()
    assert (message.user, message.to, message.kind) == (None, "claire@example.org", "guest")
    assert "Alice" in message.subject
    assert outbox.send(outbox.claim(timezone.now()), timezone.now())
    token = re.search(r"/g/(spg_[\w-]+)/", mail.outbox[0].body)[1]
    assert GuestLink.objects.get().token_hash == hash_token(token)
    message.refresh_from_db()
    assert token not in message.text + message.html


def test_without_a_mail_server_nothing_is_written_that_nobody_sends(alice, bakery, client_of):
    post = make_post(bakery, day=DAY)
    client_of(alice).post(f"{PAGE}new/", wanted(posts=[post.pk], email="claire@example.org"))
    assert not Message.objects.exists()


def test_the_list_asks_as_often_however_many_links_there_are(alice, bakery, client_of):
    client = client_of(alice)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    make_guest_link(bakery, alice, [make_post(bakery, day=DAY)])
    queries()
    first = queries()
    for _n in range(3):
        posts = [make_post(bakery, day=DAY) for _m in range(2)]
        make_guest_link(bakery, alice, posts, campaign=make_campaign(bakery))
    assert queries() == first
    assert first <= 8


def test_a_link_that_somebody_has_gets_another_name_day_and_right(alice, bob, bakery, client_of, client):
    link = make_guest_link(bakery, alice, [make_post(bakery, "Brioche", day=DAY, status="in_review")], name="Clair")
    page = f"{PAGE}{link.pk}/edit/"
    assert page in client_of(alice).get(PAGE).content.decode()
    day = (timezone.now() + timedelta(days=3)).date()
    fields = {"name": "Claire", "language": "en", "until": day.isoformat()}
    assert client_of(bob).post(page, fields | {"until": "2020-01-01", "may_approve": "on"}).status_code == 422
    assert client_of(bob).post(page, fields).status_code == 302
    link.refresh_from_db()
    assert (link.name, link.language, link.may_approve) == ("Claire", "en", False)
    assert link.expires_at.astimezone(bakery.tz).date() == day
    [event] = AuditEvent.objects.filter(target_kind="guestlink", verb="edited")
    assert event.diff.keys() == {"name", "language", "may_approve", "expires_at"}
    assert b"Approve" not in client.get(f"/g/{link.token}/posts/{link.posts.get().pk}/").content
    # Who may not approve cannot give that back; who may, answers for it.
    assert client_of(bob).post(page, fields | {"may_approve": "on"}).status_code == 302
    link.refresh_from_db()
    assert not link.may_approve
    GuestLink.objects.update(made_by=bob)
    assert client_of(alice).post(page, fields | {"may_approve": "on"}).status_code == 302
    link.refresh_from_db()
    assert (link.may_approve, link.made_by) == (True, alice)


def test_two_who_change_a_link_do_not_save_over_each_other(alice, bob, bakery, client_of):
    link = make_guest_link(bakery, alice, name="Claire")
    page = f"{PAGE}{link.pk}/edit/"
    [form] = [one for one in forms_of(client_of(bob).get(page).content.decode(), page) if "until" in one.fields]
    mine = {name: values[-1] for name, values in form.fields.items() if values}
    GuestLink.objects.update(name="Mme Roy")
    answer = client_of(bob).post(page, mine | {"name": "Claire Roy", "until": "2026-12-01"})
    assert answer.status_code == 409
    assert GuestLink.objects.get().name == "Mme Roy"


def test_a_link_of_another_workspace_is_not_changed(charlie, alice, bakery, museum, client_of):
    link = make_guest_link(bakery, alice, name="Claire")
    for slug in ("bakery", "museum"):
        assert client_of(charlie).post(f"/w/{slug}/share/{link.pk}/edit/", {"name": "X"}).status_code == 404
    assert GuestLink.objects.get().name == "Claire"
