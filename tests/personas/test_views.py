"""The screens of personas."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from personas.models import Persona, PersonaPlatform, Platform
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_persona, make_persona_platform, make_post, the_platform

TODAY = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def _clock(today):
    """The tests of this module share one day."""


@pytest.fixture
def lucie(bakery) -> Persona:
    return make_persona(bakery, name="Lucie Dorval", summary="Passes every morning.", age_min=30, age_max=45)


def _url(name: str, persona: Persona | None = None, slug: str = "bakery") -> str:
    return reverse(name, args=[slug] + ([persona.pk] if persona else []))


def _form(rows: list[dict[str, Any]] | None = None, initial: int = 0, **fields: Any) -> dict[str, Any]:
    """What a browser sends from the form: the fields given, and `rows` of platforms, `initial` of which are stored."""
    data = {
        "name": "Lucie",
        "status": "active",
        "relation": "customer",
        "role": "consumer",
        "colour": "canard",
        **fields,
    }
    rows = rows or []
    data |= {"uses-TOTAL_FORMS": len(rows), "uses-INITIAL_FORMS": initial}
    for n, row in enumerate(rows):
        data |= {f"uses-{n}-{name}": value for name, value in ({"usage": "weekly"} | row).items()}
    return data


# --- Who may do what -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["persona", "persona-edit", "persona-review", "persona-archive", "persona-duplicate"])
def test_charlie_finds_no_persona_of_the_bakery(client_of, charlie, lucie, name):
    client = client_of(charlie)

    for slug in ("bakery", "museum"):
        assert client.get(_url(name, lucie, slug)).status_code in (404, 405)
        assert client.post(_url(name, lucie, slug)).status_code in (404, 405)
    lucie.refresh_from_db()
    assert lucie.status == "active"
    assert lucie.last_reviewed_on is None


@pytest.mark.parametrize("name", ["personas", "persona-new"])
def test_charlie_finds_no_list_of_the_bakery(client_of, charlie, bakery, name):
    assert client_of(charlie).get(_url(name)).status_code == 404


def test_dora_may_look_and_is_offered_nothing_else(client_of, dora, lucie):
    client = client_of(dora)
    seen = client.get(_url("personas")).content.decode() + client.get(_url("persona", lucie)).content.decode()

    assert "Lucie Dorval" in seen
    for name in ("persona-edit", "persona-review", "persona-archive", "persona-duplicate"):
        assert _url(name, lucie) not in seen
        assert client.post(_url(name, lucie)).status_code == 403
    assert _url("persona-new") not in seen
    assert client.get(_url("persona-new")).status_code == 403


def test_a_contributor_may_not_change_the_plan(client_of, erin, lucie):
    assert client_of(erin).post(_url("persona-archive", lucie)).status_code == 403


def test_a_visitor_is_sent_to_the_door(client, lucie):
    answer = client.get(_url("persona", lucie))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


# --- List ----------------------------------------------------------------------------------------------------------


def test_active_personas_come_first_and_archived_ones_are_folded(client_of, alice, bakery):
    make_persona(bakery, name="Zoé", status="archived")
    make_persona(bakery, name="Anne", status="future")
    make_persona(bakery, name="Marie", status="active")

    page = client_of(alice).get(_url("personas")).content.decode()

    assert page.index("Marie") < page.index("Anne") < page.index('<details class="fold"') < page.index("Zoé")


def test_cards_stand_in_the_order_of_the_alphabet(client_of, alice, bakery):
    for name in ("zoé", "Anne", "Marie"):
        make_persona(bakery, name=name)

    assert [each.name for each in client_of(alice).get(_url("personas")).context["active"]] == ["Anne", "Marie", "zoé"]


def test_a_card_counts_the_posts_to_come(client_of, alice, bakery, lucie):
    for day in (TODAY, TODAY + timedelta(days=3), TODAY - timedelta(days=1)):
        make_post(bakery, day=day, persona=lucie)
    make_post(bakery, day=TODAY + timedelta(days=2), persona=lucie, status="cancelled")
    make_post(bakery, persona=lucie)

    found = client_of(alice).get(_url("personas")).context["active"]

    assert [(each.name, each.upcoming) for each in found] == [("Lucie Dorval", 2)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions_whatever_it_shows(
    client_of, alice, bakery, django_assert_num_queries, rows
):
    for _ in range(rows):
        persona = make_persona(bakery)
        make_persona_platform(persona, "facebook")
        make_post(bakery, day=TODAY, persona=persona, channel=make_channel(bakery, personas=[persona]))
    client = client_of(alice)
    client.get(_url("personas"))

    with django_assert_num_queries(47):
        client.get(_url("personas"))


def test_an_empty_list_leads_to_the_form(client_of, alice):
    page = client_of(alice).get(_url("personas")).content.decode()

    assert page.count(_url("persona-new")) == 2


# --- One persona ---------------------------------------------------------------------------------------------------


def test_the_page_shows_measured_figures_with_their_source_and_marks_estimates(client_of, alice, bakery, lucie):
    make_channel(bakery, "facebook")
    make_channel(bakery, "bluesky")
    make_channel(bakery, "tiktok", status="left")
    alice.language = "en"
    alice.save()

    answer = client_of(alice).get(_url("persona", lucie))
    page = answer.content.decode()

    assert [place.platform.slug for place in answer.context["places"]] == ["bluesky", "facebook"]
    assert "FLASHS for Hostinger, 2025" in page
    assert "our estimate" in page
    assert "No data: that says nothing against it." in page


def test_what_a_persona_says_stands_beside_the_figures(client_of, alice, lucie):
    make_persona_platform(lucie, "tiktok", usage="daily", why="Recipes", evidence="Asked at the till")

    page = client_of(alice).get(_url("persona", lucie)).content.decode()

    assert "Recipes" in page
    assert "Asked at the till" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_questions_whatever_it_shows(
    client_of, alice, bakery, lucie, django_assert_num_queries, rows
):
    for slug in ("facebook", "instagram", "tiktok")[:rows]:
        make_persona_platform(lucie, slug)
        make_post(bakery, day=TODAY, persona=lucie, channel=make_channel(bakery, slug, personas=[lucie]))
        lucie.reviews.create(workspace=bakery, by=alice, on=TODAY)
    client = client_of(alice)
    client.get(_url("persona", lucie))

    with django_assert_num_queries(56):
        client.get(_url("persona", lucie))


# --- Writing -------------------------------------------------------------------------------------------------------


def test_a_persona_is_written_with_its_needs_and_platforms(client_of, bob, bakery):
    facebook = the_platform("facebook")
    row = {"platform": facebook.pk, "usage": "daily", "why": "News of the quarter", "evidence": "Asked"}
    data = _form([row], name="Man Yvonne", age_min=58, age_max=75, needs="Warm bread\n\n  A kind word  ")

    answer = client_of(bob).post(_url("persona-new"), data)

    persona = Persona.objects.get(name="Man Yvonne")
    assert answer["Location"] == _url("persona", persona)
    assert persona.workspace == bakery
    assert persona.needs == ["Warm bread", "A kind word"]
    assert persona.last_reviewed_on == TODAY
    assert [(use.platform, use.usage, use.workspace) for use in persona.uses.all()] == [(facebook, "daily", bakery)]
    assert [(event.verb, event.actor) for event in AuditEvent.objects.filter(target_id=persona.pk)] == [
        ("created", bob)
    ]


def test_an_address_may_fill_in_the_form(client_of, bob):
    page = client_of(bob).get(_url("persona-new"), {"name": "Kévin", "age_min": "18", "needs": "Quick lunch"})

    html = page.content.decode()
    assert 'value="Kévin"' in html
    assert 'value="18"' in html
    assert "Quick lunch</textarea>" in html


def test_an_edit_writes_one_line_that_says_what_changed(client_of, bob, lucie):
    use = make_persona_platform(lucie, "facebook")
    rows = [{"id": use.pk, "persona": lucie.pk, "platform": use.platform_id, "usage": "daily"}]
    data = _form(rows, initial=1, name="Lucie", summary=lucie.summary, age_min=30, age_max=45)

    client_of(bob).post(_url("persona-edit", lucie), data)

    event = AuditEvent.objects.get(target_kind="persona")
    assert event.verb == "edited"
    assert event.diff == {
        "name": ["Lucie Dorval", "Lucie"],
        "platforms": [[{"id": use.pk, "usage": "weekly"}], [{"id": use.pk, "usage": "daily"}]],
    }


def test_saving_without_a_change_writes_no_line(client_of, bob, bakery):
    lucie = make_persona(bakery, name="Lucie", needs=["Warm bread", "A kind word"])

    client_of(bob).post(_url("persona-edit", lucie), _form(needs="Warm bread\r\nA kind word"))

    assert not AuditEvent.objects.exists()


def test_a_platform_is_removed_from_a_persona(client_of, bob, lucie):
    use = make_persona_platform(lucie, "facebook")
    rows = [{"id": use.pk, "persona": lucie.pk, "platform": use.platform_id, "DELETE": "on"}]

    client_of(bob).post(_url("persona-edit", lucie), _form(rows, initial=1))

    assert not lucie.uses.exists()


def test_the_form_asks_the_same_number_of_questions_whatever_it_shows(
    client_of, alice, lucie, django_assert_num_queries
):
    client = client_of(alice)
    client.get(_url("persona-edit", lucie))
    for slugs in (["facebook"], ["instagram", "tiktok"]):
        for slug in slugs:
            make_persona_platform(lucie, slug)
        with django_assert_num_queries(8):
            client.get(_url("persona-edit", lucie))


def test_only_offered_platforms_can_be_chosen_and_the_one_already_there(client_of, alice, lucie):
    make_persona_platform(lucie, "viadeo")
    client = client_of(alice)

    assert "Viadeo" in client.get(_url("persona-edit", lucie)).content.decode()
    assert "Viadeo" not in client.get(_url("persona-new")).content.decode()


# --- Bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 100_000}, "name"),
        ({"name": "Lu\x00cie"}, "name"),
        ({"age_min": 60, "age_max": 20}, "age_max"),
        ({"age_min": -3}, "age_min"),
        ({"age_min": "31 February"}, "age_min"),
        ({"age_max": 9**99}, "age_max"),
        ({"wanted_share": 120}, "wanted_share"),
        ({"colour": "mauve"}, "colour"),
        ({"status": "deleted"}, "status"),
        ({"needs": "\n".join(["a"] * 21)}, "needs"),
        ({"needs": "a" * 201}, "needs"),
        ({"situation": "a" * 2001}, "situation"),
        ({"owner": "999999"}, "owner"),
        ({"owner": "x"}, "owner"),
    ],
)
def test_bad_input_is_answered_at_its_field(client_of, bob, bakery, fields, field):
    answer = client_of(bob).post(_url("persona-new"), _form(**fields))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Persona.objects.exists()


def test_someone_of_another_workspace_cannot_look_after_a_persona(client_of, bob, charlie):
    answer = client_of(bob).post(_url("persona-new"), _form(owner=charlie.pk))

    assert answer.status_code == 422
    assert "owner" in answer.context["form"].errors


def test_a_platform_listed_twice_is_answered_at_its_row(client_of, bob, bakery):
    facebook = the_platform("facebook").pk

    answer = client_of(bob).post(_url("persona-new"), _form([{"platform": facebook}, {"platform": facebook}]))

    assert answer.status_code == 422
    assert [list(row.errors) for row in answer.context["uses"].forms] == [[], ["platform"]]
    assert 'id="id_uses-1-platform_error"' in answer.content.decode()


def test_a_line_without_its_platform_is_answered_at_the_line(client_of, bob, bakery):
    answer = client_of(bob).post(_url("persona-new"), _form([{"platform": "", "why": "News"}]))

    assert answer.status_code == 422
    assert 'id="id_uses-0-platform_error"' in answer.content.decode()


def test_lines_left_empty_are_ignored(client_of, bob, bakery):
    client_of(bob).post(_url("persona-new"), _form([{"platform": ""}, {"platform": the_platform("facebook").pk}]))

    assert [use.platform.slug for use in Persona.objects.get().uses.all()] == ["facebook"]


def test_a_platform_no_longer_offered_is_refused(client_of, bob, bakery):
    answer = client_of(bob).post(_url("persona-new"), _form([{"platform": the_platform("viadeo").pk}]))

    assert answer.status_code == 422
    assert not PersonaPlatform.objects.exists()


@pytest.mark.parametrize("rows", ["", "x", "-1", "999999999999"])
def test_a_form_with_a_broken_count_of_rows_is_answered(client_of, bob, bakery, rows):
    answer = client_of(bob).post(_url("persona-new"), _form() | {"uses-TOTAL_FORMS": rows})

    assert answer.status_code in (302, 422)


def test_another_personas_row_cannot_be_taken_over(client_of, bob, bakery, museum, lucie):
    theirs = make_persona_platform(make_persona(museum), "facebook")
    rows = [{"id": theirs.pk, "persona": lucie.pk, "platform": theirs.platform_id, "usage": "never"}]

    answer = client_of(bob).post(_url("persona-edit", lucie), _form(rows, initial=1))

    theirs.refresh_from_db()
    assert answer.status_code == 422
    assert theirs.usage == "weekly"


# --- Reviewing and archiving ---------------------------------------------------------------------------------------


def test_a_review_keeps_the_day_and_what_was_decided(client_of, bob, lucie):
    client = client_of(bob)

    client.post(_url("persona-review", lucie), {"note": "She reads us on the phone now."})

    lucie.refresh_from_db()
    assert lucie.last_reviewed_on == TODAY
    assert [event.diff["note"][1] for event in AuditEvent.objects.all()] == ["She reads us on the phone now."]
    assert "She reads us on the phone now." in client.get(_url("persona", lucie)).content.decode()


@pytest.mark.parametrize("note", ["x" * 501, "a\x00b"])
def test_a_bad_note_is_answered_at_its_field(client_of, bob, lucie, note):
    answer = client_of(bob).post(_url("persona-review", lucie), {"note": note})

    lucie.refresh_from_db()
    assert answer.status_code == 422
    assert 'id="id_note_error"' in answer.content.decode()
    assert lucie.last_reviewed_on is None


def test_archiving_can_be_taken_back_to_exactly_what_was(client_of, bob, bakery):
    later = make_persona(bakery, name="Anne", status="future")
    client = client_of(bob)

    client.post(_url("persona-archive", later))
    later.refresh_from_db()
    assert later.status == "archived"

    undo = client.session["undo"]
    client.post(undo["url"], dict(undo["fields"]))
    later.refresh_from_db()
    assert later.status == "future"
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == ["archived", "restored"]


def test_a_persona_waits_for_later_and_is_spoken_to_again(client_of, bob, lucie):
    client = client_of(bob)
    assert 'value="future"' in client.get(_url("persona", lucie)).content.decode()
    client.post(_url("persona-archive", lucie), {"status": "future"})
    lucie.refresh_from_db()
    assert lucie.status == "future"
    assert 'value="active"' in client.get(_url("persona", lucie)).content.decode()
    client.post(_url("persona-archive", lucie), {"status": "active"})
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == ["postponed", "activated"]


def test_a_copy_takes_over_all_but_the_name_and_leads_to_its_form(client_of, bob, bakery):
    model = make_persona(bakery, name="x" * 80, needs=["Du pain"], tone="Direct", status="archived", wanted_share=30)
    make_persona_platform(model, "facebook", usage="daily", why="Les nouvelles")

    answer = client_of(bob).post(_url("persona-duplicate", model))

    copy = Persona.objects.exclude(pk=model.pk).get()
    assert answer.url == _url("persona-edit", copy)
    assert (len(copy.name), copy.name.startswith("xxx"), copy.name != model.name) == (80, True, True)
    assert (copy.needs, copy.tone, copy.status, copy.workspace, copy.last_reviewed_on) == (
        ["Du pain"], "Direct", "active", bakery, TODAY,
    )  # fmt: skip
    assert [(use.platform.slug, use.usage, use.why) for use in copy.uses.all()] == [
        ("facebook", "daily", "Les nouvelles")
    ]
    assert model.uses.count() == 1
    assert [(event.verb, event.target_id) for event in AuditEvent.objects.all()] == [("created", copy.pk)]


# --- How much is said to each --------------------------------------------------------------------------------------


def test_the_share_of_each_persona_is_counted_over_four_weeks_before_and_after(client_of, alice, bakery, lucie):
    lucie.wanted_share = 50
    lucie.save()
    anne = make_persona(bakery, name="Anne")
    for days in (-29, -28, -1, 0, 27, 28):
        make_post(bakery, day=TODAY + timedelta(days=days), persona=lucie)
    for days in (1, 2, 3, 4, 5):
        make_post(bakery, day=TODAY + timedelta(days=days), persona=anne)
    make_post(bakery, day=TODAY + timedelta(days=1), persona=lucie, status="cancelled")
    make_post(bakery, persona=lucie)
    make_post(bakery, day=TODAY + timedelta(days=1))

    answer = client_of(alice).get(_url("personas"))

    found = {one.persona.name: one for one in answer.context["voices"]}
    past, coming = found["Lucie Dorval"].past, found["Lucie Dorval"].coming
    assert (past.count, past.total, past.share, past.against_wanted) == (2, 2, 100, "")
    assert (coming.count, coming.total, coming.share, coming.against_wanted) == (2, 7, 29, "less")
    assert found["Lucie Dorval"].last.date() <= TODAY
    assert found["Anne"].last is None
    page = client_of(alice).get(_url("persona", lucie))
    assert page.context["voice"].coming == coming


def test_the_channels_that_reach_a_persona_are_named(client_of, alice, bakery, lucie):
    make_channel(bakery, "facebook", name="La page", personas=[lucie])
    make_channel(bakery, "x", name="Le vieux compte", personas=[lucie], status="left")
    client = client_of(alice)
    for page in (client.get(_url("personas")), client.get(_url("persona", lucie))):
        assert "La page" in page.content.decode()


def test_archiving_twice_takes_back(client_of, bob, lucie):
    client = client_of(bob)
    client.post(_url("persona-archive", lucie))
    client.post(_url("persona-archive", lucie))

    lucie.refresh_from_db()
    assert lucie.status == "active"


def test_an_unknown_status_changes_nothing(client_of, bob, lucie):
    client_of(bob).post(_url("persona-archive", lucie), {"status": "burnt"})

    lucie.refresh_from_db()
    assert lucie.status == "active"
    assert not AuditEvent.objects.exists()


def test_an_undo_leads_to_no_other_site(client_of, bob, lucie):
    answer = client_of(bob).post(_url("persona-archive", lucie), {"next": "https://example.com/"})

    assert answer["Location"] == _url("personas")


def test_reviews_and_archiving_are_never_a_plain_link(client_of, bob, lucie):
    assert client_of(bob).get(_url("persona-review", lucie)).status_code == 405
    assert client_of(bob).get(_url("persona-archive", lucie)).status_code == 405


def test_an_archived_persona_is_offered_no_more_posts(client_of, bob, bakery):
    gone = make_persona(bakery, status="archived")

    assert f"?persona={gone.pk}" not in client_of(bob).get(_url("persona", gone)).content.decode()


def test_a_platform_of_the_catalogue_counts_as_ours_only_in_its_workspace(bakery, museum):
    make_channel(museum, "facebook")

    assert list(Platform.objects.spoken_on_by(bakery)) == []
    assert [platform.slug for platform in Platform.objects.spoken_on_by(museum)] == ["facebook"]


def test_what_the_checker_says_of_a_persona_stands_on_its_page_and_marks_its_card(
    client_of, alice, charlie, bakery, lucie
):
    lucie.needs = []
    lucie.save()
    page = client_of(alice).get(_url("persona", lucie)).content.decode()
    block = page.partition('id="checks"')[2].partition("</section>")[0]
    assert f'id="finding-persona-incomplete-persona-{lucie.pk}"' in block
    assert f"/check/?persona={lucie.pk}" in block
    assert f'{_url("persona", lucie)}#checks"' in client_of(alice).get(_url("personas")).content.decode()
    assert client_of(charlie).get(_url("persona", lucie)).status_code == 404
