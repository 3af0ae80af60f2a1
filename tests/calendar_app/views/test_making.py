"""Posts from a line, from another post, on the next free slot; and templates."""

from datetime import date, time

import pytest
from django.urls import reverse

from calendar_app.models import ChannelSlot, Closure, Post, PostTemplate
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_media, make_persona, make_pillar, make_post

DAY = date(2026, 6, 16)


def at(name: str, *ids: int, slug: str = "bakery") -> str:
    return reverse(name, args=[slug, *ids])


@pytest.fixture
def linkedin(bakery):
    return make_channel(bakery, "linkedin")


@pytest.fixture
def slotted(bakery, linkedin):
    """LinkedIn, which keeps Tuesdays at nine."""
    ChannelSlot.objects.create(workspace=bakery, channel=linkedin, weekday=2, time=time(9))
    return linkedin


# --- One line ------------------------------------------------------------------------------------------------------


def test_what_a_line_says_is_told_and_can_be_taken_back_and_then_added(client_of, bob, bakery, today, linkedin):
    pillar = make_pillar(bakery, name="Preuves")
    client = client_of(bob)
    line = {"line": "Portrait Samira demain 9h LinkedIn #preuves"}
    told = client.post(at("post-line"), {**line, "look": "1"}).context["told"]
    assert told["fields"]["title"] == "Portrait Samira"
    assert [part["words"] for part in told["parts"]] == ["demain", "9h", "LinkedIn", "#preuves"]
    assert told["sentence"].endswith("09:00 · LinkedIn · pilier Preuves · titre « Portrait Samira »") or (
        "Preuves" in told["sentence"] and "Portrait Samira" in told["sentence"]
    )
    kept = client.post(at("post-line"), {**line, "keep": "LinkedIn", "look": "1"}).context["told"]
    assert kept["fields"]["title"] == "Portrait Samira LinkedIn"

    assert client.post(at("post-line"), {**line, "add": "1"}).status_code == 302
    post = Post.objects.get()
    assert (post.title, post.channel, post.pillar, post.local_time) == ("Portrait Samira", linkedin, pillar, time(9))
    assert (post.local_date - today).days == 1
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["created"]


def test_the_dialog_gets_what_its_fields_take(client_of, bob, bakery, linkedin, today):
    line = {"line": "Portrait 12/06/2031 14:30 @ines", "day": "2026-06-10"}
    ines = make_persona(bakery, name="Inès")
    told = client_of(bob).post(at("post-line"), line, headers={"accept": "application/json"}).json()
    assert told["ok"]
    assert told["fields"] == {
        "title": "Portrait", "local_date": "2031-06-12", "local_time": "14:30", "channel": "", "persona": ines.pk,
        "pillar": "",
    }  # fmt: skip


def test_a_time_takes_the_day_that_the_dialog_has(client_of, bob, bakery, today):
    line = {"line": "Portrait 9h", "day": "2026-06-10"}
    told = client_of(bob).post(at("post-line"), line, headers={"accept": "application/json"}).json()
    assert told["fields"]["local_time"] == "09:00"
    assert "10" in told["sentence"]


@pytest.mark.parametrize("line", ["", "x" * 301, "a\x00b"])
def test_a_line_that_is_none_is_told_at_its_field(client_of, bob, bakery, line):
    assert client_of(bob).post(at("post-line"), {"line": line}).status_code == 422
    answer = client_of(bob).post(at("post-line"), {"line": line}, headers={"accept": "application/json"})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["line"])


def test_another_workspace_s_names_are_not_understood(client_of, bob, bakery, museum, today):
    make_pillar(museum, name="Secret")
    told = client_of(bob).post(at("post-line"), {"line": "Portrait #secret", "look": "1"}).context["told"]
    assert told["parts"] == []


# --- Slots ---------------------------------------------------------------------------------------------------------


def test_the_next_free_slot_of_each_channel_is_told(client_of, bob, bakery, slotted, today):
    answer = client_of(bob).get(at("slots")).json()
    own = answer["channels"][str(slotted.pk)]
    assert date.fromisoformat(own["day"]).isoweekday() == 2
    assert own["time"] == "09:00"
    assert answer["any"] == own
    assert answer["own"] is None
    make_post(bakery, day=date.fromisoformat(own["day"]), channel=slotted)
    assert client_of(bob).get(at("slots")).json()["any"]["day"] > own["day"]
    Closure.objects.create(workspace=bakery, label="Travaux", first_day=today, last_day=date(2100, 1, 1))
    assert client_of(bob).get(at("slots")).json() == {"channels": {}, "any": None, "own": None, "templates": []}


@pytest.mark.parametrize("number", [1, 3])
def test_slots_cost_the_same_questions_whatever_there_is(
    client_of, bob, bakery, today, number, django_assert_num_queries
):
    for _one in range(number):
        channel = make_channel(bakery, "linkedin")
        ChannelSlot.objects.create(workspace=bakery, channel=channel, weekday=2, time=time(9))
        make_post(bakery, day=today, channel=channel)
    client = client_of(bob)
    with django_assert_num_queries(10):
        client.get(at("slots"))


def test_an_idea_is_put_on_its_slot_and_takes_its_channel(client_of, bob, bakery, slotted, today):
    post, client = make_post(bakery, "Brioche"), client_of(bob)
    slot = client.get(at("post-plan", post.pk)).context["slot"]
    sent = {name: slot[name] for name in ("day", "time", "channel")}
    client.post(at("post-plan", post.pk), {**sent, "version": "1"})
    post.refresh_from_db()
    assert (post.status, post.channel, post.local_time) == ("planned", slotted, time(9))
    assert AuditEvent.objects.get().verb == "moved"


def test_a_slot_that_no_button_names_is_refused(client_of, bob, bakery, museum, today):
    post, theirs = make_post(bakery), make_channel(museum)
    for sent in ({}, {"day": "x"}, {"day": "2026-06-16", "channel": theirs.pk}, {"day": "1999-01-01"}):
        assert client_of(bob).post(at("post-plan", post.pk), sent).status_code == 400


# --- Copies --------------------------------------------------------------------------------------------------------


def test_a_post_is_copied_to_another_day_and_several_channels_in_one_act(client_of, bob, bakery, linkedin):
    facebook = make_channel(bakery, "facebook")
    post = make_post(bakery, "Brioche", day=DAY, clock=time(9), channel=linkedin, text="Chaude")
    make_media(post)
    sent = {"day": "2026-06-20", "time": "10:00", "channels": [linkedin.pk, facebook.pk]}
    assert client_of(bob).post(at("post-copy", post.pk), sent).status_code == 302
    copies = list(Post.objects.exclude(pk=post.pk).order_by("pk"))
    assert {(one.channel, one.local_date, one.local_time, one.text) for one in copies} == {
        (linkedin, date(2026, 6, 20), time(10), "Chaude"), (facebook, date(2026, 6, 20), time(10), "Chaude")
    }  # fmt: skip
    assert [one.media.count() for one in copies] == [1, 1]
    assert len({*AuditEvent.objects.values_list("batch", flat=True)} - {None}) == 1


def test_weeks_later_counts_from_the_post(client_of, bob, bakery):
    post = make_post(bakery, "Brioche", day=DAY, clock=time(9))
    client_of(bob).post(at("post-copy", post.pk), {"day": "2026-06-16", "time": "09:00", "weeks": "3"})
    assert Post.objects.exclude(pk=post.pk).get().local_date == date(2026, 7, 7)


def test_a_copy_of_what_cannot_be_is_told_at_its_field(client_of, bob, bakery, museum):
    post, theirs = make_post(bakery, day=DAY), make_channel(museum)
    for field, value in (("day", "1999-01-01"), ("weeks", "0"), ("weeks", "105"), ("channels", theirs.pk)):
        answer = client_of(bob).post(at("post-copy", post.pk), {"day": "2026-06-16", field: value})
        assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    assert Post.objects.count() == 1


# --- Templates -----------------------------------------------------------------------------------------------------


def test_a_post_is_kept_as_a_template_from_which_another_is_made(client_of, bob, bakery, linkedin):
    post, client = make_post(bakery, "Portrait", day=DAY, text="Qui êtes-vous ?", channel=linkedin), client_of(bob)
    client.post(at("post-keep", post.pk))
    client.post(at("post-keep", post.pk))
    first, second = PostTemplate.objects.order_by("pk")
    assert (first.name, second.name) == ("Portrait", "Portrait 2")
    sent = {"name": "Portrait du mois", "title": "Portrait de …", "text": "Qui êtes-vous ?", "channel": linkedin.pk}
    assert client.post(at("post-template", first.pk), sent).status_code == 302
    client.post(at("post-template-use", first.pk))
    made = Post.objects.latest("pk")
    assert (made.title, made.text, made.channel, made.status) == ("Portrait de …", "Qui êtes-vous ?", linkedin, "idea")
    client.post(at("post-template-delete", first.pk))
    assert Post.objects.filter(pk=made.pk).exists()
    assert "Portrait 2" in client.get(at("post-templates")).content.decode()


def test_two_templates_of_one_name_are_refused(client_of, bob, bakery):
    client = client_of(bob)
    client.post(at("post-template-new"), {"name": "Recette"})
    assert client.post(at("post-template-new"), {"name": "Recette"}).status_code == 422


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_templates_costs_the_same_questions(client_of, bob, bakery, number, django_assert_num_queries):
    for n in range(number):
        PostTemplate.objects.create(
            workspace=bakery, name=f"Modèle {n}", channel=make_channel(bakery), persona=make_persona(bakery)
        )
    client = client_of(bob)
    with django_assert_num_queries(8):
        client.get(at("post-templates"))


def test_a_reader_sees_templates_and_makes_nothing(client_of, dora, bakery):
    template = PostTemplate.objects.create(workspace=bakery, name="Recette")
    client = client_of(dora)
    assert b"Recette" in client.get(at("post-templates")).content
    assert client.post(at("post-template-use", template.pk)).status_code == 403
    assert client.post(at("post-line"), {"line": "x", "add": "1"}).status_code == 403
