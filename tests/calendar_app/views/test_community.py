"""The ladder, the advocates, and whose space the posts stand in."""

from datetime import date

import pytest
from django.urls import reverse

from calendar_app.models import Advocate, CommunityNote
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_post

PAGE = "/w/bakery/strategy/community/"
COUNT, REMOVE = f"{PAGE}count/", f"{PAGE}count/delete/"
DAY = date(2026, 6, 1)


def make_note(workspace, rung=1, people=100, on=DAY, **fields) -> CommunityNote:
    return CommunityNote.objects.create(workspace=workspace, rung=rung, people=people, on=on, **fields)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def counted(on: date = DAY) -> dict[int, int]:
    return dict(CommunityNote.objects.filter(on=on).values_list("rung", "people"))


# --- The ladder ----------------------------------------------------------------------------------------------------


def test_a_count_of_several_rungs_is_one_row_of_the_log(client_of, bob, today):
    client = client_of(bob)
    assert client.get(COUNT).context["form"]["on"].value() == today
    fields = {"on": "2026-06-01", "rung_1": "900", "rung_9": "0", "note": "Compteurs"}
    assert client.post(COUNT, fields).url == PAGE
    assert (counted(), verbs()) == ({1: 900, 9: 0}, ["counted"])
    event = AuditEvent.objects.get()
    assert event.diff == {"on": [None, "2026-06-01"], "rung_1": [None, 900], "rung_9": [None, 0]}


def test_counting_anew_keeps_what_was_counted_that_day(client_of, bob, bakery, today):
    make_note(bakery)
    client_of(bob).post(COUNT, {"on": "2026-06-01", "rung_2": "7"})
    assert counted() == {1: 100, 2: 7}


def test_a_day_s_count_is_changed_and_an_emptied_rung_taken_off(client_of, bob, bakery):
    make_note(bakery, note="Compteurs")
    make_note(bakery, rung=2)
    client, here = client_of(bob), f"{COUNT}?on=2026-06-01"
    form = client.get(here).context["form"]
    assert [form[name].value() for name in ("rung_1", "rung_2", "rung_3", "note")] == [100, 100, None, "Compteurs"]
    assert client.post(here, {"rung_1": "120", "rung_2": "", "note": "Compteurs"}).url == PAGE
    assert counted() == {1: 120}
    client.post(here, {"rung_1": "120", "note": "Compteurs"})
    assert verbs() == ["counted"]


def test_a_day_s_count_is_removed_once_asked(client_of, bob, bakery):
    make_note(bakery)
    make_note(bakery, on=date(2026, 1, 1))
    client, here = client_of(bob), f"{REMOVE}?on=2026-06-01"
    assert client.get(here).status_code == 200
    assert counted() == {1: 100}
    assert client.post(here).url == PAGE
    assert (counted(), counted(date(2026, 1, 1)), verbs()) == ({}, {1: 100}, ["removed"])


@pytest.mark.parametrize("on", ["", "x", "2026-02-31", "2026-06-02", "9" * 30, "\x00"])
def test_a_day_that_nobody_counted_leads_back_or_to_a_new_count(client_of, bob, bakery, on):
    make_note(bakery)
    client = client_of(bob)
    assert client.get(COUNT, {"on": on}).status_code in {200, 302, 400}
    assert client.post(f"{REMOVE}?on={on}".replace("\x00", "%00")).status_code in {302, 400}
    assert counted() == {1: 100}


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"rung_1": "-1"}, ["rung_1"]),
        ({"rung_1": "9" * 30}, ["rung_1"]),
        ({"rung_1": "many"}, ["rung_1"]),
        ({"on": "2026-06-11"}, ["on"]),
        ({"on": ""}, ["on"]),
        ({"rung_1": ""}, ["__all__"]),
    ],
)
def test_a_count_that_makes_no_sense_is_refused_and_kept_in_the_form(client_of, bob, today, fields, at):
    answer = client_of(bob).post(COUNT, {"on": "2026-06-01", "rung_1": "5", "note": "Compteurs", **fields})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, at)
    assert "Compteurs" in answer.content.decode()
    assert CommunityNote.objects.count() == 0


def test_the_page_shows_shares_beside_the_order_of_magnitude(client_of, bob, bakery):
    make_note(bakery, 1, 800)
    make_note(bakery, 5, 150)
    make_note(bakery, 9, 50)
    html = client_of(bob).get(PAGE, headers={"accept-language": "en"}).content.decode()
    for words in (
        "80 %",
        "order of magnitude: 90 %, about 900",
        "Nielsen, 2006",
        "Later studies differ",
        "never a mistake",
    ):
        assert words in html


# --- Advocates -----------------------------------------------------------------------------------------------------


def test_an_advocate_is_listed_changed_and_deleted_without_a_trace(client_of, bob, bakery):
    client = client_of(bob)
    new = reverse("advocate-new", args=["bakery"])
    assert client.post(new, {"label": "Marie-Ange", "rung": "9", "consents": "on"}).url == PAGE
    advocate = Advocate.objects.get()
    here = reverse("advocate", args=["bakery", advocate.pk])
    changed = {"label": "Marie-Ange", "rung": "8", "next_step": "Ring Marie-Ange", "last_contact_on": "2026-06-01"}
    assert client.post(here, changed).url == PAGE
    removal = reverse("advocate-delete", args=["bakery", advocate.pk])
    assert "Marie-Ange" in client.get(removal).content.decode()
    assert client.post(removal).url == PAGE
    assert (Advocate.objects.count(), verbs()) == (0, ["created", "edited", "removed"])
    log = [f"{event.target_label} {event.diff}" for event in AuditEvent.objects.all()]
    assert not any("Marie-Ange" in line for line in log)
    assert [event.target_id for event in AuditEvent.objects.all()] == [advocate.pk] * 3


@pytest.mark.parametrize(
    ("fields", "at"),
    [({"label": ""}, "label"), ({"rung": "10"}, "rung"), ({"last_contact_on": "yesterday"}, "last_contact_on")],
)
def test_an_advocate_that_makes_no_sense_is_refused(client_of, bob, fields, at):
    new = reverse("advocate-new", args=["bakery"])
    answer = client_of(bob).post(new, {"label": "Marie-Ange", "rung": "9", **fields})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])


# --- Owned, paid, earned -------------------------------------------------------------------------------------------


def test_the_mix_counts_ninety_days_back_and_four_weeks_ahead(client_of, bob, bakery, today):
    for day in ((2026, 3, 11), (2026, 3, 12), (2026, 6, 9)):  # the first lies 91 days back
        make_post(bakery, day=date(*day))
    make_post(bakery, day=date(2026, 6, 9), media_type="earned")
    make_post(bakery, day=date(2026, 6, 9), media_type="paid", status="cancelled")
    make_post(bakery, day=today, media_type="paid")
    make_post(bakery, day=date(2026, 7, 7), media_type="paid")
    make_post(bakery, day=date(2026, 7, 8))  # the day after the four weeks
    make_post(bakery)
    mix = client_of(bob).get(PAGE).context["mix"]
    assert [(share.back, share.ahead) for share in mix["shares"]] == [(2, 0), (0, 2), (1, 0)]
    assert (mix["back"], mix["ahead"], mix["lacks_earned"]) == (3, 2, False)


def test_that_nobody_else_spoke_of_us_is_said_kindly(client_of, bob, bakery, today):
    make_post(bakery, day=date(2026, 6, 1))
    assert client_of(bob).get(PAGE).context["mix"]["lacks_earned"] is True


# --- Who may -------------------------------------------------------------------------------------------------------


def test_charlie_neither_sees_nor_changes_anything(client_of, charlie, bakery, museum):
    make_note(bakery)
    advocate = Advocate.objects.create(workspace=bakery, label="Marie-Ange")
    client = client_of(charlie)
    for path in (PAGE, COUNT, f"{COUNT}?on=2026-06-01", f"{REMOVE}?on=2026-06-01"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"on": "2026-06-01", "rung_1": "1"}).status_code in {404, 405}
    for slug in ("bakery", "museum"):
        for name in ("advocate", "advocate-delete"):
            assert client.post(reverse(name, args=[slug, advocate.pk]), {"label": "x", "rung": 1}).status_code == 404
    assert client.post(f"{REMOVE}?on=2026-06-01".replace("bakery", "museum")).status_code == 302
    assert (counted(), list(Advocate.objects.all()), verbs()) == ({1: 100}, [advocate], [])


def test_a_viewer_sees_the_community_and_changes_nothing(client_of, dora, bakery):
    make_note(bakery, note="Compteurs")
    Advocate.objects.create(workspace=bakery, label="Marie-Ange")
    client = client_of(dora)
    html = client.get(PAGE).content.decode()
    assert ("Marie-Ange" in html, "Compteurs" in html, COUNT in html) == (True, True, False)
    for path in (COUNT, REMOVE, reverse("advocate-new", args=["bakery"])):
        assert client.get(path).status_code == client.post(path).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_rows(client_of, bob, bakery, django_assert_num_queries, rows):
    for number in range(rows):
        make_note(bakery, rung=number + 1)
        make_note(bakery, on=date(2026, 1, number + 1))
        Advocate.objects.create(workspace=bakery, label=f"Advocate {number}")
        make_post(bakery, day=date(2026, 6, 1))
    client = client_of(bob)
    client.get(PAGE)
    with django_assert_num_queries(7):
        client.get(PAGE)
