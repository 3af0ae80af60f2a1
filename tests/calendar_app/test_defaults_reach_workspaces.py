"""What site staff change in a catalogue is there at once in every workspace that has not decided otherwise."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django_scopes import scope

from calendar_app import checker
from calendar_app.founding import preset_of
from calendar_app.models import Benchmark, Kpi, Observance, Preset, RuleSetting
from personas.models import Platform, PlatformAudience
from tests.factories import make_channel, make_objective, make_persona, make_post, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client_of):
    return client_of(make_user("staff@example.org", is_staff=True, is_superuser=True))


@pytest.fixture
def page_of(client_of, alice):
    """`page_of("channel", channel.pk)`: a page of the bakery, in English."""
    alice.language = "en"
    alice.save()
    client = client_of(alice)

    def opened(name: str, *args: object, query: str = "") -> str:
        answer = client.get(reverse(name, args=["bakery", *args]) + query)
        assert answer.status_code == 200
        return answer.content.decode()

    return opened


def found(workspace, today: date, rule: str) -> int:
    with scope(workspace=workspace):
        return len(checker.check(workspace, today, select=[rule]).findings)


# --- Platforms -----------------------------------------------------------------------------------------------------


def test_a_platforms_limit_holds_for_channels_without_their_own(bakery, today, page_of):
    channel = make_channel(bakery, "instagram")
    make_post(bakery, channel=channel, day=today, text="x" * 300)
    assert found(bakery, today, "over-char-limit") == 0
    Platform.objects.filter(slug="instagram").update(char_max=280)
    assert found(bakery, today, "over-char-limit") == 1
    assert "280 characters" in page_of("channel", channel.pk)
    channel.char_max = 1000
    channel.save()
    assert found(bakery, today, "over-char-limit") == 0
    assert "1000 characters on this account" in page_of("channel", channel.pk).replace(",", "")


def test_a_platforms_rhythm_holds_for_channels_without_their_own(bakery, today, page_of):
    channel = make_channel(bakery, "instagram", weekly_target=None)
    for days in (1, 21):
        make_post(bakery, channel=channel, day=today + timedelta(days=days))
    Platform.objects.filter(slug="instagram").update(freq_min="0.5", freq_low=2, freq_high=4)
    assert "Benchmark: 2 to 4 a week" in page_of("channel", channel.pk)
    assert found(bakery, today, "publishing-gap") == 0  # twice a fortnight may pass
    Platform.objects.filter(slug="instagram").update(freq_min=7, freq_low=8, freq_high=9)
    assert "Benchmark: 8 to 9 a week" in page_of("channel", channel.pk)
    assert found(bakery, today, "publishing-gap") == 1
    channel.weekly_target = "0.5"
    channel.save()
    assert found(bakery, today, "publishing-gap") == 0


def test_a_platforms_hours_count_for_every_channel_on_it(bakery, page_of):
    channel = make_channel(bakery, "instagram")
    Platform.objects.filter(slug="instagram").update(base_hours=6)
    assert "6 h a week" in page_of("channel", channel.pk)
    Platform.objects.filter(slug="instagram").update(base_hours=2)
    assert "2 h a week" in page_of("channel", channel.pk)


# --- Audiences -----------------------------------------------------------------------------------------------------


def test_a_new_survey_changes_who_is_where(bakery, page_of):
    make_channel(bakery, "snapchat")
    make_persona(bakery, name="Paul", age_min=60, age_max=70)
    before = page_of("fit")
    PlatformAudience.objects.filter(platform__slug="snapchat", country="FR").delete()
    assert page_of("fit") != before
    snapchat = Platform.objects.get(slug="snapchat")
    PlatformAudience.objects.create(
        platform=snapchat, country="FR", age_min=50, age_max=80, share=77, kind="cited", source="Enquête", year=2026
    )
    assert "77" in page_of("fit")


# --- Indicators ----------------------------------------------------------------------------------------------------


def test_an_indicator_is_called_as_the_catalogue_calls_it_unless_an_objective_has_its_own_words(bakery, page_of):
    kpi = Kpi.objects.get(slug="bookings")
    theirs = make_objective(bakery, kpi=kpi, kpi_name="", kpi_unit="")
    own = make_objective(bakery, kpi=kpi, kpi_name="Tables for two")
    Kpi.objects.filter(pk=kpi.pk).update(name_en="Seats taken", unit_en="seats")
    assert "Seats taken" in page_of("objective", theirs.pk)
    assert "Tables for two" in page_of("objective", own.pk)
    assert "Seats taken" not in page_of("objective", own.pk).split("<main")[1].split("<footer")[0]


def test_an_indicator_that_is_not_offered_any_more_stays_where_it_is(bakery, page_of):
    kpi = Kpi.objects.get(slug="likes")
    objective = make_objective(bakery, kpi=kpi, kpi_name="")
    Kpi.objects.filter(pk=kpi.pk).update(is_offered=False)
    assert "Likes" in page_of("objective", objective.pk)


# --- Days ----------------------------------------------------------------------------------------------------------


def test_a_day_that_staff_move_moves_on_every_calendar(staff, bakery, page_of):
    row = Observance.objects.get(slug="beaujolais-nouveau")
    fields = {"slug": row.slug, "name_fr": row.name_fr, "name_en": "New wine", "kind": row.kind, "country": "FR"}
    answer = staff.post(
        reverse("admin:calendar_app_observance_change", args=[row.pk]), {**fields, "rule": "11-24", "is_offered": "on"}
    )
    assert answer.status_code == 302
    page = page_of("calendar", query="?d=2026-11-10")
    assert "New wine" in page.split('data-day="2026-11-24"')[1].split("</a>")[0]
    assert "New wine" not in page.split('data-day="2026-11-19"')[1].split("</a>")[0]


# --- Presets -------------------------------------------------------------------------------------------------------


def test_the_welcome_suggests_what_the_preset_says_now(bakery):
    row = Preset.objects.get(slug="local-shop")
    bakery.preset = row.slug
    bakery.save()
    row.content["objectives"][0]["statement"] = {"fr": "Vendre plus de pain", "en": "Sell more bread"}
    row.save()
    assert "pain" in preset_of(bakery).suggestions().objectives[0].statement


# --- Benchmarks ----------------------------------------------------------------------------------------------------


def test_a_benchmark_holds_in_workspaces_that_set_no_threshold(bakery, museum, today):
    for workspace in (bakery, museum):
        channel = make_channel(workspace, "instagram", weekly_target=7)
        for days in (1, 11):
            make_post(workspace, channel=channel, day=today + timedelta(days=days))
    RuleSetting.objects.create(workspace=museum, slug="publishing-gap", parameters={"days": 30})
    assert (found(bakery, today, "publishing-gap"), found(museum, today, "publishing-gap")) == (0, 0)
    Benchmark.objects.create(rule="publishing-gap", parameter="days", value=5)
    assert found(bakery, today, "publishing-gap") >= 1
    assert found(museum, today, "publishing-gap") == 0
