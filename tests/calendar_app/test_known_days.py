"""Days of the catalogue: when they fall, who sees them, and that shipping them twice changes nothing."""

from datetime import date

import pytest
from django.urls import reverse

from calendar_app import known_days
from calendar_app.models import Observance
from calendar_app.observances import easter, falling, falls, is_rule

pytestmark = pytest.mark.django_db


# --- When they fall ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "days"),
    [
        ("winter-sales", [date(2026, 1, 7), date(2027, 1, 6), date(2028, 1, 12)]),
        ("summer-sales", [date(2026, 6, 24), date(2027, 6, 23), date(2028, 6, 28)]),
        ("shrove-tuesday", [date(2026, 2, 17), date(2027, 2, 9), date(2028, 2, 29)]),
        ("easter", [date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16)]),
        ("fathers-day-fr", [date(2026, 6, 21), date(2027, 6, 20), date(2028, 6, 18)]),
        ("black-friday", [date(2026, 11, 27), date(2027, 11, 26), date(2028, 11, 24)]),
        ("beaujolais-nouveau", [date(2026, 11, 19), date(2027, 11, 18), date(2028, 11, 16)]),
        ("remembrance-sunday", [date(2026, 11, 8), date(2027, 11, 14), date(2028, 11, 12)]),
    ],
)
def test_a_shipped_day_falls_where_it_does(slug, days):
    rule = Observance.objects.get(slug=slug).rule
    assert [day for year in (2026, 2027, 2028) for day in falls(rule, year)] == days


def test_french_mothers_day_gives_way_to_pentecost():
    rule = Observance.objects.get(slug="mothers-day-fr").rule
    assert falls(rule, 2026) == (date(2026, 5, 31),)
    assert falls(rule, 2020) == (date(2020, 6, 7),)  # 31 May 2020 was Pentecost
    assert falls(rule, 2023) == (date(2023, 6, 4),)


def test_easter_falls_where_the_church_says():
    assert [easter(year) for year in (1961, 2000, 2008, 2011, 2038, 2076)] == [
        date(1961, 4, 2), date(2000, 4, 23), date(2008, 3, 23), date(2011, 4, 24), date(2038, 4, 25), date(2076, 4, 19)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("2026-05-29", [date(2026, 5, 29)]),
        ("11-02, 11-01", [date(2026, 11, 1), date(2026, 11, 2)]),
        ("5 sun 5", [date(2026, 5, 31)]),
        ("6 sun 5", []),
        ("02-29", []),
        ("nonsense", []),
    ],
)
def test_a_year_has_the_days_that_a_rule_names(rule, days):
    assert list(falling(rule, date(2026, 1, 1), date(2026, 12, 31))) == days


@pytest.mark.parametrize(
    "rule", ["", "14/02", "02-30", "13-01", "13 sun 3", "5 sun 6", "5 sun 0", "easter-", "5 sun 1,"]
)
def test_what_names_no_day_is_no_rule(rule):
    assert not is_rule(rule)


def test_a_span_may_cross_the_new_year():
    assert list(falling("12-31, 01-06", date(2026, 12, 1), date(2027, 1, 31))) == [date(2026, 12, 31), date(2027, 1, 6)]


# --- What is shipped -----------------------------------------------------------------------------------------------


def test_every_shipped_day_can_be_read_and_has_both_names():
    rows = list(Observance.objects.all())
    assert len(rows) == sum(map(len, known_days.KINDS.values()))
    for row in rows:
        row.full_clean()
        assert row.name_fr
        assert row.name_en


def test_shipping_again_keeps_what_staff_wrote():
    Observance.objects.filter(slug="halloween").update(name_fr="Veille de la Toussaint", is_offered=False)
    count = Observance.objects.count()
    known_days.load(Observance)
    row = Observance.objects.get(slug="halloween")
    assert (Observance.objects.count(), row.name_fr, row.is_offered) == (count, "Veille de la Toussaint", False)


# --- Who sees them -------------------------------------------------------------------------------------------------


def opened(client, day: str, query: str = "") -> str:
    address = reverse("calendar", args=["bakery"])
    answer = client.get(f"{address}?d={day}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def headings(page: str) -> str:
    """The headings of the days, without the menu that switches kinds of days."""
    return "".join(part.split("</a>")[0] for part in page.split('class="day-head"')[1:])


def test_the_month_names_a_day_in_the_language_of_the_reader(client_of, alice, bakery):
    client = client_of(alice)
    assert "Beaujolais nouveau" in headings(opened(client, "2026-11-10"))
    assert "Saint-Valentin" in headings(opened(client, "2026-02-10"))
    alice.language = "en"
    alice.save()
    assert "Valentine’s Day" in headings(opened(client, "2026-02-10"))


def test_the_list_names_a_day_on_which_something_stands(client_of, alice, bakery, make_valentine):
    page = opened(client_of(alice), "2026-02-10", "&view=list")
    assert 'class="day-known" title="Saint-Valentin"' in page


@pytest.fixture
def make_valentine(bakery):
    from tests.factories import make_post

    return make_post(bakery, "Cœurs en brioche", day=date(2026, 2, 14))


def test_another_country_has_other_days(client_of, alice, bakery):
    bakery.country = "GB"
    bakery.save()
    client = client_of(alice)
    assert "Remembrance Sunday" not in (page := headings(opened(client, "2026-11-10")))
    assert "Dimanche du souvenir" in page
    assert "Beaujolais" not in page


@pytest.mark.parametrize(
    ("region", "is_there"), [("", False), ("MQ", False), ("57", True), ("6AE", True), ("FR-57", True)]
)
def test_a_region_keeps_its_own_days(client_of, alice, bakery, region, is_there):
    bakery.region = region
    bakery.save()
    assert ("Saint-Nicolas" in headings(opened(client_of(alice), "2026-12-01"))) == is_there


def test_a_public_holiday_is_not_named_twice(client_of, alice, bakery):
    page = opened(client_of(alice), "2026-12-01")
    day = headings('class="day-head"' + page.split('data-day="2026-12-25"')[1].split('class="day-head"')[1])
    assert day.count("Noël") == 1


def test_a_day_of_remembrance_says_that_it_is_one(client_of, alice, bakery):
    alice.language = "en"
    alice.save()
    heading = headings(opened(client_of(alice), "2026-11-10"))
    assert '<span class="vh">Day of remembrance: </span>Attacks of 2015' in heading


def test_each_kind_can_be_switched_off(client_of, alice, bakery):
    heading = headings(opened(client_of(alice), "2026-11-10", "&show=marronnier"))
    assert "Beaujolais nouveau" in heading
    assert "2015" not in heading
    heading = headings(opened(client_of(alice), "2026-11-10", "&show=none"))
    assert "Beaujolais nouveau" not in heading


def test_a_day_that_is_no_longer_offered_is_not_shown(client_of, alice, bakery):
    Observance.objects.filter(slug="halloween").update(is_offered=False)
    assert "Halloween" not in headings(opened(client_of(alice), "2026-10-10"))


def test_the_name_of_a_day_stays_text(client_of, alice, bakery):
    Observance.objects.create(slug="x", name_fr='<b>"x"</b>', name_en="x", rule="11-10")
    page = opened(client_of(alice), "2026-11-10")
    assert "&lt;b&gt;&quot;x&quot;&lt;/b&gt;" in page
    assert "<b>" not in page
