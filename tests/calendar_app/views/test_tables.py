"""Posts out as a table and in again: looked at first, written at once, taken back from the history."""

import io
import json
from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from calendar_app.exchange import sheets
from calendar_app.models import Post
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_post

HOME, EXPORT, IMPORT = "/w/bakery/tables/", "/w/bakery/tables/export/", "/w/bakery/tables/import/"
COLUMNS, DIFF, TAKE, DONE = (f"{IMPORT}{name}/" for name in ("columns", "changes", "take", "done"))
LINES = {"Accept": "application/x-ndjson"}
DAY = date(2026, 6, 10)


@pytest.fixture
def writer(client_of, bob):
    bob.language = "en"
    bob.save()
    return client_of(bob)


@pytest.fixture
def posts(bakery) -> list[Post]:
    facebook = make_channel(bakery, "facebook")
    return [make_post(bakery, f"Post {n}", day=DAY, clock=time(9, n), channel=facebook) for n in range(3)]


def table(client, what="all", kind="xlsx") -> list[dict[str, str]]:
    """The rows of an export, by heading."""
    content = client.post(EXPORT, {"kind": kind, "what": what, "filters": ""}).content
    sheet = sheets.read(content)
    return [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]


def bring(client, rows: list[dict[str, str]] | bytes, **more):
    """Choose a file of these rows, or of these bytes."""
    content = rows
    if not isinstance(rows, bytes):
        header = list(rows[0])
        content = sheets.to_csv(header, [[row.get(name, "") for name in header] for row in rows])
    return client.post(IMPORT, {"file": SimpleUploadedFile("plan.csv", content)}, **more)


def counts(client) -> dict[str, int]:
    return {name: number for name, number in client.get(DIFF).context["counts"].items() if number}


def take(client, **choices):
    return client.post(TAKE, {"digest": client.get(DIFF).context["digest"], **choices})


# --- Out -----------------------------------------------------------------------------------------------------------


def test_everybody_who_reads_may_export_and_it_is_noted(client_of, dora, posts):
    response = client_of(dora).post(EXPORT, {"kind": "xlsx", "what": "all", "filters": ""})
    assert response.status_code == 200
    assert response["Content-Disposition"].endswith('.xlsx"')
    assert load_workbook(io.BytesIO(response.content)).active.max_row == 4
    assert list(AuditEvent.objects.values_list("verb", "actor")) == [("exported", dora.pk)]


def test_an_export_follows_the_filters_of_the_calendar(writer, bakery, posts):
    make_post(bakery, "In July", day=date(2026, 7, 1), channel=posts[0].channel)
    make_post(bakery, "Elsewhere", day=DAY)
    filters = f"view=month&d=2026-06-10&channel={posts[0].channel_id}"
    page = writer.get(f"{HOME}?{filters}").content.decode()
    assert "What the filters of the calendar let through" in page
    for what, titles in (
        ("all", {"Post 0", "Post 1", "Post 2", "In July", "Elsewhere"}),
        ("filtered", {"Post 0", "Post 1", "Post 2", "In July"}),
        ("shown", {"Post 0", "Post 1", "Post 2"}),
    ):
        response = writer.post(EXPORT, {"kind": "commas", "what": what, "filters": filters})
        assert {row[2] for row in sheets.read(response.content).rows} == titles


@pytest.mark.parametrize(
    ("person", "statuses"), [("charlie", (404, 404, 404)), ("dora", (200, 200, 403)), ("erin", (200, 200, 403))]
)
def test_who_may_export_and_import(request, client_of, posts, person, statuses):
    client = client_of(request.getfixturevalue(person))
    asked = (client.get(HOME), client.post(EXPORT, {"kind": "commas", "what": "all"}), client.get(IMPORT))
    assert tuple(response.status_code for response in asked) == statuses


# --- In ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "semicolons", "commas"])
def test_a_table_that_nobody_touched_changes_nothing(writer, posts, kind):
    content = writer.post(EXPORT, {"kind": kind, "what": "all", "filters": ""}).content
    assert bring(writer, content)["Location"] == DIFF
    assert counts(writer) == {"same": 3}
    assert "Nothing changed" in writer.get(DIFF).content.decode()


def test_a_table_is_looked_at_then_written_and_taken_back_as_one(writer, bob, posts):
    rows = table(writer)
    rows[0] |= {"Title": "Bread", "Time": "10:30"}
    rows[1] |= {"Status": "Nonsense"}
    del rows[2]
    rows.append({"Title": "=New", "Day": "2026-06-12"})
    bring(writer, rows)
    assert counts(writer) == {"new": 1, "changed": 1, "wrong": 1, "gone": 1}
    page = writer.get(f"{DIFF}?state=changed").content.decode()
    assert "Post 0" in page
    assert "10:30" in page
    assert "none of: Idea" in writer.get(f"{DIFF}?state=wrong").content.decode()
    assert "Post 2" in writer.get(f"{DIFF}?state=gone").content.decode()
    assert Post.objects.count() == 3

    assert take(writer)["Location"] == DONE
    assert set(Post.objects.values_list("title", flat=True)) == {"Bread", "Post 1", "Post 2", "=New"}
    bread, new = Post.objects.get(title="Bread"), Post.objects.get(title="=New")
    assert (bread.local_time, bread.version, bread.sequence) == (time(10, 30), 2, 1)
    assert (new.status, new.owner, new.created_by) == ("planned", bob, bob)
    assert AuditEvent.objects.exclude(batch=None).values("batch").distinct().count() == 1

    event = writer.get(DONE).context["result"]["event"]
    writer.post(reverse("history-undo", args=["bakery", event]))
    assert set(Post.objects.values_list("title", "local_time")) == {(f"Post {n}", time(9, n)) for n in range(3)}


@pytest.mark.parametrize(
    ("choice", "status", "there"), [("cancel", "cancelled", 3), ("trash", "planned", 2), ("x", "planned", 3)]
)
def test_what_the_file_has_not_is_left_unless_chosen(writer, posts, choice, status, there):
    bring(writer, table(writer)[:2])
    take(writer, gone=choice)
    assert Post.objects.count() == there
    assert Post._base_manager.get(title="Post 2").status == status


def test_a_post_that_somebody_changed_since_is_overwritten_only_when_chosen(writer, posts):
    rows = table(writer)
    Post.objects.filter(pk=posts[0].pk).update(title="Theirs", version=2)
    Post.objects.filter(pk=posts[1].pk).update(title="Theirs too", version=2)
    rows[0]["Title"], rows[1]["Title"] = "Mine", "Mine too"
    bring(writer, rows)
    assert counts(writer) == {"stale": 2, "same": 1}
    take(writer, over=["2"])
    assert list(Post.objects.order_by("pk").values_list("title", flat=True)) == ["Mine", "Theirs too", "Post 2"]


def test_what_changes_while_somebody_looks_is_left_and_told(writer, posts):
    rows = table(writer)
    rows[0]["Title"] = "Mine"
    bring(writer, [{"Identifier": row["Identifier"], "Title": row["Title"]} for row in rows])
    found = writer.get(DIFF).context["digest"]
    Post.objects.filter(pk=posts[0].pk).update(title="Theirs", version=2)
    writer.post(TAKE, {"digest": found})
    assert Post.objects.get(pk=posts[0].pk).title == "Theirs"
    assert "Line 2: Mine" in writer.get(DONE).content.decode()


def test_a_reason_that_is_too_long_is_said_and_nothing_is_written_or_lost(writer, posts):
    bring(writer, table(writer)[1:])
    answer = take(writer, gone="cancel", reason="so" * 300)
    assert answer.status_code == 422
    assert answer.context["why"].errors.keys() == {"reason"}
    page = answer.content.decode()
    assert "so" * 300 in page
    assert 'name="gone" value="cancel" checked' in page
    assert not Post.objects.filter(status=Post.Status.CANCELLED).exists()
    take(writer, gone="cancel", reason="The oven is cold.")
    assert set(AuditEvent.objects.filter(verb="cancelled").values_list("reason", flat=True)) == {"The oven is cold."}


def test_a_second_click_writes_nothing_twice(writer):
    bring(writer, [{"Identifier": "", "Title": "New"}])
    digest = writer.get(DIFF).context["digest"]
    for _ in range(2):
        writer.post(TAKE, {"digest": digest})
    assert Post.objects.count() == 1


def test_only_who_approves_may_bring_what_is_approved(writer, posts):
    rows = table(writer)
    rows[0]["Status"] = "Approved"
    bring(writer, rows)
    assert counts(writer) == {"wrong": 1, "same": 2}
    assert "Approving posts is not part of your role." in writer.get(f"{DIFF}?state=wrong").content.decode()


def test_columns_of_another_program_are_recognised_and_can_be_chosen(writer, bakery):
    make_channel(bakery, "instagram")
    content = b"Text,Image URL,Tags,Posting Time\nBread at five!,,Instagram,2026-06-10 09:30\n"
    assert bring(writer, content)["Location"] == COLUMNS
    page = writer.get(COLUMNS).content.decode()
    assert "It looks like: Buffer." in page
    chosen = {"column-0": "text", "column-2": "channel", "column-3": "local_date", "lenient": "on"}
    assert writer.post(COLUMNS, {**chosen, "column-1": "text"}).status_code == 422
    assert writer.post(COLUMNS, chosen)["Location"] == DIFF
    take(writer)
    post = Post.objects.get()
    assert (post.title, post.local_date, post.local_time) == ("Bread at five!", DAY, time(9, 30))
    assert post.channel.platform.slug == "instagram"
    # The same file once more doubles nothing.
    bring(writer, content)
    writer.post(COLUMNS, chosen)
    assert counts(writer) == {"same": 1}


def test_the_identifiers_of_another_workspace_say_nothing(writer, museum, posts):
    theirs = make_post(museum, "Theirs")
    bring(writer, [{"Identifier": str(theirs.uid), "Title": "Ours"}])
    assert counts(writer) == {"new": 1}
    take(writer)
    theirs.refresh_from_db()
    assert theirs.title == "Theirs"
    assert Post.objects.filter(title="Ours").get().uid != theirs.uid


def test_names_of_another_workspace_are_not_known(writer, museum, posts):
    make_channel(museum, "linkedin", name="Museum page")
    rows = table(writer)
    rows[0]["Channel"] = "Museum page"
    bring(writer, rows)
    assert counts(writer) == {"wrong": 1, "same": 2}


def test_what_waits_is_one_person_s_alone(writer, client_of, alice, posts):
    bring(writer, table(writer))
    response = client_of(alice).get(DIFF)
    assert response["Location"] == IMPORT
    assert client_of(alice).post(TAKE, {"digest": writer.get(DIFF).context["digest"]})["Location"] == IMPORT


# --- Progress ------------------------------------------------------------------------------------------------------


def lines(response) -> list[dict]:
    assert response["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]


def test_a_script_is_told_how_far_it_has_come_and_all_is_written_with_the_last_word(writer):
    rows = [{"Identifier": "", "Title": f"New {n}"} for n in range(600)]
    said = lines(bring(writer, rows, headers=LINES))
    assert [line["done"] for line in said[:-1]] == [0, 250, 500, 600]
    assert said[-1] == {"to": DIFF}
    digest = writer.get(DIFF).context["digest"]
    answer = writer.post(TAKE, {"digest": digest}, headers=LINES)
    said = lines(answer)
    assert [line["done"] for line in said[:-1]] == [0, 250, 500, 600, 600, 1100, 1200]
    assert said[-1] == {"to": DONE}
    assert Post.objects.count() == 600


def test_nothing_is_written_when_somebody_goes_away_before_the_end(writer):
    bring(writer, [{"Identifier": "", "Title": f"New {n}"} for n in range(600)])
    digest = writer.get(DIFF).context["digest"]
    answer = writer.post(TAKE, {"digest": digest}, headers=LINES)
    stream = answer.streaming_content
    said = [json.loads(next(stream)) for _ in range(6)]
    assert said[-1]["done"] == 1100  # five hundred posts are written, as far as this transaction sees
    answer._iterator.close()  # what the server does when the browser is gone
    assert Post.objects.count() == 0
    assert writer.get(DIFF).status_code == 200


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(writer, django_assert_max_num_queries):
    asked: dict[int, list[int]] = {}
    for number in (1, 1, 3):  # the first round fills what is kept for the next ones
        with django_assert_max_num_queries(25) as comparing:
            bring(writer, [{"Identifier": "", "Title": f"New {number} {n} {len(asked)}"} for n in range(number)])
        digest = writer.get(DIFF).context["digest"]
        with django_assert_max_num_queries(28) as writing:
            writer.post(TAKE, {"digest": digest})
        posts = Post.objects.order_by("-pk")[:number]
        bring(writer, [{"Identifier": str(post.uid), "Title": f"Changed {post.title}"} for post in posts])
        digest = writer.get(DIFF).context["digest"]
        with django_assert_max_num_queries(29) as overwriting:
            writer.post(TAKE, {"digest": digest})
        asked[number] = [len(one) for one in (comparing, writing, overwriting)]
    assert asked[1] == asked[3]


# --- Hostile files -------------------------------------------------------------------------------------------------


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Titre;Été\nPain;é\n".encode("cp1252"), "The letters of this file are not in UTF-8."),
        (b"%PDF-1.7\nnothing", "This is no table"),
        (b"Title;Day\n", "The table has names of columns, and no rows."),
        (workbook(("Title",), ("Bread",))[:900], "This workbook cannot be read."),
        (b"a" * (sheets.LARGEST + 1), "The file is larger than 10 MB."),
        (b'Title\n"Bread', "a quotation mark is missing"),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(writer, content, said):
    response = bring(writer, content)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Post.objects.exists()


def test_a_table_changes_no_words_that_somebody_approved(writer, bakery, posts):
    Post.objects.filter(pk=posts[0].pk).update(status=Post.Status.APPROVED)
    rows = [row | {"Title": f"New {n}"} for n, row in enumerate(table(writer))]
    bring(writer, rows)
    assert counts(writer) == {"changed": 2, "wrong": 1}
    take(writer)
    assert [post.title for post in Post.objects.order_by("pk")] == ["Post 0", "New 1", "New 2"]
