"""Channels: their dossier, their slots, what may happen to them, and who is where."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django_scopes import scope

from calendar_app.models import Channel, ChannelSlot, ChannelTest
from smplanner.workspaces.models import AuditEvent
from tests.factories import (
    make_channel,
    make_objective,
    make_persona,
    make_persona_platform,
    make_post,
    make_team_member,
    the_platform,
)

TODAY = date(2026, 6, 10)
ACTS = ("adopt", "pause", "resume", "leave", "trial", "trial-end")


@pytest.fixture(autouse=True)
def _clock(today):
    """The tests of this module share one day."""


def url(name: str, channel: Channel | None = None, slug: str = "bakery") -> str:
    return reverse(name, args=[slug] + ([channel.pk] if channel else []))


def act(name: str, channel: Channel, slug: str = "bakery") -> str:
    return url(f"channel-{name}", channel, slug)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def make_trial(channel: Channel, **fields) -> ChannelTest:
    fields = {"hypothesis": "Les apprentis nous suivront", "start_on": TODAY, "end_on": TODAY + timedelta(60), **fields}
    with scope(workspace=channel.workspace):
        return ChannelTest.objects.create(workspace=channel.workspace, channel=channel, **fields)


def needed(**fields) -> dict[str, object]:
    return {"platform": the_platform("mastodon").pk, "status": "adopted", **fields}


def edited(channel: Channel, **fields) -> dict[str, object]:
    return {"platform": channel.platform_id, **fields}


# --- Writing the dossier -------------------------------------------------------------------------------------------


def test_a_channel_is_made_changed_and_removed_with_a_row_of_the_log_each(client_of, bob, bakery):
    client = client_of(bob)
    assert client.get(url("channel-new")).status_code == 200
    answer = client.post(url("channel-new"), needed(name="Le fournil", differentiator="Le lever de pâte en direct"))
    channel = Channel.objects.get()
    assert answer.url == url("channel", channel)
    assert (channel.workspace, channel.differentiator) == (bakery, "Le lever de pâte en direct")

    answer = client.post(url("channel-edit", channel), edited(channel, name="Autre nom"))
    channel.refresh_from_db()
    assert (answer.url, channel.name, channel.status) == (url("channel", channel), "Autre nom", "adopted")

    assert client.get(url("channel-delete", channel)).status_code == 200
    assert client.post(url("channel-delete", channel)).url == url("channels")
    assert Channel.objects.count() == 0
    assert verbs() == ["created", "edited", "removed"]


def test_saving_a_dossier_without_a_change_is_not_logged(client_of, bob, bakery):
    channel = make_channel(bakery)
    assert client_of(bob).post(url("channel-edit", channel), edited(channel)).status_code == 302
    assert verbs() == []


def test_a_new_channel_without_a_platform_is_refused(client_of, bob):
    answer = client_of(bob).post(url("channel-new"), {"purpose": "Parler pain"})
    assert (answer.status_code, "platform" in answer.context["form"].errors) == (422, True)
    assert "Parler pain" in answer.content.decode()
    assert (Channel.objects.count(), verbs()) == (0, [])


@pytest.mark.parametrize(
    ("field", "make", "many"),
    [
        ("personas", make_persona, True), ("objectives", make_objective, True),
        ("responder", make_team_member, False), ("backup", make_team_member, False),
    ],
)  # fmt: skip
def test_another_workspace_s_rows_are_no_choice(client_of, bob, bakery, museum, field, make, many):
    for foreign in (make(museum).pk, 10**30, "x", "\x00"):
        answer = client_of(bob).post(url("channel-new"), needed(**{field: [foreign] if many else foreign}))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    mine = make(bakery).pk
    assert client_of(bob).post(url("channel-new"), needed(**{field: [mine] if many else mine})).status_code == 302


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"weekly_target": "beaucoup"}, "weekly_target"), ({"weekly_target": "NaN"}, "weekly_target"),
        ({"weekly_target": "-1"}, "weekly_target"), ({"weekly_target": "1e400"}, "weekly_target"),
        ({"char_max": "9" * 30}, "char_max"), ({"since": "2026-02-31"}, "since"), ({"since": "1850-01-01"}, "since"),
        ({"account_url": "javascript:alert(1)"}, "account_url"), ({"platform": "0"}, "platform"),
        ({"name": "x" * 100_000}, "name"), ({"status": "left"}, "status"), ({"reason": "because"}, "reason"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(client_of, bob, bakery, fields, at):
    answer = client_of(bob).post(url("channel-new"), needed(**fields))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])
    assert Channel.objects.count() == 0


def test_a_person_is_not_their_own_stand_in(client_of, bob, bakery):
    rose = make_team_member(bakery).pk
    answer = client_of(bob).post(url("channel-new"), needed(responder=rose, backup=rose))
    assert list(answer.context["form"].errors) == ["backup"]


def test_a_link_fills_in_what_it_names(client_of, bob):
    platform = the_platform("linkedin")
    form = client_of(bob).get(url("channel-new"), {"platform": platform.pk, "status": "testing"}).context["form"]
    assert (form["platform"].value(), form["status"].value()) == (str(platform.pk), "testing")


def test_a_link_with_nonsense_opens_the_form_all_the_same(client_of, bob):
    fields = list(client_of(bob).get(url("channel-new")).context["form"].fields)
    for junk in ("x", "0", "-1", "9" * 30, "2026-02-31", '’<>"', "[1", "NaN"):
        assert client_of(bob).get(url("channel-new"), dict.fromkeys(fields, junk)).status_code == 200


def test_what_a_link_filled_in_is_logged_too(client_of, bob):
    platform = the_platform("linkedin").pk
    client_of(bob).post(
        f"{url('channel-new')}?platform={platform}&status=testing", needed(platform=platform, status="testing")
    )
    assert AuditEvent.objects.get().diff == {"platform": [None, platform], "status": ["adopted", "testing"]}


def test_what_a_channel_holds_stays_though_it_is_no_longer_offered(client_of, bob, bakery):
    persona, objective = make_persona(bakery, status="archived"), make_objective(bakery, status="reached")
    gone = make_team_member(bakery, is_active=False)
    channel = make_channel(bakery, "mastodon", personas=[persona], objectives=[objective], responder=gone)
    channel.platform.is_offered = False
    channel.platform.save()
    data = edited(channel, personas=[persona.pk], objectives=[objective.pk], responder=gone.pk, purpose="Parler pain")
    assert client_of(bob).post(url("channel-edit", channel), data).status_code == 302
    channel.refresh_from_db()
    assert (channel.purpose, channel.responder, [*channel.personas.all()], [*channel.objectives.all()]) == (
        "Parler pain", gone, [persona], [objective]
    )  # fmt: skip
    fresh = client_of(bob).post(url("channel-new"), {**data, "status": "adopted"})
    assert sorted(fresh.context["form"].errors) == ["objectives", "personas", "platform", "responder"]


# --- Who may do what -----------------------------------------------------------------------------------------------


def test_charlie_neither_sees_nor_changes_a_channel(client_of, charlie, bakery):
    channel = make_channel(bakery, name="Le fournil")
    trial = make_trial(channel)
    client = client_of(charlie)
    names = ["channel", "channel-edit", "channel-delete", "channel-slots", *(f"channel-{name}" for name in ACTS)]
    for slug in ("bakery", "museum"):
        for name in names:
            assert client.get(url(name, channel, slug)).status_code == 404
            assert client.post(url(name, channel, slug), {"note": "stolen"}).status_code in (404, 405)
    for name in ("channels", "channel-new", "fit"):
        assert client.get(url(name)).status_code == 404
    channel.refresh_from_db()
    trial.refresh_from_db()
    assert (channel.status, trial.outcome, verbs()) == ("adopted", "", [])
    assert "Le fournil" not in client.get(url("channels", slug="museum")).content.decode()


def test_a_viewer_reads_the_dossier_and_changes_nothing(client_of, dora, bakery):
    channel = make_channel(bakery, name="Le fournil", purpose="Donner faim")
    client = client_of(dora)
    page = client.get(url("channel", channel)).content.decode()
    assert "Donner faim" in page
    for name in ("channel-edit", "channel-slots", *(f"channel-{name}" for name in ACTS)):
        assert url(name, channel) not in page
        assert client.post(url(name, channel), {}).status_code == 403
    assert client.get(url("channels")).status_code == client.get(url("fit")).status_code == 200


# --- The dossier ---------------------------------------------------------------------------------------------------


def test_the_dossier_says_why_for_whom_by_whom_how_often_and_within_which_limits(client_of, alice, bakery):
    alice.language = "en"
    alice.save()
    persona = make_persona(bakery, name="Lucie", age_min=30, age_max=45)
    objective = make_objective(bakery, statement="Trente gâteaux")
    channel = make_channel(
        bakery, "instagram", purpose="Donner faim", reason="trend", personas=[persona], objectives=[objective],
        responder=make_team_member(bakery, name="Rose"), backup=make_team_member(bakery, name="Kenzo"), weekly_target=3,
        account_url="https://instagram.com/fournil",
    )  # fmt: skip
    ChannelSlot.objects.create(workspace=bakery, channel=channel, weekday=2, time=time(7, 30))
    page = client_of(alice).get(url("channel", channel)).content.decode()
    for words in ("Donner faim", "It is the new one", "Lucie", "Trente gâteaux", "Rose", "stand-in: Kenzo", "3 a week",
                  "Tuesday 07:30", "https://instagram.com/fournil", "What Instagram allows", "2200 characters"):  # fmt: skip
        assert words in page, words
    assert "Likely" in page


def test_the_dossier_shows_the_posts_to_come_and_leads_to_them(client_of, alice, bakery):
    channel = make_channel(bakery)
    make_post(bakery, "Demain", day=TODAY + timedelta(1), channel=channel)
    make_post(bakery, "Hier", day=TODAY - timedelta(1), channel=channel)
    make_post(bakery, "Annulé", day=TODAY + timedelta(2), channel=channel, status="cancelled")
    answer = client_of(alice).get(url("channel", channel))
    assert (answer.context["post_count"], [post.title for post in answer.context["posts"]]) == (1, ["Demain"])
    assert f"?view=list&amp;d=2026-06-10&amp;channel={channel.pk}" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_dossier_asks_a_fixed_number_of_questions(client_of, alice, bakery, django_assert_num_queries, rows):
    team = make_team_member(bakery)
    channel = make_channel(
        bakery, personas=[make_persona(bakery, age_min=20, age_max=30) for _ in range(rows)],
        objectives=[make_objective(bakery) for _ in range(rows)], responder=team,
    )  # fmt: skip
    for n in range(rows):
        ChannelSlot.objects.create(workspace=bakery, channel=channel, weekday=n + 1, time=time(8))
        make_trial(channel, outcome="extend" if n else "", owner=team)
        make_post(bakery, day=TODAY, channel=channel)
        AuditEvent.objects.create(
            workspace=bakery, actor=alice, verb="paused", target_kind="channel", target_id=channel.pk
        )
    client = client_of(alice)
    client.get(url("channel", channel))
    with django_assert_num_queries(58):
        client.get(url("channel", channel))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_a_fixed_number_of_questions(client_of, alice, bakery, django_assert_num_queries, rows):
    for _ in range(rows):
        channel = make_channel(bakery, personas=[make_persona(bakery)])
        make_post(bakery, day=TODAY, channel=channel)
    client = client_of(alice)
    client.get(url("channels"))
    with django_assert_num_queries(45):
        client.get(url("channels"))


def test_the_list_begins_with_those_that_speak(client_of, alice, bakery):
    for status in ("left", "paused", "testing", "adopted"):
        make_channel(bakery, name=status, status=status)
    found = client_of(alice).get(url("channels")).context["channels"]
    assert [channel.name for channel in found] == ["adopted", "testing", "paused", "left"]


# --- Slots ---------------------------------------------------------------------------------------------------------


def slots(*rows: dict[str, object]) -> dict[str, object]:
    data = {"slots-TOTAL_FORMS": len(rows), "slots-INITIAL_FORMS": sum("id" in row for row in rows)}
    return data | {f"slots-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_slots_are_kept_changed_and_removed_with_a_row_of_the_log_each(client_of, bob, bakery):
    channel, client = make_channel(bakery), client_of(bob)
    address = url("channel-slots", channel)
    assert client.get(address).status_code == 200
    client.post(address, slots({"weekday": "2", "time": "07:30"}, {"weekday": "", "time": ""}))
    slot = ChannelSlot.objects.get()
    assert (slot.weekday, slot.time, slot.workspace) == (2, time(7, 30), bakery)
    client.post(address, slots({"id": slot.pk, "weekday": "3", "time": "07:30"}))
    client.post(address, slots({"id": slot.pk, "weekday": "3", "time": "07:30"}))
    client.post(address, slots({"id": slot.pk, "weekday": "3", "time": "07:30", "DELETE": "on"}))
    assert (ChannelSlot.objects.count(), verbs()) == (0, ["edited", "edited", "edited"])


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([{"weekday": "8", "time": "08:00"}], "weekday"), ([{"weekday": "1", "time": "25:00"}], "time"),
        ([{"weekday": "1", "time": ""}], "time"), ([{"weekday": "", "time": "08:00"}], "weekday"), ([{"weekday": "1", "time": "8:00"}, {"weekday": "1", "time": "08:00"}], "time"),
    ],
)  # fmt: skip
def test_a_slot_that_makes_no_sense_is_refused_at_its_field(client_of, bob, bakery, rows, at):
    answer = client_of(bob).post(url("channel-slots", make_channel(bakery)), slots(*rows))
    assert (answer.status_code, list(answer.context["slots"].errors[-1])) == (422, [at])
    assert (ChannelSlot.objects.count(), verbs()) == (0, [])


def test_another_channel_s_slot_is_not_taken_over(client_of, bob, bakery, museum):
    theirs = ChannelSlot.objects.create(workspace=museum, channel=make_channel(museum), weekday=1, time=time(9))
    answer = client_of(bob).post(
        url("channel-slots", make_channel(bakery)), slots({"id": theirs.pk, "weekday": "2", "time": "10:00"})
    )
    theirs.refresh_from_db()
    assert (answer.status_code, theirs.weekday) == (422, 1)


# --- What may happen to it -----------------------------------------------------------------------------------------


def test_a_channel_rests_and_is_taken_up_again_and_its_history_says_so(client_of, bob, bakery):
    channel, client = make_channel(bakery), client_of(bob)
    client.post(act("pause", channel), {"note": "Jusqu’en septembre"})
    channel.refresh_from_db()
    assert channel.status == "paused"
    assert "Jusqu’en septembre" in client.get(url("channel", channel)).content.decode()
    client.post(act("resume", channel), {"note": ""})
    channel.refresh_from_db()
    assert (channel.status, verbs()) == ("adopted", ["paused", "resumed"])


def test_a_trial_is_begun_with_its_frame_and_the_form_proposes_ninety_days(client_of, bob, bakery):
    channel, client = make_channel(bakery, status="paused"), client_of(bob)
    form = client.get(act("trial", channel)).context["form"]
    assert (form["start_on"].value(), form["end_on"].value()) == (TODAY, TODAY + timedelta(90))
    owner = make_team_member(bakery)
    frame = {
        "hypothesis": "Les apprentis viendront", "measure": "Demandes", "threshold": "Deux par mois", "start_on": "2026-06-10",
        "end_on": "2026-08-31", "budget_eur": "50", "owner": owner.pk, "novel_format": "Le réveil du boulanger",
    }  # fmt: skip
    assert client.post(act("trial", channel), frame).url == url("channel", channel)
    trial = ChannelTest.objects.get()
    channel.refresh_from_db()
    assert (channel.status, channel.since, trial.owner, trial.end_on) == ("testing", TODAY, owner, date(2026, 8, 31))
    assert trial.workspace == bakery
    assert verbs() == ["trial_begun"]

    client.post(act("trial", channel), {**frame, "threshold": "Trois par mois"})
    client.post(act("trial", channel), {**frame, "threshold": "Trois par mois"})
    assert (ChannelTest.objects.get().threshold, verbs()) == ("Trois par mois", ["trial_begun", "edited"])


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"hypothesis": ""}, "hypothesis"), ({"end_on": "2026-01-01"}, "end_on"), ({"budget_eur": "-1"}, "budget_eur"),
        ({"owner": "9" * 30}, "owner"), ({"start_on": "0001-01-01"}, "start_on"), ({"measure": "x" * 121}, "measure"),
    ],
)  # fmt: skip
def test_a_trial_that_makes_no_sense_is_refused_at_its_field(client_of, bob, bakery, fields, at):
    channel = make_channel(bakery)
    frame = {"hypothesis": "Les apprentis", "start_on": "2026-06-10", "end_on": "2026-08-31", **fields}
    answer = client_of(bob).post(act("trial", channel), frame)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])
    assert (ChannelTest.objects.count(), verbs()) == (0, [])


@pytest.mark.parametrize(("outcome", "status"), [("adopt", "adopted"), ("stop", "left")])
def test_the_end_of_a_trial_decides_what_becomes_of_the_channel(client_of, bob, bakery, outcome, status):
    channel = make_channel(bakery, status="testing")
    trial, client = make_trial(channel), client_of(bob)
    assert client.get(act("trial-end", channel)).status_code == 200
    client.post(
        act("trial-end", channel), {"outcome": outcome, "decided_on": "2026-06-10", "lesson": "Le matin surtout"}
    )
    trial.refresh_from_db()
    channel.refresh_from_db()
    assert (trial.outcome, trial.decided_on, trial.lesson, channel.status) == (
        outcome,
        TODAY,
        "Le matin surtout",
        status,
    )
    assert channel.left_on == (TODAY if status == "left" else None)
    assert verbs() == ["trial_ended"]
    assert "Le matin surtout" in client.get(url("channel", channel)).content.decode()


def test_going_on_opens_another_trial_with_the_same_question(client_of, bob, bakery):
    channel = make_channel(bakery, status="testing")
    first, client = make_trial(channel, measure="Demandes"), client_of(bob)
    data = {"outcome": "extend", "decided_on": "2026-06-10"}
    assert list(client.post(act("trial-end", channel), data).context["form"].errors) == ["until"]
    assert list(client.post(act("trial-end", channel), {**data, "until": "2026-01-01"}).context["form"].errors) == [
        "until"
    ]
    client.post(act("trial-end", channel), {**data, "until": "2026-08-31"})
    second = ChannelTest.objects.exclude(pk=first.pk).get()
    channel.refresh_from_db()
    assert (second.outcome, second.measure, second.start_on, second.end_on) == (
        "",
        "Demandes",
        TODAY,
        date(2026, 8, 31),
    )
    assert channel.status == "testing"


def test_an_ending_that_is_sent_twice_ends_one_trial(client_of, bob, bakery):
    channel = make_channel(bakery, status="testing")
    first, client = make_trial(channel), client_of(bob)
    data = {"trial": first.pk, "outcome": "extend", "decided_on": "2026-06-10", "until": "2026-08-31"}
    for _ in range(2):
        assert client.post(act("trial-end", channel), data).status_code == 302
    assert list(ChannelTest.objects.order_by("pk").values_list("outcome", flat=True)) == ["extend", ""]
    assert verbs() == ["trial_ended"]


def test_adopting_ends_the_trial(client_of, bob, bakery):
    channel = make_channel(bakery, status="testing")
    trial = make_trial(channel)
    client_of(bob).post(act("adopt", channel), {"note": "Dix demandes en un mois"})
    trial.refresh_from_db()
    channel.refresh_from_db()
    assert (trial.outcome, trial.decided_on, channel.status, channel.since) == ("adopt", TODAY, "adopted", TODAY)


def test_leaving_keeps_the_reason_the_farewell_and_what_was_kept(client_of, bob, bakery):
    channel, client = make_channel(bakery, "x"), client_of(bob)
    make_post(bakery, "Déjà prévu", day=TODAY + timedelta(3), channel=channel)
    page = client.get(act("leave", channel)).content.decode()
    assert "Déjà prévu" in page
    said = {
        "left_on": "2026-06-10", "exit_reason": "Personne n’y parle de pain", "farewell": "Retrouvez-nous au comptoir",
        "archive_note": "Export des messages",
    }  # fmt: skip
    client.post(act("leave", channel), said)
    channel.refresh_from_db()
    assert (channel.status, channel.left_on, channel.exit_reason) == ("left", TODAY, said["exit_reason"])
    assert channel.posts.count() == 1
    page = client.get(url("channel", channel)).content.decode()
    assert all(words in page for words in list(said.values())[1:])
    assert "badge-error" not in page

    client.post(act("leave", channel), {**said, "archive_note": "Export, et le nom du compte"})
    assert verbs() == ["left", "edited"]

    client.post(act("resume", channel), {})
    channel.refresh_from_db()
    assert (channel.status, channel.left_on, channel.exit_reason) == ("adopted", None, "")
    assert "Personne n’y parle de pain" in client.get(url("channel", channel)).content.decode()


def test_leaving_ends_the_trial_too(client_of, bob, bakery):
    trial = make_trial(make_channel(bakery, status="testing"))
    client_of(bob).post(act("leave", trial.channel), {"left_on": "2026-06-11"})
    trial.refresh_from_db()
    assert (trial.outcome, trial.decided_on) == ("stop", date(2026, 6, 11))


@pytest.mark.parametrize(
    "fields", [{}, {"left_on": ""}, {"left_on": "2026-02-31"}, {"left_on": "2026-06-10", "exit_reason": "x" * 301}]
)
def test_a_departure_that_makes_no_sense_is_refused(client_of, bob, bakery, fields):
    channel = make_channel(bakery)
    assert client_of(bob).post(act("leave", channel), fields).status_code == 422
    channel.refresh_from_db()
    assert (channel.status, verbs()) == ("adopted", [])


@pytest.mark.parametrize(
    ("status", "name"),
    [("adopted", "adopt"), ("adopted", "resume"), ("paused", "pause"), ("left", "pause"), ("adopted", "trial-end")],
)
def test_an_act_that_means_nothing_here_changes_nothing(client_of, bob, bakery, status, name):
    channel = make_channel(bakery, status=status)
    data = {"note": "x", "outcome": "stop", "decided_on": "2026-06-10"}
    assert client_of(bob).get(act(name, channel)).url == url("channel", channel)
    assert client_of(bob).post(act(name, channel), data).url == url("channel", channel)
    channel.refresh_from_db()
    assert (channel.status, verbs()) == (status, [])


def test_a_note_that_is_too_long_keeps_what_was_typed(client_of, bob, bakery):
    answer = client_of(bob).post(act("pause", make_channel(bakery)), {"note": "pain " * 100})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["note"])
    assert "pain pain pain" in answer.content.decode()


# --- Who is where --------------------------------------------------------------------------------------------------


def test_what_is_said_wins_over_figures_and_missing_ones_are_said_to_be_missing(client_of, alice, bakery):
    lucie = make_persona(bakery, name="Lucie", age_min=50, age_max=70, evidence_type="survey")
    make_persona_platform(lucie, "tiktok", usage="daily")
    make_persona(bakery, name="Kévin", age_min=18, age_max=24)
    make_persona(bakery, name="Sans âge")
    make_persona(bakery, name="Zoé", status="archived")
    for slug in ("tiktok", "facebook", "bluesky"):
        make_channel(bakery, slug)
    rows = client_of(alice).get(url("fit")).context["rows"]
    found = {persona.name: {place.platform.slug: place.verdict for place in places} for persona, places in rows}
    assert found == {
        "Lucie": {"tiktok": "daily", "facebook": "likely", "bluesky": "unknown"},
        "Kévin": {"tiktok": "likely", "facebook": "open", "bluesky": "unknown"},
        "Sans âge": {"tiktok": "unknown", "facebook": "unknown", "bluesky": "unknown"},
    }


def test_the_matrix_names_its_surveys_and_marks_estimates(client_of, alice, bakery):
    alice.language = "en"
    alice.save()
    make_persona(bakery, age_min=18, age_max=60)
    make_channel(bakery, "facebook")
    page = client_of(alice).get(url("fit")).content.decode()
    for words in ("FLASHS for Hostinger, 2025", "our estimate", "≈", '<th scope="col">', '<th scope="row">'):
        assert words in page


def test_the_matrix_shows_all_platforms_on_request(client_of, alice, bakery):
    make_persona(bakery)
    make_channel(bakery, "facebook")
    make_channel(bakery, "x", status="left")
    client = client_of(alice)
    assert [one.slug for one in client.get(url("fit")).context["platforms"]] == ["facebook"]
    assert len(client.get(url("fit"), {"all": "1"}).context["platforms"]) > 10


def test_a_country_without_figures_says_that_there_is_no_data(client_of, alice, bakery):
    bakery.country = "JP"
    bakery.save()
    make_persona(bakery, age_min=20, age_max=40)
    make_channel(bakery, "facebook")
    [(_persona, [place])] = client_of(alice).get(url("fit")).context["rows"]
    assert place.verdict == "unknown"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_matrix_asks_a_fixed_number_of_questions(client_of, alice, bakery, django_assert_num_queries, rows):
    for slug in ("facebook", "instagram", "tiktok")[:rows]:
        make_persona_platform(make_persona(bakery, age_min=20, age_max=40), slug)
        make_channel(bakery, slug)
    client = client_of(alice)
    client.get(url("fit"))
    with django_assert_num_queries(9):
        client.get(url("fit"))


def test_what_the_checker_says_of_a_channel_stands_on_its_page_and_marks_its_card(client_of, alice, bakery):
    channel = make_channel(bakery, "instagram", reason="trend", personas=[make_persona(bakery)])
    page = client_of(alice).get(url("channel", channel)).content.decode()
    block = page.partition('id="checks"')[2].partition("</section>")[0]
    assert f'id="finding-trend-chasing-channel-{channel.pk}"' in block
    assert f'href="/w/bakery/check/?channel={channel.pk}"' in block
    assert f'{url("channel", channel)}#checks"' in client_of(alice).get(url("channels")).content.decode()
