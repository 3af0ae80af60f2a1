"""Whoever holds a link for outsiders, at every address of the site: what was shared, and nothing else, ever.

The matrix knocks at every door with the session that a link leaves behind; here the link itself is tried on everything
that there is, in its own workspace and in the other one.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from calendar_app.models import Comment, GuestLink, Media, Post
from smplanner.doors import doors
from tests import factories as make
from tests.isolation.database import crossings, digest, written
from tests.isolation.test_matrix import METHODS, SAFE, shown, undone
from tests.isolation.world import BAKERY, MUSEUM, address

DOORS = [door for door in doors() if door.name in {"guest", "guest-post", "guest-picture", "guest-thumbnail"}]
INTERNAL = f"{BAKERY} only among us"
ANSWERS = ("comment", "approve", "send_back")


@pytest.fixture
def link(world) -> GuestLink:
    """Shows one post of the bakery, which waits for an answer; beside it lies what must not be seen."""
    bakery = world.bakery
    Post._base_manager.filter(pk=bakery.post.pk).update(status=Post.Status.IN_REVIEW)
    make.make_picture(make.make_post(bakery.workspace, f"{BAKERY} other post", day=bakery.post.local_date))
    Comment._base_manager.create(workspace=bakery.workspace, post=bakery.post, text=INTERNAL, author=bakery.admin)
    return bakery.guest_link


def answer(act: str, version: int = 1) -> dict[str, object]:
    return {"name": "Claire", "text": f"{BAKERY} answer", "act": act, "version": version}


def test_there_are_pages_for_it():
    assert len(DOORS) == 4


def test_every_post_and_picture_but_the_shared_ones_is_not_there(world, link, client, record_property):
    before, wrong, tried = digest(), [], 0
    posts = Post._base_manager.exclude(pk=world.bakery.post.pk).values_list("pk", flat=True)
    pictures = Media._base_manager.exclude(post=world.bakery.post).values_list("pk", flat=True)
    paths = [f"/g/{link.token}/posts/{pk}/" for pk in posts]
    paths += [f"/g/{link.token}/pictures/{pk}/{size}" for pk in pictures for size in ("", "small/")]
    for path in paths:
        for method in METHODS:
            tried += 1
            with undone(), written() as statements:
                response = getattr(client, method.lower())(path, *([answer("comment")] if method == "POST" else []))
                told = shown(response)
                if response.status_code not in {404, 405} or MUSEUM in told or f"{BAKERY} other" in told:
                    wrong.append(f"{method} {path}: {response.status_code}")
                if statements and digest() != before:
                    wrong.append(f"{method} {path}: the database changed")
    record_property("combinations", tried)
    assert wrong == []
    assert tried == len(paths) * len(METHODS) >= 10 * len(METHODS)


def test_what_is_shown_names_nothing_internal(world, link, client):
    before = digest()
    for door in DOORS:
        with undone():
            response = client.get(address(door, world.bakery))
            told = shown(response)
            assert response.status_code == 200
            assert digest() == before
        for hidden in (INTERNAL, f"{BAKERY} other post", f"{BAKERY} trashed", f"{BAKERY} persona", "/w/", MUSEUM):
            assert hidden not in told, f"{hidden} at {door.route}"


@pytest.mark.parametrize("end", ["revoked", "expired", "seatless", "inactive", "narrowed", "foreign"])
def test_a_link_that_is_over_opens_nothing_and_changes_nothing(end, world, link, client, record_property):
    maker = world.people["alice"]
    if end == "revoked":
        GuestLink._base_manager.filter(pk=link.pk).update(revoked_at=timezone.now())
    elif end == "expired":
        GuestLink._base_manager.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    elif end == "seatless":
        maker.memberships.all().delete()
    elif end == "inactive":
        type(maker).objects.filter(pk=maker.pk).update(is_active=False)
    elif end == "narrowed":
        maker.memberships.update(role="viewer")
    else:  # its maker has a seat, in another workspace
        GuestLink._base_manager.filter(pk=link.pk).update(made_by=world.people["charlie"])
    before = digest()
    for door in DOORS:
        for method in METHODS:
            data = [answer("approve")] if method == "POST" else []
            response = getattr(client, method.lower())(address(door, world.bakery), *data)
            assert response.status_code == 410, f"{method} {door.route}"
            assert f"{BAKERY} post" not in shown(response)
    assert digest() == before
    record_property("combinations", len(DOORS) * len(METHODS))


def test_what_it_may_not_do_changes_nothing(world, link, client):
    path = f"/g/{link.token}/posts/{world.bakery.post.pk}/"
    stale, narrow = answer("approve", version=999), answer("approve")
    before = digest()
    for data, status in (
        (stale, 409),
        ({**stale, "act": "send_back"}, 409),
        ({**stale, "text": "", "act": "comment"}, 422),
    ):
        with undone():
            assert client.post(path, data).status_code == status
            assert digest() == before
    GuestLink._base_manager.filter(pk=link.pk).update(may_approve=False)
    before = digest()
    for act in ("approve", "send_back"):
        with undone():
            assert client.post(path, {**narrow, "act": act}).status_code == 403
            assert digest() == before


def test_what_it_may_do_crosses_no_wall(world, link, client):
    path = f"/g/{link.token}/posts/{world.bakery.post.pk}/"
    theirs = {name: row.pk for name, row in world.museum.rows.items() if hasattr(row, "pk")}
    for act in ANSWERS:
        with undone():
            assert client.post(path, {**theirs, **answer(act)}).status_code == 302
            assert list(crossings()) == []


def test_its_secret_opens_no_other_kind_of_door(world, link, client):
    for door in doors():
        if "token" in door.kwargs and door not in DOORS:
            right = address(door, world.bakery)
            secret = right.strip("/").split("/")[1] if door.name != "mail-stop" else right.strip("/").split("/")[2]
            assert client.get(right.replace(secret, link.token)).status_code in {400, 404}, door.route


def test_looking_by_it_is_safe(world, link, client):
    before = digest()
    for door in DOORS:
        for method in SAFE:
            assert getattr(client, method.lower())(address(door, world.bakery)).status_code == 200
    assert digest() == before
