"""What the shipped presets hold, and what staff may make of them."""

import copy

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import override

from calendar_app import presets, workload
from calendar_app.models import Objective, Pillar, Post, Preset
from calendar_app.prompts import ABOUT, GENERIC
from personas.models import Persona, Platform
from smplanner.workspaces.models import Workspace

SHIPPED = {row["slug"]: row for row in presets.shipped()}
EACH = pytest.mark.parametrize("slug", SHIPPED)
IN_EACH_LANGUAGE = pytest.mark.parametrize("language", presets.LANGUAGES)


def suggestions(slug: str, language: str = "en") -> presets.Suggestions:
    return presets.read(SHIPPED[slug]["content"], language)


def test_every_kind_of_organisation_has_a_preset():
    assert set(SHIPPED) == {
        "local-shop", "b2b", "association", "public-body", "culture", "online-shop", "freelance",
    }  # fmt: skip


@pytest.mark.django_db
@EACH
def test_a_shipped_preset_is_in_the_catalogue_and_as_it_is_written(slug):
    preset = Preset.objects.get(slug=slug)
    preset.full_clean()
    assert preset.suggestions().market in Workspace.Market.values


@pytest.mark.django_db
def test_loading_again_keeps_what_staff_changed():
    preset = Preset.objects.get(slug="freelance")
    preset.name_en = "On one’s own"
    preset.save()
    Preset.objects.filter(slug="b2b").delete()
    presets.load(apps.get_model("calendar_app", "Preset"))
    assert Preset.objects.get(slug="freelance").name_en == "On one’s own"
    assert Preset.objects.count() == len(SHIPPED)


@EACH
@IN_EACH_LANGUAGE
def test_a_preset_offers_three_people_three_aims_four_themes_and_twelve_posts(slug, language):
    found = suggestions(slug, language)
    assert [len(found.personas), len(found.objectives), len(found.pillars), len(found.starters)] == [3, 3, 4, 12]
    assert sum(pillar.share for pillar in found.pillars) == 100
    assert {starter.pillar for starter in found.starters} == {pillar.name for pillar in found.pillars}


@EACH
@IN_EACH_LANGUAGE
def test_what_a_preset_says_fits_the_fields_it_is_written_to(slug, language):
    found = suggestions(slug, language)
    for model, name, texts in (
        (Persona, "name", [one.name for one in found.personas]),
        (Persona, "summary", [one.summary for one in found.personas]),
        (Persona, "tone", [one.tone for one in found.personas]),
        (Objective, "statement", [one.statement for one in found.objectives]),
        (Objective, "kpi_name", [one.count for one in found.objectives]),
        (Pillar, "name", [one.name for one in found.pillars]),
        (
            Post,
            "title",
            [title for one in found.pillars for title in one.prompts] + [one.title for one in found.starters],
        ),
    ):
        longest = model._meta.get_field(name).max_length
        assert [text for text in texts if not text or len(text) > longest] == []


@EACH
def test_no_two_posts_of_a_preset_are_the_same(slug):
    for language in presets.LANGUAGES:
        found = suggestions(slug, language)
        titles = [title for one in found.pillars for title in one.prompts] + [one.title for one in found.starters]
        assert len(titles) == len(set(titles))


@pytest.mark.django_db
@EACH
def test_a_preset_s_platforms_are_offered_and_somebody_is_met_on_each(slug):
    found = suggestions(slug)
    platforms = {platform.slug: platform for platform in Platform.objects.offered()}
    chosen = [idea.slug for idea in found.platforms]
    assert set(chosen) <= platforms.keys()
    assert set(chosen) <= {name for persona in found.personas for name in persona.platforms}
    for idea in found.platforms:
        assert platforms[idea.slug].freq_min <= idea.weekly <= platforms[idea.slug].freq_high


@pytest.mark.django_db
@EACH
def test_a_preset_s_rhythm_can_be_kept_in_a_day_a_week(slug):
    platforms = {platform.slug: platform for platform in Platform.objects.all()}
    paces = [
        workload.Pace(idea.slug, idea.weekly, base=platforms[idea.slug].base_hours)
        for idea in suggestions(slug).platforms
    ]
    assert 3 <= workload.hours(paces) <= 8
    assert sum(idea.weekly for idea in suggestions(slug).platforms) * 4 >= 10


@EACH
def test_french_is_set_as_french_is(slug):
    found = suggestions(slug, "fr")
    texts = [one.statement for one in found.objectives] + [one.title for one in found.starters]
    texts += [title for one in found.pillars for title in one.prompts]
    assert [text for text in texts if "'" in text or " ?" in text or " :" in text] == []


def test_the_shop_next_door_begins_with_one_platform_its_profile_and_its_site():
    assert [idea.slug for idea in suggestions("local-shop").platforms] == ["facebook", "google_business", "blog"]


def test_a_preset_speaks_the_language_of_the_page_or_else_the_other():
    content = {"example": {"fr": "une boulangerie"}}
    assert presets.read(content, "en").example == "une boulangerie"
    assert presets.read(content, "fr").example == "une boulangerie"
    assert suggestions("local-shop", "fr").personas[0].name.startswith("Sylvie")
    assert suggestions("local-shop", "en-gb").personas[0].name.startswith("Helen")


def test_each_kind_of_pillar_has_prompts_and_a_purpose():
    assert set(ABOUT) == set(GENERIC) == set(Pillar.Kind.values)


# --- What staff write ----------------------------------------------------------------------------------------------


def broken(part: str, name: str, value: object) -> dict:
    content = copy.deepcopy(SHIPPED["local-shop"]["content"])
    content[part][1][name] = value
    return content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("platforms", "slug", 7),
        ("platforms", "weekly", "often"),
        ("platforms", "weekly", True),
        ("platforms", "purpose", "words"),
        ("personas", "age_min", "young"),
        ("personas", "relation", "cousin"),
        ("personas", "needs", ["one", "two"]),
        ("personas", "platforms", "facebook"),
        ("objectives", "kind", "world-peace"),
        ("objectives", "statement", {"fr": 3}),
        ("pillars", "share", 120),
        ("pillars", "prompts", [""]),
        ("pillars", "colour", "turquoise"),
        ("starters", "pillar", "nowhere"),
        ("starters", "title", {}),
    ],
)
def test_a_content_that_cannot_be_read_is_refused_and_the_place_is_named(part, name, value):
    preset = Preset(slug="mine", name_fr="Le mien", name_en="Mine", content=broken(part, name, value))
    with override("en"), pytest.raises(ValidationError, match=rf"{part}\[1\]\.{name}"):
        preset.full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [[], "text", {"pillars": 3}, {"pillars": [3]}, {"starters": {}}])
def test_nothing_but_lists_of_rows_is_read(content):
    with pytest.raises(ValidationError):
        Preset(slug="mine", name_fr="Le mien", name_en="Mine", content=content).full_clean()


@pytest.mark.django_db
def test_an_empty_preset_suggests_nothing():
    preset = Preset(slug="mine", name_fr="Le mien", name_en="Mine", content={"platforms": []})
    preset.full_clean()
    assert preset.suggestions() == presets.Suggestions()
