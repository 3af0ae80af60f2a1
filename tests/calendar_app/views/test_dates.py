"""The page of dates: key dates, school holidays, notes; and the file that brings many of them."""

from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from calendar_app import brought
from calendar_app.models import DayNote, KeyDate, SchoolBreak
from smplanner.workspaces.models import AuditEvent
from tests.calendar_app.test_brought import MINISTRY
from tests.factories import make_campaign, make_post

PAGE = "/w/bakery/dates/"
IMPORT, CONFIRM = f"{PAGE}import/", f"{PAGE}import/confirm/"
DAY = date(2026, 6, 10)


def make_key_date(workspace, **fields) -> KeyDate:
    return KeyDate.objects.create(workspace=workspace, **{"name": "Fair", "first_day": DAY, **fields})


def make_break(workspace, **fields) -> SchoolBreak:
    days = {"first_day": date(2026, 7, 4), "last_day": date(2026, 8, 31)}
    return SchoolBreak.objects.create(workspace=workspace, **{"name": "Été", "zone": "Zone B", **days, **fields})


def make_note(workspace, **fields) -> DayNote:
    return DayNote.objects.create(workspace=workspace, **{"day": DAY, "text": "Ring the mill", **fields})


PARTS = {
    # name of the address -> (model, factory, what a form needs, a change)
    "key-date": (KeyDate, make_key_date, {"name": "Fair", "first_day": "2026-06-10"}, {"last_day": "2026-06-12"}),
    "school-break": (
        SchoolBreak,
        make_break,
        {"name": "Été", "zone": "Zone B", "first_day": "2026-07-04", "last_day": "2026-08-31"},
        {"zone": "Zone A"},
    ),
    "day-note": (DayNote, make_note, {"day": "2026-06-10", "text": "Ring the mill"}, {"text": "Ring them twice"}),
}
PART = pytest.mark.parametrize("part", PARTS)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


@PART
def test_a_row_is_made_changed_and_removed_with_a_row_of_the_log_each(client_of, bob, bakery, part):
    model, _make, needed, change = PARTS[part]
    client, new = client_of(bob), reverse(f"{part}-new", args=["bakery"])
    assert client.get(new).status_code == 200
    assert client.post(new, needed).url == PAGE
    row = model.objects.get()
    here, removal = reverse(part, args=["bakery", row.pk]), reverse(f"{part}-delete", args=["bakery", row.pk])
    assert client.get(here).status_code == 200
    assert client.post(here, needed | change).url == PAGE
    assert client.post(here, needed | change).url == PAGE  # nothing changes, nothing is noted
    assert client.get(removal).status_code == 200
    assert client.post(removal).url == PAGE
    assert (model.objects.count(), verbs()) == (0, ["created", "edited", "removed"])


@PART
def test_charlie_neither_sees_nor_changes_a_row(client_of, charlie, bakery, museum, part):
    model, make, needed, change = PARTS[part]
    row = make(bakery)
    client = client_of(charlie)
    for name in (part, f"{part}-delete"):
        for slug in ("bakery", "museum"):
            address = reverse(name, args=[slug, row.pk])
            assert client.get(address).status_code == 404
            assert client.post(address, needed | change).status_code == 404
    assert client.get(PAGE).status_code == 404
    shown = client.get("/w/museum/dates/").content.decode()
    assert not any(f">{name}<" in shown for name in ("Fair", "Été", "Ring the mill"))
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("part", "sent"),
    [
        ("key-date", {"name": "", "first_day": "2026-06-10"}),
        ("key-date", {"name": "Fair", "first_day": "2026-02-31"}),
        ("key-date", {"name": "Fair", "first_day": "2026-06-10", "last_day": "2026-06-09"}),
        ("key-date", {"name": "Fair", "first_day": "2026-06-10", "last_day": "2027-06-20", "is_yearly": "on"}),
        ("key-date", {"name": "Fair", "first_day": "1812-06-10"}),
        ("school-break", {"name": "Été", "first_day": "2026-07-04", "last_day": "2026-07-01"}),
        ("day-note", {"day": "", "text": "x"}),
        ("day-note", {"day": "2026-06-10", "text": "\x00"}),
    ],
)
def test_what_cannot_be_is_said_at_the_field(client_of, bob, bakery, part, sent):
    assert client_of(bob).post(reverse(f"{part}-new", args=["bakery"]), sent).status_code == 422
    assert not AuditEvent.objects.exists()


def test_the_same_school_holidays_are_not_written_twice_by_hand(client_of, bob, bakery):
    make_break(bakery)
    needed = PARTS["school-break"][2]
    assert client_of(bob).post(reverse("school-break-new", args=["bakery"]), needed).status_code == 422


def test_a_viewer_reads_and_finds_no_way_to_change(client_of, dora, bakery):
    make_key_date(bakery)
    page = client_of(dora).get(PAGE).content.decode()
    assert "Fair" in page
    assert "/dates/key/" not in page
    assert '<form method="post" action="/w/bakery' not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_whatever_there_is(client_of, bob, bakery, rows, django_assert_num_queries):
    for number in range(rows):
        make_key_date(bakery, name=f"Fair {number}")
        make_break(bakery, name=f"Été {number}")
        make_note(bakery, author=bob)
    client = client_of(bob)
    client.get(PAGE)
    with django_assert_num_queries(9):
        client.get(PAGE)


# --- A file --------------------------------------------------------------------------------------------------------


def send(client, content: bytes, **fields):
    file = SimpleUploadedFile("days.csv", content)
    return client.post(IMPORT, {"what": brought.SCHOOL, "file": file, **fields})


def confirm(client, content: bytes, **fields):
    page = send(client, content).context
    return client.post(CONFIRM, {"digest": page["digest"], "what": page["what"], "zone": page["zone"], **fields})


def test_a_file_is_looked_at_before_anything_is_written(client_of, bob, bakery):
    page = send(client_of(bob), MINISTRY.encode())
    assert page.status_code == 200
    assert [zone for zone, *_rest in page.context["zones"]] == ["Réunion", "Zone B"]
    assert (SchoolBreak.objects.count(), verbs()) == (0, [])


def test_the_chosen_zones_are_taken_over_once_however_often_they_come(client_of, bob, bakery):
    client = client_of(bob)
    for _again in range(2):
        assert confirm(client, MINISTRY.encode(), zones=["Zone B"]).url == PAGE
    rows = SchoolBreak.objects.order_by("first_day").values_list("zone", "name", "first_day", "last_day")
    assert list(rows) == [
        ("Zone B", "Vacances de Noël", date(2026, 12, 19), date(2027, 1, 3)),
        ("Zone B", "Pont de l’Ascension", date(2027, 5, 6), date(2027, 5, 6)),
    ]
    assert verbs() == ["imported"]


def test_holidays_that_were_moved_are_moved_here_too(client_of, bob, bakery):
    make_break(bakery, name="Noël", first_day=date(2026, 12, 19), last_day=date(2026, 12, 31))
    confirm(client_of(bob), b"zone,name,first,last\nZone B,No\xebl,2026-12-19,2027-01-03", zones=["Zone B"])
    assert SchoolBreak.objects.get().last_day == date(2027, 1, 3)


def test_key_dates_come_from_a_file_once(client_of, bob, bakery):
    client = client_of(bob)
    for _again in range(2):
        page = send(client, b"name,first,last\nFair,2026-06-10,2026-06-12", what=brought.KEY_DATES).context
        client.post(CONFIRM, {"digest": page["digest"], "what": page["what"]})
    assert [(row.name, row.last_day) for row in KeyDate.objects.all()] == [("Fair", date(2026, 6, 12))]


@pytest.mark.parametrize("content", [b"\x89PNG\x00", b"a,b\n1,2", b"", b"x" * (brought.LARGEST + 1)])
def test_a_file_that_cannot_be_used_is_refused_and_nothing_is_written(client_of, bob, bakery, content):
    assert send(client_of(bob), content).status_code == 422
    assert not SchoolBreak.objects.exists()


def test_a_confirmation_without_its_file_writes_nothing(client_of, bob, charlie, bakery, museum):
    digest = send(client_of(bob), MINISTRY.encode()).context["digest"]
    other = client_of(charlie)
    assert other.post(CONFIRM, {"digest": digest, "zones": "Zone B"}).status_code == 404
    assert other.post("/w/museum/dates/import/confirm/", {"digest": digest, "zones": "Zone B"}).status_code == 302
    assert client_of(bob).post(CONFIRM, {"digest": "another", "zones": "Zone B"}).status_code == 302
    assert not SchoolBreak.objects.exists()


def test_a_zone_is_shown_no_longer(client_of, bob, bakery, museum):
    make_break(bakery)
    make_break(bakery, zone="Zone A")
    make_break(museum)
    client_of(bob).post(reverse("school-zone-delete", args=["bakery"]), {"zone": "Zone B"})
    assert list(SchoolBreak.objects.values_list("workspace__slug", "zone")) == [
        ("bakery", "Zone A"),
        ("museum", "Zone B"),
    ]
    assert verbs() == ["removed"]


# --- On the calendar -----------------------------------------------------------------------------------------------


@pytest.fixture
def full_month(bakery):
    """June 2026 with something of every kind on the 10th."""
    make_key_date(bakery)
    make_break(bakery, name="Bridge", first_day=DAY, last_day=date(2026, 6, 12))
    make_note(bakery)
    make_campaign(bakery, name="Open doors", start_on=DAY, end_on=date(2026, 6, 20), colour="vert")
    make_post(bakery, "Sourdough", day=DAY, clock=time(9))
    return bakery


def month(client, query: str = "") -> str:
    with override("en"):
        return client.get(f"/w/bakery/calendar/?view=month&d=2026-06-10{query}").content.decode()


def test_the_month_shows_the_ground_and_each_kind_can_be_switched_off(client_of, alice, full_month, today):
    alice.language = "en"
    alice.save()
    client = client_of(alice)
    page = month(client)
    for said in ("Fair", "Bridge (Zone B)", "Ring the mill", "Campaign: Open doors"):
        assert said in page
    for kind, said in {
        "keydate": "Fair",
        "school": "Bridge",
        "note": "Ring the mill",
        "campaign": "Open doors",
    }.items():
        others = "".join(f"&show={other}" for other in ("keydate", "school", "note", "campaign") if other != kind)
        assert f">{said}" not in month(client, others).replace("Campaign: ", "").replace(" (Zone B)", "")
