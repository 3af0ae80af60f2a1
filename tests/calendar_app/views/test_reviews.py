"""Questioning again what was decided."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from calendar_app.models import ReviewLog
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_persona, make_review

ALL_SIX = {"still_there", "behaviour_changed", "learns", "listens", "proves", "fits_values"}


def at(name: str, review: ReviewLog | None = None, slug: str = "bakery") -> str:
    return reverse(name, args=[slug, review.pk] if review else [slug])


def verbs() -> list[tuple[str, str]]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", "target_kind"))


@pytest.fixture
def english(bob):
    bob.language = "en"
    bob.save()
    return bob


# --- The questions -------------------------------------------------------------------------------------------------


def test_a_persona_is_asked_two_questions_and_a_channel_and_the_strategy_six(client_of, bob, bakery, today):
    persona, channel = make_persona(bakery), make_channel(bakery)
    client = client_of(bob)
    asked = {
        query: ALL_SIX & client.get(at("review-new") + query).context["form"].fields.keys()
        for query in (f"?persona={persona.pk}", f"?channel={channel.pk}", "")
    }
    assert list(asked.values()) == [{"still_there", "behaviour_changed"}, ALL_SIX, ALL_SIX]


def test_the_next_review_is_suggested_half_a_year_later(client_of, bob, bakery, today):
    form = client_of(bob).get(at("review-new")).context["form"]
    assert (form["on"].value(), form["next_on"].value()) == (today, today + timedelta(days=180))


def test_a_review_is_kept_with_its_answers_and_one_row_of_the_log(client_of, bob, bakery, today):
    channel, client = make_channel(bakery), client_of(bob)
    answers = {"still_there": "yes", "proves": "unsure", "decision": "pause", "note": "On verra", "on": "2026-06-10"}
    address = f"{at('review-new')}?channel={channel.pk}"
    assert client.post(address, {**answers, "next_on": "2026-12-01"})["Location"] == at("reviews")
    review = ReviewLog.objects.get()
    assert (review.channel, review.persona, review.by, review.workspace) == (channel, None, bob, bakery)
    assert (review.proves, review.decision, review.next_on) == ("unsure", "pause", date(2026, 12, 1))
    channel.refresh_from_db()
    assert channel.status == "adopted"  # the review decides, it does not act
    assert verbs() == [("created", "reviewlog")]

    client.post(at("review", review), {**answers, "next_on": "2026-12-01"})
    client.post(at("review", review), {**answers, "decision": "keep"})
    assert client.get(at("review-delete", review)).status_code == 200
    assert client.post(at("review-delete", review))["Location"] == at("reviews")
    assert verbs() == [("created", "reviewlog"), ("edited", "reviewlog"), ("removed", "reviewlog")]
    assert ReviewLog.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"next_on": "2026-06-10"}, "next_on"), ({"next_on": "9999-12-31"}, "next_on"), ({"on": "2026-02-31"}, "on"),
        ({"on": ""}, "on"), ({"decision": "burn"}, "decision"), ({"still_there": "maybe"}, "still_there"),
        ({"note": "x" * 4001}, "note"), ({"note": "x\x00"}, "note"),
    ],
)  # fmt: skip
def test_a_wrong_review_is_refused_and_keeps_what_was_typed(client_of, bob, bakery, today, wrong, place):
    data = {"on": "2026-06-10", "proves": "unsure", **wrong}
    answer = client_of(bob).post(at("review-new"), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [place])
    assert answer.context["form"]["proves"].value() == "unsure"
    assert re.search(r'name="proves" value="unsure"[^>]* checked', answer.content.decode())
    assert (ReviewLog.objects.count(), verbs()) == (0, [])


@pytest.mark.parametrize("query", ["?persona=x", "?persona=", "?channel=0", "?persona=" + "9" * 40, "?channel=²"])
def test_what_is_not_there_cannot_be_reviewed(client_of, bob, bakery, query):
    assert client_of(bob).get(at("review-new") + query).status_code == 404


# --- The persona's day ---------------------------------------------------------------------------------------------


def test_reviewing_a_persona_keeps_the_day(client_of, bob, bakery, today):
    persona, client = make_persona(bakery, last_reviewed_on=date(2026, 1, 1)), client_of(bob)

    def last() -> date | None:
        persona.refresh_from_db()
        return persona.last_reviewed_on

    address = f"{at('review-new')}?persona={persona.pk}"
    client.post(address, {"on": "2026-06-09"})
    assert last() == date(2026, 6, 9)
    client.post(address, {"on": "2026-03-01"})  # noted afterwards: an earlier one
    assert last() == date(2026, 6, 9)
    later, earlier = ReviewLog.objects.all()
    client.post(at("review", later), {"on": "2026-06-05"})
    assert last() == date(2026, 6, 5)
    client.post(at("review-delete", later))
    assert last() == date(2026, 3, 1)
    client.post(at("review-delete", earlier))
    assert last() is None


def test_the_short_note_on_a_persona_s_page_is_a_review_too(client_of, bob, bakery, today):
    persona = make_persona(bakery)
    client_of(bob).post(reverse("persona-review", args=["bakery", persona.pk]), {"note": "Toujours vrai"})
    review = persona.reviews.get()
    assert (review.note, review.on, review.by) == ("Toujours vrai", today, bob)
    assert verbs() == [("reviewed", "persona")]


# --- What is due ---------------------------------------------------------------------------------------------------


def test_the_overdue_come_first_and_what_was_put_away_does_not_come(client_of, dora, bakery, today):
    make_persona(bakery, name="Later", last_reviewed_on=date(2026, 6, 1))
    make_persona(bakery, name="Overdue", last_reviewed_on=date(2025, 6, 1))
    make_persona(bakery, name="Archived", last_reviewed_on=date(2025, 6, 1), status="archived")
    make_channel(bakery, name="Never asked")
    make_channel(bakery, name="Left", status="left", since=date(2020, 1, 1))
    soon = make_channel(bakery, name="Soon", since=date(2020, 1, 1))
    make_review(bakery, channel=soon, on=date(2026, 1, 1), next_on=date(2026, 6, 20))
    make_review(bakery, channel=soon, on=date(2025, 1, 1), next_on=date(2025, 7, 1))
    make_review(bakery, on=date(2026, 6, 1))
    agenda = client_of(dora).get(at("reviews")).context["agenda"]
    assert [(one.name, one.state) for one in agenda] == [
        ("Overdue", "overdue"), ("Never asked", "never"), ("Soon", "soon"), ("", "later"), ("Later", "later"),
    ]  # fmt: skip
    assert agenda[2].due == date(2026, 6, 20)


def test_a_change_without_a_decision_is_called_unfinished(client_of, english, bakery):
    review = make_review(bakery, behaviour_changed="yes")
    make_review(bakery, behaviour_changed="no")
    page = client_of(english).get(at("reviews")).content.decode()
    assert page.count("Unfinished: something changed, and nothing is decided") == 1
    assert "Finish it" in page
    review.decision = "keep"
    review.save()
    assert "Unfinished" not in client_of(english).get(at("reviews")).content.decode()


@pytest.mark.parametrize(
    ("decision", "act"),
    [("keep", None), ("change", "channel-edit"), ("pause", "channel-pause"), ("stop", "channel-leave")],
)
def test_a_decision_leads_to_its_act(client_of, bob, dora, bakery, decision, act):
    channel = make_channel(bakery)
    make_review(bakery, channel=channel, decision=decision)
    page, read = (client_of(person).get(at("reviews")).content.decode() for person in (bob, dora))
    for name in ("channel-edit", "channel-pause", "channel-leave"):
        assert (reverse(name, args=["bakery", channel.pk]) in page) == (name == act)
        assert reverse(name, args=["bakery", channel.pk]) not in read


def test_what_was_done_is_not_asked_for_again(client_of, bob, bakery):
    channel = make_channel(bakery, status="paused")
    make_review(bakery, channel=channel, decision="pause")
    page = client_of(bob).get(at("reviews")).content.decode()
    assert reverse("channel-pause", args=["bakery", channel.pk]) not in page


def test_a_persona_shows_its_history(client_of, english, bakery, today):
    persona = make_persona(bakery, last_reviewed_on=date(2025, 6, 1))
    make_review(bakery, persona=persona, on=date(2025, 6, 1), still_there="unsure", note="Fewer in summer")
    page = client_of(english).get(reverse("persona", args=["bakery", persona.pk])).content.decode()
    assert "Fewer in summer" in page
    assert "Are they still where we look for them?" in page
    assert "Overdue since 28 November 2025." in page
    assert f"{at('review-new')}?persona={persona.pk}" in page


# --- Who may, and what it costs ------------------------------------------------------------------------------------


def test_charlie_reviews_nothing_of_the_bakery(client_of, charlie, museum, bakery):
    review, persona, channel = make_review(bakery, note="Secret"), make_persona(bakery), make_channel(bakery)
    client = client_of(charlie)
    for slug in ("bakery", "museum"):
        for name in ("review", "review-delete"):
            assert client.post(at(name, review, slug), {"on": "2026-06-08"}).status_code == 404
        for query in (f"?persona={persona.pk}", f"?channel={channel.pk}"):
            assert client.post(at("review-new", slug=slug) + query, {"on": "2026-06-08"}).status_code == 404
    assert client.get(at("reviews")).status_code == 404
    assert "Secret" not in client.get(at("reviews", slug="museum")).content.decode()
    assert ReviewLog.objects.count() == 1


def test_a_viewer_reads_reviews_and_holds_none(client_of, dora, bakery):
    review = make_review(bakery)
    client = client_of(dora)
    page = client.get(at("reviews")).content.decode()
    assert at("review-new") not in page
    for address in (at("review-new"), at("review", review), at("review-delete", review)):
        assert address not in page
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(client_of, bob, bakery, django_assert_num_queries, rows):
    for _n in range(rows):
        make_review(bakery, persona=make_persona(bakery), by=bob, decision="stop")
        make_review(bakery, channel=make_channel(bakery), by=bob, decision="change")
        make_review(bakery, by=bob)
    client = client_of(bob)
    client.get(at("reviews"))
    with django_assert_num_queries(7):
        client.get(at("reviews"))
