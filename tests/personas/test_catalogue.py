"""The catalogue of platforms that every installation starts with."""

import pytest
from django.core.management import call_command

from personas import catalogue
from personas.models import Platform, PlatformAudience

pytestmark = pytest.mark.django_db


def test_the_catalogue_holds_twenty_four_platforms_with_marks_of_their_own():
    marks = list(Platform.objects.values_list("mark", flat=True))

    assert len(marks) == 24
    assert len(set(marks)) == 24


def test_only_platforms_of_the_past_are_not_offered():
    assert [platform.slug for platform in Platform.objects.filter(is_offered=False)] == ["viadeo"]
    assert Platform.objects.get(slug="viadeo").maturity == Platform.Maturity.LEGACY


def test_each_wave_comes_after_the_one_before_it():
    waves = Platform.objects.exclude(succeeds=None).values_list("succeeds__slug", "slug")

    assert set(waves) == {
        ("facebook", "instagram"),
        ("x", "mastodon"),
        ("snapchat", "bereal"),
        ("whatsapp_channel", "telegram"),
        ("tiktok", "youtube_shorts"),
    }


def test_ones_own_and_one_way_channels_weigh_a_quarter():
    light = Platform.objects.filter(effort="0.25").values_list("slug", flat=True)

    assert set(light) == {"blog", "newsletter", "google_business", "whatsapp_channel", "telegram", "pinterest"}


@pytest.mark.parametrize(
    ("slug", "counting", "char_max"), [("x", "x", 280), ("bluesky", "graphemes", 300), ("mastodon", "mastodon", 500)]
)
def test_a_platform_with_a_count_of_its_own_says_so(slug, counting, char_max):
    platform = Platform.objects.get(slug=slug)

    assert (platform.counting, platform.char_max) == (counting, char_max)


def test_a_measured_share_names_its_survey_and_an_estimate_names_none():
    cited = PlatformAudience.objects.filter(kind=PlatformAudience.Kind.CITED)
    estimated = PlatformAudience.objects.filter(kind=PlatformAudience.Kind.ESTIMATED)

    assert set(cited.values_list("source", "year")) == {
        ("FLASHS for Hostinger", 2025),
        ("Pew Research Center", 2023),
        ("Pew Research Center", 2025),
    }
    assert set(estimated.values_list("source", "year")) == {("", None)}


def test_loading_again_changes_nothing_and_leaves_the_rows_that_staff_added():
    Platform.objects.create(slug="agora", name="Agora", mark="AG", category=Platform.Category.MESSAGING)
    before = (list(Platform.objects.order_by("pk").values()), list(PlatformAudience.objects.order_by("pk").values()))

    catalogue.load(Platform, PlatformAudience)

    after = (list(Platform.objects.order_by("pk").values()), list(PlatformAudience.objects.order_by("pk").values()))
    assert after == before


@pytest.mark.any_engine  # the steps back are Django's own; the steps forward begin each run on any database
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_catalogues_migration_goes_back_and_forth():
    call_command("migrate", "personas", "0002", verbosity=0)
    call_command("migrate", verbosity=0)  # of every app: what rests on the catalogue went back with it

    assert Platform.objects.count() == 24
