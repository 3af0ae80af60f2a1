"""Five steps from an empty workspace to four weeks of slots; all of it as a browser without script does it."""

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from calendar_app import workflow
from calendar_app.models import Channel, Objective, Pillar, Post, Preset, TeamMember
from personas.models import Persona, PersonaPlatform
from smplanner.workspaces.models import AuditEvent, Workspace
from tests.factories import make_channel, make_persona, make_pillar, make_post, make_team_member

STEPS = ("welcome-space", "welcome-platforms", "welcome-personas", "welcome-themes", "welcome-posts")
EACH_STEP = pytest.mark.parametrize("step", STEPS)
SPACE = {
    "preset": "local-shop", "name": "Bakery", "language": "fr", "market": "b2c", "zone": "Europe/Paris", "country": "FR",
    "region": "", "week_start": "1",
}  # fmt: skip
RHYTHM = {"platform_facebook": "3", "platform_google_business": "1", "platform_blog": "0.25", "hours": "6"}
PEOPLE = {"take_0": "on", "name_0": "Man Josette", "take_2": "on", "name_2": "Maëva", "name_1": "Ludovic"}
THEMES = {
    "objective_0": "on", "pillar_0": "on", "share_0": "40", "pillar_1": "on", "share_1": "20", "pillar_2": "on", "share_2": "20",
    "pillar_3": "on", "share_3": "20",
}  # fmt: skip
SLOTS = {"starters": ["0", "9"], "lay_out": "on"}
FORMS = dict(zip(STEPS, (SPACE, RHYTHM, PEOPLE, THEMES, SLOTS), strict=True))


@pytest.fixture
def alice(alice):
    """Alice, who reads English."""
    alice.language = "en"
    alice.save()
    return alice


@pytest.fixture
def hers(client_of: Callable[..., Client], alice, bakery, today) -> Client:
    """Alice's browser; it is Wednesday 10 June 2026."""
    return client_of(alice)


def url(step: str, slug: str = "bakery") -> str:
    return reverse(step, args=[slug])


def go_through(client: Client, forms: dict[str, dict] = FORMS) -> str:
    """Send every step, each following the last; returns where it ends."""
    goal = url(STEPS[0])
    for step, data in forms.items():
        assert goal == url(step)
        assert client.get(goal).status_code == 200
        answer = client.post(goal, data)
        assert answer.status_code == 302, answer.context["form"].errors
        goal = answer.url
    return goal


def verbs(**of: object) -> list[str]:
    return list(AuditEvent.objects.filter(**of).order_by("pk").values_list("verb", flat=True))


# --- The way through -----------------------------------------------------------------------------------------------


def test_five_forms_lead_to_a_calendar_of_slots(hers, alice, bakery, today):
    assert go_through(hers) == "/w/bakery/calendar/?d=2026-06-11"

    slots = list(Post.objects.order_by("publish_at"))
    assert len(slots) == 17
    assert {post.status for post in slots} == {Post.Status.PLANNED}
    assert all(today < post.local_date <= today + timedelta(days=28) for post in slots)
    assert {post.owner for post in slots} == {alice}
    assert None not in {value for post in slots for value in (post.channel, post.persona, post.pillar, post.local_time)}
    assert "" not in {value for post in slots for value in (post.title, post.intent, post.value, post.about)}
    assert all(post.is_proposed for post in slots)
    assert date(2026, 7, 14) not in {post.local_date for post in slots}
    assert {persona.name for persona in Persona.objects.all()} == {"Man Josette", "Maëva"}
    assert [str(target) for target in Pillar.objects.values_list("target_share", flat=True)] == ["40", "20", "20", "20"]
    assert Objective.objects.get().start_on == today
    assert TeamMember.objects.get().hours_per_week == 6
    page = hers.get("/w/bakery/calendar/?d=2026-06-11").content.decode()
    assert "17 slots proposed. Write the first one, or move them." in page


def test_every_row_is_written_down_once(hers, bakery):
    go_through(hers)
    assert verbs(target_kind="workspace") == ["edited"]
    assert verbs(target_kind="teammember") == ["created"]
    assert verbs(target_kind="channel") == ["created"] * 3 + ["edited"] * 2  # the two personas are met on two channels
    assert verbs(target_kind="persona") == ["created"] * 2
    assert verbs(target_kind="objective") == ["created"]
    assert verbs(target_kind="pillar") == ["created"] * 4
    assert verbs(target_kind="post") == ["created"] * 17


def test_going_through_twice_doubles_nothing(hers, bakery):
    go_through(hers)
    before = AuditEvent.objects.count()
    for step, data in FORMS.items():
        assert hers.post(url(step), data).status_code == 302
    assert AuditEvent.objects.count() == before
    assert [model.objects.count() for model in (Channel, Persona, Objective, Pillar, Post)] == [3, 2, 1, 4, 17]


def test_what_is_there_is_shown_and_suggestions_are_no_longer_ticked(hers, bakery):
    go_through(hers)
    personas = hers.get(url("welcome-personas")).context["form"]
    assert {persona.name for persona in personas.there} == {"Maëva", "Man Josette"}
    assert not any(row.tick.value() for row in personas.rows())
    themes = hers.get(url("welcome-themes")).context["form"]
    assert [pillar.target_share for pillar, _field in themes.held_rows()] == [40, 20, 20, 20]
    assert list(themes.pillar_rows()) == []
    assert "nothing to lay out" in hers.get(url("welcome-posts")).content.decode()


@EACH_STEP
def test_a_step_is_skipped_by_a_link_and_nothing_is_written(hers, bakery, step):
    page = hers.get(url(step)).content.decode()
    after = [*map(url, STEPS[1:]), "/w/bakery/calendar/"][STEPS.index(step)]
    assert f'href="{after}">Skip' in page
    if step != STEPS[0]:
        assert f'href="{url(STEPS[STEPS.index(step) - 1])}"' in page
    assert page.count('aria-current="step"') == 1
    assert AuditEvent.objects.count() == 0


@EACH_STEP
def test_an_empty_form_writes_nothing_or_says_what_is_missing(hers, bakery, step):
    answer = hers.post(url(step), {})
    assert answer.status_code == (422 if step == "welcome-space" else 302)
    assert AuditEvent.objects.count() == 0


@EACH_STEP
def test_filling_with_examples_writes_nothing_and_shows_a_form_that_can_be_sent(hers, bakery, step):
    hers.post(url("welcome-space"), SPACE)
    make_channel(bakery, "facebook", weekly_target=2)
    before = AuditEvent.objects.count()
    answer = hers.post(url(step), {"examples": "1"})
    assert (answer.status_code, AuditEvent.objects.count()) == (200, before)
    form = answer.context["form"]
    assert not form.errors
    assert [name for name in form.fields if form[name].value()]


def test_the_strategy_page_leads_to_the_welcome_and_so_does_an_empty_month(hers, dora, client_of):
    for page in ("/w/bakery/strategy/", "/w/bakery/calendar/?view=month"):
        assert url("welcome-space") in hers.get(page).content.decode()
        assert url("welcome-space") not in client_of(dora).get(page).content.decode()


def test_a_new_workspace_goes_on_into_the_welcome(hers):
    data = {name: value for name, value in SPACE.items() if name != "preset"} | {"name": "Le four"}
    assert hers.post(reverse("workspace-new"), data).url == url("welcome-space", "le-four")


# --- 1 -------------------------------------------------------------------------------------------------------------


def test_the_preset_is_remembered_and_decides_the_suggestions(hers, bakery):
    hers.post(url("welcome-space"), {**SPACE, "preset": "freelance"})
    bakery.refresh_from_db()
    assert bakery.preset == "freelance"
    assert "Emily, head of a small firm" in hers.get(url("welcome-personas")).content.decode()


def test_without_a_choice_the_market_decides_and_without_a_preset_nothing_is_suggested(hers, bakery):
    Workspace.objects.filter(pk=bakery.pk).update(market="public")
    assert "Sophie, mother of two pupils" in hers.get(url("welcome-personas")).content.decode()
    Preset.objects.update(is_offered=False)
    for step in STEPS:
        assert hers.get(url(step)).status_code == 200
    assert "No further suggestion." in hers.get(url("welcome-personas")).content.decode()


@pytest.mark.parametrize(
    ("before", "sent", "after"), [("b2c", "b2c", "ngo"), ("b2c", "public", "public"), ("b2b", "b2b", "b2b")]
)
def test_the_first_preset_says_whom_one_serves_unless_somebody_did(hers, bakery, before, sent, after):
    Workspace.objects.filter(pk=bakery.pk).update(market=before)
    hers.post(url("welcome-space"), {**SPACE, "preset": "association", "market": sent})
    bakery.refresh_from_db()
    assert bakery.market == after


def test_a_wrong_setting_is_told_beside_it_and_what_was_typed_stays(hers, bakery):
    answer = hers.post(url("welcome-space"), {**SPACE, "name": "Le four", "zone": "Mars/Olympus"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="Le four"' in page
    assert '<details class="fold" open>' in page
    assert answer.context["form"].errors.keys() == {"zone"}
    assert hers.post(url("welcome-space"), {**SPACE, "preset": "bank"}).status_code == 422


def test_posts_keep_what_the_clock_says_in_another_zone(hers, bakery):
    post = make_post(bakery, day=date(2026, 6, 20), clock=time(9))
    hers.post(url("welcome-space"), {**SPACE, "zone": "America/Martinique"})
    post.refresh_from_db()
    assert (post.local_time, post.zone) == (time(9), "America/Martinique")


def test_an_editor_chooses_the_preset_and_no_setting(client_of, bob, bakery):
    client = client_of(bob)
    assert 'name="zone"' not in client.get(url("welcome-space")).content.decode()
    assert client.post(url("welcome-space"), {**SPACE, "name": "Bob’s"}).status_code == 302
    bakery.refresh_from_db()
    assert (bakery.name, bakery.preset) == ("Bakery", "local-shop")


# --- 2 -------------------------------------------------------------------------------------------------------------


def test_hours_are_counted_without_leaving_the_page(hers, bakery):
    answer = hers.post(url("welcome-platforms"), {**RHYTHM, "hours": "2", "count": "1"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<strong>5.5 h</strong> a week, and you have <strong>2 h</strong>." in page
    assert Channel.objects.count() == 0


def test_examples_keep_to_the_hours_typed_in(hers, bakery):
    form = hers.post(url("welcome-platforms"), {"hours": "2", "examples": "1"}).context["form"]
    assert {row.platform.slug: row.field.value() for row in form.rows()} == {
        "facebook": "1", "google_business": "", "blog": "",
    }  # fmt: skip
    assert form["hours"].value() == "2"


def test_examples_leave_channels_alone_and_fill_what_hours_are_left(hers, bakery):
    channel = make_channel(bakery, "instagram", weekly_target=3)
    typed = {f"channel_{channel.pk}": "3", "hours": "4", "examples": "1"}
    form = hers.post(url("welcome-platforms"), typed).context["form"]
    assert form[f"channel_{channel.pk}"].value() == "3"
    assert [row.field.value() for row in form.rows()] == ["3", "", "", ""]
    form = hers.post(url("welcome-platforms"), {**typed, "hours": "9"}).context["form"]
    assert [row.field.value() for row in form.rows()] == ["3", "3", "1", "0.25"]


def test_another_platform_is_added_with_its_rhythm(hers, bakery):
    mastodon = make_channel(bakery, "mastodon").platform
    Channel.objects.all().delete()
    assert hers.post(url("welcome-platforms"), {"other": mastodon.pk, "other_weekly": "2"}).status_code == 302
    assert Channel.objects.get().weekly_target == 2
    for half in ({"other": mastodon.pk}, {"other_weekly": "2"}):
        Channel.objects.all().delete()
        assert hers.post(url("welcome-platforms"), half).status_code == 422


def test_an_emptied_line_pauses_the_channel_and_a_number_takes_it_up_again(hers, bakery):
    channel = make_channel(bakery, "facebook", weekly_target=3)
    name = f"channel_{channel.pk}"
    hers.post(url("welcome-platforms"), {name: ""})
    channel.refresh_from_db()
    assert (channel.status, channel.weekly_target) == (Channel.Status.PAUSED, None)
    hers.post(url("welcome-platforms"), {name: "2"})
    channel.refresh_from_db()
    assert (channel.status, channel.weekly_target) == (Channel.Status.ADOPTED, 2)
    assert verbs(target_kind="channel") == ["edited", "edited"]


def test_a_platform_that_was_left_is_not_suggested_again(hers, bakery):
    make_channel(bakery, "facebook", status=Channel.Status.LEFT)
    form = hers.get(url("welcome-platforms")).context["form"]
    assert [row.platform.slug for row in form.rows()] == ["google_business", "blog"]


@pytest.mark.parametrize("text", ["-1", "201", "a lot", "1.234", "NaN"])
def test_a_rhythm_that_is_none_is_told_beside_it_and_kept(hers, bakery, text):
    answer = hers.post(url("welcome-platforms"), {**RHYTHM, "platform_facebook": text})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"platform_facebook"}
    assert f'value="{text}"' in answer.content.decode()
    assert Channel.objects.count() == 0


def test_the_hours_are_one_s_own(hers, alice, bakery):
    make_team_member(bakery, name="Samira", hours_per_week=3)
    hers.post(url("welcome-platforms"), RHYTHM)
    mine = TeamMember.objects.get(user=alice)
    assert (mine.name, mine.hours_per_week) == ("Alice", 6)
    assert {channel.responder for channel in Channel.objects.all()} == {mine}
    hers.post(url("welcome-platforms"), {"hours": "2.5"})
    mine.refresh_from_db()
    assert mine.hours_per_week == Decimal("2.5")
    assert TeamMember.objects.count() == 2


# --- 3 and 4 -------------------------------------------------------------------------------------------------------


def test_a_persona_of_a_template_is_a_guess_and_tied_to_its_channels(hers, bakery, today):
    facebook, x = make_channel(bakery, "facebook"), make_channel(bakery, "x")
    hers.post(url("welcome-personas"), PEOPLE)
    josette = Persona.objects.get(name="Man Josette")
    assert (josette.evidence_type, josette.last_reviewed_on) == (Persona.Evidence.GUESS, today)
    assert josette.needs[0] == "Know when you are closed"
    assert set(PersonaPlatform.objects.filter(persona=josette).values_list("platform__slug", flat=True)) == {"facebook"}
    assert josette in facebook.personas.all()
    assert not x.personas.exists()


def test_channels_opened_later_find_the_personas_that_use_them(hers, bakery):
    hers.post(url("welcome-personas"), PEOPLE)
    hers.post(url("welcome-platforms"), RHYTHM)
    assert Channel.objects.get(platform__slug="facebook").personas.count() == 2


def test_personas_speak_the_language_of_the_page(client_of, bob, bakery):
    bob.language = "fr"
    bob.save()
    assert "Sylvie, l’habituée du matin" in client_of(bob).get(url("welcome-personas")).content.decode()


@pytest.mark.parametrize(
    ("names", "field"),
    [({"name_0": ""}, "name_0"), ({"name_2": "man josette"}, "name_2"), ({"name_0": "x" * 81}, "name_0")],
)
def test_each_persona_needs_a_name_of_its_own(hers, bakery, names, field):
    answer = hers.post(url("welcome-personas"), {**PEOPLE, **names})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert Persona.objects.count() == 0


def test_a_pillar_that_is_there_gets_another_share_and_is_not_made_again(hers, bakery):
    pillar = make_pillar(bakery, name="hands and CRAFT", target_share=10)
    hers.post(url("welcome-themes"), {f"held_{pillar.pk}": "35", "pillar_0": "on", "share_0": "30"})
    pillar.refresh_from_db()
    assert (pillar.target_share, Pillar.objects.count()) == (35, 1)
    assert hers.post(url("welcome-themes"), {"pillar_1": "on", "share_1": "101"}).status_code == 422


def test_another_workspace_s_rows_are_neither_shown_nor_changed(hers, bakery, museum):
    channel = make_channel(museum, "facebook", weekly_target=3)
    pillar = make_pillar(museum, name="Night at the museum", target_share=10)
    make_persona(museum, name="Curator")
    for step in STEPS:
        page = hers.get(url(step)).content.decode()
        assert "Night at" not in page
        assert "Curator" not in page
    hers.post(url("welcome-platforms"), {f"channel_{channel.pk}": ""})
    hers.post(url("welcome-themes"), {f"held_{pillar.pk}": "90"})
    channel.refresh_from_db()
    pillar.refresh_from_db()
    assert (channel.weekly_target, pillar.target_share) == (3, 10)


# --- 5 and the slots -----------------------------------------------------------------------------------------------


def test_starters_come_first(hers, bakery):
    go_through(hers)
    titles = list(Post.objects.order_by("publish_at").values_list("title", flat=True))
    assert "Five in the morning: the first batch in one picture" in titles[:3]
    assert "Well done or not too much? Vote in the comments" in titles
    assert "A day with our apprentice" not in titles


def test_starters_alone_go_into_the_reserve(hers, bakery):
    assert hers.post(url("welcome-posts"), {"starters": ["0"]}).url == "/w/bakery/calendar/"
    idea = Post.objects.get()
    assert (idea.local_date, idea.status, idea.is_proposed) == (None, Post.Status.IDEA, False)


def test_without_pillars_and_personas_there_are_slots_all_the_same(hers, bakery):
    make_channel(bakery, "facebook", weekly_target=2)
    hers.post(url("welcome-posts"), {"lay_out": "on"})
    assert Post.objects.count() == 8
    assert Post.objects.values("title").distinct().count() == 8


def test_pillars_of_one_s_own_have_prompts_too(hers, bakery):
    make_channel(bakery, "facebook", weekly_target=1)
    make_pillar(bakery, name="Le levain", kind="human")
    hers.post(url("welcome-posts"), {"lay_out": "on"})
    assert "Introduce someone of the team in three sentences" in Post.objects.values_list("title", flat=True)


def test_slots_respect_public_holidays_of_the_region(hers, bakery):
    Workspace.objects.filter(pk=bakery.pk).update(region="57")
    make_channel(bakery, "x", weekly_target=21)
    hers.post(url("welcome-posts"), {"lay_out": "on"})
    days = set(Post.objects.values_list("local_date", flat=True))
    assert date(2026, 6, 11) in days
    assert not days & {date(2026, 7, 14)}


def test_an_unknown_starter_is_refused(hers, bakery):
    assert hers.post(url("welcome-posts"), {"starters": ["99"]}).status_code == 422


def test_untouched_slots_are_taken_away_at_once_and_come_back(hers, alice, bakery):
    go_through(hers)
    written, moved, gone, *others = Post.objects.proposed()
    written.text = "Le four est chaud."
    workflow.edit(written, written.version, ["text"], alice, timezone.now())
    workflow.move(moved, moved.local_date, time(7), None, alice, timezone.now())
    workflow.trash(gone, alice, timezone.now() - timedelta(hours=1))

    page = hers.get("/w/bakery/calendar/").content.decode()
    assert "14 slots proposed." in page
    assert f'href="/w/bakery/posts/{others[0].pk}/">Write the first</a>' in page

    answer = hers.post(reverse("slots-withdraw", args=["bakery"]), follow=True)
    page = answer.content.decode()
    assert "14 slots are in the trash." in page
    assert "proposed." not in page
    assert set(Post.objects.all()) == {written, moved}
    assert verbs(target_kind="post").count("trashed") == 15

    undo = answer.context["undo"]
    hers.post(undo["url"], dict(undo["fields"]))
    assert set(Post.objects.proposed()) == set(others)


def test_taking_away_nothing_says_nothing(hers, bakery):
    make_post(bakery, day=date(2026, 6, 20))
    answer = hers.post(reverse("slots-withdraw", args=["bakery"]), follow=True)
    assert list(answer.context["messages"]) == []
    assert Post.objects.count() == 1


@pytest.mark.parametrize("at", ["", "yesterday", "2026-13-45T00:00:00Z", "2026-06-10T08:00:00", "2026-06-10T08:00:00Z"])
def test_a_moment_at_which_nothing_was_taken_away_brings_nothing_back(hers, bakery, at):
    make_post(bakery, day=date(2026, 6, 20), is_proposed=True, deleted_at="2026-06-01T10:00Z")
    assert hers.post(reverse("slots-restore", args=["bakery"]), {"at": at}).status_code == 302
    assert Post.objects.count() == 0


def test_the_banner_goes_with_the_last_slot_to_come(hers, bakery, today):
    make_post(bakery, day=today - timedelta(days=1), is_proposed=True)
    assert "slot proposed" not in hers.get("/w/bakery/calendar/").content.decode()
    make_post(bakery, day=today, is_proposed=True)
    assert "1 slot proposed. Write it, or move it." in hers.get("/w/bakery/calendar/").content.decode()


def test_readers_see_no_banner_and_contributors_cannot_take_slots_away(client_of, dora, erin, bakery, today):
    make_post(bakery, day=today, is_proposed=True)
    assert "slots-withdraw" not in client_of(dora).get("/w/bakery/calendar/").content.decode()
    assert "callout-advice" not in client_of(dora).get("/w/bakery/calendar/").content.decode()
    page = client_of(erin).get("/w/bakery/calendar/").content.decode()
    assert "callout-advice" in page
    assert "slots/withdraw/" not in page
    assert client_of(erin).post(reverse("slots-withdraw", args=["bakery"])).status_code == 403


def test_a_copy_of_a_slot_is_one_s_own(alice, bakery, today):
    slot = make_post(bakery, day=today, is_proposed=True)
    assert not workflow.duplicate(slot, alice, timezone.now()).is_proposed


# --- Who may, and what it costs ------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [*STEPS, "slots-withdraw", "slots-restore"])
def test_charlie_finds_no_welcome_of_the_bakery(client_of, charlie, bakery, step):
    make_post(bakery, day=date(2026, 6, 20), is_proposed=True)
    client = client_of(charlie)
    assert client.get(url(step)).status_code == 404
    assert client.post(url(step), FORMS.get(step, {})).status_code == 404
    assert (Post.objects.count(), AuditEvent.objects.count()) == (1, 0)


@EACH_STEP
def test_a_contributor_does_not_set_up(client_of, erin, bakery, step):
    assert client_of(erin).get(url(step)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("step", "queries"), list(zip(STEPS, (6, 10, 6, 7, 13), strict=True)))
def test_a_step_asks_a_fixed_number_of_questions(hers, bakery, django_assert_num_queries, step, queries, rows):
    hers.get(url(step))
    for number in range(rows):
        make_persona(bakery)
        make_pillar(bakery, target_share=10)
        make_post(bakery, day=date(2026, 6, 20))
        channel = make_channel(bakery, ("facebook", "x", "blog")[number], weekly_target=1)
        channel.personas.set(Persona.objects.all())
    with django_assert_num_queries(queries):
        assert hers.get(url(step)).status_code == 200
