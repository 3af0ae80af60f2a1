"""What saving a post, or moving it, would do to the findings; and that asking writes nothing."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from calendar_app.checker import RULES
from calendar_app.models import Media, Post, RuleSetting
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_media, make_objective, make_persona, make_post

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
PANEL, MOVE = 47, 44  # queries


@pytest.fixture
def english(alice):
    alice.language = "en"
    alice.save()
    return alice


@pytest.fixture
def only(bakery):
    """`only("burst", …)`: every other rule is off."""

    def switch(*slugs):
        off = [RuleSetting(workspace=bakery, slug=slug, enabled=False) for slug in RULES if slug not in slugs]
        with scopes_disabled():
            RuleSetting.objects.bulk_create(off)

    return switch


@pytest.fixture
def facebook(bakery):
    return make_channel(bakery, "facebook", personas=[make_persona(bakery)], char_max=20)


def check(workspace, post=None):
    if post is None:
        return reverse("post-new-check", args=[workspace.slug])
    return reverse("post-check", args=[workspace.slug, post.pk])


def typed(**fields):
    """What the form of a post sends, with one row for a picture."""
    return {
        "title": "Galette",
        "status": "draft",
        "media_type": "owned",
        "media-TOTAL_FORMS": "1",
        "media-INITIAL_FORMS": "0",
        "media-0-kind": "image",
        **fields,
    }


def asked(client, workspace, post=None, **fields):
    answer = client.post(check(workspace, post), typed(**fields), headers=JSON)
    assert answer.status_code == 200
    return answer.json()


def effect(client, held, **query):
    return client.get(reverse("move-preview", args=[held.workspace.slug, held.pk]), query, headers=JSON)


# --- While writing -------------------------------------------------------------------------------------------------


def test_a_post_that_was_never_saved_is_told_of_itself_and_leads_to_its_fields(
    client_of, english, bakery, facebook, today
):
    told = asked(client_of(english), bakery, channel=facebook.pk, local_date=today.isoformat(), text="a" * 21)
    assert "On this post: 1 error" in told["said"]
    assert 'id="finding-over-char-limit-post-0"' in told["html"]
    assert 'href="#id_text"' in told["html"]
    assert not Post.objects.exists()
    assert not AuditEvent.objects.exists()


def test_what_is_typed_counts_and_not_what_is_saved(client_of, english, bakery, facebook, today, only):
    only("over-char-limit", "missing-alt-text")
    post = make_post(bakery, day=today, channel=facebook, text="a" * 21)
    media = make_media(post)
    rows = {"media-INITIAL_FORMS": "1", "media-0-id": media.pk, "media-0-label": "four.jpg"}
    client = client_of(english)
    here = {"channel": facebook.pk, "local_date": today.isoformat(), "version": post.version}
    told = asked(client, bakery, post, **here, **rows, text="a" * 21)
    assert told["said"] == "On this post: 1 error, 1 warning."
    told = asked(client, bakery, post, **here, **rows, **{"media-0-alt_text": "Le four"}, text="a" * 20)
    assert told["said"] == "Nothing to say about this post. Saving would cure: 1 error, 1 warning."
    told = asked(client, bakery, post, **here, **rows, **{"media-0-DELETE": "on"}, text="a" * 20)
    assert told["said"] == "Nothing to say about this post. Saving would cure: 1 error, 1 warning."
    post.refresh_from_db()
    assert (len(post.text), Media.objects.count()) == (21, 1)


def test_the_panel_says_what_saving_would_cause_and_cure_in_the_plan(client_of, english, bakery, facebook, today, only):
    only("publishing-gap")
    for days in (0, 10, 20):
        make_post(bakery, f"Day {days}", day=today + timedelta(days=days), channel=facebook)
    client, goal = client_of(english), (today + timedelta(days=1)).isoformat()
    with scopes_disabled():
        middle = Post.objects.get(title="Day 10")
    fields = {"channel": facebook.pk, "version": middle.version}
    told = asked(client, bakery, middle, **fields, local_date=goal)
    assert told["said"].endswith("Elsewhere in the plan, saving would cause: 1 warning.")
    assert "Saving would cause elsewhere" in told["html"]
    assert "<strong>Day 20</strong>" in told["html"]
    with scopes_disabled():
        Post.objects.filter(pk=middle.pk).update(local_date=None, local_time=None, publish_at=None)
    told = asked(client, bakery, middle, **fields, local_date=(today + timedelta(days=10)).isoformat())
    assert told["said"].endswith("Saving would cure: 1 warning.")


def test_a_suggested_purpose_is_accepted_by_a_button_of_the_form(client_of, english, bakery, facebook, today):
    text = "20 % de réduction jusqu’à dimanche, commandez vite ! En promotion à 4,50 € au lieu de 6 €."
    fields = {"channel": facebook.pk, "local_date": today.isoformat(), "intent": "value", "text": text}
    told = asked(client_of(english), bakery, **fields)
    assert 'id="finding-intent-mismatch-post-0"' in told["html"]
    assert 'form="post-form"' in told["html"]
    assert 'name="intent" value="commercial" data-fills="id_intent"' in told["html"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "nul\0byte"},
        {"local_date": "2026-02-31"},
        {"local_time": "09:00"},
        {"channel": "999999"},
        {"status": "nonsense"},
        {"media-TOTAL_FORMS": "x"},
        {"media-TOTAL_FORMS": "9999"},
        {"media-INITIAL_FORMS": "1", "media-0-id": "7"},
        {"minutes_planned": "-1"},
        {"text": "a" * 100_000},
    ],
)
def test_whatever_is_typed_something_is_said(client_of, english, bakery, wrong):
    assert asked(client_of(english), bakery, **wrong)["ok"]
    post = make_post(bakery)
    assert asked(client_of(english), bakery, post, **wrong)["ok"]


def test_without_script_the_button_shows_the_page_with_what_was_typed(client_of, english, bakery, facebook, today):
    post = make_post(bakery, "As it is saved", day=today, channel=facebook)
    fields = {"channel": facebook.pk, "local_date": today.isoformat(), "text": "b" * 21, "title": "As it is typed"}
    for one in (None, post):
        answer = client_of(english).post(check(bakery, one), typed(**fields))
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "b" * 21 in page
        assert 'value="As it is typed"' in page
        assert "finding-over-char-limit-post-" in page
        assert f'formaction="{check(bakery, one)}"' in page
    post.refresh_from_db()
    assert post.title == "As it is saved"


def test_a_check_that_is_reloaded_is_the_form_itself(client_of, english, bakery):
    post = make_post(bakery)
    client = client_of(english)
    assert client.get(check(bakery)).url == reverse("post-new", args=[bakery.slug])
    assert client.get(check(bakery, post)).url == reverse("post", args=[bakery.slug, post.pk])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_panel_asks_a_fixed_number_of_questions(client_of, english, bakery, today, rows, django_assert_num_queries):
    for number in range(rows):
        persona = make_persona(bakery)
        channel = make_channel(bakery, personas=[persona], objectives=[make_objective(bakery)])
        post = make_post(bakery, day=today + timedelta(days=number), channel=channel, persona=persona)
        make_media(post)
    client = client_of(english)
    fields = {"channel": channel.pk, "persona": persona.pk, "local_date": today.isoformat(), "version": post.version}
    asked(client, bakery, post, **fields)
    with django_assert_num_queries(PANEL):
        asked(client, bakery, post, **fields)
    with django_assert_num_queries(MOVE):
        effect(client, post, day=today.isoformat())


# --- Before a move -------------------------------------------------------------------------------------------------


@pytest.fixture
def row(bakery, today, facebook, only):
    """Three posts, ten days apart: moving the middle one makes a silence, or none."""
    only("publishing-gap")
    return [
        make_post(bakery, f"Day {days}", day=today + timedelta(days=days), channel=facebook, clock=time(9))
        for days in (0, 10, 20)
    ]


def test_a_move_is_told_what_it_would_cause_and_cure(client_of, english, bakery, today, row):
    client, middle = client_of(english), row[1]
    told = effect(client, middle, day=(today + timedelta(days=1)).isoformat()).json()
    assert told["said"] == "It would cause: 1 warning."
    assert "Day 20" in told["html"]
    middle.local_date = today + timedelta(days=1)
    middle.save()
    told = effect(client, middle, day=(today + timedelta(days=10)).isoformat()).json()
    assert told["said"] == "It would cure: 1 warning."
    told = effect(client, middle, day=(today + timedelta(days=1)).isoformat()).json()
    assert told["said"] == "It would change no finding."


def test_into_the_reserve_is_a_move_too(client_of, english, row):
    told = effect(client_of(english), row[1], day="").json()
    assert told["said"] == "It would cause: 1 warning."


def test_what_is_held_together_is_weighed_together(client_of, english, today, row):
    held = ",".join(str(post.pk) for post in row)
    told = effect(client_of(english), row[1], day=(today + timedelta(days=1)).isoformat(), post=held).json()
    assert told["said"] == "It would change no finding."  # the distances stay
    assert effect(client_of(english), row[1], day=today.isoformat(), post="x").status_code == 422
    assert not AuditEvent.objects.exists()


def test_asking_what_a_move_would_do_moves_nothing(client_of, english, today, row):
    effect(client_of(english), row[1], day=today.isoformat(), time="11:00")
    middle = row[1]
    middle.refresh_from_db()
    assert (middle.local_date, middle.local_time) == (today + timedelta(days=10), time(9))
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("query", [{"day": "2026-02-31"}, {"day": "x"}, {"day": "1999-01-01"}])
def test_a_day_that_is_none_is_refused_in_words(client_of, english, row, query):
    answer = effect(client_of(english), row[1], **query)
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_without_script_the_move_page_says_it_before_moving(client_of, english, bakery, today, row):
    middle = row[1]
    address = reverse("post-move", args=[bakery.slug, middle.pk])
    goal = (today + timedelta(days=1)).isoformat()
    fields = {"day": goal, "time": "09:00", "version": middle.version}
    page = client_of(english).post(address, {**fields, "check": "1"}).content.decode()
    assert "Would cause" in page
    assert f'value="{goal}"' in page
    middle.refresh_from_db()
    assert middle.local_date == today + timedelta(days=10)
    assert client_of(english).post(address, {**fields, "day": "x", "check": "1"}).status_code == 422
    assert client_of(english).post(address, {**fields, "check": "1"}, headers=JSON).status_code == 200
    middle.refresh_from_db()
    assert middle.local_date == today + timedelta(days=10)


# --- Who may ask ---------------------------------------------------------------------------------------------------


def test_only_those_who_write_may_ask(client_of, dora, erin, charlie, bakery, museum):
    post = make_post(bakery, "Galette")
    for person, status in ((dora, 403), (charlie, 404), (erin, 200)):
        client = client_of(person)
        assert client.post(check(bakery), typed(), headers=JSON).status_code == status
        assert client.post(check(bakery, post), typed(), headers=JSON).status_code == status
        assert effect(client, post, day="2026-06-10").status_code == status
    client = client_of(charlie)
    assert client.post(check(museum, post), typed(), headers=JSON).status_code == 404
    assert client.get(reverse("move-preview", args=[museum.slug, post.pk]), {"day": ""}).status_code == 404


def test_a_foreign_channel_is_not_looked_into(client_of, english, bakery, museum, today):
    theirs = make_channel(museum, "x", name="Vernissage", char_max=1)
    told = asked(client_of(english), bakery, channel=theirs.pk, local_date=today.isoformat(), text="too long")
    assert "Vernissage" not in told["html"]
    assert "over-char-limit" not in told["html"]


def test_whoever_is_signed_out_is_sent_to_sign_in(client, bakery):
    assert client.post(check(bakery), typed(), headers=JSON).status_code == 302
