"""The files of pictures: brought with a post, seen by members only, gone with the last row that names them."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django_scopes import scope
from PIL import Image

from calendar_app import files, workflow
from calendar_app.models import Media, Post
from calendar_app.pictures import MOST_BYTES
from smplanner.workspaces.models import AuditEvent
from tests.factories import a_picture, make_picture, make_post

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
EMPTY = {"kind": "image", "label": "", "alt_text": ""}


def file(media: Media) -> str:
    return reverse("media-file", args=[media.workspace.slug, media.pk])


def small(media: Media) -> str:
    return reverse("media-thumbnail", args=[media.workspace.slug, media.pk])


def on_disk() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def post(bakery) -> Post:
    return make_post(bakery, "Croissants")


def rows(*rows: dict[str, object], initial: int = 0) -> dict[str, object]:
    data = {"media-TOTAL_FORMS": len(rows), "media-INITIAL_FORMS": initial}
    return data | {f"media-{n}-{name}": value for n, row in enumerate(rows) for name, value in (EMPTY | row).items()}


def send(client, post: Post, *media: dict[str, object], initial: int = 0, **fields: object):
    data = {
        "title": post.title,
        "status": post.status,
        "media_type": "owned",
        "version": post.version,
        "text": post.text,
    }
    return client.post(
        reverse("post-save", args=[post.workspace.slug, post.pk]), data | rows(*media, initial=initial) | fields
    )


def upload(raw: bytes, name: str = "four.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw, kind)


# --- Bringing one --------------------------------------------------------------------------------------------------


def test_a_picture_comes_with_its_post(client_of, bob, post):
    answer = send(client_of(bob), post, {"upload": upload(a_picture().getvalue()), "alt_text": "Le four"})
    media = Media.objects.get()
    assert answer.status_code == 302
    assert (media.label, media.alt_text, media.kind, media.mime_type) == ("four.jpg", "Le four", "image", "image/jpeg")
    assert (media.width, media.height) == (800, 600)
    assert on_disk() == {media.file.name, media.thumbnail}
    assert "four" not in media.file.name
    assert AuditEvent.objects.count() == 1


def test_files_are_the_server_s_alone_to_read(client_of, bob, post):
    send(client_of(bob), post, {"upload": upload(a_picture().getvalue())})
    path = Path(Media.objects.get().file.path)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "four.html", "x" * 300 + ".svg", "a\\b.jpg", ".htaccess", "pain.php.jpg"]
)
def test_a_name_decides_nothing(client_of, bob, post, name):
    send(client_of(bob), post, {"upload": upload(a_picture("PNG").getvalue(), name, "text/html")})
    media = Media.objects.get()
    assert media.mime_type == "image/png"
    assert on_disk() == {media.file.name, media.thumbnail}
    assert client_of(bob).get(file(media))["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    ("raw", "code"),
    [(SVG, "kind"), (b"", "empty"), (b"\x00" * 10, "kind"), (b"x" * (MOST_BYTES + 2), "bytes"), (a_picture().getvalue()[:-500], "broken")],
    ids=["svg", "nothing", "zeros", "huge", "cut"],
)  # fmt: skip
def test_what_is_not_taken_is_said_at_its_field_and_loses_nothing(client_of, bob, post, raw, code):
    answer = send(client_of(bob), post, {"upload": upload(raw), "alt_text": "Le four"}, title="Brioches")
    assert answer.status_code == 422
    assert answer.context["media"].forms[0].errors.as_data()["upload"][0].code == code
    assert answer.context["form"]["title"].value() == "Brioches"
    assert answer.context["media"].forms[0]["alt_text"].value() == "Le four"
    assert (Media.objects.count(), on_disk()) == (0, set())


def test_what_does_not_fit_into_the_workspace_s_share_is_refused(client_of, bob, post, settings):
    kept = make_picture(post)
    settings.MEDIA_QUOTA = kept.size + 100
    answer = send(
        client_of(bob),
        post,
        {"id": kept.pk, "label": kept.label},
        {"upload": upload(a_picture("PNG").getvalue())},
        initial=1,
    )
    assert answer.status_code == 422
    assert answer.context["media"].non_form_errors().as_data()[0].code == "quota"
    assert on_disk() == {kept.file.name, kept.thumbnail}


def test_a_copy_shares_its_file_and_counts_once(bob, bakery, post):
    kept = make_picture(post)
    copy = workflow.duplicate(post, bob, NOW)
    assert (copy.media.get().file.name, files.used(bakery)) == (kept.file.name, kept.size)


def test_a_failure_leaves_no_file_behind(bakery, post):
    def fails() -> None:
        with files.kept_together():
            make_picture(post)
            raise IntegrityError

    with pytest.raises(IntegrityError):
        fails()
    assert on_disk() == set()


# --- Replacing, ordering, removing ---------------------------------------------------------------------------------


def test_a_replaced_file_stays_as_long_as_a_version_could_bring_it_back(
    client_of, bob, post, django_capture_on_commit_callbacks
):
    kept = make_picture(post)
    before = kept.file.name
    with django_capture_on_commit_callbacks(execute=True):
        send(
            client_of(bob),
            post,
            {"id": kept.pk, "label": kept.label, "upload": upload(a_picture("PNG", (50, 40)).getvalue())},
            initial=1,
        )
    kept.refresh_from_db()
    post.refresh_from_db()
    assert (kept.mime_type, kept.width, post.version) == ("image/png", 50, 2)
    assert on_disk() == {before, f"{before}.small", kept.file.name, kept.thumbnail}
    with django_capture_on_commit_callbacks(execute=True), scope(workspace=post.workspace):
        post.revisions.all().delete()
    assert on_disk() == {kept.file.name, kept.thumbnail}


def test_a_file_goes_with_the_last_picture_of_a_post_or_a_version_that_names_it(
    client_of, bob, post, django_capture_on_commit_callbacks
):
    kept = make_picture(post)
    copy = workflow.duplicate(post, bob, NOW)
    with django_capture_on_commit_callbacks(execute=True):
        send(client_of(bob), post, {"id": kept.pk, "label": kept.label, "DELETE": "on"}, initial=1)
    assert on_disk() == {kept.file.name, kept.thumbnail}
    with django_capture_on_commit_callbacks(execute=True):
        send(client_of(bob), copy, {"id": copy.media.get().pk, "label": kept.label, "DELETE": "on"}, initial=1)
    assert on_disk() == {kept.file.name, kept.thumbnail}
    with django_capture_on_commit_callbacks(execute=True):
        Post._base_manager.all().delete()
    assert on_disk() == set()


def test_a_picture_in_the_trash_keeps_its_file(bob, post, django_capture_on_commit_callbacks):
    kept = make_picture(post)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.trash(post, bob, NOW)
    assert on_disk() == {kept.file.name, kept.thumbnail}


def test_a_workspace_takes_its_files_along(bakery, museum, post, django_capture_on_commit_callbacks):
    make_picture(post)
    theirs = make_picture(make_post(museum))
    with django_capture_on_commit_callbacks(execute=True):
        bakery.delete()
    assert on_disk() == {theirs.file.name, theirs.thumbnail}


@pytest.mark.parametrize(
    ("places", "order"), [((1, 2, 3), "abc"), ((3, 2, 1), "cba"), ((3, 2, 3), "bca"), ((1, 2, 1), "cab"), ((2, 2, 3), "bac"), (("", "", ""), "abc")]
)  # fmt: skip
def test_pictures_stand_in_the_order_of_their_places(client_of, bob, post, places, order):
    media = [make_picture(post, label=label, position=n) for n, label in enumerate("abc")]
    send(
        client_of(bob),
        post,
        *({"id": one.pk, "label": one.label, "place": place} for one, place in zip(media, places, strict=True)),
        initial=3,
    )
    assert "".join(post.media.values_list("label", flat=True)) == order


# --- Seeing one ----------------------------------------------------------------------------------------------------


def test_a_member_gets_the_picture_as_a_file_that_can_do_nothing(client_of, dora, post):
    kept = make_picture(post, label="Le four à pain.jpg")
    answer = client_of(dora).get(file(kept))
    assert Image.open(BytesIO(answer.content)).size == (800, 600)
    assert {name: answer[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Type": "image/jpeg", "Content-Disposition": 'attachment; filename="le-four-a-pain.jpg"',
        "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache",
    }  # fmt: skip
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Content-Encoding" not in client_of(dora).get(file(kept), headers={"Accept-Encoding": "gzip"})


def test_a_browser_that_has_it_is_told_so(client_of, dora, post):
    kept = make_picture(post)
    first = client_of(dora).get(small(kept))
    assert (first["Content-Type"], first.status_code) == ("image/webp", 200)
    again = client_of(dora).get(small(kept), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")


@pytest.mark.parametrize("address", [file, small])
def test_strangers_find_nothing_and_visitors_are_asked_to_sign_in(client, client_of, charlie, museum, post, address):
    kept = make_picture(post)
    assert client.get(address(kept)).url.startswith("/accounts/login/")
    assert client_of(charlie).get(address(kept)).status_code == 404
    assert client_of(charlie).get(address(kept).replace("bakery", "museum")).status_code == 404


@pytest.mark.parametrize("address", [file, small])
def test_what_has_no_file_is_not_found(client_of, dora, post, address):
    noted = Media.objects.create(workspace=post.workspace, post=post, label="four.jpg")
    lost = make_picture(post)
    Path(lost.file.path).unlink()
    Path(lost.file.path + ".small").unlink()
    assert [client_of(dora).get(address(one)).status_code for one in (noted, lost)] == [404, 404]


def test_a_row_can_not_name_a_file_elsewhere(client_of, dora, post):
    kept = make_picture(post)
    Media.objects.filter(pk=kept.pk).update(file="../secret_key")
    assert client_of(dora).get(file(kept)).status_code in {400, 404}


def test_a_file_takes_a_fixed_number_of_questions(client_of, dora, post, django_assert_num_queries):
    kept, client = make_picture(post), client_of(dora)
    client.get(file(kept))
    with django_assert_num_queries(4):  # session, person, seat, picture
        client.get(small(kept))
