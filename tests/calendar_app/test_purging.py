"""What goes from the trash for good, and when."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from calendar_app import purging, workflow
from calendar_app.models import Media, Post, PostRevision
from smplanner.mail import outbox
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_picture, make_post

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=30)


@pytest.fixture(autouse=True)
def as_a_new_worker():
    purging._looked.clear()


def titles() -> list[str]:
    return list(Post._base_manager.order_by("pk").values_list("title", flat=True))


def log() -> list[tuple]:
    rows = AuditEvent._base_manager.filter(verb="purged").order_by("pk")
    return list(rows.values_list("workspace__slug", "actor__name", "target_label"))


def test_what_lay_in_the_trash_for_thirty_days_goes_and_the_log_says_so(bakery, museum):
    make_post(bakery, "Old", deleted_at=LONG_AGO)
    make_post(bakery, "Fresh", deleted_at=LONG_AGO + timedelta(minutes=1))
    make_post(bakery, "Kept")
    make_post(museum, "Theirs", deleted_at=LONG_AGO)
    assert purging.look in outbox.chores
    purging.look(NOW)
    assert titles() == ["Fresh", "Kept"]
    assert log() == [("bakery", None, "Old"), ("museum", None, "Theirs")]


def test_a_worker_looks_once_in_an_hour(bakery):
    purging.look(NOW)
    make_post(bakery, "Old", deleted_at=LONG_AGO)
    purging.look(NOW + timedelta(minutes=59))
    assert titles() == ["Old"]
    purging.look(NOW + timedelta(minutes=60))
    assert titles() == []


def test_versions_go_along_and_pictures_leave_the_disk(bakery, bob, django_capture_on_commit_callbacks):
    post = make_post(bakery, "Old", text="Un")
    picture = make_picture(post).file.name
    with scope(workspace=bakery):
        post.text = "Deux"
        workflow.edit(post, 1, ["text"], bob, NOW)
        workflow.trash(post, bob, LONG_AGO)
    shared = make_picture(make_post(bakery, "Kept")).file.name
    with django_capture_on_commit_callbacks(execute=True):
        purging.look(NOW)
    assert not PostRevision._base_manager.exists()
    assert [one.file.name for one in Media._base_manager.all()] == [shared]
    assert (default_storage.exists(picture), default_storage.exists(shared)) == (False, True)
    assert AuditEvent._base_manager.filter(verb="edited", target_label="Old").exists()


@pytest.mark.parametrize(("age", "left"), [(0, 30), (29.5, 1), (30, 0), (40, 0)])
def test_the_days_that_are_left_are_counted_whole(bakery, age, left):
    assert purging.days_left(make_post(bakery, deleted_at=NOW - timedelta(days=age)), NOW) == left


def test_the_command_says_what_would_go_before_it_goes(bakery):
    make_post(bakery, "Old", deleted_at=timezone.now() - timedelta(days=31))
    out = StringIO()
    call_command("purge_trash", dry_run=True, stdout=out)
    assert ("bakery: 1\n1 would be removed.\n", titles()) == (out.getvalue(), ["Old"])
    call_command("purge_trash", stdout=out)
    assert out.getvalue().endswith("bakery: 1\n1 removed.\n")
    assert titles() == []


# --- By hand --------------------------------------------------------------------------------------------------------


def test_an_administrator_empties_the_trash_after_being_asked(client_of, alice, bakery):
    make_post(bakery, "One", deleted_at=timezone.now())
    make_post(bakery, "Two", deleted_at=timezone.now())
    make_post(bakery, "Kept")
    alices, empty = client_of(alice), reverse("trash-empty", args=["bakery"])
    assert empty in alices.get(reverse("post-trash", args=["bakery"])).content.decode()
    assert alices.get(empty).status_code == 200
    assert len(titles()) == 3
    assert alices.post(empty).status_code == 302
    assert titles() == ["Kept"]
    assert [row[1:] for row in log()] == [("Alice", "One"), ("Alice", "Two")]
    assert alices.post(empty).status_code == 302


def test_one_post_is_removed_for_good_and_only_from_the_trash(client_of, alice, bakery):
    gone, kept = make_post(bakery, "Gone", deleted_at=timezone.now()), make_post(bakery, "Kept")
    alices = client_of(alice)
    assert alices.post(reverse("post-purge", args=["bakery", gone.pk])).status_code == 302
    assert alices.post(reverse("post-purge", args=["bakery", kept.pk])).status_code == 404
    assert titles() == ["Kept"]


def test_only_administrators_remove_for_good(client_of, bob, charlie, bakery):
    post = make_post(bakery, "Old", deleted_at=timezone.now())
    for address in (reverse("post-purge", args=["bakery", post.pk]), reverse("trash-empty", args=["bakery"])):
        assert client_of(bob).post(address).status_code == 403
        assert client_of(charlie).post(address).status_code == 404
    html = client_of(bob).get(reverse("post-trash", args=["bakery"])).content.decode()
    assert "30" in html
    assert "purge" not in html
    assert titles() == ["Old"]
