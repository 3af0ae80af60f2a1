"""How likely people like a persona are on a platform."""

import pytest

from personas.fit import fit
from personas.models import Persona, Platform, PlatformAudience

pytestmark = pytest.mark.django_db


def _fit(slug: str, country: str = "FR", **persona):
    platform = Platform.objects.get(slug=slug)
    audiences = PlatformAudience.objects.filter(platform=platform, country=country)
    return fit(Persona(name="P", **persona), audiences, platform.professional_bonus)


def test_each_year_of_age_weighs_the_same():
    on_tiktok = _fit("tiktok", age_min=45, age_max=59)  # five years at 30 %, ten at 15 %

    assert on_tiktok.share == 20
    assert on_tiktok.level == "unlikely"


def test_a_share_between_the_two_marks_decides_nothing():
    on_facebook = _fit("facebook", age_min=18, age_max=24)

    assert (on_facebook.share, on_facebook.level) == (30, "open")


def test_people_at_work_are_likelier_on_linkedin():
    alone = _fit("linkedin", age_min=35, age_max=49)
    at_work = _fit("linkedin", age_min=35, age_max=49, role=Persona.Role.PROFESSIONAL)

    assert (alone.share, alone.bonus) == (35, 0)
    assert (at_work.share, at_work.bonus) == (60, 25)


def test_a_fit_says_whether_a_figure_in_it_is_estimated():
    assert not _fit("facebook", age_min=40, age_max=60).is_estimated
    assert _fit("facebook", age_min=40, age_max=70).is_estimated


@pytest.mark.parametrize(
    ("slug", "country", "ages"),
    [
        ("bluesky", "FR", {"age_min": 20, "age_max": 30}),
        ("facebook", "DE", {"age_min": 20, "age_max": 30}),
        ("facebook", "FR", {"age_min": 20}),
        ("facebook", "FR", {}),
        ("facebook", "FR", {"age_min": 3, "age_max": 9}),
    ],
)
def test_without_figures_or_ages_there_is_no_fit(slug, country, ages):
    assert _fit(slug, country, **ages) is None
