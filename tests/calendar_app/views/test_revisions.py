"""The versions of a post on their page."""

from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from calendar_app.models import Post, PostRevision, RevisionPicture
from smplanner.workspaces.models import AuditEvent
from tests.factories import a_picture, make_persona, make_post

DAY = date(2026, 6, 10)


@pytest.fixture
def post(bakery) -> Post:
    return make_post(bakery, "Croissants", day=DAY, clock=time(9), text="Tout chauds ce matin.")


def save(client, post: Post, **fields) -> None:
    post.refresh_from_db()
    sent = {
        "title": post.title, "text": post.text, "status": post.status, "local_date": "2026-06-10", "version": post.version,
        "media_type": post.media_type, "media-TOTAL_FORMS": 0, "media-INITIAL_FORMS": 0, "persona": post.persona_id or "",
    }  # fmt: skip
    response = client.post(reverse("post-save", args=["bakery", post.pk]), sent | fields)
    assert response.status_code == 302, response.content.decode()


def page(client, post: Post, **asked):
    return client.get(reverse("post-revisions", args=["bakery", post.pk]), asked)


def restore(client, post: Post, revision: PostRevision, version: int):
    address = reverse("post-revision-restore", args=["bakery", post.pk, revision.pk])
    return client.post(address, {"version": version}, follow=True)


def test_two_versions_are_shown_with_what_was_taken_out_and_put_in(client_of, bob, dora, bakery, post):
    save(client_of(bob), post, text="Tout froids ce matin.", persona=make_persona(bakery, name="Inès").pk)
    html = page(client_of(dora), post).content.decode()
    assert "chauds<span" in html.partition("<del>")[2].partition("</del>")[0] or "chauds" in html
    assert "froids" in html
    assert "Inès" in html
    assert "Bob" in html
    assert reverse("post-revision-restore", args=["bakery", post.pk, 1]).encode() not in html.encode()


def test_any_two_versions_are_compared_whichever_is_named_first(client_of, bob, post):
    bobs = client_of(bob)
    for text in ("Deux.", "Trois."):
        save(bobs, post, text=text)
    context = page(bobs, post, before=3, after=1).context
    assert context["compared"].text == [("out", "Tout chauds ce matin"), ("in", "Trois"), ("same", ".")]
    assert page(bobs, post, before="9", after="x").context["compared"] is None


def test_a_version_that_is_brought_back_is_the_next_one_and_can_be_taken_back(client_of, bob, post):
    bobs = client_of(bob)
    save(bobs, post, text="Deux.")
    response = restore(bobs, post, post.revisions.get(version=1), 2)
    post.refresh_from_db()
    assert (post.text, post.version) == ("Tout chauds ce matin.", 3)
    assert AuditEvent._base_manager.latest("pk").verb == "reverted"
    bobs.post(reverse("history-undo", args=["bakery", AuditEvent._base_manager.latest("pk").pk]))
    post.refresh_from_db()
    assert (post.text, response.status_code) == ("Deux.", 200)


@pytest.mark.parametrize("version", ["1", "", "x", "9" * 30])
def test_what_somebody_wrote_meanwhile_is_not_overwritten(client_of, bob, post, version):
    save(client_of(bob), post, text="Deux.")
    restore(client_of(bob), post, post.revisions.get(version=1), version)
    post.refresh_from_db()
    assert (post.text, post.version) == ("Deux.", 2)


def test_an_approved_post_is_locked_against_its_own_past(client_of, alice, bob, post):
    save(client_of(bob), post, text="Deux.")
    Post._base_manager.filter(pk=post.pk).update(status=Post.Status.APPROVED)
    response = restore(client_of(alice), post, post.revisions.get(version=1), 2)
    post.refresh_from_db()
    assert (post.text, post.version, post.status) == ("Deux.", 2, "approved")
    assert len(response.context["messages"]) == 1


def test_a_post_that_nobody_changed_says_so(client_of, bob, post):
    assert page(client_of(bob), post).context["rows"] == []


def test_a_version_is_for_those_of_its_workspace_and_brought_back_by_those_who_write(
    client_of, bob, charlie, dora, post
):
    save(client_of(bob), post, text="Deux.")
    assert page(client_of(charlie), post).status_code == 404
    kept = post.revisions.get(version=1)
    assert restore(client_of(charlie), post, kept, 2).status_code == 404
    assert restore(client_of(dora), post, kept, 2).status_code == 403
    other = make_post(post.workspace, "Autre", day=DAY)
    assert restore(client_of(bob), other, kept, 2).status_code == 404
    assert Post._base_manager.get(pk=post.pk).text == "Deux."


def test_the_page_asks_the_database_as_often_for_three_versions_as_for_two(
    client_of, bob, post, django_assert_max_num_queries
):
    bobs = client_of(bob)
    for text in ("Deux.", "Trois.", "Quatre."):
        save(bobs, post, text=text)
        with django_assert_max_num_queries(12):
            assert page(bobs, post).status_code == 200


# --- Pictures ------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def on_disk(folder) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def with_media(post: Post, *new: dict[str, object]) -> dict[str, object]:
    """What the editor sends for the pictures of `post` as they are, and for `new` ones."""
    known = [{"id": one.pk, "kind": one.kind, "label": one.label, "alt_text": one.alt_text} for one in post.media.all()]
    data = {"media-TOTAL_FORMS": len(known) + len(new), "media-INITIAL_FORMS": len(known)}
    rows = [*known, *({"kind": "image", "label": "", "alt_text": ""} | one for one in new)]
    return data | {f"media-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def stand(post: Post) -> list[tuple[str, str]]:
    return [(one.label, one.alt_text) for one in post.media.all()]


@pytest.fixture
def two(client_of, bob, post, folder, django_capture_on_commit_callbacks) -> Post:
    """A post to which two pictures were added by one save."""
    with django_capture_on_commit_callbacks(execute=True):
        upload = {
            "upload": SimpleUploadedFile("four.png", a_picture().read(), "image/png"),
            "alt_text": "Le four à cinq heures",
        }
        save(client_of(bob), post, **with_media(post, upload, {"label": "Le pain", "alt_text": "Un pain rond"}))
    return post


def test_pictures_of_two_versions_are_compared_in_words(client_of, bob, two):
    bobs = client_of(bob)
    fields = with_media(two, {"label": "La tarte"})
    fields |= {"media-0-DELETE": "on", "media-1-alt_text": "Un pain long", "media-1-kind": "video"}
    save(bobs, two, **fields)
    response = page(bobs, two)
    compared = response.context["compared"]
    assert [(one.fate, one.label) for one in compared.pictures] == [
        ("changed", "Le pain"), ("added", "La tarte"), ("removed", "four.png")
    ]  # fmt: skip
    assert compared.pictures[0].fields == {"kind": ("image", "video")}
    assert ("out", "rond") in compared.pictures[0].alt_text
    html = response.content.decode()
    for word in ("Le pain", "La tarte", "four.png", "long"):
        assert word in html
    assert [row["revision"].version for row in response.context["rows"]] == [3, 2, 1]


def test_a_version_brings_its_pictures_back_with_their_files(
    client_of, bob, two, folder, django_capture_on_commit_callbacks
):
    bobs, before = client_of(bob), stand(two)
    with django_capture_on_commit_callbacks(execute=True):
        save(bobs, two, **(with_media(two, {"label": "La tarte"}) | {"media-0-DELETE": "on", "media-1-place": "2"}))
    assert on_disk(folder) == 2  # nobody shows it any more, but a version could
    with django_capture_on_commit_callbacks(execute=True):
        restore(bobs, two, two.revisions.get(version=2), 3)
    assert stand(two) == before
    kept = two.media.get(label="four.png")
    assert bobs.get(reverse("media-file", args=["bakery", kept.pk])).status_code == 200
    assert AuditEvent._base_manager.latest("pk").verb == "reverted"
    with django_capture_on_commit_callbacks(execute=True):
        bobs.post(reverse("history-undo", args=["bakery", AuditEvent._base_manager.latest("pk").pk]))
    assert [label for label, _alt in stand(two)] == ["Le pain", "La tarte"]
    two.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        two.delete()
    assert on_disk(folder) == 0


def test_what_was_done_to_pictures_is_undone_from_the_log_unless_they_changed_since(client_of, bob, two):
    bobs, added = client_of(bob), AuditEvent._base_manager.latest("pk")
    save(bobs, two, **(with_media(two) | {"media-0-DELETE": "on"}))
    removed = AuditEvent._base_manager.latest("pk")
    refused = bobs.post(reverse("history-undo", args=["bakery", added.pk]), {"key": "media"}, follow=True)
    assert [message.level_tag for message in refused.context["messages"]][-1] == "warning"
    assert len(stand(two)) == 1
    bobs.post(reverse("history-undo", args=["bakery", removed.pk]), {"key": "media"})
    assert [label for label, _alt in stand(two)] == ["four.png", "Le pain"]


def test_pictures_of_an_approved_post_are_not_brought_back(client_of, alice, bob, two):
    save(client_of(bob), two, **(with_media(two) | {"media-0-DELETE": "on"}))
    Post._base_manager.filter(pk=two.pk).update(status=Post.Status.APPROVED)
    restore(client_of(alice), two, two.revisions.get(version=2), 3)
    assert [label for label, _alt in stand(two)] == ["Le pain"]


def test_versions_from_before_pictures_were_kept_say_so_and_lose_nothing_from_now_on(client_of, bob, two):
    two.revisions.update(has_pictures=False)
    RevisionPicture._base_manager.all().delete()
    bobs = client_of(bob)
    save(bobs, two, **(with_media(two) | {"media-0-DELETE": "on"}))
    assert not page(bobs, two, before=1, after=3).context["compared"].knows_pictures
    restore(bobs, two, two.revisions.get(version=2), 3)
    assert [label for label, _alt in stand(two)] == ["four.png", "Le pain"]
