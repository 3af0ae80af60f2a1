"""Events of a calendar file: seen, chosen, taken over, brought again, taken back."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from calendar_app.models import KeyDate, Post
from smplanner.workspaces.audit import AuditEvent
from tests.calendar_app.incoming.test_reading import calendar

pytestmark = pytest.mark.django_db

ADDRESS = "/w/bakery/import/calendar/"
DAY = timezone.now().date() + timedelta(days=30)
FAIR = "UID:fair\nDTSTART;VALUE=DATE:{day:%Y%m%d}\nSUMMARY:{title}\nDESCRIPTION:Hall 4\nURL:https://fair.example/"


def fair(title: str = "Bread fair", day: date = DAY, more: str = "") -> bytes:
    return calendar(
        FAIR.format(day=day, title=title) + more, f"UID:run\nDTSTART:{DAY:%Y%m%d}T160000Z\nSUMMARY:Night run"
    )


def bring(client, content: bytes, what: str = "keydates", **asked: object):
    given = {"since": timezone.now().date(), "until": timezone.now().date() + timedelta(days=300), "what": what}
    return client.post(ADDRESS, {**given, **asked, "file": SimpleUploadedFile("club.ics", content)})


def take(client, preview, *names: str):
    chosen = {"digest": preview.context["digest"], "what": preview.context["what"], "take": names or ["fair", "run"]}
    return client.post(ADDRESS + "confirm/", chosen)


@pytest.fixture
def browser(client_of, bob):
    return client_of(bob)


def test_a_file_is_shown_before_anything_is_written_and_only_what_is_ticked_is_taken(browser):
    preview = bring(browser, fair())
    assert preview.status_code == 200
    assert "Bread fair" in preview.content.decode()
    assert not KeyDate.objects.exists()
    assert take(browser, preview, "fair").status_code == 302
    [row] = KeyDate.objects.all()
    assert (row.name, row.first_day, row.last_day, row.note) == (
        "Bread fair",
        DAY,
        None,
        "Hall 4\nhttps://fair.example/",
    )


def test_a_file_that_is_brought_again_updates_and_doubles_nothing(browser):
    take(browser, bring(browser, fair()))
    again = bring(browser, fair("Great bread fair", DAY + timedelta(days=1)))
    assert again.context["counts"] == {"changed": 1, "same": 1}
    take(browser, again)
    assert sorted(KeyDate.objects.values_list("name", "first_day")) == [
        ("Great bread fair", DAY + timedelta(days=1)),
        ("Night run", DAY),
    ]
    assert "déjà" in bring(browser, fair("Great bread fair", DAY + timedelta(days=1))).content.decode()


def test_key_dates_are_taken_back_where_they_still_stand(browser):
    take(browser, bring(browser, fair()))
    take(browser, bring(browser, fair("Great bread fair")))
    first, second = AuditEvent.objects.filter(verb="imported").order_by("pk").values_list("batch", flat=True)
    browser.post(f"{ADDRESS}{second}/undo/")
    assert sorted(KeyDate.objects.values_list("name", flat=True)) == ["Bread fair", "Night run"]
    KeyDate.objects.filter(name="Night run").update(name="Our night run")
    browser.post(f"{ADDRESS}{first}/undo/")
    assert [row.name for row in KeyDate.objects.all()] == ["Our night run"]  # someone made it theirs


def test_what_the_file_cancels_goes_only_when_it_is_ticked_and_comes_back(browser):
    take(browser, bring(browser, fair()))
    cancelled = bring(browser, fair(more="\nSTATUS:CANCELLED"))
    assert cancelled.context["counts"] == {"cancelled": 1, "same": 1}
    page = cancelled.content.decode()
    assert 'value="fair" id="take-1">' in page
    take(browser, cancelled)
    assert [row.name for row in KeyDate.objects.all()] == ["Night run"]
    batch = AuditEvent.objects.filter(verb="imported").latest("pk").batch
    browser.post(f"{ADDRESS}{batch}/undo/")
    assert sorted(KeyDate.objects.values_list("name", "uid")) == [("Bread fair", "fair"), ("Night run", "run")]


def test_ideas_stand_on_their_day_and_the_history_takes_them_back(browser, bakery):
    take(browser, bring(browser, fair(), what="ideas"))
    posts = {post.title: post for post in Post._base_manager.filter(workspace=bakery)}
    assert {post.status for post in posts.values()} == {Post.Status.IDEA}
    assert posts["Night run"].publish_at.strftime("%H:%M") == "16:00"
    assert (posts["Bread fair"].local_date, posts["Bread fair"].local_time) == (DAY, None)
    assert (posts["Bread fair"].text, posts["Bread fair"].link) == ("Hall 4", "https://fair.example/")

    batch = AuditEvent.objects.get(verb="imported").batch
    to_history = browser.post(f"{ADDRESS}{batch}/undo/")
    assert to_history.status_code == 302
    browser.post(to_history["Location"] + "undo/")
    assert not Post._base_manager.filter(workspace=bakery, deleted_at=None).exists()
    again = bring(browser, fair(), what="ideas")
    assert again.context["counts"] == {"away": 2}
    take(browser, again, "fair")
    assert [post.title for post in Post._base_manager.filter(workspace=bakery, deleted_at=None)] == ["Bread fair"]


def test_an_idea_that_the_file_moves_moves_and_one_that_is_out_stays(browser, bakery):
    take(browser, bring(browser, fair(), what="ideas"))
    posts = Post._base_manager.filter(workspace=bakery)
    posts.filter(title="Night run").update(status=Post.Status.POSTED)
    stood = posts.get(title="Night run").publish_at
    moved = bring(browser, fair(day=DAY + timedelta(days=2)).replace(b"T160000Z", b"T170000Z"), what="ideas")
    assert moved.context["counts"] == {"changed": 1, "out": 1}
    take(browser, moved)
    assert posts.get(title="Bread fair").local_date == DAY + timedelta(days=2)
    assert posts.get(title="Bread fair").version == 2
    assert posts.get(title="Night run").publish_at == stood


@pytest.mark.parametrize(("what", "queries"), [("keydates", 15), ("ideas", 15)])
def test_the_number_of_queries_does_not_depend_on_the_number_of_events(
    browser, django_assert_num_queries, what, queries
):
    taken = []
    for number in (2, 12):  # SQLite takes some twenty posts with one statement
        events = [f"UID:{number}-{n}\nDTSTART:{DAY:%Y%m%d}T160000Z\nSUMMARY:Match {n}" for n in range(number)]
        preview = bring(browser, calendar(*events), what)
        with django_assert_num_queries(queries) as asked:
            take(browser, preview, *(f"{number}-{n}" for n in range(number)))
        taken.append(len(asked))
    assert len(set(taken)) == 1


def test_a_file_that_is_none_is_refused_at_its_field_and_what_was_typed_stays(browser):
    answer = bring(browser, b"<html>Sign in</html>", until=DAY)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "BEGIN:VCALENDAR" in page
    assert f'value="{DAY:%Y-%m-%d}"' in page
    assert not KeyDate.objects.exists()


def test_a_file_that_waited_too_long_or_is_another_is_asked_for_again(browser):
    preview = bring(browser, fair())
    answer = browser.post(ADDRESS + "confirm/", {"digest": "0" * 64, "what": "keydates", "take": ["fair"]})
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    assert not KeyDate.objects.exists()
    assert take(browser, preview).status_code == 302
    assert KeyDate.objects.count() == 2


@pytest.mark.parametrize(("person", "status"), [("erin", 403), ("dora", 403), ("charlie", 404)])
def test_only_who_may_change_the_plan_brings_a_file(request, client_of, person, status):
    client = client_of(request.getfixturevalue(person))
    assert client.get(ADDRESS).status_code == status
    assert bring(client, fair()).status_code == status
    assert client.post(ADDRESS + "confirm/").status_code == status
    assert not KeyDate.objects.exists()
